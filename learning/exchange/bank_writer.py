"""Foreign questions written as banks of ours, one file for each category, with the report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from learning.exchange.foreign import ForeignQuestion, Sort, Unreadable
from learning.exchange.names import Names, name_from
from learning.exchange.proof import Written, chunks, faults_of
from learning.exchange.report import KINDS, BankImport, QuestionReport, State, WrittenBank
from learning.exchange.shaping import shape
from learning.exchange.wording import plain

_PREVIEW = 200
_ROOTS = frozenset({"$course$", "$module$", "$system$", "$category$", "top", ""})


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a file: read, or the reason why it was not; with its category."""

    category: str
    read: ForeignQuestion | Unreadable


def write_banks(entries: Sequence[Entry], file_name: str, notes: Iterable[str] = ()) -> BankImport:
    """Write every question that can be, and tell what became of each."""
    names = Names()
    written: list[tuple[str, Written]] = []
    reports: list[QuestionReport] = []
    for entry in entries:
        if isinstance(entry.read, Unreadable):
            reports.append(_left_out(entry.read))
            continue
        try:
            shaped = shape(entry.read)
        except Unreadable as fault:
            reports.append(_left_out(fault, entry.read))
            continue
        name = names.take(
            name_from(
                entry.read.title,
                plain(entry.read.text),
                otherwise=f"question-{entry.read.line}",
            )
        )
        written.append((entry.category, Written(name, entry.read, shaped)))
    faults = faults_of([question for _, question in written])
    kept: dict[str, list[Written]] = {}
    for category, question in written:
        if question.name in faults:
            reason, repair = faults[question.name]
            lost = Unreadable(question.foreign.line, reason, repair)
            reports.append(_left_out(lost, question.foreign))
        else:
            kept.setdefault(category, []).append(question)
    banks, where = _banks(kept, file_name)
    for questions in kept.values():
        reports += [_came_over(question, where[question.name]) for question in questions]
    return BankImport(banks, tuple(sorted(reports, key=lambda r: r.line)), tuple(notes))


def _left_out(fault: Unreadable, question: ForeignQuestion | None = None) -> QuestionReport:
    preview = fault.preview if question is None else plain(question.text)
    return QuestionReport(
        line=fault.line,
        state=State.LEFT_OUT,
        title=fault.title if question is None else question.title,
        preview=" ".join(preview.split())[:_PREVIEW],
        kind="" if question is None else _kind(question),
        reason=fault.reason,
        repair=fault.repair,
    )


def _came_over(question: Written, bank: str) -> QuestionReport:
    shaped, foreign = question.shaped, question.foreign
    return QuestionReport(
        line=foreign.line,
        state=State.LOSS if shaped.losses else State.EXACT,
        title=foreign.title,
        preview=plain(foreign.text)[:_PREVIEW],
        kind=_kind(foreign, single="- (x) " in question.text),
        name=question.name,
        bank=bank,
        losses=shaped.losses,
        remarks=shaped.remarks,
    )


def _kind(question: ForeignQuestion, *, single: bool | None = None) -> str:
    if question.sort is Sort.CHOICE:
        alone = question.single if single is None else single
        return "choix unique" if alone else "choix multiple"
    return KINDS[question.sort]


def _banks(
    kept: dict[str, list[Written]], file_name: str
) -> tuple[tuple[WrittenBank, ...], dict[str, str]]:
    """Write one bank for each category, in several files when it is too big."""
    names = Names()
    banks: list[WrittenBank] = []
    where: dict[str, str] = {}
    stem = PurePath(file_name).stem
    for category, questions in kept.items():
        title = title_of(category)
        name = name_from(title, stem, otherwise="banque")
        head = _head(title)
        for chunk in chunks(questions, len(head.encode())):
            taken = names.take(name)
            where |= {question.name: taken for question in chunk}
            body = head + "\n".join(question.text for question in chunk)
            banks.append(
                WrittenBank(name=taken, title=title or stem, body=body, questions=len(chunk))
            )
    return tuple(banks), where


def title_of(category: str) -> str:
    """Return the last part of a category's path."""
    parts = [part.strip() for part in category.replace("//", "\ue000").split("/")]
    named = [" ".join(p.replace("\ue000", "/").split()) for p in parts if p not in _ROOTS]
    return named[-1][:120] if named else ""


def _head(title: str) -> str:
    return f"---\ntitre: {title}\n---\n\n" if title else ""
