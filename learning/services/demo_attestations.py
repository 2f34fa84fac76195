"""Attestations of a demonstration: issued, one with its summary read before, one revoked."""

from learning.domain.access import Actor, Role
from learning.domain.attestation import Kind
from learning.services import attestation_register as register
from learning.services.attestations import Holder, holders, in_reach, issue, prepare_issue
from learning.services.demo_follow_up import Told
from learning.services.own_attestations import note_summary_read, show_own
from learning.services.work import Work
from learning.signing import Signer

_LOOKED_AT = 12  # the first learners, those whose cards are shown among them
_WITH_SUMMARY, _WITH_HOURS = 2, 3


def tell_attestations(work: Work, told: Told, signer: Signer | None) -> None:
    """Issue what some have earned, by the counsellor; a site without a key issues nothing."""
    if signer is None:
        return
    here = Actor(
        id=told.counsellor,
        role=Role.COUNSELLOR,
        site=work.site,
        groups=frozenset(told.groups[:1]),
    )
    work.actor = here
    found = holders(work, in_reach(work, told.learners[:_LOOKED_AT]))
    passed = [one for one in found if _ready(one, Kind.SUCCESS)]
    for holder in passed[:_WITH_SUMMARY]:
        _read_summaries(work, holder)
    work.actor = here
    known = holders(work, {one.id: one.name for one in found})
    chosen = [
        (one.id, key)
        for place, one in enumerate(known)
        for key in (
            *_ready(one, Kind.SUCCESS),
            *_ready(one, Kind.SUMMARY),
            *(_ready(one, Kind.ASSIDUITY) if place < _WITH_HOURS else ()),
        )
    ]
    if chosen:
        numbers = issue(work, prepare_issue(work, signer, chosen))
        register.revoke(work, numbers[-1], "remplacee")
    work.actor = None


def _ready(holder: Holder, kind: Kind) -> tuple[str, ...]:
    return tuple(one.key for one in holder.offers if one.ready and one.kind is kind)


def _read_summaries(work: Work, holder: Holder) -> None:
    """The learner reads each summary before it is issued."""
    work.actor = Actor(id=holder.id, role=Role.LEARNER, site=work.site)
    for one in show_own(work).summaries:
        note_summary_read(work, one.path, one.digest)
