"""What tells that somebody worked while a dossier was packed."""

from uuid import uuid4

import pytest

from learning.domain.errors import Conflict
from learning.domain.facts import LessonDone
from learning.services import transfer
from learning.services.activity import add_facts, forget_facts
from learning.services.work import Work
from tests.support.two_sites import TwoSites


def test_a_fact_taken_back_does_not_hide_the_one_that_came(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    alix = west.id()

    def do_lesson(work: Work) -> None:
        done = LessonDone(id=uuid4(), at=work.instant, module="essai", lesson="formes")
        add_facts(work, alix, [done])

    west.write(do_lesson)
    (before,) = west.facts(alix)
    ready = transfer.prepare_export(west.program, None, [(alix, east.number)])
    west.write(lambda work: forget_facts(work, alix, [before.id]))
    west.write(do_lesson)
    assert len(west.facts(alix)) == 1
    with pytest.raises(Conflict, match="vient de travailler"), west.program.writing() as work:
        transfer.export(work, ready)
    assert west.status(alix) == "active"
