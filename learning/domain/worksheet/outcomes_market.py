"""What the sheets of the market and of the pitch answer."""

from decimal import Decimal

from learning.domain.finance.price import market_prices
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcome import Grid, Outcome, Phrase
from learning.domain.worksheet.wording import count, euros

_PRICES_WANTED = 5
_PEOPLE_WANTED = 20
# Read aloud without haste: 130 to 150 words a minute in French.
_WORDS_A_SECOND = Decimal("2.3")
SHORTEST, LONGEST = 60, 90  # seconds


def answer_market(figures: Figures) -> Outcome:
    """The prices that were seen, beside the one thought of; what is still to ask."""
    filled = figures.sheet("etude-de-marche")
    keys = (f"prix.{row}.montant" for row in range(1, _PRICES_WANTED + 1))
    seen = [filled.numbers[key] for key in keys if key in filled.numbers]
    found = market_prices(seen)
    missing = []
    if len(seen) < _PRICES_WANTED:
        left = _PRICES_WANTED - len(seen)
        missing.append(f"encore {count(left, 'prix', 'prix')} à relever")
    talked = filled.numbers.get("nombre") or Decimal(0)
    if talked < _PEOPLE_WANTED:
        missing.append(f"l’avis de {count(_PEOPLE_WANTED - talked, 'personne')} de plus")
    if found is None:
        return Outcome(missing=tuple(missing))
    sentences = []
    price = figures.number("prix", "prix")
    if price is not None:
        sentences.append(_place(price, found.lowest, found.highest))
    rows = (
        ("Le plus bas", euros(found.lowest)),
        ("Celui du milieu", euros(found.middle)),
        ("Le plus haut", euros(found.highest)),
    )
    return Outcome(
        lead=Phrase("Les prix vont de", f"{euros(found.lowest)} à {euros(found.highest)}", "."),
        sentences=tuple(sentences),
        grids=(Grid(caption="Prix relevés", heads=("Prix", "Montant"), rows=rows),),
        missing=tuple(missing),
    )


def _place(price: Decimal, lowest: Decimal, highest: Decimal) -> str:
    if price > highest:
        return (
            f"Votre prix, {euros(price)}, est plus haut que tous les autres. "
            "Il faut une raison que le client voit."
        )
    if price < lowest:
        return (
            f"Votre prix, {euros(price)}, est plus bas que tous les autres. "
            "Vérifiez qu’il vous paie."
        )
    return f"Votre prix, {euros(price)}, est parmi ceux que vous avez relevés."


def pitch_words(figures: Figures) -> int:
    """Count the words of the pitch as it would be read."""
    filled = figures.sheet("pitch")
    texts = (filled.text(name) or _carried_text(figures, name) for name, _ in filled.sheet.cells())
    return sum(len(text.split()) for text in texts)


def _carried_text(figures: Figures, name: str) -> str:
    source = {"probleme": ("idee", "probleme"), "solution": ("idee", "offre")}.get(name)
    return figures.text(*source) if source else ""


def answer_pitch(figures: Figures) -> Outcome:
    """How long the pitch lasts when it is read aloud."""
    words = pitch_words(figures)
    if not words:
        return Outcome(missing=("votre texte",))
    seconds = int((words / _WORDS_A_SECOND).to_integral_value())
    if seconds < SHORTEST:
        advice = "C’est un peu court : ajoutez un exemple ou un chiffre."
    elif seconds > LONGEST:
        advice = "C’est un peu long : gardez ce que la personne doit retenir."
    else:
        advice = "C’est la bonne longueur."
    return Outcome(
        lead=Phrase("Votre présentation dure environ", count(seconds, "seconde"), "."),
        sentences=(f"{count(words, 'mot')}, lus sans se presser. {advice}",),
    )
