"""Questionnaires answered on a sheet: printed blank, entered by staff, counted once.

Staff never learn who refused: somebody who refused and somebody who answered look the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from learning.domain.access import Role
from learning.domain.comparing import plain_text
from learning.domain.course import Questionnaire
from learning.domain.errors import Conflict, Invalid
from learning.domain.evaluation import MOMENTS, Answering, answered_of, answering_of
from learning.domain.facts import Fact
from learning.services import audit
from learning.services.accounts import AccountLine, find_learner, hold_accounts, list_accounts
from learning.services.activity import drafts_of, drop_draft, facts_of, keep_draft
from learning.services.question_shapes import QuestionView
from learning.services.questionnaires import (
    Form,
    as_fields,
    chosen_in,
    find_questionnaire,
    items_of,
    moment_of,
    record_answers,
    view_items,
)
from learning.services.work import Work

MOST_PEOPLE = 100  # shown at once: beyond, one looks for a name
_CLOSED = (
    "Rien n’est enregistré : cette personne a déjà répondu, ou elle a choisi de ne pas répondre."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSheet:
    """A questionnaire as it is printed, or as staff enter it for ``learner``."""

    questionnaire: Questionnaire
    questions: tuple[QuestionView, ...]
    learner: AccountLine | None = None
    closed: bool = False  # nothing to enter: answered already, or refused


def list_sheets(work: Work) -> tuple[Questionnaire, ...]:
    """Return the questionnaires that have something to answer, in the order of their moments."""
    found = [one for one in work.catalogue.questionnaires if items_of(one)]
    return tuple(sorted(found, key=lambda one: MOMENTS.index(moment_of(one))))


def show_sheet(work: Work, slug: str) -> PaperSheet:
    """Return a blank sheet.

    Raises:
        NotFound: no such questionnaire.

    """
    questionnaire = find_questionnaire(work, slug)
    return PaperSheet(questionnaire=questionnaire, questions=view_items(questionnaire, {}))


def list_people(work: Work, named: str = "") -> tuple[AccountLine, ...]:
    """Return whose sheets the person who acts may enter: those whose name holds ``named``."""
    groups = None if work.me.role is Role.ADMINISTRATOR else work.me.groups
    wanted = plain_text(named)
    return tuple(
        one
        for one in list_accounts(work, groups=groups)
        if one.role is Role.LEARNER and one.status == "active" and wanted in plain_text(one.name)
    )


def show_entry(work: Work, slug: str, learner: UUID) -> PaperSheet:
    """Return the form to enter what was answered on a sheet.

    Raises:
        NotFound: no such questionnaire, or no such learner in that person's groups.

    """
    line = find_learner(work, learner)
    questionnaire = find_questionnaire(work, slug)
    key = _key(slug, learner)
    fields, _saved_at = drafts_of(work, work.me.id, key).get(key, ((), None))
    return PaperSheet(
        questionnaire=questionnaire,
        questions=view_items(questionnaire, dict(fields)),
        learner=line,
        closed=answering_of(slug, facts_of(work, learner)) is not Answering.OPEN,
    )


def enter_sheet(work: Work, slug: str, learner: UUID, form: Form) -> None:
    """Record what somebody answered on a sheet; the same sheet entered twice counts once.

    Raises:
        NotFound: no such questionnaire, or no such learner in that person's groups.
        Conflict: the person has refused, or has answered something else.
        Invalid: nothing was entered.

    """
    find_learner(work, learner)
    questionnaire = find_questionnaire(work, slug)
    chosen = chosen_in(questionnaire, form)
    if all(value is None for value in chosen.values()):
        raise Invalid("Choisissez au moins une réponse de la feuille.")
    hold_accounts(work, [learner])  # one sheet of a person is entered at a time
    facts = facts_of(work, learner)
    if answering_of(slug, facts) is not Answering.OPEN:
        if _is_same_sheet(slug, chosen, facts):
            return
        raise Conflict(_CLOSED)
    record_answers(work, learner, questionnaire, chosen, on_paper=True)
    drop_draft(work, learner, f"questionnaires/{slug}")
    drop_draft(work, work.me.id, _key(slug, learner))
    audit.record(work, "questionnaire.saisi", subject=str(learner))


def keep_typed(work: Work, slug: str, learner: UUID, form: Form) -> bool:
    """Keep what staff had entered when their session ended."""
    find_learner(work, learner)
    fields = as_fields(chosen_in(find_questionnaire(work, slug), form))
    if fields:
        keep_draft(work, work.me.id, _key(slug, learner), fields)
    return bool(fields)


def _is_same_sheet(slug: str, chosen: Mapping[str, int | None], facts: list[Fact]) -> bool:
    known = answered_of(facts).get(slug, {})
    return all(one.on_paper for one in known.values()) and chosen == {
        name: one.value for name, one in known.items()
    }


def _key(slug: str, learner: UUID) -> str:
    return f"feuille/{slug}/{learner}"
