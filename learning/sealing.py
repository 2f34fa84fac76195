"""Signing and sealing: attestations by a site's Ed25519 key, sealed files for one X25519 key.

Whoever holds the public key checks what is signed, with no network and no database. A sealed
file is read by the secret key alone: not even who made it can open it again.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from learning.domain.attestation import Checked, Outcome, Signed, read_signed, short_code
from learning.domain.errors import Invalid
from learning.domain.grouped import from_letters, to_letters
from learning.domain.register import Register, read_register, signed_part

_MARK = "TREMPLIN1:"  # before the letters of a signed code
_KEY_MARK = "TREMPLINCLE1:"
_NUMBER_BYTES = 5
_SIGNATURE_BYTES = 64
_KEY_BYTES = 32
_PSEUDONYM_BYTES = 15  # 24 letters: no two people meet in one
# What is signed begins with its purpose: a list can never pass for an attestation.
_ATTESTATION = b"tremplin attestation 1\n"
_REGISTER = b"tremplin liste 1\n"
_BOX = b"TREMPLIN SCELLE 1\n"  # how a sealed file begins
_BOX_KEY_MARK = "TREMPLINSCEAU1:"
_BOX_OPENER_MARK = "TREMPLINSECRET1:"
_NONCE = bytes(12)  # each file has a key of its own, used once


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


def make_box_secret() -> str:
    """Draw the secret that opens what is sealed for it, as its file holds it."""
    return _marked(_BOX_OPENER_MARK, secrets.token_bytes(_KEY_BYTES))


def box_key_text(secret: str) -> str:
    """Return the public key of a secret, as it is given away.

    Raises:
        Invalid: that text is no secret key.

    """
    return _marked(_BOX_KEY_MARK, _raw(_box_private(secret).public_key()))


def read_box_key(text: str) -> bytes:
    """Return the public key to seal for, that a file holds.

    Raises:
        Invalid: there is none, or a letter of it was changed.

    """
    key = _unmarked(_BOX_KEY_MARK, text)
    if key is None:
        if _unmarked(_BOX_OPENER_MARK, text) is not None:
            raise Invalid(
                "Ce fichier est une clé secrète : elle ne se donne pas. Donnez la clé publique."
            )
        raise Invalid("Ce fichier ne contient pas de clé publique pour sceller.")
    return key


def seal(body: bytes, key: bytes, purpose: str) -> bytes:
    """Seal bytes for the holder of a secret key; ``purpose`` must be told again to open.

    Raises:
        Invalid: the key is one that anybody could open.

    """
    own = X25519PrivateKey.generate()
    head = _BOX + _box_number(key) + _raw(own.public_key())
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(key))
    except ValueError as error:
        raise Invalid("Cette clé publique ne protège rien : redemandez-la.") from error
    sealed = ChaCha20Poly1305(_box_key(shared, head, key, purpose)).encrypt(_NONCE, body, head)
    return head + sealed


def is_sealed(body: bytes) -> bool:
    """Tell whether a file begins as a sealed one."""
    return body.startswith(_BOX)


def unseal(sealed: bytes, secret: str, purpose: str) -> bytes:
    """Return what was sealed.

    Raises:
        Invalid: it is no sealed file, it is for another key, or it was altered or cut.

    """
    private = _box_private(secret)
    size = len(_BOX) + _NUMBER_BYTES + _KEY_BYTES
    head, rest = sealed[:size], sealed[size:]
    if not is_sealed(sealed):
        raise Invalid("Ce fichier n’est pas un fichier scellé de Tremplin.")
    key = _raw(private.public_key())
    if not hmac.compare_digest(head[len(_BOX) :][:_NUMBER_BYTES], _box_number(key)):
        raise Invalid("Ce fichier est scellé pour une autre clé que celle-ci.")
    try:
        sender = X25519PublicKey.from_public_bytes(head[-_KEY_BYTES:])
        opening = _box_key(private.exchange(sender), head, key, purpose)
        return ChaCha20Poly1305(opening).decrypt(_NONCE, rest, head)
    except (InvalidTag, ValueError) as error:
        raise Invalid(
            "Ce fichier scellé est abîmé, coupé, ou fait pour un autre usage. Redemandez-le."
        ) from error


def pseudonym(key: bytes, identity: bytes) -> str:
    """Return the name under which a study knows somebody: HMAC-SHA256, half of it in letters."""
    digest = hmac.digest(key, b"tremplin pseudonyme 1\n" + identity, "sha256")
    return to_letters(digest[:_PSEUDONYM_BYTES])


def study_number(key: bytes) -> str:
    """Return the opaque number of a study's key: two keys under one name are told apart."""
    digest = hmac.digest(key, b"tremplin etude 1\n", "sha256")
    return to_letters(digest[:_NUMBER_BYTES])


def _box_key(shared: bytes, head: bytes, key: bytes, purpose: str) -> bytes:
    info = b"tremplin sceau 1\n" + purpose.encode() + b"\n" + head + key
    return HKDF(hashes.SHA256(), _KEY_BYTES, salt=None, info=info).derive(shared)


def _box_private(secret: str) -> X25519PrivateKey:
    key = _unmarked(_BOX_OPENER_MARK, secret)
    if key is None:
        raise Invalid("Ce fichier ne contient pas de clé secrète de Tremplin.")
    return X25519PrivateKey.from_private_bytes(key)


def _box_number(key: bytes) -> bytes:
    return hashlib.sha256(_BOX + key).digest()[:_NUMBER_BYTES]


def _raw(key: X25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _marked(mark: str, key: bytes) -> str:
    """Write a key with a check: one wrong letter would seal for nobody."""
    return mark + to_letters(key + hashlib.sha256(mark.encode() + key).digest()[:_NUMBER_BYTES])


def _unmarked(mark: str, text: str) -> bytes | None:
    _, found, letters = "".join(text.split()).upper().partition(mark)
    body = from_letters(letters) if found else None
    if body is None or len(body) != _KEY_BYTES + _NUMBER_BYTES:
        return None
    key, check = body[:_KEY_BYTES], body[_KEY_BYTES:]
    return key if check == hashlib.sha256(mark.encode() + key).digest()[:_NUMBER_BYTES] else None
