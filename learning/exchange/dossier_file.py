"""A dossier as a file: canonical JSON, packed, signed by its site, sealed for another.

Outside one reads for which key it is sealed, and nothing else: not even a name. What is inside
was signed over person, source, recipient, counter, expiry and the hash of the content.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from learning.domain.dossier import Dossier
from learning.domain.dossier_faults import MOST_BYTES, DossierRefused, Fault, Header
from learning.domain.errors import Invalid
from learning.domain.grouped import ALPHABET, to_letters
from learning.exchange.dossier_rows import read_dossier, write_dossier
from learning.sealing import is_sealed, is_sealed_for, seal, unseal
from learning.signing import is_signed_as, sign_as

PURPOSE = "dossier"
_MARK = b"TREMPLIN DOSSIER 1\n"
_LENGTH_BYTES = 4
_SIGNATURE_BYTES = 64
_STEP = 4_096  # a file's size says little of what was done
_MOST_PLAIN = 60_000_000  # what packed letters may become, and no more
_MOST_HEADER = 2_000
_NUMBER_LETTERS = 8
_FIELDS = {
    "v", "personne", "source", "destinataire", "compteur", "fait", "expire", "empreinte",
    "cle", "demande",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file that was unsealed and taken apart, before its signature was believed."""

    header: Header
    signed: bytes
    signature: bytes
    packed: bytes

    @property
    def mark(self) -> str:
        """The name of this very dossier: the same file, sealed again, has the same."""
        return hashlib.sha256(self.signed).hexdigest()

    def is_signed_by(self, key: bytes) -> bool:
        """Tell whether this key signed the header."""
        return is_signed_as(PURPOSE, self.signed, self.signature, key)

    @property
    def is_whole(self) -> bool:
        """The content is the one that was signed."""
        return hashlib.sha256(self.packed).hexdigest() == self.header.digest


def write_file(dossier: Dossier, header: Header, *, secret: str, box: bytes) -> bytes:
    """Return the sealed file of a dossier; the header's hash of the content is filled here.

    Raises:
        Invalid: it is over 2 MB, or the recipient's key protects nothing.

    """
    packed = zlib.compress(write_dossier(dossier), 9)
    whole = replace(header, digest=hashlib.sha256(packed).hexdigest())
    body = join(write_header(whole), packed, secret)
    sealed = seal(body, box, PURPOSE)
    if len(sealed) > MOST_BYTES:
        raise Invalid("Ce dossier dépasse 2 Mo : prévenez l’administrateur du programme.")
    return sealed


def join(signed: bytes, packed: bytes, secret: str) -> bytes:
    """Return what is sealed: mark, lengths, header, signature, content, and a filling."""
    body = b"".join(
        [
            _MARK,
            len(signed).to_bytes(_LENGTH_BYTES, "big"),
            len(packed).to_bytes(_LENGTH_BYTES, "big"),
            signed,
            sign_as(PURPOSE, signed, secret),
            packed,
        ]
    )
    return body + bytes(-len(body) % _STEP)


def open_file(sealed: bytes, boxes: tuple[str, ...]) -> Opened:
    """Unseal a file with the first of the site's secrets that it is sealed for.

    Raises:
        DossierRefused: it is no dossier, too big, for another site, or altered.

    """
    if len(sealed) > MOST_BYTES:
        raise DossierRefused(Fault.TOO_BIG)
    if not is_sealed(sealed):
        raise DossierRefused(Fault.NOT_OURS)
    box = next((one for one in boxes if is_sealed_for(sealed, one)), None)
    if box is None:
        raise DossierRefused(Fault.WRONG_SITE)
    try:
        body = unseal(sealed, box, PURPOSE)
    except Invalid as error:
        raise DossierRefused(Fault.ALTERED) from error
    return _take_apart(body)


def _take_apart(body: bytes) -> Opened:
    start = len(_MARK) + 2 * _LENGTH_BYTES
    if not body.startswith(_MARK) or len(body) < start:
        raise DossierRefused(Fault.UNREADABLE)
    lengths = body[len(_MARK) : start]
    size = int.from_bytes(lengths[:_LENGTH_BYTES], "big")
    packed_size = int.from_bytes(lengths[_LENGTH_BYTES:], "big")
    content = start + size + _SIGNATURE_BYTES
    if size > _MOST_HEADER or content + packed_size > len(body):
        raise DossierRefused(Fault.UNREADABLE)
    if any(body[content + packed_size :]):
        raise DossierRefused(Fault.UNREADABLE)
    signed = body[start : start + size]
    return Opened(
        header=read_header(signed),
        signed=signed,
        signature=body[start + size : content],
        packed=body[content : content + packed_size],
    )


def read_content(opened: Opened) -> Dossier:
    """Return what is in a dossier that was believed.

    Raises:
        DossierRefused: it has not the form of one.

    """
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(opened.packed, _MOST_PLAIN)
    except zlib.error as error:
        raise DossierRefused(Fault.UNREADABLE) from error
    if not unpacking.eof or unpacking.unused_data:
        raise DossierRefused(Fault.UNREADABLE)
    return read_dossier(plain)


def write_header(header: Header) -> bytes:
    """Return the bytes that are signed."""
    values = {
        "v": 1,
        "personne": header.person.hex,
        "source": header.source,
        "destinataire": header.recipient,
        "compteur": header.counter,
        "fait": _written(header.made),
        "expire": _written(header.expires),
        "empreinte": header.digest,
        "cle": header.key,
        "demande": header.request,
    }
    return json.dumps(values, sort_keys=True, separators=(",", ":")).encode()


def read_header(signed: bytes) -> Header:
    """Read a header strictly: every field, and no other.

    Raises:
        DossierRefused: it has not the form of one.

    """
    try:
        values: Mapping[str, Any] = json.loads(signed)
        if set(values) != _FIELDS or values["v"] != 1:
            raise ValueError  # noqa: TRY301 - one answer for every fault of form
        return Header(
            person=UUID(hex=_text(values["personne"], 32)),
            source=_number(values["source"]),
            recipient=_number(values["destinataire"]),
            counter=_whole(values["compteur"]),
            made=_instant(values["fait"]),
            expires=_instant(values["expire"]),
            digest=_text(values["empreinte"], 64),
            key=_number(values["cle"]),
            request=_number(values["demande"]) if values["demande"] else "",
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise DossierRefused(Fault.UNREADABLE) from error


def file_name(body: bytes) -> str:
    """Name a file after what nobody can read: its own hash."""
    return f"dossier-{to_letters(hashlib.sha256(body).digest()[:5]).lower()}.tremplin"


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


def _instant(value: Any) -> datetime:
    if not isinstance(value, str):
        raise TypeError
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError
    return found.astimezone(UTC)


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 < value < 1 << 53:
        raise ValueError
    return value


def _text(value: Any, length: int) -> str:
    if not isinstance(value, str) or len(value) != length:
        raise ValueError
    return value


def _number(value: Any) -> str:
    text = _text(value, _NUMBER_LETTERS)
    if not set(text) <= set(ALPHABET):
        raise ValueError
    return text
