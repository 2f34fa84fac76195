"""Versions: what was published, when, by which function, and how two versions differ."""

from uuid import UUID

from flask import Blueprint, Response, make_response, request

from learning.domain.access import Permission
from learning.domain.errors import NotFound
from learning.services.publishing import list_parts
from learning.services.versions import list_versions, show_version
from learning.web.i18n import translate
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("versions", __name__, url_prefix="/formateur/versions")


@bp.get("")
@requires(Permission.PUBLISH_COURSE, page_kind="versions")
def index() -> Response:
    return make_response(
        render("trainer/versions.html", versions=list_versions(work()), parts=list_parts(work()))
    )


@bp.get("/<uuid:version>")
@requires(Permission.PUBLISH_COURSE, page_kind="versions")
def show(version: UUID) -> Response:
    page = show_version(work(), version, _other())
    return make_response(render("trainer/versions_one.html", page=page, kinds=kind_words()))


def kind_words() -> dict[str, str]:
    """What each kind of opinion is called."""
    return {
        "activite": translate("Création d’activité"),
        "detention": translate("Détention"),
    }


def _other() -> UUID | None:
    asked = request.args.get("avec", "")
    try:
        return UUID(asked) if asked else None
    except ValueError as error:
        raise NotFound("Cette version n’existe pas. Revenez à la liste des versions.") from error
