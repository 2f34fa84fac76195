"""Small questions, modules and facts for the tests of the domain."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

from learning.domain.course import (
    Bank,
    Block,
    BlockKind,
    Lesson,
    LessonKind,
    Module,
    Objective,
)
from learning.domain.facts import (
    AnswerGiven,
    Context,
    LessonDone,
    TestStarted,
    TestSubmitted,
    Verdict,
)
from learning.domain.formula import Formula
from learning.domain.html import SafeHtml
from learning.domain.question import (
    Calculated,
    CaseTable,
    Cell,
    Choice,
    ForeseenFormula,
    ForeseenNumber,
    ForeseenText,
    Gap,
    Gaps,
    Item,
    Matching,
    MultipleChoice,
    Number,
    OpenAnswer,
    Ordering,
    Pair,
    QuestionKind,
    Scale,
    ShortText,
    SingleChoice,
    Tolerance,
    TrueFalse,
    Variable,
)

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_IDS = count(1)


def fresh_id() -> UUID:
    return UUID(int=next(_IDS))


def choices(*right: bool) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            id=f"c{place}",
            html=SafeHtml(f"<p>Choix {place}</p>"),
            plain=f"Choix {place}",
            right=is_right,
            feedback=SafeHtml(f"Retour {place}"),
        )
        for place, is_right in enumerate(right, start=1)
    )


def single(
    name: str = "q", objective: str | None = "vendre", *, lesson: str = "idee"
) -> SingleChoice:
    return SingleChoice(
        id=f"mod/{lesson}/{name}",
        name=name,
        kind=QuestionKind.SINGLE,
        objective=objective,
        prompt=SafeHtml("?"),
        choices=choices(False, True, False),
    )


def multiple(*right: bool, points: int = 1) -> MultipleChoice:
    return MultipleChoice(
        id="mod/idee/q",
        name="q",
        kind=QuestionKind.MULTIPLE,
        objective="vendre",
        points=points,
        prompt=SafeHtml("?"),
        choices=choices(*right),
    )


def true_false(*, right: bool = True) -> TrueFalse:
    return TrueFalse(
        id="mod/idee/q",
        name="q",
        kind=QuestionKind.TRUE_FALSE,
        objective="vendre",
        prompt=SafeHtml("?"),
        right=right,
        feedback_right=SafeHtml("Oui"),
        feedback_wrong=SafeHtml("Non"),
    )


def number(value: str, unit: str = "", amount: str = "0", *, relative: bool = False) -> Number:
    return Number(
        id="mod/idee/q",
        name="q",
        kind=QuestionKind.NUMBER,
        objective="vendre",
        prompt=SafeHtml("?"),
        value=Decimal(value),
        unit=unit,
        tolerance=Tolerance(amount=Decimal(amount), relative=relative),
        feedback=SafeHtml("Bravo"),
        foreseen=(ForeseenNumber(value=Decimal(45), feedback=SafeHtml("Vous avez ajouté.")),),
    )


def short(*accepted: str) -> ShortText:
    return ShortText(
        id="mod/idee/q",
        name="q",
        kind=QuestionKind.SHORT_TEXT,
        objective="vendre",
        prompt=SafeHtml("?"),
        accepted=accepted,
        foreseen=(ForeseenText(text="SARL", feedback=SafeHtml("Trop lourd.")),),
    )


def matching(*pairs: tuple[str, str]) -> Matching:
    return Matching(
        id="mod/idee/q",
        name="q",
        kind=QuestionKind.MATCHING,
        objective="vendre",
        prompt=SafeHtml("?"),
        pairs=tuple(
            Pair(id=f"p{place}", left=SafeHtml(f"<p>{left} &amp; Cie</p>"), right=right)
            for place, (left, right) in enumerate(pairs, start=1)
        ),
    )


def ordering(length: int, points: int = 1) -> Ordering:
    return Ordering(
        id="mod/idee/q",
        name="q",
        kind=QuestionKind.ORDERING,
        objective="vendre",
        points=points,
        prompt=SafeHtml("?"),
        items=tuple(
            Item(id=f"i{place}", html=SafeHtml(f"Étape {place}"), plain=f"Étape {place}")
            for place in range(1, length + 1)
        ),
    )


def gaps() -> Gaps:
    return Gaps(
        id="mod/idee/q",
        name="q",
        kind=QuestionKind.GAPS,
        objective="vendre",
        prompt=SafeHtml(""),
        parts=(
            SafeHtml("Le "),
            Gap(id="1", accepted=("résultat", "bénéfice")),
            SafeHtml(" est "),
            Gap(id="2", accepted=("positif",), options=("positif", "nul")),
        ),
    )


def calculated(formula: str = "n * prix", unit: str = "€") -> Calculated:
    return Calculated(
        id="mod/idee/q",
        name="q",
        kind=QuestionKind.CALCULATED,
        objective="vendre",
        prompt=SafeHtml("{n} × {prix} €"),
        variables=(
            Variable(name="n", low=Decimal(20), high=Decimal(60), step=Decimal(10)),
            Variable(name="prix", low=Decimal(1), high=Decimal(3), step=Decimal("0.5")),
        ),
        formula=Formula.parse(formula),
        unit=unit,
        feedback=SafeHtml("Oui, {n} fois."),
        foreseen=(
            ForeseenFormula(formula=Formula.parse("n + prix"), feedback=SafeHtml("Ni {n} plus.")),
        ),
    )


def table() -> CaseTable:
    """Sales 2 000, costs to fill (1 800), margin to fill (sales - costs), rate on the margin."""

    def hole(cell_id: str, formula: str) -> Cell:
        return Cell(id=cell_id, formula=Formula.parse(formula), unit="€")

    return CaseTable(
        id="mod/idee/q",
        name="q",
        kind=QuestionKind.CASE_TABLE,
        objective="vendre",
        points=2,
        prompt=SafeHtml("?"),
        header=(SafeHtml("Poste"), SafeHtml("Mars")),
        rows=(
            (
                Cell(id="r1c1", html=SafeHtml("Ventes")),
                Cell(id="r1c2", html=SafeHtml("2 000"), given=Decimal(2000)),
            ),
            (Cell(id="r2c1", html=SafeHtml("Charges")), hole("r2c2", "1 800")),
            (Cell(id="r3c1", html=SafeHtml("Résultat")), hole("r3c2", "ligne1 - ligne2")),
            (Cell(id="r4c1", html=SafeHtml("Part")), hole("r4c2", "r3c2 / 10")),
        ),
    )


def open_answer() -> OpenAnswer:
    return OpenAnswer(
        id="mod/idee/q",
        name="q",
        kind=QuestionKind.OPEN,
        objective="vendre",
        prompt=SafeHtml("?"),
        lines=5,
    )


def scale() -> Scale:
    return Scale(
        id="mod/idee/q",
        name="q",
        kind=QuestionKind.SCALE,
        objective=None,
        prompt=SafeHtml("?"),
        low=1,
        high=5,
        low_label="pas du tout",
        high_label="tout à fait",
    )


def every_question() -> tuple[
    SingleChoice | MultipleChoice | TrueFalse | Number | ShortText | Matching | Ordering | Gaps
    | Calculated | CaseTable | OpenAnswer | Scale, ...
]:  # fmt: skip
    return (
        single(), multiple(True, False, True), true_false(), number("12.5", "€"), short("Kbis"),
        matching(("a", "x"), ("b", "y")), ordering(4), gaps(), calculated(), table(),
        open_answer(), scale(),
    )  # fmt: skip


def lesson(
    slug: str,
    questions: Sequence[SingleChoice] = (),
    *,
    kind: LessonKind = LessonKind.LESSON,
    draw: tuple[str, int] | None = None,
) -> Lesson:
    blocks = [Block(kind=BlockKind.QUESTION, name=question.name) for question in questions]
    if draw is not None:
        blocks.append(Block(kind=BlockKind.DRAW, name=draw[0], count=draw[1]))
    return Lesson(
        slug=slug,
        title=slug,
        objective=None,
        kind=kind,
        minutes=10,
        blocks=(Block(kind=BlockKind.TEXT, plain="mot " * 600), *blocks),
        questions=tuple(questions),
    )


def module(slug: str = "mod") -> Module:
    """Two lessons of two questions, the second drawing two more, and a test over a bank."""
    bank = [
        single(f"b{place}", "vendre" if place % 2 else "compter", lesson="epreuve")
        for place in range(12)
    ]
    return Module(
        slug=slug,
        title=slug,
        aim="",
        objectives=(
            Objective(slug="vendre", sentence="Vendre"),
            Objective(slug="compter", sentence="Compter"),
        ),
        minutes=60,
        pass_mark=0.8,
        lessons=(
            lesson("idee", [single("a"), single("b")]),
            lesson(
                "prix",
                [single("a", "compter", lesson="prix"), single("b", "compter", lesson="prix")],
                draw=("epreuve", 2),
            ),
            lesson("epreuve-finale", kind=LessonKind.TEST, draw=("epreuve", 6)),
        ),
        banks=(Bank(slug="epreuve", questions=tuple(bank)),),
    )


def given(
    question: str,
    minute: float = 0,
    *,
    points: float | None = 1.0,
    context: Context = Context.LESSON,
    retry: bool = False,
    attempt: UUID | None = None,
    in_module: str = "mod",
) -> AnswerGiven:
    verdict = Verdict.TO_READ
    if points is not None:
        verdict = (
            Verdict.WRONG if points == 0 else Verdict.PARTIAL if points < 1 else Verdict.RIGHT
        )
    return AnswerGiven(
        id=fresh_id(),
        at=START + timedelta(minutes=minute),
        module=in_module,
        question=question,
        context=context,
        ordinal=0,
        verdict=verdict,
        points=points,
        out_of=1,
        retry=retry,
        attempt=attempt,
    )


def done(slug: str, minute: float = 0) -> LessonDone:
    return LessonDone(
        id=fresh_id(), at=START + timedelta(minutes=minute), module="mod", lesson=slug
    )


def sent_test(
    questions: Iterable[str], minute: float, *, points: float
) -> list[AnswerGiven | TestStarted | TestSubmitted]:
    """A test begun at that minute and sent ten minutes later, every answer worth the same."""
    names = tuple(questions)
    started = TestStarted(
        id=fresh_id(),
        at=START + timedelta(minutes=minute),
        module="mod",
        lesson="epreuve-finale",
        questions=names,
        seed="graine",
        release="r1",
    )
    answers = [
        given(name, minute + 10, points=points, context=Context.TEST, attempt=started.id)
        for name in names
    ]
    submitted = TestSubmitted(
        id=fresh_id(),
        at=START + timedelta(minutes=minute + 10),
        module="mod",
        lesson="epreuve-finale",
        attempt=started.id,
        points=points * len(names),
        out_of=len(names),
        passed=points >= 0.8,
    )
    return [started, *answers, submitted]
