"""A file of accounts: every row said before, then done; twice it changes nothing."""

import time

import pytest
import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import Invalid
from learning.exchange.accounts_csv import MOST_ROWS
from learning.services.admin_acts import apply_act
from learning.services.admin_import import (
    SHOWN,
    ImportPlan,
    Outcome,
    apply_import,
    plan_import,
    read_csv,
)
from learning.services.work import Program
from learning.storage.people import account, membership
from tests.support.administered import add, add_with_group

HEAD = "role;nom;groupe;identifiant\n"
FILE = (
    HEAD
    + "apprenant;Yanis Diallo;Matin;\n"
    + "apprenant;Sandra Petit;Matin|Soir;\n"
    + "conseiller;Karim Benali;;\n"
    + "apprenant;Bilal;Soir;\n"
    + "apprenant;Nadia;Ailleurs;\n"
)


def plan(program: Program, text: str) -> ImportPlan:
    """Say what a file would do."""
    with program.reading() as work:
        return plan_import(work, read_csv(text.encode())[1])


def apply(program: Program, text: str) -> ImportPlan:
    """Do it."""
    with program.writing() as work:
        return apply_import(work, read_csv(text.encode())[1])[0]


def counts(made: ImportPlan) -> tuple[int, ...]:
    """Created, joined, known, wrong."""
    return tuple(made.count(outcome) for outcome in Outcome)


def stored(program: Program) -> tuple[int, int]:
    """How many accounts and memberships there are."""
    with program.reading() as work:
        return (
            len(work.connection.execute(sa.select(account.c.id)).all()),
            len(work.connection.execute(sa.select(membership.c.account_id)).all()),
        )


@pytest.fixture
def site(program: Program) -> Program:
    """Two groups, one with somebody."""
    with program.writing() as work:
        add_with_group(work, "Matin", "Bilal")
        add_with_group(work, "Soir")
    return program


def test_each_row_is_said_then_done_and_twice_changes_nothing(site: Program) -> None:
    before = stored(site)
    seen = plan(site, FILE)
    assert counts(seen) == (3, 0, 0, 2)
    assert stored(site) == before
    sentences = {one.row.name: " ".join(one.sentences) for one in seen.rows}
    assert "existe déjà" in sentences["Bilal"]
    assert "Aucun groupe ne s’appelle" in sentences["Nadia"]
    assert counts(apply(site, FILE)) == (3, 0, 0, 2)
    after = stored(site)
    assert after == (before[0] + 3, before[1] + 3)
    assert counts(apply(site, FILE)) == (0, 0, 3, 2)
    assert stored(site) == after


def test_nobody_made_by_a_file_may_enter_before_a_card(site: Program) -> None:
    apply(site, FILE)
    with site.reading() as work:
        row = work.connection.execute(
            sa.select(account).where(account.c.name == "Yanis Diallo")
        ).one()
    assert (row.phrase_hash, row.activation_hash, row.status) == (None, None, "active")


def test_the_same_name_is_a_question_and_the_file_answers(site: Program) -> None:
    with site.reading() as work:
        identifier = work.connection.execute(
            sa.select(account.c.identifier).where(account.c.name == "Bilal")
        ).scalar()
    same = HEAD + f"apprenant;Bilal;Soir;{identifier}\n"
    assert counts(apply(site, same)) == (0, 1, 0, 0)
    assert counts(apply(site, same)) == (0, 0, 1, 0)
    other = HEAD + "apprenant;Bilal;;nouveau\napprenant;BILAL;Matin;\n"
    assert counts(plan(site, other))[3] == 1
    stranger = HEAD + "conseiller;Bilal;;\n"
    assert counts(plan(site, stranger)) == (1, 0, 0, 0)
    assert counts(plan(site, HEAD + f"formateur;Bilal;;{identifier}\n")) == (0, 0, 0, 1)
    assert counts(plan(site, HEAD + "apprenant;Bilal;;personne-0000\n")) == (0, 0, 0, 1)


def test_two_rows_of_one_name_are_told_apart_only_when_said(site: Program) -> None:
    twice = HEAD + "apprenant;Marc;Matin;\napprenant;Marc;Soir;\n"
    assert counts(plan(site, twice)) == (1, 0, 0, 1)
    said = HEAD + "apprenant;Marc;Matin;\napprenant;Marc;Soir;nouveau\n"
    assert counts(apply(site, said)) == (2, 0, 0, 0)
    assert counts(apply(site, said)) == (0, 0, 2, 0)


def test_who_has_left_or_is_in_the_bin_is_not_made_again(site: Program) -> None:
    with site.writing() as work:
        gone, binned = add(work, "Gone"), add(work, "Binned")
        apply_act(work, "fermer", [gone])
        apply_act(work, "corbeille", [binned])
    seen = plan(site, HEAD + "apprenant;Gone;;\napprenant;Binned;;\n")
    assert counts(seen) == (0, 0, 0, 2)
    assert [one.sentences[0].split(".")[0] for one in seen.rows] == [
        "Ce compte est parti",
        "Ce compte est dans la corbeille",
    ]


def test_the_wrong_field_of_the_form_is_named() -> None:
    with pytest.raises(Invalid) as caught:
        read_csv(b"rien", field="texte")
    assert caught.value.field == "texte"


def test_the_wrong_rows_are_shown_first_and_the_page_is_bounded(site: Program) -> None:
    text = HEAD + "".join(f"apprenant;Personne {n};;\n" for n in range(SHOWN + 5)) + "chef;X;;\n"
    seen = plan(site, text)
    assert len(seen.shown) == SHOWN
    assert seen.shown[0].outcome is Outcome.WRONG


def test_five_thousand_rows_are_written_in_one_go(site: Program) -> None:
    text = HEAD + "".join(f"apprenant;Personne {n};Matin;\n" for n in range(MOST_ROWS))
    start = time.monotonic()
    assert counts(apply(site, text)) == (MOST_ROWS, 0, 0, 0)
    assert time.monotonic() - start < 20
    assert counts(apply(site, text)) == (0, 0, MOST_ROWS, 0)
    with site.reading() as work:
        roles = work.connection.execute(sa.select(account.c.role).distinct()).scalars()
        assert set(roles) == {Role.LEARNER.value, Role.ADMINISTRATOR.value}
