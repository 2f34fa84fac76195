"""Sheets of the project: versions only added, restored as new ones, drafts beside them."""

from decimal import Decimal

import pytest

from learning.domain.access import Role
from learning.domain.errors import NotFound
from learning.services.accounts import PreparedCard, add_account, find_account
from learning.services.project import (
    compare,
    draft_of,
    history_of,
    keep_late,
    latest_of,
    restore_version,
    save_sheet,
    version_of,
)
from learning.services.work import Program, Work
from tests.support.small_site import Account, as_learner

PRICE = {"prix": "18", "depense": "3,50"}


@pytest.fixture
def learner(program: Program) -> Account:
    with program.writing() as work:
        made = add_account(work, PreparedCard(words=(), hashed=""), role=Role.LEARNER, name="Alix")
        return Account(find_account(work, made.identifier), made.identifier, "")


def _save(program: Program, learner: Account, form: dict[str, str], seen: int = 0) -> int | None:
    with program.writing() as work:
        return save_sheet(as_learner(work, learner), "prix", form, seen=seen)


def _latest(work: Work, learner: Account) -> dict[str, str]:
    return dict(latest_of(work, learner.id)["prix"].typed)


def test_each_save_adds_a_version_and_the_same_values_add_none(
    program: Program, learner: Account
) -> None:
    _save(program, learner, PRICE)
    _save(program, learner, PRICE, seen=1)
    _save(program, learner, PRICE | {"prix": "20"}, seen=1)
    with program.reading() as work:
        assert [line.ordinal for line in history_of(work, learner.id, "prix")] == [2, 1]
        assert _latest(work, learner) == PRICE | {"prix": "20"}
        assert latest_of(work, learner.id)["prix"].filled.numbers["depense"] == Decimal("3.5")


def test_an_older_version_comes_back_as_a_new_one(program: Program, learner: Account) -> None:
    _save(program, learner, PRICE)
    _save(program, learner, {"prix": "25"}, seen=1)
    with program.writing() as work:
        restore_version(as_learner(work, learner), "prix", 1)
    with program.reading() as work:
        lines = history_of(work, learner.id, "prix")
        assert [(line.ordinal, line.restored) for line in lines] == [(3, 1), (2, None), (1, None)]
        assert _latest(work, learner) == PRICE
        changed = compare(
            version_of(work, learner.id, "prix", 2), version_of(work, learner.id, "prix", 3)
        )
    assert [(one.before, one.after) for one in changed] == [("", "3,50"), ("25", "18")]


def test_two_pages_keep_both_versions_and_say_so(program: Program, learner: Account) -> None:
    assert _save(program, learner, PRICE) is None
    assert _save(program, learner, {"prix": "30"}, seen=0) == 1
    with program.reading() as work:
        assert version_of(work, learner.id, "prix", 1).typed == PRICE


def test_what_is_typed_late_is_a_draft_until_it_is_saved(
    program: Program, learner: Account
) -> None:
    with program.writing() as work:
        assert keep_late(as_learner(work, learner), "prix", {"prix": "douze"})
        assert draft_of(work, "prix") == {"prix": "douze"}
        assert latest_of(work, learner.id) == {}
    _save(program, learner, {"prix": "douze"})
    with program.writing() as work:
        assert draft_of(as_learner(work, learner), "prix") is None
        assert not keep_late(work, "prix", {"prix": "douze"})
        filled = latest_of(work, learner.id)["prix"].filled
    assert filled.text("prix") == "douze"
    assert set(filled.faults) == {"prix"}


def test_fields_of_no_sheet_are_left_out(program: Program, learner: Account) -> None:
    _save(program, learner, PRICE | {"csrf_token": "x", "inconnu": "y", "prix.1.montant": "9"})
    with program.reading() as work:
        assert _latest(work, learner) == PRICE


def test_nobody_reads_another_persons_version(program: Program, learner: Account) -> None:
    _save(program, learner, PRICE)
    with program.writing() as work:
        made = add_account(
            work, PreparedCard(words=(), hashed=""), role=Role.LEARNER, name="Bilal"
        )
        other = find_account(work, made.identifier)
        assert latest_of(work, other) == {}
        with pytest.raises(NotFound, match="Cette version n’existe pas"):
            version_of(work, other, "prix", 1)
        with pytest.raises(NotFound, match="Cette feuille n’existe pas"):
            version_of(work, other, "inconnue", 1)
