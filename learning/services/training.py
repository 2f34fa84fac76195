"""« Se former et essayer »: the team's own path, and the learners' modules as a learner sees them.

What somebody of the team answers stays theirs: no figure about learners counts it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from learning.domain.attestation import Statement, digest_of
from learning.domain.course import Module, Path
from learning.domain.errors import Conflict, NotFound, Unavailable
from learning.domain.facts import Fact
from learning.domain.review import paris_day
from learning.domain.stating import state_success
from learning.services.activity import facts_of
from learning.services.attestations import NO_KEY, Ready, issued_to, sign, write_issued
from learning.services.learn import ModuleStanding, Resume, path_modules, resume_of, standings_of
from learning.services.own_attestations import own_name
from learning.services.work import Work
from learning.signing import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPath:
    """A path of the team, and where the person is in it."""

    path: Path
    standings: tuple[ModuleStanding, ...]
    resume: Resume | None
    earned: Statement | None  # what an attestation would state, once every module is passed
    number: str  # of that attestation once it is made


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPage:
    """What the person may follow for themselves, then what they may try."""

    own: tuple[OwnPath, ...]
    tried: tuple[tuple[Path, tuple[Module, ...]], ...]
    others: tuple[Module, ...]  # modules of learners that no path names


def show(work: Work) -> TrainingPage:
    """Build the page from the person's own facts."""
    facts = facts_of(work, work.me.id)
    own = tuple(_own_path(work, path, facts) for path in work.catalogue.staff_paths)
    tried = tuple((path, path_modules(work, path)) for path in work.catalogue.learner_paths)
    named = {module.slug for _, modules in tried for module in modules}
    return TrainingPage(
        own=own,
        tried=tried,
        others=tuple(one for one in work.catalogue.learner_modules if one.slug not in named),
    )


def _own_path(work: Work, path: Path, facts: Sequence[Fact]) -> OwnPath:
    modules = path_modules(work, path)
    standings = standings_of(modules, facts)
    earned = state_success(own_name(work), modules, facts, path) if path.attestation else None
    made = issued_to(work, [work.me.id]) if earned else ()
    numbers = [
        one.number
        for one in made
        if earned and one.digest == digest_of(earned) and not one.revoked_at
    ]
    return OwnPath(
        path=path,
        standings=standings,
        resume=resume_of(modules, standings),
        earned=earned,
        number=next(iter(numbers), ""),
    )


def prepare_attestation(work: Work, signer: Signer | None, slug: str) -> Ready:
    """Sign the attestation of a path that the person has passed, before the transaction.

    Raises:
        NotFound: no such path of the team.
        Conflict: it is not passed yet.
        Unavailable: the site has no key.

    """
    path = next((one for one in work.catalogue.staff_paths if one.slug == slug), None)
    if path is None:
        raise NotFound("Ce parcours n’existe pas. Revenez à « Se former et essayer ».")
    earned = _own_path(work, path, facts_of(work, work.me.id)).earned
    if earned is None:
        raise Conflict("Ce parcours n’est pas encore réussi. Passez d’abord son épreuve.")
    if signer is None:
        raise Unavailable(NO_KEY)
    return sign(earned, work.me.id, signer, paris_day(work.instant))


def make_attestation(work: Work, prepared: Ready) -> str:
    """Write one's own attestation and return its number; made twice, it is one."""
    return write_issued(work, [prepared])[0]
