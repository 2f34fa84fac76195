"""``tremplin accounts``: add, import, reset, suspend, reopen, close, bin, merge, grid, list."""

import argparse
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from learning.cli.cards import card_row, print_card, print_grid, write_cards
from learning.cli.parsers import add_command, add_family
from learning.cli.progress import Progress
from learning.domain.access import Role
from learning.domain.errors import Invalid, NotFound
from learning.services.accounts import (
    Card,
    PreparedCard,
    add_account,
    find_account,
    find_group,
    list_accounts,
    prepare_card,
    renew_card,
)
from learning.services.admin_acts import Act, apply_act
from learning.services.admin_bin import put_merge
from learning.services.admin_cards import PER_SHEET, make_cards
from learning.services.admin_import import Outcome, apply_import, plan_import, read_csv
from learning.services.admin_merge import Held, preview_merge
from learning.services.grids import make_grid
from learning.services.work import Program, open_program
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
BECOMES = {
    Act.SUSPEND: "suspendu",
    Act.REOPEN: "actif",
    Act.CLOSE: "parti",
    Act.BIN: "à la corbeille",
}
_MERGED = "Les deux comptes sont réunis. Pour annuler : « Corbeille », à l’écran, sous 30 jours."
STATUSES = {"active": "actif", "suspended": "suspendu"}


def add_commands(commands: Any) -> None:
    """Add the family."""
    family = add_family(commands, "accounts", "les comptes et leurs cartes")
    add = add_command(family, "add", "crée un compte et montre sa carte", run_add)
    add.add_argument("role", choices=sorted(ROLES), metavar="RÔLE", help=", ".join(sorted(ROLES)))
    add.add_argument("nom", metavar="NOM", help="le nom, entre guillemets s’il a une espace")
    add.add_argument("--groupe", metavar="GROUPE", help="le nom d’un groupe existant")
    taken = add_command(family, "import", "crée les comptes d’un fichier CSV", run_import)
    taken.add_argument("fichier", metavar="CSV", help="colonnes role, nom, groupe, identifiant")
    taken.add_argument("--dry-run", action="store_true", help="montre sans rien écrire")
    taken.add_argument("-o", dest="cartes", metavar="FICHIER", help="écrit les cartes en CSV")
    reset = add_command(family, "reset", "fait une nouvelle carte ; l’ancienne meurt", run_reset)
    suspend = add_command(
        family, "suspend", "ferme l’entrée d’un compte, sans rien perdre", run_act
    )
    suspend.set_defaults(act=Act.SUSPEND)
    reopen = add_command(family, "reopen", "rouvre un compte suspendu ou parti", run_act)
    reopen.set_defaults(act=Act.REOPEN)
    close = add_command(family, "close", "ferme le compte d’une personne partie", run_act)
    close.set_defaults(act=Act.CLOSE)
    binned = add_command(family, "bin", "met un compte à la corbeille, pour 30 jours", run_act)
    binned.set_defaults(act=Act.BIN)
    merged = add_command(family, "merge", "réunit les deux comptes d’une personne", run_merge)
    merged.add_argument("garde", metavar="GARDÉ", help="l’identifiant du compte gardé")
    merged.add_argument("double", metavar="DOUBLE", help="l’identifiant du compte en double")
    merged.add_argument("--dry-run", action="store_true", help="montre sans rien écrire")
    grid = add_command(family, "grid", "fait une grille de codes pour l’équipe", run_grid)
    for one in (reset, suspend, reopen, close, binned, grid):
        one.add_argument("identifiant", metavar="IDENTIFIANT", help="celui de la carte")
    listed = add_command(family, "list", "montre les comptes", run_list)
    for one in (add, taken, reset, suspend, reopen, close, binned, merged, grid, listed):
        one.add_argument("--json", action="store_true", help="pour un programme")


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


def run_import(chosen: argparse.Namespace) -> int:
    """Make the accounts of a file, and their cards; exit 1 when a row is wrong."""
    program = open_program(load_settings())
    _text, rows = read_csv(_read(chosen.fichier))
    with program.reading() as work:
        plan = plan_import(work, rows)
    wrong = [one for one in plan.rows if one.outcome is Outcome.WRONG]
    if not chosen.json:
        for one in wrong:
            print(f"ligne {one.row.line} : {' '.join(one.sentences)}")
    cards: list[Card] = []
    if not chosen.dry_run:
        if chosen.cartes and Path(chosen.cartes).exists():
            raise Invalid("Le fichier « %(file)s » existe déjà.", file=chosen.cartes)
        with program.writing() as work:
            plan, made = apply_import(work, rows)
        cards = _make_cards(program, made, quiet=chosen.json)
        if chosen.cartes:
            write_cards(Path(chosen.cartes), cards)
    counts = {
        "crees": plan.count(Outcome.CREATE),
        "ajoutes": plan.count(Outcome.JOIN),
        "deja_la": plan.count(Outcome.KNOWN),
        "fausses": len(wrong),
    }
    if chosen.json:
        faults = [{"ligne": one.row.line, "fautes": list(one.sentences)} for one in wrong]
        shown = [] if chosen.cartes else [card_row(card) for card in cards]
        print(json.dumps({**counts, "lignes": faults, "cartes": shown}, ensure_ascii=False))
        return 1 if wrong else 0
    if not chosen.cartes:
        for card in cards:
            print_card(card)
    would = "seraient créés" if chosen.dry_run else "créés"
    print(
        f"Comptes {would} : {counts['crees']} ; ajoutés à un groupe : {counts['ajoutes']} ; "
        f"déjà là : {counts['deja_la']} ; lignes laissées de côté : {counts['fausses']}."
    )
    return 1 if wrong else 0


def _make_cards(program: Program, made: tuple[UUID, ...], *, quiet: bool) -> list[Card]:
    """Make the cards by sheets: hashing is slow, and a sheet that is done stays done."""
    cards: list[Card] = []
    progress = Progress("Cartes", quiet=quiet)
    for start in range(0, len(made), PER_SHEET):
        here = made[start : start + PER_SHEET]
        prepared: list[PreparedCard] = []
        for _ in here:
            prepared.append(prepare_card(program.keys.pepper))
            progress.step(start + len(prepared), len(made))
        with program.writing() as work:
            cards += make_cards(work, prepared, here)
    return cards


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise NotFound("Le fichier « %(file)s » ne se lit pas.", file=name) from error


def run_reset(chosen: argparse.Namespace) -> int:
    """Make a new card."""
    program = open_program(load_settings())
    prepared = prepare_card(program.keys.pepper)
    with program.writing() as work:
        card = renew_card(work, prepared, find_account(work, chosen.identifiant))
    _show(card, as_json=chosen.json)
    return 0


def run_act(chosen: argparse.Namespace) -> int:
    """Suspend an account, open it again, close it, or put it in the bin."""
    program = open_program(load_settings())
    with program.writing() as work:
        plan = apply_act(work, chosen.act.value, [find_account(work, chosen.identifiant)])
    row = plan.done[0]
    state = BECOMES[chosen.act]
    if chosen.json:
        print(json.dumps({"identifiant": row.identifier, "etat": state}))
    else:
        print(f"{row.identifier} : {state}.")
    return 0


def run_merge(chosen: argparse.Namespace) -> int:
    """Make two accounts one; what each has is shown first, and the bin undoes it."""
    program = open_program(load_settings())
    with program.writing() as work:
        kept, double = (find_account(work, one) for one in (chosen.garde, chosen.double))
        preview = preview_merge(work, kept, double)
        if not chosen.dry_run:
            put_merge(work, kept, double)
    held = {"garde": preview.kept, "double": preview.double}
    if chosen.json:
        rows = {name: _held(one) for name, one in held.items()}
        print(json.dumps({**rows, "fait": not chosen.dry_run}, ensure_ascii=False))
        return 0
    for name, one in held.items():
        words = ", ".join(f"{what} : {count}" for what, count in _held(one).items())
        print(f"{name:<7} {words}")
    print("Rien n’est écrit." if chosen.dry_run else _MERGED)
    return 0


def _held(one: Held) -> dict[str, Any]:
    return {
        "identifiant": one.row.identifier,
        "nom": one.row.name,
        "reponses": one.answers,
        "feuilles": one.sheets,
        "attestations": one.attestations,
    }


def run_grid(chosen: argparse.Namespace) -> int:
    """Make a grid of codes; the older one stops serving."""
    program = open_program(load_settings())
    with program.writing() as work:
        grid = make_grid(work, program.keys.pepper, find_account(work, chosen.identifiant))
    if chosen.json:
        print(json.dumps({"identifiant": grid.identifier, "codes": list(grid.codes)}))
    else:
        print_grid(grid)
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
            "etat": STATUSES.get(line.status, "parti"),
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
