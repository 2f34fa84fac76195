"""Where rendered HTML comes from while a course is built: looked up, or noted to be rendered."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from learning.content.rates_file import Rates
from learning.content.render import fragment_key
from learning.content.source import Files
from learning.domain.course import Figure
from learning.domain.html import SafeHtml

FIGURE = re.compile(r"\{\{[ \u00a0]*(?P<id>[^{}]*?)[ \u00a0]*\}\}")


_MEDIA = re.compile(r' src="media/(?P<name>[\w.-]+)"')
_TAGS = re.compile(r"(<[^>]*>)")
_ROW = re.compile(r"^[ \u00a0]*\|(?P<cells>.*?)\|?[ \u00a0]*$", re.MULTILINE)


@dataclass(slots=True)
class Fragments:
    """Markdown to HTML by key. Without ``html``, it only notes what there is to render."""

    html: Mapping[str, str] | None = None
    rates: Rates = field(default_factory=lambda: Rates(()))
    wanted: dict[str, tuple[str, str]] = field(default_factory=dict)
    places: dict[str, list[tuple[str, int]]] = field(default_factory=dict)  # key -> file, line
    files: Files = field(default_factory=dict)

    def block(self, source: str, place: tuple[str, int]) -> SafeHtml:
        """Return the HTML of paragraphs."""
        return self._get(source, "block", place)

    def inline(self, source: str, place: tuple[str, int]) -> SafeHtml:
        """Return the HTML of a phrase, without its paragraph."""
        return self._get(source, "inline", place)

    def _get(self, source: str, mode: str, place: tuple[str, int]) -> SafeHtml:
        blank = len(source) - len(source.lstrip())
        file, line = place[0], place[1] + source[:blank].count("\n")
        source = source.strip()
        if not source:
            return SafeHtml()
        key = fragment_key(source, mode)
        if self.html is None:
            self.wanted[key] = (mode, source)
            self.places.setdefault(key, []).append((file, line))
            return SafeHtml()
        if key not in self.html:
            message = f"{place[0]}:{place[1]}: this fragment was not rendered"
            raise LookupError(message)
        return self._with_figures(self._with_media(self.html[key], place[0]))

    def _with_media(self, html: str, file: str) -> str:
        """Give each image an address that holds from any page, and names its very content.

        Somebody who opens an old attempt sees the image that it had, even replaced since.
        """
        if ' src="media/' not in html:
            return html
        module = file.partition("/")[0]

        def address(found: re.Match[str]) -> str:
            body = self.files.get(f"{module}/media/{found['name']}")
            which = f"?contenu={hashlib.sha256(body).hexdigest()}" if body else ""
            return f' src="/modules/{module}/media/{found["name"]}{which}"'

        return _MEDIA.sub(address, html)

    def _with_figures(self, html: str) -> SafeHtml:
        if "{{" not in html:
            return SafeHtml(html)
        # Inside a tag, as in the words for an image, a figure is its words alone.
        pieces = _TAGS.split(html)
        for place, piece in enumerate(pieces):
            shape = self._link if place % 2 == 0 else self._words
            pieces[place] = FIGURE.sub(shape, piece)
        return SafeHtml("".join(pieces))

    def _words(self, found: re.Match[str]) -> str:
        rate = self.rates.current(found["id"])
        return escape(rate.shown) if rate else ""

    def _link(self, found: re.Match[str]) -> str:
        rate = self.rates.current(found["id"])
        if rate is None:
            return ""
        shown = escape(rate.shown)
        link = f'<a class="figure-ref" href="#chiffre-{escape(rate.id)}">{shown}</a>'
        if rate.confidence == "high":
            return link
        return f'{link} <span class="figure-ref__check">(à vérifier)</span>'


def figures_in(text: str, rates: Rates) -> tuple[Figure, ...]:
    """Return the figures that a text cites, each once, in order."""
    found: dict[str, Figure] = {}
    for match in FIGURE.finditer(text):
        rate = rates.current(match["id"])
        if rate is not None:
            found[rate.id] = rate.figure()
    return tuple(found.values())


def plain_text(markdown: str, rates: Rates) -> str:
    """Return Markdown's words, figures written out: for reading time and readability."""

    def shown(match: re.Match[str]) -> str:
        rate = rates.current(match["id"])
        return rate.figure().shown if rate else ""

    text = FIGURE.sub(shown, markdown)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^[ \t|:-]+$", "", text, flags=re.MULTILINE)
    text = _ROW.sub(
        lambda row: "\n".join(f"- {cell.strip()}" for cell in row["cells"].split("|")), text
    )
    return re.sub(r"[*_`#>|]", " ", text)


def _cells_apart(row: re.Match[str]) -> str:
    """Write each cell of a table as an item of a list: it is no part of a longer sentence."""
    return "\n".join(f"- {cell.strip()}" for cell in row["cells"].split("|"))
