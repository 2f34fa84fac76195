"""The people of an export: those of the dashboard, with what each variable needs, by month.

A fixed number of statements, whatever their number. Answers that were withdrawn are not read.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from learning.domain.codebook import (
    NOT_STARTED,
    VARIABLES,
    item_variable,
    module_variable,
)
from learning.domain.codebook_shape import Person, Variable
from learning.domain.evaluation import answers_of, scores_of
from learning.domain.facts import Observed, OutcomeKnown
from learning.domain.lists import LEAVINGS, OUTCOMES
from learning.domain.shown import without_markup
from learning.services.activity import facts_where
from learning.services.evaluation_people import Counted, read_population
from learning.services.questionnaires import SCALES, items_of, pairings
from learning.services.work import Work
from learning.storage.activity import fact

_ROOM = ZoneInfo("Europe/Paris")
_COUNTS = (
    sa.select(
        fact.c.learner_id,
        sa.func.sum(sa.case((fact.c.kind == "scale_answered", 0), else_=1)).label("facts"),
        sa.func.sum(sa.case((fact.c.kind == "answer_given", 1), else_=0)).label("answers"),
        sa.func.sum(sa.case((fact.c.kind == "test_submitted", 1), else_=0)).label("tests"),
        sa.func.sum(
            sa.case((fact.c.kind == "session_held", fact.c.detail["seconds"].as_integer()))
        ).label("seconds"),
        sa.func.sum(
            sa.case((fact.c.kind == "support_given", fact.c.detail["minutes"].as_integer()))
        ).label("minutes"),
    )
    .where(fact.c.site_id == sa.bindparam("site"))
    .group_by(fact.c.learner_id)
)
_NOTED = fact.c.kind.in_(("observed", "outcome_known"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """Who is exported, with the ids that only the site knows; ``invented``: a demonstration."""

    people: tuple[tuple[UUID, Person], ...]
    variables: tuple[Variable, ...]
    invented: bool


@dataclass(slots=True)
class _Noted:
    """What staff noted last of somebody."""

    leaving: tuple[str, str] = ("", "")
    outcome: tuple[str, str] = ("", "")


def month_of(instant: datetime | None) -> str:
    """« 2026-11 », in the room."""
    return f"{instant.astimezone(_ROOM):%Y-%m}" if instant else ""


def variables_of(work: Work) -> tuple[Variable, ...]:
    """Return every variable of an export made now: the fixed ones, modules and questions."""
    if work.release is None:
        return VARIABLES
    modules = [module_variable(one.slug, one.title) for one in work.catalogue.modules]
    items = [
        item_variable(
            one.slug, item.name, words=without_markup(item.prompt), low=item.low, high=item.high
        )
        for one in work.catalogue.questionnaires
        for item in items_of(one)
    ]
    return (*VARIABLES, *modules, *items)


def read_people(work: Work, name_of: Callable[[UUID], str], study: str) -> Exported:
    """Return everybody whom the evaluation counts, under the names that ``name_of`` gives."""
    population = read_population(work)
    rows = {row.learner_id: row for row in work.connection.execute(_COUNTS, {"site": work.site})}
    scales = facts_where(work, fact.c.kind.in_(SCALES))
    noted = _noted(work)
    pairs = pairings(work.catalogue.questionnaires) if work.release else ()
    made_in = month_of(work.instant)
    people = []
    for one in population.people:
        items = answers_of(scales.get(one.id, ()))
        told = noted.get(one.id, _Noted())
        person = Person(
            pseudonym=name_of(one.id),
            study=study,
            made_in=made_in,
            subject=replace(
                one.subject,
                scores=scores_of(items, pairs),
                leaving=told.leaving[0],
                outcome=told.outcome[0],
            ),
            left_in=told.leaving[1],
            outcome_in=told.outcome[1],
            modules=_modules(one),
            items=items,
            first_month=month_of(min(_firsts(one), default=None)),
            last_month=month_of(max(_lasts(one), default=None)),
        )
        people.append((one.id, _counted(person, rows.get(one.id))))
    return Exported(
        people=tuple(people), variables=variables_of(work), invented=population.invented
    )


def _noted(work: Work) -> dict[UUID, _Noted]:
    """Return the last reason of leaving and the last outcome of each, with their months."""
    found: dict[UUID, _Noted] = defaultdict(_Noted)
    for learner, facts in facts_where(work, _NOTED).items():
        for one in facts:
            if isinstance(one, OutcomeKnown) and one.code in OUTCOMES:
                found[learner].outcome = (one.code, one.month)
            elif isinstance(one, Observed) and one.sort == "depart" and one.code in LEAVINGS:
                found[learner].leaving = (one.code, one.month)
    return found


def _modules(one: Counted) -> Mapping[str, str]:
    return {
        slug: "reussi" if done.passed else "en-cours" if done.first else NOT_STARTED
        for slug, done in one.modules.items()
    }


def _firsts(one: Counted) -> list[datetime]:
    return [done.first for done in one.modules.values() if done.first]


def _lasts(one: Counted) -> list[datetime]:
    return [done.last for done in one.modules.values() if done.last]


def _counted(person: Person, row: Any) -> Person:
    if row is None:
        return person
    return replace(
        person,
        facts=row.facts,
        answers=row.answers,
        tests=row.tests,
        seconds=row.seconds or 0,
        support_minutes=row.minutes or 0,
    )
