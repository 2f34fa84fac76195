"""Correct links, images and raw HTML where Markdown has one way to write them, or none."""

import re
from collections.abc import Callable, Iterable

from learning.content.finding import Fix, Report, together
from learning.content.near_words import only_near

_MARKS = {"b": "**", "i": "*", "s": "del", "strike": "del"}
# They mean nothing by themselves: Word writes them around what it pastes.
_EMPTY = frozenset({"span", "font", "center", "section", "article", "small", "big", "o:p", "main"})
_COMMENT = re.compile(r"[ \u00a0]*<!--.*?-->")
_CODE = "`"


def markup_fix(
    kind: str, detail: str, line: int, report: Report, media: Iterable[str]
) -> Fix | None:
    """Return the correction of what the renderer found at a line of a module with ``media``."""
    if kind == "lien":
        return _everywhere(report, line, detail, lambda text: _without_link(text, detail))
    if kind in {"image", "media"}:
        wanted = _image_meant(detail, media)
        return (
            None
            if wanted is None
            else _everywhere(
                report, line, detail, lambda text: text.replace(f"]({detail})", f"]({wanted})")
            )
        )
    if kind == "html":
        change = _html_change(detail)
        return None if change is None else _everywhere(report, line, "<", change)
    return None


def _everywhere(report: Report, line: int, mark: str, change: Callable[[str], str]) -> Fix | None:
    """Make the same change to every line with that mark, from there to the end of the block."""
    fixes = []
    for number in range(line, len(report.lines) + 1):
        text = report.line(number)
        if number > line and text.startswith(":::"):
            break
        changed = change(text) if mark in text and _CODE not in text else text
        if changed != text:
            fixes.append(report.put(number, changed if changed.strip() else ""))
    return together(fixes)


def _without_link(text: str, address: str) -> str:
    link = rf"(?<!!)\[(?P<words>[^\[\]]+)\]\([ ]*<?{re.escape(address)}>?(?:[ ]+\"[^\"]*\")?[ ]*\)"
    return re.sub(link, lambda found: found["words"], text)


def _image_meant(address: str, media: Iterable[str]) -> str | None:
    known = {f"media/{name}".casefold(): f"media/{name}" for name in media}
    wanted = f"media/{address.replace(chr(92), '/').rsplit('/', maxsplit=1)[-1]}".casefold()
    near = wanted if wanted in known else only_near(wanted, known)
    return known[near] if near else None


def _html_change(detail: str) -> Callable[[str], str] | None:
    tag, _, attribute = detail.partition(" ")
    if detail.startswith("<!--"):
        return lambda text: _COMMENT.sub("", text)
    if attribute:
        return lambda text: _without_attribute(text, tag, attribute)
    if tag in _EMPTY:
        return lambda text: re.sub(rf"</?{re.escape(tag)}(?:\s[^<>]*)?/?>", "", text)
    if tag in _MARKS:
        return lambda text: _as_markdown(text, tag)
    return None


def _as_markdown(text: str, tag: str) -> str:
    """Write ``<b>mot </b>`` as ``**mot**``, its spaces outside."""
    mark = _MARKS[tag]
    opened, closed = (f"<{mark}>", f"</{mark}>") if mark.isalpha() else (mark, mark)

    def written(found: re.Match[str]) -> str:
        inside = found["inside"]
        words = inside.strip()
        before = inside[: len(inside) - len(inside.lstrip())]
        after = inside[len(inside.rstrip()) :]
        return f"{before}{opened}{words}{closed}{after}" if words else inside

    return re.sub(
        rf"<{tag}(?:\s[^<>]*)?>(?P<inside>[^<>]*)</{tag}\s*>", written, text, flags=re.IGNORECASE
    )


def _without_attribute(text: str, tag: str, attribute: str) -> str:
    value = rf"\s+{re.escape(attribute)}(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s<>\"']+))?"
    return re.sub(
        rf"<{re.escape(tag)}\s[^<>]*>",
        lambda found: re.sub(value, "", found[0], flags=re.IGNORECASE),
        text,
        flags=re.IGNORECASE,
    )
