"""Dossiers between two sites when a clock went back: the order is kept, whoever reads it."""

from dataclasses import replace
from uuid import UUID, uuid4

from learning.domain.dossier import Holding
from learning.domain.facts import AnswerGiven
from learning.services import project
from learning.services.activity import add_facts
from learning.services.transfer_content import read_holding
from tests.support.every_fact import GIVEN
from tests.support.two_sites import Place, TwoSites

SHEET = "idee"


def answer(place: Place, learner: UUID, ordinal: int) -> AnswerGiven:
    """One more answer to the same question, at the site's own time."""
    with place.program.writing() as work:
        one = replace(GIVEN, id=uuid4(), at=work.instant, ordinal=ordinal)
        add_facts(work, learner, [one])
    return one


def write_sheet(place: Place, learner: UUID, text: str) -> None:
    with place.program.writing() as work:
        project.add_version(work, learner, project.sheet_named(SHEET), {"resume": text})


def holding_of(place: Place, learner: UUID) -> Holding:
    with place.program.reading() as work:
        return read_holding(work, learner, place.number)


def test_a_clock_that_went_back_changes_no_order_at_either_site(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    alix = west.id()
    first = answer(west, alix, 0)
    write_sheet(west, alix, "Un")
    west.program.clock.advance(days=-1)  # type: ignore[attr-defined]
    then = answer(west, alix, 1)
    write_sheet(west, alix, "Deux")
    east.take(west.export(alix, east))
    last = answer(east, alix, 2)
    write_sheet(east, alix, "Trois")
    west.program.clock.advance(days=2)  # type: ignore[attr-defined]
    east.program.clock.advance(days=2)  # type: ignore[attr-defined]
    west.take(east.export(alix, west))
    for site in (west, east):
        given = [one for one in site.facts(alix) if isinstance(one, AnswerGiven)]
        assert [(one.id, one.ordinal) for one in given] == [
            (first.id, 0),
            (then.id, 1),
            (last.id, 2),
        ]
        with site.program.reading() as work:
            assert project.latest_of(work, alix)[SHEET].typed == {"resume": "Trois"}
            told = [line.at for line in project.history_of(work, alix, SHEET)]
        assert told != sorted(told, reverse=True)  # the dates are those of the clock
    assert holding_of(west, alix) == holding_of(east, alix)
