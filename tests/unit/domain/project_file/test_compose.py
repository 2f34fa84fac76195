"""What a project file says, what it leaves out, and what it rests on."""

from datetime import date

import pytest

from learning.domain.finance.rates import Law, RateTable
from learning.domain.project_file.compose import compose, rates_of
from learning.domain.project_file.money import DEBTS, household_rows
from learning.domain.project_file.paper import ProjectFile, Section
from learning.domain.project_file.silence import TELLING, quiet
from learning.domain.project_file.sources import short_source
from learning.domain.viability.examine import CHECKS
from learning.domain.viability.flags import ASK, flags
from learning.domain.viability.notice import Notice
from learning.domain.worked.projects import EXAMPLES, find_example
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.trades import TRADES
from tests.support.law import law
from tests.support.typography import faults

DAY = date(2026, 11, 25)


def figures_of(slug: str) -> Figures:
    example = find_example(slug)
    assert example
    return Figures.of(example.sheets, law())


def section(paper: ProjectFile, title: str) -> Section:
    return next(one for one in paper.sections if one.title == title)


def own_words(paper: ProjectFile) -> list[str]:
    """What the product says of a project, without what the person wrote."""
    found = [paper.heading, paper.made, paper.rates, paper.foot, paper.summary]
    for one in paper.sections:
        found += [one.title, *one.sentences, *one.notes, *(answer.label for answer in one.answers)]
        found += [text for remark in one.remarks for text in (remark.text, remark.source)]
        found += [text for grid in one.grids for text in (grid.caption, *grid.heads)]
        found += [row[0] for grid in one.grids if not grid.words for row in grid.rows]
    return found


@pytest.mark.parametrize("slug", [one.slug for one in EXAMPLES])
def test_no_place_is_ever_said(slug: str) -> None:
    paper = compose(figures_of(slug), day=DAY)
    assert not [text for text in own_words(paper) if TELLING.search(text)]
    assert not [fault for text in own_words(paper) for fault in faults(text)]


@pytest.mark.parametrize("slug", [one.slug for one in EXAMPLES])
def test_every_part_that_was_filled_in_is_there(slug: str) -> None:
    titles = {one.title for one in compose(figures_of(slug), day=DAY).sections}
    wanted = {
        "L’idée", "Le marché", "Le projet sur une page", "Le prix", "Le seuil de rentabilité",
        "Le besoin du foyer", "Le plan de financement", "Le compte de résultat", "La trésorerie",
        "Le besoin en fonds de roulement", "L’emprunt", "Le statut", "La présentation orale",
        "Les prochaines actions", "Ce qui reste à vérifier", "Hypothèses et sources",
    }  # fmt: skip
    assert titles == wanted - ({"L’emprunt"} if slug == "livraison-velo" else set())


def test_the_summary_has_the_figures_that_matter() -> None:
    found = {one.label: (one.value, one.note) for one in
             compose(figures_of("food-truck"), day=DAY).figures}  # fmt: skip
    assert found["Prix"] == ("9,50\u00a0€", "par ticket")
    assert found["Seuil de rentabilité"][0] == "279\u00a0tickets par mois"
    assert found["Ventes, première année"][0] == "68\u00a0400\u00a0€"
    assert found["Trésorerie la plus basse"] == ("3\u00a0647,65\u00a0€", "mars")
    assert found["Emprunt"][0] == "5\u00a0000\u00a0€"


def test_the_name_stands_only_when_it_is_given() -> None:
    assert compose(figures_of("velo"), day=DAY).name == ""
    assert compose(figures_of("velo"), day=DAY, name="Camille").name == "Camille"


def test_debts_and_what_the_law_orders_are_one_line() -> None:
    rows = dict(household_rows(figures_of("food-truck")))
    assert rows[DEBTS].cents == 13_000
    assert not [label for label in rows if "amendes" in label]


def test_the_till_and_the_loan_are_whole() -> None:
    paper = compose(figures_of("food-truck"), day=DAY)
    (months,) = section(paper, "La trésorerie").grids
    assert len(months.rows) == 13
    assert months.rows[-1][-1] == months.rows[-2][-1] == "6\u00a0216,74"
    (lines,) = section(paper, "L’emprunt").grids
    assert len(lines.rows) == 37
    assert section(paper, "La trésorerie").curve
    assert section(paper, "Le seuil de rentabilité").curve


def test_rates_are_named_with_their_day_and_their_source() -> None:
    figures = figures_of("barber")
    names = {rate.id for rate in rates_of(figures)}
    assert {"micro.cotisations.services", "micro.cfp.artisan", "adie.taux"} <= names
    assert not [name for name in names if name.startswith(("tns.", "is.", "salarie."))]
    paper = compose(figures, day=DAY)
    assert paper.rates == "Taux en vigueur le 1er\u00a0novembre 2026"
    grids = {grid.caption: grid for grid in section(paper, "Hypothèses et sources").grids}
    social = next(row for row in grids["Taux de l’activité"].rows if row[1] == "21,2\u00a0%")
    assert social[3].startswith("Urssaf, modèle social")
    assert "Chiffres de la comparaison des statuts" in grids


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("https://github.com/betagouv/mon-entreprise (copie du 2026-06-30) : a/b.publicodes",
         "Urssaf, modèle social (30/06/2026)"),
        ("https://github.com/openfisca/openfisca-france (copie du 2026-07-23) : x.yaml ; décret 1",
         "OpenFisca France (23/07/2026)\u00a0; décret 1"),
        ("https://www.economie.gouv.fr/cedef/taux (CGI 278 et suivants)",
         "economie.gouv.fr (CGI 278 et suivants)"),
        ("CSS L613-7", "CSS L613-7"),
    ],
)  # fmt: skip
def test_a_source_is_said_as_a_reader_on_paper_can_use_it(source: str, said: str) -> None:
    assert short_source(source) == said


def test_no_check_tells_where_somebody_was() -> None:
    notices = [
        Notice(id=one.id, sentence=one.sentence, sheet=one.sheet, field="", source=one.source)
        for one in CHECKS
    ]
    for trade in TRADES:
        figures = Figures.of({"idee": {"metier": trade.words[0].removeprefix("=")}}, law())
        notices += flags(figures, (trade,))
    said = [quiet(one) for one in notices]
    assert not [text for text in said if TELLING.search(text)]
    assert len([text for text in said if text]) >= 30


def test_whom_to_ask_becomes_when_to_check() -> None:
    notice = Notice(id="metier-demarche", sentence=f"Il faut un registre. Sinon, la prison. {ASK}",
                    sheet="idee", field="metier", source="")  # fmt: skip
    assert quiet(notice) == "Il faut un registre. C’est à vérifier avant de commencer."


@pytest.mark.parametrize("known", [None, Law(RateTable({}), DAY)])
@pytest.mark.parametrize(
    "typed", [{}, {"prix": {"prix": "abc"}}, {"tresorerie": {"mois.1.ventes": "100"}}]
)
def test_a_project_hardly_begun_makes_a_file(
    known: Law | None, typed: dict[str, dict[str, str]]
) -> None:
    paper = compose(Figures.of(typed, known), day=DAY)
    assert paper.sections[-1].title == "Hypothèses et sources"
    assert paper.trade == "Activité à préciser"


@pytest.mark.parametrize("slug", [one.slug for one in EXAMPLES])
def test_a_site_without_figures_makes_one_too(slug: str) -> None:
    example = find_example(slug)
    assert example
    paper = compose(Figures.of(example.sheets, Law(RateTable({}), DAY)), day=DAY)
    assert section(paper, "L’idée").answers
