"""Whatever the bytes of a course, checking it ends with findings and never with an exception."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.content import check as checking
from learning.content.check import Severity, check
from learning.content.near_words import distance
from learning.content.number_words import in_words
from learning.content.pairing import pair_choices
from learning.content.parse import Parser
from learning.content.readability import measure_text, syllables
from learning.content.source import decode
from tests.unit.content.course import COURSE, HEAD, files_of

TODAY = date(2026, 11, 25)
QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MARKS = st.sampled_from(
    [
        ":::", ":::question a", ":::question", ":::tirage banque=epreuve nombre=",
        ":::atelier prix :::", "- (x) a", "- ( ) ", "- [x] b", "☒ c", "= 12 €", "= 1.234",
        "= {a / 0} €", "= {n}", "≠ Vrai", "= Vrai", '= "a" ; "b"', "> pourquoi", "Indice : x",
        "Explicaton : y", "Variables :", "- n = 1 à 3", "- n = 1 à 9999999 pas 0,001",
        "Associer :", "- a -> b", "Ordre :", "1. a", "Le [[ a ; b ]] [[ (c) | d ]]", "[[", "]]",
        "| a | b |", "|---|---|", "| c | [[= ligne1 ]] |", "Réponse libre : 5",
        "Échelle : 1 (a) à 5 (b)", "Grille :", "Points : 99999999999999999999",
        "{{ micro.cotisations.services }}", "{{ rien }}", "{{", "# a", "### b", "---", "===",
        "titre: a", "[a](//b)", "![](media/x.png)", "<script>", "<!-- -->", "```", "\u00a0",
        "\u202f", "\ue000", "\x00", "²", "٣", "", "Objectif : rien", "- id: a", "  value: &a *a",
        "  unit: '%'",
    ]
)  # fmt: skip
SEVERAL = st.lists(st.text("abc", min_size=1, max_size=2), min_size=2, max_size=5, unique=True)
TEXTS = st.lists(MARKS | st.text(max_size=20), max_size=25).map("\n".join)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the child process out: rendering has tests of its own, and starts slowly."""
    monkeypatch.setattr(checking, "run_jobs", lambda _jobs: {})


@pytest.mark.usefixtures("in_process")
@QUICK
@given(file=st.sampled_from(sorted(COURSE)), body=st.binary(max_size=300))
def test_any_bytes_are_judged(file: str, body: bytes) -> None:
    check(files_of({file: body}), on=TODAY)


@pytest.mark.usefixtures("in_process")
@QUICK
@given(file=st.sampled_from(sorted(COURSE)), text=TEXTS)
def test_any_lines_are_judged(file: str, text: str) -> None:
    check(files_of({file: text}), on=TODAY)


@pytest.mark.usefixtures("in_process")
@QUICK
@given(text=TEXTS)
def test_any_question_is_judged_and_each_finding_is_a_whole_one(text: str) -> None:
    files = files_of({"budget/20-autre.md": f"{HEAD}:::question essai\n{text}\n:::\n"})
    lines = decode(files["budget/20-autre.md"]).count("\n") + 1
    for finding in check(files, on=TODAY):
        assert finding.message.endswith((".", "»", "?", "!", ")")), finding
        assert "\n" not in finding.message + finding.remedy
        if finding.file == "budget/20-autre.md":
            assert 1 <= finding.line <= lines
        if finding.severity is not Severity.INFO:
            assert finding.remedy


@pytest.mark.usefixtures("in_process")
@QUICK
@given(
    file=st.sampled_from(sorted(COURSE)),
    start=st.integers(0, 900),
    length=st.integers(0, 40),
    new=st.text(max_size=10) | MARKS,
)
def test_any_slip_of_the_hand_is_judged(file: str, start: int, length: int, new: str) -> None:
    text = COURSE[file]
    check(files_of({file: text[:start] + new + text[start + length :]}), on=TODAY)


@QUICK
@given(names=st.lists(st.text(max_size=30), max_size=4))
def test_any_names_are_judged(names: list[str]) -> None:
    Parser(files_of(dict.fromkeys(names, "a"))).run()


@QUICK
@given(choices=SEVERAL, data=st.data())
def test_choices_that_stay_keep_their_numbers(choices: list[str], data: st.DataObject) -> None:
    def built(texts: list[str]) -> Parser:
        listed = "\n".join(f"- ({'x' if n == 0 else ' '}) {text}" for n, text in enumerate(texts))
        body = f"{HEAD}:::question q\nLaquelle ?\n\n{listed}\n:::\n"
        return Parser(files_of({"budget/20-autre.md": body}))

    old = built(choices).run().modules[0]
    moved = data.draw(st.permutations(choices))
    new = built(list(moved)).run().modules[0]
    ids = pair_choices(old, new)["budget/autre/q"]
    assert dict(zip(moved, ids, strict=True)) == {
        text: str(number) for number, text in enumerate(choices, start=1)
    }
    assert len(set(ids)) == len(ids)


@given(text=st.text(max_size=200))
def test_any_text_is_measured(text: str) -> None:
    found = measure_text(text)
    assert found.words >= found.sentences >= 0
    assert found.lix >= 0


@given(word=st.text(min_size=1, max_size=20))
def test_any_word_has_a_syllable(word: str) -> None:
    assert syllables(word) >= 1


@given(one=st.text("abcd", max_size=8), other=st.text("abcd", max_size=8))
def test_a_distance_is_one(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) is (one == other)
    assert distance(one, other) <= max(len(one), len(other))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zéro"),
        (1, "un"),
        (21, "vingt et un"),
        (71, "soixante et onze"),
        (77, "soixante-dix-sept"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (100, "cent"),
        (200, "deux cents"),
        (203, "deux cent trois"),
        (1000, "mille"),
        (1234, "mille deux cent trente-quatre"),
        (80_000, "quatre-vingt mille"),
        (200_000, "deux cent mille"),
        (999_999, "neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf"),
        (999_099, "neuf cent quatre-vingt-dix-neuf mille quatre-vingt-dix-neuf"),
    ],
)  # fmt: skip
def test_a_number_is_read_aloud(number: int, words: str) -> None:
    assert in_words(number) == words
