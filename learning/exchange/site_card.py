"""Who a site is, for other sites: its card, the programme's directory of cards, a revocation.

Each is a text file of two or three lines: a mark, canonical JSON, then who signed it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from learning.domain.errors import Invalid
from learning.domain.grouped import bare, from_letters, grouped, to_letters
from learning.signing import is_signed_as, key_number, public_key, sign_as

_CARD = "TREMPLINSITE1"
_DIRECTORY = "TREMPLINANNUAIRE1"
_REVOCATION = "TREMPLINREVOCATION1"
_REQUEST = "TREMPLINDEMANDE1:"
_KEY_BYTES = 32
_SIGNATURE_BYTES = 64
_NUMBER_BYTES = 5
_NUMBER_LETTERS = 8
_PRINT_BYTES = 10
_MOST_NAME = 80
_MOST_SITES = 2_000
_MOST_LETTERS = 4_000_000
_NOT_A_CARD = "Ce fichier n’est pas la carte d’un site Tremplin, ou il a été modifié."
_NOT_A_DIRECTORY = "Ce fichier n’est pas un annuaire de Tremplin, ou il a été modifié."
_NOT_A_REVOCATION = "Ce fichier n’est pas une révocation de Tremplin, ou il a été modifié."
_NOT_A_REQUEST = (
    "Ce code n’est pas une demande de dossier, ou une lettre est fausse. Recopiez-le en entier."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A site as others know it.

    ``attests`` is the key of its attestations, ``former`` the number of the key replaced.
    """

    number: str
    name: str
    signs: bytes
    opens: bytes
    attests: bytes
    generation: int = 0
    former: str = ""

    @property
    def key(self) -> str:
        """The number of the key that signs its dossiers."""
        return key_number(self.signs)

    @property
    def print(self) -> str:
        """The printed fingerprint: two people read it to each other."""
        body = self.number.encode() + self.signs + self.opens + self.attests
        return grouped(to_letters(hashlib.sha256(body).digest()[:_PRINT_BYTES]))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCard:
    """A card as its file holds it, and the signature of the former key when there is one."""

    card: Card
    body: bytes
    former_signature: bytes = b""

    def follows(self, former_key: bytes) -> bool:
        """Tell whether the key that was known before signed this card."""
        return is_signed_as("carte", self.body, self.former_signature, former_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The programme's sites: the latest edition is the true one. ``revoked`` are keys."""

    edition: int
    day: date
    cards: tuple[Card, ...]
    revoked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request of a dossier: by which site, to which one, under which number."""

    id: str
    by: str
    to: str
    signature: bytes

    @property
    def body(self) -> bytes:
        """What is signed."""
        return _request_body(self.id, self.by, self.to)


def write_card(card: Card, secret: str, former_secret: str = "") -> str:
    """Return a card's file, signed by its own key and by the one it replaces."""
    body = _dumps(_card_values(card))
    lines = [_CARD, body.decode(), to_letters(sign_as("carte", body, secret))]
    if former_secret:
        lines.append(to_letters(sign_as("carte", body, former_secret)))
    return "\n".join(lines) + "\n"


def is_card(text: str) -> bool:
    """Tell whether a file begins as a card."""
    return text.startswith(_CARD)


def read_card(text: str) -> SignedCard:
    """Return the card that a file holds, signed by its own key.

    Raises:
        Invalid: there is none, or it was altered.

    """
    lines = text.split("\n")
    if len(text) > _MOST_LETTERS or lines[0].strip() != _CARD or len(lines) not in {3, 4, 5}:
        raise Invalid(_NOT_A_CARD)
    body = lines[1].strip().encode()
    try:
        card = _card(json.loads(body))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Invalid(_NOT_A_CARD) from error
    if not is_signed_as("carte", body, _signature(lines[2]), card.signs):
        raise Invalid(_NOT_A_CARD)
    former = _signature(lines[3]) if len(lines) > 3 else b""  # noqa: PLR2004 - the fourth line
    return SignedCard(card=card, body=body, former_signature=former)


def write_directory(directory: Directory, programme_secret: str) -> str:
    """Return the directory's file, signed by the programme's key."""
    body = _dumps(
        {
            "v": 1,
            "edition": directory.edition,
            "jour": directory.day.isoformat(),
            "sites": [_card_values(one) for one in directory.cards],
            "revoquees": sorted(directory.revoked),
        }
    )
    signature = to_letters(sign_as("annuaire", body, programme_secret))
    key = to_letters(public_key(programme_secret))
    return "\n".join([_DIRECTORY, body.decode(), f"{key} {signature}"]) + "\n"


def is_directory(text: str) -> bool:
    """Tell whether a file begins as a directory."""
    return text.startswith(_DIRECTORY)


def read_directory(text: str) -> tuple[Directory, bytes]:
    """Return the directory that a file holds, and the key that signed it as it is.

    Raises:
        Invalid: there is none, or it was altered.

    """
    lines = text.split("\n")
    signed = lines[2].split() if len(lines) in {3, 4} else []
    if len(text) > _MOST_LETTERS or lines[0].strip() != _DIRECTORY or len(signed) != 2:  # noqa: PLR2004 - a key and a signature
        raise Invalid(_NOT_A_DIRECTORY)
    body, key = lines[1].strip().encode(), from_letters(signed[0]) or b""
    if not is_signed_as("annuaire", body, _signature(signed[1]), key):
        raise Invalid(_NOT_A_DIRECTORY)
    try:
        return _directory(json.loads(body)), key
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Invalid(_NOT_A_DIRECTORY) from error


def write_revocation(key_secret: str, day: date) -> str:
    """Return the file by which a key revokes itself."""
    body = _dumps({"v": 1, "cle": to_letters(public_key(key_secret)), "jour": day.isoformat()})
    signature = to_letters(sign_as("revocation", body, key_secret))
    return f"{_REVOCATION}\n{body.decode()}\n{signature}\n"


def is_revocation(text: str) -> bool:
    """Tell whether a file begins as a revocation."""
    return text.startswith(_REVOCATION)


def read_revocation(text: str) -> str:
    """Return the number of the key that revoked itself.

    Raises:
        Invalid: it is no revocation, or it was altered.

    """
    lines = text.split("\n")
    if len(text) > _MOST_LETTERS or lines[0].strip() != _REVOCATION or len(lines) not in {3, 4}:
        raise Invalid(_NOT_A_REVOCATION)
    body = lines[1].strip().encode()
    try:
        key = _key(json.loads(body)["cle"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Invalid(_NOT_A_REVOCATION) from error
    if not is_signed_as("revocation", body, _signature(lines[2]), key):
        raise Invalid(_NOT_A_REVOCATION)
    return key_number(key)


def write_request(request: str, *, by: str, to: str, secret: str) -> str:
    """Return the code of a request of a dossier: it names nobody."""
    body = _request_body(request, by, to)
    return _REQUEST + to_letters(body + sign_as("demande", body, secret))


def read_request(text: str) -> Asked:
    """Return what a typed or scanned request says; who signed it is checked by the caller.

    Raises:
        Invalid: it is no request.

    """
    _, found, letters = "".join(text.split()).upper().partition(_REQUEST)
    body = from_letters(letters) if found else None
    if body is None or len(body) != 3 * _NUMBER_BYTES + _SIGNATURE_BYTES:
        raise Invalid(_NOT_A_REQUEST, field="code")
    parts = [to_letters(body[at : at + _NUMBER_BYTES]) for at in (0, 5, 10)]
    return Asked(id=parts[0], by=parts[1], to=parts[2], signature=body[3 * _NUMBER_BYTES :])


def is_request_signed(asked: Asked, key: bytes) -> bool:
    """Tell whether a site's key signed this request."""
    return is_signed_as("demande", asked.body, asked.signature, key)


def file_print(body: bytes) -> str:
    """Return the printed fingerprint of a file."""
    return grouped(to_letters(hashlib.sha256(body).digest()[:_PRINT_BYTES]))


def same_print(typed: str, real: str) -> bool:
    """Tell whether a fingerprint was typed as it is printed."""
    return bare(typed) == bare(real)


def _request_body(request: str, by: str, to: str) -> bytes:
    parts = [from_letters(one) or b"" for one in (request, by, to)]
    return b"".join(parts)


def _signature(letters: str) -> bytes:
    return from_letters(letters) or b""


def _card_values(card: Card) -> dict[str, Any]:
    return {
        "v": 1,
        "numero": card.number,
        "nom": card.name,
        "signe": to_letters(card.signs),
        "scelle": to_letters(card.opens),
        "atteste": to_letters(card.attests),
        "generation": card.generation,
        "ancienne": card.former,
    }


def _card(values: Mapping[str, Any]) -> Card:
    if set(values) != _CARD_FIELDS or values["v"] != 1:
        raise ValueError
    name, generation = values["nom"], values["generation"]
    if not isinstance(name, str) or not 0 < len(name) <= _MOST_NAME or not name.isprintable():
        raise ValueError
    if type(generation) is not int or generation < 0:
        raise ValueError
    return Card(
        number=_number(values["numero"]),
        name=name,
        signs=_key(values["signe"]),
        opens=_key(values["scelle"]),
        attests=_key(values["atteste"]),
        generation=generation,
        former=_number(values["ancienne"]) if values["ancienne"] else "",
    )


_CARD_FIELDS = {
    "v", "numero", "nom", "signe", "scelle", "atteste", "generation", "ancienne",
}  # fmt: skip


def _directory(values: Mapping[str, Any]) -> Directory:
    if set(values) != {"v", "edition", "jour", "sites", "revoquees"} or values["v"] != 1:
        raise ValueError
    edition, cards = values["edition"], values["sites"]
    if type(edition) is not int or edition < 1 or len(cards) > _MOST_SITES:
        raise ValueError
    return Directory(
        edition=edition,
        day=date.fromisoformat(values["jour"]),
        cards=tuple(_card(one) for one in cards),
        revoked=frozenset(_numbers(values["revoquees"])),
    )


def _numbers(values: Iterable[Any]) -> list[str]:
    return [_number(one) for one in values]


def _number(value: Any) -> str:
    letters = bare(value) if isinstance(value, str) else None
    if letters is None or letters != value or len(letters) != _NUMBER_LETTERS:
        raise ValueError
    return letters


def _key(value: Any) -> bytes:
    key = from_letters(value) if isinstance(value, str) else None
    if key is None or len(key) != _KEY_BYTES:
        raise ValueError
    return key


def _dumps(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
