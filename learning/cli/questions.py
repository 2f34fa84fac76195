"""``tremplin questions import``: a bank of another program in our format, and the report."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from learning.cli.parsers import add_command, add_family
from learning.domain.errors import Invalid, Refused
from learning.exchange.banks import READERS, import_bank
from learning.exchange.gift_file import MOST_BYTES
from learning.exchange.report import BankImport, QuestionReport, State

WORDS = {State.EXACT: "exacte", State.LOSS: "avec perte", State.LEFT_OUT: "écartée"}
_PLURAL = 2  # French plurals begin at two


def add_commands(commands: Any) -> None:
    """Add ``questions import``."""
    family = add_family(commands, "questions", "les banques de questions d’autres programmes")
    parser = add_command(family, "import", "met une banque au format des cours", run_import)
    parser.add_argument("file", metavar="FICHIER", help="la banque à changer")
    parser.add_argument(
        "--format",
        choices=sorted(READERS),
        default="",
        help="le format du fichier (trouvé tout seul)",
    )
    parser.add_argument(
        "-o", "--output", required=True, metavar="DOSSIER", help="où écrire les banques"
    )
    parser.add_argument("--json", action="store_true", help="pour un programme")


def run_import(chosen: argparse.Namespace) -> int:
    """Write the banks and print what became of each question; exit 1 when none came over."""
    path = Path(chosen.file)
    done = import_bank(_read(path), path.name, written_in=chosen.format)
    _write(done, Path(chosen.output))
    if chosen.json:
        print(json.dumps(_as_json(done), ensure_ascii=False))
    else:
        _print(done, path.name)
    if done.banks:
        return 0
    print("Aucune question n’a pu être reprise : aucun fichier n’est écrit.", file=sys.stderr)
    return 1


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Invalid(
            "Le fichier « %(path)s » ne se lit pas : vérifiez son nom.", path=path
        ) from error


def _write(done: BankImport, folder: Path) -> None:
    """Write the banks; nothing that is there is written over.

    Raises:
        Refused: a file is there already, or the folder cannot be written.

    """
    if not done.banks:
        return
    targets = {folder / f"{bank.name}.md": bank.body for bank in done.banks}
    for target in targets:
        if target.exists() or target.is_symlink():
            raise Refused(
                "Le fichier « %(path)s » existe déjà : rien n’a été écrit. "
                "Choisissez un autre dossier.",
                path=target,
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target, body in targets.items():
            with target.open("x", encoding="utf-8", newline="\n") as file:
                file.write(body)
    except OSError as error:
        raise Refused(
            "Le dossier « %(path)s » ne peut pas être écrit : choisissez-en un autre.",
            path=folder,
        ) from error


def _print(done: BankImport, file_name: str) -> None:
    for note in done.notes:
        print(note)
    for question in done.questions:
        print(f"{file_name}:{question.line}: {_first(question)}")
        for loss in question.losses:
            print(f"    perte : {loss}.")
        for remark in question.remarks:
            print(f"    remarque : {remark}")
        if question.repair:
            print(f"    → {question.repair}")
    for bank in done.banks:
        print(f"{bank.name}.md : {_counted(bank.questions, 'question')}")
    print(
        f"{_counted(len(done.questions), 'question')} {_agree(len(done.questions), 'lue')} : "
        f"{_counted(done.count(State.EXACT), 'exacte')}, "
        f"{done.count(State.LOSS)} avec perte, {_counted(done.count(State.LEFT_OUT), 'écartée')}."
    )


def _first(question: QuestionReport) -> str:
    title = (question.title or question.preview)[:60]
    named = f" « {title} »" if title else ""
    if question.state is State.LEFT_OUT:
        return f"écartée{named} : {question.reason}"
    return (
        f"{WORDS[question.state]}{named} → {question.bank}.md, {question.name} ({question.kind})"
    )


def _agree(count: int, word: str) -> str:
    return word if count < _PLURAL else f"{word}s"


def _counted(count: int, word: str) -> str:
    return f"{count} {_agree(count, word)}"


def _as_json(done: BankImport) -> dict[str, Any]:
    return {
        "notes": list(done.notes),
        "lues": len(done.questions),
        "exactes": done.count(State.EXACT),
        "pertes": done.count(State.LOSS),
        "ecartees": done.count(State.LEFT_OUT),
        "banques": [
            {"fichier": f"{bank.name}.md", "titre": bank.title, "questions": bank.questions}
            for bank in done.banks
        ],
        "questions": [
            {
                "ligne": one.line,
                "etat": one.state.value,
                "titre": one.title,
                "texte": one.preview,
                "sorte": one.kind,
                "nom": one.name,
                "banque": one.bank and f"{one.bank}.md",
                "pertes": list(one.losses),
                "remarques": list(one.remarks),
                "raison": one.reason,
                "reparation": one.repair,
            }
            for one in done.questions
        ],
    }
