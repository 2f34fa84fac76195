"""Paper grids of one-time codes: the second proof of the team. Each code serves once.

A code has 29 bits and is kept as a hash under the site's key; a new grid revokes the old one.
"""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import NotFound, Refused
from learning.services import audit
from learning.services.accounts import BINNED
from learning.services.work import Work
from learning.storage.administration import code_grid, grid_code
from learning.storage.people import account

CODES = 40
FEW = 5  # from here on, the person is told to ask for a new grid
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no I, L, O, 0 or 1
_LENGTH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperGrid:
    """A grid as it is printed, once."""

    name: str
    identifier: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The code that a sign-in must give; ``grid`` is None for who has no grid."""

    grid: UUID | None
    place: int = 0


def make_grid(work: Work, pepper: str, account_id: UUID) -> PaperGrid:
    """Make a grid for somebody of the team; the older one stops serving.

    Raises:
        NotFound: no such account.
        Refused: it is a learner's.

    """
    row = work.connection.execute(
        sa.select(account.c.name, account.c.identifier, account.c.role, account.c.status).where(
            account.c.site_id == work.site, account.c.id == account_id
        )
    ).first()
    if row is None or row.status == BINNED:
        raise NotFound("Ce compte n’existe pas sur ce site, ou il est dans la corbeille.")
    if row.role == Role.LEARNER.value:
        raise Refused("Une grille de codes est pour l’équipe seulement.")
    work.connection.execute(
        sa.update(code_grid)
        .where(
            code_grid.c.site_id == work.site,
            code_grid.c.account_id == account_id,
            code_grid.c.revoked_at.is_(None),
        )
        .values(revoked_at=work.instant)
    )
    grid_id = uuid4()
    work.connection.execute(
        sa.insert(code_grid),
        {
            "site_id": work.site,
            "id": grid_id,
            "account_id": account_id,
            "made_at": work.instant,
        },
    )
    codes = _write_codes(work, pepper, grid_id)
    audit.record(work, "grille.faite", subject=str(account_id))
    return PaperGrid(name=row.name, identifier=row.identifier, codes=codes)


def _write_codes(work: Work, pepper: str, grid_id: UUID) -> tuple[str, ...]:
    """Draw the codes of a grid and keep their hashes."""
    codes = tuple("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(CODES))
    work.connection.execute(
        sa.insert(grid_code),
        [
            {
                "site_id": work.site,
                "grid_id": grid_id,
                "place": place,
                "code_hash": _hash(pepper, grid_id, place, code),
            }
            for place, code in enumerate(codes, start=1)
        ],
    )
    return codes


def asked_of(work: Work, account_id: UUID) -> Asked | None:
    """Return the code to ask: the first that has not served; None for a learner."""
    role = work.connection.execute(
        sa.select(account.c.role).where(account.c.site_id == work.site, account.c.id == account_id)
    ).scalar()
    if role is None or role == Role.LEARNER.value:
        return None
    row = work.connection.execute(
        _unused(work, account_id).order_by(grid_code.c.place).limit(1)
    ).first()
    return Asked(grid=row.grid_id, place=row.place) if row else Asked(grid=None)


def use_code(work: Work, pepper: str, asked: Asked, typed: str) -> bool:
    """Spend a code; False when it is wrong, already spent, or of a revoked grid."""
    if asked.grid is None:
        return False
    code = "".join(one for one in typed.upper() if one in _LETTERS)
    live = sa.select(code_grid.c.id).where(
        code_grid.c.site_id == work.site, code_grid.c.revoked_at.is_(None)
    )
    spent = work.connection.execute(
        sa.update(grid_code)
        .where(
            grid_code.c.site_id == work.site,
            grid_code.c.grid_id == asked.grid,
            grid_code.c.grid_id.in_(live),
            grid_code.c.place == asked.place,
            grid_code.c.code_hash == _hash(pepper, asked.grid, asked.place, code),
            grid_code.c.used_at.is_(None),
        )
        .values(used_at=work.instant)
    ).rowcount
    return bool(spent == 1)


def codes_left(work: Work, account_id: UUID) -> int | None:
    """Return how many codes the person's grid still has; None without a grid."""
    grid = work.connection.execute(
        sa.select(code_grid.c.id).where(
            code_grid.c.site_id == work.site,
            code_grid.c.account_id == account_id,
            code_grid.c.revoked_at.is_(None),
        )
    ).first()
    if grid is None:
        return None
    return len(work.connection.execute(_unused(work, account_id)).all())


def without_grid(work: Work) -> int:
    """Return how many of the active team have no code left to sign in with."""
    held = (
        sa.select(code_grid.c.account_id)
        .select_from(
            code_grid.join(
                grid_code,
                (grid_code.c.site_id == code_grid.c.site_id)
                & (grid_code.c.grid_id == code_grid.c.id),
            )
        )
        .where(
            code_grid.c.site_id == work.site,
            code_grid.c.revoked_at.is_(None),
            grid_code.c.used_at.is_(None),
        )
    )
    query = sa.select(sa.func.count()).where(
        account.c.site_id == work.site,
        account.c.role != Role.LEARNER.value,
        account.c.status == "active",
        account.c.id.not_in(held),
    )
    return int(work.connection.execute(query).scalar_one())


def _unused(work: Work, account_id: UUID) -> sa.Select[tuple[UUID, int]]:
    return (
        sa.select(grid_code.c.grid_id, grid_code.c.place)
        .select_from(
            grid_code.join(
                code_grid,
                (code_grid.c.site_id == grid_code.c.site_id)
                & (code_grid.c.id == grid_code.c.grid_id),
            )
        )
        .where(
            code_grid.c.site_id == work.site,
            code_grid.c.account_id == account_id,
            code_grid.c.revoked_at.is_(None),
            grid_code.c.used_at.is_(None),
        )
    )


def _hash(pepper: str, grid: UUID, place: int, code: str) -> str:
    return hmac.new(pepper.encode(), f"{grid}/{place}/{code}".encode(), sha256).hexdigest()
