"""``tremplin audit``: follow the chain of the journal, and print its head."""

import argparse
import json
from typing import Any

from learning.cli.parsers import add_command, add_family
from learning.domain.errors import Refused
from learning.services.audit_check import read_head, verify
from learning.services.work import open_program
from learning.settings import load_settings


def add_commands(commands: Any) -> None:
    """Add ``audit verify`` and ``audit head``."""
    family = add_family(commands, "audit", "le journal des actes : le vérifier, imprimer sa tête")
    parser = add_command(
        family, "verify", "suit la chaîne et nomme la première entrée", run_verify
    )
    parser.add_argument(
        "--head", default="", metavar="TEXTE", help="une tête imprimée, que le journal doit tenir"
    )
    parser.add_argument("--json", action="store_true", help="pour un programme")
    parser = add_command(family, "head", "affiche la tête du journal, à garder ailleurs", run_head)
    parser.add_argument("--json", action="store_true", help="pour un programme")


def run_verify(chosen: argparse.Namespace) -> int:
    """Say whether the chain holds; exit 1 with the first entry that does not."""
    program = open_program(load_settings())
    try:
        with program.reading() as work:
            found = verify(work, program.keys.signing, head=chosen.head)
    finally:
        program.database.dispose()
    if chosen.json:
        bad = {"entree": found.bad.sequence, "phrase": found.bad.sentence} if found.bad else None
        said = {"entrees": found.entries, "tete": found.head.text, "defaut": bad}
        print(json.dumps(said, ensure_ascii=False))
        return 1 if found.bad else 0
    if found.bad is not None:
        raise Refused(found.bad.sentence)
    since = f", depuis la purge jusqu’à l’entrée {found.start}" if found.start else ""
    print(f"Le journal tient : {found.entries} entrées se suivent{since}.")
    if chosen.head:
        print("La tête imprimée est bien dans ce journal.")
    return 0


def run_head(chosen: argparse.Namespace) -> int:
    """Print the head, on the last line."""
    program = open_program(load_settings())
    try:
        with program.reading() as work:
            head = read_head(work)
    finally:
        program.database.dispose()
    if chosen.json:
        print(json.dumps({"entree": head.sequence, "tete": head.text}, ensure_ascii=False))
        return 0
    print("Imprimez ou recopiez cette ligne, et gardez-la hors de cette machine.")
    print(head.text)
    return 0
