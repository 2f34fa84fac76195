"""Tables and bold text that would be shown with their signs: line, sentence, correction."""

import pytest

from learning.content.check import Finding, Severity
from learning.content.fixing import apply_fix
from tests.unit.content.course import HEAD, lesson_findings, question_findings

TABLES = {
    "no line of dashes": (
        "On paie :\n\n| Dépense | Par mois |\n| Pain | 180 € |\n",
        10, "la ligne « |---|---| » manque",
        "On paie :\n\n| Dépense | Par mois |\n|---|---|\n| Pain | 180 € |\n",
    ),
    "dashes that are too few": (
        "| Dépense | Par mois |\n|---|\n| Pain | 180 € |\n",
        9, "a 1 case, et les titres 2", "| Dépense | Par mois |\n|---|---|\n| Pain | 180 € |\n",
    ),
    "a text above": (
        "On paie :\n| Dépense | Par mois |\n|---|---|\n| Pain | 180 € |\n",
        9, "touche le texte au-dessus",
        "On paie :\n\n| Dépense | Par mois |\n|---|---|\n| Pain | 180 € |\n",
    ),
    "a text below": (
        "| Dépense | Par mois |\n|---|---|\n| Pain | 180 € |\nOn paie.\n",
        11, "« On paie. » touche le tableau",
        "| Dépense | Par mois |\n|---|---|\n| Pain | 180 € |\n\nOn paie.\n",
    ),
    "a row of one cell less": (
        "| Dépense | Par mois |\n|---|---|\n| Pain |\n", 10, "a 1 case, et les titres 2", None,
    ),
    "a row of one cell more": (
        "| Dépense | Par mois |\n|---|---|\n| Pain | 180 € | 2 |\n",
        10, "a 3 cases, et les titres 2", None,
    ),
    "dashes first": ("|---|---|\n| Pain | 180 € |\n", 8, "pas de ligne de titres", None),
    "dashes last": (
        "| Dépense | Par mois |\n| Pain | 180 € |\n|---|---|\n", 8, "|---|---|", None,
    ),
    "titles without their first bar": (
        "Dépense | Par mois\n---|---\nPain | 180 € | 2\n", 10, "a 3 cases", None,
    ),
}  # fmt: skip
STARS = {
    "one star where two are due": (
        "C’est **important* ici.\n", 8, "gras mal fermé", "C’est **important** ici.\n",
    ),
    "a bold that is not closed": ("Payer.\n\nC’est **important.\n", 10, "gras mal fermé", None),
    "a bold that is not opened": ("C’est important**.\n", 8, "gras mal fermé", None),
    "italics that are not closed": ("C’est *important.\n", 8, "italique mal fermé", None),
    "stars apart from their word": (
        "C’est ** important ** ici.\n", 8, "gras mal fermé", "C’est **important** ici.\n",
    ),
    "a bold in an item": ("- le **pain\n- le sel\n", 8, "gras mal fermé", None),
    "a bold in a cell": (
        "| Dépense | Par mois |\n|---|---|\n| **Pain* | 180 € |\n",
        10, "gras mal fermé", "| **Pain** | 180 € |\n",
    ),
    "a bold in a heading": ("## Le **prix*\n", 8, "gras mal fermé", "## Le **prix**\n"),
}  # fmt: skip
SOUND = [
    "| Dépense | Par mois |\n|:--|--:|\n| Pain \\| sel | 180 € |\n| `a|b` | |\n",
    "## Le tableau\n| Dépense | Par mois |\n|---|---|\n| Pain | 180 € |\n",
    "```\n| Dépense | Par mois |\n**mot*\n```\n",
    "Dépense | Par mois\n---|---\nPain | 180 €\n",
    "Un choix | un autre.\n",
    "C’est **gras**, *penché*, ***les deux***, **gras *et penché***, *penché **et gras***.\n",
    "***Gras* et** puis ***gras** et penché*.\n",
    "Trois * quatre, 3*4, et `2 ** 3`.\n",
    "Un prix* hors taxe.\n\n* un\n* deux **mots**\n\n* * *\n\n***\n\nUn \\*mot.\n",
    "Un **mot\nsur deux** lignes.\n",
]


def said(found: tuple[Finding, ...]) -> list[Finding]:
    """What is said of marks."""
    return [one for one in found if one.severity is Severity.WARNING]


@pytest.mark.parametrize("name", [*TABLES, *STARS])
def test_a_mark_that_would_be_shown_is_told(name: str) -> None:
    body, line, message, right = {**TABLES, **STARS}[name]
    (found,) = said(lesson_findings(body))
    assert found.line == line
    assert message in found.message.replace("\u00a0", " ")
    if right is None:
        assert found.fix is None
        return
    assert found.fix is not None
    corrected = apply_fix(HEAD + body, found.fix)
    assert right in corrected
    assert not said(lesson_findings(corrected.removeprefix(HEAD)))


@pytest.mark.parametrize("body", SOUND)
def test_what_is_well_written_is_left_alone(body: str) -> None:
    assert not said(lesson_findings(body))


def test_every_text_of_a_question_is_looked_at() -> None:
    found = said(
        question_findings(
            "Le loyer revient. Quelle est **la charge* fixe ?\n\n- (x) **Le loyer\n- ( ) Le pain\n"
            "  > Le *pain dépend.\n\nIndice : Le **mois.\n\nExplication :\nSans client.\n\n"
            "| Dépense | Par mois |\n| Pain | 2 € |\n"
        )
    )
    assert [one.line for one in found] == [9, 11, 13, 15, 20]


def test_gaps_and_case_tables_have_their_own_reader() -> None:
    gaps = "Complétez.\n\nMon [[ (positif) | nul ]] résultat.\n"
    table = "Finissez.\n\n| Ligne | Montant |\n|---|---|\n| Total | [[= 2 * 6 ]] € |\n"
    for body in (gaps, table):
        assert not said(question_findings(body))


def test_a_calculation_in_braces_is_no_emphasis() -> None:
    body = "Pour {n} ?\n\nVariables :\n- n = 1 à 5\n\n= {n * 2} €\n\nExplication : {n} * 2.\n"
    assert not said(question_findings(body))


def test_a_text_of_stars_is_judged_in_time() -> None:
    body = "\n\n".join("*a **b `" * 230 for _ in range(30))
    assert len(lesson_findings(body)) < 100
