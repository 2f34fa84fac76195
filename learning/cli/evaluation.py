"""``tremplin evaluation``: exports, keys of studies, and the pooled tables that may be published.

``keys``, ``study``, ``open`` and ``merge`` are the evaluator's: they need no site.
"""

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from learning.cli.parsers import add_command, add_family
from learning.domain.errors import Invalid, Refused
from learning.domain.study import read_study_name
from learning.sealing import box_key_text, make_box_secret, read_box_key
from learning.services import study_keys
from learning.services.study_export import (
    CODEBOOK_FILE,
    PEOPLE_FILE,
    SEALED_FILE,
    close_overdue,
    make_export,
    write_folder,
)
from learning.services.study_keys import day_of, read_closing
from learning.services.study_merge import (
    MOST_BYTES,
    counted,
    merge,
    open_file,
    people_of,
    write_publication,
)
from learning.services.work import Program, open_program
from learning.settings import load_settings

SECRET_FILE, PUBLIC_FILE = "evaluateur-secret.cle", "evaluateur-publique.cle"
_MOST_KEY_BYTES = 10_000


def add_commands(commands: Any) -> None:
    """Add ``evaluation`` and what it holds."""
    family = add_family(commands, "evaluation", "l’évaluation : exports, études, tableaux")
    parser = add_command(family, "export", "exporte les personnes, sous pseudonyme", run_export)
    parser.add_argument("--etude", default="", metavar="NOM", help="pour une étude, scellé")
    _output(parser, "DOSSIER")
    parser = add_command(family, "merge", "réunit des exports, et masque ce qu’il faut", run_merge)
    parser.add_argument(
        "files", nargs="+", metavar="FICHIER", help="les exports, ou leurs dossiers"
    )
    parser.add_argument("--key", default="", metavar="FICHIER", help="la clé secrète")
    parser.add_argument(
        "--personnes", default="", metavar="FICHIER", help="écrit aussi les personnes réunies"
    )
    _output(parser, "DOSSIER")
    parser = add_command(family, "open", "ouvre un export scellé", run_open)
    parser.add_argument("file", metavar="FICHIER", help="l’export scellé")
    parser.add_argument("--key", required=True, metavar="FICHIER", help="la clé secrète")
    _output(parser, "DOSSIER")
    parser = add_command(family, "keys", "fait les deux clés de l’évaluateur", run_keys)
    _output(parser, "DOSSIER")
    _add_study_commands(family)


def _add_study_commands(family: Any) -> None:
    parser = add_command(family, "site-key", "donne la clé d’un site pour une étude", run_site_key)
    parser.add_argument("name", metavar="NOM", help="le nom de l’étude")
    _output(parser, "FICHIER")
    parser = add_command(family, "study", "fait la clé d’une étude, scellée par site", run_study)
    parser.add_argument("name", metavar="NOM", help="le nom de l’étude")
    parser.add_argument("--closes", required=True, metavar="JOUR", help="le dernier jour")
    parser.add_argument("--evaluator", required=True, metavar="FICHIER", help="sa clé publique")
    parser.add_argument(
        "--site", required=True, action="append", metavar="FICHIER", help="la clé d’un site"
    )
    _output(parser, "DOSSIER")
    parser = add_command(family, "join", "prend la clé d’une étude, reçue scellée", run_join)
    parser.add_argument("file", metavar="FICHIER", help="le fichier reçu")
    parser = add_command(family, "share", "donne la clé d’une étude à un site de plus", run_share)
    parser.add_argument("name", metavar="NOM", help="le nom de l’étude")
    parser.add_argument("--site", required=True, metavar="FICHIER", help="la clé de ce site")
    _output(parser, "FICHIER")
    add_command(family, "studies", "montre les études de ce site", run_studies)


def _output(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("-o", "--output", required=True, metavar=what, help="où l’écrire")


def run_export(chosen: argparse.Namespace) -> int:
    """Write an export, numbered and logged."""
    name = read_study_name(chosen.etude) if chosen.etude else ""
    number, prepared = make_export(_program(), name)
    write_folder(prepared.files, Path(chosen.output))
    print(f"Export n° {number} : {prepared.count} personnes, dans « {chosen.output} ».")
    if name:
        print(f"« {SEALED_FILE} » est scellé : seul l’évaluateur peut l’ouvrir.")
    else:
        print("Ces pseudonymes ne servent que dans ce fichier. Gardez-le : il ne se publie pas.")
    if prepared.invented:
        print("Ces personnes sont inventées : c’est une démonstration.")
    return 0


def run_merge(chosen: argparse.Namespace) -> int:
    """Pool exports and write the tables that may be published."""
    secret = _read_key(chosen.key) if chosen.key else ""
    files = [(path.name, _read(path)) for path in _people_files(chosen.files)]
    merged = merge(files, secret)
    write_folder(write_publication(merged), Path(chosen.output))
    if chosen.personnes:
        _write_new(Path(chosen.personnes), people_of(merged))
    print(f"{counted(merged)} Les tableaux sont dans « {chosen.output} ».")
    return 0


def _people_files(names: Iterable[str]) -> list[Path]:
    """Return the files given, a folder standing for the people it holds.

    « dossier/*.csv » names the codebook too: it is passed over when there is something else.
    """
    found = []
    for name in names:
        path = Path(name)
        if not path.is_dir():
            found.append(path)
            continue
        inside = [path / one for one in (SEALED_FILE, PEOPLE_FILE) if (path / one).is_file()]
        if not inside:
            raise Invalid(
                "Le dossier « %(path)s » n’a ni « personnes.csv » ni « personnes.scelle ».",
                path=path,
            )
        found += inside
    return [path for path in found if path.name != CODEBOOK_FILE] or found


def run_open(chosen: argparse.Namespace) -> int:
    """Open a sealed export."""
    body = open_file(_read(Path(chosen.file)), _read_key(chosen.key))
    folder = Path(chosen.output)
    write_folder({PEOPLE_FILE: body}, folder)
    print(f"Ouvert : « {folder / PEOPLE_FILE} ». Il ne se publie pas.")
    return 0


def run_keys(chosen: argparse.Namespace) -> int:
    """Make the evaluator's key pair, once."""
    folder = Path(chosen.output)
    write_folder({}, folder)
    secret = make_box_secret()
    _write_new(folder / SECRET_FILE, f"{secret}\n".encode())
    _write_new(folder / PUBLIC_FILE, f"{box_key_text(secret)}\n".encode())
    print(f"Donnez « {PUBLIC_FILE} ». Gardez « {SECRET_FILE} » : sans elle, rien ne se rouvre.")
    return 0


def run_site_key(chosen: argparse.Namespace) -> int:
    """Give the key under which this site waits for a study's key."""
    program = _program()
    key = study_keys.receiving_key(program.settings.data, chosen.name)
    _write_new(Path(chosen.output), f"{key}\n".encode())
    print(f"Écrit dans « {chosen.output} » : donnez ce fichier à qui fait l’étude.")
    return 0


def run_study(chosen: argparse.Namespace) -> int:
    """Draw a study's key and seal it for each site; nothing else of it is kept."""
    closes_on = read_closing(chosen.closes, day_of(datetime.now(UTC)))
    evaluator = read_box_key(_read_key(chosen.evaluator))
    sites = [read_box_key(_read_key(name)) for name in chosen.site]
    number, sealed = study_keys.make_study(chosen.name, closes_on, evaluator, sites)
    folder = Path(chosen.output)
    write_folder({}, folder)
    for name, body in zip(chosen.site, sealed, strict=True):
        file = folder / f"{Path(name).stem}-{chosen.name}.scelle"
        _write_new(file, body)
        print(f"« {file} » : pour le site qui a donné « {Path(name).name} ».")
    print(f"Clé {number}, jusqu’au {closes_on:%d/%m/%Y}. Les sites seuls la gardent.")
    return 0


def run_join(chosen: argparse.Namespace) -> int:
    """Take the key of a study."""
    program = _program()
    today = day_of(program.clock())
    study = study_keys.take_key(program.settings.data, _read(Path(chosen.file)), today)
    print(
        f"Étude « {study.name} », clé {study.number}, jusqu’au {study.closes_on:%d/%m/%Y}. "
        "Vérifiez ces lettres avec qui a fait l’étude."
    )
    return 0


def run_share(chosen: argparse.Namespace) -> int:
    """Seal a study's key for one more site."""
    program = _program()
    sealed = study_keys.share_key(
        program.settings.data,
        read_study_name(chosen.name),
        _read_key(chosen.site),
        day_of(program.clock()),
    )
    _write_new(Path(chosen.output), sealed)
    print(f"Écrit dans « {chosen.output} » : ce site seul peut l’ouvrir.")
    return 0


def run_studies(_chosen: argparse.Namespace) -> int:
    """List the studies of this site."""
    known = study_keys.list_keys(_program().settings.data)
    for one in known:
        state = "attend sa clé"
        if one.destroyed_on:
            state = f"close : clé détruite le {one.destroyed_on:%d/%m/%Y}"
        elif one.closes_on:
            state = f"clé {one.number}, jusqu’au {one.closes_on:%d/%m/%Y}"
        print(f"{one.name:<24}  {state}")
    if not known:
        print("Ce site ne prend part à aucune étude.")
    return 0


def _program() -> Program:
    """Open the site, the keys of studies that are over destroyed first."""
    program = open_program(load_settings())
    for name in close_overdue(program):
        print(f"L’étude « {name} » est close : sa clé est détruite.", file=sys.stderr)
    return program


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Invalid(
            "Le fichier « %(path)s » ne se lit pas : vérifiez son nom.", path=path
        ) from error


def _read_key(name: str) -> str:
    return _read(Path(name))[:_MOST_KEY_BYTES].decode("ascii", errors="replace")


def _write_new(path: Path, body: bytes) -> None:
    """Write a file for its owner alone, never over another: a lost key is lost for good."""
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(body)
    except FileExistsError as error:
        raise Refused(
            "« %(path)s » existe déjà : choisissez un autre endroit.", path=path
        ) from error
    except OSError as error:
        raise Refused(
            "« %(path)s » ne peut pas être écrit : choisissez un autre endroit.", path=path
        ) from error
