"""Images and sounds of a module, beside its lessons."""

from flask import Blueprint, Response

from learning.domain.access import Permission
from learning.services.media import find_media
from learning.web.pages import requires, work

bp = Blueprint("media", __name__)


@bp.get("/modules/<string:module>/media/<string:name>")
@requires(Permission.SIGNED_IN, page_kind="lecon")
def show(module: str, name: str) -> Response:
    found = find_media(work(), module, name)
    return Response(found.body, mimetype=found.kind)
