"""« Suite connue » on a learner's page: one line of a closed list, and its month."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.lists import OUTCOMES
from learning.services.outcomes import months_offered, note_outcome
from learning.web.filters import written_month
from learning.web.i18n import translate
from learning.web.pages import requires, work

bp = Blueprint("outcomes", __name__, url_prefix="/suivi/apprenants")


@bp.post("/<uuid:learner>/suites")
@requires(Permission.FOLLOW_LEARNERS, page_kind="fiche")
def note(learner: UUID) -> Response:
    note_outcome(work(), learner, request.form.get("suite", ""), request.form.get("mois", ""))
    return make_response(redirect(f"{url_for('learners.show', learner=learner)}#suite", 303))


def outcome_form() -> dict[str, list[dict[str, Any]]]:
    """The options of the two lists of the form."""
    months = months_offered(work().instant)
    return {
        "words": [
            {"value": "", "label": translate("Choisissez"), "selected": True},
            *(
                {"value": code, "label": translate(word), "selected": False}
                for code, word in OUTCOMES.items()
            ),
        ],
        "months": [
            {"value": one, "label": written_month(one), "selected": False} for one in months
        ],
    }
