"""Blocks, headings, figures and terms, as a page gets them."""

from datetime import date

import pytest

from learning.content.library import build, render_keys, render_parts
from learning.domain.course import BlockKind, LessonKind
from tests.unit.content.built import catalogue, lesson, module
from tests.unit.content.course import (
    COURSE,
    GLOSSARY,
    LESSON,
    LESSON_FILE,
    MODULE,
    RATES,
    TEST,
    files_of,
    lesson_findings,
)

BLOCKS = """\
Le texte.

:::essentiel
Payer.
:::

::: Règle
Je paie le loyer.
:::

:::EXEMPLE
Yanis paie.
:::

:::attention
Un piège.
:::

:::témoignage
J’ai payé.
:::

:::approfondir
Plus loin.
:::

:::atelier prix :::

:::question q
Payer, est-ce utile ?

= Vrai
≠ Faux
> Non.
:::

:::tirage banque = epreuve nombre=1
:::
"""


def test_every_block_is_read_whatever_its_case_accents_and_spaces() -> None:
    found = lesson(BLOCKS)
    assert lesson_findings(BLOCKS) == ()
    assert [block.kind for block in found.blocks] == [
        BlockKind.TEXT, BlockKind.ESSENTIAL, BlockKind.RULE, BlockKind.EXAMPLE, BlockKind.WARNING,
        BlockKind.TESTIMONY, BlockKind.DEEPER, BlockKind.WORKSHEET, BlockKind.QUESTION,
        BlockKind.DRAW,
    ]  # fmt: skip
    assert found.blocks[0].html == "<p>Le texte.</p>"
    assert found.blocks[2].plain.strip() == "Je paie le loyer."
    assert (found.blocks[7].name, found.blocks[8].name) == ("prix", "q")
    assert (found.blocks[9].name, found.blocks[9].count) == ("epreuve", 1)


def test_headings_have_anchors_of_their_own_and_the_title_is_the_pages() -> None:
    found = lesson("# Charges\n\n## Le loyer\n\nUn.\n\n### Détail\n\n## Le loyer\n\nDeux.\n")
    (block,) = found.blocks
    assert [(h.anchor, h.text) for h in block.headings] == [
        ("h-le-loyer", "Le loyer"), ("h-le-loyer-2", "Le loyer"),
    ]  # fmt: skip
    assert '<h2 id="h-le-loyer">' in block.html
    assert '<h2 id="h-le-loyer-2">' in block.html
    assert "<h1" not in block.html


def test_a_sign_of_heading_inside_code_is_no_heading() -> None:
    assert lesson_findings("Le prix.\n\n```\n##### non\n```\n") == ()


def test_a_figure_is_written_in_french_and_its_source_goes_with_the_block() -> None:
    found = lesson("Le taux est {{ micro.cotisations.services }}, dès {{date.reforme}}.\n")
    (block,) = found.blocks
    assert "21,2\u00a0%" in block.html
    assert "1er\u00a0septembre 2026" in block.html
    assert [(f.id, f.source, f.to_check) for f in block.figures] == [
        ("micro.cotisations.services", "texte officiel", False),
        ("date.reforme", "texte officiel", True),
    ]
    assert block.plain.startswith("Le taux est 21,2")


def test_a_figure_in_the_words_for_an_image_is_words_alone() -> None:
    image = "![{{ prime.essai }}](media/a.png)\n\nLe loyer se paie"
    files: dict[str, str | bytes] = {
        "budget/20-autre.md": LESSON.replace("Le loyer se paie", image),
        "budget/media/a.png": b"x",
    }
    found = module(files).lesson("autre")
    assert found is not None
    assert any('alt="300\u00a0€"' in block.html for block in found.blocks)


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("€", "1234.5", "1\u00a0234,50\u00a0€"),
        ("EUR/an", "83600", "83\u00a0600\u00a0€ par an"),
        ("% du CA", "21.2", "21,2\u00a0%"),
        ("fraction", "2/3", "2/3"),
        ("ans", "1", "1\u00a0an"),
        ("texte", "deuxième révision", "deuxième révision"),
        ("nombre", "84862", "84\u00a0862"),
    ],
)
def test_the_unit_decides_how_a_figure_is_written(unit: str, value: str, shown: str) -> None:
    rates = RATES.replace("value: 21.2", f'value: "{value}"').replace(
        'unit: "%"', f'unit: "{unit}"'
    )
    found = catalogue({"referentiel.yaml": rates})
    figure = next(one for one in found.figures if one.id == "micro.cotisations.services")
    assert figure.shown == shown


def test_the_latest_row_of_a_series_is_the_one_cited() -> None:
    older = RATES.split("\n\n")[0].replace("2026-01-01", "2024-01-01").replace("21.2", "19")
    older = older.replace("valid_to: null", 'valid_to: "2025-12-31"')
    files = {"referentiel.yaml": f"{RATES}\n{older}\n"}
    figures = {one.id: one.shown for one in catalogue(files).figures}
    assert figures["micro.cotisations.services"] == "21,2\u00a0%"


def test_a_term_is_linked_at_its_first_use_in_a_lesson() -> None:
    found = lesson(
        "## Loyer\n\nVoir [loyer](#h-loyer). Les charges  fixes et le loyer. Un loyer.\n\n"
        ":::regle\nMa charge fixe.\n:::\n"
    )
    text, rule = found.blocks
    assert [term.slug for term in text.terms] == ["charge-fixe", "loyer"]
    assert text.html.count('class="term"') == 2
    assert "</a> et le <a" in text.html
    assert rule.terms == ()
    assert "term" not in rule.html


def test_a_term_is_a_whole_word_and_the_longest_wins() -> None:
    glossary = f"{GLOSSARY}\nCharge\n:   Dépense.\n\nBFR\n:   Argent qui manque.\n"
    files = {
        "glossaire.md": glossary,
        "budget/20-autre.md": LESSON.replace(
            "Le loyer se paie",
            "La décharge, la surcharge, le bfr, la charge fixe, une charge, le BFR",
        ),
    }
    found = module(files).lesson("autre")
    assert found is not None
    slugs = [term.slug for block in found.blocks for term in block.terms]
    assert slugs == ["charge-fixe", "charge", "bfr"]


def test_the_order_of_lessons_is_their_number_and_their_name_stays() -> None:
    body = LESSON.replace("charges-fixes", "q1").replace("question resultat", "question q2")
    found = module({"budget/9-idee.md": body, "budget/100-fin.md": body})
    assert [one.slug for one in found.lessons] == ["idee", "charges", "epreuve", "fin"]
    assert found.lessons[2].kind is LessonKind.TEST


def test_a_module_says_what_its_front_matter_says() -> None:
    found = module({})
    assert (found.title, found.minutes, found.pass_mark) == ("Mon budget", 180, 0.8)
    assert found.checked_on == date(2026, 11, 23)
    assert [one.slug for one in found.objectives] == ["classer-charges", "calculer-resultat"]
    assert found.intro == "<p>Ce module vous aide à compter.</p>"


def test_an_objective_without_a_name_makes_its_own() -> None:
    text = MODULE.replace("classer-charges = Classer mes charges", "Classer charges")
    found = module({"budget/module.md": text})
    assert found.objectives[0].slug == "classer-charges"


def test_front_matter_is_no_yaml_and_ignores_accents_and_spaces() -> None:
    text = LESSON.replace("titre: Charges fixes", "Titre : Résultat : le mien\nDUREE: 1 h 5")
    found = module({LESSON_FILE: text}).lesson("charges")
    assert found is not None
    assert (found.title, found.minutes) == ("Résultat\u00a0: le mien", 65)


def test_time_is_reckoned_from_words_and_questions_when_it_is_not_said() -> None:
    long = module({LESSON_FILE: LESSON.replace("Le loyer se", "mot " * 120 + "Le loyer se")})
    lessons = [one.lesson("charges") for one in (module({}), long)]
    assert all(lessons)
    short, longer = (one.minutes for one in lessons if one)
    assert short == 4  # a choice, a number, 17 words
    assert longer == 6


def test_paths_and_questionnaires_are_read() -> None:
    found = catalogue({})
    assert found.paths[0].modules == ("budget",)
    assert found.paths[0].attestation
    assert found.questionnaires[0].information == "Répondre est libre."
    assert [term.term for term in found.glossary] == ["Charge fixe", "Loyer"]


def test_only_what_changed_is_rendered_again() -> None:
    files = files_of({})
    known = render_parts(files)
    keys = render_keys(files)
    assert render_parts(files, known=known) == {}
    changed = files_of({LESSON_FILE: LESSON.replace("Le pain", "Le café")})
    assert {part for part, key in render_keys(changed).items() if key != keys[part]} == {"budget"}
    new_rate = files_of({"referentiel.yaml": RATES.replace("21.2", "22")})
    assert render_keys(new_rate)["budget"] == keys["budget"]
    assert build(new_rate, known).release != build(files, known).release


def test_a_question_changes_its_digest_with_what_can_be_seen_or_marked() -> None:
    def digest(changed: dict[str, str | bytes]) -> str:
        found = module(changed).question("budget/charges/charges-fixes")
        assert found is not None
        return found.digest

    same = digest({})
    assert digest({"budget/90-epreuve.md": TEST + "\nUn mot.\n"}) == same
    for old, new in (("Le pain\n", "Le vin\n"), ("(x)", "( )"), ("Sans client", "Même seul")):
        assert digest({LESSON_FILE: LESSON.replace(old, new)}) != same


def test_a_question_changes_its_digest_with_a_figure_that_it_uses() -> None:
    text = LESSON.replace(
        "= 60 €", "= 60 €\n\nExplication : Taux {{ micro.cotisations.services }}."
    )
    found = []
    for value in ("21.2", "22"):
        rates = RATES.replace("21.2", value)
        one = module({LESSON_FILE: text, "referentiel.yaml": rates}).question(
            "budget/charges/resultat"
        )
        found.append(one.digest if one else "")
    assert found[0] != found[1]


def test_the_course_of_the_tests_is_sound() -> None:
    assert catalogue({}).modules[0].digest
    assert set(COURSE) == set(files_of({}))
