"""``glossaire.md``: a definition list; and a term linked at its first use in a lesson."""

import re
from collections.abc import Sequence

from learning.content.finding import Report
from learning.content.source import fold
from learning.content.typography import set_plain
from learning.domain.course import Term
from learning.domain.html import SafeHtml

FILE = "glossaire.md"
_TOKENS = re.compile(r"(<[^>]*>)")
_CLOSED = frozenset({"a", "h1", "h2", "h3", "h4", "th", "code"})


def read_glossary(text: str, report: Report) -> tuple[Term, ...]:
    """Read terms and definitions, telling each fault."""
    terms: dict[str, Term] = {}
    word, word_line = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(":"):
            definition = line[1:].strip()
            if not word:
                report.error(
                    number, "cette définition n’a pas de terme.", "Écrivez le terme au-dessus."
                )
            elif not definition:
                report.error(
                    number, f"« {word} » n’a pas de définition.", "Écrivez-la après « : »."
                )
            elif slug_of(word) in terms:
                report.error(
                    word_line, f"« {word} » est défini deux fois.", "Gardez une définition."
                )
            else:
                slug = slug_of(word)
                terms[slug] = Term(
                    slug=slug, term=set_plain(word), definition=set_plain(definition)
                )
            word = ""
        elif line.strip() and not line.startswith(("#", " ")):
            if word:
                report.error(
                    word_line, f"« {word} » n’a pas de définition.", "Écrivez « :   … » dessous."
                )
            word, word_line = line.strip(), number
    return tuple(sorted(terms.values(), key=lambda term: fold(term.term)))


def slug_of(word: str) -> str:
    """Name a term for an address."""
    return re.sub(r"[^a-z0-9]+", "-", fold(word)).strip("-")


class TermLinker:
    """Links the first use of each term in one lesson; never in a heading, link or table head."""

    def __init__(self, terms: Sequence[Term]) -> None:
        longest_first = sorted(terms, key=lambda term: len(term.term), reverse=True)
        self._by_group = {f"t{place}": term for place, term in enumerate(longest_first)}
        shapes = "|".join(f"(?P<{group}>{_shape(t.term)})" for group, t in self._by_group.items())
        self._pattern = (
            re.compile(rf"(?<![\w-])(?:{shapes})(?![\w-])", re.IGNORECASE) if terms else None
        )
        self._seen: set[str] = set()

    def restart(self) -> None:
        """Begin another lesson."""
        self._seen.clear()

    def link(self, html: SafeHtml) -> tuple[SafeHtml, tuple[Term, ...]]:
        """Return the HTML with first uses linked, and the terms met here."""
        if self._pattern is None:
            return html, ()
        met: list[Term] = []
        open_closed = 0
        pieces = []
        for piece in _TOKENS.split(html):
            if piece.startswith("<"):
                name = piece.strip("</>").split(" ", 1)[0].rstrip("/")
                if name in _CLOSED:
                    open_closed += -1 if piece.startswith("</") else 1
                pieces.append(piece)
            elif open_closed or not piece.strip():
                pieces.append(piece)
            else:
                pieces.append(self._pattern.sub(lambda m: self._first(m, met), piece))
        return SafeHtml("".join(pieces)), tuple(met)

    def _first(self, match: re.Match[str], met: list[Term]) -> str:
        term = self._by_group[match.lastgroup or ""]
        # A short all-capital term (BFR, EI) is not the same word in small letters.
        if term.slug in self._seen or (term.term.isupper() and not match[0].rstrip("s").isupper()):
            return match[0]
        self._seen.add(term.slug)
        met.append(term)
        return f'<a class="term" href="#mot-{term.slug}">{match[0]}</a>'


def _shape(term: str) -> str:
    """Match a term in its plural too, with any apostrophe and any space."""
    words = []
    for word in term.split():
        plain = "['’]".join(re.escape(part) for part in re.split("['’]", word))
        words.append(plain if word.isupper() or word[-1] in "sx" else f"{plain}[sx]?")
    return "[ \u00a0\n]+".join(words)
