"""Whatever is counted, figures stay figures, and a rare answer stays hidden."""

from hypothesis import given
from hypothesis import strategies as st

from learning.domain.facts import Verdict
from learning.domain.shares import median, percent, wilson
from learning.domain.statistics import judge
from learning.domain.tallies import LEAST_SHOWN, Given, Signals, summarise
from tests.unit.domain.building import every_question, short

_PARTS = ("", "1", "2", "p1", "p2", "i1", "i2", "r2c2", "r3c2", "c1")
_FIELDS = st.lists(
    st.tuples(
        st.sampled_from(_PARTS),
        st.one_of(st.sampled_from(["c1", "vrai", "p1", "1", "2", "1 800"]), st.text(max_size=9)),
    ),
    max_size=4,
    unique_by=lambda pair: pair[0],
).map(tuple)
_GIVEN = st.lists(
    st.builds(
        Given,
        fields=_FIELDS,
        verdict=st.sampled_from(Verdict),
        points=st.one_of(st.none(), st.floats(0, 1)),
        out_of=st.just(1),
        count=st.integers(1, 50),
        in_tests=st.just(0),
    ),
    max_size=6,
)
_SHARE = st.floats(0, 1)


@given(_SHARE, st.integers(1, 10**6))
def test_the_share_stands_between_its_bounds(share: float, count: int) -> None:
    found = wilson(share, count)
    assert 0 <= found.low <= share <= found.high <= 1


@given(_SHARE, st.integers(1, 1000), st.integers(2, 50))
def test_more_answers_leave_less_doubt(share: float, count: int, times: int) -> None:
    few, many = wilson(share, count), wilson(share, count * times)
    assert many.high - many.low < few.high - few.low


@given(_SHARE)
def test_a_percentage_says_all_or_nothing_only_when_it_is(share: float) -> None:
    assert (percent(share) == "0\u00a0%") is (share == 0)
    assert (percent(share) == "100\u00a0%") is (share == 1)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), max_size=9))
def test_the_median_is_that_of_the_values_one_by_one(counts: list[tuple[int, int]]) -> None:
    values = sorted(value for value, many in counts for _ in range(many))
    found = median(counts)
    if not values:
        assert found is None
        return
    middle = values[(len(values) - 1) // 2], values[len(values) // 2]
    assert found == sum(middle) / 2


@given(st.sampled_from(every_question()), _GIVEN)
def test_anything_can_be_counted_and_judged(question: object, answers: list[Given]) -> None:
    found = summarise(question, answers, Signals())  # type: ignore[arg-type]
    assert found.count == sum(one.count for one in answers)
    assert all(0 <= bar.count <= found.count for bar in found.bars)
    for one in judge(found):
        assert one.sentence % one.values
        assert one.remedy % one.values


@given(st.lists(st.tuples(st.text(min_size=1, max_size=6), st.integers(1, 4)), max_size=12))
def test_what_is_shown_was_given_by_enough_people(answers: list[tuple[str, int]]) -> None:
    groups = [
        Given(fields=(("", text),), verdict=Verdict.WRONG, points=0.0, out_of=1, count=count)
        for text, count in answers
    ]
    found = summarise(short("Kbis"), groups, Signals())
    assert all(bar.count >= LEAST_SHOWN for bar in found.bars if bar.label)
    assert sum(bar.count for bar in found.bars) == found.count
