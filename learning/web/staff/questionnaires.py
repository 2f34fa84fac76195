"""Questionnaires on paper: blank sheets to print, and what was answered on them entered."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.errors import Invalid
from learning.services import questionnaires_paper as paper
from learning.services.questionnaires import moment_of
from learning.web.forms import posted
from learning.web.i18n import translate
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("paper", __name__, url_prefix="/suivi/questionnaires")


@bp.get("")
@requires(Permission.ENTER_ON_PAPER, page_kind="questionnaires")
def index() -> Response:
    sheets = [(one, moment_of(one)) for one in paper.list_sheets(work())]
    return make_response(render("staff/questionnaires.html", sheets=sheets))


@bp.get("/<string:name>/feuille")
@requires(Permission.ENTER_ON_PAPER, page_kind="questionnaires")
def sheet(name: str) -> Response:
    page = paper.show_sheet(work(), name)
    return make_response(render("staff/questionnaires_sheet.html", page=page))


@bp.get("/<string:name>/saisir")
@requires(Permission.ENTER_ON_PAPER, page_kind="questionnaires")
def choose(name: str) -> Response:
    named = request.args.get("chercher", "").strip()[:80]
    people = paper.list_people(work(), named)
    return make_response(
        render(
            "staff/questionnaires_people.html",
            page=paper.show_sheet(work(), name),
            people=people[: paper.MOST_PEOPLE],
            hidden=max(0, len(people) - paper.MOST_PEOPLE),
            named=named,
            entered="saisie" in request.args,
        )
    )


@bp.get("/<string:name>/saisir/<uuid:learner>")
@requires(Permission.ENTER_ON_PAPER, page_kind="repondre")
def form(name: str, learner: UUID) -> Response:
    return _form(name, learner)


@bp.post("/<string:name>/saisir/<uuid:learner>")
@requires(Permission.ENTER_ON_PAPER, page_kind="repondre")
def enter(name: str, learner: UUID) -> Response:
    try:
        paper.enter_sheet(work(), name, learner, posted())
    except Invalid as error:
        return _form(name, learner, error=error.sentence(translate))
    return make_response(redirect(url_for("paper.choose", name=name, saisie="oui"), 303))


def _form(name: str, learner: UUID, *, error: str = "") -> Response:
    page = paper.show_entry(work(), name, learner)
    body = render("staff/questionnaires_entry.html", page=page, error=error)
    return make_response(body, 422 if error else 200)
