"""The words of the paper: French, whole, and the same for the page and the PDF."""

from dataclasses import replace
from datetime import date

import pytest

from learning.domain.attestation import Hours, Kind, Mark, Statement
from learning.domain.attested import Attested, show_mark, word
from learning.domain.numbers import NBSP
from learning.domain.stating import tells_where
from tests.support.attested import DAY, HOURS, NUMBER, statement

SHORT = "7K3M92QXHD4TQ5RV83LC0JPN"


def words(stated: Statement) -> Attested:
    return word(stated, number=NUMBER, short=SHORT, day=DAY)


def said(attested: Attested) -> str:
    """Every word, one after the other."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            for one in value:
                walk(one)
        elif hasattr(value, "__slots__"):
            for name in type(value).__slots__:
                walk(getattr(value, name))

    walk(attested)
    return " ".join(found)


def test_a_success_says_the_path_the_marks_and_the_hours() -> None:
    paper = words(statement())
    assert paper.heading == "Attestation de réussite"
    assert paper.number == "Attestation 7K3M-92QX-HD4T"
    assert paper.did == "a suivi et réussi le parcours"
    assert paper.detail == f"Parcours terminé le 8{NBSP}novembre 2026."
    assert paper.rows[0].says == "Décrire un client, fixer un prix"
    assert (paper.rows[0].mark, paper.rows[0].day) == (
        f"16,5{NBSP}sur{NBSP}20",
        f"8{NBSP}septembre 2026",
    )
    assert [count.value for count in paper.counts] == [
        f"21{NBSP}h{NBSP}40",
        f"6{NBSP}h{NBSP}00",
    ]
    assert paper.short == ("7K3M-92QX-HD4T", "Q5RV-83LC-0JPN")
    assert paper.charts == ()


def test_points_have_two_decimals_at_most() -> None:
    mark = Mark(points=25 / 3, out_of=14, day=date(2026, 11, 9))
    assert show_mark(mark) == f"8,33{NBSP}sur{NBSP}14"


def test_abilities_that_have_commas_are_told_apart() -> None:
    first = replace(statement().parts[0], abilities=("Tester, puis décider.", "Fixer un prix"))
    [row] = words(replace(statement(), parts=(first,))).rows
    assert row.says == f"Tester, puis décider{NBSP}; fixer un prix"


def test_without_any_test_passed_no_column_shows_it() -> None:
    parts = tuple(replace(part, mark=None, lessons=3) for part in statement().parts)
    paper = words(replace(statement(Kind.SUMMARY), parts=parts))
    assert paper.heads == ("Module", "Leçons")
    one_passed = (*parts[:1], replace(parts[1], mark=statement().parts[1].mark))
    assert len(words(replace(statement(Kind.SUMMARY), parts=one_passed)).heads) == 4


def test_a_module_alone_says_so() -> None:
    paper = words(replace(statement(count=1), subject="module/budget", hours=Hours()))
    assert paper.did == "a suivi et réussi le module"
    assert (paper.detail, paper.counts) == ("", ())
    assert paper.rules == (f"Une épreuve est réussie à partir de 80{NBSP}% des points.",)


def test_assiduity_says_the_days_and_the_rule_of_the_hours() -> None:
    paper = words(statement(Kind.ASSIDUITY))
    assert paper.detail == f"Du 1er{NBSP}septembre 2026 au 10{NBSP}novembre 2026."
    assert (paper.heads, paper.rows) == ((), ())
    assert "5 minutes au plus" in " ".join(paper.rules)
    assert "compté à part" in " ".join(paper.rules)
    one_day = replace(statement(Kind.ASSIDUITY), hours=replace(HOURS, until=HOURS.since))
    assert words(one_day).detail == f"Le 1er{NBSP}septembre 2026."


def test_hours_are_never_shown_without_their_rule() -> None:
    for hours in (replace(HOURS, support=0), replace(HOURS, minutes=0), HOURS):
        paper = words(replace(statement(Kind.ASSIDUITY), hours=hours))
        assert len(paper.rules) == len(paper.counts)


def test_a_summary_says_lessons_and_charts_what_was_acquired() -> None:
    paper = words(statement(Kind.SUMMARY))
    assert paper.did == "a travaillé sur le parcours"
    assert paper.rows[0].says == "3 terminées"
    assert [chart.title for chart in paper.charts] == ["Module 1", "Module 2", "Module 3"]
    bar = paper.charts[0].bars[0]
    assert (bar.points, bar.length) == (f"4{NBSP}sur{NBSP}5", 80)


def test_a_module_begun_shows_no_mark_rather_than_a_failure() -> None:
    begun = replace(statement(Kind.SUMMARY).parts[0], mark=None, acquired=(), lessons=1)
    paper = words(replace(statement(Kind.SUMMARY), parts=(begun,)))
    [row] = paper.rows
    assert (row.says, row.mark, row.day) == ("1 terminée", "", "")
    assert not any("épreuve" in rule for rule in paper.rules)


@pytest.mark.parametrize("kind", Kind)
def test_no_word_tells_where_or_speaks_of_a_failure(kind: Kind) -> None:
    text = said(words(statement(kind))).casefold()
    assert not tells_where(text)
    for word_ in ("échec", "échoué", "raté", "essai", "tentative", "absen", "faute"):
        assert word_ not in text
