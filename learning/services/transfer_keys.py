"""This site's own keys for dossiers: its card, new keys, revoked ones; and the programme's list.

The secrets may change while the site serves: whoever needs them reads them anew.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from learning.domain.errors import Invalid, Unavailable
from learning.exchange.site_card import (
    Card,
    Directory,
    read_card,
    read_directory,
    write_card,
    write_directory,
    write_revocation,
)
from learning.sealing import box_key_text, make_box_secret, read_box_key
from learning.services.work import Keys, Work, change_keys, read_keys
from learning.signing import key_number, make_programme, public_key, read_programme
from learning.storage.people import site

_NO_KEYS = "Ce site n’a pas encore ses clés de dossiers. Lancez « tremplin init »."


def keys_of(data: Path) -> Keys:
    """Return the site's secrets, as they are now: they may change while the site serves.

    Raises:
        Unavailable: the site has no keys for dossiers.

    """
    keys = read_keys(data)
    if not (keys.site_number and keys.exchange and keys.box and keys.signing):
        raise Unavailable(_NO_KEYS)
    return keys


def boxes_of(keys: Keys) -> tuple[str, ...]:
    """Return the secrets that open: the present one, then those of before."""
    return (keys.box, *keys.former_boxes.split())


def own_card(keys: Keys, name: str) -> Card:
    """Return this site's card."""
    former = key_number(public_key(keys.former_exchange)) if keys.former_exchange else ""
    return Card(
        number=keys.site_number,
        name=name,
        signs=public_key(keys.exchange),
        opens=read_box_key(box_key_text(keys.box)),
        attests=public_key(keys.signing),
        generation=int(keys.generation or 0),
        former=former,
    )


def own_card_file(keys: Keys, name: str) -> str:
    """Return the file of this site's card, to give to other sites and to the programme."""
    return write_card(own_card(keys, name), keys.exchange, keys.former_exchange)


def name_of_site(work: Work) -> str:
    """Return the name of this site."""
    query = sa.select(site.c.name).where(site.c.id == work.site)
    return str(work.connection.execute(query).scalar_one())


def rotate(data: Path) -> Keys:
    """Make new keys: the former one signs the new card, and former secrets still open."""
    keys = keys_of(data)
    return change_keys(
        data,
        exchange=_fresh(),
        box=make_box_secret(),
        former_exchange=keys.exchange,
        former_boxes=" ".join(boxes_of(keys)),
        generation=str(int(keys.generation or 0) + 1),
    )


def revoke_own(data: Path, today: date) -> tuple[str, Keys]:
    """Revoke the site's keys, make others, and return the revocation to give to other sites.

    Nothing that was sealed for the former keys opens any more.
    """
    keys = keys_of(data)
    notice = write_revocation(keys.exchange, today)
    changed = change_keys(
        data,
        exchange=_fresh(),
        box=make_box_secret(),
        former_exchange="",
        former_boxes="",
        generation=str(int(keys.generation or 0) + 1),
    )
    return notice, changed


def _fresh() -> str:
    return read_programme(make_programme())


def make_directory(
    cards: Sequence[str], programme_secret: str, *, day: date, before: str, revoked: Sequence[str]
) -> str:
    """Make the next edition of the directory, from cards and from the edition before.

    Raises:
        Invalid: a file is no card, or the edition before is not signed by this programme.

    """
    secret = read_programme(programme_secret)
    former = Directory(edition=0, day=day, cards=())
    if before:
        former, key = read_directory(before)
        if key != public_key(secret):
            raise Invalid("L’annuaire d’avant est signé par un autre programme.")
    known = {one.number: one for one in former.cards}
    gone = set(former.revoked) | {one.strip().upper() for one in revoked}
    for text in cards:
        card = read_card(text).card
        known[card.number] = card
    return write_directory(
        Directory(
            edition=former.edition + 1,
            day=day,
            cards=tuple(sorted(known.values(), key=lambda one: one.number)),
            revoked=frozenset(gone),
        ),
        secret,
    )
