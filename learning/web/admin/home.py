"""The home of administration, the settings, and the health of the site."""

from flask import Blueprint, Response, current_app, make_response

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
# Pages of other parts: their line is there when the page is.
_OTHERS = (
    ("/administration/salles", "Salles et postes", "Les salles, leurs heures, leurs postes."),
    (
        "/administration/dossiers",
        "Dossiers entre sites",
        "Les départs, les demandes, et les autres sites.",
    ),
    (
        "/administration/donnees",
        "Données des personnes",
        "Ce qui est gardé, combien de temps, et pour qui.",
    ),
    ("/administration/sauvegardes", "Sauvegardes", "La dernière, et comment restaurer."),
)


@bp.get("")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def show() -> Response:
    settings = program().settings
    known = {str(rule.rule) for rule in current_app.url_map.iter_rules()}
    others = [
        {"url": url, "title": translate(title), "text": translate(text)}
        for url, title, text in _OTHERS
        if url in known
    ]
    return make_response(
        render(
            "admin/home.html",
            counts=count_all(work(), grids=settings.grilles),
            two_people=settings.deux_personnes,
            others=others,
        )
    )


@bp.get("/reglages")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def settings() -> Response:
    return make_response(render("admin/settings.html", page=show_settings(program())))


def _examine() -> list[Point]:
    """Look at the site before the page's own unit: it opens several."""
    return sorted(examine(program()), key=lambda point: _ORDER.get(point.state, 1))


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
