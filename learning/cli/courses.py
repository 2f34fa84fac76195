"""``tremplin courses``: check, render, publish, import and export.

Checking and rendering need no site, database or key.
"""

import argparse
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from learning.cli.parsers import add_command, add_family
from learning.cli.progress import Progress
from learning.content.check import Finding, Severity, check
from learning.content.fragment_page import render_file
from learning.content.source import read_folder
from learning.domain.errors import Invalid, reason
from learning.domain.remarking import RemarkPlan
from learning.exchange.archive import MOST_ARCHIVE_BYTES, Archive, read_zip, write_zip
from learning.exchange.folder import read_course_folder, write_course_folder
from learning.paths import COURSES
from learning.services.archive import Part, bring_in, examine, export_files
from learning.services.publish import RENDERING, Told, prepare_release, publish
from learning.services.remark import plan_remarks
from learning.services.work import open_program
from learning.settings import load_settings


def add_commands(commands: Any) -> None:
    """Add ``courses check|render|publish``."""
    family = add_family(commands, "courses", "les cours : vérifier, voir, publier")
    checked = add_command(family, "check", "dit tout ce qui ne va pas dans les cours", run_check)
    checked.add_argument(
        "path",
        nargs="?",
        default=str(COURSES),
        metavar="DOSSIER",
        help="les cours livrés sans lui",
    )
    checked.add_argument("--json", action="store_true", help="pour un programme")
    checked.add_argument("--le", metavar="JOUR", help="juge les dates ce jour-là (2026-11-25)")
    rendered = add_command(family, "render", "montre le HTML sûr d’une leçon", run_render)
    rendered.add_argument("file", metavar="FICHIER", help="une leçon, en Markdown")
    published = add_command(family, "publish", "publie les cours", run_publish)
    published.add_argument(
        "path",
        nargs="?",
        default=str(COURSES),
        metavar="DOSSIER",
        help="les cours livrés sans lui",
    )
    published.add_argument("--dry-run", action="store_true", help="dit ce qui changerait")
    published.add_argument("--baisser", action="store_true", help="baisse aussi les notes")
    exported = add_command(
        family,
        "export",
        "écrit un module, ou tous les cours, dans un ZIP ou un dossier",
        run_export,
    )
    exported.add_argument(
        "module", nargs="?", default="", metavar="MODULE", help="son nom ; tout sans lui"
    )
    exported.add_argument(
        "-o", dest="output", required=True, metavar="FICHIER.zip|DOSSIER", help="où écrire"
    )
    exported.add_argument(
        "--brouillon", action="store_true", help="ce qui s’écrit, et non ce qui est publié"
    )
    exported.add_argument(
        "--remplacer", action="store_true", help="remplace les autres fichiers du dossier"
    )
    imported = add_command(
        family, "import", "met des cours dans ce qui s’écrit, sans rien publier", run_import
    )
    imported.add_argument("path", metavar="FICHIER.zip|DOSSIER", help="ce qui est à prendre")
    imported.add_argument(
        "--remplacer", action="store_true", help="remplace un module que quelqu’un a changé"
    )


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
                "correction": [
                    {"ligne": edit.line, "avant": edit.before, "apres": edit.after}
                    for edit in (f.fix.edits if f.fix else ())
                ],
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
    """Publish, or only tell what would change: the plan told is the plan applied."""
    program = open_program(load_settings())
    prepared = prepare_release(
        program, read_folder(Path(chosen.path)), on=_day(None), told=_followed()
    )
    if prepared.refused:
        for finding in prepared.findings:
            print(finding, file=sys.stderr)
        print("Rien n’est publié : corrigez d’abord les erreurs.", file=sys.stderr)
        return 1
    for change in prepared.changes:
        print(f"{change.question} : {change.kind}")
    with program.reading() as work:
        planned = plan_remarks(work, prepared.corrected, downwards=chosen.baisser)
    _tell_marks(planned.plan)
    if chosen.dry_run:
        print(f"Prêt à publier {len(prepared.files)} fichiers. Rien n’a changé.")
        return 0
    with program.writing() as work:
        publish(work, prepared, downwards=chosen.baisser, planned=planned)
    print(f"Publié : {len(prepared.files)} fichiers, version {prepared.id[:12]}.")
    return 0


def _followed() -> Told:
    """Show how far the rendering is, once it has lasted a second."""
    began, progress = time.monotonic(), Progress("Mise en page")

    def tell(step: str, done: int, total: int) -> None:
        if step == RENDERING and time.monotonic() - began > 1:
            progress.step(done, total)

    return tell


def _tell_marks(plan: RemarkPlan) -> None:
    """« 12 tentatives : 3 notes montent, 1 baisse », question by question then in all."""
    for one in plan.questions:
        print(f"{one.question} : {_marks(one.answers, one.rises, one.falls)}")
    if len(plan.questions) > 1:
        print(f"En tout : {_marks(plan.answers, plan.rises, plan.falls)}")
    if plan.falls and not plan.downwards:
        print("Une note qui baisserait reste comme elle est (sauf avec --baisser).")


def _marks(answers: int, rises: int, falls: int) -> str:
    tries = "tentatives" if answers > 1 else "tentative"
    rise = "notes montent" if rises > 1 else "note monte"
    fall = "baissent" if falls > 1 else "baisse"
    return f"{answers} {tries} : {rises} {rise}, {falls} {fall}"


def run_export(chosen: argparse.Namespace) -> int:
    """Write a module or all the courses, byte for byte."""
    program = open_program(load_settings())
    with program.reading() as work:
        files = export_files(work, chosen.module, being_written=chosen.brouillon)
    output = Path(chosen.output)
    if output.suffix.lower() == ".zip":
        body = write_zip(files)
        try:
            output.write_bytes(body)
        except OSError as error:
            raise _unwritable(output, error) from error
        print(f"Écrit : {len(files)} fichiers dans {output} ({len(body) // 1024 + 1} ko).")
        return 0
    try:
        removed = write_course_folder(files, output, replace=chosen.remplacer)
    except OSError as error:
        raise _unwritable(output, error) from error
    for name in removed:
        print(f"Retiré : {name}")
    print(f"Écrit : {len(files)} fichiers dans {output}.")
    return 0


def run_import(chosen: argparse.Namespace) -> int:
    """Put courses among those being written, telling what is new, changed and wrong."""
    program = open_program(load_settings())
    archive = _read(Path(chosen.path))
    examined = examine(program, archive, on=_day(None))
    with program.writing() as work:
        parts = bring_in(work, archive, replace=chosen.remplacer)
    for rename in archive.renamed:
        texts = f" (et dans {', '.join(rename.texts)})" if rename.texts else ""
        print(f"Renommé : {rename.was} → {rename.now}{texts}")
    for part in parts:
        print(_told(part))
    for finding in examined.findings:
        print(finding, file=sys.stderr)
    print("Rien n’est publié : un formateur relit ces cours, puis les publie.")
    return 0


def _read(path: Path) -> Archive:
    if path.is_dir():
        return read_course_folder(path)
    try:
        with path.open("rb") as stream:
            return read_zip(stream.read(MOST_ARCHIVE_BYTES + 1))
    except OSError as error:
        raise Invalid(
            "« %(path)s » ne se lit pas : %(error)s.", path=path, error=reason(error)
        ) from error


def _told(part: Part) -> str:
    name = f"Module « {part.title} » ({part.name})" if part.is_module else part.title
    if part.same:
        return f"{name}\u00a0: rien ne change."
    if part.is_new:
        return f"{name}\u00a0: nouveau, {_files(len(part.added))}."
    counts = (
        (part.changed, "changé"),
        (part.added, "ajouté"),
        (part.removed, "retiré"),
    )
    words = [
        f"{_files(len(paths))} {word}{'s' if len(paths) > 1 else ''}"
        for paths, word in counts
        if paths
    ]
    return f"{name}\u00a0: {', '.join(words)}."


def _files(count: int) -> str:
    return f"{count} fichier{'s' if count > 1 else ''}"


def _unwritable(path: Path, error: OSError) -> Invalid:
    return Invalid(
        "« %(path)s » ne peut pas être écrit : %(error)s.", path=path, error=reason(error)
    )


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
