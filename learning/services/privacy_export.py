"""The copy of everything kept about one person: readable page and JSON, with who consulted.

It follows the tables themselves: whatever belongs to an account is in it, without a list.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from learning.documents.own_data import Part, write_page
from learning.domain.errors import NotFound
from learning.services import audit as journal
from learning.services.privacy_words import HEADS, TITLES, WORDS
from learning.services.work import Work
from learning.storage.audit import audit
from learning.storage.base import metadata
from learning.storage.inventory import TABLES
from learning.storage.people import account, group

_ROOM = ZoneInfo("Europe/Paris")
_FIRST = ("consultation", "account", "membership", "fact", "worksheet_version", "draft")
_SECRET = frozenset(
    {"phrase_hash", "activation_hash", "token_hash", "code_hash", "name_hash", "secret"}
)
# Names of the team are never given: they are shown by their function.
_OTHERS = frozenset({"reader_id", "asked_by", "decided_by", "staff_id"})
_IN_ORDER = ("sequence", "at", "created_at", "opened_at")
# What a reader looks for first; and what says nothing to one.
_MAIN = ("at", "since", "kind", "module", "sheet", "action", "reader_role", "page", "key")
_LEFT_OUT = frozenset({"made_by_demo", "made_at", "digest", "reader_id", "sequence"})
# In a detail: what only a program reads. The JSON has it.
_FOR_PROGRAMS = frozenset({"digest", "release", "seed", "answer", "reading"})
_QUIET = frozenset({"site_id", "learner_id", "account_id", "subject"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCopy:
    """The two files, under the person's identifier."""

    identifier: str
    page: str
    json: str

    @property
    def files(self) -> dict[str, bytes]:
        """What is handed over."""
        return {
            f"donnees-{self.identifier}.html": self.page.encode(),
            f"donnees-{self.identifier}.json": self.json.encode(),
        }


def note_copy(work: Work, person: UUID) -> None:
    """Write, before anything is read, that somebody's data are copied.

    Raises:
        Unavailable: it cannot be written, so no copy is made.

    """
    journal.record(work, "donnees.copiees", subject=str(person))


def copy_data(work: Work, person: UUID) -> OwnCopy:
    """Return everything kept about a person.

    Raises:
        NotFound: no such account.

    """
    row = work.connection.execute(
        sa.select(account.c.identifier, account.c.name).where(
            account.c.site_id == work.site, account.c.id == person
        )
    ).first()
    if row is None:
        raise NotFound("Ce compte n’existe pas, ou il n’est pas dans vos groupes.")
    tables = {name: list(rows) for name, rows in _own_rows(work, person)}
    tables["audit"] = _audited(work, person)
    lead: tuple[str, ...] = (
        f"{row.name}, identifiant {row.identifier}. Copie faite le {_day(work.instant)}.",
        "Voici tout ce que ce site garde sur vous : pourquoi, qui le lit, et combien de temps.",
        "Les phrases et les codes secrets ne se lisent pas, même ici : ils sont laissés de côté.",
    )
    ordered = sorted(tables, key=lambda name: (_place(name), name))
    parts = tuple(_part(name, tables[name]) for name in ordered if tables[name])
    empty = ", ".join(TITLES.get(name, name).lower() for name in ordered if not tables[name])
    lead = (*lead, f"Rien n’est gardé ici : {empty}.") if empty else lead
    said = {
        "identifiant": row.identifier,
        "copie": work.instant.astimezone(UTC).isoformat(),
        "tables": {
            name: {
                "titre": TITLES.get(name, name),
                "lu_par": TABLES[name].readers,
                "garde": TABLES[name].kept,
                "lignes": tables[name],
            }
            for name in ordered
        },
    }
    return OwnCopy(
        identifier=row.identifier,
        page=write_page("Vos données", lead, parts),
        json=json.dumps(said, ensure_ascii=False, indent=1, default=_as_json),
    )


def own_tables() -> dict[str, sa.ColumnElement[bool]]:
    """Return the tables that hold something of a person, with what finds it (``person``)."""
    person = sa.bindparam("person", type_=sa.Uuid)
    found: dict[str, sa.ColumnElement[bool]] = {"account": account.c.id == person}
    for table in metadata.sorted_tables:
        if table.name in found or "site_id" not in table.c:
            continue
        links = [column == person for column in _links_to(table, account)]
        if not links and isinstance(table.c.get("subject", sa.Column()).type, sa.Uuid):
            links = [table.c.subject == person]
        if not links:
            links = [
                column.in_(
                    sa.select(parent.c.id).where(parent.c.site_id == table.c.site_id, found[name])
                )
                for name in found
                if name != "account" and "id" in (parent := metadata.tables[name]).c
                for column in _links_to(table, parent)
            ]
        if links:
            found[table.name] = sa.or_(*links)
    return found


def _links_to(table: sa.Table, parent: sa.Table) -> list[sa.Column[Any]]:
    return [
        column
        for column in table.c
        if column.name != "site_id"
        and any(key.column.table is parent for key in column.foreign_keys)
    ]


def _own_rows(work: Work, person: UUID) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    names = _group_names(work)
    for name, mine in own_tables().items():
        table = metadata.tables[name]
        query = sa.select(table).where(table.c.site_id == work.site, mine)
        order = [table.c[key] for key in _IN_ORDER if key in table.c]
        rows = work.connection.execute(query.order_by(*order), {"person": person}).mappings()
        yield name, [_shown(dict(row), person, names) for row in rows]


def _shown(row: dict[str, Any], person: UUID, groups: dict[UUID, str]) -> dict[str, Any]:
    """Take out what is secret, and whoever else is named."""
    shown = {}
    for key, value in row.items():
        if key in _SECRET or (key in _QUIET and value == person) or key == "site_id":
            continue
        if key in _OTHERS or (key in _QUIET and value != person):
            shown[key] = "vous" if value == person else "quelqu’un d’autre" if value else None
        elif key == "group_id":
            shown["groupe"] = groups.get(value, "")
        else:
            shown[key] = value
    return shown


def _group_names(work: Work) -> dict[UUID, str]:
    query = sa.select(group.c.id, group.c.name).where(group.c.site_id == work.site)
    return {row.id: row.name for row in work.connection.execute(query)}


def _audited(work: Work, person: UUID) -> list[dict[str, Any]]:
    names = journal.known_name(work, person)
    if not names:
        return []
    query = (
        sa.select(audit.c.at, audit.c.action, audit.c.actor, audit.c.subject)
        .where(
            audit.c.site_id == work.site,
            (audit.c.actor == names) | audit.c.subject.contains(names),
        )
        .order_by(audit.c.sequence)
    )
    return [
        {
            "at": row.at,
            "action": row.action,
            "par": "vous" if row.actor == names else "l’équipe du site",
            "sur": "vous" if names in row.subject else "autre chose",
        }
        for row in work.connection.execute(query)
    ]


def _part(name: str, rows: list[dict[str, Any]]) -> Part:
    """Show a table as people read one: when, what, then the rest in sentences of one line."""
    held = TABLES[name]
    # In the page, ids say nothing to anybody: the JSON has them.
    ids = {key for row in rows for key, value in row.items() if isinstance(value, UUID)}
    keys = [key for key in (rows[0] if rows else {}) if key not in ids | _LEFT_OUT]
    main = [key for key in keys if key in _MAIN]
    main.sort(key=_MAIN.index)
    rest = [key for key in keys if key not in main]
    labels = {key: HEADS.get(key, held.columns.get(key, key).capitalize()) for key in keys}
    return Part(
        title=TITLES.get(name, name),
        notes=(f"Lu par : {held.readers}. Gardé : {held.kept}. Effacé : {held.erased}.",),
        heads=(*(labels[key] for key in main), *(("Détail",) if rest else ())),
        rows=tuple(
            (*(_cell(row[key]) for key in main), *((_lines(row, rest, labels),) if rest else ()))
            for row in rows
        ),
    )


def _lines(row: dict[str, Any], keys: list[str], labels: dict[str, str]) -> str:
    told = [key for key in keys if not _is_empty(row[key])]
    return "\n".join(
        # A detail is lines of its own already.
        said if isinstance(row[key], dict) else f"{labels[key]} : {said}"
        for key in told
        if (said := _cell(row[key]))
    )


def _is_empty(value: Any) -> bool:
    """Tell whether a value says nothing. A zero says something, though it equals False."""
    return value is None or value is False or value in ("", [])


def _place(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if value is None or value == "":
        return "—"
    for kind, write in _CELLS.items():
        if isinstance(value, kind):
            return write(value)
    return str(value)


def _day(at: datetime) -> str:
    return f"{at.astimezone(_ROOM):%d/%m/%Y à %H:%M}"


def _detail(value: dict[str, Any]) -> Iterator[str]:
    """What a detail says to a reader: a line each, in words."""
    for key, one in value.items():
        if key not in _FOR_PROGRAMS and not _is_empty(one):
            yield f"{HEADS.get(key, key.capitalize())} : {_cell(one)}"


_CELLS: dict[type, Callable[[Any], str]] = {
    datetime: _day,
    float: lambda value: f"{value:g}".replace(".", ","),
    dict: lambda value: "\n".join(_detail(value)),
    list: lambda value: ", ".join(_cell(one) for one in value if one not in (None, "")),
    str: lambda value: WORDS.get(value, value),
}


def _as_json(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
