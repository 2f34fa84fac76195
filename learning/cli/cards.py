"""Cards and grids on a terminal or in a file: for an administrator to copy or print."""

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path

from learning.services.accounts import ACTIVATION_DAYS, Card
from learning.services.grids import PaperGrid

_ACROSS = 5


def print_card(card: Card) -> None:
    """Print one card."""
    label = "code" if card.is_activation else "phrase"
    print(f"  {card.name}")
    print(f"  identifiant  {card.identifier}")
    print(f"  {label:<11}  {' '.join(card.words)}")
    if card.is_activation:
        print(f"  à utiliser sur la page /activation dans les {ACTIVATION_DAYS} jours")


def card_row(card: Card) -> dict[str, str]:
    """One card for a program: a phrase, or a code to activate."""
    key = "code" if card.is_activation else "phrase"
    return {"nom": card.name, "identifiant": card.identifier, key: " ".join(card.words)}


def write_cards(file: Path, cards: Iterable[Card]) -> None:
    """Write the cards as CSV, for their owner's eyes: the file must be destroyed once printed."""
    body = io.StringIO(newline="")
    writer = csv.writer(body, delimiter=";", lineterminator="\r\n")
    writer.writerow(["nom", "identifiant", "phrase", "code"])
    for card in cards:
        words = " ".join(card.words)
        pair = ["", words] if card.is_activation else [words, ""]
        writer.writerow([card.name, card.identifier, *pair])
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as stream:
        stream.write(body.getvalue())


def print_grid(grid: PaperGrid) -> None:
    """Print a grid of codes, five across."""
    print(f"  {grid.name}, identifiant {grid.identifier}")
    cells = [f"{place:>2} {code}" for place, code in enumerate(grid.codes, start=1)]
    for start in range(0, len(cells), _ACROSS):
        print("  " + "   ".join(cells[start : start + _ACROSS]))
    print("  Chaque code sert une seule fois. Cette grille ne sera plus montrée.")
