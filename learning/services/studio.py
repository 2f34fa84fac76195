"""The studio's home and a module's page: what stands, in which state, with what to correct."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from learning.content.proofing import Proof
from learning.content.source import lesson_slug, module_files, module_slugs
from learning.domain.errors import NotFound
from learning.services.figures import figures_to_review
from learning.services.manuscripts import changed, published_files, texts_now
from learning.services.proofs import Counts, count, prove_module
from learning.services.text_page import publish_url
from learning.services.texts import (
    Files,
    Text,
    TextKind,
    module_of,
    open_text,
    ordered,
    ref_of,
)
from learning.services.work import Program


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A text in a list; ``state`` is published, changed, new or removed."""

    ref: str
    title: str
    kind: str
    state: str
    counts: Counts
    words: str = ""  # what else there is to say: minutes, questions
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleLine:
    """A module in the studio's home."""

    slug: str
    title: str
    state: str
    counts: Counts
    lessons: int
    texts_changed: int
    figures_to_review: int
    in_a_path: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioHome:
    """Every module and every text of the site."""

    modules: tuple[ModuleLine, ...]
    site_texts: tuple[TextLine, ...]
    site_changed: int
    paths: tuple[tuple[str, str], ...]  # ref, title


@dataclass(frozen=True, slots=True, kw_only=True)
class ModulePage:
    """One module: its lessons in order, its banks, what was taken out."""

    slug: str
    title: str
    aim: str
    state: str
    counts: Counts
    lessons: tuple[TextLine, ...]
    banks: tuple[TextLine, ...]
    removed: tuple[TextLine, ...]
    objectives: tuple[tuple[str, str], ...]
    media: int
    saved_at: datetime | None
    publish_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """What the studio's pages are made from: files, states and proofs."""

    files: Files
    published: Files
    states: Mapping[str, str]
    saved_at: Mapping[str, datetime]
    proofs: Mapping[str, Proof]  # by module, "" for the site's own texts
    today: date

    def counts(self, path: str) -> Counts:
        """Count the findings of one text."""
        return count(self.proofs[module_of(path)].of(path))


def survey(program: Program, module: str | None = None) -> Surveyed:
    """Read and prove every module, or one: slow the first time, remembered afterwards.

    Raises:
        NotFound: there is no such module, being written or published.
        Unavailable: other texts are being proved.

    """
    with program.reading() as work:
        files, published = texts_now(work), published_files(work)
        found = changed(work)
        today = work.instant.date()
    names = ("", *module_slugs(files)) if module is None else (module,)
    if module is not None and module not in module_slugs({**published, **files}):
        raise NotFound("Ce module n’existe pas. Revenez aux cours.")
    return Surveyed(
        files=files,
        published=published,
        states={one.path: one.state for one in found},
        saved_at={one.path: one.saved_at for one in found},
        proofs={name: prove_module(program, files, name, on=today) for name in names},
        today=today,
    )


def show_studio(seen: Surveyed) -> StudioHome:
    """Build the studio's home."""
    to_review = figures_to_review(seen.files, seen.today)
    taken_out = sorted(set(module_slugs(seen.published)) - set(module_slugs(seen.files)))
    modules = [_module(seen, slug, to_review.get(slug, 0)) for slug in module_slugs(seen.files)]
    modules += [_taken_out(seen, slug) for slug in taken_out]
    site = _site_paths(seen.files)
    return StudioHome(
        modules=tuple(modules),
        site_texts=tuple(_line(seen, path) for path in site),
        site_changed=sum(not module_of(path) for path in seen.states),
        paths=tuple(
            (ref_of(path), open_text(seen.files, path).title)
            for path in site
            if path.startswith("parcours/")
        ),
    )


def show_module(seen: Surveyed, slug: str) -> ModulePage:
    """Build a module's page.

    Raises:
        NotFound: the module was taken out, or never was.

    """
    if f"{slug}/module.md" not in seen.files:
        raise NotFound("Ce module est retiré. Vous pouvez le remettre depuis les cours.")
    head = open_text(seen.files, f"{slug}/module.md")
    paths = ordered([p for p in module_files(seen.files, slug) if p.endswith(".md")])
    lessons = [p for p in paths if p.count("/") == 1 and not p.endswith("/module.md")]
    kept = {_identity(path) for path in paths}
    removed = [
        path
        for path, state in seen.states.items()
        if state == "removed" and module_of(path) == slug and path.endswith(".md")
        if _identity(path) not in kept
    ]
    dates = [at for path, at in seen.saved_at.items() if module_of(path) == slug]
    return ModulePage(
        slug=slug,
        title=head.title,
        aim=head.values.get("but", ""),
        state=_module_state(seen, slug),
        counts=count(seen.proofs[slug].findings),
        lessons=tuple(
            _line(seen, path, first=path == lessons[0], last=path == lessons[-1])
            for path in lessons
        ),
        banks=tuple(_line(seen, path) for path in paths if "/banques/" in path),
        removed=tuple(_removed(seen, path) for path in sorted(removed)),
        objectives=_objectives(head),
        media=sum(p.startswith(f"{slug}/media/") and not p.endswith(".txt") for p in seen.files),
        saved_at=max(dates, default=None),
        publish_url=publish_url(seen.states, slug),
    )


def _objectives(head: Text) -> tuple[tuple[str, str], ...]:
    lines = head.values.get("objectifs", "").split("\n")
    return tuple((str(place), line) for place, line in enumerate(lines) if line.strip())


def _module(seen: Surveyed, slug: str, to_review: int) -> ModuleLine:
    paths = [path for path in module_files(seen.files, slug) if path.endswith(".md")]
    in_paths = "\n".join(
        open_text(seen.files, path).whole for path in seen.files if path.startswith("parcours/")
    )
    return ModuleLine(
        slug=slug,
        title=open_text(seen.files, f"{slug}/module.md").title,
        state=_module_state(seen, slug),
        counts=count(seen.proofs[slug].findings),
        lessons=sum(path.count("/") == 1 for path in paths) - 1,
        texts_changed=sum(module_of(path) == slug for path in seen.states),
        figures_to_review=to_review,
        in_a_path=slug in in_paths.replace(",", " ").split(),
    )


def _taken_out(seen: Surveyed, slug: str) -> ModuleLine:
    return ModuleLine(
        slug=slug,
        title=open_text(seen.published, f"{slug}/module.md").title,
        state="removed",
        counts=Counts(),
        lessons=0,
        texts_changed=0,
        figures_to_review=0,
        in_a_path=False,
    )


def _module_state(seen: Surveyed, slug: str) -> str:
    if f"{slug}/module.md" not in seen.published:
        return "new"
    return "changed" if any(module_of(path) == slug for path in seen.states) else "published"


def _line(seen: Surveyed, path: str, *, first: bool = False, last: bool = False) -> TextLine:
    text = open_text(seen.files, path)
    return TextLine(
        ref=ref_of(path),
        title=text.title,
        kind=text.kind.value,
        state=_text_state(seen, path),
        counts=seen.counts(path),
        words=text.values.get("duree", ""),
        first=first,
        last=last,
    )


def _removed(seen: Surveyed, path: str) -> TextLine:
    text = open_text(seen.published, path)
    return TextLine(
        ref=ref_of(path), title=text.title, kind=text.kind.value, state="removed", counts=Counts()
    )


def _text_state(seen: Surveyed, path: str) -> str:
    """Tell the state of a text; a lesson that only changed places is no new one."""
    state = seen.states.get(path, "published")
    if state == "new" and any(_identity(p) == _identity(path) for p in seen.published):
        return "changed"
    return state


def _identity(path: str) -> str:
    """Name a text for good: a lesson's number is its place alone."""
    folder, _, name = path.rpartition("/")
    named = lesson_slug(name)
    return f"{folder}/{named[1]}" if named else path


def _site_paths(files: Files) -> list[str]:
    """Return the site's own texts: paths, questionnaires, glossary."""
    kinds = {TextKind.PATH, TextKind.QUESTIONNAIRE}
    found = [
        path
        for path in sorted(files)
        if path.endswith(".md")
        and not module_of(path)
        and (path == "glossaire.md" or open_text(files, path).kind in kinds)
    ]
    return sorted(found, key=lambda path: (path == "glossaire.md", path))
