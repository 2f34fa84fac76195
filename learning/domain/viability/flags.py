"""From the trade that a person wrote to what the law watches in it."""

from collections.abc import Iterable, Iterator

from learning.domain.viability.notice import Notice
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.trades import TRADES, Trade, Watch
from learning.domain.worksheet.watched import watched

ASK = "C’est à vérifier avec votre CPIP."
_SURE, _UNSURE = "lu le", "à confirmer, relevé le"
SHEETS = {
    Watch.CONVICTION: ("idee", "metier"),
    Watch.QUALIFIED: ("idee", "metier"),
    Watch.REGULATED: ("idee", "metier"),
    Watch.OUTSIDE: ("statut", "choix"),
}


def flags(figures: Figures, trades: Iterable[Trade] = TRADES) -> Iterator[Notice]:
    """Yield what to look into for the trade of a project; each ends with whom to ask."""
    found = watched(figures.text("idee", "metier"), figures.text("idee", "activite"), trades)
    for one in found:
        sheet, field = SHEETS[one.watch]
        yield Notice(
            id=f"metier-{one.watch}",
            sentence=f"{one.sentence} {ASK}",
            sheet=sheet,
            field=field,
            source=f"{one.source}, {_SURE if one.confidence == 'high' else _UNSURE}"
            f" {one.looked_at:%d/%m/%Y}",
        )
