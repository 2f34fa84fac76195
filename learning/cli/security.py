"""``tremplin securite``: the security-approval file, computed now from the running program."""

import argparse
import sys
from pathlib import Path
from typing import Any

from learning.cli.files import make_folder, write_file
from learning.cli.parsers import add_command
from learning.documents.pdf import can_write_pdf
from learning.documents.security_file import summary, write_html, write_pdf
from learning.security.gather import compute
from learning.services.work import open_program
from learning.settings import load_settings


def add_commands(commands: Any) -> None:
    """Add ``securite``."""
    parser = add_command(
        commands, "securite", "écrit le dossier de sécurité, contrôlé à l’instant", run
    )
    parser.add_argument("-o", "--output", default=".", metavar="DOSSIER", help="où l’écrire (ici)")


def run(chosen: argparse.Namespace) -> int:
    """Write the file; exit 1 when something is to be put right."""
    folder = make_folder(Path(chosen.output))
    program = open_program(load_settings())
    try:
        file = compute(program)
        day = program.clock().date()
    finally:
        program.database.dispose()
    write_file(folder / "dossier-securite.html", write_html(file))
    if can_write_pdf():
        write_file(folder / "dossier-securite.pdf", write_pdf(file, day))
    else:
        print("Pas de PDF : l’extra « pdf » manque. La page HTML s’imprime.", file=sys.stderr)
    print(summary(file))
    for one in file.wrong:
        print(f"À corriger : {one.says}", file=sys.stderr)
    return 1 if file.wrong else 0
