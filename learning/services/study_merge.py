"""Pool the files of several sites, and write only what may be published. Needs no site.

Every cell that is read is checked against the codebook: a file that holds anything else is
refused with the line and the reason.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.documents.spreadsheet import write_csv
from learning.domain.codebook import VARIABLES, WITHOUT_STUDY, find_variable
from learning.domain.codebook_shape import Row, Value, Variable
from learning.domain.errors import Invalid, Refused
from learning.domain.hiding import PUBLISHED
from learning.domain.pooling import (
    WHOLE,
    Change,
    Figure,
    Publication,
    Published,
    pool,
    publish,
)
from learning.domain.sheet import Cell, Sheet
from learning.sealing import is_sealed, unseal
from learning.services.study_export import (
    CODEBOOK_FILE,
    CODEBOOK_HEADS,
    README_FILE,
    SEALED_FOR,
    write_codebook,
    write_people,
)

MOST_BYTES = 50_000_000
TABLES_FILE, FIGURES_FILE = "tableaux.csv", "indicateurs.csv"
HIDDEN = "masqué"
_MOST_COLUMNS = 1000
_FIXED = tuple(variable.name for variable in VARIABLES)
_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """People of several files, each once, and what may be published of them."""

    files: int
    lines: int
    rows: tuple[Row, ...]
    variables: tuple[Variable, ...]
    publication: Publication
    study: str


def read_file(name: str, body: bytes, secret: str = "") -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and the people of one file, sealed or not.

    Raises:
        Invalid: it is no file of people, whole and as the codebook says.

    """
    try:
        return _read(_opened(body, secret))
    except Invalid as error:
        raise Invalid("« %(name)s » : %(why)s", name=name, why=error) from error


def open_file(body: bytes, secret: str) -> bytes:
    """Return the file of people that was sealed for this secret, once it was read whole.

    Raises:
        Invalid: it cannot be opened, or holds something else.

    """
    opened = unseal(body, secret, SEALED_FOR)
    _read(opened)
    return opened


def _opened(body: bytes, secret: str) -> bytes:
    if len(body) > MOST_BYTES:
        raise Invalid("Ce fichier est trop gros : 50 Mo au plus.")
    if not is_sealed(body):
        return body
    if not secret:
        raise Invalid("Ce fichier est scellé. Donnez la clé secrète de l’évaluateur avec --key.")
    return unseal(body, secret, SEALED_FOR)


def _read(body: bytes) -> tuple[tuple[str, ...], list[Row]]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(
            "Ce n’est pas un fichier de texte : il est abîmé, ou d’une autre sorte."
        ) from (error)
    if "\0" in text:
        raise Invalid("Ce n’est pas un fichier de texte : il est abîmé, ou d’une autre sorte.")
    if not text.strip():
        raise Invalid("Ce fichier est vide.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        raise Invalid(
            "La ligne %(line)s ne se lit pas : un guillemet manque, ou le fichier est coupé.",
            line=reader.line_num,
        ) from error
    variables = _columns(tuple(lines[0]))
    rows = [_row(number, cells, variables) for number, cells in enumerate(lines[1:], start=2)]
    if not rows:
        raise Invalid("Ce fichier n’a aucune personne.")
    if not text.endswith("\n"):
        raise Invalid("Ce fichier est coupé : sa dernière ligne n’est pas finie.")
    _check_alike(rows)
    return tuple(variable.name for variable in variables), rows


def _columns(names: tuple[str, ...]) -> list[Variable]:
    if names[: len(CODEBOOK_HEADS)] == CODEBOOK_HEADS:
        raise Invalid("C’est la liste des variables. Donnez le fichier des personnes.")
    missing = [name for name in _FIXED if name not in names]
    if "pseudonyme" in missing:
        raise Invalid("Ce n’est pas un export de l’évaluation : la colonne « pseudonyme » manque.")
    if missing:
        raise Invalid(
            "La colonne « %(column)s » manque : ce fichier vient d’une autre version, ou il a été "
            "modifié.",
            column=missing[0],
        )
    if len(set(names)) < len(names) or len(names) > _MOST_COLUMNS:
        raise Invalid(
            "Une colonne est là deux fois, ou il y en a trop : le fichier a été modifié."
        )
    found = []
    for name in names:
        variable = find_variable(name)
        if variable is None:
            raise Invalid(
                "La colonne « %(column)s » n’est pas déclarée dans le codebook : elle n’a rien à "
                "faire là.",
                column=_shown(name),
            )
        found.append(variable)
    return found


def _shown(text: str) -> str:
    """Return what a stranger's file holds, fit for a terminal."""
    return "".join(one if one.isprintable() else "?" for one in text[:40])


def _row(number: int, cells: Sequence[str], variables: Sequence[Variable]) -> Row:
    if len(cells) != len(variables):
        raise Invalid(
            "La ligne %(line)s a %(count)s cases au lieu de %(wanted)s.",
            line=number,
            count=len(cells),
            wanted=len(variables),
        )
    row: dict[str, Value] = {}
    for variable, cell in zip(variables, cells, strict=True):
        value = variable.understand(cell)
        if value is None:
            raise Invalid(
                "Ligne %(line)s : la colonne « %(column)s » ne peut pas contenir « %(cell)s ».",
                line=number,
                column=variable.name,
                cell=_shown(cell),
            )
        row[variable.name] = value
    return row


def _check_alike(rows: Sequence[Row]) -> None:
    if len({row["pseudonyme"] for row in rows}) < len(rows):
        raise Invalid("Un pseudonyme est là deux fois : le fichier a été modifié.")
    if len({row["etude"] for row in rows}) > 1:
        raise Invalid("Ce fichier mélange plusieurs études : il a été modifié.")


def merge(files: Iterable[tuple[str, bytes]], secret: str = "") -> Merged:
    """Pool files and work out what may be published.

    Raises:
        Invalid: a file cannot be read, or the files are not of one study.
        Refused: there are too few people for anything to be published.

    """
    columns: dict[str, None] = dict.fromkeys(_FIXED)
    people: list[list[Row]] = []
    studies: dict[str, str] = {}
    for name, body in files:
        names, rows = read_file(name, body, secret)
        studies.setdefault(str(rows[0]["etude"]), name)
        if len(studies) > 1:
            first, second = studies.values()
            raise Invalid(
                "« %(first)s » et « %(second)s » ne sont pas de la même étude : leurs pseudonymes "
                "ne se rejoignent pas. Réunissez-les à part.",
                first=first,
                second=second,
            )
        columns |= dict.fromkeys(names)
        people.append(rows)
    pooled = pool(people)
    publication = publish(pooled)
    if publication is None:
        raise Refused(
            "Réunis, ces fichiers comptent moins de %(least)s personnes : rien ne peut être "
            "publié.",
            least=PUBLISHED,
        )
    return Merged(
        files=len(people),
        lines=sum(map(len, people)),
        rows=pooled,
        variables=tuple(one for name in columns if (one := find_variable(name))),
        publication=publication,
        study=next(iter(studies)),
    )


def people_of(merged: Merged) -> bytes:
    """Write the pooled people, for the evaluator alone: this is never published."""
    rows = [
        [_cell(row.get(variable.name, "")) for variable in merged.variables] for row in merged.rows
    ]
    return write_people(merged.variables, rows)


def _cell(value: Value) -> str:
    return (
        f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
        if isinstance(value, float)
        else str(value)
    )


def write_publication(merged: Merged) -> dict[str, bytes]:
    """Write everything that may be published, by file name."""
    found = merged.publication
    return {
        TABLES_FILE: write_csv(
            Sheet(
                title="tableaux",
                heads=("tableau", "titre", "ligne", "colonne", "effectif"),
                rows=tuple(line for table in found.tables for line in _lines(table)),
            )
        ),
        FIGURES_FILE: write_csv(
            Sheet(
                title="indicateurs",
                heads=("indicateur", "groupe", "effectif", "valeur", "borne_basse", "borne_haute"),
                rows=(
                    *(_figure(one) for one in found.figures),
                    *(line for one in found.changes for line in _change(one)),
                ),
            )
        ),
        CODEBOOK_FILE: write_codebook(merged.variables),
        README_FILE: _readme(merged),
    }


def _lines(table: Published) -> Iterable[tuple[Cell, ...]]:
    for row, counts in zip((*table.rows, WHOLE), table.counts, strict=True):
        for column, count in zip((*table.columns, WHOLE), counts, strict=True):
            yield table.name, table.title, row, column, HIDDEN if count is None else count


def _figure(one: Figure) -> tuple[Cell, ...]:
    share = one.share
    return (one.indicator, one.group, share.count, *map(_decimal, (share.value, share.low)),
            _decimal(share.high))  # fmt: skip


def _change(one: Change) -> Iterable[tuple[Cell, ...]]:
    for name, mean in (
        ("efficacite avant", one.scores.before),
        ("efficacite apres", one.scores.after),
        ("efficacite changement", one.scores.change),
    ):
        bounds = map(_decimal, (mean.value, mean.low, mean.high))
        yield name, one.group, mean.count, *bounds


def _decimal(value: float) -> Decimal:
    return Decimal(value).quantize(_PLACES)


def counted(merged: Merged) -> str:
    """« 2 fichiers, 41 lignes, 40 personnes. »."""
    files = "1 fichier" if merged.files == 1 else f"{merged.files} fichiers"
    return f"{files}, {merged.lines} lignes, {len(merged.rows)} personnes."


def _readme(merged: Merged) -> bytes:
    lines = [
        "Ce qui peut être publié de l’évaluation",
        "",
        counted(merged),
        f"Aucun effectif sous {PUBLISHED} n’est montré ; d’autres sont masqués avec eux,",
        "pour que personne ne les retrouve par différence.",
        "Parts : intervalle de Wilson à 95 %.",
        "Scores : intervalle de Student à 95 %, les mêmes personnes avant et après.",
    ]
    if merged.study == WITHOUT_STUDY:
        lines.append(
            "Fichiers faits sans étude : une personne passée d’un site à l’autre compte deux fois."
        )
    return ("\r\n".join(lines) + "\r\n").encode()
