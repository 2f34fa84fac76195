"""``tremplin courses``: check, render and publish. Checking needs no site, database or key."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from learning.cli.parsers import add_command, add_family
from learning.content.check import Finding, Severity, check
from learning.content.fragment_page import render_file
from learning.content.source import read_folder
from learning.domain.errors import Invalid
from learning.paths import COURSES
from learning.services.publish import prepare_release, publish
from learning.services.work import open_program
from learning.settings import load_settings


def add_commands(commands: Any) -> None:
    """Add ``courses check|render|publish``."""
    family = add_family(commands, "courses", "les cours : vérifier, voir, publier")
    checked = add_command(family, "check", "dit tout ce qui ne va pas dans les cours", run_check)
    checked.add_argument("path", nargs="?", default=str(COURSES), metavar="DOSSIER")
    checked.add_argument("--json", action="store_true", help="pour un programme")
    checked.add_argument("--le", metavar="JOUR", help="juge les dates ce jour-là (2026-11-25)")
    rendered = add_command(family, "render", "montre le HTML sûr d’une leçon", run_render)
    rendered.add_argument("file", metavar="FICHIER")
    published = add_command(family, "publish", "publie les cours", run_publish)
    published.add_argument("path", nargs="?", default=str(COURSES), metavar="DOSSIER")
    published.add_argument("--dry-run", action="store_true", help="dit ce qui changerait")


def run_check(chosen: argparse.Namespace) -> int:
    """Print every finding; exit 1 if one is an ``erreur``."""
    on = _day(chosen.le)
    findings = check(read_folder(Path(chosen.path)), on=on)
    if chosen.json:
        rows = [
            {
                "fichier": f.file,
                "ligne": f.line,
                "gravite": f.severity.value,
                "phrase": f.message,
                "remede": f.remedy,
            }
            for f in findings
        ]
        print(json.dumps(rows, ensure_ascii=False))
    else:
        _print(findings)
        if not findings:
            print("Rien à signaler.")
    return 1 if any(f.severity is Severity.ERROR for f in findings) else 0


def run_render(chosen: argparse.Namespace) -> int:
    """Print the safe HTML of one lesson, or its findings."""
    html, findings = render_file(Path(chosen.file))
    if any(f.severity is Severity.ERROR for f in findings):
        for finding in findings:
            print(finding, file=sys.stderr)
        return 1
    print(html)
    return 0


def run_publish(chosen: argparse.Namespace) -> int:
    """Publish, or only tell what would change."""
    program = open_program(load_settings())
    prepared = prepare_release(program, read_folder(Path(chosen.path)), on=_day(None))
    if prepared.refused:
        for finding in prepared.findings:
            print(finding, file=sys.stderr)
        print("Rien n’est publié : corrigez d’abord les erreurs.", file=sys.stderr)
        return 1
    for change in prepared.changes:
        print(f"{change.question} : {change.kind}")
    if chosen.dry_run:
        print(f"Prêt à publier {len(prepared.files)} fichiers. Rien n’a changé.")
        return 0
    with program.writing() as work:
        publish(work, prepared)
    print(f"Publié : {len(prepared.files)} fichiers, version {prepared.id[:12]}.")
    return 0


def _print(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        print(finding)


def _day(text: str | None) -> date:
    if text is None:
        return date.today()  # noqa: DTZ011 - the day on this machine's wall, as the author sees it
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(
            "Le jour « %(text)s » ne se lit pas. Écrivez 2026-11-25.", text=text
        ) from error
