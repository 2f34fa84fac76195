"""The screens of figures: find one, change it, see who uses it before anything is kept."""

from datetime import date, timedelta

import pytest

from learning.content.figures_edit import read_body
from learning.content.rates_file import FILE, Rate
from learning.content.source import read_folder
from learning.services.figures import expiring, figures_to_review, to_republish
from learning.services.manuscripts import digest_of_body, files_now, keep, keep_all
from learning.services.work import with_release
from tests.support.client import PageClient, Reply
from tests.support.clock import START
from tests.support.small_site import COURSES, SmallSite, publish_folder

HERE = "/formateur/chiffres"
TODAY = START.date()
SOON = TODAY + timedelta(days=30)
ROW = """
- id: {name}
  label: "{label}"
  value: {value}
  unit: "{unit}"
  valid_from: {first}
  valid_to: {last}
  source: "{source}"
  confidence: {confidence}
"""
CITED = """
Le taux est de {{ essai.taux }}.

:::question calcul-du-taux
Combien pour {n} € ?

Variables :
- n = 100 à 200 pas 100

= {n * ref(essai.taux)} €

Objectif : compter
:::
"""


def row(name: str, label: str, *, value: str = "12", unit: str = "€", **keys: str) -> str:
    """A row as written."""
    others = {"first": "null", "last": "null", "source": "un texte", "confidence": "high"}
    return ROW.format(name=name, label=label, value=value, unit=unit, **{**others, **keys})


def write(small: SmallSite, rows: str = "", *, cited: bool = False) -> None:
    """Keep more figures in the courses being written, and a lesson that uses one."""
    with small.program.writing() as work:
        files = files_now(with_release(work))
        keep_all(work, {FILE: files[FILE] + rows.encode()})
        if cited:
            path = "essai/10-formes.md"
            keep_all(work, {path: files[path] + CITED.encode()})


def rates(small: SmallSite, name: str = "essai.taux") -> list[Rate]:
    """The rows of a figure as they are being written."""
    with small.program.reading() as work:
        read, findings = read_body(files_now(with_release(work))[FILE])
    assert findings == ()
    return read.rows[name]


def preview(client: PageClient, url: str, values: dict[str, str]) -> Reply:
    """Fill a gesture's form and ask what it would change."""
    form = client.get(url).page.form("valeur")
    return client.send(form, values)


def confirm(client: PageClient, url: str) -> Reply:
    """Keep what the preview on the screen says."""
    assert client.last
    return client.send(client.last.page.form(action=url), follow=False)


def test_a_new_value_is_seen_then_kept(small: SmallSite) -> None:
    write(small, cited=True)
    client = small.signed_in("trainer")
    url = f"{HERE}/essai.taux/valeur"
    seen = preview(client, url, {"valeur": "22,5 %", "debut": "1er janvier 2027"})
    assert seen.status == 200
    for words in ("20\u00a0%", "22,5\u00a0%", "31 décembre 2026", "Pas avant le 1er janvier 2027"):
        assert words in seen.text
    assert "1 question change de corrigé" in seen.text
    assert (
        "Combien pour {n} € ?".replace(" €", "\u00a0€") in seen.text or "Combien pour" in seen.text
    )
    assert len(rates(small)) == 1, "nothing is kept yet"
    done = confirm(client, url)
    assert (done.status, done.location) == (303, f"{HERE}/essai.taux?enregistre=1")
    former, new = rates(small)
    assert (former.valid_to, new.valid_from) == (date(2026, 12, 31), date(2027, 1, 1))
    assert (str(new.value), new.source, new.unit) == ("22.5", "Essais du programme", "%")
    page = client.get(done.location).page
    assert "C’est enregistré." in page.text
    assert "Change le 1er janvier 2027" in page.text


def test_the_links_of_a_use_lead_to_the_studio(small: SmallSite) -> None:
    write(small, cited=True)
    page = small.signed_in("trainer").get(f"{HERE}/essai.taux").page
    assert "/formateur/textes/essai/10-formes" in page.html
    assert "Dans le texte" in page.text
    assert "Le corrigé" in page.text


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"valeur": "1.234"}, "valeur", "peut se lire"),
        ({"valeur": "beaucoup"}, "valeur", "ne se lit pas comme un nombre"),
        ({"valeur": ""}, "valeur", "Écrivez la valeur"),
        ({"debut": "demain"}, "debut", "Ce jour ne se lit pas"),
        ({"debut": ""}, "debut", "où cette valeur commence"),
        ({"debut": "01/01/2026"}, "debut", "commence déjà"),
        ({"debut": "01/01/2020"}, "debut", "avant la première"),
        ({"fin": "01/01/2020"}, "fin", "avant le premier"),
        ({"source": " "}, "source", "d’où vient ce chiffre"),
        ({"note": "x" * 1100}, "note", "signes au plus"),
    ],
)
def test_each_fault_is_told_beside_its_field(
    small: SmallSite, typed: dict[str, str], field: str, sentence: str
) -> None:
    client = small.signed_in("trainer")
    url = f"{HERE}/essai.taux/valeur"
    good = {"valeur": "22", "debut": "01/01/2027"}
    reply = preview(client, url, {**good, **typed})
    assert reply.status == 422
    assert sentence in reply.text
    assert f'id="c-{field}-err"' in reply.page.html
    assert f'href="#c-{field}"' in reply.page.html
    kept = reply.page.form("valeur").values
    for name, value in {**good, **typed}.items():
        assert kept[name][0].strip() == value.strip()
    assert len(rates(small)) == 1


def test_a_correction_changes_only_its_row(small: SmallSite) -> None:
    write(small, row("essai.autre", "Un autre"))
    client = small.signed_in("trainer")
    url = f"{HERE}/essai.taux/corriger"
    form = client.get(url).page.form("valeur")
    assert form.values["valeur"] == ["20"]
    assert form.values["debut"] == ["01/01/2026"]
    same = client.send(form, {})
    assert same.status == 422
    assert "Rien n’a changé" in same.text
    seen = preview(
        client, url, {"source": "Décret « 12 » : article 3", "responsable": "Mme Petit"}
    )
    assert "Aucun texte ne cite encore ce chiffre." in seen.text
    confirm(client, url)
    [corrected] = rates(small)
    assert corrected.source == "Décret « 12 » : article 3"
    assert (corrected.owner, str(corrected.value)) == ("Mme Petit", "20")
    assert rates(small, "essai.autre")[0].source == "un texte"


def test_a_correction_of_the_source_moves_no_answer(small: SmallSite) -> None:
    write(small, cited=True)
    client = small.signed_in("trainer")
    url = f"{HERE}/essai.taux/corriger"
    assert "ces corrigés ne changent pas" in preview(client, url, {"source": "ailleurs"}).text
    assert "change de corrigé" in preview(client, url, {"valeur": "21"}).text
    unsure = preview(client, url, {"confiance": "low"})
    assert "la publication sera refusée" in unsure.text


def test_an_older_row_is_corrected_from_the_history(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    preview(client, f"{HERE}/essai.taux/valeur", {"valeur": "22", "debut": "01/01/2027"})
    confirm(client, f"{HERE}/essai.taux/valeur")
    url = f"{HERE}/essai.taux/corriger"
    assert f"{url}?ligne=2027-01-01" in client.get(f"{HERE}/essai.taux").page.html
    form = client.get(f"{url}?ligne=2027-01-01").page.form("valeur")
    assert form.values["valeur"] == ["22"]
    client.send(form, {"valeur": "23"})
    confirm(client, url)
    assert [str(one.value) for one in rates(small)] == ["20", "23"]
    assert client.get(f"{url}?ligne=2020-01-01").status == 404


def test_a_new_figure_gets_its_name_from_its_label(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    url = f"{HERE}/nouveau"
    wrong = preview(client, url, {"valeur": "12", "libelle": ""})
    assert wrong.status == 422
    for sentence in ("ce que ce chiffre mesure", "d’où vient ce chiffre"):
        assert sentence in wrong.text
    typed = {
        "libelle": "Le plafond de l’aide à la création", "unite": "€/mois",
        "valeur": "1 234,50 €", "source": "service-public, page « aide »",
    }  # fmt: skip
    seen = preview(client, url, typed)
    assert "1\u00a0234,50\u00a0€ par mois" in seen.text
    assert confirm(client, url).location == f"{HERE}/plafond.aide.creation?enregistre=1"
    preview(client, url, typed)
    assert confirm(client, url).location == f"{HERE}/plafond.aide.creation.2?enregistre=1"
    preview(client, url, {**typed, "libelle": "Nouveau"})
    assert confirm(client, url).location == f"{HERE}/nouveau.2?enregistre=1"


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("date", "1er mars 2027", "1er\u00a0mars 2027"),
        ("texte", "tous les trois mois", "tous les trois mois"),
        ("fraction", "2 / 3", "2/3"),
        ("nombre", "12", "12"),
        ("%", "5,5", "5,5\u00a0%"),
    ],
)
def test_each_unit_is_read_as_people_write_it(
    small: SmallSite, unit: str, value: str, shown: str
) -> None:
    client = small.signed_in("trainer")
    url = f"{HERE}/nouveau"
    preview(client, url, {"libelle": "Un essai", "unite": unit, "valeur": value, "source": "ici"})
    confirm(client, url)
    assert rates(small, "essai")[0].shown == shown
    form = client.get(f"{HERE}/essai/corriger").page.form("valeur")
    client.send(form, {"source": "là"})
    confirm(client, f"{HERE}/essai/corriger")
    assert rates(small, "essai")[0].shown == shown


def test_two_people_at_once_see_both(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    url = f"{HERE}/essai.taux/corriger"
    preview(client, url, {"source": "la mienne"})
    mine = client.last
    assert mine
    with small.program.writing() as work:
        body = files_now(with_release(work))[FILE]
        theirs = body.replace(b"Essais du programme", b"la leur")
        keep(work, FILE, theirs, base=digest_of_body(body))
    reply = client.send(mine.page.form(action=url), follow=False)
    assert reply.status == 409
    assert "la leur" in reply.text
    assert reply.page.form("valeur").values["source"] == ["la mienne"]
    assert rates(small)[0].source == "la leur"
    client.send(reply.page.form("valeur"), {})
    confirm(client, url)
    assert rates(small)[0].source == "la mienne"


def test_somebody_who_changes_another_figure_is_not_in_the_way(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    url = f"{HERE}/essai.taux/corriger"
    preview(client, url, {"source": "la mienne"})
    page = client.last
    assert page
    write(small, row("essai.autre", "Un autre"))
    assert client.send(page.page.form(action=url), follow=False).status == 303
    assert len(rates(small, "essai.autre")) == 1


def test_the_list_is_filtered_and_searched(small: SmallSite) -> None:
    write(
        small,
        row("a.passe", "Ancien barème", last='"2026-01-01"')
        + row("b.bientot", "Barème d’été", last=f'"{SOON}"', confidence="medium")
        + row("c.suivi", "Barème suivi", last=f'"{SOON}"')
        + row("c.suivi", "Barème suivi", first=f'"{SOON + timedelta(days=1)}"')
        + row("d.futur", "Barème futur", first='"2027-05-01"'),
    )
    client = small.signed_in("trainer")
    first = client.get(HERE).text
    assert "À revoir 2À confirmer 1Tous 5" in first
    assert first.index("Ancien barème") < first.index("Barème d’été")
    for words in ("Périmé depuis le", "Expire le"):
        assert words in first
    assert "Barème suivi" not in first
    every = client.get(f"{HERE}?voir=tous").text
    for words in ("Change le", "Commence le 1er mai 2027", "Valable", "1 chiffre change le"):
        assert words in every
    assert "Barème d’été" in client.get(f"{HERE}?voir=a-confirmer").text
    found = client.fill(HERE, {"cherche": "bareme ETE"}).text
    assert "Barème d’été" in found
    assert "Ancien barème" not in found
    assert "Aucun chiffre ne répond" in client.fill(HERE, {"cherche": "zzz"}).text


def test_a_file_at_fault_is_told_and_stays_reachable(small: SmallSite) -> None:
    write(small, row("a.casse", "Cassé", unit="lunes"))
    client = small.signed_in("trainer")
    page = client.get(f"{HERE}?voir=tous").page
    assert "Le référentiel a une erreur" in page.text
    assert "lunes" in page.text
    preview(client, f"{HERE}/essai.taux/corriger", {"source": "ailleurs"})
    assert confirm(client, f"{HERE}/essai.taux/corriger").status == 303
    with small.program.writing() as work:
        keep_all(with_release(work), {FILE: b"- id: ["})
    assert "ne se lit pas" in client.get(HERE).text
    reply = preview(client, f"{HERE}/nouveau", {"libelle": "a", "valeur": "1", "source": "s"})
    assert reply.status == 422
    with small.program.writing() as work:
        keep_all(with_release(work), {FILE: b"\xff\xfe"})
    assert "pas en UTF-8" in client.get(HERE).text


def test_a_figure_that_is_not_there(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    for url in ("", "/valeur", "/corriger"):
        assert client.get(f"{HERE}/absent{url}").status == 404


def test_the_studio_counts_figures_to_review_by_module(small: SmallSite) -> None:
    with small.program.reading() as work:
        files = files_now(with_release(work))
        assert figures_to_review(files, TODAY) == {}
        ended = files | {FILE: files[FILE].replace(b"valid_to: null", b"valid_to: 2026-12-01")}
        cited = files["essai/10-formes.md"] + CITED.encode()
        assert figures_to_review(ended | {"essai/10-formes.md": cited}, TODAY) == {"essai": 1}
        assert expiring(work, TODAY) == []


def test_the_day_of_a_change_the_list_asks_to_publish_again(small: SmallSite) -> None:
    files = read_folder(COURSES)
    dated = files[FILE].replace(b"valid_to: null", f'valid_to: "{SOON}"'.encode())
    after = row(
        "essai.taux", "Un taux", value="25", unit="%", first=f'"{SOON + timedelta(days=1)}"'
    )
    publish_folder(small.program, files | {FILE: dated + after.encode()})
    with small.program.reading() as work:
        served = files_now(with_release(work))
        assert to_republish(work, served, TODAY).next_day == SOON + timedelta(days=1)
        assert to_republish(work, served, TODAY).now == ()
        changed = to_republish(work, served, SOON + timedelta(days=1)).now
    assert [one.shown for one in changed] == ["25\u00a0%"]
    small.clock.instant += timedelta(days=31)
    text = small.signed_in("trainer").get(HERE).text
    assert "Publiez à nouveau\u00a0: 1 chiffre a changé" in text
