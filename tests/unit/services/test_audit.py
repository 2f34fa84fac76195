"""The audit on both databases: names that die with people, a chain that tells, refusals."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from learning.domain.errors import Invalid, Refused, Unavailable
from learning.services import audit as journal
from learning.services.accounts import PreparedCard, renew_card
from learning.services.audit_check import count_old, purge, read_head, verify
from learning.services.erasure import erase
from learning.services.work import Program
from learning.storage.audit import audit
from learning.storage.people import account
from learning.storage.trust import audit_checkpoint
from tests.support.small_site import Account, make

Site = tuple[Program, dict[str, Account]]
CARD = PreparedCard(words=(), hashed="x")


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A published site on either database, and its people."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def verdict(program: Program, head: str = "") -> Any:
    with program.reading() as work:
        return verify(work, program.keys.signing, head=head)


def change(program: Program, sequence: int, **values: object) -> None:
    with program.writing() as work:
        work.connection.execute(
            sa.update(audit).where(audit.c.sequence == sequence).values(**values)
        )


def test_nobodys_id_is_in_the_audit_and_the_name_leads_back_while_there_is_an_account(
    site: Site,
) -> None:
    program, accounts = site
    alix = accounts["alix"].id
    with program.writing() as work:
        journal.record(work, "essai", subject=f"{alix}/glossaire", actor=str(alix))
    with program.reading() as work:
        rows = work.connection.execute(sa.select(audit.c.actor, audit.c.subject)).all()
        last, name = rows[-1], journal.known_name(work, alix)
        said = " ".join(f"{row.actor} {row.subject}" for row in rows)
        assert journal.people_named(work, [name, "personne"]) == {name: alix}
    assert {last.actor, last.subject} == {name, f"{name}/glossaire"} or f"{name}/glossaire" in said
    assert not [one for one in accounts.values() if str(one.id) in said or one.id.hex in said]
    with program.writing() as work:
        erase(work, alix, program.keys.pepper)
        assert journal.people_named(work, [name]) == {}
        assert journal.known_name(work, alix) == ""
    assert verdict(program).bad is None


def test_the_chain_holds_and_its_head_is_found_again(site: Site) -> None:
    program, accounts = site
    with program.reading() as work:
        head = read_head(work)
    assert head.sequence > 5
    with program.writing() as work:
        renew_card(work, CARD, accounts["alix"].id)
    found = verdict(program, head.text)
    assert found.bad is None
    assert found.entries == head.sequence + 1
    assert verdict(program, head.text.lower().replace("-", " ")).bad is None


@pytest.mark.parametrize(
    ("column", "value"),
    [("action", "rien"), ("actor", "x"), ("subject", "x"), ("previous", "x"), ("hash", "0" * 64)],
)
def test_the_first_changed_entry_is_named(site: Site, column: str, value: str) -> None:
    program, _ = site
    change(program, 3, **{column: value})
    change(program, 6, action="autre")
    bad = verdict(program).bad
    assert bad is not None
    assert bad.sequence == 3
    assert "3" in bad.sentence


def test_an_entry_taken_out_is_named(site: Site) -> None:
    program, _ = site
    with program.writing() as work:
        work.connection.execute(sa.delete(audit).where(audit.c.sequence == 4))
    bad = verdict(program).bad
    assert bad is not None
    assert "L’entrée 4 du journal manque" in bad.sentence


def test_a_chain_written_again_holds_but_not_against_a_printed_head(site: Site) -> None:
    program, _ = site
    with program.reading() as work:
        head = read_head(work).text
        rows = work.connection.execute(sa.select(audit).order_by(audit.c.sequence)).all()
    previous = ""
    for row in rows:
        said = ("autre" if row.sequence == 2 else row.action, row.actor, row.subject)
        digest = journal.entry_hash(previous, (row.site_id, row.sequence, row.at), said)
        change(program, row.sequence, action=said[0], previous=previous, hash=digest)
        previous = digest
    assert verdict(program).bad is None
    bad = verdict(program, head).bad
    assert bad is not None
    assert "réécrit" in bad.sentence


def test_a_cut_end_is_seen_with_a_printed_head(site: Site) -> None:
    program, _ = site
    with program.reading() as work:
        head = read_head(work)
    with program.writing() as work:
        work.connection.execute(sa.delete(audit).where(audit.c.sequence == head.sequence))
    assert verdict(program).bad is None
    bad = verdict(program, head.text).bad
    assert bad is not None
    assert "des entrées ont été retirées" in bad.sentence


@pytest.mark.parametrize("text", ["bonjour", "12", "12 ABCD", "x P4JS-N2FP", "12 " + "U" * 32])
def test_what_is_no_head_is_said(site: Site, text: str) -> None:
    with pytest.raises(Invalid, match="tête de journal"):
        verdict(site[0], text)


def test_a_purge_leaves_a_signed_checkpoint_from_which_the_chain_goes_on(site: Site) -> None:
    program, _ = site
    before = verdict(program)
    late = replace(program, clock=lambda: program.clock() + timedelta(days=400))
    with late.writing() as work:
        journal.record(work, "recent")
    with late.writing() as work:
        limit = work.instant - timedelta(days=30)
        assert count_old(work, limit) == before.entries
        assert purge(work, limit, program.keys.signing) == before.entries
    found = verdict(program)
    assert found.bad is None
    assert (found.start, found.entries) == (before.entries, 2)
    with late.writing() as work:
        assert purge(work, limit, program.keys.signing) == 0
    old = verdict(program, before.head.text)
    assert old.bad is None  # the printed head is the very checkpoint
    with program.writing() as work:
        work.connection.execute(sa.update(audit_checkpoint).values(hash="0" * 64))
    bad = verdict(program).bad
    assert bad is not None
    assert "n’est pas signé par ce site" in bad.sentence


def test_a_chain_that_does_not_hold_is_not_purged(site: Site) -> None:
    program, _ = site
    change(program, 3, action="autre")
    with pytest.raises(Refused, match="n’est pas purgé"), program.writing() as work:
        purge(work, work.instant + timedelta(days=1), program.keys.signing)
    assert verdict(program).entries > 5


def test_when_the_audit_cannot_be_written_the_act_is_refused(site: Site) -> None:
    program, accounts = site
    alix = accounts["alix"].id
    with program.writing() as work:
        if program.database.is_sqlite:
            work.connection.exec_driver_sql(
                "CREATE TRIGGER plein BEFORE INSERT ON audit "
                "BEGIN SELECT RAISE(ABORT, 'disque plein'); END"
            )
        else:
            work.connection.exec_driver_sql(
                "CREATE FUNCTION plein() RETURNS trigger AS "
                "$$ BEGIN RAISE EXCEPTION 'disque plein'; END $$ LANGUAGE plpgsql"
            )
            work.connection.exec_driver_sql(
                "CREATE TRIGGER plein BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION plein()"
            )
    with pytest.raises(Unavailable, match="rien n’a été fait"), program.writing() as work:
        renew_card(work, CARD, alix)
    with pytest.raises(Unavailable), program.writing() as work:
        erase(work, alix, program.keys.pepper)
    with program.reading() as work:
        query = sa.select(account.c.phrase_hash).where(account.c.id == alix)
        assert work.connection.execute(query).scalar() == ""


def test_many_writers_never_take_one_place(site: Site) -> None:
    program, accounts = site
    before = verdict(program).entries

    def write(number: int) -> None:
        for _ in range(8):
            with program.writing() as work:
                who = list(accounts.values())[number].id
                journal.record(work, "essai", subject=str(who), actor=str(who))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    found = verdict(program)
    assert found.bad is None
    assert found.entries == before + 32
