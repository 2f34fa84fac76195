"""Attestations on paper and on files: who is offered what, what is printed, the signed list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.documents.attestation import write_pdf
from learning.documents.pdf import can_write_pdf
from learning.documents.qr import Drawn, draw_qr
from learning.documents.verification import fill_page
from learning.domain.access import Role
from learning.domain.attestation import Kind, Statement, read_canonical, short_of
from learning.domain.attested import Attested, word
from learning.domain.errors import NotFound, Unavailable
from learning.domain.register import Register
from learning.domain.review import paris_day
from learning.domain.stating import telling_titles
from learning.services.attestations import NOT_YOURS, Holder, Offer, holders, in_reach
from learning.services.work import Work
from learning.signing import Signer, sign_register
from learning.storage.follow_up import attestation
from learning.storage.people import account, group, membership

_NO_KEY = "Ce site n’a pas encore de clé. L’administrateur doit lancer « tremplin init »."


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One attestation to print, as it was signed."""

    statement: Statement
    number: str
    short: str
    day: date
    code: str
    qr: Drawn

    @property
    def words(self) -> Attested:
        """Every word of it: the print page and the PDF print these, and add none."""
        return word(self.statement, number=self.number, short=self.short, day=self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One of the groups that the person may issue to."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAttestations:
    """A group, with what may be issued to each of its learners."""

    group: GroupLine
    holders: tuple[Holder, ...]


def groups_to_attest(work: Work) -> tuple[GroupLine, ...]:
    """Return the groups that the actor may issue to, by name."""
    query = sa.select(group.c.id, group.c.name).where(group.c.site_id == work.site)
    if work.me.role is not Role.ADMINISTRATOR:
        query = query.where(group.c.id.in_(work.me.groups))
    rows = work.connection.execute(query.order_by(group.c.name))
    return tuple(GroupLine(id=row.id, name=row.name) for row in rows)


def show_group(work: Work, wanted: UUID) -> GroupAttestations:
    """Return one of the actor's groups.

    Raises:
        NotFound: the group is not one of the actor's.

    """
    chosen = next((one for one in groups_to_attest(work) if one.id == wanted), None)
    if chosen is None:
        raise NotFound("Ce groupe n’existe pas, ou ce n’est pas l’un des vôtres.")
    members = work.connection.execute(
        sa.select(account.c.id, account.c.name)
        .join(
            membership,
            (membership.c.site_id == account.c.site_id)
            & (membership.c.account_id == account.c.id),
        )
        .where(
            membership.c.site_id == work.site,
            membership.c.group_id == chosen.id,
            account.c.role == Role.LEARNER.value,
            account.c.status == "active",
        )
        .order_by(account.c.name, account.c.id)
    )
    names = {row.id: row.name for row in members}
    return GroupAttestations(group=chosen, holders=holders(work, names))


def show_holder(work: Work, learner: UUID) -> Holder:
    """Return one learner of the actor's groups.

    Raises:
        NotFound: no such learner there.

    """
    names = in_reach(work, [learner])
    if learner not in names:
        raise NotFound("Cette personne n’est pas dans vos groupes. Revenez à la liste.")
    return holders(work, names)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would be issued today, before it is signed: ``telling`` are titles that stop it."""

    learner: UUID
    offer: Offer
    words: Attested
    telling: tuple[str, ...]


def show_preview(work: Work, learner: UUID, key: str) -> Preview:
    """Return what would be issued to a learner of the actor's groups.

    Raises:
        NotFound: no such learner there, or nothing of that kind to issue yet.

    """
    offers = show_holder(work, learner).offers
    offer = next((one for one in offers if one.key == key), None)
    if offer is None or offer.statement is None:
        raise NotFound("Cette attestation n’est pas prête. La page de la personne dit pourquoi.")
    return Preview(
        learner=learner,
        offer=offer,
        words=draft_of(offer.statement, paris_day(work.instant)),
        telling=telling_titles(offer.statement),
    )


def own_paper(work: Work, number: str) -> Paper:
    """Return one of the learner's own attestations.

    Raises:
        NotFound: it is not theirs, or is revoked.

    """
    found = _papers(work, attestation.c.learner_id == work.me.id, attestation.c.number == number)
    if not found:
        raise NotFound("Cette attestation n’existe pas, ou elle n’est plus valable.")
    return found[0]


def staff_papers(work: Work, numbers: Sequence[str]) -> tuple[Paper, ...]:
    """Return attestations of the actor's groups to print, in the order of names.

    Raises:
        NotFound: none of them may be printed by this person.

    """
    wanted = attestation.c.number.in_(numbers)
    rows = work.connection.execute(
        sa.select(attestation.c.learner_id).where(attestation.c.site_id == work.site, wanted)
    )
    learners = in_reach(work, set(rows.scalars()))
    found = _papers(work, wanted, attestation.c.learner_id.in_(list(learners)))
    if not found:
        raise NotFound(NOT_YOURS)
    return tuple(sorted(found, key=lambda one: (one.statement.name, one.statement.kind)))


def _papers(work: Work, *conditions: sa.ColumnElement[bool]) -> tuple[Paper, ...]:
    query = (
        sa.select(attestation.c.number, attestation.c.payload, attestation.c.code)
        .where(attestation.c.site_id == work.site, attestation.c.revoked_at.is_(None), *conditions)
        .order_by(attestation.c.issued_at, attestation.c.number)
    )
    return tuple(_paper(row) for row in work.connection.execute(query))


def _paper(row: Any) -> Paper:
    statement, number, day = read_canonical(row.payload)
    return Paper(
        statement=statement,
        number=number,
        short=short_of(number, row.code),
        day=day,
        code=row.code,
        qr=draw_qr(row.code),
    )


def draft_of(statement: Statement, day: date) -> Attested:
    """Every word of what would be issued that day, before it has a number and a code."""
    return word(statement, number="", short="", day=day)


def write_papers(papers: Sequence[Paper]) -> bytes:
    """Return a PDF of these attestations; without the extra, ``writes_pdf`` is False.

    Raises:
        Unavailable: the extra is absent, or it cannot write one of the names.

    """
    day = max(one.day for one in papers)
    return write_pdf([(one.words, one.code) for one in papers], day)


def writes_pdf() -> bool:
    """Tell whether this site can write PDF."""
    return can_write_pdf()


def revoked_lines(work: Work) -> tuple[tuple[str, Kind, date, str], ...]:
    """Return the numbers revoked at this site, to print: they name nobody."""
    query = (
        sa.select(attestation.c.number, attestation.c.kind, attestation.c.revoked_at)
        .add_columns(attestation.c.revoked_why)
        .where(_issued_here(work), attestation.c.revoked_at.is_not(None))
        .order_by(attestation.c.revoked_at.desc(), attestation.c.number)
    )
    return tuple(
        (row.number, Kind(row.kind), paris_day(row.revoked_at), row.revoked_why)
        for row in work.connection.execute(query)
    )


def _issued_here(work: Work) -> sa.ColumnElement[bool]:
    """Those of this site: one that came in a dossier is its own site's to list and to revoke."""
    return (attestation.c.site_id == work.site) & (attestation.c.made_at == "")


def signed_list(work: Work, signer: Signer | None) -> str:
    """Return the signed list of the site: what it issued, and what it revoked.

    Raises:
        Unavailable: the site has no key.

    """
    if signer is None:
        raise Unavailable(_NO_KEY)
    rows = work.connection.execute(
        sa.select(
            attestation.c.number,
            attestation.c.kind,
            attestation.c.code,
            attestation.c.issued_at,
            attestation.c.revoked_at,
            attestation.c.revoked_why,
        ).where(_issued_here(work))
    ).all()
    register = Register(
        day=paris_day(work.instant),
        issued={
            short_of(row.number, row.code): (row.kind, paris_day(row.issued_at)) for row in rows
        },
        revoked={
            row.number: (row.revoked_why, paris_day(row.revoked_at))
            for row in rows
            if row.revoked_at is not None
        },
    )
    return sign_register(register, signer)


def verification_page(work: Work, signer: Signer | None) -> bytes:
    """Return the page that checks with no network: the key to trust and the site's list inside.

    Raises:
        Unavailable: the site has no key.

    """
    if signer is None:
        raise Unavailable(_NO_KEY)
    return fill_page(signer.trusted, signed_list(work, signer))
