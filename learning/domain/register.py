"""The signed list of a site: which codes it issued, and which it has revoked since.

It names nobody: numbers, kinds, days and reasons of a closed list.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from learning.domain.errors import Invalid

_NOT_A_LIST = "Ce fichier n’est pas une liste signée de Tremplin."


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """``issued``: short code → kind and day; ``revoked``: number → reason and day.

    ``certificate`` is the programme's word for the key that signs, when there is one.
    """

    day: date
    issuer: str = ""
    certificate: str = ""
    issued: Mapping[str, tuple[str, date]] = field(default_factory=dict)
    revoked: Mapping[str, tuple[str, date]] = field(default_factory=dict)

    def issued_by(self, issuer: str, certificate: str) -> "Register":
        """The same list under the number of a key, and what certifies it."""
        return replace(self, issuer=issuer, certificate=certificate)

    def as_text(self, signature: str) -> str:
        """The file: one line of JSON."""
        return json.dumps(
            _written(self) | {"signature": signature}, ensure_ascii=False, sort_keys=True
        )


def signed_part(register: Register) -> bytes:
    """Return what is signed of a list: everything but the signature, in one order."""
    return json.dumps(
        _written(register), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def _written(register: Register) -> dict[str, object]:
    return {
        "v": 1,
        "cle": register.issuer,
        "certificat": register.certificate,
        "jour": register.day.isoformat(),
        "emises": _lines(register.issued),
        "revoquees": _lines(register.revoked),
    }


def _lines(entries: Mapping[str, tuple[str, date]]) -> list[list[str]]:
    return [[code, word, day.isoformat()] for code, (word, day) in sorted(entries.items())]


def read_register(text: str) -> tuple[Register, str]:
    """Return a list and its signature, which is not checked here.

    Raises:
        Invalid: it is no list.

    """
    try:
        found = json.loads(text)
        register = Register(
            day=date.fromisoformat(found["jour"]),
            issuer=str(found["cle"]),
            certificate=str(found["certificat"]),
            issued=_entries(found["emises"]),
            revoked=_entries(found["revoquees"]),
        )
        return register, str(found["signature"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Invalid(_NOT_A_LIST) from error


def _entries(lines: object) -> dict[str, tuple[str, date]]:
    if not isinstance(lines, list):
        raise TypeError
    return {str(code): (str(word), date.fromisoformat(day)) for code, word, day in lines}
