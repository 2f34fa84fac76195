"""/sante for who watches the service, /presence for the script that keeps a page open."""

from flask import Blueprint, Response, jsonify

from learning.domain.access import Permission
from learning.web.pages import program, requires
from learning.web.session import lock_minutes

bp = Blueprint("health", __name__)


@bp.get("/sante")
@requires(Permission.PUBLIC, page_kind="sante", while_held=True)
def show() -> Response:
    return jsonify(etat="ok", version="0.1.0")


@bp.get("/favicon.ico")
@requires(Permission.PUBLIC, own_units=True)
def favicon() -> Response:
    """Nothing: a browser asks for it on its own, and the pages name their own sign."""
    return Response(status=204)


@bp.post("/presence")
@requires(Permission.SIGNED_IN, page_kind="lecon")
def stay() -> Response:
    return jsonify(secondes=lock_minutes(program(), "lecon") * 60)
