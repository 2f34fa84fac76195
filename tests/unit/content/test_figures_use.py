"""Who uses a figure: every text and question is found, and formulas are told apart."""

import pytest

from learning.content.figures_use import Use, title_of, uses_of
from learning.content.parse import Parser
from learning.content.source import read_folder
from learning.domain.question import Calculated, CaseTable
from tests.guards.tree import ROOT
from tests.unit.content.course import (
    BANK_FILE,
    HEAD,
    LESSON_FILE,
    MODULE,
    PATH,
    QUESTIONNAIRE,
    files_of,
)

RATE = "micro.cotisations.services"
LESSON = (
    HEAD
    + """\
:::essentiel
Vous payez {{ micro.cotisations.services }} et {{ smic.horaire }}.
:::

:::question calcul
Le taux est de {{ micro.cotisations.services }}.

Combien pour **{n}** €
de ventes ?

Variables :
- n = 10 à 20

= {n * ref( micro.cotisations.services )} €
≠ {n * ref(smic.horaire)} €
> C’est l’autre.

Explication : On lit {{ prime.essai }}, pas ref(prime.essai).
:::

:::question tableau
Remplissez.

| a | b |
|---|---|
| 10 | [[= col1 * ref(prime.essai) ]] € |
:::

:::question choix
Lequel, ref(smic.horaire) ?

- (x) {{ micro.cotisations.services }}
- ( ) {{ prime.essai }}
:::
"""
)


def found(changed: dict[str, str | bytes]) -> dict[str, tuple[Use, ...]]:
    """The uses in the small course, some files replaced."""
    return uses_of(files_of(changed))


def test_texts_and_formulas_are_told_apart_with_their_line() -> None:
    uses = found({LESSON_FILE: LESSON})
    assert [(u.line, u.question, u.formula) for u in uses[RATE]] == [
        (9, "", False),
        (13, "calcul", False),
        (21, "calcul", True),
        (39, "choix", False),
    ]
    assert [(u.line, u.question, u.formula) for u in uses["smic.horaire"]] == [
        (9, "", False),
        (22, "calcul", True),
    ]
    assert [(u.question, u.formula) for u in uses["prime.essai"]] == [
        ("calcul", False),
        ("tableau", True),
        ("choix", False),
    ]


def test_a_use_says_where_and_what_is_asked() -> None:
    use = found({LESSON_FILE: LESSON})[RATE][1]
    assert (use.file, use.title) == (LESSON_FILE, "Charges fixes")
    assert use.words == "Combien pour … € de ventes ?"


def test_a_question_that_is_no_question_says_its_first_words() -> None:
    assert found({LESSON_FILE: LESSON})["prime.essai"][1].words == "Remplissez."


def test_modules_banks_paths_and_questionnaires_are_read() -> None:
    cited = "\nLe taux : {{ prime.essai }}.\n"
    uses = found(
        {
            "budget/module.md": MODULE + cited,
            "parcours/createur.md": PATH + cited,
            "questionnaires/avant.md": QUESTIONNAIRE + cited,
            BANK_FILE: ":::question a\nEst-ce {{ prime.essai }} ?\n= Vrai\n:::\n",
            "glossaire.md": "Prime\n:   {{ prime.essai }}.\n",
            "budget/20-casse.md": b"\xff {{ prime.essai }}",
            "budget/30-ouvert.md": ":::question b\n{{ prime.essai }}\n= {ref(prime.essai)}",
        }
    )["prime.essai"]
    assert [(use.file, use.title, use.question) for use in uses] == [
        ("budget/30-ouvert.md", "30-ouvert", "b"),
        ("budget/30-ouvert.md", "30-ouvert", "b"),
        (BANK_FILE, "Banque de questions (epreuve)", "a"),
        ("budget/module.md", "Mon budget", ""),
        ("parcours/createur.md", "De l’idée au plan", ""),
        ("questionnaires/avant.md", "Avant de commencer", ""),
    ]


@pytest.mark.parametrize("body", [b"", b"\xff", b"---\ntitre:\n---\n"])
def test_a_file_without_title_has_its_name(body: bytes) -> None:
    assert title_of("budget/10-charges.md", body) == "10-charges"


def test_long_questions_are_cut() -> None:
    text = HEAD + f":::question a\n{'mot ' * 100}{{{{ prime.essai }}}}\n= Vrai\n:::\n"
    words = found({LESSON_FILE: text})["prime.essai"][0].words
    assert words.endswith("mot…")
    assert len(words) < 130


def test_the_shipped_courses_agree_with_their_reader() -> None:
    """What is found by reading lines is what the parser finds by building the questions."""
    files = read_folder(ROOT / "courses")
    parsed = Parser(files).run()
    cited = {(file, line, name) for file, all_of in parsed.cited.items() for line, name in all_of}
    uses = uses_of(files)
    every = [use for series in uses.values() for use in series]
    assert cited <= {(u.file, u.line, u.figure) for u in every}
    assert {(u.file, u.line, u.figure) for u in every if not u.formula} <= cited
    computed = {(u.file.split("/")[0], u.question, u.figure) for u in every if u.formula}
    built = {
        (module.slug, question.name, ref)
        for module in parsed.modules
        for question in module.questions
        if isinstance(question, Calculated | CaseTable)
        for ref in question.figures
    }
    assert computed == built
