"""Which sites are known here, and under which keys: taken in, looked for, revoked.

A site is known by the programme's directory, or by its card once two people have read its
fingerprint to each other.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from learning.domain.errors import Conflict, Invalid, NotFound, Refused
from learning.domain.grouped import from_letters, to_letters
from learning.exchange.site_card import (
    Card,
    SignedCard,
    is_card,
    is_directory,
    is_revocation,
    read_card,
    read_directory,
    read_revocation,
    same_print,
)
from learning.services import audit
from learning.services.work import Keys, Work
from learning.signing import read_public
from learning.storage.dossiers import directory, peer_key

_ANOTHER = (
    "Cet annuaire est signé par un autre programme que celui de ce site : rien n’est importé. "
    "Prévenez l’administrateur."
)
_WHICH = (
    "Ce site ne connaît pas encore la clé du programme. Importez-la avec l’annuaire : "
    "« tremplin cles import ANNUAIRE --programme CLE »."
)
_OLD = (
    "Cet annuaire (édition %(edition)s) est plus ancien que celui d’ici (édition %(known)s) : "
    "rien n’est importé. Demandez le dernier."
)
# The fingerprint of the card itself is not said: it must come by another way than the card.
_COMPARE = (
    "Le site « %(name)s » n’est pas dans l’annuaire. Faites-vous lire l’empreinte qu’il a "
    "imprimée, puis importez à nouveau la carte avec cette empreinte."
)
_OTHER_PRINT = (
    "L’empreinte donnée n’est pas celle de cette carte : rien n’est importé. "
    "Faites-la-vous lire à nouveau, ou redemandez la carte."
)
_OWN_NUMBER = "Cette carte est celle de ce site : c’est un autre site qui l’importe."
_REVOKED = "Cette carte a une clé révoquée : rien n’est importé. Demandez la nouvelle."


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Another site, under one of its keys."""

    card: Card
    origin: str  # annuaire, directe
    since: datetime
    revoked_at: datetime | None

    @property
    def number(self) -> str:
        """Its number, for ever."""
        return self.card.number

    @property
    def name(self) -> str:
        """Its name, as its card says it."""
        return self.card.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the directory that was imported says of itself."""

    programme: str
    edition: int
    day: date
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a file brought: the sentence to show."""

    sentence: str
    parameters: dict[str, object]


def import_file(
    work: Work, keys: Keys, text: str, *, typed_print: str = "", programme: str = ""
) -> Imported:
    """Take in a directory, a card or a revocation, whichever the file is.

    Raises:
        Invalid: it is none of them, or it was altered.
        Refused: it is not to be believed here, or not yet.
        Conflict: it is older than what is known.

    """
    if is_directory(text):
        return _import_directory(work, keys, text, programme)
    if is_card(text):
        return _import_card(work, keys, text, typed_print)
    if is_revocation(text):
        return _import_revocation(work, text)
    raise Invalid(
        "Ce fichier n’est ni un annuaire, ni la carte d’un site, ni une révocation.",
        field="fichier",
    )


def _import_directory(work: Work, keys: Keys, text: str, programme: str) -> Imported:
    found, key = read_directory(text)
    trusted = _programme_of(work, keys, programme)
    if to_letters(key) != trusted:
        raise Refused(_ANOTHER)
    known = directory_of(work)
    if known is not None and found.edition < known.edition:
        raise Conflict(_OLD, edition=found.edition, known=known.edition)
    here = directory.c.site_id == work.site
    work.connection.execute(sa.delete(directory).where(here))
    work.connection.execute(
        sa.insert(directory),
        {
            "site_id": work.site,
            "programme": trusted,
            "edition": found.edition,
            "day": found.day.isoformat(),
            "taken_at": work.instant,
        },
    )
    for card in found.cards:
        if card.number != keys.site_number and card.key not in found.revoked:
            _keep(work, card, "annuaire")
    for key_revoked in sorted(found.revoked):
        _revoke(work, key_revoked)
    audit.record(work, "annuaire.importe", subject=str(found.edition))
    return Imported(
        sentence="L’annuaire est importé (édition %(edition)s, %(count)s sites).",
        parameters={"edition": found.edition, "count": len(found.cards)},
    )


def _programme_of(work: Work, keys: Keys, given: str) -> str:
    """Return the programme's key: that of the first directory, else the certificate's."""
    known = directory_of(work)
    if known is not None:
        return known.programme
    if keys.certificate and keys.signer is not None:
        return to_letters(read_public(keys.signer.trusted))
    if given:
        return to_letters(read_public(given))
    raise Refused(_WHICH)


def _import_card(work: Work, keys: Keys, text: str, typed_print: str) -> Imported:
    signed = read_card(text)
    card = signed.card
    if card.number == keys.site_number:
        raise Conflict(_OWN_NUMBER)
    same = _find(work, peer_key.c.key == card.key)
    if same and same[0].revoked_at is not None:
        raise Refused(_REVOKED)
    if not (same and same[0].card == replace(card, former="")):
        _believe(work, signed, typed_print)
        replaces = bool(typed_print)
        _keep(work, card, "directe")
        if replaces:
            _revoke_others(work, card)
    audit.record(work, "site.connu", subject=card.number)
    return Imported(
        sentence="Le site « %(name)s » est connu. Son empreinte est %(print)s.",
        parameters={"name": card.name, "print": card.print},
    )


def _believe(work: Work, signed: SignedCard, typed_print: str) -> None:
    """Refuse a card that neither a known key nor two people have vouched for."""
    card = signed.card
    if typed_print:
        if not same_print(typed_print, card.print):
            raise Refused(_OTHER_PRINT)
        return
    for known in _find(work, peer_key.c.number == card.number, peer_key.c.revoked_at.is_(None)):
        newer = card.generation > known.card.generation
        if card.key == known.card.key or (newer and signed.follows(known.card.signs)):
            return
    raise Refused(_COMPARE, name=card.name)


def _import_revocation(work: Work, text: str) -> Imported:
    key = read_revocation(text)
    revoke_peer(work, key)
    return Imported(sentence="La clé %(key)s est révoquée ici.", parameters={"key": key})


def revoke_peer(work: Work, key: str) -> Peer:
    """Believe a key of another site no more.

    Raises:
        NotFound: no such key is known here.

    """
    found = _find(work, peer_key.c.key == key.strip().upper())
    if not found:
        raise NotFound("Ce site ne connaît pas la clé « %(key)s ».", key=key)
    _revoke(work, found[0].card.key)
    return found[0]


def _keep(work: Work, card: Card, origin: str) -> None:
    values = {
        "number": card.number,
        "name": card.name,
        "signs": to_letters(card.signs),
        "opens": to_letters(card.opens),
        "attests": to_letters(card.attests),
        "generation": card.generation,
    }
    one = (peer_key.c.site_id == work.site) & (peer_key.c.key == card.key)
    if work.connection.execute(sa.update(peer_key).where(one).values(**values)).rowcount:
        return
    more = {"site_id": work.site, "key": card.key, "origin": origin, "since": work.instant}
    work.connection.execute(sa.insert(peer_key), {**values, **more})


def _revoke(work: Work, key: str) -> None:
    changed = work.connection.execute(
        sa.update(peer_key)
        .where(
            peer_key.c.site_id == work.site,
            peer_key.c.key == key,
            peer_key.c.revoked_at.is_(None),
        )
        .values(revoked_at=work.instant)
    )
    if changed.rowcount:
        audit.record(work, "cle.revoquee", subject=key)


def _revoke_others(work: Work, card: Card) -> None:
    for one in _find(work, peer_key.c.number == card.number):
        if one.card.key != card.key:
            _revoke(work, one.card.key)


def directory_of(work: Work) -> Known | None:
    """Return what is known of the directory, None before the first."""
    query = sa.select(directory).where(directory.c.site_id == work.site)
    row = work.connection.execute(query).first()
    if row is None:
        return None
    return Known(
        programme=row.programme,
        edition=row.edition,
        day=date.fromisoformat(row.day),
        taken_at=row.taken_at,
    )


def list_peers(work: Work) -> tuple[Peer, ...]:
    """Return the sites that a dossier may be sent to, by name: each under its latest key."""
    latest: dict[str, Peer] = {}
    for one in _find(work, peer_key.c.revoked_at.is_(None)):
        known = latest.get(one.number)
        if known is None or one.card.generation >= known.card.generation:
            latest[one.number] = one
    return tuple(sorted(latest.values(), key=lambda one: (one.name, one.number)))


def all_keys(work: Work) -> tuple[Peer, ...]:
    """Return every key of every site, revoked ones too."""
    return _find(work)


def find_peer(work: Work, wanted: str) -> Peer:
    """Return a site by its number or its name.

    Raises:
        NotFound: no such site is known.
        Conflict: several have this name.

    """
    peers = list_peers(work)
    plain = " ".join(wanted.split()).casefold()
    found = [one for one in peers if one.number.casefold() == plain]
    found = found or [one for one in peers if one.name.casefold() == plain]
    if not found:
        raise NotFound(
            "Ce site ne connaît pas le site « %(name)s ». Importez l’annuaire, ou sa carte.",
            name=wanted,
        )
    if len(found) > 1:
        raise Conflict(
            "Plusieurs sites s’appellent « %(name)s » : donnez le numéro de l’un d’eux.",
            name=wanted,
        )
    return found[0]


def peer_by_key(work: Work, key: str) -> Peer | None:
    """Return the site that signs with this key, revoked or not."""
    return next(iter(_find(work, peer_key.c.key == key)), None)


def names_of_peers(work: Work) -> dict[str, str]:
    """Return the names of every site known, by number."""
    return {one.number: one.name for one in all_keys(work)}


def _find(work: Work, *conditions: sa.ColumnElement[bool]) -> tuple[Peer, ...]:
    query = (
        sa.select(peer_key)
        .where(peer_key.c.site_id == work.site, *conditions)
        .order_by(peer_key.c.name, peer_key.c.number, peer_key.c.generation)
    )
    return tuple(_peer(row) for row in work.connection.execute(query))


def _peer(row: Any) -> Peer:
    return Peer(
        card=Card(
            number=row.number,
            name=row.name,
            signs=from_letters(row.signs) or b"",
            opens=from_letters(row.opens) or b"",
            attests=from_letters(row.attests) or b"",
            generation=row.generation,
        ),
        origin=row.origin,
        since=row.since,
        revoked_at=row.revoked_at,
    )
