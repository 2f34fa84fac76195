"""The parts of a project file that are the person's own words."""

from collections.abc import Sequence

from learning.domain.finance.price import market_prices
from learning.domain.project_file.paper import Said, Section
from learning.domain.worksheet.fields import Ask
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcome import Grid
from learning.domain.worksheet.sheets import find_sheet
from learning.domain.worksheet.wording import count, euros

MARKET = "etude-de-marche"
_PRICES = 5
# Sheets speak to the person; a file speaks of the project.
_LABELS = {
    "idee.metier": "Métier",
    "idee.activite": "Activité",
    "idee.unite": "Ce qui est vendu",
    "idee.client": "Clientèle",
    "idee.probleme": "Problème de la clientèle",
    "idee.offre": "Offre",
    "idee.difference": "Ce qui fait la différence",
    "idee.phrase": "En une phrase",
    "etude-de-marche.vu": "Ce qui a été vu et appris",
    "statut.choix": "Forme envisagée",
    "statut.raison": "Raison",
    "statut.acre": "Acre comptée",
    "statut.liberatoire": "Versement libératoire de l’impôt",
    "tresorerie.tva": "TVA facturée",
    "tresorerie.delai_clients": "Paiement des clients",
    "tresorerie.delai_achats": "Paiement des achats",
    "tresorerie.declaration": "Déclaration des ventes",
    "pitch.moi": "Le porteur du projet",
    "pitch.probleme": "Le problème",
    "pitch.solution": "La solution",
    "pitch.preuve": "La preuve",
    "pitch.demande": "La demande",
}


def answers_of(figures: Figures, slug: str, names: Sequence[str] = ()) -> tuple[Said, ...]:
    """Return what was written in fields of a sheet, all of them unless named."""
    sheet = find_sheet(slug)
    found = []
    for key, asked in sheet.cells() if sheet else ():
        text = figures.text(slug, key)
        if not text or "." in key or (names and key not in names):
            continue
        if asked.ask is Ask.CHOICE:
            text = next((one.label for one in asked.choices if one.value == text), text)
        found.append(Said(_LABELS.get(f"{slug}.{key}", asked.label), text))
    return tuple(found)


def idea(figures: Figures) -> Section:
    """Return the idea: trade, customer, problem, offer."""
    return Section(title="L’idée", answers=answers_of(figures, "idee"))


def rows_of(figures: Figures, slug: str, table: str, columns: Sequence[str]) -> list[list[str]]:
    """Return the rows of a table where something was written."""
    found = figures.sheet(slug).sheet.table(table)
    rows = []
    for row in range(1, found.size + 1):
        cells = [figures.text(slug, found.key(row, column)) for column in columns]
        if any(cells):
            rows.append(cells)
    return rows


def _table(figures: Figures, table: str, caption: str, columns: Sequence[tuple[str, str]]) -> Grid:
    rows = rows_of(figures, MARKET, table, [name for name, _ in columns])
    return Grid(
        caption=caption,
        heads=tuple(label for _, label in columns),
        rows=tuple(tuple(row) for row in rows),
        words=True,
    )


def market(figures: Figures) -> Section:
    """Return the market: who does it already, prices, what was asked and seen."""
    grids = [
        _table(figures, "concurrents", "Qui fait déjà ce métier",
               (("nom", "Nom ou lieu"), ("bien", "Ce qu’il fait bien"),
                ("manque", "Ce qui lui manque"))),
        _table(figures, "questions", "Ce qui a été demandé",
               (("question", "Question"), ("reponse", "Réponse"))),
    ]  # fmt: skip
    grids.insert(1, _prices(figures))
    sentences = []
    numbers = figures.sheet(MARKET).numbers
    seen = [numbers[key] for key in (f"prix.{row}.montant" for row in range(1, _PRICES + 1))
            if key in numbers]  # fmt: skip
    if (found := market_prices(seen)) is not None:
        said = f"Prix relevés ({found.count}) : de {euros(found.lowest)}"
        sentences.append(
            f"{said} à {euros(found.highest)}, celui du milieu à {euros(found.middle)}."
        )
    people = figures.own(MARKET, "nombre")
    if people:
        sentences.append(f"Personnes interrogées : {count(people, 'personne')}.")
    clients = figures.own(MARKET, "clients_mois")
    if clients:
        sentences.append(f"Clientèle attendue : {count(clients, 'client')} par mois.")
    return Section(
        title="Le marché",
        sentences=tuple(sentences),
        answers=answers_of(figures, MARKET, ("vu",)),
        grids=tuple(grid for grid in grids if grid.rows),
    )


def _prices(figures: Figures) -> Grid:
    sheet = figures.sheet(MARKET)
    rows = []
    for place in range(1, sheet.sheet.table("prix").size + 1):
        where, amount = f"prix.{place}.lieu", f"prix.{place}.montant"
        value = sheet.numbers.get(amount)
        if sheet.text(where) or sheet.text(amount):
            said = euros(value) if value is not None else sheet.text(amount)
            rows.append((sheet.text(where), said))
    return Grid(caption="Prix relevés", heads=("Où", "Prix"), rows=tuple(rows))


def canvas(figures: Figures) -> Section:
    """Return the nine boxes."""
    found = answers_of(figures, "canevas")
    grid = Grid(
        caption="Les neuf cases",
        heads=("Case", "Ce qui est prévu"),
        rows=tuple((one.label, one.text) for one in found),
        words=True,
    )
    return Section(title="Le projet sur une page", grids=(grid,) if found else ())


def pitch(figures: Figures) -> Section:
    """Return the presentation, with what it takes from the idea."""
    found = []
    carried = {"probleme": "probleme", "solution": "offre"}
    sheet = find_sheet("pitch")
    for key, _ in sheet.cells() if sheet else ():
        text = figures.text("pitch", key)
        if not text and key in carried and not figures.sheet("pitch").is_empty:
            text = figures.text("idee", carried[key])
        if text:
            found.append(Said(_LABELS[f"pitch.{key}"], text))
    return Section(title="La présentation orale", answers=tuple(found))


def actions(figures: Figures) -> Section:
    """Return what is done and what comes next."""
    rows = rows_of(figures, "premiere-action", "actes", ("acte", "resultat", "suite"))
    grid = Grid(
        caption="Les actes",
        heads=("Ce qui est fait", "Ce qui s’est passé", "Ensuite"),
        rows=tuple(tuple(row) for row in rows),
        words=True,
    )
    return Section(title="Les prochaines actions", grids=(grid,) if rows else ())
