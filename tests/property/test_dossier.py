"""The union of what two sites hold: any order, any grouping, twice; and no byte may change."""

import json
import random
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.domain.dossier import (
    AttestationRow,
    Dossier,
    FactRow,
    Holding,
    Known,
    SheetRow,
    ValidatedRow,
    is_disordered,
    merge,
    oldest,
    plan_merge,
)
from learning.domain.dossier_faults import DossierRefused, Header
from learning.domain.order import first_place, place_of
from learning.exchange.dossier_file import open_file, read_content, write_file
from learning.sealing import box_key_text, make_box_secret, read_box_key
from tests.support.clock import START

ASKED = ("scale_answered", "questionnaire_ended")
SITES = ("7K3M92QX", "HD4T0ABC")


def place(at: datetime, chance: random.Random) -> int:
    """The place of its date, or a later one: the clock had gone back."""
    return first_place(at) + chance.choice((0, 0, 1, 7_200_000_000))


def fact(number: int) -> FactRow:
    """One fact of that number: the same everywhere, whatever its ordinal."""
    chance = random.Random(number)
    at = START + timedelta(hours=chance.randrange(6))
    kind = chance.choice(("answer_given", "answer_given", "test_submitted", "lesson_done", *ASKED))
    return FactRow(
        id=UUID(int=number + 1),
        kind=kind,
        at=at,
        sequence=place(at, chance),
        made_at=chance.choice(SITES),
        module="essai",
        question=f"essai/formes/{chance.choice('ab')}" if kind == "answer_given" else "",
        ordinal=chance.randrange(4) if kind == "answer_given" else None,
        attempt=UUID(int=900 + chance.randrange(3)) if kind == "test_submitted" else None,
        points=1.0,
        out_of=2,
        flag=chance.random() < 0.5,
        detail=asked(kind, chance) if kind in ASKED else "",
    )


def asked(kind: str, chance: random.Random) -> str:
    """What a questionnaire's fact carries, of either kind."""
    said: dict[str, object] = {"questionnaire": "avant"}
    if kind == ASKED[0]:
        return json.dumps(said | {"value": 3, "release": "", "on_paper": False})
    return json.dumps(said | {"refused": chance.random() < 0.5})


def sheet(number: int) -> SheetRow:
    chance = random.Random(1_000 + number)
    at = START + timedelta(hours=chance.randrange(6))
    return SheetRow(
        id=UUID(int=number + 1),
        sheet=chance.choice(("idee", "prix")),
        at=at,
        sequence=place(at, chance),
        made_at=chance.choice(SITES),
        typed=f'{{"a":"{number}"}}',
        ordinal=chance.randrange(1, 4),
    )


def attested(number: int, revoked: int | None) -> AttestationRow:
    return AttestationRow(
        id=UUID(int=number + 1),
        number=f"N{number}",
        kind="reussite",
        payload="{}",
        code="",
        issued_at=START + timedelta(hours=number),
        issued_by="trainer",
        made_at=SITES[0],
        revoked_at=None if revoked is None else START + timedelta(days=revoked),
        revoked_why=None if revoked is None else "nom",
    )


def validated(number: int, module: str) -> ValidatedRow:
    return ValidatedRow(
        id=UUID(int=7_000 + number),
        number=f"V{number % 2}",
        module=module,
        title="Compter",
        points=3.0,
        out_of=4,
        day="2026-10-02",
        issuer=SITES[0],
        at=START + timedelta(hours=number),
        made_at=SITES[1],
    )


NUMBERS = st.frozensets(st.integers(0, 30), max_size=12)
HOLDINGS = st.builds(
    lambda facts, sheets, issued, seen, titles: Holding(
        facts=tuple(fact(one) for one in sorted(facts)),
        sheets=tuple(sheet(one) for one in sorted(sheets)),
        attestations=tuple(attested(one, when) for one, when in sorted(issued.items())),
        validated=tuple(validated(one, module) for one, module in sorted(seen.items())),
        titles=tuple(sorted(titles.items())),
    ),
    NUMBERS,
    NUMBERS,
    st.dictionaries(st.integers(0, 3), st.none() | st.integers(0, 3)),
    st.dictionaries(st.integers(0, 3), st.sampled_from(("", "essai"))),
    st.dictionaries(st.sampled_from(("essai", "bois")), st.sampled_from(("A", "B"))),
)


@given(HOLDINGS, HOLDINGS)
def test_whatever_comes_first(ours: Holding, theirs: Holding) -> None:
    assert merge(ours, theirs) == merge(theirs, ours)


@given(HOLDINGS, HOLDINGS, HOLDINGS)
def test_however_they_are_grouped(one: Holding, two: Holding, three: Holding) -> None:
    assert merge(merge(one, two), three) == merge(one, merge(two, three))


@given(HOLDINGS, HOLDINGS)
def test_twice_is_once(ours: Holding, theirs: Holding) -> None:
    once = merge(ours, theirs)
    assert merge(once, theirs) == once
    assert merge(once, once) == once
    again = plan_merge(once, theirs)
    assert not again.changes
    assert again.contradictions == ()


@given(HOLDINGS, HOLDINGS)
def test_nothing_is_lost_and_places_are_taken_once(ours: Holding, theirs: Holding) -> None:
    plan = plan_merge(ours, theirs)
    kept = {one.id for one in plan.merged.facts}
    attempts = {one.attempt for one in (*ours.facts, *theirs.facts) if one.attempt}
    refused = [
        place_of(one) for one in (*ours.facts, *theirs.facts) if '"refused": true' in one.detail
    ]
    for one in (*ours.facts, *theirs.facts):
        taken_back = one.kind == ASKED[0] and any(place_of(one) <= last for last in refused)
        assert one.id in kept or one.kind == "test_submitted" or taken_back
    assert len([one for one in plan.merged.facts if one.attempt]) == len(attempts)
    places = [
        (one.question, one.ordinal) for one in plan.merged.facts if one.kind == "answer_given"
    ]
    assert len(places) == len(set(places))
    for question in {name for name, _place in places}:
        mine = sorted(place or 0 for name, place in places if name == question)
        assert mine == list(range(len(mine)))
    kept_places = {one.id: one.sequence for one in (*ours.facts, *theirs.facts)}
    assert all(one.sequence == kept_places[one.id] for one in plan.merged.facts)
    order = [one.sequence for one in plan.merged.facts]
    assert order == sorted(order)
    assert not is_disordered(plan.merged)
    assert {one.id for one in plan.merged.sheets} == {
        one.id for one in (*ours.sheets, *theirs.sheets)
    }
    assert plan.contradictions == ()


@given(HOLDINGS)
def test_what_differs_under_one_id_is_told(ours: Holding) -> None:
    theirs = replace(ours, facts=tuple(replace(one, points=9.0) for one in ours.facts))
    assert plan_merge(ours, theirs).contradictions == tuple(sorted(one.id for one in ours.facts))


def test_answers_taken_back_at_one_site_are_kept_at_none() -> None:
    answered, ended, later = (
        FactRow(
            id=UUID(int=number),
            kind=kind,
            at=START + timedelta(hours=number),
            made_at=SITES[0],
            detail=detail,
        )
        for number, kind, detail in (
            (1, ASKED[0], '{"questionnaire":"avant"}'),
            (2, ASKED[1], '{"questionnaire":"avant","refused":true}'),
            (3, ASKED[0], '{"questionnaire":"avant"}'),
        )
    )
    plan = plan_merge(Holding(facts=(answered,)), Holding(facts=(ended, later)))
    assert [one.id for one in plan.merged.facts] == [ended.id, later.id]
    assert plan.dropped == (answered.id,)
    again = plan_merge(plan.merged, Holding(facts=(answered,)))
    assert not again.new.facts


@given(st.permutations(range(4)))
def test_the_oldest_account_is_the_person_s(order: list[int]) -> None:
    known = [Known(person=UUID(int=9 - one), since=START + timedelta(days=one)) for one in order]
    assert oldest(known) == UUID(int=9)


SECRET = make_box_secret()
SIGNS = "11" * 32
DOSSIER = Dossier(
    name="Alix Durand",
    source_name="Site de l’Ouest",
    known_as=(Known(person=UUID(int=1), since=START),),
    holding=merge(
        Holding(),
        Holding(
            facts=tuple(
                replace(
                    fact(one),
                    question="",
                    kind="lesson_done",
                    ordinal=None,
                    attempt=None,
                    detail="",
                )
                for one in range(40)
            )
        ),
    ),
)
HEADER = Header(
    person=UUID(int=1),
    source=SITES[0],
    recipient=SITES[1],
    counter=1,
    made=START,
    expires=START + timedelta(days=90),
    digest="",
    key=SITES[0],
)
SEALED = write_file(DOSSIER, HEADER, secret=SIGNS, box=read_box_key(box_key_text(SECRET)))


def test_it_is_read_as_it_was_written() -> None:
    opened = open_file(SEALED, (SECRET,))
    assert opened.is_whole
    assert read_content(opened) == DOSSIER
    assert b"Alix" not in SEALED


@settings(max_examples=200)
@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_two_hundred_flipped_bytes_are_all_refused(place: int, change: int) -> None:
    altered = bytearray(SEALED)
    altered[place] ^= change
    with pytest.raises(DossierRefused):
        open_file(bytes(altered), (SECRET,))


@given(st.integers(0, len(SEALED) - 1))
def test_a_cut_file_is_refused(place: int) -> None:
    with pytest.raises(DossierRefused):
        open_file(SEALED[:place], (SECRET,))
