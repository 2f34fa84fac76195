"""Restore a backup beside the site, whole, then swap; whoever was erased since is erased again.

Nothing of the site in place changes before the restored one was opened and upgraded.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import sqlalchemy as sa

from learning.domain.errors import Conflict, Invalid, LearningError, Refused, Unavailable
from learning.exchange.backup_file import DAMAGED, DATABASE, Backup, signer_number
from learning.services import audit
from learning.services.erasure import all_marks, erase_again
from learning.services.running import CUT_FILE, alone
from learning.services.study_export import close_overdue
from learning.services.tombstones import Marks, keep_beside, marks_beside
from learning.services.work import Program, open_program
from learning.settings import Settings
from learning.storage.database import Database
from learning.storage.dumping import (
    check_file,
    count_rows,
    fill,
    keep_loaded,
    load,
    scratch,
    undo_load,
    version_of,
)
from learning.storage.remains import leave_nothing
from learning.storage.sessions import terminal_session
from learning.storage.trust import tombstone
from learning.storage.upgrade import HEAD, upgrade

_SQLITE_FILE = "tremplin.sqlite3"
_OLD_MARK = "avant-restauration"
# Until this version, the rows of PostgreSQL were counted after the dump, while people worked.
_COUNTED_APART = "0008"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restoration did; ``marks_until`` is the date of the last erasure it knew of."""

    made_at: datetime
    signer: str
    rows: int
    erased: int
    marks_until: datetime | None
    former: Path | None  # where the site that stood there was put


def is_in_use(settings: Settings) -> bool:
    """Tell whether a site stands where the backup would go."""
    if settings.data.is_dir() and any(settings.data.iterdir()):
        return True
    return not _is_sqlite(settings) and not _is_empty(settings.database)


def restore(backup: Backup, settings: Settings, *, others: Marks | None = None) -> Restored:
    """Put a backup in the place of the site, or where there is none.

    ``others`` are tombstones kept elsewhere. The caller asked before a site is replaced.

    Raises:
        Invalid: the database of the backup is damaged.
        Refused: the site is running, or its folder cannot be replaced.
        Conflict: the backup is of the other kind of database.
        Unavailable: it is of a newer program, or PostgreSQL refused it.

    """
    _check_kind(backup, settings)
    data = settings.data
    with ExitStack() as held:
        if data.is_dir() and any(data.iterdir()):
            held.enter_context(alone(data))
        known = _marks_here(settings) | (others or {})
        with _staged(data) as stage:
            _unpack(backup, stage)
            if _is_sqlite(settings):
                restored = _settle(backup, Settings(data=stage), known)
                return replace(restored, former=_swap(stage, data))
            return _settle_postgresql(backup, stage, settings, known)


def rehearse(backup: Backup, settings: Settings) -> Restored:
    """Restore a backup elsewhere, open it, count it, and leave nothing of it.

    Raises:
        Invalid: it is damaged.
        Conflict: it is of PostgreSQL, and the site is not: there is no server to rehearse on.
        Unavailable: it is of a newer program, or PostgreSQL gives no database to rehearse in.

    """
    if backup.engine != "sqlite" and _is_sqlite(settings):
        raise Conflict(
            "Cette sauvegarde est celle d’une base PostgreSQL. Réglez TREMPLIN_DATABASE_URL sur "
            "un serveur, puis répétez : une base d’essai y est créée, puis retirée."
        )
    folder = settings.data if settings.data.is_dir() else Path.cwd()
    with tempfile.TemporaryDirectory(dir=folder, prefix=".essai-") as name:
        stage = Path(name)
        _unpack(backup, stage)
        if backup.engine == "sqlite":
            return _settle(backup, Settings(data=stage), _marks_here(settings))
        return _rehearse_postgresql(backup, stage, settings)


def _rehearse_postgresql(backup: Backup, stage: Path, settings: Settings) -> Restored:
    """Load the dump in a database of its own, which goes whatever happens."""
    check_file(stage / DATABASE, sqlite=False)
    known = _marks_here(settings)
    with scratch(settings.database) as url:
        fill(url, stage / DATABASE)
        (stage / DATABASE).unlink()
        return _settle(backup, Settings(data=stage, database_url=url), known)


def _settle(backup: Backup, fresh: Settings, known: Marks) -> Restored:
    """Open what was unpacked, upgrade it, and erase whoever was erased since."""
    database = Database(fresh.database)
    try:
        if backup.engine == "sqlite":
            check_file(fresh.data / _SQLITE_FILE, sqlite=True)
        if _counts_agree(backup) and _some(count_rows(database)) != _some(backup.counts):
            raise Invalid(DAMAGED)
        version_of(database)
        upgrade(database)
    finally:
        database.dispose()
    program = open_program(fresh)
    try:
        return _finish(backup, program, known)
    finally:
        program.database.dispose()


def _finish(backup: Backup, program: Program, known: Marks) -> Restored:
    with program.writing() as work:
        marks = all_marks(work, known, marks_beside(program.settings.data))
        erased = erase_again(work, program.keys.pepper, marks)
        # A session that was closed since must not open again.
        work.connection.execute(sa.update(terminal_session).values(state="closed"))
        audit.record(work, "sauvegarde.restauree", subject=f"{backup.made_at:%Y-%m-%d}")
    keep_beside(program.settings.data, marks)
    close_overdue(program)
    leave_nothing(program.database)
    return _summary(backup, erased, marks)


def _settle_postgresql(backup: Backup, stage: Path, settings: Settings, known: Marks) -> Restored:
    """Load the database, then the files; cut in between, the site says so and does not open."""
    data = settings.data
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    check_file(stage / DATABASE, sqlite=False)
    cut = data / CUT_FILE
    cut.write_text("Relancez « tremplin restore ».\n", encoding="utf-8")
    try:
        load(settings.database, stage / DATABASE)
    except Unavailable:
        cut.unlink()
        raise
    (stage / DATABASE).unlink()
    try:
        restored = _settle(backup, replace(settings, data=stage), known)
    except (LearningError, sa.exc.SQLAlchemyError):
        undo_load(settings.database)
        cut.unlink()
        raise
    for file in sorted(stage.rglob("*")):
        if file.is_file():
            there = data / file.relative_to(stage)
            there.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copy2(file, there)
    keep_loaded(settings.database)
    cut.unlink()
    return restored


def _summary(backup: Backup, erased: int, marks: Marks) -> Restored:
    return Restored(
        made_at=backup.made_at,
        signer=signer_number(backup),
        rows=sum(backup.counts.values()),
        erased=erased,
        marks_until=max(marks.values(), default=None),
        former=None,
    )


def _counts_agree(backup: Backup) -> bool:
    """Tell whether the rows were counted at the instant of the copy."""
    return backup.engine == "sqlite" or backup.version > _COUNTED_APART


def _some(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


def _check_kind(backup: Backup, settings: Settings) -> None:
    if backup.version > HEAD:
        raise Unavailable(
            "Cette sauvegarde vient d’une version plus récente de Tremplin (%(version)s). "
            "Installez cette version, puis restaurez.",
            version=backup.version,
        )
    own = Settings(data=settings.data).database
    if _is_sqlite(settings) and settings.database != own:
        raise Refused(
            "La base est hors du dossier de données. Retirez TREMPLIN_DATABASE_URL, puis "
            "recommencez : la base restaurée sera dans ce dossier."
        )
    if (backup.engine == "sqlite") != _is_sqlite(settings):
        raise Conflict(
            "Cette sauvegarde est celle d’une base %(engine)s, et le site est réglé sur l’autre. "
            "Restaurez-la telle quelle, puis « tremplin migrate --to URL ».",
            engine="SQLite" if backup.engine == "sqlite" else "PostgreSQL",
        )


def _is_sqlite(settings: Settings) -> bool:
    return settings.database.startswith("sqlite")


def _is_empty(url: str) -> bool:
    database = Database(url, pool=1)
    try:
        return version_of(database) is None
    finally:
        database.dispose()


def _marks_here(settings: Settings) -> Marks:
    """Return the tombstones of the site that stands there, from both places, if it opens."""
    if not (settings.data / "cles.json").is_file():
        return {}
    marks = marks_beside(settings.data)
    database = Database(settings.database)
    try:
        with database.reading() as connection:
            rows = connection.execute(sa.select(tombstone.c.mark, tombstone.c.at)).all()
    except (LearningError, sa.exc.DBAPIError):
        return marks  # it does not open: that is why one restores
    finally:
        database.dispose()
    return {row.mark: row.at for row in rows} | marks


@contextmanager
def _staged(data: Path) -> Iterator[Path]:
    """Give a folder beside the site's, on the same disk, that goes if something fails."""
    data.parent.mkdir(parents=True, exist_ok=True)
    try:
        stage = Path(tempfile.mkdtemp(dir=data.parent, prefix=f".{data.name}-restauration-"))
    except PermissionError as error:
        raise Refused(
            "Le dossier « %(parent)s » n’est pas à vous : relancez la commande avec sudo.",
            parent=data.parent.absolute(),
        ) from error
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _unpack(backup: Backup, stage: Path) -> None:
    for name, body in backup.parts.items():
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts:
            raise Invalid(DAMAGED)
        if name == DATABASE:
            inside = PurePosixPath(_SQLITE_FILE if backup.engine == "sqlite" else DATABASE)
        file = stage / inside
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())


def _swap(stage: Path, data: Path) -> Path | None:
    """Put the restored site in place; the one that stood there is kept under another name."""
    former = None
    if data.is_dir() and any(data.iterdir()):
        owner = data.stat()
        former = data.with_name(f"{data.name}.{_OLD_MARK}-{datetime.now(UTC):%Y%m%d-%H%M%S}")
        if os.geteuid() == 0:
            for file in (stage, *stage.rglob("*")):
                os.chown(file, owner.st_uid, owner.st_gid)
        data.rename(former)
    elif data.is_dir():
        data.rmdir()
    stage.rename(data)
    return former
