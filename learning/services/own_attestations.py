"""The learner's own attestations: what is earned, what comes next, the summary read before."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

import sqlalchemy as sa

from learning.domain.attestation import Statement, digest_of
from learning.domain.course import Path
from learning.domain.errors import Conflict, NotFound
from learning.domain.facts import Fact, SummaryRead
from learning.domain.progress import measure
from learning.domain.remarking import effective
from learning.domain.stating import state_summary
from learning.services.activity import add_facts, facts_as_given
from learning.services.attestations import (
    Issued,
    Offer,
    issued_to,
    issued_where,
    last_reading,
    offers_of,
    paths_of,
)
from learning.services.learn import path_modules
from learning.services.work import Work
from learning.storage.follow_up import attestation
from learning.storage.people import account


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The summary of a path as it would be issued today; ``read`` when the learner read it so.

    ``number`` is that of the same one, issued and not revoked.
    """

    path: str
    statement: Statement
    digest: str
    read: bool
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A path not finished yet: the modules still to pass, each of which earns an attestation.

    ``attested``: the whole path earns one too.
    """

    title: str
    attested: bool
    modules: tuple[tuple[str, str], ...]  # slug and title


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAttestations:
    """The learner's page."""

    issued: tuple[Issued, ...]
    offers: tuple[Offer, ...]
    summaries: tuple[Summary, ...]
    missing: tuple[Missing, ...]


def show_own(work: Work) -> OwnAttestations:
    """Return what the person who asks was given, may ask for, may read, and may still earn."""
    me = work.me.id
    facts = facts_as_given(work, me)
    issued = issued_to(work, [me])
    paths = paths_of(work, [me])[me]
    name = own_name(work)
    drafts = [_summary(work, name, path, facts, issued) for path in paths]
    return OwnAttestations(
        issued=issued,
        offers=offers_of(work, name, paths, facts, issued),
        summaries=tuple(one for one in drafts if one is not None),
        missing=_missing(work, paths, effective(facts)),
    )


def show_summary(work: Work, slug: str) -> Summary:
    """Return the summary of one of the learner's paths.

    Raises:
        NotFound: no such path of theirs, or nothing done in it.

    """
    found = next((one for one in show_own(work).summaries if one.path == slug), None)
    if found is None:
        raise NotFound("Ce bilan n’existe pas encore : terminez d’abord une leçon.")
    return found


def _summary(
    work: Work, name: str, path: Path, facts: Sequence[Fact], issued: Sequence[Issued]
) -> Summary | None:
    stated = state_summary(name, path, path_modules(work, path), effective(facts))
    if stated is None:
        return None
    digest = digest_of(stated)
    read = last_reading(facts, path)
    numbers = [one.number for one in issued if one.digest == digest and one.revoked_at is None]
    return Summary(
        path=path.slug,
        statement=stated,
        digest=digest,
        read=read is not None and read.digest == digest,
        number=next(iter(numbers), ""),
    )


def _missing(work: Work, paths: Sequence[Path], facts: Sequence[Fact]) -> tuple[Missing, ...]:
    found = []
    for path in paths:
        left = [one for one in path_modules(work, path) if not measure(one, facts).passed]
        if left:
            modules = tuple((module.slug, module.title) for module in left)
            found.append(Missing(title=path.title, attested=path.attestation, modules=modules))
    return tuple(found)


def own_name(work: Work) -> str:
    """Return the name of the person who asks, as an attestation states it."""
    query = sa.select(account.c.name).where(
        account.c.site_id == work.site, account.c.id == work.me.id
    )
    return str(work.connection.execute(query).scalar_one())


def note_summary_read(work: Work, slug: str, digest: str) -> None:
    """Note « J’ai lu » about the summary that the learner saw; said twice, it counts once.

    Raises:
        Conflict: it has changed since.
        NotFound: no such summary.

    """
    page = show_summary(work, slug)
    if page.digest != digest:
        raise Conflict("Votre bilan a changé depuis. Ouvrez-le de nouveau et relisez-le.")
    if page.read:
        return
    seen = SummaryRead(id=uuid4(), at=work.instant, path=slug, digest=digest)
    add_facts(work, work.me.id, [seen])


def unseen(work: Work) -> tuple[Issued, ...]:
    """Return what was issued to the learner, or revoked, since they last said « J’ai vu »."""
    mine = attestation.c.learner_id == work.me.id
    return issued_where(work, mine, attestation.c.seen_at.is_(None))


def note_seen(work: Work, numbers: Sequence[str]) -> None:
    """« J’ai vu » of the learner's own; of others it says nothing, and said twice counts once."""
    work.connection.execute(
        sa.update(attestation)
        .where(
            attestation.c.site_id == work.site,
            attestation.c.learner_id == work.me.id,
            attestation.c.number.in_(numbers),
            attestation.c.seen_at.is_(None),
        )
        .values(seen_at=work.instant)
    )
