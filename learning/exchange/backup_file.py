"""One file that holds a site: a signed list, then each part packed; damaged, it is refused.

TREMPLIN SAUVEGARDE 1
{"fait": …, "parties": [{"nom", "taille", "empreinte"}], …}     one line, signed
the signature                                                    one line
the parts, packed, one after the other
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from learning.domain.errors import Invalid
from learning.signing import are_signed, key_number, public_text, read_public, sign_bytes

MAGIC = b"TREMPLIN SAUVEGARDE 1\n"
DATABASE = "base"
_PURPOSE = "sauvegarde"
_LINE = 1_000_000
_FAST = 3
DAMAGED = (
    "Ce fichier n’est pas une sauvegarde de Tremplin, ou il est abîmé ou coupé. "
    "Rien n’a changé. Prenez une autre sauvegarde."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup says of itself, and its parts by name."""

    made_at: datetime
    site: str
    version: str
    engine: str  # sqlite, postgresql
    counts: dict[str, int]
    parts: dict[str, bytes]
    signed_by: str = ""  # the public key


def write_backup(backup: Backup, secret: str) -> bytes:
    """Return the file of a backup, signed by the site."""
    packed = {
        name: gzip.compress(body, _FAST, mtime=0) for name, body in sorted(backup.parts.items())
    }
    said = {
        "fait": backup.made_at.isoformat(),
        "site": backup.site,
        "version": backup.version,
        "base": backup.engine,
        "lignes": backup.counts,
        "cle": public_text(secret),
        "parties": [
            {"nom": name, "taille": len(body), "empreinte": hashlib.sha256(body).hexdigest()}
            for name, body in packed.items()
        ],
    }
    line = json.dumps(said, ensure_ascii=True, sort_keys=True).encode()
    signature = sign_bytes(_PURPOSE, line, secret).encode()
    return b"".join((MAGIC, line, b"\n", signature, b"\n", *packed.values()))


def read_backup(body: bytes) -> Backup:
    """Return what a file holds, each byte of it checked.

    Raises:
        Invalid: it is no backup, or it was altered or cut.

    """
    if not body.startswith(MAGIC):
        raise Invalid(DAMAGED)
    line, _, rest = body[len(MAGIC) :].partition(b"\n")
    signature, found, rest = rest.partition(b"\n")
    try:
        said = json.loads(line[:_LINE])
        key = said["cle"]
        signed = are_signed(_PURPOSE, line, signature.decode("ascii"), read_public(key))
        return Backup(
            made_at=datetime.fromisoformat(said["fait"]),
            site=said["site"],
            version=said["version"],
            engine=said["base"],
            counts=said["lignes"],
            parts=_unpack(said["parties"], rest if found and signed else b""),
            signed_by=key,
        )
    except (ValueError, KeyError, TypeError, Invalid) as error:
        raise Invalid(DAMAGED) from error


def signer_number(backup: Backup) -> str:
    """Return the opaque number of the key that signed."""
    return key_number(read_public(backup.signed_by))


def _unpack(parts: list[Mapping[str, Any]], rest: bytes) -> dict[str, bytes]:
    found = {}
    for part in parts:
        size = int(part["taille"])
        packed, rest = rest[:size], rest[size:]
        if hashlib.sha256(packed).hexdigest() != part["empreinte"]:
            raise Invalid(DAMAGED)
        try:
            found[part["nom"]] = gzip.decompress(packed)
        except (OSError, EOFError, zlib.error) as error:
            raise Invalid(DAMAGED) from error
    if rest:
        raise Invalid(DAMAGED)
    return found
