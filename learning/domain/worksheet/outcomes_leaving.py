"""What the checklist before leaving answers."""

from collections import Counter

from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcome import Outcome, Phrase
from learning.domain.worksheet.wording import count

TABLES = ("papiers", "adresse", "compte", "aides")
_MOST_NAMED = 4


def states_of(figures: Figures) -> dict[str, str]:
    """Return what is said of each line of the checklist, "" for nothing yet."""
    filled = figures.sheet("sortie")
    found = {}
    for name in TABLES:
        table = filled.sheet.table(name)
        for row, label in enumerate(table.rows, start=1):
            found[label] = filled.text(table.key(row, "etat"))
    return found


def answer_leaving(figures: Figures) -> Outcome:
    """How much is ready, and what comes first among the rest."""
    states = states_of(figures)
    said = Counter(states.values())
    known = len(states) - said["non"]
    if said[""] == len(states):
        return Outcome(missing=("où vous en êtes, ligne par ligne",))
    left = [label for label, state in states.items() if state in ("", "a-faire")]
    sentences = []
    if left:
        named = " ; ".join(left[:_MOST_NAMED])
        sentences.append(f"À commencer : {named}.")
    if said["en-cours"]:
        sentences.append(f"{count(said['en-cours'], 'point')} en cours.")
    return Outcome(
        lead=Phrase("Vous avez préparé", count(said["fait"], "point"), f"sur {known}."),
        sentences=tuple(sentences),
    )
