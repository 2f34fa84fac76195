"""``tremplin deploy``: copies out what puts a site in its place, filled with its name."""

import argparse
from pathlib import Path
from typing import Any

from learning.cli.files import make_folder
from learning.cli.parsers import add_command
from learning.domain.errors import Refused
from learning.services.deployment import deployment_files

_PROGRAM = 0o755


def add_commands(commands: Any) -> None:
    """Add ``deploy``."""
    parser = add_command(
        commands, "deploy", "écrit les fichiers d’installation : systemd, TLS, postes", run
    )
    parser.add_argument(
        "--host", required=True, metavar="NOM", help="le nom du site, par exemple tremplin.interne"
    )
    parser.add_argument(
        "-o", "--output", default="deploiement", metavar="DOSSIER", help="où (deploiement)"
    )


def run(chosen: argparse.Namespace) -> int:
    """Write each file, never over one that differs."""
    folder = Path(chosen.output)
    files = deployment_files(chosen.host)
    changed = [
        name
        for name, body in files.items()
        if (folder / name).exists() and (folder / name).read_bytes() != body
    ]
    if changed:
        raise Refused(
            "Déjà là, et différents : %(names)s. Choisissez un autre dossier, puis comparez.",
            names=", ".join(changed),
        )
    for name, body in files.items():
        place = folder / name
        make_folder(place.parent)
        place.write_bytes(body)
        if name.endswith(".sh"):
            place.chmod(_PROGRAM)
    print(f"{len(files)} fichiers écrits dans « {folder} ». Le guide « Installer » dit où.")
    return 0
