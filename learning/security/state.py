"""The site itself, as it stands: versions, database, keys, audit, places; never a secret."""

import base64
import hashlib
import os
import platform
import re
import stat
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from learning.domain.security_file import Section, State, Statement, Table, judged
from learning.services import audit_check
from learning.services.work import Program
from learning.storage.database import SQLITE_VERSION, SQLITE_VERSION_PARTS, sqlite_is_safe
from learning.storage.upgrade import HEAD, current_version

_WANTED_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "2",
    "foreign_keys": "1",
    "secure_delete": "1",
    "trusted_schema": "0",
}
_WANTED_SHOWS = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_KEYS = "cles.json"
_NAME = re.compile(r"[\w.-]+")
# What each key is for; one that the program has and this list has not is shown all the same.
_PURPOSES = {
    "cookies": "signe le témoin de connexion",
    "pepper": "entre dans l’empreinte des phrases",
    "signing": "signe les attestations et le journal",
    "certificate": "dit que le programme reconnaît ce site (n’est pas un secret)",
    "site_number": "numéro du site entre les sites (n’est pas un secret)",
    "exchange": "signe les dossiers entre sites",
    "box": "ouvre ce qui est scellé pour ce site",
    "recovery": "scelle les sauvegardes ; ce site n’a pas de quoi les ouvrir",
}


def describe_versions(program: Program) -> Section:
    """Return what runs: the program, Python, the database and every distribution."""
    with program.reading() as work:
        version = current_version(work.connection)
    own = metadata.version("tremplin")
    statements = [
        Statement(
            says=f"Tremplin {own}, Python {platform.python_version()}, {_system()}.",
            check="Demandé au programme et au système.",
        ),
        judged(
            version == HEAD,
            f"La base est à la version {version}, celle du programme."
            if version == HEAD
            else f"La base est à la version {version} ; le programme attend la {HEAD}.",
            "Version lue dans la base.",
        ),
        _unchanged(),
        *_database(program),
    ]
    rows = tuple(sorted((one.metadata["Name"].lower(), one.version) for one in _distributions()))
    table = Table(
        title="Composants installés", heads=("Composant", "Version"), rows=rows, code=True
    )
    return Section(
        title="Versions et sûreté de la base",
        lead=f"{len(rows)} composants, comme installés à l’instant.",
        statements=tuple(statements),
        tables=(table,),
    )


def _system() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    except OSError:
        return platform.system()


def _unchanged() -> Statement:
    """Read every installed file again, and compare it with what its package said it was."""
    read, changed = 0, set[str]()
    for one in _distributions():
        for file in one.files or ():
            place = Path(str(file.locate()))
            if file.hash is None or not place.is_file():
                continue
            digest = hashlib.new(file.hash.mode, place.read_bytes()).digest()
            read += 1
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
                changed.add(one.metadata["Name"])
    return judged(
        not changed,
        f"{read} fichiers installés sont comme leur paquet les a donnés."
        if not changed
        else f"Composants changés depuis leur installation : {', '.join(sorted(changed))}.",
        "Empreinte de chaque fichier recalculée, comparée à celle de son paquet.",
    )


def _distributions() -> Iterator[metadata.Distribution]:
    """Whatever the program needs, and what those need, as installed just now."""
    waiting, seen = ["tremplin"], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # an extra that this site does without
        yield found
        for needed in found.requires or ():
            named = _NAME.match(needed)
            if named and (name == "tremplin" or "extra ==" not in needed):
                waiting.append(named[0].lower())


def _database(program: Program) -> Iterator[Statement]:
    with program.reading() as work:
        if program.database.is_sqlite:
            yield judged(
                sqlite_is_safe(SQLITE_VERSION_PARTS),
                f"SQLite {SQLITE_VERSION}, sans le défaut qui abîme une base en mode WAL.",
                "Version de la bibliothèque chargée, comparée aux versions sûres "
                "(3.44.6, 3.50.7, 3.51.3 et après).",
            )
            for name, wanted in _WANTED_PRAGMAS.items():
                value = str(work.connection.exec_driver_sql(f"PRAGMA {name}").scalar()).lower()
                yield judged(
                    value == wanted, f"{name} = {value}.", f"PRAGMA lu ; attendu : {wanted}."
                )
            found = str(work.connection.exec_driver_sql("PRAGMA quick_check").scalar())
            yield judged(found == "ok", f"La base se lit en entier : {found}.", "quick_check.")
            return
        version = work.connection.exec_driver_sql("SHOW server_version").scalar()
        yield Statement(says=f"PostgreSQL {version}.", check="Demandé au serveur.")
        for name, wanted in _WANTED_SHOWS.items():
            value = str(work.connection.exec_driver_sql(f"SHOW {name}").scalar())
            yield judged(value == wanted, f"{name} = {value}.", f"SHOW lu ; attendu : {wanted}.")
        yield Statement(
            says="Sur PostgreSQL, « effacé » veut dire : plus de ligne, table nettoyée ; le "
            "journal d’écriture (WAL) garde les octets jusqu’à ce qu’il soit recyclé.",
            check="La base de ce site est PostgreSQL.",
            state=State.TOLD,
        )


def describe_keys(program: Program) -> Section:
    """Return the keys' names, ages and who may read them; no key, nor any part of one."""
    data = program.settings.data
    now = program.clock()
    files = sorted(file for file in data.iterdir() if file.is_file())
    statements = [_mode(data, "Le dossier de données")]
    statements += [_mode(file, f"Le fichier {file.name}") for file in files]
    present = asdict(program.keys)
    age = _age(data / _KEYS, now)
    rows = tuple(
        (name, "présente" if value else "absente", age if value else "", _PURPOSES.get(name, ""))
        for name, value in present.items()
    )
    return Section(
        title="Clés et fichiers",
        lead="Ce dossier ne contient aucune clé, ni aucune partie d’une clé.",
        statements=tuple(statements),
        tables=(
            Table(
                title=f"Clés de {_KEYS}",
                heads=("Clé", "État", "Fichier écrit", "Sert à"),
                rows=rows,
            ),
        ),
    )


def _mode(path: Path, name: str) -> Statement:
    mode = stat.S_IMODE(path.stat().st_mode)
    return judged(
        not mode & _OTHERS,
        f"{name} : droits {mode:03o}, "
        + ("son propriétaire seul." if not mode & _OTHERS else "d’autres peuvent y entrer."),
        "Droits demandés au système.",
    )


def _age(file: Path, now: datetime) -> str:
    written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return f"le {written:%d/%m/%Y}, il y a {max((now - written).days, 0)} j"


def describe_audit(program: Program) -> Section:
    """Follow the whole audit now, and give its head."""
    with program.reading() as work:
        verdict = audit_check.verify(work, program.keys.signing)
    says = (
        f"Le journal tient : {verdict.entries} lignes suivies depuis la ligne {verdict.start + 1}."
        if verdict.bad is None
        else f"Le journal ne tient pas à la ligne {verdict.bad.sequence} : {verdict.bad.sentence}"
    )
    return Section(
        title="Journal des actes",
        lead="Chaque ligne porte l’empreinte de celle d’avant. Les personnes y sont sous un "
        "pseudonyme qui disparaît avec leur compte.",
        statements=(
            judged(verdict.bad is None, says, "Chaîne entière recalculée à l’instant."),
            Statement(
                says=f"Tête de la chaîne : {verdict.head.text}.",
                check="Lue à l’instant. À garder ailleurs : elle trahit un journal récrit.",
            ),
        ),
    )


def is_encrypted(path: Path) -> bool | None:
    """Tell whether the disk under a folder is encrypted by the system; None when unknown."""
    device = path.stat().st_dev
    mapped = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}")
    if not mapped.exists():
        return None
    waiting = [mapped]
    while waiting:
        one = waiting.pop()
        try:
            if (one / "dm" / "uuid").read_text(encoding="ascii").startswith("CRYPT-"):
                return True
        except OSError:
            pass
        below = one / "slaves"
        waiting += sorted(below.iterdir()) if below.is_dir() else []
    return False


def swap_in_use() -> int:
    """Return how many swap places the system uses: memory may be written there."""
    try:
        return len(Path("/proc/swaps").read_text(encoding="ascii").splitlines()) - 1
    except OSError:
        return 0
