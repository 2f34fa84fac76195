"""Cards made for several people at once, for one printed sheet. Phrases are shown once.

Hashing is slow, so that phrases are drawn before the transaction and only as many as needed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import Conflict, Invalid
from learning.services import audit
from learning.services.accounts import (
    ACTIVATION_DAYS,
    Card,
    PreparedCard,
    prepare_card,
)
from learning.services.admin_accounts import AccountRow, rows_of
from learning.services.phrases import plain
from learning.services.sessions import close_sessions
from learning.services.work import Work
from learning.storage.people import account, group, membership

PER_SHEET = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncarded:
    """A group and how many of its active accounts have no card; no group when ``id`` is None."""

    id: UUID | None
    name: str
    count: int


def count_uncarded(work: Work) -> tuple[Uncarded, ...]:
    """Return where people wait for their first card."""
    joined = account.outerjoin(
        membership,
        (membership.c.site_id == account.c.site_id) & (membership.c.account_id == account.c.id),
    ).outerjoin(
        group, (group.c.site_id == membership.c.site_id) & (group.c.id == membership.c.group_id)
    )
    query = (
        sa.select(group.c.id, group.c.name, sa.func.count(account.c.id).label("people"))
        .select_from(joined)
        .where(account.c.site_id == work.site, *_without_card())
        .group_by(group.c.id, group.c.name)
    )
    rows = work.connection.execute(query).all()
    return tuple(
        sorted(
            (Uncarded(id=row.id, name=row.name or "", count=row.people) for row in rows),
            key=lambda one: (one.id is None, plain(one.name)),
        )
    )


def waiting_ids(work: Work, where: UUID | None) -> tuple[UUID, ...]:
    """Return who has no card yet, in a group or in none."""
    members = sa.select(membership.c.account_id).where(membership.c.site_id == work.site)
    place = (
        account.c.id.not_in(members)
        if where is None
        else account.c.id.in_(members.where(membership.c.group_id == where))
    )
    query = sa.select(account.c.id).where(account.c.site_id == work.site, place, *_without_card())
    return tuple(work.connection.execute(query).scalars())


def group_ids(work: Work, where: UUID) -> tuple[UUID, ...]:
    """Return every active learner of a group."""
    query = (
        sa.select(account.c.id)
        .join(
            membership,
            (membership.c.site_id == account.c.site_id)
            & (membership.c.account_id == account.c.id),
        )
        .where(
            account.c.site_id == work.site,
            membership.c.group_id == where,
            account.c.role == Role.LEARNER.value,
            account.c.status == "active",
        )
    )
    return tuple(work.connection.execute(query).scalars())


def preview_cards(work: Work, ids: Collection[UUID]) -> tuple[AccountRow, ...]:
    """Return who would get a card: active accounts, a sheet's worth at most.

    Raises:
        Invalid: nobody among them may have one.

    """
    rows = tuple(row for row in rows_of(work, ids) if row.status == "active")
    if not rows:
        raise Invalid("Choisissez au moins un compte ouvert.", field="compte")
    return rows[:PER_SHEET]


def prepare_cards(pepper: str, count: int) -> tuple[PreparedCard, ...]:
    """Draw and hash as many phrases as a sheet needs; 28 ms each."""
    return tuple(prepare_card(pepper) for _ in range(min(count, PER_SHEET)))


def make_cards(
    work: Work, prepared: Sequence[PreparedCard], ids: Collection[UUID], *, again: bool = False
) -> tuple[Card, ...]:
    """Make the cards: a phrase for a learner, a code for the team; older cards die.

    Raises:
        Invalid: nobody among them may have one, or some have one and ``again`` was not said.
        Conflict: somebody was added or left since the preview.

    """
    rows = preview_cards(work, ids)
    if not again and any(row.card != "aucune" for row in rows):
        raise Invalid("Cochez la case : des cartes cesseront de servir.", field="remplacer")
    if len(rows) != len(set(ids)) or len(rows) > len(prepared):
        raise Conflict("Un compte a changé depuis l’aperçu. Regardez à nouveau.")
    return tuple(_make(work, row, card) for row, card in zip(rows, prepared, strict=False))


def _make(work: Work, row: AccountRow, prepared: PreparedCard) -> Card:
    by_code = row.role is not Role.LEARNER
    values: dict[str, object] = {
        "phrase_hash": None if by_code else prepared.hashed,
        "activation_hash": prepared.hashed if by_code else None,
        "activation_until": work.instant + timedelta(days=ACTIVATION_DAYS) if by_code else None,
    }
    again = row.card != "aucune"
    if again:  # the person is told that the card is another one
        by = work.actor.role.value if work.actor else Role.ADMINISTRATOR.value
        values |= {"card_made_at": work.instant, "card_made_by": by}
    work.connection.execute(
        sa.update(account)
        .where(account.c.site_id == work.site, account.c.id == row.id)
        .values(values)
    )
    close_sessions(work, row.id)
    audit.record(work, "carte.refaite" if again else "carte.faite", subject=str(row.id))
    return Card(
        identifier=row.identifier, words=prepared.words, name=row.name, is_activation=by_code
    )


def _without_card() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        account.c.status == "active",
        account.c.phrase_hash.is_(None),
        account.c.activation_hash.is_(None),
    )
