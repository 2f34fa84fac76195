"""Sub-commands whose help speaks French."""

import argparse
from collections.abc import Callable
from typing import Any

Run = Callable[[argparse.Namespace], int]


def add_command(commands: Any, name: str, summary: str, run: Run) -> argparse.ArgumentParser:
    """Add one command with its help; its options follow."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=summary, add_help=False
    )
    parser.add_argument("-h", "--help", action="help", help="montre cette aide")
    parser.set_defaults(run=run)
    return parser


def add_family(commands: Any, name: str, summary: str) -> Any:
    """Add a command that only holds others."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=summary, add_help=False
    )
    parser.add_argument("-h", "--help", action="help", help="montre cette aide")
    return parser.add_subparsers(dest=f"{name}_command", metavar="COMMANDE", required=True)
