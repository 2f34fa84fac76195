"""A project as one: typed values win, empty ones are carried, unreadable ones are unknown."""

from decimal import Decimal

import pytest

from learning.domain.finance.micro_entreprise import Kind, Trade
from learning.domain.finance.money import Money
from learning.domain.finance.rates import Law, RateTable
from learning.domain.worksheet.figures import COMPUTED, Figures, loan_terms
from learning.domain.worksheet.sheets import find_sheet
from tests.support.law import COURSE_DAY
from tests.unit.domain.worksheet.filled import project

BREAK_EVEN = "seuil-de-rentabilite"


def test_an_empty_field_takes_what_another_sheet_says() -> None:
    figures = project(prix={"prix": "18", "ventes": "60"})
    assert figures.number(BREAK_EVEN, "prix") == 18
    assert figures.own(BREAK_EVEN, "prix") is None
    assert figures.number(BREAK_EVEN, "ventes") == 60


def test_what_is_typed_wins() -> None:
    figures = project(prix={"prix": "18"}, seuil_de_rentabilite={"prix": "20"})
    assert figures.number(BREAK_EVEN, "prix") == 20
    assert figures.number("prix", "prix") == 18


def test_what_cannot_be_read_is_unknown_and_never_replaced() -> None:
    figures = project(prix={"prix": "18"}, seuil_de_rentabilite={"prix": "vingt"})
    assert figures.number(BREAK_EVEN, "prix") is None
    assert figures.text(BREAK_EVEN, "prix") == "vingt"


def test_a_carried_value_names_its_sheet() -> None:
    figures = project(budget_du_foyer={"depenses.1.montant": "450"})
    asked = dict(figures.sheet("prix").sheet.cells())["revenu"]
    carried = figures.carried("prix", asked)
    assert carried.value == 450
    assert carried.sheet is find_sheet("budget-du-foyer")
    plain = dict(figures.sheet("prix").sheet.cells())["prix"]
    assert figures.carried("prix", plain).value is None


@pytest.mark.parametrize(
    ("activity", "acre", "rate"),
    [
        ("artisanat", "", "21.98"),  # 21,2 + 0,3 + 0,48
        ("vente", "", "12.415"),  # 12,3 + 0,1 + 0,015
        ("liberal", "", "25.8"),  # 25,6 + 0,2
        ("artisanat", "oui", "16.68"),  # 21,2 × 0,75 + 0,3 + 0,48
    ],
)
def test_contributions_come_from_the_activity(activity: str, acre: str, rate: str) -> None:
    figures = project(idee={"activite": activity}, statut={"acre": acre} if acre else {})
    assert figures.number("prix", "cotisations") == Decimal(rate)


def test_without_an_activity_or_the_law_contributions_are_unknown() -> None:
    assert project().number("prix", "cotisations") is None
    assert project(idee={"activite": "agricole"}).number("prix", "cotisations") is None
    typed = {"idee": {"activite": "artisanat"}}
    assert Figures.of(typed).number("prix", "cotisations") is None
    bare = Figures.of(typed, Law(RateTable(), COURSE_DAY))
    assert bare.number("prix", "cotisations") is None


def test_the_category_of_an_activity() -> None:
    assert project(idee={"activite": "restauration"}).category == (Kind.SALE, Trade.COMMERCE)
    assert project(idee={"activite": "fabrication"}).category == (Kind.SALE, Trade.CRAFT)
    assert project().category is None


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("une coupe", "coupe"), ("un repas", "repas"), ("heure", "heure"), ("", "")],
)
def test_the_unit_is_the_persons_word(typed: str, unit: str) -> None:
    assert project(idee={"unite": typed} if typed else {}).unit == unit


def test_what_is_computed_for_another_sheet() -> None:
    figures = project(
        seuil_de_rentabilite={
            "prix": "18",
            "depense": "3,50",
            "ventes": "60",
            "mois": "10",
            "charges.1.montant": "250",
        },
        budget_du_foyer={"depenses.1.montant": "450", "ressources.1.montant": "500"},
        emprunt={"somme": "3000", "taux": "9,87", "duree": "24"},
        bfr={"clients": "73"},
    )
    assert {name: found(figures) for name, found in COMPUTED.items()} == {
        "=cotisations": None,
        "=taux_microcredit": Decimal("9.87"),
        "seuil-de-rentabilite.=charges": 250,
        "budget-du-foyer.=besoin": 0,
        "compte-de-resultat.=ventes1": 10800,
        "compte-de-resultat.=achats1": 2100,
        "compte-de-resultat.=charges1": 5100,
        "bfr.=bfr": 2160,
        "emprunt.=echeance": Decimal("138.25"),
    }


def test_sums_are_exact_money() -> None:
    figures = project(seuil_de_rentabilite={"charges.1.montant": "0,10", "charges.2.montant": "x"})
    assert figures.sum_of(BREAK_EVEN, "charges", "montant") == Money(10)
    assert figures.has_any(BREAK_EVEN, "charges", "montant")
    assert not project().has_any(BREAK_EVEN, "charges", "montant")


@pytest.mark.parametrize(
    "typed",
    [
        {"somme": "0", "duree": "12"},
        {"somme": "1000"},
        {"somme": "1000", "duree": "0"},
        {"somme": "1000", "duree": "3", "differe": "3"},
        {"somme": "1000", "duree": "12", "taux": "x"},
    ],
)
def test_a_loan_is_unknown_until_it_can_be_repaid(typed: dict[str, str]) -> None:
    assert loan_terms(project(emprunt=typed)) is None


def test_what_was_worked_out_is_not_worked_out_again() -> None:
    figures, counted = project(), []

    def work_out(_: Figures) -> int:
        counted.append(1)
        return 7

    assert [figures.once("x", work_out), figures.once("x", work_out)] == [7, 7]
    assert counted == [1]
