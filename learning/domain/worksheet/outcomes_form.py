"""What the sheet of the legal form answers: four forms on the same figures, and no ranking."""

from decimal import Decimal

from learning.domain.finance.form_words import LIMITS, WORDS
from learning.domain.finance.income_tax import Household
from learning.domain.finance.legal_form import Comparison, FormCase, FormResult, compare
from learning.domain.finance.micro_entreprise import Turnover
from learning.domain.finance.money import Money
from learning.domain.finance.rates import Law
from learning.domain.finance.thresholds import turnover_thresholds
from learning.domain.worksheet.figures import FARMING, Figures
from learning.domain.worksheet.outcome import Grid, Outcome, Phrase
from learning.domain.worksheet.watched import outside_micro
from learning.domain.worksheet.wording import euros


def comparison_of(figures: Figures) -> Comparison | None:
    """Return the four forms on the figures of the sheet, None while one is missing."""
    case = _form_case(figures)
    return None if case is None or figures.law is None else compare(case, figures.law)


def _form_case(figures: Figures) -> FormCase | None:
    sales, spent = figures.euros("statut", "ventes"), figures.euros("statut", "charges")
    known = figures.category
    if sales is None or spent is None or known is None or figures.law is None:
        return None
    parts = figures.number("statut", "parts") or Decimal(1)
    return FormCase(
        turnovers=(Turnover(known[0], sales),),
        expenses=spent,
        trade=known[1],
        household=Household(parts=parts),
        acre=figures.text("statut", "acre") == "oui",
        flat_tax=figures.text("statut", "liberatoire") == "oui",
        micro_open=not outside_micro(
            figures.text("idee", "metier"), figures.text("idee", "activite")
        ),
    )


def brief_form(figures: Figures) -> Outcome:
    """What a list says of the sheet: nothing is compared."""
    case = _form_case(figures)
    if case is not None:
        said = Phrase("Quatre formes, avec vos", euros(case.turnovers[0].amount), "de ventes.")
        return Outcome(lead=said)
    if figures.text("idee", "activite") == FARMING:
        return Outcome(
            lead=Phrase("Votre activité relève de", "la MSA", ". Demandez-lui un calcul."),
            sentences=("Cette comparaison ne compte que les formes suivies par l’Urssaf.",),
        )
    missing = []
    if figures.euros("statut", "ventes") is None:
        missing.append("vos ventes d’une année")
    if figures.euros("statut", "charges") is None:
        missing.append("vos dépenses d’une année")
    if figures.category is None:
        missing.append("votre activité, sur la feuille « Mon idée »")
    return Outcome(missing=tuple(missing))


def answer_form(figures: Figures) -> Outcome:
    """What each form leaves of the same sales: no ranking, and what the figures leave out."""
    compared, found = comparison_of(figures), brief_form(figures)
    if compared is None:
        return found
    sentences = [_closed(compared.case, one) for one in compared.results if not one.possible]
    words = tuple(
        Grid(
            caption=WORDS[one.form].name,
            heads=("Point", "Ce qu’il faut savoir"),
            rows=(
                ("Protection", WORDS[one.form].protection),
                ("Vos biens", WORDS[one.form].property),
                ("Formalités", WORDS[one.form].formalities),
            ),
            words=True,
        )
        for one in compared.results
    )
    return Outcome(
        lead=_what_is_left(compared),
        sentences=tuple(sentences),
        grids=(_forms(compared), *_changes(compared.case, figures.law), *words),
        notes=LIMITS,
        rates=("micro.cotisations", "micro.plafond"),
    )


def _what_is_left(compared: Comparison) -> Phrase:
    """Say how far apart the forms are, and rank none."""
    left = [one.kept.whole() for one in compared.results if one.possible]
    if min(left) == max(left):
        return Phrase("Il vous reste", euros(left[0]), "par an, quelle que soit la forme.")
    figure = f"de {euros(min(left))} à {euros(max(left))}"
    return Phrase("Selon la forme, il vous reste", figure, "par an.")


def _closed(case: FormCase, one: FormResult) -> str:
    """Say why a form is closed: the trade, or sales above its ceiling."""
    name = WORDS[one.form].name
    if not case.micro_open:
        return f"{name}\u00a0: votre métier n’y a pas droit."
    passed = next(limit for limit in one.ceilings if limit.passed)
    return (
        f"{name}\u00a0: vos ventes dépassent son plafond, {euros(passed.limit)}. "
        "Deux années de suite, vous en sortez."
    )


def _forms(compared: Comparison) -> Grid:
    """Show a year as a sum that comes out, and what creating costs beside it."""

    def row(label: str, name: str) -> tuple[str, ...]:
        return (label, *(_shown(one, name) for one in compared.results))

    def same(label: str, amount: Money) -> tuple[str, ...]:
        return (label, *(euros(amount) if one.possible else "–" for one in compared.results))

    taxed = any(one.corporate_tax for one in compared.results)

    return Grid(
        caption="Sur une année",
        heads=("Ligne", *(WORDS[one.form].name for one in compared.results)),
        rows=(
            same("Ventes", compared.case.sales),
            same("Dépenses", compared.case.expenses),
            row("Cotisations", "contributions"),
            *((row("Impôt de la société", "corporate_tax"),) if taxed else ()),
            row("Impôt sur le revenu", "income_tax"),
            row("Ce qui vous reste", "kept"),
            row("Frais de création, à part", "creation"),
        ),
        sums=2,
    )


_WHAT_CHANGES = {
    "cfe.seuil": "La cotisation foncière (CFE) devient due",
    "micro.compte_dedie": "Compte bancaire séparé obligatoire, après deux ans au-dessus",
    "tva.franchise.vente": "TVA à facturer l’année suivante (ventes)",
    "tva.franchise.vente.majore": "TVA à facturer tout de suite (ventes)",
    "tva.franchise.services": "TVA à facturer l’année suivante (services)",
    "tva.franchise.services.majore": "TVA à facturer tout de suite (services)",
    "micro.plafond.vente": "Fin de la micro-entreprise, après deux ans au-dessus (ventes)",
    "micro.plafond.services": "Fin de la micro-entreprise, après deux ans au-dessus (services)",
}


def _changes(case: FormCase, law: Law | None) -> tuple[Grid, ...]:
    """Say what changes at which turnover, and on which side these sales are."""
    if law is None:
        return ()
    rows = tuple(
        (
            _WHAT_CHANGES[one.name],
            euros(one.limit),
            "dépassé" if one.passed else "pas atteint",
        )
        for one in turnover_thresholds(case.turnovers, law)
        if one.name in _WHAT_CHANGES
    )
    heads = ("Ce qui change", "À partir de", "Avec vos ventes")
    return (Grid(caption="Ce qui change quand vous vendez plus", heads=heads, rows=rows),)


def _shown(one: FormResult, name: str) -> str:
    return euros(getattr(one, name)) if one.possible else "–"
