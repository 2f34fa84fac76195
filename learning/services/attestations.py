"""Attestations: what may be issued to whom, issuing, revoking. Stated from facts, then kept.

Issuing is two functions: what is slow is prepared before the transaction.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.attestation import (
    MOST_LETTERS,
    NUMBER_LETTERS,
    Kind,
    Statement,
    canonical,
    digest_of,
    read_canonical,
    short_of,
    signed_part,
)
from learning.domain.course import Path
from learning.domain.errors import Conflict, Invalid, NotFound, Unavailable
from learning.domain.facts import Fact, SummaryRead
from learning.domain.grouped import ALPHABET
from learning.domain.order import last_of
from learning.domain.remarking import effective
from learning.domain.review import paris_day
from learning.domain.stating import (
    before,
    state_assiduity,
    state_success,
    state_summary,
    telling_titles,
)
from learning.services import audit
from learning.services.accounts import hold_accounts
from learning.services.activity import facts_where
from learning.services.learn import path_modules
from learning.services.work import Work
from learning.signing import Signer, sign_attestation
from learning.storage.activity import fact
from learning.storage.follow_up import attestation
from learning.storage.people import account, group, membership

MOST_AT_ONCE = 200
NOT_YOURS = "Cette attestation n’existe pas, ou elle n’est pas pour une personne de vos groupes."
_TELLING = (
    "Le titre « %(title)s » dirait où la personne a appris. "
    "Changez-le dans le cours, puis émettez l’attestation."
)
_TOO_LONG = (
    "Ce parcours a trop de modules, ou des titres trop longs, pour tenir dans le code carré. "
    "Émettez une attestation par module."
)
NO_KEY = (
    "Ce site n’a pas encore de clé pour signer. "
    "L’administrateur doit lancer « tremplin init », puis redémarrer le site."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """An attestation that was issued, as lists show it."""

    learner: UUID
    name: str  # as it was signed
    number: str
    short: str
    kind: Kind
    title: str
    digest: str
    at: datetime
    by_role: str
    revoked_at: datetime | None
    why: str
    seen_at: datetime | None  # by the learner


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What may be stated of somebody. ``statement`` is None for a summary nobody has read.

    ``number`` is that of the same one, issued before and not revoked.
    """

    key: str
    kind: Kind
    title: str = ""
    statement: Statement | None = None
    number: str = ""

    @property
    def ready(self) -> bool:
        """It may be issued now."""
        return self.statement is not None and not self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A learner, what may be issued, and what was."""

    id: UUID
    name: str
    offers: tuple[Offer, ...]
    issued: tuple[Issued, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """One attestation signed and not yet written."""

    learner: UUID
    statement: Statement
    number: str
    payload: str
    code: str


def offers_of(
    work: Work, name: str, paths: Sequence[Path], facts: Sequence[Fact], issued: Sequence[Issued]
) -> tuple[Offer, ...]:
    """Say what may be stated of a learner from facts as given, in the order of the page."""
    known = effective(facts)
    touched = {getattr(one, "module", "") for one in known} - {""}
    passed = [
        (path, stated)
        for path in paths
        if path.attestation
        and (stated := state_success(name, path_modules(work, path), known, path)) is not None
    ]
    # What a path says, its modules need not say again.
    said = {module for path, _ in passed for module in path.modules}
    found: list[Statement | None] = [stated for _, stated in passed]
    found += [
        state_success(name, [module], known)
        for module in work.catalogue.modules
        if module.slug in touched - said
    ]
    found.append(state_assiduity(name, known))
    numbers = {one.digest: one.number for one in issued if one.revoked_at is None}
    offers = [_offer(one, numbers) for one in found if one is not None]
    offers += [
        _summary(work, name, path, facts, numbers)
        for path in paths
        if touched.intersection(path.modules)
    ]
    return tuple(offers)


def _offer(statement: Statement, numbers: Mapping[str, str]) -> Offer:
    return Offer(
        key=key_of(statement.kind, statement.subject),
        kind=statement.kind,
        title=statement.title,
        statement=statement,
        number=numbers.get(digest_of(statement), ""),
    )


def key_of(kind: Kind, subject: str) -> str:
    """Name what may be stated: « reussite/module/x », « assiduite », « bilan/parcours/x »."""
    return f"{kind.value}/{subject}" if subject else kind.value


def _summary(
    work: Work, name: str, path: Path, facts: Sequence[Fact], numbers: Mapping[str, str]
) -> Offer:
    """Offer the summary exactly as the learner read it, and not before."""
    key = key_of(Kind.SUMMARY, f"parcours/{path.slug}")
    waiting = Offer(key=key, kind=Kind.SUMMARY, title=path.title)
    read = last_reading(facts, path)
    if read is None:
        return waiting
    # The session that ends with the reading came after, although it bears the same date.
    known = effective(before(facts, read))
    then = state_summary(name, path, path_modules(work, path), known)
    if then is None or digest_of(then) != read.digest:
        return waiting
    return _offer(then, numbers)


def last_reading(facts: Iterable[Fact], path: Path) -> SummaryRead | None:
    """Return the last time that the learner read the summary of this path."""
    return last_of(one for one in facts if isinstance(one, SummaryRead) and one.path == path.slug)


def in_reach(work: Work, learners: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of those of these learners who are in the actor's groups."""
    query = sa.select(account.c.id, account.c.name).where(
        account.c.site_id == work.site, account.c.id.in_(list(learners)), *within(work)
    )
    return {row.id: row.name for row in work.connection.execute(query.order_by(account.c.name))}


def within(work: Work) -> tuple[sa.ColumnElement[bool], ...]:
    """The accounts that the actor may issue to: learners of their groups, or of the site."""
    learners = account.c.role == Role.LEARNER.value
    if work.me.role is Role.ADMINISTRATOR:
        return (learners,)
    mine = sa.select(membership.c.account_id).where(
        membership.c.site_id == work.site, membership.c.group_id.in_(work.me.groups)
    )
    return (learners, account.c.id.in_(mine))


def holders(work: Work, names: Mapping[UUID, str]) -> tuple[Holder, ...]:
    """Return these learners with what may be issued and what was: four statements for all."""
    ids = list(names)
    facts = facts_where(work, fact.c.learner_id.in_(ids), typed=False)
    issued = issued_to(work, ids)
    paths = paths_of(work, ids)
    found = []
    for learner, name in names.items():
        mine = tuple(one for one in issued if one.learner == learner)
        offers = offers_of(work, name, paths[learner], facts.get(learner, []), mine)
        found.append(Holder(id=learner, name=name, offers=offers, issued=mine))
    return tuple(found)


def paths_of(work: Work, learners: Sequence[UUID]) -> dict[UUID, tuple[Path, ...]]:
    """Return the paths of each learner's groups; the site's first one for who has none."""
    query = (
        sa.select(membership.c.account_id, group.c.path)
        .join(
            group,
            (group.c.site_id == membership.c.site_id) & (group.c.id == membership.c.group_id),
        )
        .where(membership.c.site_id == work.site, membership.c.account_id.in_(learners))
        .order_by(membership.c.since, group.c.name)
    )
    slugs: dict[UUID, list[str]] = {learner: [] for learner in learners}
    for row in work.connection.execute(query):
        slugs[row.account_id].append(row.path)
    catalogue = work.catalogue
    return {
        learner: tuple(
            path for slug in dict.fromkeys(mine) if (path := catalogue.path(slug)) is not None
        )
        or catalogue.learner_paths[:1]
        for learner, mine in slugs.items()
    }


def issued_to(work: Work, learners: Sequence[UUID]) -> tuple[Issued, ...]:
    """Return what was issued to these learners, the latest first."""
    return issued_where(work, attestation.c.learner_id.in_(learners))


def issued_where(
    work: Work, *conditions: sa.ColumnElement[bool], most: int | None = None
) -> tuple[Issued, ...]:
    """Return what was issued and meets the conditions, the latest first."""
    query = (
        sa.select(attestation)
        .where(attestation.c.site_id == work.site, *conditions)
        .order_by(attestation.c.issued_at.desc(), attestation.c.number)
        .limit(most)
    )
    return tuple(_issued(row) for row in work.connection.execute(query))


def _issued(row: Any) -> Issued:
    statement, _, _ = read_canonical(row.payload)
    return Issued(
        learner=row.learner_id,
        name=statement.name,
        number=row.number,
        short=short_of(row.number, row.code),
        kind=Kind(row.kind),
        title=statement.title,
        digest=digest_of(statement),
        at=row.issued_at,
        by_role=row.issued_by,
        revoked_at=row.revoked_at,
        why=row.revoked_why or "",
        seen_at=row.seen_at,
    )


def prepare_issue(
    work: Work, signer: Signer | None, choices: Sequence[tuple[UUID, str]]
) -> tuple[Ready, ...]:
    """State and sign what was chosen, before the transaction.

    Raises:
        Invalid: nothing was chosen, or too much at once.
        NotFound: somebody is not in the actor's groups.
        Conflict: something chosen can no longer be stated.
        Unavailable: the site has no key.

    """
    if signer is None:
        raise Unavailable(NO_KEY)
    if not choices or len(choices) > MOST_AT_ONCE:
        raise Invalid("Choisissez de 1 à 200 attestations à émettre.", field="choix")
    names = in_reach(work, {learner for learner, _ in choices})
    known = {holder.id: holder for holder in holders(work, names)}
    day = paris_day(work.instant)
    return tuple(
        sign(_chosen(known, learner, key), learner, signer, day)
        for learner, key in dict.fromkeys(choices)
    )


def _chosen(known: Mapping[UUID, Holder], learner: UUID, key: str) -> Statement:
    holder = known.get(learner)
    if holder is None:
        raise NotFound("Cette personne n’est pas dans vos groupes. Revenez à la liste.")
    offer = next((one for one in holder.offers if one.key == key), None)
    if offer is None or offer.statement is None:
        raise Conflict(
            "Cette attestation ne peut pas être émise maintenant. Revenez à la liste : "
            "elle dit ce qui est prêt."
        )
    for title in telling_titles(offer.statement):
        raise Conflict(_TELLING, title=title)
    return offer.statement


def sign(statement: Statement, learner: UUID, signer: Signer, day: date) -> Ready:
    """Sign what is stated of somebody, under a new number."""
    number = "".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LETTERS))
    code = sign_attestation(signed_part(statement, number, day), signer)
    if len(code) > MOST_LETTERS:
        raise Conflict(_TOO_LONG)
    return Ready(
        learner=learner,
        statement=statement,
        number=number,
        payload=canonical(statement, number, day),
        code=code,
    )


def issue(work: Work, prepared: Sequence[Ready]) -> tuple[str, ...]:
    """Write what was signed and return the numbers; the same statement twice is one.

    Raises:
        NotFound: somebody has left the actor's groups meanwhile.

    """
    learners = {one.learner for one in prepared}
    hold_accounts(work, learners)  # two people who issue at once make one attestation
    if set(in_reach(work, learners)) != learners:
        raise NotFound("Cette personne n’est pas dans vos groupes. Revenez à la liste.")
    return write_issued(work, prepared)


def write_issued(work: Work, prepared: Sequence[Ready]) -> tuple[str, ...]:
    """Write what was signed and return the numbers; the same statement twice is one."""
    learners = {one.learner for one in prepared}
    already = {
        (one.learner, one.digest): one.number
        for one in issued_to(work, list(learners))
        if one.revoked_at is None
    }
    rows, numbers = [], []
    for one in prepared:
        place = (one.learner, digest_of(one.statement))
        numbers.append(already.setdefault(place, one.number))
        if numbers[-1] == one.number:
            rows.append(_row(work, one))
    if rows:
        work.connection.execute(sa.insert(attestation), rows)
    for row in rows:
        audit.record(work, "attestation.emise", subject=str(row["id"]))
    return tuple(numbers)


def _row(work: Work, one: Ready) -> dict[str, object]:
    return {
        "site_id": work.site,
        "id": uuid4(),
        "learner_id": one.learner,
        "number": one.number,
        "kind": one.statement.kind.value,
        "payload": one.payload,
        "code": one.code,
        "issued_at": work.instant,
        "issued_by": work.me.role.value,
    }
