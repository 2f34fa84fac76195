"""Files that a command is given or asked for: read whole or refused, and written in French."""

import os
from pathlib import Path

from learning.domain.errors import Invalid, Refused

_MOST_BYTES = 5_000_000
_MEGABYTE = 1_000_000


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        Invalid: it cannot be read, or is far too long to be one of ours.

    """
    try:
        with path.open("rb") as file:
            body = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise Invalid(
            "Le fichier « %(path)s » ne se lit pas : vérifiez son nom.", path=path
        ) from error
    if len(body) > _MOST_BYTES:
        raise Invalid(
            "Le fichier « %(path)s » est trop gros : %(most)s Mo au plus.",
            path=path,
            most=_MOST_BYTES // _MEGABYTE,
        )
    return body.decode("utf-8", errors="replace").strip("\ufeff \r\n\t")


def make_folder(path: Path) -> Path:
    """Return a folder that is there, made if it was not.

    Raises:
        Refused: it cannot be made there.

    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            "Le dossier « %(path)s » ne peut pas être fait : choisissez-en un autre.", path=path
        ) from error
    return path


def write_file(path: Path, body: bytes) -> None:
    """Write a file and say where.

    Raises:
        Refused: it cannot be written there.

    """
    try:
        path.write_bytes(body)
    except OSError as error:
        raise Refused(
            "Le fichier « %(path)s » ne peut pas être écrit : choisissez-en un autre.", path=path
        ) from error
    print(f"Écrit dans « {path} ».")


def write_secret(path: Path, text: str) -> None:
    """Write a secret that its owner alone may read, never over another file.

    Raises:
        Refused: there is a file there, or it cannot be written.

    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Refused(
            "Le fichier « %(path)s » existe déjà : une clé n’en remplace jamais une autre.",
            path=path,
        ) from error
    except OSError as error:
        raise Refused(
            "Le fichier « %(path)s » ne peut pas être écrit : choisissez-en un autre.", path=path
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text + "\n")
    print(f"Écrit dans « {path} », que vous seul pouvez lire.")
