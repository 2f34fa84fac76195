"""Images and sounds of a module, beside its lessons."""

from flask import Blueprint, Response, request

from learning.domain.access import Permission
from learning.services.media import find_media_for
from learning.web.pages import requires, work

bp = Blueprint("media", __name__)


@bp.get("/modules/<string:module>/media/<string:name>")
@requires(Permission.SIGNED_IN, page_kind="lecon")
def show(module: str, name: str) -> Response:
    content = request.args.get("contenu", "")
    found = find_media_for(work(), module, name, content=content)
    return Response(found.body, mimetype=found.kind)
