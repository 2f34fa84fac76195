"""Several terminals at once: a series or pasted lines, what each would do, then all of it.

The lines go with the page and are read again when it comes back: nothing is kept before.
"""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.errors import Invalid, LearningError
from learning.services.room_series import (
    Outcome,
    SeriesPlan,
    apply_series,
    plan_series,
    write_series,
)
from learning.services.room_setup import show_setup
from learning.web.admin.words import said
from learning.web.errors import status_of
from learning.web.i18n import translate
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("room_series", __name__, url_prefix="/administration/salles")

_CONFLICT = 409
_MOST_TEXT = 10_000
_SERIES = ("premier", "dernier", "adresse")
_LOOKS = {
    Outcome.CREATE: ("pas-commence", "À ajouter"),
    Outcome.KNOWN: ("termine", "Déjà là"),
    Outcome.WRONG: ("bloque", "Laissée de côté"),
}


@bp.get("/<uuid:room>/postes/plusieurs")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def ask(room: UUID) -> Response:
    return _ask(room)


@bp.post("/<uuid:room>/postes/plusieurs")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def look(room: UUID) -> Response:
    if "corriger" in request.form:
        return _ask(room)
    try:
        return _look(room, plan_series(work(), room, _typed()))
    except Invalid as error:
        return _ask(room, error)


@bp.post("/<uuid:room>/postes/plusieurs/ajouter")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def add(room: UUID) -> Response:
    try:
        plan = plan_series(work(), room, request.form.get("lignes", "")[:_MOST_TEXT])
    except Invalid as error:
        return _ask(room, error)
    if plan.mark != request.form.get("vu"):
        return _look(room, plan, changed=True)
    apply_series(work(), room, plan)
    added = plan.count(Outcome.CREATE)
    return make_response(redirect(url_for("rooms.show", room=room, ajoutes=added), 303))


def _typed() -> str:
    """The lines that were pasted, or those of the series."""
    form = request.form
    if "lignes" in form:
        return form["lignes"][:_MOST_TEXT]
    first, last, address = (form.get(name, "")[:80] for name in _SERIES)
    return write_series(first, last, address)


def _ask(room: UUID, error: LearningError | None = None) -> Response:
    setup = show_setup(work(), room)
    typed = {
        "premier": request.form.get("premier", str(setup.next_number))[:80],
        "dernier": request.form.get("dernier", "")[:80],
        "adresse": request.form.get("adresse", "")[:80],
        "lignes": request.form.get("lignes", "")[:_MOST_TEXT],
    }
    page = render("admin/room_series.html", setup=setup, typed=typed, error=said(error, "lignes"))
    return make_response(page, status_of(error) if error else 200)


def _look(room: UUID, plan: SeriesPlan, *, changed: bool = False) -> Response:
    page = render(
        "admin/room_series_look.html",
        setup=show_setup(work(), room),
        plan=plan,
        counts={one.value: plan.count(one) for one in Outcome},
        rows=[
            (one, *_LOOKS[one.outcome], one.fault.sentence(translate) if one.fault else "")
            for one in plan.lines
        ],
        changed=changed,
    )
    return make_response(page, _CONFLICT if changed else 200)
