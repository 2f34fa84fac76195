"""The state of a site in plain sentences: versions, safety, permissions, space, figures."""

import platform
import shutil
import stat
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from learning.content.rates_file import Rate
from learning.domain.course import Figure
from learning.services.backup import KIND as BACKUP
from learning.services.figures import overtaken
from learning.services.retention import KIND as RETENTION
from learning.services.retention import last_upkeep
from learning.services.work import Program, with_release
from learning.storage.activity import fact
from learning.storage.database import SQLITE_VERSION, SQLITE_VERSION_PARTS, sqlite_is_safe
from learning.storage.dumping import scratch_left
from learning.storage.publishing import publication
from learning.storage.upgrade import HEAD, current_version

_MEGABYTE = 1024 * 1024
_LOW_SPACE = 500
_MANY = 10 * 1024  # megabytes, from which gigabytes are said
_ROOM = ZoneInfo("Europe/Paris")
_BACKUP_DAYS = timedelta(days=8)
_RETENTION_DAYS = timedelta(days=35)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing looked at; ``state`` is ok, attention or erreur."""

    subject: str
    state: str
    sentence: str


def examine(program: Program) -> list[Point]:
    """Look at the site, writing nothing."""
    points = [_versions(program), _permissions(program), _signing(program)]
    points += [_space(program), *_upkeep(program)]
    if program.settings.reseau_sans_tls:
        points.insert(0, Point(subject="réseau", state="attention", sentence=_CLEAR))
    with program.reading() as work:
        version = current_version(work.connection)
        with_release(work)
        latest = work.connection.execute(sa.select(sa.func.max(fact.c.at))).scalar()
        published = work.connection.execute(sa.select(sa.func.max(publication.c.at))).scalar()
        figures = work.catalogue.figures if work.release else ()
        again = overtaken(work, work.instant.date())
        now = work.instant
    known = "ok" if version == HEAD else "erreur"
    points.append(Point(subject="base", state=known, sentence=f"Version {version} de la base."))
    points.append(_clock(now, latest))
    if published is None:
        sentence = "Aucun cours publié. Lancez « tremplin courses publish »."
        points.append(Point(subject="cours", state="erreur", sentence=sentence))
        return points
    points.append(Point(subject="cours", state="ok", sentence=f"Publiés le {published:%d/%m/%Y}."))
    points.append(_figures(figures, again, now.date()))
    return points


_CLEAR = "Le site sert sur le réseau sans TLS : la phrase de chacun circule en clair."


def _figures(figures: tuple[Figure, ...], again: tuple[Rate, ...], on: date) -> Point:
    """Say which figures to publish again, since their next value has begun, or to look up."""
    waiting = {row.id for row in again}
    past = [one.label for one in figures if one.outdated(on) and one.id not in waiting]
    sentences = [
        f"{words} ({len(labels)}) : {', '.join(labels[:5])}."
        for labels, words in (
            ([row.label for row in again], "À publier de nouveau, leur valeur a changé"),
            (past, "Périmés"),
        )
        if labels
    ]
    state = "attention" if sentences else "ok"
    return Point(subject="chiffres", state=state, sentence=" ".join(sentences) or "Aucun périmé.")


def _versions(program: Program) -> Point:
    if not program.database.is_sqlite:
        sentence = f"Python {platform.python_version()}, PostgreSQL."
        return Point(subject="versions", state="ok", sentence=sentence)
    safe = sqlite_is_safe(SQLITE_VERSION_PARTS)
    return Point(
        subject="versions",
        state="ok" if safe else "erreur",
        sentence=f"Python {platform.python_version()}, SQLite {SQLITE_VERSION}"
        + ("." if safe else " : cette version peut abîmer la base, changez-la."),
    )


def _permissions(program: Program) -> Point:
    mode = stat.S_IMODE((program.settings.data / "cles.json").stat().st_mode)
    if mode & 0o077:
        sentence = f"Les clés sont lisibles par d’autres ({mode:o}). Faites « chmod 600 »."
        return Point(subject="clés", state="erreur", sentence=sentence)
    return Point(subject="clés", state="ok", sentence="Lisibles par le site seulement.")


def _signing(program: Program) -> Point:
    """Say whether attestations can be signed, and who will recognise them."""
    subject, signer = "signature", program.keys.signer
    if signer is None:
        sentence = (
            "Il manque la clé qui signe les attestations. "
            "Lancez « tremplin init », puis redémarrez le site."
        )
        return Point(subject=subject, state="erreur", sentence=sentence)
    if signer.certificate is None:
        sentence = (
            "La clé des attestations n’est pas certifiée : seuls ceux qui ont la clé de ce site "
            "les reconnaissent. Voyez « tremplin cles --help »."
        )
        return Point(subject=subject, state="attention", sentence=sentence)
    return Point(subject=subject, state="ok", sentence="Clé certifiée par le programme.")


def _space(program: Program) -> Point:
    free = shutil.disk_usage(program.settings.data).free // _MEGABYTE
    state = "attention" if free < _LOW_SPACE else "ok"
    return Point(subject="espace", state=state, sentence=f"{_weight(free)} libres.")


def _weight(megabytes: int) -> str:
    """A weight as people say it."""
    return f"{megabytes // 1024} Go" if megabytes >= _MANY else f"{megabytes} Mo"


def _upkeep(program: Program) -> list[Point]:
    """Say when the site was last backed up and cleaned, and what was left lying about."""
    with program.reading() as work:
        if current_version(work.connection) != HEAD:
            return []
        backed_up, cleaned = last_upkeep(work, BACKUP), last_upkeep(work, RETENTION)
        now, left = work.instant, scratch_left(work.connection)
    if backed_up is None:
        words = "Aucune sauvegarde connue. Lancez « tremplin backup FICHIER »."
    else:
        words = f"La dernière est du {backed_up:%d/%m/%Y}."
    late = backed_up is None or now - backed_up > _BACKUP_DAYS
    points = [
        Point(subject="sauvegarde", state="attention" if late else "ok", sentence=words),
    ]
    if not program.keys.recovery:
        words = "Aucune clé de récupération. Lancez « tremplin init » et imprimez-la."
        points.append(Point(subject="récupération", state="attention", sentence=words))
    if cleaned is None or now - cleaned > _RETENTION_DAYS:
        words = (
            "Les durées de conservation n’ont pas été passées. Voyez « tremplin retention run »."
        )
        points.append(Point(subject="conservation", state="attention", sentence=words))
    if former := sorted(
        program.settings.data.parent.glob(f"{program.settings.data.name}.avant-*")
    ):
        words = f"« {former[0].name} » est un ancien site, avec ses données : supprimez-le."
        points.append(Point(subject="restauration", state="attention", sentence=words))
    return points + [_scratch(name) for name in left]


def _scratch(name: str) -> Point:
    words = (
        f"« {name} » reste d’une répétition coupée, avec les données de tous. "
        f"Tapez : sudo -u postgres dropdb {name}"
    )
    return Point(subject="répétition", state="attention", sentence=words)


def _clock(now: datetime, latest: datetime | None) -> Point:
    if latest is not None and latest > now + timedelta(hours=1):
        sentence = "L’horloge retarde : des réponses sont datées de plus tard. Réglez-la."
        return Point(subject="horloge", state="attention", sentence=sentence)
    here = now.astimezone(_ROOM)
    sentence = f"{here:%d/%m/%Y} à {here.hour} h {here:%M}, heure de Paris."
    return Point(subject="horloge", state="ok", sentence=sentence)
