"""Properties of the pure domain that hold whatever is typed, drawn or done."""

import random
from collections import Counter
from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.domain.answers import Answer, answer_from_fields, part_ids, read_answer
from learning.domain.drawing import choice_order, draw, values_for
from learning.domain.errors import Invalid
from learning.domain.facts import Context, Fact, QuestionsDrawn, Verdict
from learning.domain.formula import Formula, FormulaError
from learning.domain.marking import expected_shown, given_shown, mark
from learning.domain.numbers import UNITS, Nothing, One, Two, read_number, show_number, show_typed
from learning.domain.progress import Mastery, measure
from learning.domain.question import Calculated, Question
from learning.domain.review import RUNGS, due_today, ladder, paris_day
from tests.unit.domain import building
from tests.unit.domain.building import START, calculated, every_question, module, sent_test

_TYPED = st.one_of(
    st.text(max_size=12),
    st.text("0123456789.,' \u00a0-−€%k", max_size=10),
    st.sampled_from(["c1", "c2", "c3", "vrai", "faux", "p1", "p2", "1", "2", "3", "4", "1.800"]),
)
_QUESTION = st.sampled_from(every_question())
_NUMBER = st.decimals(
    min_value=-999_999_999, max_value=999_999_999, places=4, allow_nan=False, allow_infinity=False
)


@given(st.one_of(st.text(max_size=60), st.text("n12;,.()+-*/ minaxref_×÷=", max_size=40)))
def test_a_formula_raises_nothing_but_its_own_error(text: str) -> None:
    try:
        formula = Formula.parse(text)
        value = formula.evaluate(
            dict.fromkeys(formula.names, Decimal(3)), dict.fromkeys(formula.refs, Decimal("0.5"))
        )
    except FormulaError:
        return
    assert value.is_finite()


@given(st.text(max_size=50), st.sampled_from(["", *UNITS, "clients"]))
def test_reading_a_number_never_fails(text: str, unit: str) -> None:
    assert isinstance(read_number(text, unit=unit), One | Two | Nothing)


@given(_NUMBER, st.sampled_from(["", "€", "€/an", "€/mois", "€/h", "%", "mois", "jours", "ans"]))
def test_what_is_shown_reads_back(value: Decimal, unit: str) -> None:
    match read_number(show_number(value, unit), unit=unit):
        case One(value=read):
            assert read == value
        case Two() as two:
            assert value in two.values
        case Nothing():
            raise AssertionError(show_number(value, unit))


@given(_NUMBER)
def test_what_is_posted_back_reads_one_way(value: Decimal) -> None:
    assert read_number(show_typed(value)) == One(value)


@st.composite
def _posted(draw_from: st.DrawFn) -> tuple[Question, dict[str, list[str]]]:
    question = draw_from(_QUESTION)
    form = {}
    for part in part_ids(question):
        name = f"{question.name}.{part}" if part else question.name
        form[name] = draw_from(st.lists(_TYPED, max_size=2))
    return question, form


@given(_posted(), st.text(max_size=4), st.booleans())
def test_marks_stay_between_nothing_and_the_points(
    posted: tuple[Question, dict[str, list[str]]], seed: str, partial: bool
) -> None:
    question, form = posted
    try:
        answer = read_answer(question, form, seed, partial=partial)
    except Invalid:
        return
    if not isinstance(answer, Answer):
        assert answer.verdict in {Verdict.UNREADABLE, Verdict.AMBIGUOUS}
        return
    found = mark(question, answer, seed)
    if found.points is None:
        assert found.verdict is Verdict.TO_READ
    else:
        assert 0 <= found.points <= found.out_of
        assert (found.points == found.out_of) == (found.verdict is Verdict.RIGHT)
        assert (found.points == 0) == (found.verdict is Verdict.WRONG)
    assert answer_from_fields(question, answer.fields, seed) == answer
    assert isinstance(given_shown(question, answer.fields, seed), str)


@given(st.text(max_size=8))
def test_the_right_number_shown_is_right_when_typed(seed: str) -> None:
    question = calculated()
    answer = read_answer(question, {"q": [expected_shown(question, seed)]}, seed)
    assert isinstance(answer, Answer)
    assert mark(question, answer, seed).verdict is Verdict.RIGHT


@given(_QUESTION, st.text(max_size=8))
def test_draws_follow_the_seed_alone(question: Question, seed: str) -> None:
    order = choice_order(question, seed)
    assert order == choice_order(question, seed)
    assert len(set(order)) == len(order)
    if isinstance(question, Calculated):
        for variable in question.variables:
            value = values_for(question, seed)[variable.name]
            assert variable.low <= value <= variable.high
            assert (value - variable.low) % variable.step == 0


@given(
    st.integers(0, 15), st.text(max_size=6), st.dictionaries(st.integers(0, 11), st.integers(0, 4))
)
def test_a_draw_has_no_duplicate_and_covers_objectives(
    count: int, seed: str, seen: dict[int, int]
) -> None:
    questions = module().banks[0].questions
    counts = {questions[place].id: times for place, times in seen.items()}
    drawn = draw(questions, count, seed=seed, seen=counts, in_turn_by_objective=True)
    assert len(drawn) == len(set(drawn)) == min(count, len(questions))
    objectives = {question.id: question.objective for question in questions}
    shares = Counter({"vendre": 0, "compter": 0})
    shares.update(objectives[name] or "" for name in drawn)
    assert max(shares.values()) - min(shares.values()) <= 1
    plain = draw(questions, count, seed=seed, seen=counts, in_turn_by_objective=False)
    if 0 < count < len(questions):
        left = set(objectives) - set(plain)
        assert max(counts.get(name, 0) for name in plain) <= min(counts.get(n, 0) for n in left)


_QUESTIONS = [question.id for question in module().questions]


@st.composite
def _facts(draw_from: st.DrawFn) -> list[Fact]:
    facts: list[Fact] = []
    for _ in range(draw_from(st.integers(0, 12))):
        minute = draw_from(st.integers(0, 9))
        name = draw_from(st.sampled_from(_QUESTIONS))
        points = draw_from(st.sampled_from([0.0, 0.5, 1.0, None]))
        context = draw_from(st.sampled_from(list(Context)))
        retry = draw_from(st.booleans())
        facts.append(building.given(name, minute, points=points, context=context, retry=retry))
    for _ in range(draw_from(st.integers(0, 4))):
        minute = draw_from(st.integers(0, 99))
        asked = draw_from(st.lists(st.sampled_from(_QUESTIONS), min_size=1, unique=True))
        kept = draw_from(st.integers(1, len(asked) + 2))
        facts += sent_test(asked, minute, points=draw_from(st.sampled_from([0.0, 1.0])))[:kept]
    for slug in draw_from(st.lists(st.sampled_from(["idee", "prix"]), max_size=2)):
        facts.append(building.done(slug, draw_from(st.integers(0, 9))))
        at = START + timedelta(minutes=draw_from(st.integers(0, 2)))
        names = tuple(draw_from(st.lists(st.sampled_from(_QUESTIONS), max_size=2, unique=True)))
        facts.append(
            QuestionsDrawn(
                id=building.fresh_id(),
                at=at,
                module="mod",
                lesson="prix",
                bank="epreuve",
                questions=names,
                seed="s",
            )
        )
    return facts


@settings(deadline=None)
@given(_facts(), st.randoms(use_true_random=False))
def test_progress_ignores_order_and_duplicates(facts: list[Fact], chance: random.Random) -> None:
    mixed = [*facts, *facts[::2]]
    chance.shuffle(mixed)
    now = START + timedelta(days=40)
    assert measure(module(), mixed, now=now) == measure(module(), facts, now=now)
    assert ladder(mixed) == ladder(facts)
    today = paris_day(now)
    assert due_today(mixed, today) == due_today(facts, today)


@settings(deadline=None)
@given(_facts(), _facts())
def test_nothing_earned_is_taken_back(before: list[Fact], after: list[Fact]) -> None:
    last = max((fact.at for fact in before), default=START)
    later = [fact for fact in after if fact.at > last]
    then, now = measure(module(), before), measure(module(), [*before, *later])
    assert now.passed >= then.passed
    for old, new in zip(then.objectives, now.objectives, strict=True):
        assert new.state is not Mastery.NOT_YET or old.state is Mastery.NOT_YET
    for was, lesson in zip(then.lessons, now.lessons, strict=True):
        assert lesson.done >= was.done


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from([0.0, 0.5, 1.0])), min_size=1))
def test_the_ladder_moves_by_one_rung_or_back_to_the_first(
    answers: list[tuple[int, float]],
) -> None:
    facts: list[Fact] = []
    level = -1
    for day, points in sorted(answers):
        answer = building.given("mod/idee/a", day * 1440, points=points, context=Context.REVIEW)
        facts.append(answer)
        rung = ladder(facts)["mod/idee/a"]
        allowed = {0} if points == 0 or level < 0 else {level, level + (points == 1)}
        assert rung.level in allowed
        assert rung.known == (rung.level == len(RUNGS))
        assert rung.known or rung.due > paris_day(answer.at) - timedelta(days=1)
        level = rung.level
