"""``tremplin groups``: list and add."""

import argparse
import json
from typing import Any

from learning.cli.parsers import add_command, add_family
from learning.domain.errors import Invalid, NotFound
from learning.services import audit
from learning.services.accounts import add_group
from learning.services.admin_accounts import list_groups
from learning.services.work import Work, open_program, with_release
from learning.settings import load_settings


def add_commands(commands: Any) -> None:
    """Add ``groups list|add``."""
    family = add_family(commands, "groups", "les groupes d’apprenants")
    add = add_command(family, "add", "crée un groupe", run_add)
    add.add_argument("nom", metavar="NOM", help="le nom, entre guillemets s’il a une espace")
    add.add_argument("--parcours", metavar="PARCOURS", help="le premier parcours publié sans lui")
    listed = add_command(family, "list", "montre les groupes et leurs personnes", run_list)
    for one in (add, listed):
        one.add_argument("--json", action="store_true", help="pour un programme")


def run_add(chosen: argparse.Namespace) -> int:
    """Make a group that follows a published path."""
    program = open_program(load_settings())
    name = " ".join(chosen.nom.split())
    if not name or len(name) > 80:  # noqa: PLR2004 - as on screen
        raise Invalid("Écrivez un nom de 1 à 80 caractères.")
    with program.writing() as work:
        path = _path(with_release(work), chosen.parcours)
        made = add_group(work, name=name, path=path)
        audit.record(work, "groupe.cree", subject=str(made))
    if chosen.json:
        print(json.dumps({"nom": name, "parcours": path}, ensure_ascii=False))
    else:
        print(f"Groupe « {name} » créé, parcours {path}.")
    return 0


def _path(work: Work, wanted: str | None) -> str:
    paths = [one.slug for one in work.catalogue.learner_paths]
    if not paths:
        raise NotFound("Aucun parcours n’est publié. Lancez « tremplin courses publish ».")
    if wanted is None:
        return paths[0]
    if wanted not in paths:
        raise NotFound(
            "Le parcours « %(name)s » n’est pas publié. Publiés : %(known)s.",
            name=wanted,
            known=", ".join(paths),
        )
    return wanted


def run_list(chosen: argparse.Namespace) -> int:
    """List the groups and how many people they have."""
    program = open_program(load_settings())
    with program.reading() as work:
        groups = list_groups(work)
    if chosen.json:
        rows = [{"nom": one.name, "personnes": one.people} for one in groups]
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for one in groups:
        print(f"{one.people:>5}  {one.name}")
    if not groups:
        raise NotFound("Il n’y a encore aucun groupe. Lancez « tremplin groups add ».")
    return 0
