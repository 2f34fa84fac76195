"""What a member of the team has in hand: files just exported, and one received, not yet imported.

They wait in the data directory for a day, sealed as they are: nobody reads them there.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from uuid import UUID

from learning.exchange.dossier_file import file_name
from learning.exchange.site_card import file_print
from learning.services.transfer import Ready
from learning.services.work import Program

FOLDER = "dossiers-en-main"
_SUFFIX = ".tremplin"
_RECEIVED = "recu"
_DAY = 24 * 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """A file in hand."""

    name: str
    body: bytes

    @property
    def print(self) -> str:
        """Its fingerprint."""
        return file_print(self.body)


def keep_ready(program: Program, person: UUID, ready: Sequence[Ready]) -> None:
    """Keep what was just exported, in place of what was before."""
    _forget_old(program)
    for old in _files(program, person, "pret"):
        old.unlink(missing_ok=True)
    for one in ready:
        _write(_place(program, person, f"pret-{one.file}"), one.body)


def find_ready(program: Program, person: UUID) -> tuple[InHand, ...]:
    """Return what was just exported."""
    found = []
    for place in _files(program, person, "pret"):
        body = place.read_bytes()
        found.append(InHand(name=file_name(body), body=body))
    return tuple(found)


def pack_ready(found: Sequence[InHand]) -> InHand:
    """Return the one file to take away: the dossier itself, or a ZIP of several."""
    if len(found) == 1:
        return found[0]
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for one in found:
            archive.writestr(zipfile.ZipInfo(one.name), one.body)
    return InHand(name="dossiers.zip", body=out.getvalue())


def keep_received(program: Program, person: UUID, body: bytes) -> None:
    """Keep the file received, until it is imported or another is sent."""
    _forget_old(program)
    _write(_place(program, person, f"{_RECEIVED}{_SUFFIX}"), body)


def find_received(program: Program, person: UUID) -> InHand | None:
    """Return the file received, None when there is none."""
    try:
        body = _place(program, person, f"{_RECEIVED}{_SUFFIX}").read_bytes()
    except FileNotFoundError:
        return None
    return InHand(name=file_name(body), body=body)


def forget_received(program: Program, person: UUID) -> None:
    """Forget the file received."""
    _place(program, person, f"{_RECEIVED}{_SUFFIX}").unlink(missing_ok=True)


def forget_in_hand(program: Program) -> None:
    """Forget every file in hand: one of them may be of somebody who was just erased."""
    for file in (program.settings.data / FOLDER).glob(f"*{_SUFFIX}"):
        file.unlink(missing_ok=True)


def _place(program: Program, person: UUID, name: str) -> Path:
    return program.settings.data / FOLDER / f"{person}-{name}"


def _files(program: Program, person: UUID, kind: str) -> list[Path]:
    return sorted((program.settings.data / FOLDER).glob(f"{person}-{kind}-*{_SUFFIX}"))


def _write(place: Path, body: bytes) -> None:
    place.parent.mkdir(mode=0o700, exist_ok=True)
    fresh = place.with_suffix(".neuf")
    fresh.write_bytes(body)
    fresh.chmod(0o600)
    fresh.replace(place)


def _forget_old(program: Program) -> None:
    oldest = program.clock().timestamp() - _DAY
    for old in (program.settings.data / FOLDER).glob(f"*{_SUFFIX}"):
        if old.stat().st_mtime < oldest:
            old.unlink(missing_ok=True)
