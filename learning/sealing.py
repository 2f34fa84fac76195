"""Sealing: files for one X25519 key, and the names under which a study knows people.

A sealed file is read by the secret key alone: not even who made it can open it again.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from learning.domain.errors import Invalid
from learning.domain.grouped import from_letters, to_letters

_NUMBER_BYTES = 5
_KEY_BYTES = 32
_PSEUDONYM_BYTES = 15  # 24 letters: no two people meet in one
_BOX = b"TREMPLIN SCELLE 1\n"  # how a sealed file begins
_BOX_KEY_MARK = "TREMPLINSCEAU1:"
_BOX_OPENER_MARK = "TREMPLINSECRET1:"
_NONCE = bytes(12)  # each file has a key of its own, used once


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


def is_sealed_for(sealed: bytes, secret: str) -> bool:
    """Tell whether a sealed file names the key of this secret, whole or not."""
    number = _box_number(_raw(_box_private(secret).public_key()))
    return is_sealed(sealed) and sealed[len(_BOX) :][:_NUMBER_BYTES] == number


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
    if not is_sealed_for(sealed, secret):
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
