"""GIFT texts imported, then built and rendered as a learner would get them."""

from learning.content.library import build
from learning.content.parse import Parser
from learning.content.render import render
from learning.domain.answers import Answer, read_answer
from learning.domain.marking import Mark, mark
from learning.domain.question import Question
from learning.exchange.gift import import_gift
from learning.exchange.report import BankImport, QuestionReport, State

MODULE = b"---\ntitre: Essai\nbut: Essai\nobjectifs:\n  essai = Essai\n---\n"


def read(text: str | bytes) -> BankImport:
    """Import a text."""
    return import_gift(text if isinstance(text, bytes) else text.encode(), "banque.gift")


def built(done: BankImport) -> dict[str, Question]:
    """Build what was imported, by name."""
    files = {"essai/module.md": MODULE}
    files |= {f"essai/banques/{bank.name}.md": bank.body.encode() for bank in done.banks}
    catalogue = build(files, rendered(files))
    return {q.name: q for bank in catalogue.modules[0].banks for q in bank.questions}


def rendered(files: dict[str, bytes]) -> dict[str, dict[str, str]]:
    """Render in this process: a child for each test would take long."""
    fragments = Parser(files).run().fragments["essai"].wanted
    html = {key: render(text, inline=mode == "inline") for key, (mode, text) in fragments.items()}
    return {"essai": dict(html)}


def question(text: str | bytes) -> Question:
    """Import one question, which must come over without a loss."""
    only, report = lossy(text)
    assert report.state is State.EXACT, report
    return only


def lossy(text: str | bytes) -> tuple[Question, QuestionReport]:
    """Import one question, whatever it loses."""
    done = read(text)
    assert len(done.questions) == 1, done.questions
    assert done.kept == 1, done.questions
    (only,) = built(done).values()
    return only, done.questions[0]


def left_out(text: str | bytes) -> QuestionReport:
    """Import one question, which must be left out with a reason and a repair."""
    done = read(text)
    (report,) = done.questions
    assert report.state is State.LEFT_OUT, report
    assert not done.banks
    assert report.reason.endswith((".", "»."))
    assert report.repair.endswith(".")
    return report


def answered(asked: Question, *values: str, **parts: str) -> Mark:
    """Mark an answer typed in the page's form."""
    form: dict[str, tuple[str, ...]] = {f"{asked.name}.{part}": (v,) for part, v in parts.items()}
    if values:
        form[asked.name] = values
    answer = read_answer(asked, form, "graine")
    assert isinstance(answer, Answer), answer
    return mark(asked, answer, "graine")
