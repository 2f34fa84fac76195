"""Only what was done and acquired is stated; nothing tells where, nor what was missed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from learning.domain.attestation import Kind, Statement
from learning.domain.course import Objective, Path
from learning.domain.facts import Fact, SessionHeld, SupportGiven
from learning.domain.stating import (
    before,
    hours_of,
    state_assiduity,
    state_success,
    state_summary,
    telling_titles,
    tells_where,
    until,
)
from tests.unit.domain.building import START, done, fresh_id, given, module, sent_test

MODULE = replace(module(), title="Vendre")
PATH = Path(slug="createur", title="De l’idée", audience="apprenants", modules=("mod",),
            attestation=True)  # fmt: skip
WHOLE_BANK = [f"mod/epreuve/b{place}" for place in range(12)]
BANK = WHOLE_BANK[:6]
DAY = 24 * 60


def sat(seconds: int, *, day: int = 0) -> SessionHeld:
    return SessionHeld(id=fresh_id(), at=START + timedelta(days=day), seconds=seconds)


def helped(minutes: int, *, day: int = 0) -> SupportGiven:
    at = START + timedelta(days=day)
    return SupportGiven(id=fresh_id(), at=at, minutes=minutes, person="formateur")


def stated(facts: list[Fact]) -> Statement:
    found = state_success("Inès", [MODULE], facts)
    assert found is not None
    return found


def test_nothing_is_stated_of_a_failed_test() -> None:
    failed = sent_test(BANK, 0, points=0.5)
    assert state_success("Inès", [MODULE], []) is None
    assert state_success("Inès", [MODULE], failed) is None
    assert state_success("Inès", [], failed) is None
    assert state_success("Inès", [MODULE, replace(MODULE, slug="autre")], failed) is None


def test_a_success_says_nothing_of_the_tries_before() -> None:
    first_time = stated([*sent_test(BANK, DAY, points=1)])
    after_two = stated(
        [
            *sent_test(BANK, 0, points=0),
            *sent_test(BANK, 60, points=0.5),
            *sent_test(BANK, DAY, points=1),
        ]
    )
    assert after_two == first_time
    assert after_two.parts[0].mark is not None
    assert after_two.parts[0].mark.points == 6


def test_a_lower_mark_later_takes_nothing_back() -> None:
    kept = stated([*sent_test(BANK, 0, points=1), *sent_test(BANK, DAY, points=0)])
    assert kept == stated([*sent_test(BANK, 0, points=1)])


def test_a_module_states_no_hours_and_a_path_does() -> None:
    facts: list[Fact] = [*sent_test(BANK, 0, points=1), sat(600), helped(30)]
    alone = stated(facts)
    assert (alone.subject, alone.hours.minutes) == ("module/mod", 0)
    path = state_success("Inès", [MODULE], facts, PATH)
    assert path is not None
    assert (path.subject, path.title) == ("parcours/createur", "De l’idée")
    assert (path.hours.minutes, path.hours.support) == (10, 30)
    assert path.pass_marks == (80,)


def test_hours_are_counted_once_and_support_apart() -> None:
    one = sat(3_599)
    hours = hours_of([one, one, sat(61, day=3), helped(90, day=5), done("idee")])
    assert (hours.minutes, hours.support) == (61, 90)
    assert (hours.since, hours.until) == (
        START.date(),
        (START + timedelta(days=5)).date(),
    )


def test_assiduity_is_stated_of_whoever_has_some() -> None:
    assert state_assiduity("Inès", [done("idee")]) is None
    assert state_assiduity("Inès", [sat(59)]) is None
    found = state_assiduity("Inès", [helped(30)])
    assert found is not None
    assert (found.kind, found.title, found.parts) == (Kind.ASSIDUITY, "", ())


def test_a_summary_says_lessons_done_and_objectives_acquired() -> None:
    facts: list[Fact] = [
        done("idee"),
        done("idee", 5),
        done("enlevee", 6),
        *sent_test(WHOLE_BANK, 60, points=0.5),
        *sent_test(WHOLE_BANK, DAY, points=1),
    ]
    found = state_summary("Inès", PATH, [MODULE, replace(MODULE, slug="autre")], facts)
    assert found is not None
    [part] = found.parts
    assert part.lessons == 1
    assert part.mark is not None
    assert [(one.sentence, one.points, one.out_of) for one in part.acquired] == [
        ("Vendre", 6, 6),
        ("Compter", 6, 6),
    ]


def test_a_summary_of_nothing_is_not_made() -> None:
    assert state_summary("Inès", PATH, [MODULE], []) is None
    assert state_summary("Inès", PATH, [MODULE], [given("mod/idee/a", points=0)]) is None
    assert state_summary("Inès", PATH, [MODULE], sent_test(BANK, 0, points=0)) is None


def test_what_was_acquired_keeps_the_points_of_that_day() -> None:
    earned: list[Fact] = [*sent_test(WHOLE_BANK, 0, points=1)]
    lost: list[Fact] = [*earned, *sent_test(WHOLE_BANK, DAY, points=0)]
    then = state_summary("Inès", PATH, [MODULE], earned)
    now = state_summary("Inès", PATH, [MODULE], lost)
    assert then is not None
    assert then.parts[0].acquired
    assert now == then


def test_a_fact_cuts_what_was_known() -> None:
    facts: list[Fact] = [done("idee", 1), done("prix", 3), done("client", 2)]
    # The clock went back after the second: the order is what counts.
    facts = [replace(one, sequence=place) for place, one in enumerate(facts, start=1)]
    assert until(facts, facts[1]) == facts[:2]
    assert before(facts, facts[1]) == facts[:1]


@pytest.mark.parametrize(
    "text",
    [
        "Entreprendre en prison",
        "DÉTENUS créateurs",
        "Préparer sa libération",
        "Votre SPIP et vous",
        "Après la détention",
        "Maison d’arrêt",
        "Un numéro d’écrou",
        "Votre casier",
        "Sous main de justice",
    ],
)
def test_a_text_that_tells_where_is_seen(text: str) -> None:
    assert tells_where(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mon projet est-il viable ?",
        "Choisir son statut juridique",
        "Assurer le véhicule et le local",
        "Prendre une commande",
        "Justifier un prix",
        "Un local de 12 m²",
    ],
)
def test_a_plain_title_is_left_alone(text: str) -> None:
    assert not tells_where(text)


def test_abilities_that_tell_where_are_left_out_and_titles_stop_everything() -> None:
    telling = replace(
        MODULE,
        title="Créer en détention",
        objectives=(
            Objective(slug="vendre", sentence="Vendre depuis la prison"),
            Objective(slug="compter", sentence="Compter"),
        ),
    )
    found = state_success("Inès", [telling], sent_test(BANK, 0, points=1))
    assert found is not None
    assert found.parts[0].abilities == ("Compter",)
    assert telling_titles(found) == ("Créer en détention",)
    assert telling_titles(stated([*sent_test(BANK, 0, points=1)])) == ()
