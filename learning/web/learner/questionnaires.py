"""Questionnaires of the evaluation: told first, answered or refused, never asked twice."""

from flask import Blueprint, Response, jsonify, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.evaluation import Answering
from learning.services import questionnaires
from learning.web.forms import posted
from learning.web.i18n import hour
from learning.web.pages import is_automatic, requires, work
from learning.web.render import render

bp = Blueprint("questionnaires", __name__, url_prefix="/questionnaires/<string:name>")
_OWN_DATA = "/mes-donnees"


@bp.get("")
@requires(Permission.FOLLOW_COURSE, page_kind="questionnaire")
def show(name: str) -> Response:
    page = questionnaires.show(work(), name)
    return make_response(render("learner/questionnaire.html", page=page))


@bp.get("/repondre")
@requires(Permission.FOLLOW_COURSE, page_kind="repondre")
def answer(name: str) -> Response:
    page = questionnaires.show(work(), name)
    if page.state is not Answering.OPEN:
        return _to_page(name)
    return make_response(render("learner/questionnaire_form.html", page=page))


@bp.post("/repondre")
@requires(Permission.FOLLOW_COURSE, page_kind="repondre")
def save(name: str) -> Response:
    if is_automatic():
        questionnaires.keep_typed(work(), name, posted())
        return jsonify(enregistre=hour(work().instant))
    if "plus-tard" in request.form:
        questionnaires.keep_typed(work(), name, posted())
        return make_response(redirect(url_for("home.show"), 303))
    questionnaires.send(work(), name, posted())
    return _to_page(name)


@bp.post("/refuser")
@requires(Permission.FOLLOW_COURSE, page_kind="questionnaire")
def refuse(name: str) -> Response:
    questionnaires.refuse(work(), name)
    if request.form.get("suite") == _OWN_DATA:
        return make_response(redirect(f"{_OWN_DATA}#questionnaires", 303))
    return _to_page(name)


@bp.post("/reprendre")
@requires(Permission.FOLLOW_COURSE, page_kind="questionnaire")
def take_back(name: str) -> Response:
    questionnaires.take_back(work(), name)
    return _to_page(name)


def _to_page(name: str) -> Response:
    return make_response(redirect(url_for("questionnaires.show", name=name), 303))
