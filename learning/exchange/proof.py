"""Written questions read again by our own reader: what it would read otherwise is not kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from learning.content.check import judge
from learning.content.finding import Report, Severity
from learning.content.parse import Parser
from learning.content.question_markup import RawQuestion, read_question
from learning.content.render import run_jobs
from learning.domain.question import (
    Matching,
    MultipleChoice,
    Number,
    OpenAnswer,
    Question,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from learning.exchange.foreign import WHOLE, ForeignQuestion, Sort
from learning.exchange.shaping import Shaped

_DAY = date(2026, 1, 1)  # no figure is cited: any day
_FOLDER = "essai"
_MODULE = b"---\ntitre: Essai\nbut: Essai\nobjectifs:\n  essai = Essai\n---\n"
_CHUNK = 60_000
_OTHERWISE = "notre format la lirait autrement."
_REPAIR = "Simplifiez son texte, ou recopiez-la dans l’atelier."

Fault = tuple[str, str]  # reason, repair


@dataclass(frozen=True, slots=True)
class Written:
    """A question with the name that it is written under."""

    name: str
    foreign: ForeignQuestion
    shaped: Shaped

    @property
    def text(self) -> str:
        """The whole block."""
        return "\n".join((f":::question {self.name}", *self.shaped.lines, ":::", ""))


def faults_of(questions: Sequence[Written]) -> dict[str, Fault]:
    """Return, by name, why a question must be left out."""
    faults: dict[str, Fault] = {}
    for question in questions:
        fault = _sorted_otherwise(question)
        if fault is not None:
            faults[question.name] = fault
    rest = [question for question in questions if question.name not in faults]
    files, starts = _files(rest)
    parsed = Parser(files, on=_DAY).run()
    for finding in judge(files, parsed, on=_DAY, run=run_jobs):
        name = _name_at(starts.get(finding.file, ()), finding.line)
        if finding.severity is Severity.ERROR and name:
            faults.setdefault(name, (finding.message, finding.remedy or _REPAIR))
    built = {
        question.name: question
        for module in parsed.modules
        for bank in module.banks
        for question in bank.questions
    }
    for question in rest:
        if question.name not in faults and not _same(question.foreign, built.get(question.name)):
            faults[question.name] = (_OTHERWISE, _REPAIR)
    return faults


def _sorted_otherwise(question: Written) -> Fault | None:
    """Compare how our reader sorts the lines with what they were written for."""
    report = Report("")
    raw = read_question(question.name, 0, question.shaped.lines, report)
    error = next((f for f in report.findings if f.severity is Severity.ERROR), None)
    if error is not None:
        return (error.message, error.remedy or _REPAIR)
    shaped = question.shaped
    same = (
        raw.text == "\n".join(shaped.prompt).strip()
        and _stripped(raw.words.get("explication", "")) == _stripped("\n".join(shaped.explanation))
        and _stripped(raw.words.get("indice", "")) == _stripped("\n".join(shaped.hint))
        and _reasons(raw) == _reasons_written(shaped)
    )
    return None if same else (_OTHERWISE, _REPAIR)


def _stripped(text: str) -> list[str]:
    return [line.strip() for line in text.strip().split("\n")]


def _reasons(raw: RawQuestion) -> list[str]:
    lines = sorted(raw.every_line, key=lambda line: line.number)
    return [text.strip() for line in lines for text in line.feedback]


def _reasons_written(shaped: Shaped) -> list[str]:
    stripped = [line.strip() for line in shaped.answers]
    return [line[1:].strip() for line in stripped if line.startswith(">")]


def _files(
    questions: Sequence[Written],
) -> tuple[dict[str, bytes], dict[str, list[tuple[int, str]]]]:
    """Lay the questions in files that our reader takes; tell at which line each begins."""
    files = {f"{_FOLDER}/module.md": _MODULE}
    starts: dict[str, list[tuple[int, str]]] = {}
    for number, chunk in enumerate(chunks(questions), start=1):
        path = f"{_FOLDER}/banques/banque-{number}.md"
        line = 1
        for question in chunk:
            starts.setdefault(path, []).append((line, question.name))
            line += question.text.count("\n") + 1
        files[path] = "\n".join(question.text for question in chunk).encode()
    return files, starts


def chunks(questions: Sequence[Written], head: int = 0) -> list[list[Written]]:
    """Part questions so that each file stays under what a course file may weigh."""
    parts: list[list[Written]] = [[]]
    size = head
    for question in questions:
        weight = len(question.text.encode()) + 1
        if parts[-1] and size + weight > _CHUNK:
            parts.append([])
            size = head
        parts[-1].append(question)
        size += weight
    return [part for part in parts if part]


def _name_at(starts: Sequence[tuple[int, str]], line: int) -> str:
    """Return the question that holds a line."""
    name = ""
    for start, one in starts:
        if start > line:
            break
        name = one
    return name


def _same(foreign: ForeignQuestion, built: Question | None) -> bool:
    """Tell whether the question built marks as the foreign one does."""
    if built is not None and built.points != foreign.points:
        return False
    match foreign.sort, built:
        case Sort.CHOICE, SingleChoice() | MultipleChoice():
            return len(built.choices) <= len(foreign.answers)
        case Sort.TRUE_FALSE, TrueFalse():
            return built.right is foreign.truth
        case Sort.NUMBER, Number():
            return _same_number(foreign, built)
        case Sort.MATCHING, Matching():
            return len(built.pairs) <= len(foreign.pairs)
        case _:
            return (foreign.sort, type(built)) in _PLAIN_KINDS


_PLAIN_KINDS = {(Sort.SHORT, ShortText), (Sort.ESSAY, OpenAnswer)}


def _same_number(foreign: ForeignQuestion, built: Number) -> bool:
    return any(
        answer.number is not None
        and answer.weight == WHOLE
        and answer.number.value == built.value
        and answer.number.margin == built.tolerance.amount
        and not built.tolerance.relative
        for answer in foreign.answers
    )
