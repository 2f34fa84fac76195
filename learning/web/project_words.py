"""A project in the words of its learner and of the team: its state, what stands in a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from learning.domain.worksheet.fields import Ask
from learning.services.project_access import ProjectState
from learning.services.project_page import Cell, PartView, Rows
from learning.services.project_reading import Reading
from learning.web.i18n import day, language, translate


def project_row(state: ProjectState) -> str:
    """Where one's own project stands, for the learner's home."""
    if not state.begun:
        return translate("Quinze feuilles pour préparer votre activité, à votre rythme.")
    said = [_begun(state)]
    if state.reading is not None:
        said.append(_reading(state.reading))
    return " ".join(said)


def project_facts(state: ProjectState) -> list[dict[str, str]]:
    """Where a project stands, for the team: never a word of what it says."""
    saved = day(state.saved_at) if state.saved_at else translate("Jamais")
    reading = _reading(state.reading) if state.reading else translate("Pas demandée.")
    counted = translate("%(begun)s sur %(all)s") % {"begun": state.begun, "all": state.all}
    return [
        {"label": translate("Feuilles commencées"), "value": counted},
        {"label": translate("Dernier enregistrement"), "value": saved},
        {"label": translate("Lecture"), "value": reading},
    ]


def _begun(state: ProjectState) -> str:
    said = language().translations.ngettext(
        "%(num)d feuille commencée sur %(all)d.",
        "%(num)d feuilles commencées sur %(all)d.",
        state.begun,
    )
    return str(said % {"num": state.begun, "all": state.all})


def _reading(reading: Reading) -> str:
    if reading.given_at is None:
        return translate("Lecture demandée le %(day)s.") % {"day": day(reading.at)}
    return translate("Lu le %(day)s.") % {"day": day(reading.given_at)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What is filled in of a part, or of a table: pairs, or a table when it has heads."""

    title: str
    pairs: tuple[dict[str, Any], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    words: bool = False  # the table holds sentences, not amounts


def filled(parts: Sequence[PartView]) -> list[Block]:
    """What a sheet says to who reads it: what is empty, and taken from nowhere, is left out."""
    blocks: list[Block] = []
    for part in parts:
        pairs = tuple(
            {"label": translate(item.label), "value": said, "typed": True}
            for item in part.items
            if isinstance(item, Cell) and (said := _words(item))
        )
        if pairs:
            blocks.append(Block(title=translate(part.title), pairs=pairs))
        tables = (_table(item) for item in part.items if isinstance(item, Rows))
        blocks += [table for table in tables if table.rows]
    return blocks


def _table(table: Rows) -> Block:
    rows = []
    for row in table.rows:
        values = tuple(_words(cell) for cell in row.cells)
        name = row.naming.value if row.naming else translate(row.label)
        if any(values) or (row.naming and name):
            rows.append((name, values))
    asked = [cell.ask for row in table.rows[:1] for cell in row.cells]
    return Block(
        title=translate(table.label),
        heads=tuple(translate(head) for head in table.heads),
        rows=tuple(rows),
        words=any(ask in {Ask.LINE, Ask.TEXT, Ask.CHOICE} for ask in asked),
    )


def _words(cell: Cell) -> str:
    """What stands in a cell: each choice in its words, or what it takes from another sheet."""
    if not cell.value:
        if not cell.carried:
            return ""
        taken = {"value": cell.carried, "sheet": translate(cell.carried_from)}
        if not cell.carried_from:
            return cell.carried
        return translate("%(value)s (feuille « %(sheet)s »)") % taken
    if cell.choices:
        return {one.value: translate(one.label) for one in cell.choices}.get(cell.value, "")
    if cell.unit and cell.unit not in cell.value and not cell.error:
        return f"{cell.value}\u00a0{cell.unit}"
    return cell.value


FILTERS = {
    "project_row": project_row,
    "project_facts": project_facts,
    "filled": filled,
}
