"""A fact as a row of its table, and back: each kind in one place."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from learning.domain.facts import (
    AnswerGiven,
    AnswerRead,
    AnswerUnread,
    Context,
    Fact,
    HintSeen,
    LessonDone,
    LessonPassedOver,
    Observed,
    OutcomeKnown,
    QuestionnaireEnded,
    QuestionsDrawn,
    ReadingSeen,
    Remarked,
    ReviewSkipped,
    ReviewStarted,
    ScaleAnswered,
    SessionHeld,
    SummaryRead,
    SupportGiven,
    TestRemarked,
    TestStarted,
    TestSubmitted,
    Verdict,
)

Fields = tuple[tuple[str, str], ...]
_CONTEXTS = {context.value: context for context in Context}
_VERDICTS = {verdict.value: verdict for verdict in Verdict}


def _fields(row: Any) -> Fields:
    return tuple((part, value) for part, value in (row.detail or {}).get("fields", ()))


def _answer(row: Any) -> AnswerGiven:
    """Read the fact that pages read by the hundred: by place, which is faster than by name."""
    detail: Mapping[str, Any] = row[13] or {}
    return AnswerGiven(
        id=row[1],
        at=row[2],
        sequence=row[14],
        module=row[3],
        question=row[5],
        context=_CONTEXTS[row[6]],
        attempt=row[7],
        ordinal=row[8],
        verdict=_VERDICTS[row[9]],
        points=row[10],
        out_of=row[11],
        retry=row[12],
        fields=tuple([(part, value) for part, value in detail.get("fields", ())]),
        seed=detail.get("seed", ""),
        release=detail.get("release", ""),
        digest=detail.get("digest", ""),
    )


def _unread(row: Any) -> AnswerUnread:
    return AnswerUnread(
        id=row.id,
        at=row.at,
        sequence=row.sequence,
        module=row.module,
        question=row.question,
        context=Context(row.context),
        verdict=Verdict(row.verdict),
        fields=_fields(row),
    )


def _test_started(row: Any) -> TestStarted:
    return TestStarted(
        id=row.id,
        at=row.at,
        sequence=row.sequence,
        module=row.module,
        lesson=row.lesson,
        questions=tuple(row.detail["questions"]),
        seed=row.detail["seed"],
        release=row.detail["release"],
    )


def _test_submitted(row: Any) -> TestSubmitted:
    return TestSubmitted(
        id=row.id,
        at=row.at,
        sequence=row.sequence,
        module=row.module,
        lesson=row.lesson,
        attempt=row.attempt,
        points=row.points,
        out_of=row.out_of,
        passed=row.flag,
    )


def _drawn(row: Any) -> QuestionsDrawn:
    return QuestionsDrawn(
        id=row.id,
        at=row.at,
        sequence=row.sequence,
        module=row.module,
        lesson=row.lesson,
        bank=row.detail["bank"],
        questions=tuple(row.detail["questions"]),
        seed=row.detail["seed"],
    )


def _answer_read(row: Any) -> AnswerRead:
    detail: Mapping[str, Any] = row.detail
    return AnswerRead(
        id=row.id,
        at=row.at,
        sequence=row.sequence,
        module=row.module,
        question=row.question,
        answer=UUID(detail["answer"]),
        verdict=_VERDICTS[row.verdict],
        points=row.points,
        out_of=row.out_of,
        lines=tuple(detail["lines"]),
        comment=detail["comment"],
        by_role=detail["by_role"],
    )


def _remarked(row: Any) -> Remarked:
    return Remarked(
        id=row.id,
        at=row.at,
        sequence=row.sequence,
        module=row.module,
        question=row.question,
        answer=UUID(row.detail["answer"]),
        verdict=_VERDICTS[row.verdict],
        points=row.points,
        out_of=row.out_of,
        release=row.detail["release"],
    )


def _test_remarked(row: Any) -> TestRemarked:
    return TestRemarked(
        id=row.id,
        at=row.at,
        sequence=row.sequence,
        module=row.module,
        lesson=row.lesson,
        attempt=row.attempt,
        points=row.points,
        out_of=row.out_of,
        passed=row.flag,
        release=row.detail["release"],
    )


def _reading_seen(row: Any) -> ReadingSeen:
    return ReadingSeen(
        id=row.id,
        at=row.at,
        sequence=row.sequence,
        module=row.module,
        question=row.question,
        reading=UUID(row.detail["reading"]),
    )


def _scale_answered(row: Any) -> ScaleAnswered:
    return ScaleAnswered(
        id=row.id,
        at=row.at,
        sequence=row.sequence,
        questionnaire=row.detail["questionnaire"],
        question=row.question,
        value=row.detail["value"],
        release=row.detail["release"],
        on_paper=row.detail["on_paper"],
    )


READERS: dict[str, Callable[[Any], Fact]] = {
    "support_given": lambda r: SupportGiven(
        id=r.id,
        at=r.at,
        sequence=r.sequence,
        minutes=r.detail["minutes"],
        person=r.detail["person"],
    ),
    "observed": lambda r: Observed(
        id=r.id,
        at=r.at,
        sequence=r.sequence,
        sort=r.detail["sort"],
        code=r.detail["code"],
        month=r.detail["month"],
    ),
    "outcome_known": lambda r: OutcomeKnown(
        id=r.id, at=r.at, sequence=r.sequence, code=r.detail["code"], month=r.detail["month"]
    ),
    "scale_answered": _scale_answered,
    "questionnaire_ended": lambda r: QuestionnaireEnded(
        id=r.id,
        at=r.at,
        sequence=r.sequence,
        questionnaire=r.detail["questionnaire"],
        refused=r.detail["refused"],
    ),
    "summary_read": lambda r: SummaryRead(
        id=r.id, at=r.at, sequence=r.sequence, path=r.detail["path"], digest=r.detail["digest"]
    ),
    "answer_given": _answer,
    "answer_read": _answer_read,
    "reading_seen": _reading_seen,
    "remarked": _remarked,
    "test_remarked": _test_remarked,
    "answer_unread": _unread,
    "lesson_done": lambda r: LessonDone(
        id=r.id, at=r.at, sequence=r.sequence, module=r.module, lesson=r.lesson
    ),
    "lesson_passed_over": lambda r: LessonPassedOver(
        id=r.id, at=r.at, sequence=r.sequence, module=r.module, lesson=r.lesson
    ),
    "questions_drawn": _drawn,
    "test_started": _test_started,
    "test_submitted": _test_submitted,
    "hint_seen": lambda r: HintSeen(
        id=r.id, at=r.at, sequence=r.sequence, module=r.module, question=r.question
    ),
    "review_started": lambda r: ReviewStarted(
        id=r.id, at=r.at, sequence=r.sequence, questions=tuple(r.detail["questions"])
    ),
    "review_skipped": lambda r: ReviewSkipped(id=r.id, at=r.at, sequence=r.sequence),
    "session_held": lambda r: SessionHeld(
        id=r.id, at=r.at, sequence=r.sequence, seconds=r.detail["seconds"]
    ),
}

_KINDS: dict[type, str] = {
    SupportGiven: "support_given",
    Observed: "observed",
    OutcomeKnown: "outcome_known",
    ScaleAnswered: "scale_answered",
    QuestionnaireEnded: "questionnaire_ended",
    SummaryRead: "summary_read",
    AnswerGiven: "answer_given",
    AnswerRead: "answer_read",
    ReadingSeen: "reading_seen",
    Remarked: "remarked",
    TestRemarked: "test_remarked",
    AnswerUnread: "answer_unread",
    LessonDone: "lesson_done",
    LessonPassedOver: "lesson_passed_over",
    QuestionsDrawn: "questions_drawn",
    TestStarted: "test_started",
    TestSubmitted: "test_submitted",
    HintSeen: "hint_seen",
    ReviewStarted: "review_started",
    ReviewSkipped: "review_skipped",
    SessionHeld: "session_held",
}
_IN_COLUMNS = ("module", "lesson", "question", "context", "attempt", "ordinal", "out_of")
_IN_DETAIL = (
    "seed", "release", "digest", "bank", "seconds", "comment", "by_role", "minutes", "person",
    "sort", "code", "month", "questionnaire", "value", "on_paper", "refused", "path",
)  # fmt: skip
_LINKS = ("answer", "reading")  # ids of other facts


def row_of(site: str, learner: UUID, one: Fact) -> dict[str, object]:
    row: dict[str, object] = {
        "site_id": site,
        "id": one.id,
        "learner_id": learner,
        "kind": _KINDS[type(one)],
        "at": one.at,
        "made_at": site,
        "flag": bool(getattr(one, "retry", False) or getattr(one, "passed", False)),
        "points": getattr(one, "points", None),
        "verdict": getattr(one, "verdict", None),
    }
    for name in _IN_COLUMNS:
        empty = "" if name in {"module", "lesson", "question", "context"} else None
        row[name] = getattr(one, name, empty)
    detail: dict[str, object] = {n: getattr(one, n) for n in _IN_DETAIL if hasattr(one, n)}
    detail |= {n: str(getattr(one, n)) for n in _LINKS if hasattr(one, n)}
    if hasattr(one, "lines"):
        detail["lines"] = list(one.lines)
    if hasattr(one, "fields"):
        detail["fields"] = [list(pair) for pair in one.fields]
    if hasattr(one, "questions"):
        detail["questions"] = list(one.questions)
    row["detail"] = detail or None
    return row
