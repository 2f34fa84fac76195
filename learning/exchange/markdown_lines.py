"""Markdown of another program read into lines of ours: what a learner may not get is named."""

import re

from learning.exchange.escapes import apart_braces
from learning.exchange.html_lines import KNOWN
from learning.exchange.lines import Line, Shape

_FENCE = re.compile(r"(?:```|~~~)[\w-]*")
_HEADING = re.compile(r"#{1,6}\s+(?P<text>.*?)\s*#*")
_ITEM = re.compile(r"(?P<mark>[-+*]|[0-9]{1,3}[.)])\s+(?P<text>.*)")
_ROW = re.compile(r"\|(?P<cells>.*?)\|?")
_SEPARATOR = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?")
_BAR = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"((?<!`)`{1,3}[^`\n]{1,1000}`{1,3})")
_IMAGE = re.compile(r"!\[(?P<alt>[^\]\[]*)\]\((?P<address>[^()\s]*)[^()]*\)")
_LINK = re.compile(r"\[(?P<words>[^\]\[]*)\]\((?P<address>[^()\s]*)[^()]*\)")
_AUTOMATIC = re.compile(r"<(?P<address>(?:https?|mailto|ftp):[^<>\s]*|[\w.+-]+@[\w.-]+)>")
_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[A-Za-z][\w:-]*)(?P<rest>[^<>]*)>")
_LONE_LESS = re.compile(r"<(?=[!?/A-Za-z])")
_KEPT = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "sub": "sub", "sup": "sup",
    "code": "code", "br": "br", "del": "del",
}  # fmt: skip


def markdown_lines(source: str, losses: list[str]) -> list[Line]:
    """Read Markdown; a line that follows another is the same paragraph."""
    lines: list[Line] = []
    going_on = False
    code: list[str] | None = None
    for written in source.split("\n"):
        text = written.strip()
        if _FENCE.fullmatch(text):
            if code is not None:
                lines.append(Line(Shape.CODE, "\n".join(code)))
            code = None if code is not None else []
            going_on = False
        elif code is not None:
            code.append(written)
        else:
            going_on = _add(lines, text, losses, going_on=going_on)
    if code:
        lines.append(Line(Shape.CODE, "\n".join(code)))
    return lines


def _add(lines: list[Line], text: str, losses: list[str], *, going_on: bool) -> bool:
    """Add one line; return whether the next may go on with it."""
    text = text.removeprefix(">").strip()
    if not text:
        return False
    if (found := _HEADING.fullmatch(text)) is not None:
        lines.append(Line(Shape.WORDS, f"**{_inline(found['text'], losses).strip('* ')}**"))
        return False
    if (found := _ITEM.fullmatch(text)) is not None:
        mark = found["mark"].replace(")", ".") if found["mark"][0].isdigit() else "-"
        lines.append(Line(Shape.ITEM, _inline(found["text"], losses), 0, mark))
        return True
    if text.startswith("|") and (found := _ROW.fullmatch(text)) is not None:
        if not _SEPARATOR.fullmatch(text):
            cells = [_inline(cell.strip(), losses) for cell in _BAR.split(found["cells"])]
            lines.append(Line(Shape.ROW, cells=cells))
        return False
    words = _inline(text, losses)
    if going_on and lines and lines[-1].shape in {Shape.WORDS, Shape.ITEM}:
        lines[-1].text += f" {words}"
    else:
        lines.append(Line(Shape.WORDS, words))
    return True


def _inline(text: str, losses: list[str]) -> str:
    """Keep what our own Markdown has, outside code."""
    pieces = _CODE.split(text)
    for place, piece in enumerate(pieces):
        pieces[place] = apart_braces(piece.replace("[[", "[ [") if place % 2 else piece)
        if place % 2 == 0:
            pieces[place] = _words(pieces[place], losses)
    return apart_braces("".join(pieces))


def _words(text: str, losses: list[str]) -> str:
    def image(found: re.Match[str]) -> str:
        _lose(losses, f"une image « {found['address'][:80]} »")
        return f"(image : {found['alt']})" if found["alt"].strip() else ""

    def link(found: re.Match[str]) -> str:
        _lose(losses, f"le lien vers « {found['address'][:80]} »")
        return found["words"]

    def automatic(found: re.Match[str]) -> str:
        _lose(losses, f"le lien vers « {found['address'][:80]} »")
        return found["address"]

    def tag(found: re.Match[str]) -> str:
        name = found["name"].lower()
        if name not in KNOWN:
            return f"&lt;{found[0][1:]}"
        kept = _KEPT.get(name)
        if kept is None:
            _lose(losses, f"la balise HTML « {name} »")
            return ""
        return "<br>" if kept == "br" else f"<{found['closing']}{kept}>"

    text = _AUTOMATIC.sub(automatic, _LINK.sub(link, _IMAGE.sub(image, text)))
    kept = _TAG.sub(tag, text)
    kept = _LONE_LESS.sub(lambda found: _less(found, kept), kept)
    return kept.replace("[[", "\\[\\[").replace("][", "]\\[").replace("](", "]\\(")


def _less(found: re.Match[str], text: str) -> str:
    """Keep the « < » of the tags that are kept."""
    after = re.match(r"</?(?:strong|em|sub|sup|code|br|del)>", text[found.start() :][:12])
    return "<" if after else "&lt;"


def _lose(losses: list[str], what: str) -> None:
    if what not in losses:
        losses.append(what)
