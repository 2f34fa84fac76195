"""``tremplin rooms``: list, add, and the terminals of a room, one series or one file at a time."""

import argparse
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from learning.cli.parsers import add_command, add_family
from learning.domain.errors import Invalid, NotFound
from learning.services.room import list_rooms
from learning.services.room_series import Outcome, apply_series, plan_series, write_series
from learning.services.room_setup import make_room
from learning.services.work import Work, open_program
from learning.settings import load_settings


def add_commands(commands: Any) -> None:
    """Add ``rooms list|add|terminals``."""
    family = add_family(commands, "rooms", "les salles et leurs postes")
    add = add_command(family, "add", "crée une salle", run_add)
    add.add_argument("nom", metavar="NOM", help="le nom, entre guillemets s’il a une espace")
    many = add_command(family, "terminals", "ajoute des postes à une salle", run_terminals)
    many.add_argument("salle", metavar="SALLE", help="le nom de la salle")
    lines = many.add_mutually_exclusive_group(required=True)
    lines.add_argument("--fichier", metavar="CSV", help="une ligne par poste : numéro;adresse")
    lines.add_argument("--serie", metavar="A-B", help="du numéro A au numéro B, comme 1-30")
    many.add_argument("--adresse", default="", metavar="ADRESSE", help="celle du premier poste")
    many.add_argument("--dry-run", action="store_true", help="montre sans rien écrire")
    listed = add_command(family, "list", "montre les salles", run_list)
    for one in (add, many, listed):
        one.add_argument("--json", action="store_true", help="pour un programme")


def run_add(chosen: argparse.Namespace) -> int:
    """Make a room without terminals, that never closes."""
    program = open_program(load_settings())
    with program.writing() as work:
        make_room(work, chosen.nom)
    if chosen.json:
        print(json.dumps({"nom": chosen.nom}, ensure_ascii=False))
    else:
        print(f"Salle « {chosen.nom} » créée.")
    return 0


def run_terminals(chosen: argparse.Namespace) -> int:
    """Add the terminals of the lines that are right; exit 1 when a line is wrong."""
    program = open_program(load_settings())
    text = _lines(chosen)
    with program.writing() as work:
        room = _find(work, chosen.salle)
        plan = plan_series(work, room, text)
        if not chosen.dry_run:
            apply_series(work, room, plan)
    counts = {
        "ajoutes": plan.count(Outcome.CREATE),
        "deja_la": plan.count(Outcome.KNOWN),
        "fausses": plan.count(Outcome.WRONG),
    }
    wrong = [(one.line, str(one.fault)) for one in plan.lines if one.fault]
    if chosen.json:
        faults = [{"ligne": line, "faute": sentence} for line, sentence in wrong]
        print(json.dumps({**counts, "lignes": faults}, ensure_ascii=False))
        return 1 if wrong else 0
    for line, sentence in wrong:
        print(f"ligne {line} : {sentence}")
    would = "Postes qui seraient ajoutés" if chosen.dry_run else "Postes ajoutés"
    print(
        f"{would} : {counts['ajoutes']} ; déjà là : {counts['deja_la']} ; "
        f"lignes laissées de côté : {counts['fausses']}."
    )
    return 1 if wrong else 0


def run_list(chosen: argparse.Namespace) -> int:
    """List the rooms and how many terminals they have."""
    program = open_program(load_settings())
    with program.reading() as work:
        rooms = list_rooms(work)
    if chosen.json:
        rows = [{"nom": one.name, "postes": one.terminals} for one in rooms]
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for one in rooms:
        print(f"{one.terminals:>5}  {one.name}")
    if not rooms:
        raise NotFound("Il n’y a encore aucune salle. Lancez « tremplin rooms add ».")
    return 0


def _lines(chosen: argparse.Namespace) -> str:
    if chosen.serie:
        first, _dash, last = chosen.serie.partition("-")
        return write_series(first, last, chosen.adresse)
    if chosen.adresse:
        raise Invalid("« --adresse » va avec « --serie » : dans un fichier, chaque ligne la dit.")
    try:
        return Path(chosen.fichier).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotFound("Le fichier « %(file)s » ne se lit pas.", file=chosen.fichier) from error


def _find(work: Work, name: str) -> UUID:
    for one in list_rooms(work):
        if one.name == " ".join(name.split()):
            return one.id
    raise NotFound("Aucune salle ne s’appelle « %(name)s ».", name=name)
