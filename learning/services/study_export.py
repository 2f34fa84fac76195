"""The evaluation's export: people under pseudonyms, in closed variables, logged and numbered.

Without a study the file can be read, and its pseudonyms are good for nothing else: their key is
forgotten at once. With a study it is sealed for the evaluator, and this site cannot read it.
"""

import csv
import hmac
import io
import secrets
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from learning.documents.spreadsheet import write_csv
from learning.domain.codebook import WITHOUT_STUDY, row_of
from learning.domain.codebook_shape import Variable
from learning.domain.errors import NotFound, Refused
from learning.domain.evaluation import INDICATORS
from learning.domain.hiding import LEAST
from learning.domain.sheet import Sheet
from learning.sealing import pseudonym, seal
from learning.services import audit
from learning.services.study import list_studies
from learning.services.study_keys import StudyKey, close_studies, day_of, find_key
from learning.services.study_people import read_people, variables_of
from learning.services.transfer_people import own_ids
from learning.services.work import Program, Work, with_release
from learning.storage.evaluation import evaluation_export
from learning.storage.people import site

PEOPLE_FILE, SEALED_FILE = "personnes.csv", "personnes.scelle"
CODEBOOK_FILE, README_FILE = "codebook.csv", "lisez-moi.txt"
SEALED_FOR = "personnes"
_KEY_BYTES = 32
_MARK_LETTERS = 16
CODEBOOK_HEADS = ("variable", "libelle", "nature", "valeurs", "formule", "source")
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An export that is written and not yet allowed: its files, and marks of its people.

    ``compared`` is the number of the last export that it was compared with.
    """

    study: str
    count: int
    marks: tuple[str, ...]
    compared: int
    files: dict[str, bytes]
    invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One export of the list."""

    number: int
    at: datetime
    study: str
    people: int


def prepare_export(program: Program, study: str = "") -> Prepared:
    """Read the people and write the files, outside any write transaction.

    Raises:
        NotFound: there is nobody to export, or this site has no key of that study.
        Refused: the study is closed, or few people joined or left since an earlier export.

    """
    close_overdue(program)
    today = day_of(program.clock())
    key = find_key(program.settings.data, study, today) if study else None
    own = key.key if key else secrets.token_bytes(_KEY_BYTES)
    with program.reading() as work:
        with_release(work)
        moved = own_ids(work)  # somebody who came with a dossier is counted once by a study
        found = read_people(
            work,
            lambda one: pseudonym(own, moved.get(one, one).bytes),
            key.number if key else WITHOUT_STUDY,
        )
        marks = tuple(sorted(_mark(program.keys.pepper, one) for one, _ in found.people))
        if not found.people:
            raise NotFound("Aucun apprenant n’a de compte sur ce site : il n’y a rien à exporter.")
        compared = _compare(work, marks, since=0)
    rows = sorted(row_of(found.variables, person) for _, person in found.people)
    body = write_people(found.variables, rows)
    people = {SEALED_FILE: seal(body, key.evaluator, SEALED_FOR)} if key else {PEOPLE_FILE: body}
    readme = _readme(key, len(rows), invented=found.invented)
    return Prepared(
        study=study,
        count=len(rows),
        marks=marks,
        compared=compared,
        files={**people, CODEBOOK_FILE: write_codebook(found.variables), README_FILE: readme},
        invented=found.invented,
    )


def allow_export(work: Work, prepared: Prepared) -> int:
    """Number and log an export, in the unit that lets it go; return its number.

    Raises:
        Refused: few people joined or left since an earlier export: the difference shows them.

    """
    here = sa.select(site.c.id).where(site.c.id == work.site).with_for_update()
    work.connection.execute(here)  # two exports at once: one waits for the other
    number = _compare(work, prepared.marks, since=prepared.compared) + 1
    work.connection.execute(
        sa.insert(evaluation_export),
        {
            "site_id": work.site,
            "number": number,
            "at": work.instant,
            "by": work.actor.id if work.actor else None,
            "study": prepared.study,
            "people": list(prepared.marks),
        },
    )
    audit.record(work, "evaluation.exporte", subject=f"export {number}")
    return number


def _compare(work: Work, marks: tuple[str, ...], *, since: int) -> int:
    """Compare people with those of each export after a number; return the last number."""
    later = (
        sa.select(evaluation_export.c.number, evaluation_export.c.people)
        .where(evaluation_export.c.site_id == work.site, evaluation_export.c.number > since)
        .order_by(evaluation_export.c.number.desc())
    )
    last = since
    for row in work.connection.execute(later):
        last = max(last, row.number)
        _check_difference(row.number, set(row.people), set(marks))
    return last


def _check_difference(number: int, before: set[str], now: set[str]) -> None:
    """Refuse when whoever holds both files would find few people between them."""
    for count, word in ((len(now - before), "venues"), (len(before - now), "parties")):
        if 0 < count < LEAST:
            raise Refused(
                "Moins de 5 personnes sont %(word)s depuis l’export n° %(number)s : la différence "
                "des deux fichiers les montrerait. Attendez qu’elles soient 5, et recommencez.",
                word=word,
                number=number,
            )


def list_exports(work: Work) -> tuple[Made, ...]:
    """Return the exports of this site, the latest first."""
    query = (
        sa.select(evaluation_export)
        .where(evaluation_export.c.site_id == work.site)
        .order_by(evaluation_export.c.number.desc())
    )
    return tuple(
        Made(number=row.number, at=row.at, study=row.study, people=len(row.people))
        for row in work.connection.execute(query)
    )


def close_overdue(program: Program) -> list[str]:
    """Destroy the keys of studies that are over, by their key or by their protocol here."""
    with program.reading() as work:
        ends = {one.name: one.protocol.closes_on for one in list_studies(work)}
    return close_studies(program.settings.data, day_of(program.clock()), ends)


def declared(work: Work) -> tuple[Variable, ...]:
    """Return every variable of the codebook as it is now."""
    return variables_of(work)


def write_people(variables: Iterable[Variable], rows: Iterable[Iterable[str]]) -> bytes:
    """Write people, one a line, under the names of their variables."""
    body = io.StringIO(newline="")
    writer = csv.writer(body, delimiter=";", lineterminator="\r\n")
    writer.writerow([variable.name for variable in variables])
    writer.writerows(rows)
    return body.getvalue().encode("ascii")


def write_codebook(variables: Iterable[Variable]) -> bytes:
    """Write what each variable is, how it is computed and from what; then the indicators."""
    lines = [
        (
            one.name,
            one.label,
            one.nature.value,
            " | ".join(f"{code} = {words}" for code, words in one.values.items()),
            one.formula,
            one.source,
        )
        for one in variables
    ]
    lines += [
        (f"indicateur.{one.code}", one.name, "indicateur", "", one.formula, one.source)
        for one in INDICATORS
    ]
    return write_csv(Sheet(title="codebook", heads=CODEBOOK_HEADS, rows=tuple(lines)))


def _readme(key: StudyKey | None, count: int, *, invented: bool) -> bytes:
    lines = [
        "Export de l’évaluation de Tremplin",
        "",
        f"{count} personnes, une par ligne. Ni nom, ni identifiant, ni jour, ni texte.",
        "Chaque variable est expliquée dans « codebook.csv ».",
    ]
    if key is None:
        lines += [
            "Fait sans étude : les pseudonymes changent à chaque export et ne rejoignent rien.",
        ]
    else:
        lines += [
            f"Étude « {key.name} », clé {key.number}, jusqu’au {key.closes_on:%d/%m/%Y}.",
            "Le fichier des personnes est scellé : seule la clé secrète de l’évaluateur l’ouvre.",
        ]
    lines += [
        "Ces lignes ne se publient pas. Ce qui se publie vient de « tremplin evaluation merge ».",
    ]
    if invented:
        lines += ["Ces personnes sont inventées : c’est une démonstration."]
    return ("\r\n".join(lines) + "\r\n").encode()


def _mark(pepper: str, one: UUID) -> str:
    """Return what stands for somebody in the list of exports: for this site alone."""
    digest = hmac.digest(pepper.encode(), b"tremplin export 1\n" + one.bytes, "sha256")
    return digest.hex()[:_MARK_LETTERS]


def write_folder(files: dict[str, bytes], folder: Path) -> None:
    """Write the files of an export, for their owner alone.

    Raises:
        Refused: the folder cannot be written in.

    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, body in files.items():
            file = folder / name
            file.touch(mode=0o600)
            file.write_bytes(body)
    except OSError as error:
        raise Refused(
            "Le dossier « %(folder)s » ne peut pas être écrit : choisissez-en un autre.",
            folder=folder,
        ) from error


def pack(files: dict[str, bytes]) -> bytes:
    """Return the files of an export in one ZIP."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DAY), content)
    return body.getvalue()


def make_export(program: Program, study: str = "") -> tuple[int, Prepared]:
    """Make an export in one go, as the command does.

    Raises:
        LearningError: there is nobody, no key, or too small a difference.

    """
    prepared = prepare_export(program, study)
    with program.writing() as work:
        number = allow_export(work, prepared)
    return number, prepared
