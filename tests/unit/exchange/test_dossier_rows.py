"""Places inside a dossier: distances from dates, none in those of before, impossible ones."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from learning.domain.dossier import Dossier, FactRow, Holding, Known, SheetRow
from learning.domain.dossier_faults import DossierRefused, Fault
from learning.domain.order import first_place
from learning.exchange.dossier_rows import read_dossier, write_dossier
from tests.support.clock import START

ME = UUID(int=1)
CENTURY = 100 * 31_557_600_000_000


def dossier(*, fact: int = 0, sheet: int = 0) -> Dossier:
    """A fact and a version of a sheet, each so far from its date."""
    place = first_place(START)
    done = FactRow(
        id=UUID(int=2),
        kind="lesson_done",
        at=START,
        made_at="7K3M92QX",
        module="essai",
        lesson="formes",
        sequence=place + fact,
    )
    saved = SheetRow(
        id=UUID(int=3),
        sheet="idee",
        at=START - timedelta(days=1),
        made_at="7K3M92QX",
        typed='{"resume":"Un"}',
        ordinal=1,
        sequence=place - 86_400_000_000 + sheet,
    )
    return Dossier(
        name="Alix",
        source_name="Ouest",
        known_as=(Known(person=ME, since=START),),
        holding=Holding(facts=(done,), sheets=(saved,)),
    )


def fault_of(whole: dict[str, Any] | Dossier) -> Fault:
    """Why it is not taken."""
    body = write_dossier(whole) if isinstance(whole, Dossier) else json.dumps(whole).encode()
    with pytest.raises(DossierRefused) as refused:
        read_dossier(body)
    return refused.value.fault


def test_a_place_is_written_as_its_distance_from_the_date() -> None:
    made = dossier(fact=5)
    whole = json.loads(write_dossier(made))
    assert (whole["v"], whole["faits"][0][-1], whole["feuilles"][0][-1]) == (2, 5, 0)
    assert read_dossier(write_dossier(made)) == made


def test_a_dossier_of_before_has_the_places_of_its_dates() -> None:
    whole = json.loads(write_dossier(dossier(fact=5, sheet=9)))
    for row in (*whole["faits"], *whole["feuilles"]):
        row.pop()
    assert fault_of(whole) is Fault.UNREADABLE  # a field is missing from what it says it is
    assert read_dossier(json.dumps({**whole, "v": 1}).encode()) == dossier()
    for unknown in (3, 0, "2", [2], None):
        assert fault_of({**whole, "v": unknown}) is Fault.UNREADABLE


@pytest.mark.parametrize("sort", ["fact", "sheet"])
def test_an_impossible_place_is_refused(sort: str) -> None:
    for far in (-1, -(1 << 70), CENTURY + 86_400_000_001, 1 << 62, 1 << 70):
        assert fault_of(dossier(**{sort: far})) is Fault.DISORDERED
    for possible in (0, 1, CENTURY - 86_400_000_000):
        made = dossier(**{sort: possible})
        assert read_dossier(write_dossier(made)) == made


@pytest.mark.parametrize("written", ["5", 5.0, True, None])
def test_a_place_is_a_whole_number(written: object) -> None:
    whole = json.loads(write_dossier(dossier()))
    whole["faits"][0][-1] = written
    assert fault_of(whole) is Fault.UNREADABLE
