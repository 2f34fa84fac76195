"""The keys of studies on a site: received sealed, used until the closing day, then destroyed.

Each study has a receiving key of its own here. Once it is destroyed, no copy of the sealed file
can be opened again, on a stick or in a drawer.
"""

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from learning.domain.errors import Conflict, Invalid, NotFound, Refused
from learning.domain.study import read_study_name
from learning.sealing import (
    box_key_text,
    is_sealed,
    is_sealed_for,
    make_box_secret,
    read_box_key,
    seal,
    study_number,
    unseal,
)

FOLDER = "etudes"
PURPOSE = "cle-etude"
_FORMER = ".ancien"  # a key on its way out
_KEY_BYTES = 32
_ROOM = ZoneInfo("Europe/Paris")
_KEPT = {"etude", "recevoir", "cle", "cloture", "evaluateur", "detruite"}
_DAMAGED = "Le fichier de clé de l’étude est abîmé : redemandez-le à qui l’a fait."


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyKey:
    """What a site needs for the exports of one study."""

    name: str
    key: bytes
    closes_on: date
    evaluator: bytes

    @property
    def number(self) -> str:
        """The opaque number of the key, in every file made under it."""
        return study_number(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A study as this site knows it: waiting for its key, open until a day, or destroyed."""

    name: str
    number: str = ""
    closes_on: date | None = None
    destroyed_on: date | None = None


def day_of(instant: datetime) -> date:
    """Return the day that it is in the room."""
    return instant.astimezone(_ROOM).date()


def read_closing(typed: str, today: date) -> date:
    """Return a closing day that is still to come.

    Raises:
        Invalid: it is no day, or it is past.

    """
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError as error:
        raise Invalid("Écrivez le jour de fin comme 2027-06-30.") from error
    if day < today:
        raise Invalid("Le jour de fin est déjà passé : choisissez-en un autre.")
    return day


def make_study(
    name: str, closes_on: date, evaluator: bytes, sites: Sequence[bytes]
) -> tuple[str, tuple[bytes, ...]]:
    """Draw a study's key; return its number, and the file sealed for each site.

    Nothing else of the key is kept: the sites alone hold it.
    """
    study = StudyKey(
        name=read_study_name(name),
        key=secrets.token_bytes(_KEY_BYTES),
        closes_on=closes_on,
        evaluator=evaluator,
    )
    return study.number, tuple(_sealed(study, site) for site in sites)


def _sealed(study: StudyKey, site: bytes) -> bytes:
    return seal(json.dumps(_written(study), sort_keys=True).encode(), site, PURPOSE)


def _written(study: StudyKey) -> dict[str, str]:
    return {
        "etude": study.name,
        "cle": study.key.hex(),
        "cloture": study.closes_on.isoformat(),
        "evaluateur": study.evaluator.hex(),
    }


def receiving_key(data: Path, name: str) -> str:
    """Return the public key under which this site waits for a study's key.

    Raises:
        Conflict: the study is closed here.

    """
    name = read_study_name(name)
    known = _read(data, name)
    if "detruite" in known:
        raise _closed(name, known)
    if not known:
        known = {"etude": name, "recevoir": make_box_secret()}
        _keep(data, name, known)
    return box_key_text(known["recevoir"])


def take_key(data: Path, sealed: bytes, today: date) -> StudyKey:
    """Open the key sent to this site, and keep it.

    Raises:
        Invalid: the file is not for this site, or it is damaged.
        Refused: the study is closed.
        Conflict: the site holds another key under the same name.

    """
    study = _opened(data, sealed)
    known = _read(data, study.name)
    if "detruite" in known:
        raise _closed(study.name, known)
    if study.closes_on < today:
        _destroy(data, study.name, known, today)
        raise _closed(study.name, _read(data, study.name))
    if known.get("cle", study.key.hex()) != study.key.hex():
        raise Conflict(
            "Ce site a déjà une autre clé pour l’étude « %(name)s ». Les pseudonymes ne se "
            "rejoindraient plus : gardez la première, ou donnez un autre nom à l’étude.",
            name=study.name,
        )
    _keep(data, study.name, known | _written(study))
    return study


def _opened(data: Path, sealed: bytes) -> StudyKey:
    waiting = [known["recevoir"] for known in _all(data) if "recevoir" in known]
    if not waiting:
        raise Refused(
            "Ce site n’attend la clé d’aucune étude. Lancez d’abord « tremplin evaluation "
            "site-key », et donnez la clé publique à qui fait l’étude."
        )
    for secret in waiting:
        if is_sealed_for(sealed, secret):
            return _parsed(unseal(sealed, secret, PURPOSE))
    if not is_sealed(sealed):
        raise Invalid("Ce fichier n’est pas un fichier scellé de Tremplin.")
    raise Invalid(
        "Ce fichier est scellé pour un autre site, ou pour une étude que ce site n’attend pas."
    )


def _parsed(body: bytes) -> StudyKey:
    try:
        known = json.loads(body)
    except ValueError as error:
        raise Invalid(_DAMAGED) from error
    return _study(known)


def _study(known: Mapping[str, Any]) -> StudyKey:
    try:
        found = StudyKey(
            name=read_study_name(known["etude"]),
            key=bytes.fromhex(known["cle"]),
            closes_on=date.fromisoformat(known["cloture"]),
            evaluator=bytes.fromhex(known["evaluateur"]),
        )
    except (KeyError, ValueError, TypeError, AttributeError, Invalid) as error:
        raise Invalid(_DAMAGED) from error
    if len(found.key) != _KEY_BYTES or len(found.evaluator) != _KEY_BYTES:
        raise Invalid(_DAMAGED)
    return found


def find_key(data: Path, name: str, today: date) -> StudyKey:
    """Return the key of a study.

    Raises:
        NotFound: this site has none.
        Refused: the study is closed: its key is destroyed.

    """
    known = _read(data, name)
    if "cle" not in known and "detruite" not in known:
        raise NotFound(
            "Ce site n’a pas la clé de l’étude « %(name)s ». Lancez « tremplin evaluation "
            "site-key %(name)s », puis « tremplin evaluation join » avec le fichier reçu.",
            name=name,
        )
    if "detruite" not in known and _study(known).closes_on < today:
        _destroy(data, name, known, today)
        known = _read(data, name)
    if "detruite" in known:
        raise _closed(name, known)
    return _study(known)


def share_key(data: Path, name: str, site: str, today: date) -> bytes:
    """Seal a study's key for one more site.

    Raises:
        NotFound: this site has none.
        Refused: the study is closed.
        Invalid: that is no public key.

    """
    return _sealed(find_key(data, name, today), read_box_key(site))


def close_studies(data: Path, today: date, ends: Mapping[str, str] | None = None) -> list[str]:
    """Destroy the keys of studies whose last day is past; return their names.

    ``ends`` are the days that protocols of this site say, which may come sooner.
    """
    _erase_former(data)
    closed = []
    for known in _all(data):
        name = known["etude"]
        days = [day for day in (known.get("cloture"), (ends or {}).get(name)) if day]
        if "detruite" not in known and days and min(days) < today.isoformat():
            _destroy(data, name, known, today)
            closed.append(name)
    return closed


def list_keys(data: Path) -> tuple[Standing, ...]:
    """Return the studies that this site knows, by name."""
    found = []
    for known in _all(data):
        open_now = _study(known) if "cle" in known else None
        destroyed = known.get("detruite")
        found.append(
            Standing(
                name=known["etude"],
                number=open_now.number if open_now else "",
                closes_on=open_now.closes_on if open_now else None,
                destroyed_on=date.fromisoformat(destroyed) if destroyed else None,
            )
        )
    return tuple(sorted(found, key=lambda one: one.name))


def _closed(name: str, known: Mapping[str, str]) -> Refused:
    return Refused(
        "L’étude « %(name)s » est close : sa clé a été détruite le %(day)s.",
        name=name,
        day=f"{date.fromisoformat(known['detruite']):%d/%m/%Y}",
    )


def _file(data: Path, name: str) -> Path:
    return data / FOLDER / f"{sha256(name.encode()).hexdigest()[:16]}.json"


def _all(data: Path) -> list[dict[str, str]]:
    return [_load(file) for file in sorted((data / FOLDER).glob("*.json"))]


def _read(data: Path, name: str) -> dict[str, str]:
    file = _file(data, name)
    return _load(file) if file.is_file() else {}


def _load(file: Path) -> dict[str, str]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
        fine = {"etude"} <= set(known) <= _KEPT and all(isinstance(v, str) for v in known.values())
    except (ValueError, OSError, TypeError) as error:
        raise Invalid(_DAMAGED) from error
    if not fine:
        raise Invalid(_DAMAGED)
    return dict(known)


def _keep(data: Path, name: str, known: Mapping[str, str]) -> None:
    """Write beside, then put in place: a cut leaves the old file or the new one, whole."""
    file = _file(data, name)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    fresh = file.with_suffix(".nouveau")
    fresh.unlink(missing_ok=True)
    _write_over(fresh, json.dumps(dict(known)).encode(), os.O_CREAT | os.O_EXCL)
    fresh.replace(file)


def _destroy(data: Path, name: str, known: Mapping[str, str], today: date) -> None:
    """Leave only that the key was destroyed, and when; then write zeros over it."""
    file = _file(data, name)
    former = file.with_suffix(_FORMER)
    if file.is_file():
        file.replace(former)
    left = {part: value for part, value in known.items() if part == "cloture"}
    _keep(data, name, {"etude": name, **left, "detruite": today.isoformat()})
    _erase_former(data)


def _erase_former(data: Path) -> None:
    for former in (data / FOLDER).glob(f"*{_FORMER}"):
        _write_over(former, bytes(former.stat().st_size), 0)
        former.unlink()


def _write_over(file: Path, body: bytes, flags: int) -> None:
    descriptor = os.open(file, os.O_WRONLY | flags, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(body)
        stream.flush()
        os.fsync(stream.fileno())
