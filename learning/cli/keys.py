"""``tremplin cles``: the site's keys, the programme's word for them, and those of other sites."""

import argparse
from pathlib import Path
from typing import Any

from learning.cli.exchange_keys import (
    add_exchange_commands,
    import_exchange_file,
    is_exchange_file,
    write_own_card,
)
from learning.cli.files import read_text, write_file, write_secret
from learning.cli.parsers import add_command, add_family
from learning.domain.errors import Unavailable
from learning.services.work import keep_certificate, read_keys
from learning.settings import load_settings
from learning.signing import (
    certify,
    make_programme,
    programme_text,
    public_text,
    read_programme,
    read_public,
)


def add_commands(commands: Any) -> None:
    """Add ``cles export``, ``import``, ``programme``, ``certifier``, and those of dossiers."""
    keys = add_family(commands, "cles", "les clés : celle du site, et celle du programme")
    parser = add_command(keys, "export", "donne la clé publique ou la carte du site", export_key)
    parser.add_argument(
        "--carte", default="", metavar="FICHIER", help="où écrire la carte, pour les dossiers"
    )
    parser = add_command(
        keys, "import", "garde un certificat, un annuaire, une carte, une révocation", import_key
    )
    parser.add_argument("file", metavar="FICHIER", help="le fichier reçu")
    parser.add_argument(
        "--empreinte", default="", metavar="LETTRES", help="l’empreinte lue par l’autre site"
    )
    parser.add_argument(
        "--programme", default="", metavar="FICHIER", help="la clé publique du programme"
    )
    parser = add_command(
        keys, "programme", "fait la clé du programme, une fois pour tous les sites", new_programme
    )
    parser.add_argument(
        "-o", "--output", required=True, metavar="FICHIER", help="où écrire la clé secrète"
    )
    parser = add_command(keys, "certifier", "certifie la clé publique d’un site", certify_site)
    parser.add_argument("file", metavar="FICHIER", help="la clé publique du site")
    parser.add_argument(
        "--programme", required=True, metavar="FICHIER", help="la clé secrète du programme"
    )
    parser.add_argument(
        "-o", "--output", required=True, metavar="FICHIER", help="où écrire le certificat"
    )
    add_exchange_commands(keys)


def export_key(chosen: argparse.Namespace) -> int:
    """Print the public key: whoever has it checks what this site signed."""
    if chosen.carte:
        return write_own_card(chosen.carte)
    secret = read_keys(load_settings().data).signing
    if not secret:
        raise Unavailable("Ce site n’a pas encore de clé. Lancez « tremplin init ».")
    print(public_text(secret))
    return 0


def import_key(chosen: argparse.Namespace) -> int:
    """Keep the programme's certificate of this site's key, or what dossiers need."""
    text = read_text(Path(chosen.file))
    if is_exchange_file(text):
        return import_exchange_file(text, chosen.empreinte, chosen.programme)
    keep_certificate(load_settings().data, text)
    print("Le certificat est gardé. Redémarrez le site : il signera avec.")
    return 0


def new_programme(chosen: argparse.Namespace) -> int:
    """Make the programme's key; needs no site. Its public half is printed."""
    secret = make_programme()
    write_secret(Path(chosen.output), secret)
    print("Clé publique du programme, à donner à qui vérifie :")
    print(programme_text(secret))
    return 0


def certify_site(chosen: argparse.Namespace) -> int:
    """Certify a site's public key; needs no site."""
    secret = read_programme(read_text(Path(chosen.programme)))
    certificate = certify(read_public(read_text(Path(chosen.file))), secret)
    write_file(Path(chosen.output), f"{certificate.text}\n".encode())
    return 0
