"""Texts read, on both databases: what waits, for whom, and what a reading moves."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from learning.content.source import read_folder
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.domain.facts import AnswerGiven, AnswerRead, Context, TestSubmitted, Verdict
from learning.domain.progress import measure
from learning.domain.reading import LineMark
from learning.services import learn, notices, review
from learning.services import test as tests
from learning.services.activity import add_facts, facts_of
from learning.services.answer import answer_question
from learning.services.reading import AlreadyRead, Typed, save_reading, show_text
from learning.services.reading_comments import add_comment, list_comments, retire_comment
from learning.services.reading_queue import Queue, list_read, list_waiting
from learning.services.test_page import show_result
from learning.services.work import Program
from tests.support.clock import START
from tests.support.small_site import COURSES, Account, as_learner, as_trainer, make, publish_folder

Enrolled = tuple[Program, dict[str, Account]]
TEXT = "essai/formes/libre"
YES = Typed(marks=(LineMark.YES,), comment="Bien.")
NO = Typed(marks=(LineMark.NO,), comment="Nommez le produit.")


@pytest.fixture
def enrolled(database_url: str, tmp_path: Path) -> Iterator[Enrolled]:
    """A published site with three learners, on either database."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def write(enrolled: Enrolled, text: str, *, who: str = "alix", name: str = "libre") -> UUID:
    """Let a learner answer the open question of the lesson, and return the answer's id."""
    program, accounts = enrolled
    with program.writing() as work:
        as_learner(work, accounts[who])
        answer_question(work, "essai", "formes", name, {name: [text]})
    return answers_of(enrolled, who)[-1].id


def answers_of(enrolled: Enrolled, who: str = "alix") -> list[AnswerGiven]:
    """The answers of a learner, each under its mark of today."""
    program, accounts = enrolled
    with program.reading() as work:
        facts = facts_of(work, accounts[who].id)
    return [fact for fact in facts if isinstance(fact, AnswerGiven)]


def read(enrolled: Enrolled, answer: UUID, typed: Typed = YES, *, token: str = "") -> None:
    """Let the trainer read a text."""
    program, accounts = enrolled
    with program.writing() as work:
        save_reading(as_trainer(work, accounts["trainer"]), answer, typed, token=token)


def waiting(enrolled: Enrolled) -> Queue:
    """What waits for the trainer."""
    program, accounts = enrolled
    with program.reading() as work:
        return list_waiting(as_trainer(work, accounts["trainer"]))


def readings(enrolled: Enrolled, who: str = "alix") -> list[AnswerRead]:
    """Every reading of a learner's texts."""
    program, accounts = enrolled
    with program.reading() as work:
        facts = facts_of(work, accounts[who].id)
    return [fact for fact in facts if isinstance(fact, AnswerRead)]


def test_the_oldest_text_comes_first_and_only_the_latest_of_each_question(
    enrolled: Enrolled,
) -> None:
    write(enrolled, "Premier jet")
    second = write(enrolled, "Un thé à la gare")
    other = write(enrolled, "Des coupes", who="bilal")
    write(enrolled, "Loin d’ici", who="chloe")  # of another group
    queue = waiting(enrolled)
    assert [line.answer for line in queue.texts] == [second, other]
    assert queue.total == 2
    assert queue.texts[0].asked == "Que vendriez-vous\u00a0?"
    assert queue.texts[0].groups == ("Groupe du matin",)
    read(enrolled, second)
    assert [line.answer for line in waiting(enrolled).texts] == [other]


def test_a_text_of_another_group_is_not_found(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    theirs = write(enrolled, "Loin d’ici", who="chloe")
    with program.reading() as work, pytest.raises(NotFound):
        show_text(as_trainer(work, accounts["trainer"]), theirs)
    with pytest.raises(NotFound):
        read(enrolled, theirs)
    with pytest.raises(NotFound):
        read(enrolled, uuid4())
    assert not readings(enrolled, "chloe")


def test_a_scale_and_a_number_never_wait(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    given = AnswerGiven(
        id=uuid4(),
        at=START,
        module="essai",
        question="essai/formes/echelle",
        context=Context.LESSON,
        ordinal=0,
        verdict=Verdict.TO_READ,
        points=None,
        out_of=0,
    )
    with program.writing() as work:
        add_facts(work, accounts["alix"].id, [given])
    assert not waiting(enrolled).texts
    with pytest.raises(NotFound):
        read(enrolled, given.id)


def test_a_reading_marks_the_answer_and_the_latest_wins(enrolled: Enrolled) -> None:
    answer = write(enrolled, "Un thé")
    read(enrolled, answer, NO)
    first = readings(enrolled)[0]
    assert (first.verdict, first.points, first.by_role) == (Verdict.WRONG, 0.0, "trainer")
    assert answers_of(enrolled)[-1].verdict is Verdict.WRONG
    read(enrolled, answer, YES, token=str(first.id))
    assert (answers_of(enrolled)[-1].verdict, answers_of(enrolled)[-1].points) == (
        Verdict.RIGHT,
        1.0,
    )
    assert len(readings(enrolled)) == 2


def test_a_second_reader_is_told_and_the_same_form_counts_once(enrolled: Enrolled) -> None:
    answer = write(enrolled, "Un thé")
    read(enrolled, answer, NO)
    read(enrolled, answer, NO)  # the same form, sent twice
    assert len(readings(enrolled)) == 1
    with pytest.raises(AlreadyRead):
        read(enrolled, answer, YES)
    program, accounts = enrolled
    with program.reading() as work:
        page = show_text(as_trainer(work, accounts["trainer"]), answer, typed=YES)
    assert page.reading
    assert page.reading.comment == NO.comment
    assert [line.mark for line in page.said] == [LineMark.NO]
    assert page.lines[0].mark is LineMark.YES
    read(enrolled, answer, YES, token=page.token)
    assert len(readings(enrolled)) == 2


def test_two_readers_at_the_same_instant_leave_one_reading(enrolled: Enrolled) -> None:
    answer = write(enrolled, "Un thé")
    start = Barrier(4)

    def attempt(number: int) -> bool:
        start.wait()
        try:
            read(enrolled, answer, replace(YES, comment=f"Lecture {number}"))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1
    assert len(readings(enrolled)) == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (Typed(), "ligne-1"),
        (Typed(marks=(None,), comment="Bien."), "ligne-1"),
        (replace(YES, comment="x" * 501), "commentaire"),
    ],
)
def test_what_is_missing_is_named(enrolled: Enrolled, typed: Typed, field: str) -> None:
    answer = write(enrolled, "Un thé")
    with pytest.raises(Invalid) as refused:
        read(enrolled, answer, typed)
    assert refused.value.field == field
    assert not readings(enrolled)


def test_comments_are_used_again_and_retired(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    answer = write(enrolled, "Un thé")
    with program.writing() as work:
        add_comment(work, "Dites le prix.")
        add_comment(work, " Dites le prix. ")
        kept = list_comments(work)
    assert [one.text for one in kept] == ["Dites le prix."]
    read(enrolled, answer, replace(YES, reusable=str(kept[0].id)))
    assert readings(enrolled)[0].comment == "Dites le prix.\nBien."
    with program.writing() as work:
        retire_comment(work, kept[0].id)
        assert not list_comments(work)
        with pytest.raises(NotFound):
            retire_comment(work, kept[0].id)
    with program.writing() as work:
        for number in range(30):
            add_comment(work, f"Commentaire {number}")
        for wrong in ("", "x" * 501, "Un de trop"):
            with pytest.raises(Invalid):
                add_comment(work, wrong)
    with program.reading() as work:
        assert len(list_read(as_trainer(work, accounts["trainer"]))) == 1


def test_the_latest_reading_is_shown_though_the_clock_went_back(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    first = AnswerRead(
        id=uuid4(),
        at=START,
        module="essai",
        question=TEXT,
        answer=uuid4(),
        verdict=Verdict.WRONG,
        points=0.0,
        out_of=1,
    )
    others = [replace(first, id=uuid4(), answer=uuid4()) for _ in range(80)]
    back = START - timedelta(days=1)
    again = replace(first, id=uuid4(), at=back, verdict=Verdict.RIGHT, points=1.0)
    with program.writing() as work:
        for one in (first, *others, again):  # one at a time: each has its own place
            add_facts(work, accounts["alix"].id, [one])
    with program.reading() as work:
        shown = list_read(as_trainer(work, accounts["trainer"]))
    assert (shown[0].answer, shown[0].verdict) == (again.answer, Verdict.RIGHT)
    assert [line.answer for line in shown[1:]] == [one.answer for one in others[:-40:-1]]


def test_mastery_counts_a_text_once_it_is_read(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    answer = write(enrolled, "Un thé")

    def points() -> float:
        with program.reading() as work:
            as_learner(work, accounts["alix"])
            module = work.catalogue.module("essai")
            assert module
            known = measure(module, facts_of(work, accounts["alix"].id))
            return sum(one.points for one in known.objectives)

    assert points() == 0
    read(enrolled, answer)
    assert points() == 1


def test_the_review_never_asks_for_a_text_again(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    answer = write(enrolled, "Un thé")
    read(enrolled, answer, NO)
    with program.writing() as work:
        as_learner(work, accounts["alix"])
        answer_question(work, "essai", "formes", "nombre", {"nombre": ["1766"]})
    with program.reading() as work:
        as_learner(work, accounts["alix"])
        work.instant += timedelta(days=1)
        due = learn.reviewed_today(work, facts_of(work, accounts["alix"].id))
        page = review.show_review(work)
    assert due == ("essai/formes/nombre",)
    assert page.waiting == 1


def with_a_text_in_the_test() -> dict[str, bytes]:
    """The small courses, whose test also asks for a text."""
    files = dict(read_folder(COURSES))
    asked = (
        "\n:::question mon-texte\nObjectif : compter\n\nDites votre prix.\n\n"
        "Réponse libre : 3 lignes\n\nGrille :\n- Un prix est dit\n- Il est expliqué\n\n"
        "Explication : Un prix se défend.\n:::\n"
    )
    files["essai/90-epreuve.md"] += asked.encode()
    return files


def send_test(enrolled: Enrolled, text: str) -> UUID:
    """Let a learner take the test with that text and nothing else, and return the attempt."""
    program, accounts = enrolled
    with program.writing() as work:
        as_learner(work, accounts["alix"])
        tests.start_test(work, "essai", "epreuve")
    with program.writing() as work:
        as_learner(work, accounts["alix"])
        sitting = tests.find_sitting(work, "essai", "epreuve")
        assert sitting
        tests.keep_answers(work, sitting, {"mon-texte": [text], "montrees": ["mon-texte"]})
        return tests.submit_test(work, sitting)


def test_a_text_in_a_test_is_read_without_changing_the_result(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    publish_folder(program, with_a_text_in_the_test())
    attempt = send_test(enrolled, "3 €, car le thé coûte 1 €")

    def result() -> tuple[TestSubmitted, int, str | None, bool]:
        with program.reading() as work:
            as_learner(work, accounts["alix"])
            page = show_result(work, "essai", "epreuve", attempt)
        view = next(one for one in page.questions if one.name == "mon-texte")
        return page.sent, page.to_read, view.verdict, view.reading is not None

    sent, to_read, verdict, shown = result()
    assert (to_read, verdict, shown) == (1, "a-lire", False)
    line = waiting(enrolled).texts[0]
    assert line.asked == "Dites votre prix."
    read(enrolled, line.answer, Typed(marks=(LineMark.YES, LineMark.NO)))
    assert result() == (sent, 0, "partiel", True)


def test_a_question_changed_since_is_read_as_it_was_asked(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    answer = write(enrolled, "Un thé")
    files = dict(read_folder(COURSES))
    before = files["essai/10-formes.md"]
    files["essai/10-formes.md"] = before.replace(
        b"- Un produit est nomm\xc3\xa9\n", b"- Un prix est dit\n- Un client est dit\n"
    )
    assert files["essai/10-formes.md"] != before
    publish_folder(program, files)
    with program.reading() as work:
        page = show_text(as_trainer(work, accounts["trainer"]), answer)
    assert [line.text for line in page.lines] == ["Un produit est nommé"]
    read(enrolled, answer)
    assert readings(enrolled)[0].lines == (1.0,)


def test_the_learner_is_told_until_they_have_read(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    answer = write(enrolled, "Un thé")
    read(enrolled, answer, NO)

    def news(who: str = "alix") -> notices.News:
        with program.reading() as work:
            return notices.show_news(as_learner(work, accounts[who]))

    told = news().new_texts[0]
    assert told.url == "/modules/essai/formes#q-libre"
    assert (told.reading.comment, told.reading.by_role) == (NO.comment, "trainer")
    assert not news("bilal").texts
    reading = UUID(told.reading.id)
    with program.writing() as work, pytest.raises(NotFound):
        notices.see_reading(as_learner(work, accounts["bilal"]), reading)
    for _ in range(2):
        with program.writing() as work:
            notices.see_reading(as_learner(work, accounts["alix"]), reading)
    assert (news().count, len(news().texts)) == (0, 1)
    read(enrolled, answer, YES, token=str(reading))  # read again: told again
    assert news().count == 1
    write(enrolled, "Un thé chaud")  # the place now shows another text
    assert news().new_texts[0].url == ""
