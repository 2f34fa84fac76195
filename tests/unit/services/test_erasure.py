"""Erasing leaves no row and no byte, on either database, and a tombstone that is obeyed."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import NotFound, Refused
from learning.services import erasure
from learning.services.accounts import PreparedCard, add_account, find_account
from learning.services.admin_bin import put_group, put_merge
from learning.services.audit_check import verify
from learning.services.erasure import erase_again, erase_person, find_person
from learning.services.tombstones import (
    add_marks,
    keep_beside,
    known_marks,
    mark_of,
    marks_beside,
    read_marks,
    share_marks,
    write_marks,
)
from learning.services.work import Program
from learning.storage.administration import bin_item
from learning.storage.base import metadata
from learning.storage.people import account, group
from learning.storage.publishing import opinion
from tests.support.canary import WORD, plant, traces
from tests.support.clock import START


def test_no_byte_is_left(program: Program) -> None:
    mine, identifier = plant(program)
    assert traces(program, mine, identifier)
    assert erase_person(program, mine)
    assert traces(program, mine, identifier) == []
    with program.reading() as work:
        assert verify(work, program.keys.signing).bad is None
        # What the person said of a course stays, and leads to nobody.
        assert work.connection.execute(sa.select(opinion.c.comment)).scalars().all() == ["Bien."]
        others = sa.select(sa.func.count()).where(account.c.role == Role.LEARNER.value)
        assert work.connection.execute(others).scalar() == 39


def test_without_the_last_step_bytes_are_left(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check above fails when the defence is taken away."""
    if not program.database.is_sqlite:
        return
    mine, identifier = plant(program)
    monkeypatch.setattr(erasure, "leave_nothing", lambda _database: True)
    erase_person(program, mine)
    assert any(WORD in trace for trace in traces(program, mine, identifier))


def test_a_tombstone_stands_in_the_database_and_beside_it(program: Program) -> None:
    mine, _ = plant(program, others=4)
    erase_person(program, mine)
    mark = mark_of(program.keys.pepper, mine)
    with program.reading() as work:
        assert set(known_marks(work)) == {mark}
    assert set(marks_beside(program.settings.data)) == {mark}
    assert (program.settings.data / "effacements.txt").stat().st_mode & 0o077 == 0
    text = (program.settings.data / "effacements.txt").read_text(encoding="utf-8")
    assert str(mine) not in text
    assert read_marks(text) == read_marks(write_marks(read_marks(text)))


def test_both_places_learn_from_each_other_after_a_cut(program: Program) -> None:
    here, there = "a" * 64, "b" * 64
    keep_beside(program.settings.data, {here: START})
    share_marks(program)
    with program.writing() as work:
        assert set(known_marks(work)) == {here}
        add_marks(work, {there: START})
    share_marks(program)
    assert set(marks_beside(program.settings.data)) == {here, there}


def test_whoever_was_erased_and_comes_back_is_erased_again(program: Program) -> None:
    mine, _ = plant(program, others=4)
    marks = {mark_of(program.keys.pepper, mine): START - timedelta(days=3)}
    with program.writing() as work:
        assert erase_again(work, program.keys.pepper, marks) == 1
        assert known_marks(work) == marks
        assert erase_again(work, program.keys.pepper, marks) == 0
    with program.reading() as work:
        assert not work.connection.execute(
            sa.select(account.c.id).where(account.c.id == mine)
        ).first()


def test_the_last_administrator_is_not_erased(program: Program) -> None:
    with program.reading() as work:
        only = work.connection.execute(
            sa.select(account.c.id).where(account.c.role == Role.ADMINISTRATOR.value)
        ).scalar_one()
    with pytest.raises(Refused, match="dernier administrateur"):
        erase_person(program, only)
    with program.writing() as work:
        card = PreparedCard(words=(), hashed="")
        add_account(work, card, role=Role.ADMINISTRATOR, name="Autre")
    assert erase_person(program, only)


def test_a_person_is_found_by_identifier_or_id(program: Program) -> None:
    with program.writing() as work:
        card = add_account(work, PreparedCard(words=(), hashed=""), role=Role.LEARNER, name="Alix")
        known = find_account(work, card.identifier)
        assert find_person(work, card.identifier.upper()) == known
        assert find_person(work, str(known)) == known
        for unknown in ("personne-1", str(uuid4()), ""):
            with pytest.raises(NotFound, match="Aucun compte"):
                find_person(work, unknown)
    with pytest.raises(NotFound, match="déjà effacé"):
        erase_person(program, uuid4())


def test_what_names_somebody_without_belonging_to_them_is_swept() -> None:
    """Every such column of every table, those of other parts of the program too."""
    swept = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        if "site_id" in table.c and table.name != "account"
        for column in erasure._naming_ids(table)
    }
    assert {"consultation.reader_id", "opinion.by", "manuscript.saved_by"} <= swept
    assert not {name for name in swept if name.endswith(".id")}
    owned = {"fact.learner_id", "consultation.learner_id", "audit_name.account_id"}
    assert not owned & swept  # in cascade


def test_a_group_in_the_bin_forgets_that_one_person(program: Program) -> None:
    mine, _ = plant(program, others=4)
    with program.writing() as work:
        here = work.connection.execute(sa.select(group.c.id)).scalar_one()
        put_group(work, here)
        erasure.erase(work, mine, program.keys.pepper)
        kept = work.connection.execute(sa.select(bin_item.c.detail)).scalar_one()
    assert len(kept["members"]) == 5
    assert str(mine) not in str(kept)


def test_a_second_account_in_the_bin_goes_with_the_first(program: Program) -> None:
    with program.writing() as work:
        cards = [
            add_account(work, PreparedCard(words=(), hashed=""), role=Role.LEARNER, name="Alix")
            for _ in range(2)
        ]
        kept, double = (find_account(work, card.identifier) for card in cards)
        put_merge(work, kept, double)
    assert erase_person(program, kept)
    with program.reading() as work:
        left = work.connection.execute(
            sa.select(account.c.id).where(account.c.role == Role.LEARNER.value)
        ).all()
        assert left == []
        assert work.connection.execute(sa.select(bin_item)).all() == []
        marks = {mark_of(program.keys.pepper, one) for one in (kept, double)}
        assert set(known_marks(work)) == marks


def test_a_backup_made_before_an_upgrade_goes_too(program: Program) -> None:
    """It holds the person, inside the data directory itself."""
    mine, _ = plant(program, others=2)
    folder = program.settings.data / "sauvegardes"
    folder.mkdir()
    (folder / "avant-0009-20261125-090000.sauvegarde").write_bytes(WORD.encode())
    assert erase_person(program, mine)
    assert list(folder.iterdir()) == []
