"""The evaluation's export on the web: made by evaluators, numbered; and the codebook to print."""

from flask import Blueprint, Response, make_response, request

from learning.domain.access import Permission
from learning.domain.errors import LearningError
from learning.domain.evaluation import INDICATORS
from learning.services.study_export import (
    Prepared,
    allow_export,
    declared,
    list_exports,
    pack,
    prepare_export,
)
from learning.services.study_keys import list_keys
from learning.web.errors import status_of
from learning.web.i18n import translate
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render

bp = Blueprint("exports", __name__, url_prefix="/evaluation")

_SEE = Permission.SEE_EVALUATION


def _prepare() -> tuple[Prepared, bytes] | LearningError:
    """Write the files before the transaction: reading, sealing and packing take long."""
    try:
        made = prepare_export(program(), request.form.get("etude", ""))
    except LearningError as error:
        return error
    return made, pack(made.files)


@bp.get("/export")
@requires(_SEE, page_kind="export")
def ask() -> Response:
    return _ask()


@bp.post("/export")
@requires(_SEE, page_kind="export", prepare=_prepare)
def make() -> Response:
    found = prepared()
    if isinstance(found, LearningError):
        return _ask(found)
    made, body = found
    try:
        number = allow_export(work(), made)
    except LearningError as error:
        return _ask(error)
    response = make_response(body)
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f"attachment; filename=export-{number:04}.zip"
    return response


def _ask(error: LearningError | None = None) -> Response:
    chosen = request.form.get("etude", "")
    known = list_keys(program().settings.data)
    studies = [one for one in known if one.closes_on]
    options = [{"value": "", "label": translate("Sans étude"), "selected": not chosen}]
    options += [
        {"value": one.name, "label": one.name, "selected": one.name == chosen} for one in studies
    ]
    body = render(
        "evaluator/export.html",
        error=error.sentence(translate) if error else "",
        options=options,
        studies=known,
        exports=list_exports(work()),
    )
    return make_response(body, status_of(error) if error else 200)


@bp.get("/variables")
@requires(_SEE, page_kind="export")
def codebook() -> Response:
    return make_response(
        render("evaluator/codebook.html", variables=declared(work()), indicators=INDICATORS)
    )
