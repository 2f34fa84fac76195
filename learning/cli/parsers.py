"""Commands whose help and mistakes are told in French."""

import argparse
import re
import sys
from collections.abc import Callable
from typing import Any, NoReturn

Run = Callable[[argparse.Namespace], int]

# What argparse says in English of a command that it cannot read.
SENTENCES = (
    (r"the following arguments are required: (.*)", "il manque {0}"),
    (r"unrecognized arguments: (.*)", "« {0} » n’existe pas"),
    (
        r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.*)\)",
        "{0} : « {1} » n’existe pas ; il y a {2}",
    ),
    (r"argument (.+?): invalid \w+ value: '(.*)'", "{0} : « {1} » ne convient pas"),
    (r"argument (.+?): expected (?:one|at least one) argument", "{0} attend une valeur"),
    (r"argument (.+?): expected (\d+) arguments", "{0} attend {1} valeurs"),
    (r"argument (.+?): not allowed with argument (.+)", "{0} ne va pas avec {1}"),
    (r"argument (.+?): ignored explicit argument '(.*)'", "{0} ne prend pas de valeur"),
    (r"one of the arguments (.+) is required", "il faut l’un de ceux-ci : {0}"),
    (r"ambiguous option: (.+?) could match (.+)", "{0} peut vouloir dire {1}"),
    (r"argument (.+?): (.+)", "{0} : {1}"),
)


class _Help(argparse.HelpFormatter):
    """argparse's own layout, under a French word."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Head the line that shows how the command is written."""
        super().add_usage(usage, actions, groups, "usage : " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse in French where it speaks on its own; its sub-commands are of this class too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **options)
        self._positionals.title = "à donner"
        self._optionals.title = "options"
        self.add_argument("-h", "--help", action="help", help="montre cette aide")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words of the command, and exit with 2."""
        self.print_usage(sys.stderr)
        self.exit(
            2,
            f"{self.prog} : commande mal écrite : {in_french(message)}."
            f" Voyez « {self.prog} --help ».\n",
        )


def in_french(message: str) -> str:
    """One of argparse's sentences; what it never says comes back as it is."""
    for pattern, sentence in SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return sentence.format(*found.groups())
    return message


def add_command(commands: Any, name: str, summary: str, run: Run) -> argparse.ArgumentParser:
    """Add one command with its help; its options follow."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(run=run)
    return parser


def add_family(commands: Any, name: str, summary: str) -> Any:
    """Add a command that only holds others."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    return parser.add_subparsers(dest=f"{name}_command", metavar="COMMANDE", required=True)


def whole(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers between two bounds, both allowed."""

    def read(text: str) -> int:
        if least <= (number := int(text)) <= most:
            return number
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas entre {least} et {most}")

    return read
