"""``tremplin demo``: a demonstration with people at every stage."""

import argparse
import json
import sys
from typing import Any

from learning.cli.accounts import FRENCH
from learning.cli.parsers import add_command
from learning.cli.progress import Progress
from learning.services.demo import Shown, make_demo
from learning.services.work import open_program
from learning.settings import load_settings


def add_commands(commands: Any) -> None:
    """Add ``demo``."""
    parser = add_command(commands, "demo", "remplit une démonstration", run)
    parser.add_argument("--learners", type=int, default=60, metavar="N", help="apprenants (60)")
    parser.add_argument("--days", type=int, default=60, metavar="D", help="jours passés (60)")
    parser.add_argument("--json", action="store_true", help="pour un programme")


def run(chosen: argparse.Namespace) -> int:
    """Fill the demonstration and show its accounts."""
    program = open_program(load_settings())
    progress = Progress("Personnes", quiet=chosen.json)
    shown = make_demo(program, learners=chosen.learners, days=chosen.days, progress=progress.step)
    if chosen.json:
        print(json.dumps([_row(one) for one in shown], ensure_ascii=False))
        return 0
    print(f"{'rôle':<16}{'identifiant':<20}phrase")
    for one in shown:
        row = _row(one)
        print(f"{row['role']:<16}{row['identifiant']:<20}{row['phrase']}")
    sys.stdout.flush()
    return 0


def _row(one: Shown) -> dict[str, str]:
    return {
        "role": FRENCH[one.role],
        "identifiant": one.card.identifier,
        "phrase": " ".join(one.card.words),
    }
