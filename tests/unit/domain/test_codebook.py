"""The codebook: nothing is exported that it does not declare, and nothing else is read."""

from dataclasses import fields

import pytest

from learning.domain.codebook import (
    VARIABLES,
    WEEK_CODES,
    find_variable,
    item_variable,
    module_variable,
    row_of,
)
from learning.domain.codebook_shape import Nature, Person, Value, Variable
from learning.domain.evaluation import WEEKS, Stage, Subject

SUBJECT = Subject(
    path="createur",
    form="atelier",
    month="2026-05",
    stage=Stage.STARTED,
    last_week=5,
    scores=(2.5, 10 / 3),
    leaving="travail",
    outcome="emploi",
)
PERSON = Person(
    pseudonym="ABCDEFGH12345678",
    study="sans",
    made_in="2026-11",
    subject=SUBJECT,
    first_month="2026-06",
    last_month="2026-07",
    left_in="2026-08",
    outcome_in="2026-09",
    answers=12,
    tests=2,
    seconds=7_300,
    support_minutes=119,
    facts=40,
    modules={"budget": "reussi", "viabilite": "en-cours"},
    items={"avant": {"prix": 4, "aide": None}},
)
EVERY = (*VARIABLES, module_variable("budget"), item_variable("avant", "prix"))


def test_every_variable_says_what_it_is_how_and_from_what() -> None:
    for one in EVERY:
        assert one.label, one.name
        assert one.formula.endswith("."), one.name
        assert one.source, one.name
        if one.nature is Nature.CODE and one.name not in {"parcours", "etude"}:
            assert one.values, one.name
    assert len({one.name for one in EVERY}) == len(EVERY)


def test_what_is_written_is_read_back() -> None:
    cells = dict(zip((one.name for one in EVERY), row_of(EVERY, PERSON), strict=True))
    assert cells["score_apres"] == "3,333333"
    assert (cells["heures"], cells["heures_accompagnement"]) == ("2", "1")
    assert (cells["semaine"], cells["modules_reussis"]) == ("4", "1")
    assert (cells["module.budget"], cells["item.avant.prix"]) == ("reussi", "4")
    for name, cell in cells.items():
        variable = find_variable(name)
        assert variable
        assert variable.understand(cell) is not None, name


def test_each_thing_known_of_a_person_is_declared() -> None:
    """A field that no variable reads would be gathered for nothing, or go unseen."""
    seen: set[str] = set()

    class Watched:
        def __getattr__(self, name: str) -> object:
            seen.add(name)
            return getattr(PERSON, name)

    for one in EVERY:
        one.read(Watched())  # type: ignore[arg-type]
    assert seen == {field.name for field in fields(Person)}


def test_a_column_that_is_not_declared_is_unknown() -> None:
    for name in ("nom", "module.", "module.a.b", "item.a", "item.a.b.c", "item.A.b", "x" * 500,
                 "module.é", "item.a.=b", ""):  # fmt: skip
        assert find_variable(name) is None, name


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("mois_arrivee", "2026-13", None),
        ("mois_arrivee", "2026-11-04", None),
        ("mois_arrivee", "", None),
        ("mois_depart", "", ""),
        ("reponses", "-1", None),
        ("reponses", "1.5", None),
        ("reponses", "٣", None),
        ("reponses", "007", None),
        ("score_avant", "3,5", 3.5),
        ("score_avant", "nan", None),
        ("score_avant", "1e9", None),
        ("depart", "prison", None),
        ("depart", "travail", "travail"),
        ("parcours", "Une personne", None),
        ("parcours", "=1+1", None),
        ("pseudonyme", "abc", None),
        ("etude", "sans", "sans"),
        ("item.avant.prix", "11", None),
        ("item.avant.prix", "0", 0),
        ("module.budget", "oui", None),
    ],
)
def test_a_cell_holds_what_its_variable_may(name: str, cell: str, value: Value | None) -> None:
    variable = find_variable(name)
    assert isinstance(variable, Variable)
    assert variable.understand(cell) == value


def test_no_variable_may_hold_a_day_or_a_text() -> None:
    for one in EVERY:
        for cell in ("2026-11-25", "25/11/2026", "Il a dit qu’il part", "a b", "a\nb"):
            # The name of a path is set by the courses, never by a person.
            assert one.understand(cell) is None or one.name == "parcours", one.name


def test_the_weeks_of_the_codebook_are_those_that_are_watched() -> None:
    assert set(WEEK_CODES) >= {"0", *map(str, WEEKS)}
