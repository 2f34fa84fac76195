"""What the sheets of funding, working capital and loan answer."""

from learning.domain.finance.loan import Schedule, schedule
from learning.domain.finance.money import Money
from learning.domain.worksheet.figures import Figures, loan_terms, working_capital_need
from learning.domain.worksheet.outcome import Grid, Outcome, Phrase
from learning.domain.worksheet.wording import count, euros

_FIRST_LINES = 12
_DELAYS = ("stock", "clients", "fournisseurs")
_FORMULA = (
    "Calcul : (achats × (jours de stock − jours fournisseurs) + ventes × jours clients) ÷ 365."
)


def answer_funding(figures: Figures) -> Outcome:
    """Whether resources pay for needs, and what is missing."""
    slug = "plan-de-financement"
    wanted = figures.has_any(slug, "besoins", "montant")
    found = figures.has_any(slug, "ressources", "montant")
    missing = []
    if not wanted:
        missing.append("ce qu’il faut payer avant la première vente")
    if not found:
        missing.append("d’où vient l’argent")
    if not wanted:
        return Outcome(missing=tuple(missing))
    needs = figures.sum_of(slug, "besoins", "montant")
    advance = figures.euros(slug, "bfr") or Money(0)
    reserve = figures.euros(slug, "reserve") or Money(0)
    total = needs + advance + reserve
    resources = figures.sum_of(slug, "ressources", "montant")
    gap = total - resources
    if gap.cents > 0:
        lead = Phrase("Il vous manque", euros(gap), "pour démarrer.")
    elif gap:
        lead = Phrase("Votre départ est payé : il reste", euros(-gap), "de plus.")
    else:
        lead = Phrase("Votre plan est équilibré :", euros(total), "à payer, autant de trouvé.")
    sentences = []
    own = figures.own(slug, "ressources.1.montant")
    if own is not None and total.cents > 0:
        part = (Money.of(own).ratio(total) * 100).to_integral_value()
        sentences.append(f"Votre apport paie {part} % du départ.".replace(" %", "\u00a0%"))
    if not reserve:
        sentences.append("Rien n’est prévu pour tenir les premiers mois sans ventes.")
    rows = (
        ("Achats et frais de départ", euros(needs)),
        ("Argent à avancer", euros(advance)),
        ("Réserve", euros(reserve)),
        ("Total à payer", euros(total)),
        ("Total trouvé", euros(resources)),
    )
    grid = Grid(caption="Votre départ", heads=("Part", "Montant"), rows=rows, sums=2)
    return Outcome(lead=lead, sentences=tuple(sentences), grids=(grid,), missing=tuple(missing))


def answer_working_capital(figures: Figures) -> Outcome:
    """How much is paid before being paid."""
    need = working_capital_need(figures)
    if need is None:
        return Outcome(missing=_missing_for_working_capital(figures))
    amount = Money.of(need)
    days = [figures.own("bfr", name) or 0 for name in _DELAYS]
    if amount.cents > 0:
        lead = Phrase("Vous devez avancer", euros(amount), "pour travailler.")
        said = "Cet argent est bloqué dans le stock et chez les clients : prévoyez-le au départ."
    else:
        lead = Phrase("Vous n’avez", "rien à avancer", ".")
        said = "Vos clients vous paient avant que vous payiez vos fournisseurs."
    rows = (
        ("Stock", count(days[0], "jour")),
        ("Clients", count(days[1], "jour")),
        ("Fournisseurs", count(days[2], "jour")),
        ("Besoin", euros(amount)),
    )
    grid = Grid(caption="D’où vient ce besoin", heads=("Délai", "Valeur"), rows=rows, sums=1)
    return Outcome(
        lead=lead,
        sentences=(said,),
        grids=(grid,),
        notes=(_FORMULA,),
    )


def _missing_for_working_capital(figures: Figures) -> tuple[str, ...]:
    missing = []
    if all(figures.number("bfr", name) is None for name in ("ventes", "achats")):
        missing.append("vos ventes d’une année")
    if all(figures.own("bfr", name) is None for name in _DELAYS):
        missing.append("au moins un délai, même à 0")
    return tuple(missing)


def answer_loan(figures: Figures) -> Outcome:
    """What is paid each month, what the loan costs, and its lines."""
    terms = loan_terms(figures)
    if terms is None:
        return Outcome(missing=_missing_for_loan(figures))
    found = schedule(terms)
    fees = figures.euros("emprunt", "frais") or Money(0)
    sentences = [
        f"Vous rendez {euros(found.paid)} en tout, pour {euros(terms.capital)} empruntés."
    ]
    if fees:
        sentences.append(f"Avec {euros(fees)} de frais, ce prêt vous coûte "
                         f"{euros(found.cost + fees)}.")  # fmt: skip
    else:
        sentences.append(f"Ce prêt vous coûte {euros(found.cost)} d’intérêts.")
    if terms.deferred:
        sentences.append(
            f"Pendant {count(terms.deferred, 'mois', 'mois')}, vous ne payez que les intérêts."
        )
    return Outcome(
        lead=Phrase(
            "Vous payez", euros(found.payment), f"par mois, pendant {terms.periods} mois."
        ),
        sentences=tuple(sentences),
        grids=(_lines(found),),
        rates=("adie.taux",),
    )


def _missing_for_loan(figures: Figures) -> tuple[str, ...]:
    months = figures.number("emprunt", "duree")
    missing = []
    if not figures.number("emprunt", "somme"):
        missing.append("la somme empruntée")
    if not months:
        missing.append("la durée en mois")
    elif months <= (figures.number("emprunt", "differe") or 0):
        missing.append("une durée plus longue que les mois sans rembourser")
    if figures.number("emprunt", "taux") is None:
        missing.append("le taux")
    return tuple(missing)


def _lines(found: Schedule) -> Grid:
    shown = found.lines[:_FIRST_LINES]
    rows = [
        (str(line.number), euros(line.payment), euros(line.interest), euros(line.balance))
        for line in shown
    ]
    rest = found.lines[_FIRST_LINES:]
    if rest:
        last = rest[-1]
        rows.append(
            (str(last.number), euros(last.payment), euros(last.interest), euros(last.balance))
        )
    return Grid(
        caption="Vos échéances" if not rest else "Vos douze premières échéances, et la dernière",
        heads=("Mois", "Échéance", "Dont intérêts", "Reste à payer"),
        rows=tuple(rows),
    )
