"""Back a site up: one file with its database, keys and settings, opened before it is trusted.

It is signed by the site; sealed, it opens with a key that the site does not have.
"""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from learning.domain.errors import Invalid, Refused, Unavailable, reason
from learning.exchange.backup_file import DATABASE, MAGIC, Backup, read_backup, write_backup
from learning.sealing import is_sealed, read_box_key, seal, unseal
from learning.services import audit
from learning.services.retention import note_upkeep
from learning.services.running import CUT_FILE, UPGRADES
from learning.services.running import FILE as LOCK_FILE
from learning.services.tombstones import share_marks
from learning.services.transfer_desk import FOLDER as IN_HAND
from learning.services.work import Program
from learning.settings import Settings
from learning.storage.database import Database
from learning.storage.dumping import check_file, dump, version_of

KIND = "sauvegarde"
SUFFIX = ".sauvegarde"
SEALED_FOR = "sauvegarde"
STEPS = 4
# What is made again by itself, or has its own length of life: a dossier in hand waits a day, and
# what is in it would outlive an erasure.
_LEFT = frozenset({"journaux", UPGRADES, "archives-en-attente", IN_HAND, LOCK_FILE, CUT_FILE})
_MOST_SEALED = 1_500_000_000

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup that was written, read again and opened."""

    file: Path
    size: int
    rows: int
    sealed: bool


def back_up(program: Program, file: Path, *, key: str = "", step: Step | None = None) -> Made:
    """Write a backup of a living site; ``key`` is the public key to seal it for.

    Raises:
        Refused: another file stands there, or it cannot be written.
        Unavailable: the database cannot be copied, or the audit cannot be written.
        Invalid: the key is none.

    """
    sealed_for = read_box_key(key) if key else None
    place = choose_place(file, program.clock())
    share_marks(program)
    with program.writing() as work:
        audit.record(work, "sauvegarde.faite", subject="scellee" if key else "en-clair")
    backup = gather(program.settings, program.database, program.clock(), step=step)
    made = write(backup, place, program.keys.signing, sealed_for=sealed_for, step=step)
    with program.writing() as work:
        note_upkeep(work, KIND)
    return made


def gather(
    settings: Settings, database: Database, at: datetime, *, step: Step | None = None
) -> Backup:
    """Read the whole site at one instant, and open the copy of its database."""
    version = version_of(database)
    if version is None:
        raise Unavailable("La base est vide. Lancez d’abord « tremplin init ».")
    engine = "sqlite" if database.is_sqlite else "postgresql"
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=".sauvegarde-") as folder:
        copy = Path(folder) / "base"
        counts = dump(database, copy)
        _tell(step, 1)
        check_file(copy, sqlite=database.is_sqlite)
        body = copy.read_bytes()
    _tell(step, 2)
    return Backup(
        made_at=at,
        site=settings.nom,
        version=version,
        engine=engine,
        counts=counts,
        parts={DATABASE: body, **_files(settings)},
    )


def write(
    backup: Backup,
    place: Path,
    secret: str,
    *,
    sealed_for: bytes | None = None,
    step: Step | None = None,
) -> Made:
    """Write a backup beside its place, read it again, then put it there whole.

    Raises:
        Refused: it cannot be written there, or was not read back as it was written.

    """
    if not secret:
        raise Unavailable("Ce site n’a pas encore de clé. Lancez « tremplin init ».")
    body = write_backup(backup, secret)
    read_backup(body)
    if sealed_for is not None:
        if len(body) > _MOST_SEALED:
            raise Refused("Cette sauvegarde est trop grosse pour être scellée : faites-la sans.")
        body = seal(body, sealed_for, SEALED_FOR)
    _tell(step, 3)
    _put(place, body)
    _tell(step, STEPS)
    return Made(
        file=place,
        size=len(body),
        rows=sum(backup.counts.values()),
        sealed=sealed_for is not None,
    )


def open_backup(file: Path, opener: str = "") -> Backup:
    """Read a backup, whole or not at all; ``opener`` is the text of the recovery key.

    Raises:
        Invalid: it is damaged, cut, no backup, or sealed for another key.
        Refused: it is sealed, and no key was given.

    """
    try:
        body = file.read_bytes()
    except OSError as error:
        raise Invalid(
            "La sauvegarde « %(file)s » ne se lit pas : vérifiez son nom.", file=file
        ) from error
    if is_sealed(body):
        if not opener:
            raise Refused(
                "Cette sauvegarde est scellée. Donnez le fichier de la clé de récupération "
                "avec « --cle FICHIER »."
            )
        body = unseal(body, opener, SEALED_FOR)
    return read_backup(body)


def choose_place(file: Path, at: datetime) -> Path:
    """Return where the backup goes: a name with its date in a folder.

    Raises:
        Refused: a file that is no backup stands there.

    """
    if file.is_dir():
        return file / f"tremplin-{at:%Y%m%d-%H%M%S}{SUFFIX}"
    if file.exists() and not _is_backup(file):
        raise Refused(
            "« %(file)s » existe et n’est pas une sauvegarde : choisissez un autre nom.", file=file
        )
    return file


def keep_last(folder: Path, count: int) -> list[Path]:
    """Remove the oldest backups of a folder but the last ``count``; return which."""
    found = sorted(folder.glob(f"tremplin-*{SUFFIX}"))
    old = found[:-count] if count else []
    for file in old:
        file.unlink(missing_ok=True)
    return old


def _files(settings: Settings) -> dict[str, bytes]:
    """Return the files beside the database, by their place in the data directory."""
    found = {}
    for file in sorted(settings.data.rglob("*")):
        inside = file.relative_to(settings.data)
        top = inside.parts[0]
        passed = top in _LEFT or top.startswith((".sauvegarde-", ".essai-")) or ".sqlite3" in top
        if file.is_file() and not file.is_symlink() and not passed and file.suffix != ".nouveau":
            found[inside.as_posix()] = file.read_bytes()
    config = os.environ.get("TREMPLIN_CONFIG", "")
    if config and Path(config).is_file():
        found["tremplin.toml"] = Path(config).read_bytes()
    return found


def _is_backup(file: Path) -> bool:
    with file.open("rb") as stream:
        start = stream.read(len(MAGIC))
    return start == MAGIC or is_sealed(start)


def _put(place: Path, body: bytes) -> None:
    fresh = place.with_name(f"{place.name}.nouveau")
    try:
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        _check_same(fresh, body)
        fresh.replace(place)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise Refused(
            "La sauvegarde ne peut pas être écrite dans « %(place)s » : %(error)s.",
            place=place,
            error=reason(error),
        ) from error


def _check_same(file: Path, body: bytes) -> None:
    if sha256(file.read_bytes()).digest() != sha256(body).digest():
        raise OSError(0, "il n’est pas relu comme il a été écrit")


def _tell(step: Step | None, done: int) -> None:
    if step:
        step(done, STEPS)
