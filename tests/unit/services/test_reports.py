"""Reports answered, on both databases: grouped by question, once each, seen by who reported."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from learning.domain.errors import Invalid, NotFound
from learning.services import notices, reports
from learning.services.manuscripts import files_now
from learning.services.report import report_error
from learning.services.texts import find_path
from learning.services.work import Program
from learning.storage.activity import error_report
from tests.support.clock import START
from tests.support.small_site import Account, as_learner, as_trainer, make

Enrolled = tuple[Program, dict[str, Account]]


@pytest.fixture
def enrolled(database_url: str, tmp_path: Path) -> Iterator[Enrolled]:
    """A published site with three learners, on either database."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def signal(enrolled: Enrolled, who: str, text: str = "") -> None:
    """Let a learner report an error."""
    program, accounts = enrolled
    with program.writing() as work:
        as_learner(work, accounts[who])
        report_error(work, "essai", "formes", "unique", "faute", text)


def test_reports_are_grouped_and_answered_at_once(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    for who in ("alix", "bilal", "chloe"):
        signal(enrolled, who, f"Un s manque, dit {who}")
    question = "essai/formes/unique"
    with program.reading() as work:
        as_trainer(work, accounts["trainer"])
        listed, page = reports.list_reported(work), reports.show_reports(work, question)
        assert reports.count_waiting(work) == 2
    assert [(one.question, one.waiting) for one in listed] == [(question, 2)]
    assert page.text_ref == "essai/formes"
    assert all(one.is_current and one.published_at for one in page.waiting)
    chosen = [str(one.id) for one in page.waiting]

    def reply(ids: list[str], text: str) -> int:
        with program.writing() as work:
            as_trainer(work, accounts["trainer"])
            return reports.reply(work, question, ids, text=text, reusable="")

    for ids, text, error in (
        ([], "Merci.", Invalid),
        (chosen, "", Invalid),
        (chosen, "x" * 501, Invalid),
        ([str(uuid4())], "Merci.", NotFound),
    ):
        with pytest.raises(error):
            reply(ids, text)
    assert reply(chosen[:1], "Merci.") == 1
    assert reply(chosen[:1], "Merci.") == 1  # the same form, sent twice
    with pytest.raises(reports.AlreadyAnswered):
        reply(chosen, "Corrigé.")
    assert reply(chosen[1:], "Corrigé.") == 1
    with program.reading() as work:
        assert not reports.list_reported(as_trainer(work, accounts["trainer"]))
        with pytest.raises(NotFound):
            reports.show_reports(work, "essai/formes/libre")


def test_a_reply_is_seen_by_its_learner_alone(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    signal(enrolled, "alix")
    with program.writing() as work:
        as_trainer(work, accounts["trainer"])
        page = reports.show_reports(work, "essai/formes/unique")
        report = page.waiting[0].id
        with pytest.raises(NotFound):
            notices.see_reply(as_learner(work, accounts["alix"]), report)  # not answered yet
        as_trainer(work, accounts["trainer"])
        reports.reply(work, page.question, [str(report)], text="Merci.", reusable="")
    for who, count in (("alix", 1), ("bilal", 0)):
        with program.reading() as work:
            assert notices.show_news(as_learner(work, accounts[who])).count == count
    with program.writing() as work, pytest.raises(NotFound):
        notices.see_reply(as_learner(work, accounts["bilal"]), report)
    with program.writing() as work:
        notices.see_reply(as_learner(work, accounts["alix"]), report)
        notices.see_reply(work, report)
        assert notices.show_news(work).count == 0


@pytest.mark.parametrize(
    ("question", "reference", "file"),
    [
        ("essai/formes/unique", "essai/formes", "essai/10-formes.md"),
        # A test has the bank's very name.
        ("essai/epreuve/marge-1", "essai/banques/epreuve", "essai/banques/epreuve.md"),
        ("essai/formes/retiree", "", ""),
    ],
)
def test_the_text_to_correct_is_named(
    enrolled: Enrolled, question: str, reference: str, file: str
) -> None:
    program, accounts = enrolled
    kept = {
        "site_id": "site",
        "id": uuid4(),
        "learner_id": accounts["alix"].id,
        "at": START,
        "question": question,
        "release": "ancienne",
        "reason": "inconnue",
        "text": "",
    }
    with program.writing() as work:
        work.connection.execute(sa.insert(error_report), kept)
        page = reports.show_reports(as_trainer(work, accounts["trainer"]), question)
        files = files_now(work)
    assert page.text_ref == reference
    assert not reference or find_path(files, reference) == file
    assert not page.waiting[0].is_current
    assert page.waiting[0].reason == "Autre chose"
