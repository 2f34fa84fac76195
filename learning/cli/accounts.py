"""``tremplin accounts``: add, reset and list accounts."""

import argparse
import json
from typing import Any

from learning.cli.cards import print_card
from learning.cli.parsers import add_command, add_family
from learning.domain.access import Role
from learning.domain.errors import NotFound
from learning.services.accounts import (
    Card,
    add_account,
    find_account,
    find_group,
    list_accounts,
    prepare_card,
    renew_card,
)
from learning.services.work import open_program
from learning.settings import load_settings

ROLES = {
    "apprenant": Role.LEARNER,
    "formateur": Role.TRAINER,
    "conseiller": Role.COUNSELLOR,
    "surveillant": Role.SUPERVISOR,
    "administrateur": Role.ADMINISTRATOR,
    "evaluateur": Role.EVALUATOR,
}
FRENCH = {role: name for name, role in ROLES.items()}


def add_commands(commands: Any) -> None:
    """Add ``accounts add|reset|list``."""
    family = add_family(commands, "accounts", "les comptes et leurs cartes")
    add = add_command(family, "add", "crée un compte et montre sa carte", run_add)
    add.add_argument("role", choices=sorted(ROLES), metavar="RÔLE", help=", ".join(sorted(ROLES)))
    add.add_argument("nom", metavar="NOM", help="le nom, entre guillemets s’il a une espace")
    add.add_argument("--groupe", metavar="GROUPE", help="le nom d’un groupe existant")
    add.add_argument("--json", action="store_true", help="pour un programme")
    reset = add_command(family, "reset", "fait une nouvelle carte ; l’ancienne meurt", run_reset)
    reset.add_argument("identifiant", metavar="IDENTIFIANT")
    reset.add_argument("--json", action="store_true", help="pour un programme")
    listed = add_command(family, "list", "montre les comptes", run_list)
    listed.add_argument("--json", action="store_true", help="pour un programme")


def run_add(chosen: argparse.Namespace) -> int:
    """Make an account; staff get an activation card, learners their phrase."""
    program = open_program(load_settings())
    role = ROLES[chosen.role]
    prepared = prepare_card(program.keys.pepper)
    with program.writing() as work:
        groups = (find_group(work, chosen.groupe),) if chosen.groupe else ()
        card = add_account(
            work,
            prepared,
            role=role,
            name=chosen.nom,
            groups=groups,
            activation=role is not Role.LEARNER,
        )
    _show(card, as_json=chosen.json)
    return 0


def run_reset(chosen: argparse.Namespace) -> int:
    """Make a new card."""
    program = open_program(load_settings())
    prepared = prepare_card(program.keys.pepper)
    with program.writing() as work:
        card = renew_card(work, prepared, find_account(work, chosen.identifiant))
    _show(card, as_json=chosen.json)
    return 0


def run_list(chosen: argparse.Namespace) -> int:
    """List the accounts."""
    program = open_program(load_settings())
    with program.reading() as work:
        lines = list_accounts(work)
    rows = [
        {
            "role": FRENCH[line.role],
            "identifiant": line.identifier,
            "nom": line.name,
            "etat": {"active": "actif", "suspended": "suspendu"}.get(line.status, "parti"),
            "groupes": list(line.groups),
        }
        for line in lines
    ]
    if chosen.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        groups = ", ".join(row["groupes"])
        print(
            f"{row['role']:<15}  {row['identifiant']:<16}  {row['etat']:<9}  "
            f"{row['nom']}  {groups}"
        )
    if not rows:
        raise NotFound("Il n’y a encore aucun compte. Lancez « tremplin accounts add ».")
    return 0


def _show(card: Card, *, as_json: bool) -> None:
    if as_json:
        key = "code" if card.is_activation else "phrase"
        print(json.dumps({"identifiant": card.identifier, key: " ".join(card.words)}))
        return
    print_card(card)
