"""Issuing, finding and revoking on both databases; the summary, only as it was read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Actor, Role
from learning.domain.attestation import Kind
from learning.domain.errors import Conflict, Invalid, NotFound, Unavailable
from learning.domain.facts import SessionHeld
from learning.services import attestation_papers as papers
from learning.services import attestation_register as register
from learning.services import attestations, own_attestations
from learning.services.activity import add_facts, facts_where
from learning.services.work import Program, Work
from learning.storage.audit import audit
from learning.storage.follow_up import attestation
from learning.storage.people import account
from tests.support.passed import fail_test, pass_test, spend_hours
from tests.support.small_site import Account, as_learner, as_trainer, make

MODULE, HOURS, SUMMARY = "reussite/module/essai", "assiduite", "bilan/parcours/essai"


class Site:
    """A program, its people, and the acts of a trainer and of a learner."""

    def __init__(self, program: Program, accounts: dict[str, Account]) -> None:
        self.program, self.accounts = program, accounts

    def id(self, name: str) -> UUID:
        return self.accounts[name].id

    def trainer(self, work: Work) -> Work:
        return as_trainer(work, self.accounts["trainer"])

    def learner(self, work: Work, name: str = "alix") -> Work:
        return as_learner(work, self.accounts[name])

    def offers(self, name: str = "alix") -> dict[str, attestations.Offer]:
        with self.program.reading() as work:
            holder = papers.show_holder(self.trainer(work), self.id(name))
        return {one.key: one for one in holder.offers}

    def prepare(self, *choices: tuple[str, str]) -> tuple[attestations.Ready, ...]:
        chosen = [(self.id(name), key) for name, key in choices]
        with self.program.reading() as work:
            signer = self.program.keys.signer
            return attestations.prepare_issue(self.trainer(work), signer, chosen)

    def issue(self, *choices: tuple[str, str]) -> tuple[str, ...]:
        ready = self.prepare(*choices)
        with self.program.writing() as work:
            return attestations.issue(self.trainer(work), ready)

    def read_summary(self) -> own_attestations.Summary:
        with self.program.writing() as work:
            found = own_attestations.show_summary(self.learner(work), "essai")
            own_attestations.note_summary_read(work, "essai", found.digest)
        return found

    def acts(self) -> list[str]:
        with self.program.reading() as work:
            rows = work.connection.execute(sa.select(audit.c.action).order_by(audit.c.sequence))
            return [row.action for row in rows if row.action.startswith("attestation.")]


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A published site on either database, where Alix has passed the test and Bilal failed it."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    pass_test(program, accounts["alix"])
    fail_test(program, accounts["bilal"])
    yield Site(program, accounts)
    program.database.dispose()


def test_what_was_acquired_may_be_issued_and_no_failure(site: Site) -> None:
    assert site.offers()[MODULE].ready
    assert HOURS not in site.offers()
    assert not [one for one in site.offers("bilal").values() if one.ready]
    spend_hours(site.program, site.accounts["alix"])
    stated = site.offers()[HOURS].statement
    assert stated is not None
    assert (stated.hours.minutes, stated.hours.support) == (90, 45)


def test_the_same_issued_twice_is_one(site: Site) -> None:
    first = site.issue(("alix", MODULE), ("alix", MODULE))
    assert len(first) == 1
    assert site.issue(("alix", MODULE)) == first
    assert site.offers()[MODULE].number == first[0]
    assert site.acts() == ["attestation.emise"]
    with site.program.reading() as work:
        assert len(work.connection.execute(sa.select(attestation)).all()) == 1


def test_two_who_issue_what_each_prepared_make_one(site: Site) -> None:
    prepared = [site.prepare(("alix", MODULE)) for _ in range(2)]
    numbers: set[str] = set()
    for ready in prepared:
        with site.program.writing() as work:
            numbers.update(attestations.issue(site.trainer(work), ready))
    assert len(numbers) == 1


@pytest.mark.parametrize(
    ("choices", "family"),
    [
        ([], Invalid),
        ([("alix", MODULE)] * (attestations.MOST_AT_ONCE + 1), Invalid),
        ([("chloe", MODULE)], NotFound),
        ([("bilal", MODULE)], Conflict),
        ([("alix", SUMMARY)], Conflict),
        ([("alix", "reussite/module/absent")], Conflict),
    ],
)
def test_what_may_not_be_issued(
    site: Site, choices: list[tuple[str, str]], family: type[Exception]
) -> None:
    with pytest.raises(family):
        site.prepare(*choices)
    assert site.acts() == []


def test_somebody_who_left_the_group_meanwhile(site: Site) -> None:
    ready = site.prepare(("alix", MODULE))
    with site.program.writing() as work:
        work.actor = Actor(id=site.id("trainer"), role=Role.TRAINER, site=work.site)
        with pytest.raises(NotFound):
            attestations.issue(work, ready)


def test_what_no_square_code_can_hold_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attestations, "MOST_LETTERS", 100)
    with pytest.raises(Conflict, match="code carré"):
        site.prepare(("alix", MODULE))


def test_a_site_without_a_key_says_so(site: Site) -> None:
    with site.program.reading() as work:
        site.trainer(work)
        with pytest.raises(Unavailable):
            attestations.prepare_issue(work, None, [(site.id("alix"), MODULE)])
        with pytest.raises(Unavailable):
            papers.verification_page(work, None)


def test_a_summary_is_issued_as_it_was_read(site: Site) -> None:
    assert not site.offers()[SUMMARY].ready
    with pytest.raises(NotFound):
        show_preview(site, SUMMARY)
    with site.program.writing() as work, pytest.raises(Conflict):
        own_attestations.note_summary_read(site.learner(work), "essai", "autre")
    read = site.read_summary()
    assert site.offers()[SUMMARY].statement == read.statement
    site.issue(("alix", SUMMARY))
    with site.program.reading() as work:
        page = own_attestations.show_own(site.learner(work))
    assert page.summaries[0].number == page.issued[0].number


def test_the_session_that_ends_with_the_reading_leaves_it_read(site: Site) -> None:
    read = site.read_summary()
    with site.program.writing() as work:
        facts = facts_where(work, sa.true())[site.id("alix")]
        at = max(one.at for one in facts)
        add_facts(work, site.id("alix"), [SessionHeld(id=uuid4(), at=at, seconds=600)])
    assert site.offers()[SUMMARY].statement == read.statement
    # Once read again, the summary counts that session too.
    assert site.read_summary().statement.hours.minutes == 10


def test_a_summary_that_has_changed_is_read_again(site: Site) -> None:
    site.read_summary()
    with site.program.writing() as work:
        mine = account.c.id == site.id("alix")
        work.connection.execute(sa.update(account).where(mine).values(name="Alix Durand"))
    assert not site.offers()[SUMMARY].ready
    site.read_summary()
    assert site.offers()[SUMMARY].ready


def show_preview(site: Site, key: str, name: str = "alix") -> papers.Preview:
    with site.program.reading() as work:
        return papers.show_preview(site.trainer(work), site.id(name), key)


def test_a_preview_says_what_is_issued(site: Site) -> None:
    seen = show_preview(site, MODULE)
    (number,) = site.issue(("alix", MODULE))
    with site.program.reading() as work:
        (paper,) = papers.staff_papers(site.trainer(work), [number])
        mine = papers.own_paper(site.learner(work), number)
    assert replace(paper.words, number="", short=()) == replace(seen.words, number="", short=())
    assert mine == paper


def test_a_code_is_found_as_people_type_it(site: Site) -> None:
    (number,) = site.issue(("alix", MODULE))
    with site.program.reading() as work:
        site.trainer(work)
        one = register.show_issued(work, number)
        assert register.list_issued(work) == (one,)
        for typed in (number, number.lower(), one.short, " ".join(one.short)):
            assert register.find_by_code(work, typed) == one
        wrong = one.short[:-1] + ("0" if one.short[-1] != "0" else "1")
        for typed in ("", "?", number[:-1], wrong):
            assert register.find_by_code(work, typed) is None


def test_who_is_in_no_group_of_theirs_finds_prints_and_revokes_nothing(site: Site) -> None:
    (number,) = site.issue(("alix", MODULE))
    with site.program.writing() as work:
        site.trainer(work)
        work.actor = Actor(id=site.id("trainer"), role=Role.TRAINER, site=work.site)
        assert register.list_issued(work) == ()
        assert register.find_by_code(work, number) is None
        assert papers.groups_to_attest(work) == ()
        for act in (
            lambda: register.show_issued(work, number),
            lambda: register.revoke(work, number, "nom"),
            lambda: papers.staff_papers(work, [number]),
            lambda: papers.show_holder(work, site.id("alix")),
            lambda: papers.own_paper(site.learner(work, "bilal"), number),
        ):
            with pytest.raises(NotFound):
                act()


def test_what_is_revoked_no_longer_prints_and_may_be_issued_again(site: Site) -> None:
    (number,) = site.issue(("alix", MODULE))
    with site.program.writing() as work:
        own_attestations.note_seen(site.learner(work), [number])
        assert own_attestations.unseen(work) == ()
    with site.program.writing() as work:
        site.trainer(work)
        with pytest.raises(Invalid):
            register.revoke(work, number, "fuite")
        register.revoke(work, number, "contenu")
        register.revoke(work, number, "nom")
        assert register.show_issued(work, number).why == "contenu"
        assert [(line[0], line[1], line[3]) for line in papers.revoked_lines(work)] == [
            (number, Kind.SUCCESS, "contenu")
        ]
        with pytest.raises(NotFound):
            papers.staff_papers(work, [number])
        with pytest.raises(NotFound):
            papers.own_paper(site.learner(work), number)
        assert [one.number for one in own_attestations.unseen(work)] == [number]
    assert site.acts() == ["attestation.emise", "attestation.revoquee"]
    assert site.issue(("alix", MODULE)) != (number,)


def test_only_ones_own_is_seen(site: Site) -> None:
    (number,) = site.issue(("alix", MODULE))
    with site.program.writing() as work:
        own_attestations.note_seen(site.learner(work, "bilal"), [number])
        assert [one.number for one in own_attestations.unseen(site.learner(work))] == [number]


def test_the_next_one_is_told(site: Site) -> None:
    with site.program.reading() as work:
        assert own_attestations.show_own(site.learner(work)).missing == ()
        (left,) = own_attestations.show_own(site.learner(work, "bilal")).missing
    assert (left.attested, left.modules) == (False, (("essai", "Compter"),))


def test_an_administrator_issues_to_everybody(site: Site) -> None:
    pass_test(site.program, site.accounts["chloe"])
    with site.program.reading() as work:
        site.trainer(work)
        work.actor = Actor(id=site.id("administrator"), role=Role.ADMINISTRATOR, site=work.site)
        assert len(papers.groups_to_attest(work)) == 2
        chosen = [(site.id("chloe"), MODULE)]
        assert attestations.prepare_issue(work, site.program.keys.signer, chosen)
