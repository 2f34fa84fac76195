"""The workbook of a project: LibreOffice computes what the engine says, from the same inputs."""

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from learning.documents.project_sheet import tabs_of, write_project_sheet
from learning.documents.workbook import places_of, resolve
from learning.domain.finance.loan import schedule
from learning.domain.finance.money import Money
from learning.domain.project_file.compose import rates_of
from learning.domain.viability.view import look
from learning.domain.worked.projects import EXAMPLES, find_example
from learning.domain.worksheet.figures import COMPUTED, Figures, loan_terms
from learning.domain.worksheet.outcomes_money import break_even_of
from learning.domain.worksheet.outcomes_year import accounts_of, till_of
from tests.support.calc import Sheets, number, recalculate
from tests.support.law import law

Typed = dict[str, dict[str, str]]
Values = Callable[[str], float | None]


def changed(slug: str, **changes: dict[str, str]) -> Typed:
    """An example with values of some sheets changed; an empty value takes one out."""
    example = find_example(slug)
    assert example
    sheets = {one: dict(typed) for one, typed in example.sheets.items()}
    for one, values in changes.items():
        merged = {**sheets.get(one, {}), **values}
        sheets[one] = {key: value for key, value in merged.items() if value}
    return sheets


_NO_ACCOUNTS = dict.fromkeys(changed("barber")["compte-de-resultat"], "")
PROJECTS: dict[str, Typed] = {
    **{one.slug: {slug: dict(typed) for slug, typed in one.sheets.items()} for one in EXAMPLES},
    "acre": changed("barber", statut={"acre": "oui"}, tresorerie={"premier": "11"}),
    "trimestre": changed(
        "friperie", statut={"acre": "oui", "liberatoire": "oui"},
        tresorerie={"declaration": "trimestre", "premier": "8", "delai_clients": "30"},
    ),
    "tva": changed(
        "food-truck", tresorerie={"tva": "oui", "delai_clients": "60", "delai_achats": "30",
                                  "mois.1.achats": "9000", "mois.4.fixes": "0"},
    ),
    "taux-trimestre": changed(
        "peinture", tresorerie={"cotisations": "21,98", "declaration": "trimestre",
                                "delai_clients": "90"},
    ),
    "differe": changed(
        "peinture", emprunt={"differe": "3", "duree": "84", "taux": "4,5", "somme": "7321"},
    ),
    "taux-nul": changed("peinture", emprunt={"taux": "0"}),
    "mois-seuls": {
        **changed("barber", **{"compte-de-resultat": _NO_ACCOUNTS}),
        "bfr": {"stock": "12", "clients": "45", "fournisseurs": "30"},
    },
    "huit-mois": changed("velo", **{"seuil-de-rentabilite": {"mois": "8", "ventes": "33,5"}}),
}  # fmt: skip


def figures_of(name: str) -> Figures:
    return Figures.of(PROJECTS[name], law())


def book_of(figures: Figures) -> bytes:
    return write_project_sheet(figures, rates_of(figures))


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheets]:
    """Every book, opened and computed in one run; one has its price changed in the file."""
    books = {name: book_of(figures_of(name)) for name in PROJECTS}
    books["prix-change"] = retyped(books["barber"], figures_of("barber"), "prix.prix", "21.5")
    return recalculate(books, tmp_path_factory.mktemp("classeurs"))


def retyped(body: bytes, figures: Figures, name: str, value: str) -> bytes:
    """Type another number in a cell of a book, as somebody would."""
    tabs = tabs_of(figures, rates_of(figures))
    sheet, cell = places_of(tabs)[name]
    place = next(at for at, tab in enumerate(tabs, start=1) if f"'{tab.title}'" == sheet)
    pattern = rf'(<c r="{cell.replace("$", "")}"[^>]*><v>)[^<]*(</v>)'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as book, zipfile.ZipFile(out, "w") as new:
        for file in book.namelist():
            text = book.read(file)
            if file == f"xl/worksheets/sheet{place}.xml":
                changed_text, count = re.subn(pattern, rf"\g<1>{value}\g<2>", text.decode())
                assert count == 1
                text = changed_text.encode()
            new.writestr(file, text)
    return out.getvalue()


def reader(sheets: Sheets, figures: Figures) -> Values:
    """Return what finds a computed value by the name that formulas give it."""
    places = places_of(tabs_of(figures, rates_of(figures)))

    def value(name: str) -> float | None:
        sheet, cell = places[name]
        _, letters, row = cell.split("$")
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - ord("A") + 1
        return number(sheets[sheet.strip("'")][int(row) - 1][column - 1])

    return value


def same(found: float | None, wanted: Decimal | Money | None) -> bool:
    """Tell whether a computed value is that of the engine."""
    if wanted is None or found is None:
        return found is None and wanted is None
    exact = wanted.euros if isinstance(wanted, Money) else wanted
    return abs(found - float(exact)) < 1e-6


each = pytest.mark.parametrize("name", PROJECTS)


@each
def test_the_price_and_the_household(computed: dict[str, Sheets], name: str) -> None:
    figures = figures_of(name)
    value, view = reader(computed[name], figures), look(figures)
    assert view.floor
    assert same(value("prix.plancher"), view.floor.price)
    assert same(value("prix.sans_revenu"), view.floor.without_pay)
    assert same(value("prix.marge"), view.priced.margin)
    assert same(value("prix.reste"), view.priced.result)
    assert same(value("prix.heure_payee"), view.pay)
    assert same(value("foyer.besoin"), view.need)


@each
def test_the_break_even(computed: dict[str, Sheets], name: str) -> None:
    figures = figures_of(name)
    value, found = reader(computed[name], figures), break_even_of(figures)
    assert found
    assert found.units
    assert same(value("seuil.unites"), Decimal(found.units))
    assert same(value("seuil.ventes"), found.sales)
    assert same(value("seuil.marge"), found.margin)
    assert same(value("seuil.reste"), look(figures).sale.result)


@each
def test_three_years(computed: dict[str, Sheets], name: str) -> None:
    figures = figures_of(name)
    value = reader(computed[name], figures)
    years = accounts_of(figures)
    assert years
    for number_of, year in enumerate(years, start=1):
        for cell, wanted in (
            ("produits", year.sales), ("achats", year.purchases), ("externes", year.external),
            ("marge", year.margin), ("net", year.result), ("mois", year.result.over(12)),
        ):  # fmt: skip
            assert same(value(f"resultat.{cell}.an{number_of}"), wanted), (cell, number_of)


@each
def test_what_is_advanced_and_what_is_funded(computed: dict[str, Sheets], name: str) -> None:
    figures = figures_of(name)
    value, slug = reader(computed[name], figures), "plan-de-financement"
    need = COMPUTED["bfr.=bfr"](figures)
    assert need is not None
    assert same(value("bfr.besoin"), Money.of(need))
    asked = figures.sum_of(slug, "besoins", "montant")
    for part in ("bfr", "reserve"):
        asked += figures.euros(slug, part) or Money(0)
    found = figures.sum_of(slug, "ressources", "montant")
    assert same(value("financement.besoins"), asked)
    assert same(value("financement.ecart"), found - asked)


@each
def test_every_instalment(computed: dict[str, Sheets], name: str) -> None:
    figures = figures_of(name)
    value, terms = reader(computed[name], figures), loan_terms(figures)
    if terms is None:
        assert same(value("emprunt.paye"), Money(0))
        return
    found = schedule(terms)
    assert same(value("emprunt.echeance"), found.payment)
    assert same(value("emprunt.paye"), found.paid)
    assert same(
        value("emprunt.cout"), found.cost + (figures.euros("emprunt", "frais") or Money(0))
    )
    for line in found.lines:
        for cell, wanted in (("capital", line.principal), ("interets", line.interest),
                             ("reste", line.balance)):  # fmt: skip
            assert same(value(f"pret.{line.number}.{cell}"), wanted), (cell, line.number)


@each
def test_twelve_months_of_cash(computed: dict[str, Sheets], name: str) -> None:
    figures = figures_of(name)
    value, till = reader(computed[name], figures), till_of(figures)
    assert till
    lines = {line.label: line for line in (*till.flow.receipts, *till.flow.payments)}
    cells = {"Ventes encaissées": "encaisse", "Achats": "achats", "Cotisations": "cotisations",
             "TVA encaissée": "tva", "TVA versée": "tva_versee"}  # fmt: skip
    for month in range(1, 13):
        for label, cell in cells.items():
            if label in lines:
                wanted = lines[label].amounts[month - 1]
                assert same(value(f"caisse.{cell}.{month}"), wanted), (label, month)
        assert same(value(f"caisse.recu.{month}"), till.flow.received[month - 1])
        assert same(value(f"caisse.paye.{month}"), till.flow.paid[month - 1])
        assert same(value(f"caisse.reste.{month}"), till.flow.balances[month - 1])


def test_a_number_typed_in_the_book_changes_what_follows(computed: dict[str, Sheets]) -> None:
    before = figures_of("barber")
    value = reader(computed["prix-change"], before)
    after = Figures.of(changed("barber", prix={"prix": "21,50"}), law())
    found = break_even_of(after)
    assert found
    assert found.units
    assert found.units != getattr(break_even_of(before), "units", None)
    assert same(value("seuil.unites"), Decimal(found.units))
    assert same(value("prix.reste"), look(after).priced.result)
    till = till_of(after)
    assert till
    assert same(value("caisse.reste.12"), till.flow.closing)


HOSTILE = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("x")', "\t=1", "{=1+1}")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_somebody_typed_is_only_ever_a_text(text: str) -> None:
    typed = changed(
        "barber",
        **{
            "seuil-de-rentabilite": {"charges.9.nom": text, "charges.9.montant": "1"},
            "plan-de-financement": {"besoins.8.nom": text, "besoins.8.montant": "1"},
            "budget-du-foyer": {"ressources.4.nom": text, "ressources.4.montant": "1"},
            "idee": {"metier": text, "unite": text},
            "prix": {"prix": text},
        },
    )
    figures = Figures.of(typed, law())
    ours = {
        resolve(cell.text, places_of(tabs))
        for tabs in (tabs_of(figures, rates_of(figures)),)
        for tab in tabs
        for _, _, cells, _ in tab.rows
        for cell in cells
        if hasattr(cell, "text") and hasattr(cell, "strong")
    }
    with zipfile.ZipFile(io.BytesIO(book_of(figures))) as book:
        pages = "".join(
            book.read(name).decode() for name in book.namelist() if "worksheets/" in name
        )
        assert not [name for name in book.namelist() if "externalLink" in name]
    formulas = set(re.findall(r"<f[^>]*>([^<]*)</f>", pages))
    unescaped = {
        one.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"') for one in formulas
    }
    assert unescaped <= ours
    assert "<hyperlink" not in pages


def test_nothing_is_kept_beside_formulas() -> None:
    with zipfile.ZipFile(io.BytesIO(book_of(figures_of("barber")))) as book:
        pages = "".join(
            book.read(name).decode() for name in book.namelist() if "worksheets/" in name
        )
    assert re.findall(r"</f><v>[^<]", pages) == []


def test_a_name_used_twice_or_unknown_is_refused() -> None:
    tabs = tabs_of(figures_of("barber"), ())
    with pytest.raises(KeyError):
        resolve("{rien.du.tout}", places_of(tabs))
    with pytest.raises(ValueError, match=r"prix\."):
        places_of([*tabs, tabs[2]])


def test_a_project_without_law_or_figures_is_still_a_book(tmp_path: Path) -> None:
    books = {"vide": book_of(Figures.of({})), "sans-loi": book_of(Figures.of(PROJECTS["barber"]))}
    found = recalculate(books, tmp_path)
    texts = [cell for sheets in found.values() for rows in sheets.values() for row in rows
             for cell in row]  # fmt: skip
    assert not [text for text in texts if text.startswith(("#", "Err:"))]
