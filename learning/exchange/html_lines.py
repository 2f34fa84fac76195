"""HTML, often unclosed, read into lines of Markdown; what cannot be kept is named."""

import re
from html.parser import HTMLParser

from learning.exchange.escapes import escape
from learning.exchange.lines import BLANKS, Line, Shape

_STYLES = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em",
    "var": "em", "code": "code", "tt": "code", "kbd": "code", "samp": "code", "sub": "sub",
    "sup": "sup", "del": "del", "s": "del", "strike": "del",
}  # fmt: skip
_LOST_STYLES = {"u": "le souligné", "mark": "le surlignage", "font": "la couleur ou la police"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    "p", "div", "section", "article", "header", "footer", "center", "blockquote", "dl", "dt",
    "dd", "address", "figure", "figcaption", "form", "fieldset", "legend", "details", "summary",
    "hr", "caption", "main", "nav", "aside", "body",
}  # fmt: skip
_SKIPPED = {"script": "un programme", "style": "une feuille de style", "head": "", "title": ""}
_MEDIA = {
    "video": "une vidéo", "audio": "un son", "iframe": "une page incluse",
    "object": "un objet inclus", "embed": "un objet inclus", "svg": "un dessin SVG",
    "canvas": "un dessin", "math": "une formule", "input": "un champ", "select": "un champ",
    "textarea": "un champ", "button": "un bouton",
}  # fmt: skip
_TABLE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col"})
_OTHERS = frozenset(
    {
        "a", "img", "span", "br", "ul", "ol", "li", "pre", "html", "meta", "link", "small", "big",
        "abbr", "acronym", "q", "ins", "label", "source", "track", "param", "wbr", "nobr", "time",
        "option", "base", "map", "area", "bdo", "ruby", "o:p",
    }
)  # fmt: skip
KNOWN = (
    _STYLES.keys() | _LOST_STYLES.keys() | _BLOCKS | _SKIPPED.keys() | _MEDIA.keys()
    | _TABLE | _OTHERS
)  # fmt: skip
_COLOURED = re.compile(
    r"(?:^|;)\s*(?:color|background(?:-color)?|text-decoration)\s*:", re.IGNORECASE
)
_MARKED = re.compile(r"\*\*(?=\S)(?P<bold>[^*\n]+?)(?<=\S)\*\*|`(?P<code>[^`\n]+)`")
_OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_HARD_CODE = re.compile(r"[`<&\\]|\{\{|\[\[")
_STYLE_ORDER = ("code", "sub", "sup", "del", "em", "strong")
_MARKS = {frozenset({"strong"}): "**", frozenset({"em"}): "*"}
STARS = "« ** » a été lu comme du gras."
TICKS = "« ` » a été lu comme du code."
_BARE = frozenset({*_STYLES, *_LOST_STYLES, "a", "p", "q", "big", "small", "span"})
MOST_DEPTH = 6
MOST_MARKS = 100  # more are no styles, and are slow to read

Run = tuple[str, frozenset[str]]


class HtmlLines(HTMLParser):
    """Reads HTML; ``breaks`` says that an end of line counts, as in Moodle's own format."""

    def __init__(self, losses: list[str], remarks: list[str], *, breaks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.losses = losses
        self.remarks = remarks
        self.breaks = breaks
        self.runs: list[Run] = []
        self.styles: dict[str, int] = {}
        self.lists: list[tuple[str, int]] = []
        self.item: Line | None = None
        self.begins_item = False
        self.table = 0
        self.row: Line | None = None
        self.skipping = 0
        self.code: list[str] | None = None

    def read(self, source: str) -> list[Line]:
        """Read a whole text."""
        self.feed(source)
        self.close()
        self._end_code()
        self._flush()
        self._end_row()
        return self.lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        bare = tag in _BARE and any(value is None for _, value in attrs)
        if bare or (tag not in KNOWN and ":" not in tag):
            self.handle_data(self.get_starttag_text() or "")
        elif tag in _SKIPPED:
            self.skipping += tag != "head"
            self._lose(_SKIPPED[tag])
        elif self.code is not None:
            if tag == "br":
                self.code.append("\n")
        else:
            self._judge(tag, dict(attrs))
            self._open(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag that is closed at once."""
        self.handle_starttag(tag, attrs)
        if tag in _STYLES or tag in _SKIPPED:
            self.handle_endtag(tag)

    def _judge(self, tag: str, attrs: dict[str, str | None]) -> None:
        """Name what a tag holds that will be lost."""
        if tag in _MEDIA:
            self._lose(f"{_MEDIA[tag]}{_named(attrs.get('src') or attrs.get('data'))}")
        elif tag in _LOST_STYLES:
            self._lose(_LOST_STYLES[tag])
        elif tag == "img":
            self._image(attrs)
        elif tag == "a" and _OUTSIDE.match(attrs.get("href") or ""):
            self._lose(f"le lien vers « {(attrs['href'] or '').strip()[:80]} »")
        elif tag in {"td", "th"} and (attrs.get("colspan", "1"), attrs.get("rowspan", "1")) != (
            "1",
            "1",
        ):
            self._lose("les cases réunies d’un tableau")
        if _COLOURED.search(attrs.get("style") or ""):
            self._lose("la couleur ou le souligné")

    def _image(self, attrs: dict[str, str | None]) -> None:
        alt = " ".join((attrs.get("alt") or "").split())
        source = attrs.get("src") or ""
        self._lose("une image" + _named("" if source.startswith("data:") else source))
        if alt:
            self.runs.append((f"(image : {alt})", self._now()))

    def _lose(self, what: str) -> None:
        if what and what not in self.losses:
            self.losses.append(what)

    def _open(self, tag: str) -> None:
        if tag in _STYLES:
            style = _STYLES[tag]
            self.styles[style] = self.styles.get(style, 0) + 1
        elif tag == "pre":
            self._flush()
            self.code = []
        elif tag in _TABLE:
            self._open_table(tag)
        elif tag in {"ul", "ol", "li"}:
            self._open_list(tag)
        elif tag == "br":
            self._break()
        elif tag in _BLOCKS:
            self._break_block(tag)
            if tag in _HEADINGS:
                self.styles["strong"] = self.styles.get("strong", 0) + 1

    def _open_table(self, tag: str) -> None:
        if tag == "table":
            self._flush()
            self.table += 1
            if self.table > 1:
                self._lose("un tableau dans un tableau")
        elif self.table == 1 and tag == "tr":
            self._flush()
            self._end_row()
            self.row = Line(Shape.ROW)
        elif self.table == 1 and tag in {"td", "th"}:
            self._flush()
            self.row = self.row or Line(Shape.ROW)
            self.row.cells.append("")

    def _open_list(self, tag: str) -> None:
        self._flush()
        if tag != "li":
            self.lists.append((tag, 0))
            return
        kind, count = self.lists.pop() if self.lists else ("ul", 0)
        self.lists.append((kind, count + 1))
        depth = min(len(self.lists) - 1, MOST_DEPTH)
        self.item = Line(Shape.ITEM, "", depth, "-" if kind == "ul" else f"{count + 1}.")
        self.begins_item = True

    def handle_endtag(self, tag: str) -> None:
        """Close a tag, were it never opened."""
        if tag in _SKIPPED:
            self.skipping = max(0, self.skipping - (tag != "head"))
        elif tag == "pre":
            self._end_code()
        elif tag in _STYLES:
            self._close_style(_STYLES[tag])
        elif tag in _TABLE:
            self._close_table(tag)
        elif tag in {"ul", "ol", "li"}:
            self._flush()
            self.item = None
            if tag != "li" and self.lists:
                self.lists.pop()
        elif tag in _BLOCKS:
            if tag in _HEADINGS:
                self._flush()
                self._close_style("strong")
            self._break_block(tag)

    def _close_style(self, style: str) -> None:
        self.styles[style] = max(0, self.styles.get(style, 0) - 1)

    def _close_table(self, tag: str) -> None:
        if tag == "table":
            self._flush()
            if self.table <= 1:
                self._end_row()
            self.table = max(0, self.table - 1)
        elif tag in {"td", "th"} and self.table == 1:
            self._flush()
        elif tag == "tr" and self.table == 1:
            self._flush()
            self._end_row()

    def _end_row(self) -> None:
        if self.row is not None and any(self.row.cells):
            self.lines.append(self.row)
        self.row = None

    def _end_code(self) -> None:
        if self.code is not None and "".join(self.code).strip():
            text = "".join(self.code).replace("\u00a0", " ")
            if self.row is not None:
                self.runs.append((" ".join(text.split()), frozenset({"code"})))
            else:
                self.lines.append(Line(Shape.CODE, text))
        self.code = None

    def handle_data(self, data: str) -> None:
        """Take words."""
        if self.skipping:
            return
        if self.code is not None:
            self.code.append(data)
            return
        data = data.replace("]]>", "")
        pieces = data.split("\n") if self.breaks else [data]
        for place, piece in enumerate(pieces):
            if place:
                self._break()
            self._words(piece)

    def _words(self, text: str) -> None:
        """Take words; stars and back-quotes that other programs write are styles."""
        text = BLANKS.sub(" ", text)
        at = 0
        marks = list(_MARKED.finditer(text))
        for found in marks if len(marks) < MOST_MARKS else ():
            self._run(text[at : found.start()])
            self._run(found["bold"] or found["code"], "strong" if found["bold"] else "code")
            remark = STARS if found["bold"] else TICKS
            if remark not in self.remarks:
                self.remarks.append(remark)
            at = found.end()
        self._run(text[at:])

    def _run(self, text: str, *more: str) -> None:
        if text:
            self.runs.append((text, self._now().union(more)))

    def _now(self) -> frozenset[str]:
        return frozenset(style for style, depth in self.styles.items() if depth)

    def _break(self) -> None:
        if self.row is not None or self.item is not None:
            self.runs.append(("\n", frozenset()))
        else:
            self._flush()

    def _break_block(self, tag: str) -> None:
        del tag
        self._break()

    def _flush(self) -> None:
        """End a paragraph, an item or a cell."""
        text = markdown_of(self.runs)
        self.runs = []
        if not text:
            return
        if self.row is not None and self.row.cells:
            cell = text.replace("|", "\\|")
            before = self.row.cells[-1]
            self.row.cells[-1] = f"{before}<br>{cell}" if before else cell
        elif self.item is not None and self.begins_item:
            self.item.text = text
            self.lines.append(self.item)
            self.begins_item = False
        elif self.item is not None:
            self.item.text += f"<br>{text}"
        else:
            self.lines.append(Line(Shape.WORDS, text))


def _named(address: str | None) -> str:
    return f" « {address.strip()[:80]} »" if address and address.strip() else ""


def markdown_of(runs: list[Run]) -> str:
    """Write runs of words and their styles as inline Markdown."""
    merged: list[Run] = []
    for text, styles in runs:
        if merged and merged[-1][1] == styles and text != "\n" and merged[-1][0] != "\n":
            merged[-1] = (merged[-1][0] + text, styles)
        else:
            merged.append((text, styles))
    out = ""
    for place, (text, styles) in enumerate(merged):
        after = merged[place + 1][0][:1] if place + 1 < len(merged) else ""
        out += _run(text, styles, out, after)
    out = BLANKS.sub(" ", out.strip().replace("\n", "<br>"))
    out = re.sub(r"\s*<br>\s*", "<br>", out)
    return re.sub(r"^(?:<br>)+|(?:<br>)+$", "", out).strip()


def _run(text: str, styles: frozenset[str], before: str, after: str) -> str:
    body = text.strip(" ")
    if not body or text == "\n" or not styles:
        return escape(text) if text != "\n" else text
    lead = text[: len(text) - len(text.lstrip(" "))]
    tail = text[len(text.rstrip(" ")) :]
    mark = _MARKS.get(styles)
    alone = (lead or not before or before[-1] in " \n(«\u00a0") and (
        tail or not after or after in " \n.,;:!?)»\u00a0…"
    )
    if mark and alone and body[0] not in "*_\\" and body[-1] not in "*_\\":
        return f"{lead}{mark}{escape(body)}{mark}{tail}"
    if styles == {"code"} and not _HARD_CODE.search(body):
        return f"{lead}`{body}`{tail}"
    written = escape(body)
    for style in _STYLE_ORDER:
        if style in styles:
            written = f"<{style}>{written}</{style}>"
    return f"{lead}{written}{tail}"
