"""How long a bank takes to come over, and a hostile one to be refused."""

import time

import pytest

from learning.exchange.gift import import_gift
from tests.support.tables import Figures

pytestmark = pytest.mark.bench

QUESTIONS, SECONDS = 1_000, 10
HOSTILE_SECONDS = 10
KINDS = (
    (
        "::Choix {n}::[html]<p>Quelle <b>charge</b>, au mois {n} ?</p>{{\n=Le loyer #<p>Oui.</p>"
        "\n~Le pain #Il suit les ventes.\n~%-10%Rien\n####<p>Explication {n}</p>}}\n\n"
    ),
    "::Nombre {n}:: Combien font {n},50 et 1 ? {{#{n},50:0,01#Bien}}\n\n",
    "::Court {n}:: Le document {n} ? {{=Kbis =extrait Kbis}}\n\n",
    "::Vrai {n}:: La charge {n} est fixe. {{T#Non.#Oui.}}\n\n",
    "::Paires {n}:: Associez. {{=loyer {n} -> fixe =pain -> variable =gaz -> fixe}}\n\n",
)


def seconds_of(text: str) -> float:
    """Import once, and say how long it took."""
    start = time.perf_counter()
    import_gift(text.encode(), "banque.gift")
    return time.perf_counter() - start


def test_a_thousand_questions(figures: Figures) -> None:
    text = "".join(KINDS[n % len(KINDS)].format(n=n) for n in range(QUESTIONS))
    figures.at_most("1 000 questions importées, s", seconds_of(text), SECONDS)


def test_a_hostile_megabyte(figures: Figures) -> None:
    for text in ("{" * 1_000_000, ("x " + "**a" * 4_000 + " {=a ~b}\n\n") * 80):
        figures.at_most("un Mo hostile importé, s", seconds_of(text), HOSTILE_SECONDS)
