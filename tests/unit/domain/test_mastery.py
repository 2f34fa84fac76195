"""Whether an objective is acquired."""

from learning.domain.facts import AnswerGiven, Context
from learning.domain.mastery import Mastery, ObjectiveProgress, reaches
from learning.domain.progress import measure
from tests.unit.domain.building import given, module

BANK = [f"mod/epreuve/b{place}" for place in range(1, 12, 2)]  # all of « vendre »


def _vendre(*answers: AnswerGiven) -> ObjectiveProgress:
    found = measure(module(), answers).objective("vendre")
    assert found is not None
    return found


def _tested(place: int, minute: float, points: float = 1) -> AnswerGiven:
    return given(BANK[place], minute, points=points, context=Context.TEST)


def _four() -> list[AnswerGiven]:
    return [given("mod/idee/a", 1), given("mod/idee/b", 2), _tested(0, 3), _tested(1, 4)]


def test_four_questions_of_which_two_in_a_test_are_needed() -> None:
    assert _vendre(*_four()).state is Mastery.ACQUIRED
    assert _vendre(*_four()[:3]).state is Mastery.NOT_YET
    lessons = [given(name, minute) for minute, name in enumerate(["mod/idee/a", *BANK[:3]])]
    assert _vendre(*lessons).state is Mastery.NOT_YET
    reviewed = [given(name, 9, context=Context.REVIEW) for name in BANK[:2]]
    assert _vendre(*_four()[:2], *reviewed).state is Mastery.ACQUIRED


def test_the_latest_answer_to_each_question_counts() -> None:
    answers = [*_four()[:3], _tested(1, 4, points=0)]
    found = _vendre(*answers)
    assert (found.points, found.out_of, found.questions, found.in_test) == (3, 4, 4, 2)
    assert found.state is Mastery.NOT_YET
    assert _vendre(*answers, _tested(1, 5)).state is Mastery.ACQUIRED


def test_a_retry_in_the_lesson_does_not_count() -> None:
    first = given("mod/idee/a", 1, points=0)
    again = given("mod/idee/a", 2, retry=True)
    assert _vendre(first, again).points == 0


def test_an_open_answer_nobody_read_does_not_count() -> None:
    assert _vendre(given("mod/idee/a", 1, points=None)).questions == 0


def test_nothing_earned_is_taken_back() -> None:
    missed = [_tested(place, 10 + place, points=0) for place in range(2)]
    assert _vendre(*_four(), *missed).state is Mastery.TO_REVIEW
    recovered = [_tested(place, 20 + place) for place in range(2)]
    assert _vendre(*_four(), *missed, *recovered).state is Mastery.ACQUIRED


def test_a_threshold_is_reached_in_spite_of_floats() -> None:
    assert reaches(0.1 + 0.7, 1, 0.8)
    assert not reaches(0.79, 1, 0.8)
    assert not reaches(0, 0, 0.8)
