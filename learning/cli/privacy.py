"""``tremplin privacy``: give somebody a copy of their data, or erase them for good."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from learning.cli.parsers import add_command, add_family
from learning.domain.errors import Refused
from learning.services.admin_acts import ask_erasure
from learning.services.erasure import erase_person, find_person
from learning.services.privacy_export import copy_data, note_copy
from learning.services.work import open_program
from learning.settings import load_settings

_TYPED = "EFFACER"
_ASKED = (
    "Rien n’est encore effacé : ce site veut deux personnes. Le compte est dans la corbeille, "
    "et la demande attend 7 jours un administrateur, à l’écran, dans « Accords »."
)


def add_commands(commands: Any) -> None:
    """Add ``privacy export`` and ``privacy erase``."""
    family = add_family(commands, "privacy", "les données d’une personne : copie, effacement")
    parser = add_command(family, "export", "écrit la copie des données d’une personne", run_export)
    parser.add_argument("person", metavar="ID", help="son identifiant")
    parser.add_argument("-o", "--output", default=".", metavar="DOSSIER", help="où (ici)")
    parser.add_argument("--json", action="store_true", help="le JSON seul, sur la sortie")
    parser = add_command(family, "erase", "efface une personne, sans retour", run_erase)
    parser.add_argument("person", metavar="ID", help="son identifiant")
    parser.add_argument("--oui", action="store_true", help="sans demander")


def run_export(chosen: argparse.Namespace) -> int:
    """Write the page and the JSON; that it was done is noted first."""
    program = open_program(load_settings())
    try:
        with program.writing() as work:
            person = find_person(work, chosen.person)
            note_copy(work, person)
        with program.reading() as work:
            copied = copy_data(work, person)
    finally:
        program.database.dispose()
    if chosen.json:
        print(copied.json)
        return 0
    folder = Path(chosen.output)
    for name, body in copied.files.items():
        _write(folder / name, body)
    print(
        "Ces fichiers contiennent les données d’une personne : remettez-les-lui, et à elle seule."
    )
    return 0


def run_erase(chosen: argparse.Namespace) -> int:
    """Erase, or ask for it where two people decide; on a terminal, once the word was typed."""
    program = open_program(load_settings())
    try:
        with program.reading() as work:
            person = find_person(work, chosen.person)
        if not chosen.oui and sys.stdin.isatty():
            print(f"« {chosen.person} » et tout son travail seront effacés, sans retour.")
            if input(f"Tapez {_TYPED} pour continuer : ").strip() != _TYPED:
                raise Refused("Rien n’a changé.")
        if program.settings.deux_personnes:
            with program.writing() as work:
                ask_erasure(work, person)
            print(_ASKED, file=sys.stderr)
            return 1
        clean = erase_person(program, person)
    finally:
        program.database.dispose()
    print("La personne est effacée. Une sauvegarde restaurée l’effacera de nouveau.")
    print("Les sauvegardes déjà faites la contiennent encore : supprimez les plus anciennes.")
    if not clean:
        print(
            "Le site était occupé : des octets peuvent rester dans le journal de la base. "
            "Lancez « tremplin retention run » quand personne ne travaille.",
            file=sys.stderr,
        )
        return 1
    return 0


def _write(file: Path, body: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(body)
    except OSError as error:
        raise Refused(
            "« %(file)s » ne peut pas être écrit : choisissez un autre dossier.", file=file
        ) from error
    print(f"Écrit dans « {file} ».")
