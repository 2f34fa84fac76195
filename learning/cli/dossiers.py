"""``tremplin dossier``: ask for, export, examine and import a person's dossier, by files."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from learning.cli.files import write_file
from learning.cli.parsers import add_command, add_family
from learning.domain.dossier_faults import MOST_BYTES
from learning.domain.errors import Invalid, NotFound
from learning.domain.numbers import show_date
from learning.domain.review import paris_day
from learning.exchange.site_card import file_print
from learning.services import transfer, transfer_import, transfer_keys, transfer_requests
from learning.services.accounts import find_group
from learning.services.transfer_import import Examined, Taken
from learning.services.validated import note_validated
from learning.services.work import Program, open_program, with_release
from learning.settings import load_settings


def add_commands(commands: Any) -> None:
    """Add the commands of ``dossier``."""
    family = add_family(commands, "dossier", "les dossiers entre sites, sans réseau")
    parser = add_command(family, "demande", "demande un dossier à un autre site", run_ask)
    parser.add_argument("person", metavar="IDENTIFIANT", help="le compte d’ici")
    parser.add_argument("--to", required=True, metavar="SITE", help="l’ancien site")
    parser = add_command(family, "recue", "note la demande d’un autre site", run_note)
    parser.add_argument("code", metavar="CODE", help="le code de la feuille")
    parser.add_argument("person", metavar="IDENTIFIANT", help="la personne demandée")
    parser = add_command(
        family, "export", "exporte un dossier ; le compte est « parti »", run_export
    )
    parser.add_argument(
        "person", nargs="?", default="", metavar="ID", help="l’identifiant de la personne"
    )
    parser.add_argument("--to", default="", metavar="SITE", help="le nouveau site")
    parser.add_argument(
        "--en-attente", action="store_true", help="tous les départs et demandes, dans un dossier"
    )
    parser.add_argument("-o", "--output", required=True, metavar="FICHIER", help="où l’écrire")
    add_command(family, "list", "montre les départs, les demandes et les envois", run_list)
    parser = add_command(family, "examine", "dit ce que contient un dossier reçu", run_examine)
    _add_file(parser)
    parser.add_argument("--json", action="store_true", help="pour un programme")
    parser = add_command(family, "import", "importe un dossier reçu", run_import)
    _add_file(parser)
    parser.add_argument("--compte", default="", metavar="IDENTIFIANT", help="dans ce compte")
    parser.add_argument("--groupe", default="", metavar="GROUPE", help="le groupe d’arrivée")
    _add_other_name(parser)
    parser = add_command(family, "valide", "note un module validé ailleurs", run_validate)
    parser.add_argument("person", metavar="IDENTIFIANT", help="le compte d’ici")
    parser.add_argument("code", metavar="CODE", help="le code entier de l’attestation")
    _add_other_name(parser)


def _add_other_name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--autre-nom", action="store_true", help="c’est la même personne, sous un autre nom"
    )


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="le dossier reçu")


def run_ask(chosen: argparse.Namespace) -> int:
    """Print the code by which another site will export."""
    program = open_program(load_settings())
    keys = transfer_keys.keys_of(program.settings.data)
    with program.writing() as work:
        name = transfer_keys.name_of_site(work)
        learner = transfer.find_by_name(work, chosen.person)
        request = transfer_requests.ask(work, learner, chosen.to)
        paper = transfer_requests.request_paper(
            work,
            keys,
            request,
            own_name=name,
            own_print=transfer_keys.own_card(keys, name).print,
        )
    print(f"Demande de dossier pour {paper.name}, au site « {paper.peer_name} » :")
    print(paper.letters)
    return 0


def run_note(chosen: argparse.Namespace) -> int:
    """Keep the request of another site."""
    program = open_program(load_settings())
    keys = transfer_keys.keys_of(program.settings.data)
    with program.writing() as work:
        learner = transfer.find_by_name(work, chosen.person)
        mover = transfer_requests.note_request(work, keys, chosen.code, learner)
    print(f"La demande est notée pour {mover.name}. Exportez son dossier quand il part.")
    return 0


def run_export(chosen: argparse.Namespace) -> int:
    """Export one dossier, or all that wait."""
    program = open_program(load_settings())
    with program.reading() as work:
        wanted = _wanted(work, chosen)
    ready = transfer.prepare_export(program, None, wanted)
    place = Path(chosen.output)
    if chosen.en_attente:
        place.mkdir(parents=True, exist_ok=True)
    with program.writing() as work:
        transfer.export(work, ready, two_people=program.settings.deux_personnes)
        # Written before the act is kept: a disk that refuses leaves everybody where they are.
        for one in ready:
            write_file(place / one.file if chosen.en_attente else place, one.body)
    for one in ready:
        print(
            f"{one.name} → {one.peer_name}, jusqu’au {show_date(paris_day(one.expires))}. "
            f"Empreinte du fichier : {one.print}"
        )
    return 0


def _wanted(work: Any, chosen: argparse.Namespace) -> list[tuple[UUID, str]]:
    if chosen.en_attente:
        found = [(one.learner, one.peer) for one in transfer_requests.list_leaving(work)]
        if not found:
            raise NotFound("Personne n’attend : aucun départ, aucune demande.")
        return found
    if not (chosen.person and chosen.to):
        raise Invalid("Donnez la personne et « --to SITE », ou « --en-attente ».")
    return [(transfer.find_by_name(work, chosen.person), chosen.to)]


def run_list(_chosen: argparse.Namespace) -> int:
    """Show who leaves, who is awaited, and what was sent."""
    program = open_program(load_settings())
    with program.reading() as work:
        leaving = transfer_requests.list_leaving(work)
        asked = transfer_requests.list_asked(work)
        sent = transfer_requests.list_sent(work)
    for one in leaving:
        why = "demandé" if one.request else "départ"
        print(f"{why:<8}  {one.name} → {one.peer_name}")
    for one in asked:
        print(f"attendu   {one.name} ← {one.peer_name}")
    for each in sent:
        print(f"envoyé    {each.name} → {each.peer_name}  {each.print}")
    if not (leaving or asked or sent):
        print("Aucun dossier n’est parti, demandé ou attendu.")
    return 0


def run_examine(chosen: argparse.Namespace) -> int:
    """Say who, from where, and what is new; changes nothing."""
    program = open_program(load_settings())
    body = _read(chosen.file)
    examined = transfer_import.examine(program, None, body)
    if chosen.json:
        print(json.dumps(_as_json(examined), ensure_ascii=False))
        return 0
    for line in _lines(examined, body):
        print(line)
    return 0


def _lines(examined: Examined, body: bytes) -> list[str]:
    new, header = examined.plan.new, examined.opened.header
    here = (
        f"Compte d’ici : {examined.mover.name} ({examined.mover.identifier})."
        if examined.mover
        else "Aucun compte d’ici : un compte sera créé, sans carte."
    )
    until = show_date(paris_day(header.expires))
    counts = f"{len(new.facts)} faits, {len(new.sheets)} versions de feuilles"
    lines = [
        f"Dossier de {examined.dossier.name}, du site « {examined.peer.name} ».",
        f"Fait le {show_date(paris_day(header.made))}, valable jusqu’au {until}.",
        here,
        f"Nouveau : {counts}, {len(new.attestations)} attestations.",
    ]
    if examined.doubt:
        lines.append("Les deux noms diffèrent : vérifiez, puis ajoutez « --autre-nom ».")
    if examined.unknown:
        lines.append(f"Modules inconnus ici, gardés : {', '.join(examined.unknown)}.")
    if examined.already:
        lines.append("Déjà importé : rien ne changerait.")
    return [*lines, f"Empreinte du fichier : {file_print(body)}"]


def _as_json(examined: Examined) -> dict[str, Any]:
    new = examined.plan.new
    return {
        "nom": examined.dossier.name,
        "site": examined.peer.name,
        "compte": examined.mover.identifier if examined.mover else "",
        "faits": len(new.facts),
        "fiches": len(new.sheets),
        "attestations": len(new.attestations),
        "inconnus": list(examined.unknown),
        "deja": examined.already,
    }


_OTHER_DOSSIER = (
    "Ce dossier est au nom de « %(theirs)s », et ce compte au nom de « %(ours)s ». "
    "Si c’est bien la même personne, ajoutez « --autre-nom »."
)
_OTHER_ATTESTATION = (
    "Cette attestation est au nom de « %(name)s ». Si c’est bien cette personne, "
    "ajoutez « --autre-nom »."
)


@contextmanager
def _other_name(sentence: str) -> Iterator[None]:
    """Name the option to who types a command: a screen has a box to tick."""
    try:
        yield
    except Invalid as error:
        if error.field != "meme":
            raise
        raise Invalid(sentence, field=error.field, **error.parameters) from error


def run_import(chosen: argparse.Namespace) -> int:
    """Import a dossier."""
    program = open_program(load_settings())
    examined = transfer_import.examine(program, None, _read(chosen.file))
    with program.writing() as work:
        with_release(work)
        account = transfer.find_by_name(work, chosen.compte) if chosen.compte else None
        groups = (find_group(work, chosen.groupe),) if chosen.groupe else ()
        with _other_name(_OTHER_DOSSIER):
            taken = transfer_import.take(
                work,
                program,
                examined,
                chosen=account,
                groups=groups,
                same_person=chosen.autre_nom,
            )
    print(_told(taken))
    return 0


def _told(taken: Taken) -> str:
    if taken.already:
        return f"Déjà importé : rien n’a changé pour {taken.name}."
    what = (
        f"{taken.facts} faits, {taken.sheets} versions de feuilles, "
        f"{taken.attestations} attestations"
    )
    if taken.new:
        return f"Importé : {taken.name}, {what}. Faites sa carte : « tremplin accounts reset »."
    if taken.back:
        return f"Importé : {taken.name} est de retour, {what}. Son compte est rouvert."
    return f"Importé : {taken.name}, {what}."


def run_validate(chosen: argparse.Namespace) -> int:
    """Mark the modules of a valid attestation « validé ailleurs »."""
    program: Program = open_program(load_settings())
    keys = transfer_keys.keys_of(program.settings.data)
    with program.writing() as work:
        with_release(work)
        learner = transfer.find_by_name(work, chosen.person)
        with _other_name(_OTHER_ATTESTATION):
            said = note_validated(work, keys, learner, chosen.code, same_person=chosen.autre_nom)
    print("Validé ailleurs : " + ", ".join(title for title, _mark in said.tests) + ".")
    return 0


def _read(name: str) -> bytes:
    """Return a file that is no bigger than a dossier may be, and one byte more."""
    path = Path(name)
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise Invalid(
            "Le fichier « %(path)s » ne se lit pas : vérifiez son nom.", path=path
        ) from error
