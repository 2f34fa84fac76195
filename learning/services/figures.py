"""Figures of the référentiel: their state, their history, who uses them.

Nothing here writes; ``figures_change`` does. What is read are the courses being written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import sqlalchemy as sa

from learning.content.figures_edit import read_body, series_text
from learning.content.figures_use import Use, title_of, uses_of
from learning.content.finding import Finding, Severity
from learning.content.rates_file import FILE, Rate, Rates
from learning.content.source import fold
from learning.domain.errors import Invalid, NotFound
from learning.services.manuscripts import digest_of_body, files_now
from learning.services.work import Work, with_release
from learning.storage.publishing import content_file, release

Files = Mapping[str, bytes]

SOON = timedelta(days=60)


class FigureState(StrEnum):
    """What there is to do about a figure, the most pressing first."""

    PAST = "past"  # its end is past, and nothing follows
    EXPIRING = "expiring"  # it ends within sixty days, and nothing follows
    CHANGING = "changing"  # its next value is known
    COMING = "coming"  # its only value begins later
    CURRENT = "current"


_TO_REVIEW = frozenset({FigureState.PAST, FigureState.EXPIRING})


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """A figure in the list; ``day`` is when it ends, changes or begins, as its state says."""

    row: Rate
    state: FigureState
    day: date | None
    uses: int  # lessons and questions

    @property
    def to_review(self) -> bool:
        """Somebody must look for its new value."""
        return self.state in _TO_REVIEW

    @property
    def unsure(self) -> bool:
        """Its confidence is below high: pages say « à vérifier »."""
        return self.row.confidence != "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsePlace:
    """A text or a question that uses a figure; ``ref`` is its address in the studio."""

    ref: str
    line: int
    module: str  # its title, "" for a text of the site
    title: str
    question: str
    words: str
    formula: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePage:
    """One figure: its rows from the latest, who uses it, and what was seen of it."""

    line: FigureLine
    rows: tuple[Rate, ...]
    places: tuple[UsePlace, ...]
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRepublish:
    """What the served release no longer shows right, and the next day when a row begins."""

    now: tuple[Rate, ...] = ()
    next_day: date | None = None
    next_count: int = 0


def list_figures(files: Files, on: date) -> tuple[FigureLine, ...]:
    """Return every figure, those to review first, then by label."""
    rates = rates_of(files, on)
    uses = uses_of(files)
    lines = [_line(rates, name, on, len(_places_of(uses.get(name, ())))) for name in rates.rows]
    order = list(FigureState)
    return tuple(
        sorted(
            lines,
            key=lambda one: (
                order.index(one.state) if one.to_review else len(order),
                one.day if one.to_review and one.day else date.max,
                fold(one.row.label),
            ),
        )
    )


def find_figures(lines: tuple[FigureLine, ...], words: str) -> tuple[FigureLine, ...]:
    """Return the figures of which every word is in the label, value, source, note or owner."""
    wanted = fold(words.replace("’", "'")).split()
    return tuple(line for line in lines if all(word in _searched(line.row) for word in wanted))


def _searched(row: Rate) -> str:
    text = f"{row.label} {row.shown} {row.source} {row.note} {row.owner} {row.id}"
    return fold(text.replace("’", "'").replace("\u00a0", " "))


def expiring(work: Work, on: date) -> list[FigureLine]:
    """Return the figures past or ending within sixty days, the first to end first."""
    return [line for line in list_figures(files_now(work), on) if line.to_review]


def figures_to_review(files: Files, on: date) -> dict[str, int]:
    """Return how many figures to review each module uses, by module."""
    rates = rates_of(files, on)
    counts: dict[str, int] = {}
    for name, uses in uses_of(files).items():
        if name in rates.rows and _line(rates, name, on, 0).to_review:
            for slug in {use.file.split("/", 1)[0] for use in uses}:
                counts[slug] = counts.get(slug, 0) + 1
    return counts


def figure_page(files: Files, name: str, on: date) -> FigurePage:
    """Return one figure whole.

    Raises:
        NotFound: there is no such figure.

    """
    rates = rates_of(files, on)
    if name not in rates.rows:
        raise NotFound("Ce chiffre n’existe pas. Cherchez-le dans la liste.")
    places = _places(files, name)
    return FigurePage(
        line=_line(rates, name, on, len(places)),
        rows=tuple(reversed(rates.rows[name])),
        places=places,
        seen=seen_of(files, name),
    )


def figure_faults(files: Files) -> tuple[Finding, ...]:
    """Return the ``erreur`` of the référentiel itself: its rows at fault are not listed."""
    if FILE not in files:
        return ()
    try:
        findings = read_body(files[FILE])[1]
    except Invalid as error:
        return (Finding(FILE, 1, Severity.ERROR, error.sentence()),)
    return tuple(one for one in findings if one.severity is Severity.ERROR)


def rates_of(files: Files, on: date | None = None) -> Rates:
    """Return the rows that can be read; none when the file cannot."""
    try:
        return read_body(files.get(FILE, b""), on=on)[0]
    except Invalid:
        return Rates(())


def seen_of(files: Files, name: str) -> str:
    """Name what the rows of a figure are now, so that a stale change is told."""
    try:
        return digest_of_body(series_text(files.get(FILE, b""), name).encode())
    except Invalid:
        return ""


def to_republish(work: Work, files: Files, on: date) -> ToRepublish:
    """Compare the figures that the site serves with those of the day, and say what comes."""
    days = [row.valid_from for row in rates_of(files, on).waiting if row.valid_from]
    next_day = min(days, default=None)
    return ToRepublish(
        now=overtaken(work, on), next_day=next_day, next_count=days.count(next_day or on)
    )


def overtaken(work: Work, on: date) -> tuple[Rate, ...]:
    """Return the rows that began since the served release was made."""
    if work.release is None:
        with_release(work)
    row = work.connection.execute(
        sa.select(release.c.made_at, release.c.files).where(release.c.id == work.release)
    ).first()
    digest = row.files.get(FILE) if row is not None else None
    if row is None or digest is None:
        return ()
    body = work.connection.execute(
        sa.select(content_file.c.body).where(content_file.c.digest == digest)
    ).scalar_one()
    served, today = (rates_of({FILE: body}, day) for day in (row.made_at.date(), on))
    now = (today.current(name) for name in today.rows)
    return tuple(one for one in now if one is not None and one != served.current(one.id))


def _line(rates: Rates, name: str, on: date, uses: int) -> FigureLine:
    row = rates.current(name)
    if row is None:
        raise LookupError(name)
    following = [one for one in rates.waiting if one.id == name]
    state, day = FigureState.CURRENT, row.valid_to
    if following:
        state, day = FigureState.CHANGING, following[0].valid_from
    elif row.valid_from is not None and row.valid_from > on:
        state, day = FigureState.COMING, row.valid_from
    elif row.valid_to is not None and row.valid_to < on:
        state = FigureState.PAST
    elif row.valid_to is not None and row.valid_to <= on + SOON:
        state = FigureState.EXPIRING
    return FigureLine(row=row, state=state, day=day, uses=uses)


def _places_of(uses: tuple[Use, ...]) -> dict[tuple[str, str], list[Use]]:
    """Group uses by text and question: a question that shows and computes is one place."""
    found: dict[tuple[str, str], list[Use]] = {}
    for use in uses:
        found.setdefault((use.file, use.question), []).append(use)
    return found


def _places(files: Files, name: str) -> tuple[UsePlace, ...]:
    return tuple(
        UsePlace(
            ref=path.removesuffix(".md"),
            line=uses[0].line,
            module=_module_title(files, path),
            title=uses[0].title,
            question=question,
            words=uses[0].words,
            formula=any(use.formula for use in uses),
        )
        for (path, question), uses in _places_of(uses_of(files).get(name, ())).items()
    )


def _module_title(files: Files, path: str) -> str:
    file = f"{path.split('/', 1)[0]}/module.md"
    return title_of(file, files[file]) if file in files else ""
