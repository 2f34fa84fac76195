"""``tremplin doctor``: everything a site's administrator must know."""

import argparse
import json
from typing import Any

from learning.cli.parsers import add_command
from learning.services.doctor import examine
from learning.services.work import open_program
from learning.settings import load_settings


def add_commands(commands: Any) -> None:
    """Add ``doctor``."""
    parser = add_command(commands, "doctor", "examine le site et dit ce qui ne va pas", run)
    parser.add_argument("--json", action="store_true", help="pour un programme")


def run(chosen: argparse.Namespace) -> int:
    """Print each point; exit 1 if one needs something done."""
    points = examine(open_program(load_settings()))
    if chosen.json:
        print(
            json.dumps(
                [{"sujet": p.subject, "etat": p.state, "phrase": p.sentence} for p in points],
                ensure_ascii=False,
            )
        )
    else:
        for point in points:
            print(f"{point.state:<9}  {point.subject:<14}  {point.sentence}")
    return 1 if any(point.state == "erreur" for point in points) else 0
