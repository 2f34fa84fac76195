"""The language of the screens: French counts none as it counts one."""

import pytest

from learning.web.i18n import Language
from tests.support.small_site import LESSON, SmallSite


@pytest.mark.parametrize(("count", "word"), [(0, "question"), (1, "question"), (2, "questions")])
def test_french_is_plural_from_two(count: int, word: str) -> None:
    assert Language("fr").translations.ngettext("question", "questions", count) == word


def test_an_unread_lesson_has_none_answered(small: SmallSite) -> None:
    text = small.signed_in().get(LESSON).text.replace("\u00a0", " ")
    assert "11 questions, 0 répondue" in text
    assert "0 répondues" not in text
