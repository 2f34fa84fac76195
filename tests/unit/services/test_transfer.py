"""Dossiers between two sites, on both databases: out, in, twice, forth and back."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Actor, Role
from learning.domain.dossier import Holding, Known, merge
from learning.domain.errors import Conflict, Invalid, NotFound, Refused
from learning.domain.facts import AnswerGiven, LessonDone, TestStarted
from learning.services import attestation_register as register
from learning.services import attestations, project, transfer, transfer_keys, transfer_requests
from learning.services import test as taking
from learning.services import transfer_import as importing
from learning.services.accounts import groups_of
from learning.services.activity import add_facts
from learning.services.admin_merge import merge as merge_accounts
from learning.services.erasure import erase_person
from learning.services.test_page import show_result
from learning.services.transfer_content import read_holding
from learning.services.transfer_people import account_of, own_ids
from learning.services.work import Keys, Work
from learning.storage.activity import fact
from learning.storage.follow_up import attestation
from learning.storage.people import account
from learning.storage.worksheets import worksheet_version
from tests.support.every_fact import ATTEMPT, EVERY, GIVEN
from tests.support.passed import pass_test
from tests.support.small_site import as_learner, as_trainer
from tests.support.two_sites import Place, TwoSites

SHEET = "idee"


def keys_of(place: Place) -> Keys:
    return transfer_keys.keys_of(place.program.settings.data)


def holding_of(place: Place, learner: UUID) -> Holding:
    with place.program.reading() as work:
        return read_holding(work, learner, place.number)


def write_sheet(place: Place, learner: UUID, text: str) -> None:
    def act(work: Work) -> None:
        project.add_version(work, learner, project.sheet_named(SHEET), {"resume": text})

    place.write(act)


def restore_first(place: Place, learner: UUID) -> None:
    def act(work: Work) -> None:
        sheet = project.sheet_named(SHEET)
        old = project.version_of(work, learner, SHEET, 1)
        project.add_version(work, learner, sheet, old.typed, restored=1)

    place.write(act)


def answer(place: Place, learner: UUID, place_of_answer: int, **changes: object) -> AnswerGiven:
    """One more answer to the same question, at the site's own time."""
    with place.program.writing() as work:
        values = {
            "id": uuid4(),
            "at": work.instant,
            "module": "essai",
            "question": "essai/formes/nombre",
            "context": GIVEN.context,
            "ordinal": place_of_answer,
            "verdict": GIVEN.verdict,
            "points": 1.0,
            "out_of": 2,
            **changes,
        }
        one = AnswerGiven(**values)  # type: ignore[arg-type]
        add_facts(work, learner, [one])
    return one


def issue(place: Place, name: str = "alix") -> str:
    """Pass the test and be given the attestation."""
    pass_test(place.program, place.accounts[name])
    choice = [(place.id(name), "reussite/module/essai")]
    with place.program.reading() as work:
        as_trainer(work, place.accounts["trainer"])
        ready = attestations.prepare_issue(work, place.program.keys.signer, choice)
    with place.program.writing() as work:
        as_trainer(work, place.accounts["trainer"])
        return attestations.issue(work, ready)[0]


def at_work(place: Place, role: Role, name: str | None = None) -> Actor:
    """Somebody of the team, with their groups."""
    who = place.id(name or role.value)
    with place.program.reading() as work:
        groups = groups_of(work, who)
    return Actor(id=who, role=role, site="site", groups=groups)


def test_everything_of_a_person_goes_and_nothing_of_others(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    alix, bilal = west.id(), west.id("bilal")
    west.write(lambda work: add_facts(work, alix, EVERY))
    west.write(
        lambda work: add_facts(
            work, bilal, [LessonDone(id=uuid4(), at=work.instant, module="essai", lesson="choix")]
        )
    )
    write_sheet(west, alix, "Une boulangerie")
    body = west.export(alix, east)
    examined = east.examine(body)
    assert (examined.dossier.name, examined.dossier.source_name) == ("Alix", west.name)
    assert examined.mover is None
    assert len(examined.plan.new.facts) == len(EVERY)
    taken = east.take(body)
    assert (taken.new, taken.learner, taken.facts, taken.sheets) == (True, alix, len(EVERY), 1)
    # Two facts that the union counts again were both of the first question.
    assert {one.id for one in east.facts(alix)} == {one.id for one in west.facts(alix)}
    assert merge(holding_of(east, alix), Holding()) == merge(holding_of(west, alix), Holding())
    with east.program.reading() as work:
        names = work.connection.execute(sa.select(account.c.name)).scalars().all()
        assert sorted(names).count("Bilal") == 1  # the one of that site
        made = (
            work.connection.execute(
                sa.select(fact.c.made_at).where(fact.c.learner_id == alix).distinct()
            )
            .scalars()
            .all()
        )
    assert made == [west.number]


def test_the_account_is_gone_and_its_session_closed(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    west.export(west.id(), east)
    assert west.status(west.id()) == "gone"
    assert west.acts() == ["dossier.exporte"]
    with west.program.reading() as work:
        (sent,) = transfer_requests.list_sent(work)
    assert (sent.name, sent.peer_name) == ("Alix", east.name)


def test_the_same_file_twice_changes_nothing(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    west.write(lambda work: add_facts(work, west.id(), EVERY))
    body = west.export(west.id(), east)
    east.take(body)
    before = holding_of(east, west.id())
    assert east.examine(body).already
    again = east.take(body)
    assert (again.already, again.facts) == (True, 0)
    assert holding_of(east, west.id()) == before
    assert east.acts() == ["dossier.importe", "dossier.deja-importe"]


def test_forth_and_back_both_sites_hold_the_same(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    alix = west.id()
    first = answer(west, alix, 0)
    write_sheet(west, alix, "Un")
    write_sheet(west, alix, "Deux")
    restore_first(west, alix)
    east.take(west.export(alix, east))
    east.program.clock.advance(hours=1)  # type: ignore[attr-defined]
    second = answer(east, alix, 1)
    write_sheet(east, alix, "Trois")
    back = east.export(alix, west)
    assert west.status(alix) == "gone"
    west.program.clock.advance(hours=2)  # type: ignore[attr-defined]
    taken = west.take(back)
    assert (taken.back, taken.new, taken.facts, taken.sheets) == (True, False, 1, 1)
    assert west.status(alix) == "active"
    assert east.status(alix) == "gone"
    answers = [one for one in west.facts(alix) if isinstance(one, AnswerGiven)]
    assert [(one.id, one.ordinal) for one in answers] == [(first.id, 0), (second.id, 1)]
    assert holding_of(west, alix) == holding_of(east, alix)
    with west.program.reading() as work:
        query = sa.select(worksheet_version.c.ordinal, worksheet_version.c.restored)
        assert sorted(
            (row.ordinal, row.restored or 0) for row in work.connection.execute(query)
        ) == [(1, 0), (2, 0), (3, 1), (4, 0)]


def test_who_began_at_once_keeps_both(two_sites: TwoSites) -> None:
    """The person starts under a new account; the dossier asked for comes later and joins it."""
    west, east = two_sites.west, two_sites.east
    alix, here = west.id(), east.id("bilal")
    with east.program.writing() as work:
        later = work.instant + timedelta(hours=20)
        mine = account.c.id == here
        work.connection.execute(sa.update(account).where(mine).values(created_at=later))
    old = answer(west, alix, 0)
    east.program.clock.advance(days=1)  # type: ignore[attr-defined]
    new = answer(east, here, 0)
    write_sheet(west, alix, "Ancien")
    write_sheet(east, here, "Nouveau")
    with east.program.writing() as work:
        request = transfer_requests.ask(work, here, west.number)
        assert transfer_requests.ask(work, here, west.name) == request
        paper = transfer_requests.request_paper(
            work, keys_of(east), request, own_name=east.name, own_print=""
        )
    assert paper.name == "Bilal"
    with west.program.writing() as work:
        transfer_requests.note_request(work, keys_of(west), paper.letters.lower(), alix)
        transfer_requests.note_request(work, keys_of(west), paper.letters, alix)
        (waiting,) = transfer_requests.list_leaving(work)
    assert (waiting.name, waiting.peer_name, waiting.request) == ("Alix", east.name, request)
    taken = east.take(west.export(alix, east))
    assert (taken.learner, taken.new) == (here, False)
    answers = [one for one in east.facts(here) if isinstance(one, AnswerGiven)]
    assert [(one.id, one.ordinal) for one in answers] == [(old.id, 0), (new.id, 1)]
    with east.program.reading() as work:
        assert transfer_requests.list_asked(work) == ()
        assert own_ids(work) == {here: alix}  # the oldest account is the person's
        query = sa.select(worksheet_version).where(worksheet_version.c.learner_id == here)
        rows = sorted(work.connection.execute(query), key=lambda row: row.ordinal)
        assert [row.typed["resume"] for row in rows] == ["Ancien", "Nouveau"]
    with west.program.reading() as work:
        assert transfer_requests.list_leaving(work) == ()
    # Back at the old site, the account is the old one, under both names.
    west.take(east.export(here, west))
    assert holding_of(west, alix) == holding_of(east, here)
    with west.program.reading() as work:
        assert own_ids(work) == {alix: alix}


def test_attestations_follow_and_only_their_site_revokes_them(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    alix = west.id()
    number = issue(west)
    taken = east.take(west.export(alix, east))
    assert taken.attestations == 1
    with east.program.writing() as work:
        work.actor = at_work(east, Role.ADMINISTRATOR)
        row = work.connection.execute(sa.select(attestation)).one()
        assert (row.number, row.made_at) == (number, west.number)
        assert register.show_issued(work, number).number == number
        with pytest.raises(Conflict, match="autre site"):
            register.revoke(work, number, "nom")
    with west.program.writing() as work:
        work.actor = at_work(west, Role.ADMINISTRATOR)
        register.revoke(work, number, "nom")
    west.program.clock.advance(hours=1)  # type: ignore[attr-defined]
    east.take(west.export(alix, east))
    with east.program.reading() as work:
        row = work.connection.execute(sa.select(attestation)).one()
        assert (row.revoked_why, row.seen_at) == ("nom", None)


def test_who_works_while_a_dossier_is_packed_stops_it(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    ready = transfer.prepare_export(west.program, None, [(west.id(), east.number)])
    answer(west, west.id(), 0)
    with pytest.raises(Conflict, match="vient de travailler"), west.program.writing() as work:
        transfer.export(work, ready)
    assert west.status(west.id()) == "active"
    assert west.acts() == []


def test_departures_and_requests_are_exported_in_one_act(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    with west.program.writing() as work:
        for name in ("alix", "bilal", "chloe"):
            transfer_requests.note_departure(work, west.id(name), east.name)
        transfer_requests.cancel_departure(work, west.id("chloe"))
        wanted = [(one.learner, one.peer) for one in transfer_requests.list_leaving(work)]
    ready = transfer.prepare_export(west.program, None, wanted)
    with west.program.writing() as work:
        transfer.export(work, ready)
        assert transfer_requests.list_leaving(work) == ()
    assert [east.take(one.body).name for one in ready] == ["Alix", "Bilal"]
    assert len({one.file for one in ready}) == 2
    assert not any(word in one.file for one in ready for word in ("alix", "bilal"))


def test_an_account_of_another_name_asks_whether_it_is_they(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    body = west.export(west.id(), east)
    assert not east.examine(body).doubt
    with pytest.raises(Invalid, match="au nom de"):
        east.take(body, chosen=east.id("chloe"), same_person=False)
    assert east.facts(east.id("chloe")) == []
    east.take(body, chosen=east.id("chloe"))
    # Once known there, the name is asked about no more.
    west.program.clock.advance(hours=1)  # type: ignore[attr-defined]
    again = west.export(west.id(), east)
    assert not east.examine(again).doubt
    assert east.take(again, same_person=False).learner == east.id("chloe")


def test_a_counsellor_moves_only_their_own_people(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    counsellor = at_work(west, Role.COUNSELLOR)
    with pytest.raises(NotFound):
        transfer.prepare_export(west.program, counsellor, [(west.id("chloe"), east.number)])
    ready = transfer.prepare_export(west.program, counsellor, [(west.id(), east.number)])
    there = at_work(east, Role.COUNSELLOR)
    examined = importing.examine(east.program, there, ready[0].body)
    far = next(iter(at_work(east, Role.LEARNER, "chloe").groups))
    near = next(iter(there.groups))
    with east.program.writing() as work:
        work.actor = there
        with pytest.raises(Invalid, match="groupe"):
            importing.take(work, east.program, examined)
    with east.program.writing() as work:
        work.actor = there
        with pytest.raises(NotFound):
            importing.take(work, east.program, examined, groups=[far])
    with east.program.writing() as work:
        work.actor = there
        taken = importing.take(work, east.program, examined, groups=[near])
        assert groups_of(work, taken.learner) == {near}
    # Of somebody who is in another group here, nothing is even said.
    other = west.export(west.id("chloe"), east)
    east.take(other, chosen=east.id("chloe"))
    with pytest.raises(Refused, match="pas le vôtre"):
        importing.examine(east.program, there, other)


@pytest.mark.parametrize("wanted", [[], [(uuid4(), "x")] * 101])
def test_nobody_or_too_many(two_sites: TwoSites, wanted: list[tuple[UUID, str]]) -> None:
    with pytest.raises(Invalid):
        transfer.prepare_export(two_sites.west.program, None, wanted)


def test_ids_of_somebody_else_are_refused(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    west.write(lambda work: add_facts(work, west.id(), EVERY))
    east.write(lambda work: add_facts(work, east.id("bilal"), EVERY))
    with pytest.raises(Refused, match="contredit"):
        east.examine(west.export(west.id(), east))
    assert east.acts() == ["dossier.refuse.contradictoire"]


def test_two_accounts_of_one_person_are_made_one_first(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    east.take(west.export(west.id(), east))
    with east.program.writing() as work:
        request = transfer_requests.ask(work, east.id("bilal"), west.number)
        paper = transfer_requests.request_paper(
            work, keys_of(east), request, own_name=east.name, own_print=""
        )
    with west.program.writing() as work:
        transfer_requests.note_request(work, keys_of(west), paper.letters, west.id())
    west.program.clock.advance(hours=1)  # type: ignore[attr-defined]
    body = west.export(west.id(), east)
    with pytest.raises(Conflict, match="Deux comptes"):
        east.examine(body)
    # Once they are made one, it goes there; and the other's id leads there too.
    east.write(lambda work: merge_accounts(work, east.id("bilal"), west.id()))
    assert east.take(body).learner == east.id("bilal")
    with east.program.reading() as work:
        names = [Known(person=west.id(), since=work.instant)]
        assert account_of(work, names) == east.id("bilal")


def test_a_test_taken_on_other_courses_is_kept_and_bars_nothing(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    alix = west.id()
    west.write(lambda work: add_facts(work, alix, EVERY))
    west.write(lambda work: add_facts(work, alix, [begun_elsewhere(work)]))
    east.take(west.export(alix, east))
    with east.program.writing() as work:
        as_learner(work, west.accounts["alix"])
        assert taking.find_sitting(work, "essai", "epreuve") is None
        with pytest.raises(NotFound, match="autre site"):
            show_result(work, "essai", "epreuve", ATTEMPT)
        taking.start_test(work, "essai", "epreuve")
        assert taking.find_sitting(work, "essai", "epreuve") is not None


def begun_elsewhere(work: Work) -> TestStarted:
    """A test under way on a release that the other site never had."""
    return TestStarted(
        id=uuid4(),
        at=work.instant,
        module="essai",
        lesson="epreuve",
        questions=("essai/epreuve/x",),
        seed="graine",
        release="ailleurs",
    )


def test_who_was_erased_does_not_come_back_unasked(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    body = west.export(west.id(), east)
    east.take(body)
    erase_person(east.program, west.id())
    with pytest.raises(Refused, match="effacées de ce site"):
        east.take(body)
    # Somebody made an account for them, and means it.
    assert east.take(body, chosen=east.id("chloe")).learner == east.id("chloe")
