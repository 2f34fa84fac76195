"""Rich texts of another program in the words of ours: paragraphs, one phrase, or plain text."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from learning.exchange.escapes import escape
from learning.exchange.foreign import Format, Rich
from learning.exchange.html_lines import HtmlLines
from learning.exchange.lines import Line, Shape, as_paragraphs, as_phrase, flatten
from learning.exchange.markdown_lines import markdown_lines

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_FORMULA = re.compile(
    r"\$\$.+?\$\$|\$[^$\n]{0,200}[\\^_][^$\n]{0,200}\$"
    r"|\\\(.+?\\\)|\\\[.+?\\\]|\\(?:frac|sqrt|times|sum)\b",
    re.DOTALL,
)
_FORMULA_LOST = "la mise en forme d’une formule LaTeX : elle reste telle qu’elle est écrite"
_MARKS = re.compile(r"\*\*|__|`")
_HEAVY = re.compile(r"<(?=[!?/a-zA-Z])")
_UNCLOSED = re.compile(r"<(?!!--)(?=[A-Za-z/!?])(?![^<>]*>)")
MOST_TAGS = 2_000


@dataclass(slots=True)
class Wording:
    """Turns texts into Markdown of ours, gathering what is lost and what was guessed."""

    losses: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def paragraphs(self, text: Rich) -> list[str]:
        """Write a text that may take several lines, each as it is."""
        return as_paragraphs(self._lines(text))

    def flat(self, text: Rich) -> list[str]:
        """Write a text that may take several lines, of which the indentation is lost."""
        lines = self._lines(text)
        if flatten(lines):
            self._lose("les niveaux d’une liste")
        return as_paragraphs(lines, indented=False)

    def phrase(self, text: Rich) -> str:
        """Write a text on one line."""
        return as_phrase(self._lines(text))

    def _lose(self, what: str) -> None:
        if what not in self.losses:
            self.losses.append(what)

    def _lines(self, text: Rich) -> list[Line]:
        if not text:
            return []
        if _FORMULA.search(text.source):
            self._lose(_FORMULA_LOST)
        return self._readers()[text.format](text.source)

    def _readers(self) -> dict[Format, Callable[[str], list[Line]]]:
        return {
            Format.PLAIN: _plain_lines,
            Format.MARKDOWN: lambda source: markdown_lines(source, self.losses),
            Format.HTML: lambda source: self._html(source, breaks=False),
            Format.MOODLE: lambda source: self._html(source, breaks=True),
        }

    def _html(self, source: str, *, breaks: bool) -> list[Line]:
        # Unclosed marks by thousands are slow to read, and no text has them.
        if len(_HEAVY.findall(source)) > MOST_TAGS:
            self._lose("la mise en forme d’un texte qui a trop de balises")
            return _plain_lines(plain(Rich(source, Format.PLAIN)))
        # What is no whole tag is words: « a<b ».
        source = _UNCLOSED.sub("&lt;", source)
        return HtmlLines(self.losses, self.remarks, breaks=breaks).read(source)


def _plain_lines(source: str) -> list[Line]:
    return [
        Line(Shape.WORDS, escape(" ".join(line.split())))
        for line in source.split("\n")
        if line.strip()
    ]


def plain(text: Rich) -> str:
    """Return the words alone, on one line: for names, previews and typed answers."""
    source = text.source
    if text.format in {Format.HTML, Format.MOODLE}:
        source = html.unescape(_without_tags(source))
    elif text.format is Format.MARKDOWN:
        source = _MARKS.sub("", source)
    return " ".join(source.split())


def _without_tags(source: str) -> str:
    kept = []
    at = 0
    while (start := source.find("<!--", at)) >= 0 and (end := source.find("-->", start)) >= 0:
        kept.append(source[at:start])
        at = end + len("-->")
    source = "".join([*kept, source[at:]])
    between = " " if "<br" in source or "<p" in source else ""
    return _TAG.sub(between, source)
