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
    security,
    serve,
    site,
)
from learning.domain.errors import LearningError

COMMANDS = (
    site,
    demo,
    serve,
    courses,
    questions,
    accounts,
    groups,
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


class _Parser(argparse.ArgumentParser):
    """argparse in French where it speaks on its own."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Say what is wrong with the words of the command, and exit with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog} : commande mal écrite ({message}).\n")


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of every command."""
    parser = _Parser(
        prog="tremplin",
        description="Tremplin : préparer son activité, pas à pas, sans Internet.",
        add_help=False,
    )
    parser.add_argument("-h", "--help", action="help", help="montre cette aide")
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
