"""The part of ``tremplin cles`` for dossiers: cards, the directory, new keys, revoked ones."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from learning.cli.files import read_text, write_file
from learning.cli.parsers import add_command
from learning.exchange.site_card import is_card, is_directory, is_revocation
from learning.services import audit, transfer_keys, transfer_sites
from learning.services.work import Program, open_program, read_keys
from learning.settings import load_settings
from learning.signing import key_number, public_key

_ROOM = ZoneInfo("Europe/Paris")


def add_exchange_commands(keys: Any) -> None:
    """Add ``cles annuaire``, ``sites``, ``rotate`` and ``revoke``."""
    parser = add_command(keys, "annuaire", "fait l’annuaire signé du programme", run_directory)
    parser.add_argument("cards", nargs="*", metavar="CARTE", help="les cartes des sites")
    parser.add_argument(
        "--programme", required=True, metavar="FICHIER", help="la clé secrète du programme"
    )
    parser.add_argument("--depuis", default="", metavar="FICHIER", help="l’annuaire d’avant")
    parser.add_argument(
        "--revoquer", action="append", default=[], metavar="CLE", help="le numéro d’une clé"
    )
    parser.add_argument("-o", "--output", required=True, metavar="FICHIER", help="où l’écrire")
    add_command(keys, "sites", "montre les sites connus, et l’empreinte de celui-ci", run_sites)
    parser = add_command(keys, "rotate", "fait de nouvelles clés de dossiers", run_rotate)
    parser.add_argument(
        "-o", "--output", required=True, metavar="FICHIER", help="où écrire la nouvelle carte"
    )
    parser = add_command(
        keys, "revoke", "révoque une clé : d’un autre site, ou la sienne", run_revoke
    )
    parser.add_argument("key", metavar="CLE", help="le numéro de la clé (« tremplin cles sites »)")
    parser.add_argument(
        "-o",
        "--output",
        default="",
        metavar="FICHIER",
        help="où écrire la révocation de la sienne",
    )


def is_exchange_file(text: str) -> bool:
    """Tell whether a file is one that a site takes in for dossiers."""
    return is_card(text) or is_directory(text) or is_revocation(text)


def import_exchange_file(text: str, typed_print: str, programme: str) -> int:
    """Take in a directory, a card or a revocation."""
    program = open_program(load_settings())
    keys = transfer_keys.keys_of(program.settings.data)
    key = read_text(Path(programme)) if programme else ""
    with program.writing() as work:
        done = transfer_sites.import_file(work, keys, text, typed_print=typed_print, programme=key)
    print(done.sentence % done.parameters)
    return 0


def write_own_card(output: str) -> int:
    """Write this site's card, and print its fingerprint."""
    _give_card(open_program(load_settings()), output)
    return 0


def _give_card(program: Program, output: str) -> None:
    keys = transfer_keys.keys_of(program.settings.data)
    with program.reading() as work:
        name = transfer_keys.name_of_site(work)
    write_file(Path(output), transfer_keys.own_card_file(keys, name).encode())
    card = transfer_keys.own_card(keys, name)
    print(f"Carte du site « {name} », clé {card.key}.")
    print(f"Empreinte, à lire au téléphone : {card.print}")


def run_directory(chosen: argparse.Namespace) -> int:
    """Make the next edition of the directory; needs no site."""
    body = transfer_keys.make_directory(
        [read_text(Path(one)) for one in chosen.cards],
        read_text(Path(chosen.programme)),
        day=datetime.now(_ROOM).date(),
        before=read_text(Path(chosen.depuis)) if chosen.depuis else "",
        revoked=chosen.revoquer,
    )
    write_file(Path(chosen.output), body.encode())
    return 0


def run_sites(_chosen: argparse.Namespace) -> int:
    """Show the sites known here, and this one."""
    program = open_program(load_settings())
    keys = transfer_keys.keys_of(program.settings.data)
    with program.reading() as work:
        own = transfer_keys.own_card(keys, transfer_keys.name_of_site(work))
        known = transfer_sites.directory_of(work)
        peers = transfer_sites.all_keys(work)
    print(f"{own.number}  clé {own.key}  {own.print}  {own.name} (ce site)")
    for one in peers:
        state = "révoquée" if one.revoked_at else one.origin
        print(f"{one.number}  clé {one.card.key}  {one.card.print}  {one.name} ({state})")
    if known is not None:
        print(f"Annuaire : édition {known.edition}, du {known.day:%d/%m/%Y}.")
    return 0


def run_rotate(chosen: argparse.Namespace) -> int:
    """Make new keys; the former one signs the new card."""
    program = open_program(load_settings())
    with program.writing() as work:
        audit.record(work, "cles.changees")
        transfer_keys.rotate(program.settings.data)
    _give_card(program, chosen.output)
    print("Donnez cette carte aux autres sites : ils la croient sans empreinte.")
    return 0


def run_revoke(chosen: argparse.Namespace) -> int:
    """Revoke a key: the site's own makes others, another site's is believed no more."""
    program = open_program(load_settings())
    keys = read_keys(program.settings.data)
    wanted = chosen.key.strip().upper()
    if keys.exchange and wanted == key_number(public_key(keys.exchange)):
        with program.writing() as work:
            audit.record(work, "cles.revoquees", subject=wanted)
            notice, _keys = transfer_keys.revoke_own(
                program.settings.data, program.clock().astimezone(_ROOM).date()
            )
        if chosen.output:
            write_file(Path(chosen.output), notice.encode())
        else:
            print(notice, end="")
        print("La clé est révoquée, une autre est faite : donnez la révocation et la carte.")
        return 0
    with program.writing() as work:
        peer = transfer_sites.revoke_peer(work, wanted)
    print(f"La clé {wanted} du site « {peer.name} » n’est plus crue ici.")
    return 0
