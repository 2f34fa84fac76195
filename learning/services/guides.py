"""The guides that ship inside the product: who reads which, and their text with live examples.

In a guide, a fence « exemple » holds a piece of course: it is shown as it is written and, beside,
as a learner gets it, by the very parser and components of lessons.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from learning.content.front_values import anchor_of
from learning.content.render import render
from learning.content.typography import set_spaces
from learning.domain.access import Role
from learning.domain.course import Figure, Heading
from learning.domain.html import SafeHtml
from learning.services.guide_examples import Shown, show_examples
from learning.services.lesson import BlockView

_EVERYBODY = frozenset(Role)
_STAFF = _EVERYBODY - {Role.LEARNER}
_WRITERS = frozenset({Role.TRAINER, Role.ADMINISTRATOR})
_JUDGES = _WRITERS | {Role.COUNSELLOR}
_FOLLOWERS = frozenset({Role.COUNSELLOR, Role.ADMINISTRATOR})
_WATCHERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_EVALUATORS = frozenset({Role.EVALUATOR, Role.ADMINISTRATOR})
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
_FENCE = re.compile(r"^```(?P<kind>[a-z-]+)\n(?P<source>.*?)^```$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"<h2>(?P<text>.*?)</h2>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Guides that go together, and the roles that they are for.

    ``by_section``: its readers go straight to a section.
    """

    title: str
    readers: frozenset[Role]
    guides: tuple[str, ...]
    by_section: bool = False


SHELVES = (
    Shelf("Apprendre", frozenset({Role.LEARNER}), ("aide-apprenant",), by_section=True),
    Shelf(
        "Écrire un cours",
        _WRITERS,
        ("premiere-lecon", "format", "questions", "ecrire-simplement", "importer-gift"),
    ),
    Shelf("Publier un cours", _JUDGES, ("publier",)),
    Shelf("Suivre les apprenants", _WRITERS, ("lire-les-textes",)),
    Shelf("Suivre ses groupes", _FOLLOWERS, ("suivre", "transferer")),
    Shelf("Surveiller une salle", _WATCHERS, ("surveiller",)),
    Shelf("Attester", _JUDGES, ("attestations",)),
    Shelf("Évaluer", _EVALUATORS, ("evaluer", "exporter-evaluation")),
    Shelf(
        "Administrer",
        _ADMINISTRATORS,
        ("installer", "administrer", "sauvegarder", "donnees-personnelles", "quand-ca-casse"),
    ),
    Shelf("L’équipe", _STAFF, ("texte-inquietant", "aide-equipe", "aide-apprenant")),
    Shelf("Le service", _EVERYBODY, ("nouveautes",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a guide: its text, or an example with its source."""

    html: SafeHtml = SafeHtml()
    source: str = ""
    blocks: tuple[BlockView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One guide: its title is its first heading, its lead its first paragraph."""

    name: str
    title: str
    lead: str
    parts: tuple[Part, ...]
    headings: tuple[Heading, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenShelf:
    """A shelf as one person sees it."""

    title: str
    guides: tuple[Guide, ...]
    by_section: bool


Guides = dict[str, Guide]


@lru_cache(maxsize=2)
def read_guides(folder: Path) -> Guides:
    """Read every guide of the folder, by file name without its ending."""
    texts = {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.md"))}
    examples = show_examples(
        (name, place, found["kind"], found["source"])
        for name, text in texts.items()
        for place, found in enumerate(_FENCE.finditer(text))
    )
    return {name: _guide(name, text, examples) for name, text in texts.items()}


def shelves_for(guides: Guides, role: Role) -> tuple[OpenShelf, ...]:
    """Return what a role may read, shelf by shelf."""
    open_to = (
        OpenShelf(
            title=shelf.title,
            guides=tuple(guides[name] for name in shelf.guides if name in guides),
            by_section=shelf.by_section,
        )
        for shelf in SHELVES
        if role in shelf.readers
    )
    return tuple(shelf for shelf in open_to if shelf.guides)


def find_guide(guides: Guides, name: str, role: Role) -> Guide | None:
    """Return a guide, when it exists and stands on a shelf of that role."""
    allowed = any(name in shelf.guides for shelf in SHELVES if role in shelf.readers)
    return guides.get(name) if allowed else None


def _guide(name: str, text: str, examples: dict[tuple[str, int], Shown]) -> Guide:
    first, _, rest = text.partition("\n")
    lead, _, body = rest.strip().partition("\n\n")
    headings: list[Heading] = []
    parts: list[Part] = []
    end = 0
    for place, found in enumerate(_FENCE.finditer(body)):
        parts.append(_prose(body[end : found.start()], headings))
        blocks = examples[name, place].blocks
        parts.append(Part(source=found["source"].rstrip(), blocks=blocks))
        end = found.end()
    parts.append(_prose(body[end:], headings))
    return Guide(
        name=name,
        title=set_spaces(first.lstrip("# ").strip()),
        lead=set_spaces(lead.replace("\n", " ")),
        parts=tuple(part for part in parts if part.html or part.source),
        headings=tuple(headings),
        figures=_figures(parts),
    )


def _prose(markdown: str, headings: list[Heading]) -> Part:
    """Render a stretch of text, its sections named so that a link can lead to them."""

    def named(found: re.Match[str]) -> str:
        text = _TAG.sub("", found["text"])
        heading = Heading(anchor=f"h-{anchor_of(text)}", text=text)
        headings.append(heading)
        return f'<h2 id="{heading.anchor}">{found["text"]}</h2>'

    return Part(html=SafeHtml(_SECTION.sub(named, render(markdown))))


def _figures(parts: Iterable[Part]) -> tuple[Figure, ...]:
    found = {
        figure.id: figure
        for part in parts
        for view in part.blocks
        for figure in view.block.figures
    }
    return tuple(found.values())
