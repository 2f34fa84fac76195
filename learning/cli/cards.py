"""Cards on a terminal: for an administrator to copy or print."""

from learning.services.accounts import ACTIVATION_DAYS, Card


def print_card(card: Card) -> None:
    """Print one card."""
    label = "code" if card.is_activation else "phrase"
    print(f"  {card.name}")
    print(f"  identifiant  {card.identifier}")
    print(f"  {label:<11}  {' '.join(card.words)}")
    if card.is_activation:
        print(f"  à utiliser sur la page /activation dans les {ACTIVATION_DAYS} jours")
