"""Signing: attestations and the signed list, by a site's Ed25519 key under an opaque number.

The programme's key certifies those of sites, and names none. Whoever holds the programme's
public key, or a site's own, checks with no network and no database.
"""

import hashlib
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from learning.domain.attestation import Checked, Outcome, Signed, read_signed, short_code
from learning.domain.errors import Invalid
from learning.domain.grouped import from_letters, to_letters
from learning.domain.register import Register, read_register, signed_part

_MARK = "TREMPLIN1:"  # before the letters of a code signed by a key that nobody certified
_CERTIFIED_MARK = "TREMPLIN2:"  # the code carries the key, and the programme's word for it
_KEY_MARK = "TREMPLINCLE1:"
_CERTIFICATE_MARK = "TREMPLINCERTIFICAT1:"
_PROGRAMME_MARK = "TREMPLINPROGRAMME1:"
_NUMBER_BYTES = 5
_SIGNATURE_BYTES = 64
_KEY_BYTES = 32
# What is signed begins with its purpose: a list can never pass for an attestation.
_ATTESTATION = b"tremplin attestation 1\n"
_REGISTER = b"tremplin liste 1\n"
_CERTIFICATE = b"tremplin certificat 1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The programme's word that a key is that of one of its sites."""

    programme: bytes
    site: bytes
    signature: bytes

    @property
    def text(self) -> str:
        """The certificate, as a file holds it."""
        return _CERTIFICATE_MARK + to_letters(self.programme + self.site + self.signature)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A site's secret, and the programme's certificate when it has one."""

    secret: str
    certificate: Certificate | None = None

    @property
    def trusted(self) -> str:
        """The public key by which others check: the programme's, else the site's own."""
        if self.certificate is not None:
            return _KEY_MARK + to_letters(self.certificate.programme)
        return public_text(self.secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Code:
    """A signed code, taken apart. ``key`` and ``word`` are there when it was certified."""

    number: bytes
    signature: bytes
    stated: bytes
    key: bytes | None = None
    word: bytes = b""


def public_text(secret: str) -> str:
    """Return the public key of a site's secret, as it is printed and given away."""
    return _KEY_MARK + to_letters(_public(_private(secret)))


def read_public(text: str) -> bytes:
    """Return the public key that a file holds.

    Raises:
        Invalid: there is none.

    """
    key = _marked(text, _KEY_MARK)
    if key is None or len(key) != _KEY_BYTES:
        raise Invalid("Ce fichier ne contient pas de clé publique de Tremplin.")
    return key


def make_programme() -> str:
    """Return a new secret for the programme, as its file holds it."""
    return _PROGRAMME_MARK + to_letters(secrets.token_bytes(_KEY_BYTES))


def programme_text(secret: str) -> str:
    """Return the public key of a programme's secret, as it is given away.

    Raises:
        Invalid: that text is no such secret.

    """
    return public_text(read_programme(secret))


def read_programme(text: str) -> str:
    """Return the programme's secret that a file holds.

    Raises:
        Invalid: there is none.

    """
    secret = _marked(text, _PROGRAMME_MARK)
    if secret is None or len(secret) != _KEY_BYTES:
        raise Invalid("Ce fichier ne contient pas la clé secrète d’un programme Tremplin.")
    return secret.hex()


def certify(site: bytes, programme_secret: str) -> Certificate:
    """Give the programme's word for a site's public key."""
    private = _private(programme_secret)
    return Certificate(
        programme=_public(private), site=site, signature=private.sign(_CERTIFICATE + site)
    )


def read_certificate(text: str) -> Certificate:
    """Return the certificate that a file holds, checked against the key that it names.

    Raises:
        Invalid: there is none, or it was altered.

    """
    body = _marked(text, _CERTIFICATE_MARK)
    if body is not None and len(body) == 2 * _KEY_BYTES + _SIGNATURE_BYTES:
        found = Certificate(
            programme=body[:_KEY_BYTES],
            site=body[_KEY_BYTES : 2 * _KEY_BYTES],
            signature=body[2 * _KEY_BYTES :],
        )
        if _vouched(found.programme, found.site, found.signature):
            return found
    raise Invalid("Ce fichier ne contient pas de certificat de Tremplin, ou il a été modifié.")


def _marked(text: str, mark: str) -> bytes | None:
    _, found, letters = "".join(text.split()).upper().partition(mark)
    return from_letters(letters) if found else None


def _vouched(programme: bytes, site: bytes, signature: bytes) -> bool:
    return _holds(programme, signature, _CERTIFICATE + site)


def key_number(public: bytes) -> str:
    """Return the opaque number of a key: it names no site."""
    return to_letters(_number(public))


def sign_attestation(stated: bytes, signer: Signer) -> str:
    """Return the code of an attestation: who signs, the signature and what is stated."""
    private = _private(signer.secret)
    public = _public(private)
    number = _number(public)
    signature = private.sign(_ATTESTATION + number + stated)
    if signer.certificate is None:
        return _MARK + to_letters(number + signature + stated)
    word = signer.certificate.signature
    return _CERTIFIED_MARK + to_letters(public + word + signature + stated)


def _number(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:_NUMBER_BYTES]


def is_signed(text: str) -> bool:
    """Tell whether a text holds a whole signed code, and not the short one."""
    return _MARK in text.upper() or _CERTIFIED_MARK in text.upper()


def check_attestation(text: str, key: bytes | None, register: Register | None = None) -> Checked:
    """Check a signed code, or a short one against a signed list.

    ``key`` is the programme's, or that of the one site that is trusted.
    """
    if not is_signed(text):
        return _check_short(text, register)
    code = _take_apart(text)
    if code is None:
        return Checked(outcome=Outcome.UNREADABLE)
    said, issuer = read_signed(code.stated), to_letters(code.number)
    signed_by = _trusted_key(code, key, register)
    if signed_by is None:
        return Checked(outcome=Outcome.UNKNOWN, signed=said, issuer=issuer)
    if not _holds(signed_by, code.signature, _ATTESTATION + code.number + code.stated):
        return Checked(outcome=Outcome.CHANGED, issuer=issuer)
    if said is None:
        return Checked(outcome=Outcome.CHANGED, issuer=issuer)
    return _against(register, said, issuer)


def _take_apart(text: str) -> _Code | None:
    certified = _CERTIFIED_MARK in text.upper()
    body = _marked(text, _CERTIFIED_MARK if certified else _MARK)
    head = _KEY_BYTES + _SIGNATURE_BYTES if certified else _NUMBER_BYTES
    if body is None or len(body) <= head + _SIGNATURE_BYTES:
        return None
    signature, stated = body[head : head + _SIGNATURE_BYTES], body[head + _SIGNATURE_BYTES :]
    if not certified:
        return _Code(number=body[:head], signature=signature, stated=stated)
    key = body[:_KEY_BYTES]
    word = body[_KEY_BYTES:head]
    return _Code(number=_number(key), signature=signature, stated=stated, key=key, word=word)


def _trusted_key(code: _Code, key: bytes | None, register: Register | None) -> bytes | None:
    """Return the key that signed, when the trusted key is it or vouches for it."""
    if key is None:
        return None
    if _number(key) == code.number:
        return key
    if code.key is not None and _vouched(key, code.key, code.word):
        return code.key
    # Signed before the site was certified: its list, signed since, brings the certificate.
    listed = _certified_by(register, key) if register else None
    return listed if listed is not None and _number(listed) == code.number else None


def _certified_by(register: Register, key: bytes) -> bytes | None:
    """Return the site's key that a list brings, when the trusted key vouches for it."""
    if not register.certificate:
        return None
    try:
        found = read_certificate(register.certificate)
    except Invalid:
        return None
    return found.site if found.programme == key else None


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


def sign_register(register: Register, signer: Signer) -> str:
    """Return the text of a signed list."""
    private = _private(signer.secret)
    certificate = signer.certificate.text if signer.certificate else ""
    named = register.issued_by(key_number(_public(private)), certificate)
    signature = private.sign(_REGISTER + signed_part(named))
    return named.as_text(to_letters(signature))


def check_register(text: str, key: bytes) -> Register:
    """Return what a signed list says.

    Raises:
        Invalid: it is no list, or neither this key nor one it vouches for signed it as it is.

    """
    register, signature = read_register(text)
    given = from_letters(signature)
    signed_by = key if key_number(key) == register.issuer else _certified_by(register, key)
    message = _REGISTER + signed_part(register)
    if given is None or signed_by is None or not _holds(signed_by, given, message):
        raise Invalid("Cette liste n’est pas signée par cette clé, ou elle a été modifiée.")
    return register


def sign_bytes(purpose: str, body: bytes, secret: str) -> str:
    """Return the letters of a signature by the site, good for this purpose alone."""
    return to_letters(_private(secret).sign(_purpose(purpose) + body))


def are_signed(purpose: str, body: bytes, signature: str, key: bytes) -> bool:
    """Tell whether this key signed these bytes for this purpose."""
    given = from_letters(signature)
    return given is not None and _holds(key, given, _purpose(purpose) + body)


def _purpose(purpose: str) -> bytes:
    return f"tremplin {purpose} 1\n".encode()


def sign_as(purpose: str, body: bytes, secret: str) -> bytes:
    """Sign bytes for one purpose: what is signed for another never passes for it."""
    return _private(secret).sign(_named(purpose) + body)


def is_signed_as(purpose: str, body: bytes, signature: bytes, key: bytes) -> bool:
    """Tell whether a key signed these very bytes for that purpose."""
    return _holds(key, signature, _named(purpose) + body)


def public_key(secret: str) -> bytes:
    """Return the public key of a secret."""
    return _public(_private(secret))


def _named(purpose: str) -> bytes:
    return f"tremplin {purpose} 1\n".encode()


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
