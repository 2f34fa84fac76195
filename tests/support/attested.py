"""Attestations to try: what was stated, two sites, the programme that certified one of them."""

from datetime import date
from functools import cache

from learning.domain.attestation import (
    Acquired,
    Hours,
    Kind,
    Mark,
    Part,
    Statement,
    short_of,
    signed_part,
)
from learning.domain.register import Register
from learning.signing import Signer, certify, public_text, read_public, sign_attestation

DAY = date(2026, 11, 24)
NUMBER = "7K3M92QXHD4T"
REVOKED = "0123456789AB"
# Made for tests; no site has them.
SECRET, OTHER_SECRET, PROGRAMME = "11" * 32, "22" * 32, "33" * 32
ALONE = Signer(secret=SECRET)
SITE_KEY = public_text(SECRET)
PROGRAMME_KEY = public_text(PROGRAMME)
HOURS = Hours(minutes=1300, support=360, since=date(2026, 9, 1), until=date(2026, 11, 10))


@cache
def certified() -> Signer:
    """A site whose key the programme certified."""
    return Signer(secret=SECRET, certificate=certify(read_public(SITE_KEY), PROGRAMME))


def part(title: str, day: date, *, points: float = 18, acquired: int = 0) -> Part:
    """A module whose test was passed, with some of its objectives acquired."""
    return Part(
        title=title,
        abilities=("Décrire un client.", "Fixer un prix."),
        mark=Mark(points=points, out_of=20, day=day),
        lessons=3 if acquired else 0,
        acquired=tuple(
            Acquired(sentence=f"Objectif {at + 1}", points=4, out_of=5, day=day)
            for at in range(acquired)
        ),
    )


def statement(kind: Kind = Kind.SUCCESS, name: str = "Inès Ferreira", count: int = 3) -> Statement:
    """Something stated of somebody, of each kind, on as many modules as asked."""
    if kind is Kind.ASSIDUITY:
        return Statement(kind=kind, name=name, hours=HOURS)
    acquired = 4 if kind is Kind.SUMMARY else 0
    return Statement(
        kind=kind,
        name=name,
        subject="parcours/createur",
        title="De l’idée au plan",
        parts=tuple(
            part(
                f"Module {at + 1}", date(2026, 9 + at % 3, 8), points=16.5 + at, acquired=acquired
            )
            for at in range(count)
        ),
        hours=HOURS,
        pass_marks=(80,),
    )


def code_of(signer: Signer = ALONE, *, number: str = NUMBER, name: str = "Inès Ferreira") -> str:
    """The signed code of an attestation of success."""
    return sign_attestation(signed_part(statement(name=name), number, DAY), signer)


def register(*codes: tuple[str, str], revoked: str = REVOKED) -> Register:
    """A list of these codes, each with its number; the one of ``revoked`` no longer holds."""
    return Register(
        day=DAY,
        issued={short_of(number, code): ("reussite", DAY) for number, code in codes},
        revoked={revoked: ("nom", DAY)},
    )
