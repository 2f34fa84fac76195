"""« Signaler une erreur »: a reason from a list and a few words, for the trainers alone."""

from uuid import uuid4

import sqlalchemy as sa

from learning.domain.errors import Invalid, NotFound
from learning.services.activity import drafts_of, drop_draft, facts_of, keep_draft
from learning.services.answer import find_lesson, find_module, lesson_questions
from learning.services.work import Work
from learning.storage.activity import error_report

REASONS: dict[str, str] = {
    "pas-compris": "Je ne comprends pas la question",
    "faute": "Il y a une faute de français",
    "reponse": "La réponse me semble fausse",
    "chiffre": "Un chiffre me semble faux ou ancien",
    "autre": "Autre chose",
}
_LONGEST = 500
_MOST_A_DAY = 20


def report_error(
    work: Work, module_slug: str, lesson_slug: str, name: str, reason: str, text: str
) -> None:
    """Keep a report on one question.

    Raises:
        Invalid: no reason of the list, a text too long, or too many reports today.
        NotFound: no such question.

    """
    question = find_reported(work, module_slug, lesson_slug, name)
    if reason not in REASONS:
        raise Invalid("Choisissez une raison dans la liste.", field="raison")
    if len(text) > _LONGEST:
        raise Invalid("Écrivez 500 caractères au plus.", field="texte")
    mine = sa.select(sa.func.count()).where(
        error_report.c.site_id == work.site,
        error_report.c.learner_id == work.me.id,
        error_report.c.at > work.instant.replace(hour=0, minute=0, second=0, microsecond=0),
    )
    if (work.connection.execute(mine).scalar() or 0) >= _MOST_A_DAY:
        raise Invalid("Vous avez déjà envoyé beaucoup de messages aujourd’hui. Réessayez demain.")
    work.connection.execute(
        sa.insert(error_report),
        {
            "site_id": work.site,
            "id": uuid4(),
            "learner_id": work.me.id,
            "at": work.instant,
            "question": question,
            "release": work.release or "",
            "reason": reason,
            "text": text.strip(),
        },
    )
    drop_draft(work, work.me.id, _draft_key(question))


def keep_late(work: Work, module: str, lesson: str, name: str, typed: tuple[str, str]) -> bool:
    """Keep a reason and a text sent too late; tell whether there was anything."""
    question = find_reported(work, module, lesson, name)
    reason, text = typed
    if reason not in REASONS and not text.strip():
        return False
    kept = (("raison", reason[:40]), ("texte", text[:_LONGEST]))
    keep_draft(work, work.me.id, _draft_key(question), kept)
    return True


def kept_report(work: Work, question: str) -> tuple[str, str]:
    """Return the reason and the text kept for a question: they wait to be sent."""
    key = _draft_key(question)
    found = drafts_of(work, work.me.id, key).get(key)
    fields = dict(found[0]) if found else {}
    return str(fields.get("raison", "")), str(fields.get("texte", ""))


def _draft_key(question: str) -> str:
    return f"signaler:{question}"


def find_reported(work: Work, module_slug: str, lesson_slug: str, name: str) -> str:
    """Return the id of the question named on a lesson's page.

    Raises:
        NotFound: no such question there.

    """
    module = find_module(work, module_slug)
    lesson = find_lesson(module, lesson_slug)
    facts = facts_of(work, work.me.id, module.slug)
    for question in lesson_questions(module, lesson, facts):
        if question.name == name:
            return question.id
    raise NotFound("Cette question n’est pas dans cette leçon.")
