"""``tremplin init``: make a site, asking nothing."""

import argparse
from typing import Any

from learning.cli.cards import print_card
from learning.cli.parsers import add_command
from learning.services.site import make_site
from learning.services.work import make_recovery
from learning.settings import load_settings


def add_commands(commands: Any) -> None:
    """Add ``init``."""
    add_command(
        commands,
        "init",
        "prépare un site : données, base, clés, carte du premier administrateur",
        run,
    )


def run(_chosen: argparse.Namespace) -> int:
    """Make what is missing; a second time changes nothing."""
    settings = load_settings()
    _program, card = make_site(settings)
    print(f"Le site est prêt dans « {settings.data} ».")
    if card is not None:
        print("Carte d’activation du premier administrateur (elle ne sera plus montrée) :")
        print_card(card)
    secret = make_recovery(settings.data)
    if secret is not None:
        print("Clé de récupération des sauvegardes scellées (elle ne sera plus montrée) :")
        print(f"  {secret}")
        print("  Imprimez-la et gardez-la sous clé, hors de cette machine.")
    return 0
