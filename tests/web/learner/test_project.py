"""« Mon projet »: sheets filled in without scripts, kept version by version, answered in words."""

from datetime import UTC, datetime

import pytest

from learning.content.rates_file import FILE as REFERENTIAL
from learning.content.source import read_folder
from learning.domain.worksheet.sheets import SHEETS
from learning.services.project import draft_of, latest_of
from tests.guards.tree import ROOT
from tests.support.client import PageClient, Reply
from tests.support.small_site import COURSES, SmallSite, as_learner, publish_folder

TAUGHT = "/modules/essai/choix"
BREAK_EVEN = {"prix": "18", "depense": "3,50", "cotisations": "21,98", "ventes": "60"}
COSTS = {"charges.1.montant": "20", "charges.4.montant": "230"}


def fill(client: PageClient, slug: str, typed: dict[str, str]) -> Reply:
    """Fill in a sheet and save it."""
    form = client.get(f"/projet/{slug}").page.form(next(iter(typed)))
    return client.send(form, typed)


@pytest.mark.parametrize("sheet", [sheet.slug for sheet in SHEETS])
def test_each_sheet_opens_empty_and_keeps_what_is_typed(small: SmallSite, sheet: str) -> None:
    client = small.signed_in()
    page = client.get(f"/projet/{sheet}").page
    form = next(form for form in page.forms if form.action == f"/projet/{sheet}")
    typed: dict[str, str] = {}
    known = {key: asked for one in SHEETS if one.slug == sheet for key, asked in one.cells()}
    for name, asked in known.items():
        assert name in form.values, name
        typed[name] = asked.choices[0].value if asked.choices else "12"
    assert client.send(form, typed).status == 200
    again = client.get(f"/projet/{sheet}").page
    kept = next(form for form in again.forms if form.action == f"/projet/{sheet}").values
    assert {name: kept[name] for name in known} == {k: [v] for k, v in typed.items()}


def test_the_break_even_is_said_in_words_and_drawn(small: SmallSite) -> None:
    client = small.signed_in()
    fill(client, "idee", {"unite": "coupe"})
    page = fill(client, "seuil-de-rentabilite", BREAK_EVEN | COSTS).page
    assert "Vous gagnez de l’argent à partir de 24\u00a0coupes par mois." in page.text
    assert "il vous reste 382,62\u00a0€ par mois" in page.text
    assert "<svg" in page.html
    assert "24\u00a0coupes" in client.get("/projet").text


def test_what_cannot_be_read_keeps_its_place_and_gets_its_sentence(small: SmallSite) -> None:
    client = small.signed_in()
    page = fill(client, "seuil-de-rentabilite", BREAK_EVEN | {"prix": "dix-huit"}).page
    assert page.title.startswith("Erreur\u00a0:")
    assert "Prix d’une vente\u00a0: Écrivez un nombre" in page.text
    assert page.form("prix").values["prix"] == ["dix-huit"]
    assert page.form("prix").values["depense"] == ["3,50"]
    assert "1 valeur ne se lit pas encore." in client.get("/projet").text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1 234,56", ""),
        ("1234.56", ""),
        ("1.234,56 €", ""),
        ("", ""),
        ("1.234", "Voulez-vous dire 1\u00a0234\u00a0€ ou 1,234"),
        ("beaucoup", "Écrivez un nombre\u00a0:"),
        ("12 %", "Écrivez un nombre\u00a0:"),
        ("1000000000000", "Ce nombre dépasse"),
        ("-5", "Ce nombre ne peut pas être négatif."),
        ("1,005", "Voulez-vous dire"),
        ("1,0055", "Écrivez deux chiffres au plus après la virgule."),
    ],
)
def test_each_way_of_typing_an_amount_gets_its_answer(
    small: SmallSite, typed: str, sentence: str
) -> None:
    page = fill(small.signed_in(), "prix", {"prix": typed, "heures_sans": "1"}).page
    assert (sentence in page.text) if sentence else ("Erreur" not in page.title)
    assert page.form("prix").values["prix"] == [typed]


def test_versions_are_compared_and_come_back(small: SmallSite) -> None:
    client = small.signed_in()
    fill(client, "prix", {"prix": "18"})
    fill(client, "prix", {"prix": "20"})
    page = client.get("/projet/prix/versions/1").page
    assert "18" in page.text
    assert "20" in page.text
    restore = next(form for form in page.forms if form.action.endswith("/reprendre"))
    assert client.send(restore, {}).page.form("prix").values["prix"] == ["18"]
    assert "retour à la version 1" in client.get("/projet/prix/versions").text


def test_two_pages_keep_both_and_say_so(small: SmallSite) -> None:
    client = small.signed_in()
    first = client.get("/projet/prix").page.form("prix")
    client.send(first, {"prix": "18"})
    page = client.send(first, {"prix": "25"}).page
    assert "Une autre page avait enregistré cette feuille." in page.text
    assert "/projet/prix/versions/1" in page.links


def test_what_is_typed_late_is_kept_and_never_shown_to_others(small: SmallSite) -> None:
    client = small.signed_in()
    form = client.get("/projet/idee").page.form("client")
    small.clock.advance(minutes=40)
    reply = client.send(form, {"client": "Mes voisins"}, follow=False)
    assert reply.location.startswith("/verrou")
    with small.program.writing() as work:
        as_learner(work, small.accounts["alix"])
        assert draft_of(work, "idee") == {"client": "Mes voisins"}
        assert latest_of(work, small.accounts["alix"].id) == {}
    client.sign_in(small.accounts["alix"].identifier, small.accounts["alix"].phrase)
    page = client.get("/projet/idee").page
    assert "Votre texte est gardé." in page.text
    assert page.form("client").values["client"] == ["Mes voisins"]
    assert "Mes voisins" not in small.signed_in("bilal").get("/projet/idee").page.html


def test_a_sheet_made_under_other_rates_says_which_changed(small: SmallSite) -> None:
    files = dict(read_folder(COURSES))
    files[REFERENTIAL] = (ROOT / "courses" / REFERENTIAL).read_bytes()
    publish_folder(small.program, files)
    small.clock.instant = datetime(2025, 12, 20, 9, tzinfo=UTC)
    client = small.signed_in()
    fill(client, "idee", {"activite": "liberal"})
    fill(client, "prix", {"prix": "60", "ventes": "20"})
    assert "sous les taux du" not in client.get("/projet/prix").text
    small.clock.instant = datetime(2026, 2, 1, 9, tzinfo=UTC)
    client = small.signed_in()
    said = client.get("/projet/prix").text.replace("\u00a0", " ")
    assert "Cette feuille est faite sous les taux du 20 décembre 2025." in said
    assert "24,6 % avant, 25,6 % maintenant." in said
    assert "Enregistré le 20 décembre 2025" in said
    assert "sous les taux du" not in client.get("/projet/canevas").text
    again = fill(client, "prix", {"prix": "60"}).text
    assert "sous les taux du" not in again
    assert "Version 2" in client.get("/projet/prix/versions").text


def test_words_are_saved_and_figures_are_counted(small: SmallSite) -> None:
    client = small.signed_in()
    assert "Vos chiffres" in client.get("/projet/prix").text
    assert "Enregistrer et calculer" in client.get("/projet/prix").text
    for slug in ("pitch", "sortie", "premiere-action"):
        page = client.get(f"/projet/{slug}").text
        assert "Vos réponses" in page
        assert "Enregistrer et calculer" not in page


def test_months_have_their_names_once_the_first_is_chosen(small: SmallSite) -> None:
    client = small.signed_in()
    assert "Mois\u00a01" in client.get("/projet/tresorerie").text
    page = fill(client, "tresorerie", {"premier": "9"}).text
    assert "Mois\u00a01" not in page
    assert "septembre" in page


def test_an_unknown_sheet_or_version_is_not_found(small: SmallSite) -> None:
    client = small.signed_in()
    assert client.get("/projet/inconnue").status == 404
    assert client.get("/projet/prix/versions/3").status == 404
    assert "Cette feuille n’existe pas." in client.get("/projet/inconnue").text


def test_a_lesson_holds_the_sheet_that_it_teaches(small: SmallSite) -> None:
    client = small.signed_in()
    lesson = client.get(TAUGHT).page
    form = next(form for form in lesson.forms if form.action == "/projet/prix")
    reply = client.send(form, {"prix": "18", "depense": "3,50"}, follow=False)
    assert reply.location == f"{TAUGHT}#atelier-prix"
    again = client.get(TAUGHT).page
    kept = next(form for form in again.forms if form.action == "/projet/prix").values
    assert kept["prix"] == ["18"]
    assert client.get("/projet/prix").page.form("prix").values["depense"] == ["3,50"]
    assert "/projet/prix" not in [
        form.action for form in small.signed_in("trainer").get(TAUGHT).page.forms
    ]


def test_a_remark_names_the_figure_and_leads_to_its_place(small: SmallSite) -> None:
    client = small.signed_in()
    fill(client, "idee", {"metier": "coiffeur à domicile", "activite": "artisanat"})
    page = fill(client, "budget-du-foyer", {"depenses.1.montant": "500"}).page
    assert "Votre budget ne garde rien pour l’imprévu" in page.text
    assert "#f-budget-du-foyer-imprevus" in page.links
    assert 'id="f-budget-du-foyer-imprevus"' in page.html
    home = client.get("/projet").page
    assert "à vérifier avec votre CPIP" in home.text
    assert "/projet/budget-du-foyer#f-budget-du-foyer-imprevus" in home.links


def test_a_year_of_sales_is_spread_over_its_months(small: SmallSite) -> None:
    client = small.signed_in()
    fill(client, "seuil-de-rentabilite", BREAK_EVEN | COSTS)
    form = client.get("/projet/tresorerie").page.form("saison")
    typed: dict[str, str | list[str]] = {"saison": "ete", "premier": "1", "repartir": "oui"}
    client.post(form.action, {**form.values, **typed})
    kept = client.get("/projet/tresorerie").page.form("saison").values
    months = [kept[f"mois.{place}.ventes"][0] for place in range(1, 13)]
    assert months[0] == months[1] == "432"
    assert months[6] == months[7] == "2160"
    assert sum(map(int, months)) == 18 * 60 * 12


def test_a_value_that_cannot_be_read_is_named_by_its_row(small: SmallSite) -> None:
    client = small.signed_in()
    costs = {"charges.1.montant": "cher", "charges.7.nom": "Scooter", "charges.7.montant": "-5"}
    said = fill(client, "seuil-de-rentabilite", costs).text
    assert "Assurance\u00a0: Écrivez un nombre" in said
    assert "Scooter\u00a0: Ce nombre ne peut pas être négatif." in said
    months = {"premier": "9", "mois.2.achats": "beaucoup", "mois.3.ventes": "x"}
    said = fill(client, "tresorerie", months).text
    assert "octobre – Achats\u00a0: Écrivez un nombre" in said
    assert "novembre – Ventes\u00a0: Écrivez un nombre" in said


def test_two_versions_are_compared_in_the_words_of_the_page(small: SmallSite) -> None:
    client = small.signed_in()
    fill(client, "tresorerie", {"premier": "9", "mois.1.ventes": "400"})
    fill(client, "tresorerie", {"tva": "oui", "mois.1.ventes": "500"})
    said = client.get("/projet/tresorerie/versions/1").text
    assert "septembre – Ventes400500" in said
    assert "Facturez-vous la TVA\u00a0?(vide)Oui" in said


def test_many_values_that_cannot_be_read_are_named_a_few_at_a_time(small: SmallSite) -> None:
    typed = {f"mois.{month}.ventes": "x" for month in range(1, 12)}
    page = fill(small.signed_in(), "tresorerie", typed).page
    assert page.text.count("Écrivez un nombre") == 8 + 11
    assert "Et 3\u00a0autres valeurs" in page.text.replace("Et 3 ", "Et 3\u00a0")
    assert "#f-tresorerie-mois_9_ventes" in page.links


def test_what_comes_next_is_the_first_sheet_not_begun(small: SmallSite) -> None:
    client = small.signed_in()
    assert "Pour aller plus loin" not in client.get("/projet").text
    fill(client, "etude-de-marche", {"nombre": "3"})
    said = client.get("/projet").text.replace("\u00a0", " ")
    assert "Mon idée : à remplir" in said
    assert "Reprendre : Mon étude de marché" in said
