"""Acts on one account or on many: what each would do, then all of it, or nothing.

The last administrator who can enter always stays, whichever page or command asks.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import Conflict, Invalid, Refused
from learning.services import audit
from learning.services.accounts import BINNED
from learning.services.admin_accounts import AccountRow, rows_of
from learning.services.admin_bin import check_binned, put_account
from learning.services.agreements import ERASE, ask
from learning.services.sessions import close_sessions
from learning.services.work import Work
from learning.storage.people import account

MOST = 200
_TYPED_FROM = 2  # from this many people on, their number is typed to confirm


class Act(StrEnum):
    """What may be done to accounts; the value is the word of the address."""

    SUSPEND = "suspendre"
    REOPEN = "rouvrir"
    CLOSE = "fermer"
    BIN = "corbeille"


_STATUS = {Act.SUSPEND: "suspended", Act.REOPEN: "active", Act.CLOSE: "gone", Act.BIN: BINNED}
_AUDITED = {
    Act.SUSPEND: "compte.suspendu",
    Act.REOPEN: "compte.rouvert",
    Act.CLOSE: "compte.parti",
}
_LAST = "C’est le dernier administrateur qui peut entrer : il reste."
_OWN = "C’est votre propre compte. Demandez à un autre administrateur."


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLine:
    """One account of an act: ``barred`` says why it is left as it is, else empty."""

    row: AccountRow
    barred: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPlan:
    """What an act would do."""

    act: Act
    lines: tuple[ActLine, ...]

    @property
    def done(self) -> tuple[AccountRow, ...]:
        """The accounts that would change."""
        return tuple(line.row for line in self.lines if not line.barred)

    @property
    def to_type(self) -> str:
        """What is typed to confirm; nothing for what is light and undone in one act."""
        rows = self.done
        if self.act is Act.BIN and len(rows) == 1:
            return rows[0].identifier
        if self.act is not Act.REOPEN and len(rows) >= _TYPED_FROM:
            return str(len(rows))
        return ""

    @property
    def mark(self) -> str:
        """What was shown, in short: an apply that would do something else is refused."""
        shown = "".join(f"{line.row.id}{line.row.status}{line.barred}" for line in self.lines)
        return sha256(f"{self.act}{shown}".encode()).hexdigest()[:16]


def plan_act(work: Work, act: str, ids: Collection[UUID]) -> ActPlan:
    """Say what an act would do to each account.

    Raises:
        Invalid: no such act, nobody was chosen, or too many people.

    """
    if act not in {one.value for one in Act}:
        raise Invalid("Choisissez un acte de la liste.", field="acte")
    if len(ids) > MOST:
        raise Invalid("Choisissez 200 comptes au plus à la fois.", field="compte")
    rows = rows_of(work, ids)
    if not rows:
        raise Invalid("Cochez au moins un compte.", field="compte")
    wanted = Act(act)
    keep = _administrator_to_keep(work, wanted, rows)
    return ActPlan(
        act=wanted,
        lines=tuple(ActLine(row=row, barred=_barred(work, wanted, row, keep)) for row in rows),
    )


def apply_act(
    work: Work, act: str, ids: Collection[UUID], *, mark: str | None = None, typed: str = ""
) -> ActPlan:
    """Do it to those whom the plan does not bar.

    Raises:
        Invalid: nobody was chosen, or the confirmation was not typed.
        Conflict: something changed since the preview was shown.
        Refused: nobody among those chosen may be changed.

    """
    _hold_administrators(work)
    plan = plan_act(work, act, ids)
    if mark is not None and plan.mark != mark:
        raise Conflict("Un compte a changé depuis l’aperçu. Regardez à nouveau, puis confirmez.")
    if not plan.done:
        raise Refused(next(line.barred for line in plan.lines))
    if mark is not None and plan.to_type and typed.strip().casefold() != plan.to_type:
        raise Invalid(
            "Pour confirmer, écrivez « %(word)s » dans la case.",
            field="confirmation",
            word=plan.to_type,
        )
    for row in plan.done:
        _ACTS[plan.act](work, row)
    return plan


def ask_erasure(work: Work, wanted: UUID) -> None:
    """Put an account in the bin, whence it may come back, and ask an administrator to erase it.

    Raises:
        Conflict: it is asked for already.
        Refused: it is the last administrator's, or it waits in the bin as part of a merge.

    """
    if rows_of(work, [wanted]):
        apply_act(work, Act.BIN, [wanted])
    check_binned(work, wanted)
    ask(work, ERASE, wanted)


def _change(act: Act) -> Callable[[Work, AccountRow], None]:
    def change(work: Work, row: AccountRow) -> None:
        work.connection.execute(
            sa.update(account)
            .where(account.c.site_id == work.site, account.c.id == row.id)
            .values(status=_STATUS[act])
        )
        if act is not Act.REOPEN:
            close_sessions(work, row.id)
        audit.record(work, _AUDITED[act], subject=str(row.id))

    return change


def _bin(work: Work, row: AccountRow) -> None:
    close_sessions(work, row.id)
    put_account(work, row.id, row.status)


_ACTS = {
    Act.SUSPEND: _change(Act.SUSPEND),
    Act.REOPEN: _change(Act.REOPEN),
    Act.CLOSE: _change(Act.CLOSE),
    Act.BIN: _bin,
}


def _barred(work: Work, act: Act, row: AccountRow, keep: UUID | None) -> str:
    if row.status == _STATUS[act]:
        return _ALREADY[act]
    if act is Act.REOPEN:
        return ""
    if work.actor is not None and work.actor.id == row.id:
        return _OWN
    return _LAST if row.id == keep else ""


_ALREADY = {
    Act.SUSPEND: "Déjà suspendu.",
    Act.REOPEN: "Déjà ouvert.",
    Act.CLOSE: "Déjà parti.",
    Act.BIN: "Déjà dans la corbeille.",
}


def _can_enter() -> sa.ColumnElement[bool]:
    return (
        (account.c.role == Role.ADMINISTRATOR.value)
        & (account.c.status == "active")
        & (account.c.phrase_hash.is_not(None) | account.c.activation_hash.is_not(None))
    )


def administrators(work: Work) -> int:
    """Return how many administrators may enter."""
    query = sa.select(sa.func.count()).where(account.c.site_id == work.site, _can_enter())
    return int(work.connection.execute(query).scalar_one())


def _administrator_to_keep(work: Work, act: Act, rows: Collection[AccountRow]) -> UUID | None:
    """Return whom the act must leave in place, when it would take every administrator."""
    if act is Act.REOPEN:
        return None
    query = sa.select(account.c.id).where(account.c.site_id == work.site, _can_enter())
    ordered = query.order_by(account.c.created_at, account.c.id)
    able = list(work.connection.execute(ordered).scalars())
    chosen = {row.id for row in rows}
    if set(able) <= chosen and able:
        own = work.actor.id if work.actor is not None else None
        return own if own in able else able[0]
    return None


def _hold_administrators(work: Work) -> None:
    """Keep two administrators from suspending each other at the same time on PostgreSQL."""
    query = sa.select(account.c.id).where(account.c.site_id == work.site, _can_enter())
    work.connection.execute(query.order_by(account.c.id).with_for_update()).all()
