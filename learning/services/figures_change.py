"""Change the référentiel: a proposal says what it would do, then it is kept.

A proposal is made outside any write: reading the file again costs a tenth of a second.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from learning.content.figures_edit import Value, add_series, add_value, change_row, one_line
from learning.content.rates_file import FILE, Rate
from learning.content.source import fold
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.services.figures import (
    FigurePage,
    Files,
    UsePlace,
    figure_page,
    rates_of,
)
from learning.services.figures_form import (
    ASKED_OF_FIGURE,
    FIELD_OF,
    Asked,
    Mistaken,
    asked_of_correction,
    asked_of_value,
    read_typed,
)
from learning.services.manuscripts import digest_of_body, keep
from learning.services.work import Work

_MOST_OF_A_NAME = 60
# fmt: off
_SMALL_WORDS = frozenset({
    "a", "au", "aux", "avec", "ce", "ces", "d", "dans", "de", "des", "du", "en", "et", "l", "la",
    "le", "les", "ou", "par", "pour", "qu", "que", "qui", "sans", "ses", "son", "sous", "sur",
    "un", "une",
})
# fmt: on
_RESERVED = frozenset({"nouveau"})  # an address of the screens


class StaleFigure(Conflict):
    """Somebody changed the same figure meanwhile; ``now`` is what it is."""

    def __init__(self, now: FigurePage) -> None:
        super().__init__(
            "Quelqu’un d’autre a changé ce chiffre pendant que vous l’écriviez. "
            "Rien n’est enregistré. Comparez, puis enregistrez à nouveau si votre saisie reste "
            "juste."
        )
        self.now = now


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a change would do. ``former`` and ``row`` are the rows before and after.

    ``starts`` is the day when the page changes, None for the next publication; ``moves`` says
    that the value shown is another.
    """

    figure: str
    body: bytes
    base: str
    former: Rate | None
    row: Rate
    ends: Rate | None  # the row that now ends the day before
    starts: date | None
    moves: bool
    places: tuple[UsePlace, ...]

    @property
    def formulas(self) -> tuple[UsePlace, ...]:
        """The questions whose right answer is computed from it."""
        return tuple(place for place in self.places if place.formula)

    @property
    def refused_later(self) -> bool:
        """A figure that is not sure may not be in a right answer: publishing would refuse."""
        return self.row.confidence == "low" and bool(self.formulas)


def propose_value(
    files: Files, name: str, typed: Mapping[str, str], *, on: date, seen: str = ""
) -> Proposal:
    """Add a value from a day on.

    Raises:
        NotFound: there is no such figure.
        Mistaken: a field cannot be used.
        StaleFigure: somebody changed it since ``seen``.

    """
    page = _page(files, name, on, seen)
    latest = page.rows[0]
    read = read_typed(asked_of_value(latest.unit), typed)
    values = {"id": name, "label": latest.label, "unit": latest.unit, **read}
    body = _edited(lambda: add_value(files.get(FILE, b""), values))
    return _proposal(files, page, body, values["valid_from"], on)


def propose_correction(
    files: Files, name: str, since: date | None, typed: Mapping[str, str], *, on: date,
    seen: str = "",
) -> Proposal:  # fmt: skip
    """Correct the row that begins on that day.

    Raises:
        NotFound: there is no such row.
        Mistaken: a field cannot be used.
        StaleFigure: somebody changed it since ``seen``.

    """
    page = _page(files, name, on, seen)
    row = row_of(page, since)
    read = read_typed(asked_of_correction(row.unit), typed)
    body = _edited(lambda: change_row(files[FILE], name, since, read))
    return _proposal(files, page, body, read["valid_from"], on, corrected=row)


def propose_figure(files: Files, typed: Mapping[str, str], *, on: date) -> Proposal:
    """Add a figure; its name is made from its label.

    Raises:
        Mistaken: a field cannot be used.

    """
    read = read_typed(ASKED_OF_FIGURE, typed)
    name = _free_name(files, str(read["label"]))
    before = files.get(FILE, b"")
    body = _edited(lambda: add_series(before, {"id": name, **read}))
    row = rates_of({FILE: body}, on).rows[name][0]
    return Proposal(
        figure=name, body=body, base=_base(files), former=None, row=row, ends=None,
        starts=None, moves=False, places=(),
    )  # fmt: skip


def keep_proposal(work: Work, proposal: Proposal) -> None:
    """Keep the changed référentiel among the courses being written.

    Raises:
        StaleText: somebody saved the référentiel since the proposal was made.

    """
    keep(work, FILE, proposal.body, base=proposal.base)


def row_of(page: FigurePage, since: date | None) -> Rate:
    """Return the row that begins on that day.

    Raises:
        NotFound: there is none.

    """
    for row in page.rows:
        if row.valid_from == since:
            return row
    raise NotFound("Cette ligne n’existe plus. Revenez au chiffre.")


def asked_for(gesture: str, unit: str) -> Asked:
    """Return what the form of a gesture asks: ``valeur``, ``corriger`` or ``nouveau``."""
    if gesture == "nouveau":
        return ASKED_OF_FIGURE
    return asked_of_value(unit) if gesture == "valeur" else asked_of_correction(unit)


def _page(files: Files, name: str, on: date, seen: str) -> FigurePage:
    page = figure_page(files, name, on)
    if seen and seen != page.seen:
        raise StaleFigure(page)
    return page


def _base(files: Files) -> str:
    return digest_of_body(files[FILE]) if FILE in files else ""


def _edited(edit: Callable[[], bytes]) -> bytes:
    """Edit, and tell a fault beside the field that it speaks of."""
    try:
        return edit()
    except Invalid as error:
        field = FIELD_OF.get(error.field, "source")
        raise Mistaken({field: error}) from error


def _proposal(
    files: Files,
    page: FigurePage,
    body: bytes,
    since: Value,
    on: date,
    corrected: Rate | None = None,
) -> Proposal:
    if body == files[FILE]:
        raise Mistaken({"libelle": Invalid("Rien n’a changé. Corrigez au moins une ligne.")})
    rates = rates_of({FILE: body}, on)
    name = page.line.row.id
    row = next(one for one in rates.rows[name] if one.valid_from == since)
    before = {one.valid_from: one for one in page.rows}
    former = corrected or next(
        (one for one in page.rows if (one.valid_from or date.min) < (row.valid_from or date.min)),
        None,
    )
    ends = next(
        (
            one
            for one in rates.rows[name]
            if one.valid_from in before
            and one.valid_from != since
            and one.valid_to != before[one.valid_from].valid_to
        ),
        None,
    )
    waits = row.valid_from is not None and row.valid_from > on
    current = rates.current(name)
    shown = row.shown if waits else current.shown if current else ""
    was = (former or page.line.row).shown if waits else page.line.row.shown
    return Proposal(
        figure=name, body=body, base=_base(files), former=former, row=row, ends=ends,
        starts=row.valid_from if waits else None, moves=shown != was, places=page.places,
    )  # fmt: skip


def _free_name(files: Files, label: str) -> str:
    """Make a figure's name from its label: « Taux de TVA réduit » is taux.tva.reduit."""
    plain = fold(one_line(label).replace("œ", "oe").replace("’", "'"))
    words = [word for word in re.split(r"[^a-z0-9]+", plain) if word not in _SMALL_WORDS | {""}]
    name = ""
    for word in words:
        longer = f"{name}.{word}" if name else word
        if len(longer) > _MOST_OF_A_NAME:
            break
        name = longer
    name = name or "chiffre"
    taken = rates_of(files).rows.keys() | _RESERVED
    place, free = 2, name
    while free in taken:
        free, place = f"{name}.{place}", place + 1
    return free
