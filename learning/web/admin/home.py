"""The home of administration, the settings, and the health of the site."""

from flask import Blueprint, Response, make_response

from learning.domain.access import Permission
from learning.services.admin_home import count_all, measure_storage
from learning.services.admin_settings import show_settings
from learning.services.doctor import Point, examine
from learning.web.i18n import translate
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render

bp = Blueprint("administration", __name__, url_prefix="/administration")

_LOOKS = {"ok": "termine", "attention": "silencieux", "erreur": "bloque"}
_ORDER = {"erreur": 0, "attention": 1, "ok": 2}


def _examine() -> list[Point]:
    """Look at the site before the page's own unit: it opens several."""
    return sorted(examine(program()), key=lambda point: _ORDER.get(point.state, 1))


@bp.get("")
@requires(Permission.MANAGE_SITE, page_kind="administration", prepare=_examine)
def show() -> Response:
    settings = program().settings
    points: list[Point] = prepared()
    return make_response(
        render(
            "admin/home.html",
            counts=count_all(work(), grids=settings.grilles),
            two_people=settings.deux_personnes,
            wrong=sum(point.state == "erreur" for point in points),
            odd=sum(point.state == "attention" for point in points),
        )
    )


@bp.get("/reglages")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def settings() -> Response:
    return make_response(render("admin/settings.html", page=show_settings(program())))


@bp.get("/etat")
@requires(Permission.MANAGE_SITE, page_kind="administration", prepare=_examine)
def health() -> Response:
    points: list[Point] = prepared()
    return make_response(
        render(
            "admin/health.html",
            points=points,
            looks=_LOOKS,
            words={"ok": translate("Bien"), "attention": translate("À voir")}
            | {"erreur": translate("À réparer")},
            wrong=sum(point.state == "erreur" for point in points),
            storage=measure_storage(work(), program()),
        )
    )
