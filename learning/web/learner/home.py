"""Accueil: one card to go on, then what else there is today."""

from flask import Blueprint, Response, make_response, redirect, url_for

from learning.domain.access import Permission, Role
from learning.domain.attested import HEADINGS
from learning.domain.course import LessonKind
from learning.services import learn, prints, project_access, requests
from learning.services.notices import news_of
from learning.services.own_attestations import unseen
from learning.services.questionnaires import offered
from learning.services.validated import show_elsewhere
from learning.web.pages import requires, work
from learning.web.render import render
from learning.web.session import is_learner, present

bp = Blueprint("home", __name__)

_HOMES = {
    Role.COUNSELLOR: "follow_up.show",
    Role.EVALUATOR: "evaluation.show_page",
    Role.SUPERVISOR: "room.index",
}


@bp.get("/accueil")
@requires(Permission.SIGNED_IN, page_kind="accueil")
def show() -> Response:
    if (role := present().actor.role) is not Role.LEARNER:
        return make_response(redirect(url_for(_HOMES.get(role, "staff_home.show")), 303))
    page = learn.home(work())
    return make_response(
        render(
            "learner/home.html",
            page=page,
            news=news_of(work(), page.facts),
            helps=requests.own_requests(work()),
            attested=unseen(work()),
            headings=HEADINGS,
            questionnaire=offered(work(), page.facts, page.modules),
            project=project_access.state_of(work(), work().me.id),
            resume_url=resume_url(page.resume),
            test=LessonKind.TEST,
        )
    )


def resume_url(resume: learn.Resume | None) -> str:
    """The address of the very place to go on from."""
    if resume is None:
        return "/modules"
    url = f"/modules/{resume.module.slug}/{resume.lesson.slug}"
    return f"{url}#q-{resume.question_name}" if resume.question_name else url


@bp.get("/modules")
@requires(Permission.READ_COURSE, page_kind="modules")
def modules() -> Response:
    if not is_learner():
        return make_response(redirect(url_for("training.show"), 303))
    return make_response(
        render(
            "learner/modules.html",
            standings=learn.list_modules(work()),
            elsewhere=show_elsewhere(work(), present().actor.id),
        )
    )


@bp.get("/modules/<string:module>")
@requires(Permission.READ_COURSE, page_kind="module")
def module(module: str) -> Response:
    page = learn.show_module(work(), module)
    elsewhere = show_elsewhere(work(), present().actor.id).by_module.get(page.standing.module.slug)
    return make_response(
        render("learner/module.html", page=page, test=LessonKind.TEST, elsewhere=elsewhere)
    )


@bp.get("/regles")
@requires(Permission.FOLLOW_COURSE, page_kind="regles")
def rules() -> Response:
    state = prints.sheet_state(work(), prints.RULES)
    return make_response(render("learner/rules.html", rules=learn.rules_met(work()), state=state))


@bp.get("/glossaire")
@requires(Permission.READ_COURSE, page_kind="glossaire")
def glossary() -> Response:
    state = prints.sheet_state(work(), prints.GLOSSARY) if is_learner() else None
    return make_response(
        render("learner/glossary.html", terms=work().catalogue.glossary, state=state)
    )
