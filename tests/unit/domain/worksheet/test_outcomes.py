"""What each sheet answers, against figures worked out by hand."""

import pytest

from learning.domain.finance.rates import Law, RateTable
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcomes import ANSWERS, answer, brief
from tests.support.law import COURSE_DAY, law
from tests.unit.domain.worksheet.filled import answered, cells, project, said

SALE = {"prix": "18", "depense": "3,50", "cotisations": "21,98", "ventes": "60"}
COSTS = {"charges.1.montant": "20", "charges.4.montant": "230"}
CUT = {"unite": "une coupe"}
HOME = {
    "depenses.1.montant": "450",
    "depenses.3.montant": "300",
    "depenses.11.nom": "Chat",
    "depenses.11.montant": "50",
    "imprevus": "50",
    "ressources.1.montant": "200",
}
MONTHS = range(1, 13)


def every_month(**columns: str) -> dict[str, str]:
    """The same values each month."""
    return {f"mois.{month}.{name}": value for month in MONTHS for name, value in columns.items()}


def test_the_break_even_of_the_picture() -> None:
    found = answered(project(idee=CUT, seuil_de_rentabilite=SALE | COSTS), "seuil-de-rentabilite")
    # 18 − 3,50 − 3,9564 = 10,5436 ; 250 ÷ 10,5436 = 23,7 ; 60 × 10,5436 − 250 = 382,62.
    assert said(found) == (
        "Vous gagnez de l’argent à partir de 24 coupes par mois. "
        "Avec 60 coupes, il vous reste 382,62 € par mois. "
        "L’année entière est payée après 4,8 mois de travail. "
        "Il reste 10,54 € par coupe : 18 € moins 3,50 € de dépenses et 3,96 € de cotisations."
    )
    assert cells(found)["Ventes d’un mois au seuil"] == ("432 €",)
    assert cells(found)["Ce qui reste sur 100 € vendus"] == ("58,58 %",)
    assert found.curve is not None
    assert found.curve.places == ("0", "60")
    assert found.curve.mark == pytest.approx(23.711 / 60, abs=1e-4)
    assert found.curve.axis_words == "Coupes par mois"


def test_a_year_of_few_months_is_not_paid() -> None:
    typed = SALE | COSTS | {"mois": "4"}
    found = answered(project(seuil_de_rentabilite=typed), "seuil-de-rentabilite")
    # 23,711 × 12 = 284,5 ventes dans l’année, contre 60 × 4 = 240.
    assert "l’année entière ne paie pas vos charges fixes" in said(found)
    short = answered(
        project(seuil_de_rentabilite=SALE | COSTS | {"ventes": "20"}), "seuil-de-rentabilite"
    )
    assert "Avec 20 ventes, il vous manque 39,13 € par mois." in said(short)


def test_a_sale_that_loses_has_no_break_even() -> None:
    typed = SALE | COSTS | {"prix": "4"}
    found = answered(project(seuil_de_rentabilite=typed), "seuil-de-rentabilite")
    # 4 − 3,50 − 0,8792 = −0,3792.
    assert said(found).startswith("Chaque vente vous coûte 0,38 €")
    assert "Vendre plus ferait perdre plus" in said(found)
    assert found.curve is None


def test_the_lowest_price() -> None:
    typed = SALE | {"fixes": "250", "revenu": "900", "heures": "0,5", "heures_sans": "10"}
    found = answered(project(idee=CUT, prix=typed), "prix")
    # (3,50 + (250 + 900) ÷ 60) ÷ 0,7802 = 29,0524 ; sans revenu 9,8265 ; 382,62 ÷ 40 h = 9,57.
    assert said(found) == (
        "Votre prix le plus bas est de 29,06 € par coupe. "
        "À 9,83 €, vous payez vos dépenses et vos cotisations, mais vous travaillez pour rien. "
        "Avec votre prix de 18 €, il vous reste 382,62 € par mois. "
        "Cela fait 9,57 € de l’heure, pour 40 heures par mois."
    )
    rows = cells(found)
    assert rows["Part des charges fixes"] == ("4,17 €",)
    assert rows["Cotisations"] == ("6,39 €",)
    assert rows["Prix"] == ("29,06 €",)


def test_a_price_that_pays_nobody_and_one_that_loses() -> None:
    found = answered(project(prix=SALE | {"fixes": "250"}), "prix")
    assert "Ce prix ne vous paie pas encore" in said(found)
    lost = answered(project(prix=SALE | {"fixes": "1000"}), "prix")
    assert "Avec votre prix de 18 €, vous perdez 367,38 € par mois." in said(lost)
    all_taken = answered(project(prix=SALE | {"cotisations": "100"}), "prix")
    assert all_taken.missing == ("un taux de cotisations de moins de 100\u00a0%",)


def test_what_the_household_needs() -> None:
    found = answered(project(budget_du_foyer=HOME), "budget-du-foyer")
    assert said(found) == (
        "L’activité doit vous rapporter 650 € par mois pour vivre. "
        "Vos dépenses font 850 € par mois. Vos ressources sûres font 200 €."
    )
    rich = answered(
        project(budget_du_foyer=HOME | {"ressources.1.montant": "900"}), "budget-du-foyer"
    )
    assert "Vos ressources sûres paient toutes vos dépenses d’un mois." in said(rich)
    bare = answered(project(budget_du_foyer={"depenses.1.montant": "450"}), "budget-du-foyer")
    assert "Vous n’avez rien gardé pour l’imprévu" in said(bare)


def test_what_a_year_leaves() -> None:
    typed = {
        "produits.2.an1": "12000",
        "achats.1.an1": "2100",
        "externes.1.an1": "3000",
        "autres.2.an1": "200",
        "autres.3.an1": "100",
    }
    found = answered(
        project(compte_de_resultat=typed, prix={"cotisations": "21,98"}, budget_du_foyer=HOME),
        "compte-de-resultat",
    )
    # 12 000 − 2 100 − 3 000 − 200 − 100 − 2 637,60 = 3 962,40 ; 650 × 12 = 7 800.
    assert said(found) == (
        "La première année vous laisse 3 962,40 €. "
        "Cela fait 330,20 € par mois, avant l’impôt. "
        "Il manque 3 837,60 € sur l’année pour le budget de votre foyer."
    )
    assert cells(found)["Cotisations"] == ("2 637,60 €",)


def test_a_first_year_is_carried_from_the_break_even() -> None:
    figures = project(seuil_de_rentabilite=SALE | COSTS, prix={"cotisations": "21,98"})
    rows = cells(answered(figures, "compte-de-resultat"))
    assert rows["Ventes"] == ("12 960 €",)
    assert rows["Achats"] == ("2 520 €",)
    assert rows["Charges fixes"] == ("3 000 €",)
    loss = project(compte_de_resultat={"produits.1.an1": "100", "externes.1.an1": "500"})
    assert said(answered(loss, "compte-de-resultat")).startswith(
        "La première année, il vous manque 400 €."
    )
    (missing,) = answered(loss, "compte-de-resultat").missing
    assert missing.startswith("votre activité, sur la feuille «\u00a0Mon idée\u00a0»")
    paid = {"produits.1.an1": "900", "cotisations.1.an1": "200"}
    assert answered(project(compte_de_resultat=paid), "compte-de-resultat").missing == ()


def test_what_is_paid_before_being_paid() -> None:
    days = {"ventes": "36500", "achats": "7300", "stock": "30", "clients": "30"}
    found = answered(project(bfr=days), "bfr")
    # 7 300 × 30 ÷ 365 + 36 500 × 30 ÷ 365 = 600 + 3 000.
    assert said(found).startswith("Vous devez avancer 3 600 € pour travailler.")
    ahead = answered(project(bfr={"achats": "7300", "fournisseurs": "30"}), "bfr")
    assert said(ahead).startswith("Vous n’avez rien à avancer.")


def test_how_the_start_is_paid() -> None:
    typed = {
        "besoins.1.montant": "1500",
        "bfr": "3600",
        "reserve": "400",
        "ressources.1.montant": "1000",
        "ressources.3.montant": "4000",
    }
    found = answered(project(plan_de_financement=typed), "plan-de-financement")
    assert said(found) == "Il vous manque 500 € pour démarrer. Votre apport paie 18 % du départ."
    paid = answered(
        project(plan_de_financement=typed | {"ressources.2.montant": "600", "reserve": ""}),
        "plan-de-financement",
    )
    assert said(paid) == (
        "Votre départ est payé : il reste 500 € de plus. Votre apport paie 20 % du départ. "
        "Rien n’est prévu pour tenir les premiers mois sans ventes."
    )


def test_what_a_loan_costs() -> None:
    typed = {"somme": "3000", "taux": "9,87", "duree": "24", "frais": "150"}
    found = answered(project(emprunt=typed), "emprunt")
    # 3 000 × t ÷ (1 − (1 + t)⁻²⁴), t = 9,87 % ÷ 12 : 138,25 ; vingt-quatre fois, 3 318 environ.
    assert said(found).startswith("Vous payez 138,25 € par mois, pendant 24 mois.")
    assert "pour 3 000 € empruntés" in said(found)
    assert "Avec 150 € de frais" in said(found)
    assert found.grids[0].rows[-1][0] == "24"
    assert found.grids[0].rows[-1][-1] == "0\u00a0€"
    later = answered(project(emprunt=typed | {"differe": "3", "frais": ""}), "emprunt")
    assert "Pendant 3 mois, vous ne payez que les intérêts." in said(later)
    assert "d’intérêts." in said(later)


TILL = {
    "premier": "1",
    "depart": "500",
    "cotisations": "20",
    **every_month(ventes="1000", achats="0", fixes="200", retrait="300"),
}


def test_a_till_that_holds() -> None:
    found = answered(project(tresorerie=TILL), "tresorerie")
    # Janvier : 500 + 1 000 − 500. Puis 1 000 − 500 − 200 de cotisations, onze fois 300.
    assert said(found) == (
        "Votre caisse ne passe jamais sous zéro. Elle finit à 4 300 €. "
        "Le mois le plus bas est janvier, avec 1 000 €. "
        "Après ces douze mois, il vous reste 200 € à payer."
    )
    assert cells(found)["Douze mois"] == ("12 000 €", "8 200 €", "4 300 €")
    assert found.curve is not None
    assert found.curve.places[:2] == ("jan", "fév")


def test_a_till_emptied_by_late_customers() -> None:
    late = answered(project(tresorerie=TILL | {"delai_clients": "60"}), "tresorerie")
    # Rien n’entre en janvier ni en février : 0, puis −500.
    assert said(late).startswith(
        "En février, votre caisse finit à −500 €. Il faut 500 € de plus au départ"
    )
    assert "Après ces douze mois, des clients vous doivent 2 000 €." in said(late)


def test_vat_goes_through_the_till_and_leaves_it() -> None:
    rows = cells(answered(project(tresorerie=TILL | {"tva": "oui"}), "tresorerie"))
    # 200 € de TVA encaissés chaque mois, versés le mois d’après.
    assert rows["janvier"] == ("1 200 €", "500 €", "1 200 €")
    assert rows["février"] == ("1 200 €", "900 €", "1 500 €")


def test_four_forms_side_by_side() -> None:
    idea = {"activite": "artisanat", "metier": "Réparation de vélos"}
    figures = project(idee=idea, statut={"ventes": "30000", "charges": "4050"})
    found = answered(figures, "statut")
    rows = cells(found)
    # Micro, service artisanal : 21,2 + 0,3 + 0,48 %, en euros entiers : 6 360 + 90 + 144.
    assert rows["Cotisations"][0] == "6 594 €"
    assert found.grids[0].heads[1:] == tuple(grid.caption for grid in found.grids if grid.words)
    assert any("ne dit pas quelle forme choisir" in note for note in found.notes)
    short = brief(figures, "statut")
    assert short is not None
    assert short.lead is not None
    assert short.lead.said() == "Quatre formes, avec vos 30\u00a0000\u00a0€ de ventes."
    assert found.lead is not None
    assert found.lead.figure.startswith("de ")  # from the least to the most, and no ranking
    # The column comes out: 30 000 − 4 050 − 6 594, less the income tax.
    assert (rows["Ventes"][0], rows["Dépenses"][0]) == ("30 000 €", "4 050 €")
    assert rows["Impôt sur le revenu"][0] == "0 €"
    assert rows["Ce qui vous reste"][0] == "19 356 €"
    assert list(rows).index("Ce qui vous reste") < list(rows).index("Frais de création, à part")


def test_sales_over_the_ceiling_close_the_micro_entreprise() -> None:
    idea = {"activite": "artisanat", "metier": "Réparation de vélos"}
    found = answered(project(idee=idea, statut={"ventes": "90000", "charges": "1"}), "statut")
    assert cells(found)["Cotisations"][0] == "–"
    assert "vos ventes dépassent son plafond, 83 600 €" in said(found)
    garden = {"activite": "agricole", "metier": "Paysagiste"}
    closed = answered(project(idee=garden, statut={"ventes": "9000", "charges": "1"}), "statut")
    assert said(closed).startswith("Votre activité relève de la MSA. Demandez-lui un calcul.")
    assert not closed.missing
    price = answered(project(idee=garden, prix={"ventes": "9"}), "prix")
    assert price.missing == ("le taux de vos cotisations, à demander à la MSA",)
    flats = {"activite": "service", "metier": "Marchand de biens"}
    closed = answered(project(idee=flats, statut={"ventes": "9000", "charges": "1"}), "statut")
    assert "votre métier n’y a pas droit" in said(closed)


@pytest.mark.parametrize(
    ("words", "seconds", "advice"),
    [(100, 43, "un peu court"), (160, 70, "la bonne longueur"), (300, 130, "un peu long")],
)
def test_how_long_a_pitch_lasts(words: int, seconds: int, advice: str) -> None:
    found = answered(project(pitch={"moi": "mot " * words}), "pitch")
    assert said(found).startswith(f"Votre présentation dure environ {seconds} secondes.")
    assert advice in said(found)


def test_a_pitch_takes_what_the_idea_says() -> None:
    figures = project(idee={"probleme": "a b c", "offre": "d e"}, pitch={"moi": "f"})
    assert "6 mots" in said(answered(figures, "pitch"))


PRICES = {f"prix.{row}.montant": str(20 + 2 * row) for row in range(1, 6)}


@pytest.mark.parametrize(
    ("price", "place"),
    [("40", "plus haut que tous"), ("10", "plus bas que tous"), ("25", "parmi ceux")],
)
def test_where_a_price_stands(price: str, place: str) -> None:
    market = PRICES | {"nombre": "20"}
    found = answered(project(etude_de_marche=market, prix={"prix": price}), "etude-de-marche")
    assert said(found).startswith("Les prix vont de 22 € à 30 €.")
    assert place in said(found)
    assert cells(found)["Celui du milieu"] == ("26 €",)
    assert not found.missing


def test_what_is_ready_before_leaving() -> None:
    states = {"papiers.1.etat": "fait", "papiers.2.etat": "en-cours", "papiers.5.etat": "non"}
    found = answered(project(sortie=states), "sortie")
    assert said(found).startswith("Vous avez préparé 1 point sur 16. À commencer")
    assert "1 point en cours." in said(found)


@pytest.mark.parametrize(
    ("slug", "missing"),
    [
        ("prix", ("le nombre de ventes que vous prévoyez", "votre activité, sur la feuille")),
        ("seuil-de-rentabilite", ("le prix d’une vente", "votre activité", "vos charges fixes")),
        ("budget-du-foyer", ("vos dépenses d’un mois",)),
        ("compte-de-resultat", ("vos ventes de la première année",)),
        ("bfr", ("vos ventes d’une année", "au moins un délai")),
        ("plan-de-financement", ("ce qu’il faut payer", "d’où vient l’argent")),
        ("emprunt", ("la somme empruntée", "la durée en mois")),
        ("tresorerie", ("vos ventes, mois par mois",)),
        ("statut", ("vos ventes d’une année", "vos dépenses d’une année", "votre activité")),
        ("pitch", ("votre texte",)),
        ("etude-de-marche", ("encore 5\u00a0prix à relever", "l’avis de 20\u00a0personnes")),
        ("sortie", ("où vous en êtes, ligne par ligne",)),
    ],
)
def test_an_empty_sheet_says_what_it_needs(slug: str, missing: tuple[str, ...]) -> None:
    found = answered(project(), slug)
    assert found.lead is None
    assert len(found.missing) == len(missing)
    assert all(one.startswith(start) for one, start in zip(found.missing, missing, strict=True))


def test_a_sheet_of_words_alone_answers_nothing() -> None:
    assert answer(project(), "idee") is None
    assert {"idee", "canevas", "premiere-action"}.isdisjoint(ANSWERS)


def test_a_figure_of_law_that_is_missing_is_said() -> None:
    figures = Figures.of(
        {
            "idee": {"activite": "artisanat"},
            "statut": {"ventes": "3000", "charges": "10"},
        },
        Law(RateTable(), COURSE_DAY),
    )
    found = answered(figures, "statut")
    assert "manque au référentiel" in found.missing[0]


def test_only_what_is_missing_is_asked_for() -> None:
    def missing(slug: str, **typed: str) -> tuple[str, ...]:
        return answered(Figures.of({slug: typed}, law()), slug).missing

    assert missing("emprunt", somme="2000") == ("la durée en mois",)
    assert missing("emprunt", somme="2000", duree="12", taux="beaucoup") == ("le taux",)
    late = missing("emprunt", somme="2000", duree="6", differe="6")
    assert late == ("une durée plus longue que les mois sans rembourser",)
    assert missing("bfr", ventes="9000") == ("au moins un délai, même à 0",)
    assert missing("bfr", clients="30") == ("vos ventes d’une année",)
    unread = missing("prix", ventes="20", cotisations="cher")
    assert unread == ("un taux de cotisations qui se lit",)


def test_a_start_exactly_paid_is_balanced() -> None:
    typed = {"besoins.1.montant": "500", "reserve": "100", "ressources.1.montant": "600"}
    found = answered(project(plan_de_financement=typed), "plan-de-financement")
    assert said(found).startswith("Votre plan est équilibré : 600 € à payer, autant de trouvé.")


def test_meals_have_their_own_vat() -> None:
    vat = {"tva": "oui", "mois.1.ventes": "1000", "mois.1.achats": "400"}
    figures = project(idee={"activite": "restauration"}, tresorerie=vat)
    found = answered(figures, "tresorerie")
    assert "10 % sur vos ventes et à 5,5 % sur vos achats" in found.notes[0].replace("\u00a0", " ")
    # 1 000 + 100 de TVA encaissés.
    assert next(iter(cells(found).values()))[0] == "1 100 €"


def test_each_month_of_the_picture_has_its_own_sign() -> None:
    curve = answered(project(tresorerie=TILL), "tresorerie").curve
    assert curve is not None
    assert len(set(curve.places)) == 12
