"""What a service is given: a connection inside one transaction, who acts, when, and where.

No service opens a transaction, reads a clock or asks who is signed in.
"""

import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from learning.content.proofing import Proof, Proofreader
from learning.domain.access import Actor
from learning.domain.course import Catalogue
from learning.domain.errors import Invalid, Unavailable
from learning.domain.grouped import to_letters
from learning.domain.standing import SILENT_SESSIONS
from learning.sealing import box_key_text, make_box_secret
from learning.services.kept import Kept
from learning.services.library import Library
from learning.services.running import CUT_FILE
from learning.settings import Settings
from learning.signing import Signer, public_text, read_certificate, read_public
from learning.storage.database import Database
from learning.storage.people import site

_FILE = "cles.json"
_NUMBER_BYTES = 5


def _draw() -> str:
    return secrets.token_hex(32)


_SECRETS: dict[str, Callable[[], str]] = {
    "cookies": _draw,
    "pepper": _draw,
    "signing": _draw,
    "site_number": lambda: to_letters(secrets.token_bytes(_NUMBER_BYTES)),
    "exchange": _draw,
    "box": make_box_secret,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The site's secrets, kept in one 0600 file of the data directory.

    ``signing`` is the Ed25519 key of attestations; a site made before it has none.
    ``certificate`` is the programme's word for it, which no site can make for itself.
    ``recovery`` is the public half of the key that opens sealed backups, printed once.
    The next six are for dossiers: the site's number, which never changes, the key that signs
    and the one that opens, how many times they were changed, and what they were before.
    """

    cookies: str
    pepper: str
    signing: str = ""
    certificate: str = ""
    site_number: str = ""
    exchange: str = ""
    box: str = ""
    generation: str = ""
    former_exchange: str = ""
    former_boxes: str = ""
    recovery: str = ""

    @property
    def signer(self) -> Signer | None:
        """What signs attestations; None on a site without the key."""
        if not self.signing:
            return None
        certificate = read_certificate(self.certificate) if self.certificate else None
        return Signer(secret=self.signing, certificate=certificate)


@dataclass(slots=True, kw_only=True)
class Work:
    """One unit of work. ``release`` is what the site serves; None before the first publication."""

    connection: sa.Connection
    site: str
    instant: datetime
    library: Library
    release: str | None = None
    actor: Actor | None = None
    missed: int = SILENT_SESSIONS  # sessions of a group missed in a row: « silencieux »

    @property
    def catalogue(self) -> Catalogue:
        """The current release.

        Raises:
            Unavailable: nothing was published yet.

        """
        if self.release is None:
            raise Unavailable("Aucun cours n’est publié sur ce site. Prévenez l’administrateur.")
        return self.library.catalogue(self.connection, self.release)

    @property
    def me(self) -> Actor:
        """The person who acts; a view that needs one has checked that there is one."""
        if self.actor is None:
            message = "this service needs a person"
            raise LookupError(message)
        return self.actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What one process holds: settings, database, keys, library and its clock."""

    settings: Settings
    database: Database
    keys: Keys
    library: Library
    site: str
    clock: Callable[[], datetime]
    proofreader: Proofreader = field(default_factory=Proofreader)
    proofs: Kept[Proof] = field(default_factory=lambda: Kept(64))

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """Open a unit that cannot write."""
        with self.database.reading() as connection:
            yield self._work(connection)

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """Open a unit that commits at the end of the block."""
        with self.database.writing() as connection:
            yield self._work(connection)

    def _work(self, connection: sa.Connection) -> Work:
        return Work(
            connection=connection,
            site=self.site,
            instant=self.clock(),
            library=self.library,
            missed=self.settings.seances_manquees,
        )


def with_release(work: Work) -> Work:
    """Fill ``work.release`` for a command; a request reads it with its session."""
    query = sa.select(site.c.release_id).where(site.c.id == work.site)
    work.release = work.connection.execute(query).scalar()
    return work


def real_clock() -> datetime:
    """Now, in UTC. Tests and the demonstration give their own clock instead."""
    return datetime.now(UTC)


def open_program(settings: Settings, *, clock: Callable[[], datetime] = real_clock) -> Program:
    """Open a site that ``init`` has made.

    Raises:
        Unavailable: the site was never made.

    """
    file = settings.data / _FILE
    if not file.is_file():
        raise Unavailable(
            "Il n’y a pas de site dans « %(data)s ». Lancez d’abord « tremplin init ».",
            data=settings.data,
        )
    if (settings.data / CUT_FILE).exists():
        raise Unavailable(
            "Une restauration a été coupée : la base n’est pas entière. "
            "Relancez « tremplin restore » avec la même sauvegarde."
        )
    database = Database(settings.database)
    return Program(
        settings=settings,
        database=database,
        keys=Keys(**json.loads(file.read_text(encoding="utf-8"))),
        library=Library(),
        site="site",
        clock=clock,
    )


def make_keys(data: Path) -> None:
    """Make the secrets that the site lacks; only the owner may read the file."""
    file = data / _FILE
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    missing = [name for name in _SECRETS if not known.get(name)]
    if missing:
        _write_keys(file, known | {name: _SECRETS[name]() for name in missing})


def make_recovery(data: Path) -> str | None:
    """Draw the key that opens sealed backups; its secret is returned once and never kept.

    None when the site has one already.
    """
    keys = read_keys(data)
    if keys.recovery:
        return None
    secret = make_box_secret()
    _write_keys(data / _FILE, asdict(keys) | {"recovery": box_key_text(secret)})
    return secret


def keep_certificate(data: Path, text: str) -> None:
    """Keep the programme's certificate of this site's key.

    Raises:
        Invalid: it is no certificate, or it is for the key of another site.
        Unavailable: the site was never made, or has no key to sign with.

    """
    keys, certificate = read_keys(data), read_certificate(text)
    if not keys.signing:
        raise Unavailable("Ce site n’a pas encore de clé. Lancez « tremplin init ».")
    if certificate.site != read_public(public_text(keys.signing)):
        raise Invalid(
            "Ce certificat est pour la clé d’un autre site. "
            "Faites certifier celle que donne « tremplin cles export »."
        )
    _write_keys(data / _FILE, asdict(keys) | {"certificate": certificate.text})


def change_keys(data: Path, **changed: str) -> Keys:
    """Put other secrets in place of the site's, and return them all.

    Raises:
        Unavailable: the site was never made.

    """
    keys = replace(read_keys(data), **changed)
    _write_keys(data / _FILE, asdict(keys))
    return keys


def _write_keys(file: Path, whole: dict[str, str]) -> None:
    # Written beside, then put in place: a cut leaves the old file or the new one, whole.
    fresh = file.with_suffix(".nouveau")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(json.dumps(whole))
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)


def read_keys(data: Path) -> Keys:
    """Return the secrets of the site kept there.

    Raises:
        Unavailable: the site was never made.

    """
    file = data / _FILE
    if not file.is_file():
        raise Unavailable(
            "Il n’y a pas de site dans « %(data)s ». Lancez d’abord « tremplin init ».", data=data
        )
    return Keys(**json.loads(file.read_text(encoding="utf-8")))
