"""What the team did in a demonstration: forms of support, the register, observations, requests.

Everything goes through the services that the screens call, at instants of the past.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from learning.domain.access import Actor, Role
from learning.domain.attestation import Kind
from learning.domain.course import LessonKind
from learning.services import attestations, groups
from learning.services.follow_up_learner import choose_person, observe
from learning.services.follow_up_roster import Person, people_of
from learning.services.learn import home
from learning.services.prints import RULES, ask_print, list_prints, mark_printed
from learning.services.requests import answer_help, ask_help, list_waiting
from learning.services.work import Keys, Work

_GROUPS = 3
_FORMS = (("autonomie", "atelier"), ("papier", "mixte"), ("atelier", "atelier"))
_SUPPORTERS = (("formateur", 90), ("conseiller", 30), ("association", 120), ("createur", 60))
_PRESENT = 8
_EVERY = 9  # learners of one story are so far apart
# Who, what was noted, how many days ago; the place is a learner's number in the first group.
_NOTED = (
    (2, "observation.avance-seul", 40),
    (3, "observation.projet-precis", 12),
    (6, "observation.calcul-difficile", 20),
    (6, "observation.demande-aide", 9),
    (7, "observation.rendez-vous", 30),
    (16, "pause.travail", 28),
)
_HELP = ((4, "projet", 6), (11, "lecon", 2), (12, "conseiller", 1))
_OWN = (3, 6, 7, 12)
_ATTESTED = (5, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who follows whom: the groups, their counsellor, the learners in the order of stories."""

    groups: Sequence[UUID]
    counsellor: UUID
    learners: Sequence[UUID]
    keys: Keys  # one of them signs attestations


def tell_follow_up(work: Work, told: Told, *, days: int) -> None:
    """Live what the team did beside the learners' stories."""
    now = work.instant
    kept = tuple(told.groups[:_GROUPS])
    here = Actor(id=told.counsellor, role=Role.COUNSELLOR, site=work.site, groups=frozenset(kept))
    chance = random.Random(days)  # noqa: S311 - a demonstration must be the same each time
    work.actor = here
    for number, group in enumerate(kept):
        _open(work, group, number, days=days)
        _support(work, group, told.learners[:1], days=days, chance=chance)
    active = {person.id for person in people_of(work, kept)}

    def at(place: int) -> UUID | None:
        found = told.learners[place] if place < len(told.learners) else None
        return found if found in active else None

    _note(work, at, now)
    _ask(work, at, here, now)
    _issue(work, at, told.keys)
    work.actor, work.instant = None, now


def _open(work: Work, group: UUID, number: int, *, days: int) -> None:
    """Open the group, under one form and then another."""
    first, then = _FORMS[number]
    shown = groups.show_form(work, group).group
    opened = f"{work.instant - timedelta(days=days):%Y-%m-%d}"
    groups.change_group(work, group, name=shown.name, path=shown.path, opens_on=opened)
    groups.set_form(work, group, first, opened)
    if then != first:
        groups.set_form(work, group, then, f"{work.instant - timedelta(days=days // 2):%Y-%m-%d}")


def _support(
    work: Work, group: UUID, new: Sequence[UUID], *, days: int, chance: random.Random
) -> None:
    """Write one session of human support a fortnight; who was just enrolled came to none."""
    people: Sequence[Person] = [one for one in people_of(work, [group]) if one.id not in new]
    for back, (person, minutes) in zip(range(3, days, 14), _SUPPORTERS, strict=False):
        there = chance.sample(people, min(_PRESENT, len(people)))
        if there:
            groups.note_support(
                work,
                group,
                day=f"{work.instant - timedelta(days=back):%Y-%m-%d}",
                minutes=str(minutes),
                person=person,
                present=[one.id for one in there],
            )


def _note(work: Work, at: Callable[[int], UUID | None], now: datetime) -> None:
    """Note lines of the closed lists, and choose whom to follow closely."""
    for place, line, back in _NOTED:
        work.instant = now - timedelta(days=back)
        if (learner := at(place)) is not None:
            observe(work, learner, line)
    work.instant = now
    for place in _OWN:
        if (learner := at(place)) is not None:
            choose_person(work, learner, follow=True)


def _ask(work: Work, at: Callable[[int], UUID | None], staff: Actor, now: datetime) -> None:
    """Let learners ask for help and for a sheet; the oldest request has its answer."""
    for place, reason, back in _HELP:
        learner = at(place)
        if learner is None:
            continue
        work.instant = now - timedelta(days=back)
        work.actor = replace(staff, id=learner, role=Role.LEARNER, groups=frozenset())
        resume = home(work).resume
        if resume is not None:
            ask_help(work, resume.step.module, resume.step.lesson, reason)
            ask_print(work, RULES)
            if resume.lesson.kind is LessonKind.LESSON:
                ask_print(work, f"/modules/{resume.step.module}/{resume.step.lesson}")
    work.actor, work.instant = staff, now - timedelta(days=1)
    for asked in list_prints(work).prints[:1]:
        mark_printed(work, [str(asked.id)])
    waiting = list_waiting(work)
    if waiting.total > 1:
        answer_help(work, waiting.requests[0].id)
    work.instant = now


def _issue(work: Work, at: Callable[[int], UUID | None], keys: Keys) -> None:
    """Issue attestations of success to some of those who finished; the others wait for theirs."""
    ended = {learner for place in _ATTESTED if (learner := at(place)) is not None}
    names = attestations.in_reach(work, ended)
    of_a_path = attestations.key_of(Kind.SUCCESS, "parcours/")
    choices = [
        (holder.id, offer.key)
        for holder in attestations.holders(work, names)
        for offer in holder.offers
        if offer.ready and offer.key.startswith(of_a_path)
    ]
    if choices and keys.signer is not None:
        attestations.issue(work, attestations.prepare_issue(work, keys.signer, choices))
