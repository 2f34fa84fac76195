"""``tremplin``: the administrator's commands. They call the same services as the web.

Exit 0 done; 1 refused or findings, said in French on standard error; 2 wrong usage.
"""

import argparse
import sys
from collections.abc import Sequence

from learning.cli import (
    accounts,
    attestation,
    audit,
    backup,
    courses,
    demo,
    deploy,
    doctor,
    dossiers,
    evaluation,
    groups,
    keys,
    privacy,
    questions,
    retention,
    rooms,
    security,
    serve,
    site,
)
from learning.cli.parsers import Parser
from learning.domain.errors import LearningError

COMMANDS = (
    site,
    demo,
    serve,
    courses,
    questions,
    accounts,
    groups,
    rooms,
    attestation,
    evaluation,
    keys,
    dossiers,
    audit,
    privacy,
    retention,
    backup,
    doctor,
    security,
    deploy,
)


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of every command."""
    parser = Parser(
        prog="tremplin",
        description="Tremplin : préparer son activité, pas à pas, sans Internet.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMANDE", required=True)
    for module in COMMANDS:
        module.add_commands(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    chosen = build_parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except LearningError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1
    return code
