"""Whatever is corrected, in whatever order: what was predicted is what is applied."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.domain.answers import Answer, answer_from_fields, part_ids
from learning.domain.errors import Invalid
from learning.domain.facts import AnswerGiven, Context, Fact, TestSubmitted, Verdict
from learning.domain.formula import Formula
from learning.domain.html import SafeHtml
from learning.domain.marking import mark
from learning.domain.question import (
    Calculated,
    CaseTable,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    Number,
    Ordering,
    Question,
    ShortText,
    SingleChoice,
    Tolerance,
    TrueFalse,
)
from learning.domain.remarking import RemarkPlan, SentTest, effective, facts_of_plan, plan_question
from tests.unit.domain.building import START, choices, every_question, fresh_id

LEARNER, ATTEMPT = UUID(int=5), UUID(int=6)
RELEASE = "r"
_RIGHT = st.lists(st.booleans(), min_size=3, max_size=3)
_TYPED = st.sampled_from(
    ["12", "12,5", "45", "1,800", "1 800", "200", "20", "0", "Kbis", "SARL", "résultat", "nul",
     "positif", "bénéfice", "vrai", "faux", "c1", "c2", "c3", "p1", "p2", "1", "2", "3", "4"]
)  # fmt: skip
_QUESTION = st.sampled_from(every_question())


@st.composite
def _corrected(draw: st.DrawFn, question: Question) -> Question:
    """The same question under another marking."""
    question = replace(question, points=draw(st.integers(1, 4)))
    amount = Tolerance(amount=Decimal(draw(st.integers(0, 60))))
    changed = question
    match question:
        case SingleChoice() | MultipleChoice():
            changed = replace(question, choices=choices(*draw(_RIGHT)))
        case TrueFalse():
            changed = replace(question, right=draw(st.booleans()))
        case Number():
            changed = replace(question, value=Decimal(draw(st.integers(0, 60))), tolerance=amount)
        case ShortText():
            changed = replace(question, accepted=(draw(_TYPED),))
        case Matching(pairs=pairs):
            rights = draw(st.permutations([pair.right for pair in pairs]))
            turned = zip(pairs, rights, strict=True)
            changed = replace(question, pairs=tuple(replace(p, right=r) for p, r in turned))
        case Ordering(items=items):
            changed = replace(question, items=tuple(draw(st.permutations(items))))
        case Gaps(parts=parts):
            changed = replace(question, parts=tuple(_filled(part, draw(_TYPED)) for part in parts))
        case Calculated():
            formula = draw(st.sampled_from(["n * prix", "n + prix", "n"]))
            changed = replace(question, formula=Formula.parse(formula), tolerance=amount)
        case CaseTable(rows=rows):
            hole = replace(rows[1][1], formula=Formula.parse(draw(st.sampled_from(["20", "200"]))))
            changed = replace(question, rows=(rows[0], (rows[1][0], hole), *rows[2:]))
    return changed


def _filled(part: SafeHtml | Gap, text: str) -> SafeHtml | Gap:
    return replace(part, accepted=(text,)) if isinstance(part, Gap) and not part.options else part


@st.composite
def _answers(draw: st.DrawFn, question: Question) -> list[AnswerGiven]:
    """Answers as they may be kept, each under the question's first marking."""
    found: list[AnswerGiven] = []
    for ordinal in range(draw(st.integers(1, 4))):
        fields = tuple(
            (part, draw(_TYPED)) for part in part_ids(question) if draw(st.integers(0, 5))
        )
        try:
            read = answer_from_fields(question, fields, "graine")
        except Invalid:
            continue
        known = mark(question, read, "graine") if isinstance(read, Answer) else None
        found.append(
            AnswerGiven(
                id=fresh_id(),
                at=START,
                module="mod",
                question=question.id,
                context=Context.TEST,
                ordinal=ordinal,
                verdict=known.verdict if known else Verdict.AMBIGUOUS,
                points=known.points if known else 0.0,
                out_of=known.out_of if known else question.points,
                attempt=ATTEMPT,
                fields=fields,
                seed="graine",
            )
        )
    return found


@st.composite
def _history(draw: st.DrawFn) -> tuple[Question, list[AnswerGiven], list[Question]]:
    question = draw(_QUESTION)
    versions = draw(st.lists(_corrected(question), min_size=1, max_size=3))
    return question, draw(_answers(question)), versions


class _Site:
    """Answers and a sent test, with what each publication adds to them."""

    def __init__(self, first: Question, answers: Sequence[AnswerGiven]) -> None:
        self.first = first
        self.sent = TestSubmitted(
            id=fresh_id(), at=START, module="mod", lesson="epreuve", attempt=ATTEMPT,
            points=sum(one.points or 0.0 for one in answers),
            out_of=sum(one.out_of for one in answers), passed=False,
        )  # fmt: skip
        self.facts: list[Fact] = [*answers, self.sent]
        self.days = 0

    def answers(self) -> list[AnswerGiven]:
        return [one for one in effective(self.facts) if isinstance(one, AnswerGiven)]

    def test(self) -> TestSubmitted:
        return next(one for one in effective(self.facts) if isinstance(one, TestSubmitted))

    def marks(self) -> dict[UUID, float | None]:
        return {one.id: one.points for one in self.answers()}

    def plan(self, after: Question, *, downwards: bool) -> RemarkPlan:
        given_now = [(LEARNER, self.first, one) for one in self.answers()]
        return RemarkPlan(questions=(plan_question(after, given_now),), downwards=downwards)

    def publish(self, after: Question, *, downwards: bool = False) -> RemarkPlan:
        plan = self.plan(after, downwards=downwards)
        self.days += 1
        tests = [SentTest(learner=LEARNER, sent=self.test(), pass_mark=0.8)]
        at = START + timedelta(days=self.days)
        made = facts_of_plan(plan, tests, release=RELEASE, at=at)
        self.facts += [fact for _, fact in made]
        return plan


@given(_history(), st.lists(st.booleans(), min_size=3, max_size=3))
def test_what_is_predicted_is_what_is_applied(
    history: tuple[Question, list[AnswerGiven], list[Question]], downwards: list[bool]
) -> None:
    first, answers, versions = history
    site = _Site(first, answers)
    for after, lower in zip(versions, downwards, strict=False):
        before = site.marks()
        predicted = dict(before)
        shown = site.plan(after, downwards=lower)
        for move in (move for one in shown.questions for move in one.moves):
            if move.rises or lower:
                predicted[move.answer.id] = move.points
        assert site.publish(after, downwards=lower) == shown
        assert site.marks() == predicted
        total = sum(points or 0.0 for points in site.marks().values())
        assert abs(site.test().points - total) < 1e-6
        assert not site.plan(after, downwards=lower).applied


@given(_history())
@settings(max_examples=60)
def test_upwards_alone_lowers_nothing_and_forgets_no_order(
    history: tuple[Question, list[AnswerGiven], list[Question]],
) -> None:
    first, answers, versions = history
    ends = []
    for order in (versions, versions[::-1]):
        site = _Site(first, answers)
        for after in order:
            before, passed = site.marks(), site.test().passed
            site.publish(after)
            now = site.marks()
            assert all((now[one] or 0.0) >= (before[one] or 0.0) for one in before)
            assert site.test().passed >= passed
        ends.append({one: round(points or 0.0, 6) for one, points in site.marks().items()})
    assert ends[0] == ends[1]


@given(_history())
@settings(max_examples=60)
def test_publishing_twice_is_publishing_once(
    history: tuple[Question, list[AnswerGiven], list[Question]],
) -> None:
    first, answers, versions = history
    site = _Site(first, answers)
    for after in versions:
        site.publish(after, downwards=True)
    facts = list(site.facts)
    site.publish(versions[-1], downwards=True)
    assert site.facts == facts
