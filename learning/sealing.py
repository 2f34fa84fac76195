"""Signing: attestations and the signed list, by a site's Ed25519 key under an opaque number.

Whoever holds the public key checks them with no network and no database.
"""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from learning.domain.attestation import Checked, Outcome, Signed, read_signed, short_code
from learning.domain.errors import Invalid
from learning.domain.grouped import from_letters, to_letters
from learning.domain.register import Register, read_register, signed_part

_MARK = "TREMPLIN1:"  # before the letters of a signed code
_KEY_MARK = "TREMPLINCLE1:"
_NUMBER_BYTES = 5
_SIGNATURE_BYTES = 64
_KEY_BYTES = 32
# What is signed begins with its purpose: a list can never pass for an attestation.
_ATTESTATION = b"tremplin attestation 1\n"
_REGISTER = b"tremplin liste 1\n"


def public_text(secret: str) -> str:
    """Return the public key of a site's secret, as it is printed and given away."""
    return _KEY_MARK + to_letters(_public(_private(secret)))


def read_public(text: str) -> bytes:
    """Return the public key that a file holds.

    Raises:
        Invalid: there is none.

    """
    _, found, letters = "".join(text.split()).upper().partition(_KEY_MARK)
    key = from_letters(letters) if found else None
    if key is None or len(key) != _KEY_BYTES:
        raise Invalid("Ce fichier ne contient pas de clé publique de Tremplin.")
    return key


def key_number(public: bytes) -> str:
    """Return the opaque number of a key: it names no site."""
    return to_letters(hashlib.sha256(public).digest()[:_NUMBER_BYTES])


def sign_attestation(stated: bytes, secret: str) -> str:
    """Return the code of an attestation: the key's number, the signature and what is stated."""
    private = _private(secret)
    number = hashlib.sha256(_public(private)).digest()[:_NUMBER_BYTES]
    signature = private.sign(_ATTESTATION + number + stated)
    return _MARK + to_letters(number + signature + stated)


def is_signed(text: str) -> bool:
    """Tell whether a text holds a whole signed code, and not the short one."""
    return _MARK in text.upper()


def check_attestation(text: str, key: bytes | None, register: Register | None = None) -> Checked:
    """Check a signed code, or a short one against a signed list."""
    if not is_signed(text):
        return _check_short(text, register)
    body = from_letters("".join(text.upper().partition(_MARK)[2].split()))
    if body is None or len(body) <= _NUMBER_BYTES + _SIGNATURE_BYTES:
        return Checked(outcome=Outcome.UNREADABLE)
    number = body[:_NUMBER_BYTES]
    signature = body[_NUMBER_BYTES : _NUMBER_BYTES + _SIGNATURE_BYTES]
    stated = body[_NUMBER_BYTES + _SIGNATURE_BYTES :]
    said = read_signed(stated)
    if key is None or hashlib.sha256(key).digest()[:_NUMBER_BYTES] != number:
        return Checked(outcome=Outcome.UNKNOWN, signed=said, issuer=to_letters(number))
    if not _holds(key, signature, _ATTESTATION + number + stated) or said is None:
        return Checked(outcome=Outcome.CHANGED, issuer=to_letters(number))
    return _against(register, said, to_letters(number))


def _against(register: Register | None, said: Signed, issuer: str) -> Checked:
    revoked = register.revoked.get(said.number) if register else None
    if revoked is not None:
        return Checked(
            outcome=Outcome.REVOKED, signed=said, issuer=issuer, why=revoked[0], day=revoked[1]
        )
    return Checked(outcome=Outcome.VALID, signed=said, issuer=issuer)


def _check_short(text: str, register: Register | None) -> Checked:
    code = short_code(text)
    if code is None:
        return Checked(outcome=Outcome.UNREADABLE)
    if register is None:
        return Checked(outcome=Outcome.LIST_NEEDED)
    issued = register.issued.get(code)
    if issued is None:
        return Checked(outcome=Outcome.NOT_LISTED, issuer=register.issuer)
    revoked = register.revoked.get(code[: len(code) // 2])
    if revoked is not None:
        return Checked(
            outcome=Outcome.REVOKED, issuer=register.issuer, why=revoked[0], day=revoked[1]
        )
    return Checked(outcome=Outcome.LISTED, issuer=register.issuer, kind=issued[0], day=issued[1])


def sign_register(register: Register, secret: str) -> str:
    """Return the text of a signed list."""
    private = _private(secret)
    named = register.issued_by(key_number(_public(private)))
    signature = private.sign(_REGISTER + signed_part(named))
    return named.as_text(to_letters(signature))


def check_register(text: str, key: bytes) -> Register:
    """Return what a signed list says.

    Raises:
        Invalid: it is no list, or this key did not sign it as it is.

    """
    register, signature = read_register(text)
    given = from_letters(signature)
    if given is None or not _holds(key, given, _REGISTER + signed_part(register)):
        raise Invalid("Cette liste n’est pas signée par cette clé, ou elle a été modifiée.")
    return register


def _holds(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))


def _public(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
