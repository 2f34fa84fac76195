"""What becomes of each question from one release to the next."""

import pytest

from learning.content.library import build, render_parts
from learning.content.pairing import (
    Change,
    ChangeKind,
    changes,
    is_same_structure,
    pair_choices,
)
from learning.domain.course import Module
from tests.unit.content.course import HEAD, files_of

CHOICES = "Laquelle ?\n\n- (x) Le loyer\n- ( ) Le pain\n  > Non.\n- ( ) Le vin\n  > Non.\n"
ID = "budget/autre/q"


def built(body: str, ids: tuple[str, ...] = (), rates: str = "") -> Module:
    changed: dict[str, str | bytes] = {"budget/20-autre.md": f"{HEAD}:::question q\n{body}\n:::\n"}
    if rates:
        changed["referentiel.yaml"] = rates
    files = files_of(changed)
    found = build(files, render_parts(files), choice_ids={ID: ids} if ids else None)
    module = found.module("budget")
    assert module is not None
    return module


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        (CHOICES, ("5", "2", "7")),
        # moved
        ("Laquelle ?\n\n- ( ) Le vin\n- (x) Le loyer\n- ( ) Le pain\n", ("7", "5", "2")),
        # reworded where it stands
        (CHOICES.replace("Le pain", "Le pain frais"), ("5", "2", "7")),
        # case, accents and spaces are the same text
        (CHOICES.replace("Le pain", "LE  PAÏN"), ("5", "2", "7")),
        # one more, one less
        (CHOICES + "- ( ) Le café\n", ("5", "2", "7", "8")),
        ("Laquelle ?\n\n- (x) Le loyer\n- ( ) Le vin\n", ("5", "7")),
    ],
)
def test_choices_keep_the_number_of_their_first_publication(
    body: str, ids: tuple[str, ...]
) -> None:
    old = built(CHOICES, ("5", "2", "7"))
    assert pair_choices(old, built(body))[ID] == ids


def test_a_question_of_another_kind_keeps_nothing() -> None:
    old = built("Classez.\n\nOrdre :\n1. a\n2. b\n3. c\n", ("7", "8", "9"))
    assert pair_choices(old, built(CHOICES))[ID] == ("1", "2", "3")


def test_pairs_and_items_keep_their_numbers_too() -> None:
    pairs = "Associez.\n\nAssocier :\n- a -> 1\n- b -> 2\n"
    swapped = "Associez.\n\nAssocier :\n- b -> 2\n- a -> 1\n"
    assert pair_choices(built(pairs), built(swapped))[ID] == ("2", "1")
    items = "Classez.\n\nOrdre :\n1. a\n2. b\n"
    turned = "Classez.\n\nOrdre :\n1. b\n2. a\n"
    assert pair_choices(built(items), built(turned))[ID] == ("2", "1")


CALCULATED = "Pour {n} ?\n\nVariables :\n- n = 1 à 5\n= {n * ref(micro.cotisations.services)} €\n"
TABLE = "Finissez.\n\n| A | B |\n|---|---|\n| Loyer | 10 € |\n| Total | [[= ligne1 * 2 ]] € |\n"
GAPS = "Le [[ résultat ]] est [[ (positif) | nul ]].\n"
KINDS = {
    "a choice reworded": (
        CHOICES, CHOICES.replace("Le pain", "Le pain frais"), ChangeKind.WORDING,
    ),
    "choices moved": (
        CHOICES,
        "Laquelle ?\n\n- ( ) Le vin\n  > Non.\n- (x) Le loyer\n- ( ) Le pain\n  > Non.\n",
        ChangeKind.WORDING,
    ),
    "another right choice": (
        CHOICES,
        CHOICES.replace("(x)", "( )").replace("( ) Le pain", "(x) Le pain"),
        ChangeKind.MARKING,
    ),
    "one choice more": (CHOICES, CHOICES + "- ( ) Le café\n  > Non.\n", ChangeKind.STRUCTURE),
    "another kind": (CHOICES, "Combien ?\n\n= 12 €\n", ChangeKind.STRUCTURE),
    "another number": ("Combien ?\n\n= 12 €\n", "Combien ?\n\n= 13 €\n", ChangeKind.MARKING),
    "another tolerance": (
        "Combien ?\n\n= 12 €\n", "Combien ?\n\n= 12 € ± 1\n", ChangeKind.MARKING,
    ),
    "more points": (
        "Combien ?\n\n= 12 €\n", "Combien ?\n\n= 12 €\nPoints : 2\n", ChangeKind.MARKING,
    ),
    "a number's wording": (
        "Combien ?\n\n= 12 €\n", "Combien donc ?\n\n= 12 €\n", ChangeKind.WORDING,
    ),
    "another truth": ("Vrai ?\n\n= Vrai\n", "Vrai ?\n\n= Faux\n", ChangeKind.MARKING),
    "one more variant": ('Mot ?\n\n= "a"\n', 'Mot ?\n\n= "a" ; "b"\n', ChangeKind.MARKING),
    "a variant in capitals": ('Mot ?\n\n= "abc"\n', 'Mot ?\n\n= "ABC"\n', ChangeKind.WORDING),
    "another order": (
        "Classez.\n\nOrdre :\n1. a\n2. b\n",
        "Classez.\n\nOrdre :\n1. b\n2. a\n", ChangeKind.MARKING,
    ),
    "other pairs": (
        "Associez.\n\nAssocier :\n- a -> 1\n- b -> 2\n",
        "Associez.\n\nAssocier :\n- a -> 2\n- b -> 1\n",
        ChangeKind.MARKING,
    ),
    "a gap reworded around": (GAPS, GAPS.replace("est", "reste"), ChangeKind.WORDING),
    "another word in a gap": (GAPS, GAPS.replace("résultat", "bénéfice"), ChangeKind.MARKING),
    "a gap that becomes a choice": (
        GAPS, GAPS.replace("résultat", "(a) | b"), ChangeKind.STRUCTURE,
    ),
    "a table's label": (TABLE, TABLE.replace("Loyer", "Bail"), ChangeKind.WORDING),
    "a table's number": (TABLE, TABLE.replace("10 €", "11 €"), ChangeKind.MARKING),
    "a table's hole moved": (
        TABLE, TABLE.replace("10 €", "[[= 10 ]] €"), ChangeKind.STRUCTURE,
    ),
    "another formula": (CALCULATED, CALCULATED.replace("n * ref", "n + ref"), ChangeKind.MARKING),
    "another range": (CALCULATED, CALCULATED.replace("1 à 5", "1 à 6"), ChangeKind.MARKING),
    "another variable": (
        CALCULATED, CALCULATED.replace("n = 1", "m = 1").replace("{n", "{m"), ChangeKind.STRUCTURE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_what_changed_is_told_question_by_question(name: str) -> None:
    old, new, kind = KINDS[name]
    assert changes(built(old), built(new)) == (Change(ID, kind),)


def test_a_changed_figure_counts_for_each_formula_that_uses_it() -> None:
    rates = files_of({})["referentiel.yaml"].decode().replace("21.2", "22")
    assert changes(built(CALCULATED), built(CALCULATED, rates=rates)) == (
        Change(ID, ChangeKind.MARKING),
    )
    assert changes(built(CHOICES), built(CHOICES, rates=rates)) == ()


def test_questions_come_and_go() -> None:
    old = built(CHOICES)
    files = files_of({})
    new = build(files, render_parts(files)).modules[0]
    assert changes(old, new) == (Change(ID, ChangeKind.RETIRED),)
    assert changes(new, old) == (Change(ID, ChangeKind.NEW),)
    assert changes(old, old) == ()


def test_a_module_comes_or_goes_whole() -> None:
    module = built(CHOICES)
    assert {one.kind for one in changes(None, module)} == {ChangeKind.NEW}
    assert {one.kind for one in changes(module, None)} == {ChangeKind.RETIRED}
    assert changes(None, None) == ()


TURNED = "Laquelle ?\n\n- ( ) Le vin\n- (x) Le loyer\n- ( ) Le pain\n"


def test_the_ids_of_a_release_made_before_are_taken_as_they_are() -> None:
    old, new = built(CHOICES, ("5", "2", "7")), built(TURNED, ("7", "5", "2"))
    assert changes(old, new, {ID: ("7", "5", "2")}) == (Change(ID, ChangeKind.WORDING),)
    assert changes(old, new, {ID: ("5", "2", "7")}) == (Change(ID, ChangeKind.MARKING),)
    assert changes(old, new, {ID: ("1", "2", "3")}) == (Change(ID, ChangeKind.STRUCTURE),)


@pytest.mark.parametrize(
    ("body", "ids", "same"),
    [
        (CHOICES.replace("(x)", "( )").replace("( ) Le vin", "(x) Le vin"), ("5", "2", "7"), True),
        (TURNED, ("7", "5", "2"), True),
        (TURNED, ("5", "2", "7"), False),  # the name was used again for something else
        (CHOICES + "- ( ) Le café\n  > Non.\n", ("5", "2", "7", "8"), False),
        ("Combien ?\n\n= 12 €\n", (), False),
    ],
)
def test_an_answer_is_marked_by_the_same_structure_alone(
    body: str, ids: tuple[str, ...], same: bool
) -> None:
    before, after = built(CHOICES, ("5", "2", "7")).question(ID), built(body, ids).question(ID)
    assert before is not None
    assert after is not None
    assert is_same_structure(before, after) is same
