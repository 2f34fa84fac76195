"""``tremplin retention run``: what is too old goes, unless the clock jumped."""

import argparse
import json
import sys
from typing import Any

from learning.cli.parsers import add_command, add_family
from learning.cli.progress import Progress
from learning.services.retention import Due, check_clock, find_due, run
from learning.services.work import open_program
from learning.settings import load_settings

_LEFT_BYTES = (
    "Le site était occupé : des octets peuvent rester dans le journal de la base. "
    "Relancez « tremplin retention run » quand personne ne travaille."
)


def add_commands(commands: Any) -> None:
    """Add ``retention run``."""
    family = add_family(commands, "retention", "les durées de conservation")
    parser = add_command(family, "run", "efface ce qui est trop ancien", run_retention)
    parser.add_argument("--dry-run", action="store_true", help="montre, sans rien effacer")
    parser.add_argument(
        "--horloge-verifiee",
        action="store_true",
        help="la date de la machine a été vérifiée après un saut",
    )
    parser.add_argument("--json", action="store_true", help="pour un programme")


def run_retention(chosen: argparse.Namespace) -> int:
    """Show or do; exit 1 when the clock jumped, and nothing goes."""
    program = open_program(load_settings())
    try:
        if chosen.dry_run:
            odd = check_clock(program, checked=chosen.horloge_verifiee)
            _show(find_due(program), as_json=chosen.json, done=False)
            if odd:
                print(f"{odd} Un vrai passage n’effacerait rien.", file=sys.stderr)
            return 1 if odd else 0
        progress = Progress("Personnes", quiet=chosen.json)
        purged = run(program, checked=chosen.horloge_verifiee, step=progress.step)
    finally:
        program.database.dispose()
    _show(purged.due, as_json=chosen.json, done=True)
    if not purged.clean:
        print(_LEFT_BYTES, file=sys.stderr)
        return 1
    return 0


def _show(due: Due, *, as_json: bool, done: bool) -> None:
    people = [identifier for _id, identifier in due.people]
    if as_json:
        rows = {
            "apprenants": people,
            "corbeille": len(due.binned),
            "consultations": due.consultations,
            "journal": due.entries,
            "sessions": due.sessions,
            "essais": due.failures,
            "reponses_retirees": due.withdrawn,
            "journaux_techniques": list(due.log_files),
            "fait": done,
        }
        print(json.dumps(rows, ensure_ascii=False))
        return
    if due.nothing:
        print("Rien n’est trop ancien.")
        return
    print("Effacé :" if done else "Serait effacé :")
    for label, value in (
        ("comptes d’apprenants sans trace récente", len(people)),
        ("restes de la corbeille de plus de 30 jours", len(due.binned)),
        ("consultations de plus de 3 ans", due.consultations),
        ("entrées du journal de plus de 3 ans", due.entries),
        ("sessions terminées", due.sessions),
        ("essais de connexion", due.failures),
        ("réponses retirées de questionnaires", due.withdrawn),
        ("journaux techniques", len(due.log_files)),
    ):
        print(f"  {value:>6}  {label}")
    for identifier in people:
        print(f"          {identifier}")
