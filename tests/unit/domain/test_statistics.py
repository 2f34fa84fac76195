"""Figures of questions, the table of rules, and what is never shown."""

from dataclasses import replace

import pytest

from learning.domain.facts import Verdict
from learning.domain.question import CaseTable, Matching, Ordering, QuestionKind
from learning.domain.shares import (
    Bar,
    BarKind,
    Figures,
    median,
    percent,
    wilson,
)
from learning.domain.statistics import (
    BLANK_FROM,
    EASY_FROM,
    FEWEST,
    HARD_BELOW,
    NOBODY_FROM,
    RULES,
    Tone,
    judge,
)
from learning.domain.tallies import Given, Signals, summarise
from tests.unit.domain import building

RIGHT, WRONG, PARTIAL = Verdict.RIGHT, Verdict.WRONG, Verdict.PARTIAL


def given(
    *fields: tuple[str, str],
    count: int = 1,
    verdict: Verdict = WRONG,
    points: float | None = None,
    in_tests: int = 0,
) -> Given:
    """So many like answers; the points follow the verdict unless they are said."""
    whole = {RIGHT: 1.0, WRONG: 0.0}.get(verdict)
    return Given(
        fields=fields,
        verdict=verdict,
        points=whole if points is None else points,
        out_of=1,
        count=count,
        in_tests=in_tests,
    )


def figures(share: float = 0.7, count: int = 40, **more: object) -> Figures:
    """Ordinary figures of a single choice, with what a test changes."""
    plain = Figures(
        question="mod/idee/q",
        kind=QuestionKind.SINGLE,
        count=count,
        facility=wilson(share, count),
        bar_kind=BarKind.CHOICES,
        bars=(
            Bar(label="bon", count=round(share * count), right=True),
            Bar(label="piège", count=count - round(share * count) - 1),
            Bar(label="autre", count=1),
        ),
        tries=1,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("share", "count", "low", "high"),
    [
        (0.5, 10, 0.2366, 0.7634),
        (0.0, 10, 0.0, 0.2775),
        (1.0, 10, 0.7225, 1.0),
        (0.8, 100, 0.7112, 0.8666),
    ],
)
def test_wilson_gives_the_bounds_of_the_books(
    share: float, count: int, low: float, high: float
) -> None:
    found = wilson(share, count)
    assert found.low == pytest.approx(low, abs=1e-3)
    assert found.high == pytest.approx(high, abs=1e-3)
    assert wilson(0, 0).high == 1


def test_a_share_that_is_not_whole_never_reads_so() -> None:
    assert [percent(share) for share in (0, 0.001, 0.5, 0.999, 1)] == [
        "0\u00a0%", "1\u00a0%", "50\u00a0%", "99\u00a0%", "100\u00a0%",
    ]  # fmt: skip


def test_the_median_is_between_two_when_there_is_no_middle() -> None:
    assert median([]) is None
    assert median([(1, 3), (5, 1)]) == 1
    assert median([(2, 2), (1, 2)]) == 1.5
    assert median([(3, 1), (1, 1), (2, 1)]) == 2


def test_choices_are_counted_by_person_whatever_their_order() -> None:
    question = building.multiple(True, False, True)
    found = summarise(
        question,
        [
            given(("", "c1"), ("", "c3"), count=4, verdict=RIGHT),
            given(("", "c3"), ("", "c1"), count=2, verdict=RIGHT),
            given(("", "c2"), count=2),
        ],
        Signals(),
    )
    assert [(bar.label, bar.count, bar.right) for bar in found.bars] == [
        ("Choix 1", 6, True),
        ("Choix 2", 2, False),
        ("Choix 3", 6, True),
    ]
    assert found.facility is not None
    assert found.facility.value == 0.75


def test_true_and_false_are_two_choices() -> None:
    found = summarise(building.true_false(right=False), [given(("", "vrai"), count=3)], Signals())
    assert [(bar.label, bar.count, bar.right) for bar in found.bars] == [
        ("Vrai", 3, False),
        ("Faux", 0, True),
    ]
    assert found.commonest_wrong == "Vrai"


def test_numbers_are_gathered_by_what_they_mean() -> None:
    found = summarise(
        building.number("1234.5", "€"),
        [
            given(("", "1234,5"), count=2, verdict=RIGHT),
            given(("", "1\u00a0234,50 €"), verdict=RIGHT),
            given(("", "12"), count=3),
            given(("", "13"), count=2),
            given(("", "douze"), verdict=Verdict.UNREADABLE),
        ],
        Signals(unread=2),
    )
    assert [(bar.label, bar.count, bar.right, bar.pooled) for bar in found.bars] == [
        ("1\u00a0234,50\u00a0€", 3, True, False),
        ("12\u00a0€", 3, False, False),
        ("", 2, False, True),
    ]
    assert found.unread == 3


def test_a_text_of_one_or_two_people_is_never_shown() -> None:
    found = summarise(
        building.short("Kbis"),
        [
            given(("", "kbis"), verdict=RIGHT),
            given(("", "K-bis."), verdict=RIGHT),
            given(("", "Je m’appelle Ibrahim"), count=2),
            given(("", "rien"), count=2),
            given(("", "Rien."), count=1),
        ],
        Signals(),
    )
    assert [(bar.label, bar.count, bar.pooled) for bar in found.bars] == [
        ("rien", 3, False),
        ("", 2, True),
        ("", 2, True),
    ]
    assert "Ibrahim" not in repr(found)


def test_parts_say_who_was_right_and_the_commonest_slip() -> None:
    found = summarise(
        building.gaps(),
        [
            given(("1", "bénéfice"), ("2", "positif"), count=5, verdict=RIGHT),
            given(("1", "vente"), ("2", "positif"), count=3, verdict=PARTIAL, points=0.5),
            given(("1", "perte"), ("2", "nul"), count=2),
        ],
        Signals(),
    )
    assert [(bar.label, bar.count, bar.wrong) for bar in found.bars] == [
        ("Trou 1\u00a0: résultat", 5, "vente"),
        ("Trou 2\u00a0: positif", 8, ""),
    ]
    assert found.commonest_wrong == "Trou 1\u00a0: résultat → vente"


@pytest.mark.parametrize(
    ("question", "right", "slip"),
    [
        (
            building.matching(("a", "x"), ("b", "y")),
            (("p1", "p1"), ("p2", "p2")),
            (("p1", "p2"), ("p2", "p2")),
        ),
        (building.ordering(2), (("i1", "1"), ("i2", "2")), (("i1", "2"), ("i2", "1"))),
        (
            building.table(),
            (("r2c2", "1800"), ("r3c2", "200"), ("r4c2", "20")),
            (("r2c2", "1800"), ("r3c2", "7"), ("r4c2", "9")),
        ),
    ],
)
def test_every_kind_of_part_is_counted(
    question: Matching | Ordering | CaseTable,
    right: tuple[tuple[str, str], ...],
    slip: tuple[tuple[str, str], ...],
) -> None:
    found = summarise(
        question,
        [
            given(*right, count=4, verdict=RIGHT),
            given(*slip, count=3, verdict=PARTIAL, points=0.5),
            given(count=1, in_tests=1),
        ],
        Signals(),
    )
    assert found.bar_kind is BarKind.PARTS
    assert min(bar.count for bar in found.bars) == 4
    assert max(bar.count for bar in found.bars) <= 7
    assert any(bar.wrong for bar in found.bars)
    assert found.blank == 1


def test_a_blank_counts_in_tests_alone_and_a_typed_one_is_none() -> None:
    found = summarise(
        building.number("3"),
        [
            given(count=4, in_tests=4),
            given(("", "1.234"), count=2, verdict=Verdict.AMBIGUOUS, in_tests=2, points=0.0),
            given(("", "3"), count=14, verdict=RIGHT, in_tests=4),
        ],
        Signals(),
    )
    assert (found.blank, found.in_tests, found.unread) == (4, 10, 2)
    assert found.blank_share == 0.4


def test_an_open_answer_is_judged_on_the_texts_read() -> None:
    waits = given(("", "…"), count=12, verdict=Verdict.TO_READ)
    found = summarise(
        building.open_answer(),
        [replace(waits, points=None)],
        Signals(readings=((1.0, 2, 1), (2.0, 2, 1))),
    )
    assert found.facility is not None
    assert (found.facility.value, found.facility.count, found.waiting) == (0.75, 2, 10)
    assert found.bar_kind is BarKind.NONE
    assert [one.rule for one in judge(found)] == ["to_read", "too_few"]


def test_a_scale_has_nothing_to_judge() -> None:
    one = replace(given(("", "3"), count=30, verdict=Verdict.TO_READ), points=None, out_of=0)
    found = summarise(building.scale(), [one], Signals())
    assert found.facility is None
    assert [one.rule for one in judge(found)] == ["no_right_answer"]


CASES = {
    "too_few": figures(count=FEWEST - 1),
    "wrong_choice_attracts": figures(0.4),
    "wrong_answer_attracts": figures(
        0.4,
        kind=QuestionKind.NUMBER,
        bar_kind=BarKind.ANSWERS,
        bars=(
            Bar(label="45", count=24),
            Bar(label="12", count=10, right=True),
            Bar(label="", count=6, right=True, pooled=True),
        ),
    ),
    "hard": figures(HARD_BELOW - 0.01),
    "by_chance": figures(0.5, kind=QuestionKind.TRUE_FALSE, bars=figures().bars[:2]),
    "unreadable": figures(kind=QuestionKind.NUMBER, unread=5),
    "hard_part": figures(
        bar_kind=BarKind.PARTS,
        bars=(Bar(label="marge", count=8), Bar(label="prix", count=39)),
    ),
    "forgotten": figures(
        kind=QuestionKind.MULTIPLE,
        bars=(Bar(label="loyer", count=15, right=True), Bar(label="pain", count=30)),
    ),
    "blank": figures(in_tests=20, blank=4),
    "hint": figures(has_hint=True, hints=20),
    "tries": figures(tries=3),
    "nobody": figures(bars=(*figures().bars[:2], Bar(label="absurde", count=0))),
    "easy": figures(EASY_FROM, bars=()),
    "fine": figures(),
    "to_read": figures(count=FEWEST, waiting=FEWEST),
    "no_right_answer": figures(kind=QuestionKind.SCALE),
}


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_speaks_when_it_should(rule: str) -> None:
    said = judge(CASES[rule])
    found = {one.rule: one for one in said}
    assert rule in found, list(found)
    one = found[rule]
    for words in (one.sentence % one.values, one.remedy % one.values):
        assert words[0].isupper()
        assert words.endswith((".", "?"))
        assert "%(" not in words
    assert [other.weight for other in said] == sorted(
        (other.weight for other in said), reverse=True
    )


def test_each_rule_of_the_table_has_its_case() -> None:
    assert {rule.name for rule in RULES} <= set(CASES)


@pytest.mark.parametrize(
    "quiet",
    [
        figures(EASY_FROM - 0.02, bars=()),
        figures(in_tests=FEWEST - 1, blank=FEWEST - 1),
        figures(in_tests=100, blank=int(100 * BLANK_FROM) - 1),
        figures(has_hint=False, hints=40),
        figures(count=NOBODY_FROM - 1, bars=(*figures().bars, Bar(label="absurde", count=0))),
        figures(tries=2.5),
        figures(kind=QuestionKind.MULTIPLE, bars=(Bar(label="bon", count=40, right=True),)),
    ],
)
def test_what_is_below_a_threshold_is_left_alone(quiet: Figures) -> None:
    assert {one.tone for one in judge(quiet)} == {Tone.FINE}


def test_nothing_known_is_too_few() -> None:
    nothing = summarise(building.single(), [], Signals())
    assert [one.rule for one in judge(nothing)] == ["too_few"]
    assert (nothing.blank_share, nothing.unread_share, nothing.hint_share) == (0, 0, 0)
    assert nothing.commonest_wrong == ""
