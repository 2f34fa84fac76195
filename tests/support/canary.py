"""A learner whose every row carries a word that is nowhere else, among many others."""

from pathlib import Path
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.access import Actor, Role
from learning.services import audit
from learning.services.accounts import PreparedCard, add_account, add_group, find_account
from learning.services.work import Program, Work
from learning.storage.activity import draft, error_report, fact
from learning.storage.base import metadata
from learning.storage.follow_up import (
    attestation,
    consultation,
    help_request,
    print_request,
    seen_line,
)
from learning.storage.publishing import opinion
from learning.storage.sessions import terminal_session
from learning.storage.worksheets import project_reading, sheet_comment, worksheet_version

WORD = "Canari-zyzomys"
CARD = PreparedCard(words=(), hashed=f"{WORD}-empreinte")
OTHER = PreparedCard(words=(), hashed="x")
ROUNDS = 30
Row = dict[str, object]


def plant(program: Program, *, others: int = 40) -> tuple[UUID, str]:
    """Plant the learner among others, whose rows come between hers; give her id and name."""
    with program.writing() as work:
        group = add_group(work, name="Groupe d’essai", path="essai")
        cards = [
            add_account(work, CARD, role=Role.LEARNER, name=f"{WORD} {n}", groups=(group,))
            if n == others // 2
            else add_account(
                work,
                OTHER,
                role=Role.LEARNER,
                name=f"Essai {n}",
                groups=(group,),
            )
            for n in range(others)
        ]
        ids = [find_account(work, card.identifier) for card in cards]
        staff = add_account(work, OTHER, role=Role.COUNSELLOR, name="Conseil", groups=(group,))
        staff_id = find_account(work, staff.identifier)
    mine, identifier = ids[others // 2], cards[others // 2].identifier
    for number in range(ROUNDS):
        with program.writing() as work:
            work.connection.execute(
                sa.insert(fact),
                [
                    {
                        "site_id": work.site,
                        "id": uuid4(),
                        "learner_id": one,
                        "kind": "answer_given",
                        "at": work.instant,
                        "made_at": work.site,
                        "question": f"essai/formes/q{number}",
                        "ordinal": number,
                        "detail": {
                            "fields": [["texte", f"{WORD} {number}" if one == mine else "x" * 90]]
                        },
                    }
                    for one in ids
                ],
            )
    _plant_rows(program, mine, staff_id)
    return mine, identifier


def _plant_rows(program: Program, mine: UUID, staff: UUID) -> None:
    reading = uuid4()
    with program.writing() as work:
        at = work.instant
        here = {"site_id": work.site, "learner_id": mine}
        rows: list[tuple[sa.Table, Row]] = [
            (draft, {**here, "key": "q", "fields": {"texte": WORD}, "saved_at": at}),
            (
                worksheet_version,
                {**here, "id": uuid4(), "sheet": "prix", "ordinal": 1, "at": at, "made_at": "site"}
                | {"typed": {"prix": WORD}},
            ),
            (project_reading, {**here, "id": reading, "at": at, "given_at": at}),
            (
                sheet_comment,
                {"site_id": work.site, "reading_id": reading, "sheet": "prix", "ordinal": 1}
                | {"text": WORD},
            ),
            (
                error_report,
                {**here, "id": uuid4(), "at": at, "question": "q", "release": "r"}
                | {"reason": "autre", "text": WORD},
            ),
            (
                help_request,
                {**here, "id": uuid4(), "at": at, "reason": "projet", "module": "", "lesson": ""},
            ),
            (print_request, {**here, "id": uuid4(), "at": at, "sheet": f"/{WORD}"}),
            (
                attestation,
                {**here, "id": uuid4(), "number": WORD, "kind": "reussite", "payload": WORD}
                | {"code": WORD, "issued_at": at, "issued_by": "counsellor"},
            ),
        ]
        rows += _rows_elsewhere(work, mine, staff)
        for table, row in rows:
            work.connection.execute(sa.insert(table), row)
        work.actor = Actor(id=mine, role=Role.LEARNER, site=work.site)
        audit.record(work, "essai", subject=f"{mine}/essai")


def _rows_elsewhere(work: Work, mine: UUID, staff: UUID) -> list[tuple[sa.Table, Row]]:
    """What names the learner from elsewhere, or the moment."""
    at = work.instant
    here = {"site_id": work.site, "learner_id": mine}
    return [
        (
            consultation,
            {**here, "id": uuid4(), "reader_id": staff, "reader_role": "counsellor"}
            | {"at": at, "page": "fiche"},
        ),
        (
            seen_line,
            {"site_id": work.site, "staff_id": staff, "key": f"{mine}:silence", "mark": WORD}
            | {"at": at},
        ),
        (
            opinion,
            {"site_id": work.site, "id": uuid4(), "module": "essai", "digest": "d", "by": mine}
            | {"kind": "activite", "favourable": True, "comment": "Bien.", "by_role": "x"}
            | {"at": at},
        ),
        (
            terminal_session,
            {"site_id": work.site, "token_hash": WORD, "account_id": mine, "terminal": "p"}
            | {"opened_at": at, "seen_at": at, "page_kind": "x", "state": "open"}
            | {"seconds": 0, "held": False},
        ),
    ]


def traces(program: Program, mine: UUID, identifier: str) -> list[str]:
    """Every place where a byte of the learner is left: files of the data, or rows."""
    marks = [WORD.encode(), str(mine).encode(), mine.hex.encode(), mine.bytes, identifier.encode()]
    folders = {program.settings.data}
    if program.database.is_sqlite:
        folders.add(_place(program).parent)
    return [
        f"{file.name}: {mark!r}"
        for folder in folders
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        for mark in marks
        if mark in file.read_bytes()
    ] + _rows(program, marks[:3])


def _place(program: Program) -> Path:
    return Path(program.database.url.removeprefix("sqlite:///"))


def _rows(program: Program, marks: list[bytes]) -> list[str]:
    found = []
    with program.reading() as work:
        for table in metadata.sorted_tables:
            for row in work.connection.execute(sa.select(table)):
                said = repr(tuple(row))
                found += [f"{table.name}: {mark!r}" for mark in marks if mark.decode() in said]
    return found
