"""``tremplin attestation``: check, and export what others check with. Checking needs no site."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from learning.cli.files import read_text, write_file
from learning.cli.parsers import add_command, add_family
from learning.domain.attestation import REVOCATIONS, Checked, Kind, Outcome, Signed
from learning.domain.attested import HEADINGS, show_hours, show_mark
from learning.domain.errors import Invalid, LearningError
from learning.domain.grouped import grouped
from learning.domain.numbers import show_date
from learning.domain.register import Register
from learning.services.attestation_papers import signed_list, verification_page
from learning.services.work import open_program, read_keys, with_release
from learning.settings import load_settings
from learning.signing import check_attestation, check_register, read_public

_HOLDS = frozenset({Outcome.VALID, Outcome.LISTED})
SENTENCES = {
    Outcome.VALID: "Valable : la signature est juste.",
    Outcome.LISTED: "Code reconnu : il est dans la liste signée. "
    "Le code court ne dit pas le nom ; le code carré le dit.",
    Outcome.CHANGED: "Modifiée : la signature ne correspond pas à ce qui est écrit.",
    Outcome.REVOKED: "Révoquée : elle n’est plus valable",
    Outcome.UNKNOWN: "Émetteur non reconnu : cette clé n’est pas la sienne, ou elle manque. "
    "Donnez-la avec --key.",
    Outcome.NOT_LISTED: "Code inconnu : il n’est pas dans la liste signée.",
    Outcome.LIST_NEEDED: "Le code court se vérifie avec la liste signée de l’émetteur. "
    "Donnez-la avec --revocations.",
    Outcome.UNREADABLE: "Illisible : ce n’est ni un fichier qui existe, ni un code entier.",
}


def add_commands(commands: Any) -> None:
    """Add ``attestation verify``, ``list`` and ``page``."""
    family = add_family(commands, "attestation", "les attestations : vérifier, exporter la liste")
    parser = add_command(family, "verify", "vérifie une attestation, sans réseau ni base", verify)
    parser.add_argument(
        "text", metavar="FICHIER_OU_TEXTE", help="le fichier, ou le code lu ou tapé"
    )
    parser.add_argument("--key", default="", metavar="FICHIER", help="la clé publique")
    parser.add_argument(
        "--revocations", default="", metavar="FICHIER", help="la liste signée de l’émetteur"
    )
    parser.add_argument("--json", action="store_true", help="pour un programme")
    for name, summary, run in (
        ("list", "écrit la liste signée : codes émis et révoqués, sans aucun nom", write_list),
        ("page", "écrit la page qui vérifie sans réseau", write_page),
    ):
        parser = add_command(family, name, summary, run)
        parser.add_argument("-o", "--output", required=True, metavar="FICHIER", help="où l’écrire")


def verify(chosen: argparse.Namespace) -> int:
    """Say what the check found; exit 0 only when the attestation holds."""
    key = _key(chosen.key)
    register = _register(chosen.revocations, key)
    checked = check_attestation(_text(chosen.text), key, register)
    holds = checked.outcome in _HOLDS
    if chosen.json:
        print(json.dumps(_as_json(checked), ensure_ascii=False))
    else:
        print(_sentence(checked), file=sys.stdout if holds else sys.stderr)
        if checked.signed and checked.outcome is not Outcome.UNKNOWN:
            for line in _lines(checked.signed):
                print(line)
        if checked.outcome is Outcome.VALID and register is None:
            print("Sans liste signée (--revocations), une révocation ne se voit pas.")
    return 0 if holds else 1


def _key(name: str) -> bytes | None:
    """Return the key that was given, else the one that the site here trusts."""
    if name:
        return read_public(read_text(Path(name)))
    try:
        signer = read_keys(load_settings().data).signer
    except (LearningError, OSError, ValueError):
        return None  # nobody's site, or one that whoever checks may not read
    return read_public(signer.trusted) if signer else None


def _register(name: str, key: bytes | None) -> Register | None:
    if not name:
        return None
    if key is None:
        raise Invalid("La liste signée se vérifie avec la clé de l’émetteur : ajoutez --key.")
    return check_register(read_text(Path(name)), key)


def _text(given: str) -> str:
    """Return what a file holds when there is one of that name, else the text itself."""
    try:
        is_file = Path(given).is_file()
    except (OSError, ValueError):
        is_file = False
    return read_text(Path(given)) if is_file else given


def _sentence(checked: Checked) -> str:
    sentence = SENTENCES[checked.outcome]
    if checked.outcome is Outcome.REVOKED and checked.day:
        why = REVOCATIONS.get(checked.why, "").lower()
        return f"{sentence} depuis le {show_date(checked.day)} ({why})."
    if checked.outcome is Outcome.LISTED and checked.day:
        word = HEADINGS[Kind(checked.kind)].lower()
        return f"{sentence} ({word}, {show_date(checked.day)})"
    return sentence


def _lines(said: Signed) -> list[str]:
    lines = [f"{HEADINGS[said.kind]} n° {grouped(said.number)}", f"Nom : {said.name}"]
    if said.title:
        lines.append(f"Titre : {said.title}")
    lines += [
        f"Épreuve réussie : {title}, {show_mark(mark)}, le {show_date(mark.day)}"
        for title, mark in said.tests
    ]
    if said.minutes:
        lines.append(f"Heures d’assiduité : {show_hours(said.minutes)}")
    if said.support:
        lines.append(f"Accompagnement humain : {show_hours(said.support)}")
    return [*lines, f"Faite le {show_date(said.day)}"]


def _as_json(checked: Checked) -> dict[str, Any]:
    said = checked.signed
    return {
        "etat": checked.outcome.value,
        "emetteur": checked.issuer,
        "motif": checked.why,
        "numero": said.number if said else "",
        "nature": said.kind.value if said else checked.kind,
        "nom": said.name if said else "",
        "titre": said.title if said else "",
        "jour": said.day.isoformat() if said else "",
        "epreuves": [
            {
                "module": title,
                "points": mark.points,
                "sur": mark.out_of,
                "jour": mark.day.isoformat(),
            }
            for title, mark in said.tests
        ]
        if said
        else [],
        "minutes_assiduite": said.minutes if said else 0,
        "minutes_accompagnement": said.support if said else 0,
    }


def write_list(chosen: argparse.Namespace) -> int:
    """Write the signed list of the site."""
    program = open_program(load_settings())
    with program.reading() as work:
        body = signed_list(work, program.keys.signer)
    write_file(Path(chosen.output), body.encode())
    return 0


def write_page(chosen: argparse.Namespace) -> int:
    """Write the page of verification, with the site's key and list inside."""
    program = open_program(load_settings())
    with program.reading() as work:
        body = verification_page(with_release(work), program.keys.signer)
    write_file(Path(chosen.output), body)
    return 0
