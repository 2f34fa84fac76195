"""How hard a text is to read; and the bars of the project held by each shipped lesson."""

import pytest

from learning.content.parse import Parser
from learning.content.prose import judge_prose
from learning.content.readability import (
    HIGHEST_LIX,
    LONGEST_ESSENTIAL,
    LONGEST_MEAN,
    LOWEST_EASE,
    measure_text,
    sentences_of,
    syllables,
    words_of,
)
from learning.content.source import read_folder
from learning.domain.course import BlockKind
from learning.paths import COURSES

SYLLABLES = {
    "créer": 2, "table": 1, "école": 2, "commerce": 2, "théâtre": 2, "vente": 1, "ventes": 1,
    "payer": 2, "pays": 2, "noël": 2, "client": 2, "ouvrier": 3, "question": 2, "guerre": 1,
    "entreprise": 3, "bénéfice": 3, "août": 1, "œuvre": 1, "oublier": 3, "quai": 1, "le": 1,
    "réunion": 3, "janvier": 2, "oui": 1, "poésie": 3, "2026": 1,
}  # fmt: skip


@pytest.mark.parametrize("word", SYLLABLES)
def test_syllables_are_counted_as_they_are_said(word: str) -> None:
    assert syllables(word) == SYLLABLES[word]


def test_words_and_sentences_are_counted() -> None:
    text = "L’idée est là. Elle coûte 12,50 €.\n\n- un loyer\n- un pain\n\nPourquoi ?"
    assert sentences_of(text) == [
        "L’idée est là.", "Elle coûte 12,50 €.", "- un loyer", "- un pain", "Pourquoi ?",
    ]  # fmt: skip
    assert words_of("L’idée est là.") == ["L", "idée", "est", "là"]


def test_measures_are_those_of_their_authors() -> None:
    found = measure_text("Le loyer reste. Vous payez chaque mois.")
    assert (found.words, found.sentences, found.mean_sentence) == (7, 2, 3.5)
    assert found.lix == pytest.approx(3.5)  # no word of more than six letters
    assert found.ease == pytest.approx(207 - 1.015 * 3.5 - 73.6 * 9 / 7)
    assert found.longest == "Vous payez chaque mois."


def test_nothing_is_no_fault() -> None:
    assert measure_text("").words == 0
    assert measure_text("…").longest == ""


PARSED = Parser(read_folder(COURSES)).run()
LESSONS = sorted(file for file in PARSED.texts if file.count("/") == 1 and PARSED.texts[file])


@pytest.mark.parametrize("file", LESSONS)
def test_each_shipped_lesson_is_plain(file: str) -> None:
    assert judge_prose(file, PARSED.texts[file], PARSED.rates) == []


@pytest.mark.parametrize("file", LESSONS)
def test_each_shipped_lesson_holds_the_bars(file: str) -> None:
    """Said a second time on what a learner reads, built, rather than on its source."""
    lessons = {
        f"{module.slug}/{lesson.slug}": lesson
        for module in PARSED.modules
        for lesson in module.lessons
    }
    folder, _, name = file.partition("/")
    lesson = lessons.get(f"{folder}/{name.removesuffix('.md').partition('-')[2]}")
    if lesson is None:
        assert name == "module.md"
        return
    measured = measure_text("\n\n".join(block.plain for block in lesson.blocks))
    assert measured.mean_sentence <= LONGEST_MEAN
    assert measured.lix <= HIGHEST_LIX
    assert measured.ease >= LOWEST_EASE
    for block in lesson.blocks:
        if block.kind is BlockKind.ESSENTIAL:
            assert all(len(words_of(s)) <= LONGEST_ESSENTIAL for s in sentences_of(block.plain))
