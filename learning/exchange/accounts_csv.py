"""A CSV of accounts, as a spreadsheet or an office gives it: read whole, every fault named.

Nothing but a role, a name, groups and an identifier is taken: an unknown column refuses the
file, so that no écrou number or offence ever comes in by it.
"""

import csv
import io
import unicodedata
from dataclasses import dataclass

from learning.domain.access import Role
from learning.domain.errors import Invalid

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
LONGEST_NAME = 80
LONGEST_CELL = 400
NEW = "nouveau"
COLUMNS = ("role", "nom", "groupe", "identifiant")
_REQUIRED = "nom"
_SEPARATORS = (";", "\t", ",")
_FORMULA = ("=", "+", "-", "@")
_BETWEEN_GROUPS = "|"
ROLES: dict[str, Role] = {
    "": Role.LEARNER,
    "apprenant": Role.LEARNER,
    "apprenante": Role.LEARNER,
    "formateur": Role.TRAINER,
    "formatrice": Role.TRAINER,
    "conseiller": Role.COUNSELLOR,
    "conseillere": Role.COUNSELLOR,
    "cpip": Role.COUNSELLOR,
    "surveillant": Role.SUPERVISOR,
    "surveillante": Role.SUPERVISOR,
    "administrateur": Role.ADMINISTRATOR,
    "administratrice": Role.ADMINISTRATOR,
    "evaluateur": Role.EVALUATOR,
    "evaluatrice": Role.EVALUATOR,
}
# What a spreadsheet's head may say for a column.
_HEADS = {
    "role": "role",
    "fonction": "role",
    "nom": "nom",
    "nom et prenom": "nom",
    "personne": "nom",
    "groupe": "groupe",
    "groupes": "groupe",
    "identifiant": "identifiant",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the file; ``faults`` are sentences, empty when it can be used."""

    line: int
    role: Role = Role.LEARNER
    name: str = ""
    groups: tuple[str, ...] = ()
    identifier: str = ""  # of an account that exists, or « nouveau »
    faults: tuple[str, ...] = ()


def read_accounts(body: bytes) -> tuple[Row, ...]:
    """Read the file: its encoding and its separator are found, its rows are bounded.

    Raises:
        Invalid: it is no such file, it is too big, or it has a column that is not ours.

    """
    if len(body) > MOST_BYTES:
        raise Invalid("Ce fichier pèse plus de 1 Mo. Coupez-le en plusieurs.", field="fichier")
    text = decode(body)
    if not text.strip():
        raise Invalid("Ce fichier est vide.", field="fichier")
    lines = _lines(text)
    head = [_plain(cell) for cell in lines[0][1]]
    places = _places(head)
    if len(lines) - 1 > MOST_ROWS:
        raise Invalid(
            "Ce fichier a %(count)s lignes ; 5 000 au plus. Coupez-le en plusieurs.",
            field="fichier",
            count=len(lines) - 1,
        )
    if len(lines) == 1:
        raise Invalid("Ce fichier n’a que sa ligne de titres.", field="fichier")
    return tuple(_row(number, cells, places, len(head)) for number, cells in lines[1:])


def decode(body: bytes) -> str:
    """Return the text: UTF-8, UTF-16 with its mark, or else what Windows writes."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return unicodedata.normalize("NFC", text)
    raise Invalid(
        "Ce fichier n’est pas un texte CSV. Dans le tableur, enregistrez-le en CSV.",
        field="fichier",
    )


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Cut the text by the separator of its first line; empty lines are left out."""
    first = next(line for line in text.splitlines() if line.strip())
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = [
            (reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise Invalid(
            "La ligne %(line)s ne se lit pas : un guillemet n’est pas fermé.",
            field="fichier",
            line=reader.line_num,
        ) from error
    return lines


def _places(head: list[str]) -> dict[str, int]:
    """Where each column is.

    Raises:
        Invalid: a column is unknown, written twice, or the name is missing.

    """
    places: dict[str, int] = {}
    for place, word in enumerate(head):
        column = _HEADS.get(word)
        if column is None:
            raise Invalid(
                "La colonne « %(name)s » n’est pas connue. Tremplin ne prend que : role, nom, "
                "groupe, identifiant. Retirez les autres.",
                field="fichier",
                name=word[:60] or "sans titre",
            )
        if column in places:
            raise Invalid(
                "La colonne « %(name)s » est écrite deux fois.", field="fichier", name=column
            )
        places[column] = place
    if _REQUIRED not in places:
        raise Invalid("Il manque la colonne « nom ».", field="fichier")
    return places


def _row(number: int, cells: list[str], places: dict[str, int], wide: int) -> Row:
    faults: list[str] = []
    if any(cell.strip() for cell in cells[wide:]):
        faults.append("Il y a plus de cases que de titres.")
    found = {
        column: _cell(cells[place] if place < len(cells) else "", column, faults)
        for column, place in places.items()
    }
    role = ROLES.get(_plain(found.get("role", "")))
    if role is None:
        faults.append(f"Le rôle « {found['role'][:40]} » n’existe pas.")
    name = found["nom"]
    if not name and not faults:
        faults.append("Il manque le nom.")
    if len(name) > LONGEST_NAME:
        faults.append("Le nom a plus de 80 caractères.")
    groups = tuple(
        dict.fromkeys(
            " ".join(one.split()) for one in found.get("groupe", "").split(_BETWEEN_GROUPS)
        )
    )
    return Row(
        line=number,
        role=role or Role.LEARNER,
        name=name[:LONGEST_NAME],
        groups=tuple(one for one in groups if one),
        identifier=_plain(found.get("identifiant", "")),
        faults=tuple(faults),
    )


def _cell(text: str, column: str, faults: list[str]) -> str:
    """Tidy one cell; what no name holds is a fault, and never reaches the site."""
    if len(text) > LONGEST_CELL:
        faults.append(f"La case « {column} » est trop longue.")
        text = text[:LONGEST_CELL]
    kept = "".join(" " if one.isspace() else one for one in text)
    kept = " ".join(kept.split())
    if any(unicodedata.category(one) in {"Cc", "Cf", "Co", "Cs"} for one in kept):
        faults.append(f"La case « {column} » a des caractères qui ne s’affichent pas.")
        kept = "".join(one for one in kept if unicodedata.category(one)[0] != "C")
    if kept.startswith(_FORMULA):
        faults.append(f"La case « {column} » commence comme une formule de tableur.")
    return kept


def _plain(text: str) -> str:
    """As words are compared: small letters without accents."""
    split = unicodedata.normalize("NFKD", " ".join(text.split()).casefold())
    return "".join(one for one in split if not unicodedata.combining(one))
