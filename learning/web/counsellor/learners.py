"""A learner's page: its opening is written first, and told to the learner."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission, Role, may
from learning.domain.lists import BY_SORT, SUPPORTERS
from learning.services.follow_up_learner import (
    LearnerPage,
    choose_person,
    observe,
    offered,
    show_learner,
)
from learning.services.project_access import state_of as project_state
from learning.services.project_handing import is_wanted
from learning.services.validated import show_elsewhere
from learning.web.counsellor.outcomes import outcome_form
from learning.web.counsellor.words import ago, state_of, why
from learning.web.i18n import month, translate
from learning.web.pages import program, requires, work
from learning.web.render import render
from learning.web.session import present

bp = Blueprint("learners", __name__, url_prefix="/suivi/apprenants")

SORTS = {"observation": "Observation", "pause": "Pause", "depart": "Départ"}
_KINDS = {"reussite": "De réussite", "assiduite": "D’assiduité", "bilan": "Bilan de parcours"}


@bp.get("/<uuid:learner>")
@requires(Permission.FOLLOW_LEARNERS, page_kind="fiche", consults="fiche")
def show(learner: UUID) -> Response:
    page = show_learner(work(), learner)
    return make_response(
        render(
            "counsellor/learner.html",
            page=page,
            state=state_of(page.state),
            lines=[
                {"why": why(one), "since": ago(one.since, work().instant)} for one in page.lines
            ],
            modules=[{"one": one, "state": state_of(one.progress.state)} for one in page.modules],
            observed=_observed(page),
            options=_options(),
            outcome_form=outcome_form(),
            supporters=SUPPORTERS,
            kinds=_KINDS,
            project=project_state(work(), learner),
            file_wanted=is_wanted(work(), learner),
            for_management=work().me.role is Role.ADMINISTRATOR,
            elsewhere=show_elsewhere(work(), learner),
            moves=may(present().actor, Permission.MOVE_DOSSIER),
        )
    )


@bp.post("/<uuid:learner>/observations")
@requires(Permission.FOLLOW_LEARNERS, page_kind="fiche")
def note(learner: UUID) -> Response:
    chosen = request.form.get("observation", "")
    observe(work(), learner, chosen, hidden=program().settings.listes_masquees)
    return make_response(redirect(url_for("learners.show", learner=learner), 303))


@bp.post("/<uuid:learner>/mes-personnes")
@requires(Permission.FOLLOW_LEARNERS, page_kind="fiche")
def follow(learner: UUID) -> Response:
    choose_person(work(), learner, follow=request.form.get("suivre") == "oui")
    return make_response(redirect(url_for("learners.show", learner=learner), 303))


def _observed(page: LearnerPage) -> list[dict[str, str]]:
    return [
        {
            "month": month(one.at),
            "sort": translate(SORTS[one.sort]),
            "word": translate(BY_SORT[one.sort].get(one.code, one.code)),
        }
        for one in page.observed
    ]


def _options() -> list[dict[str, Any]]:
    return [
        {
            "value": f"{sort}.{code}",
            "label": f"{translate(SORTS[sort])}\u00a0: {translate(word)}",
            "selected": False,
        }
        for sort, lines in offered(program().settings.listes_masquees).items()
        for code, word in lines.items()
    ]
