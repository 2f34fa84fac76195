"""Affichage, and the four first screens that choose it by looking at samples."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.errors import NotFound
from learning.services.display import ALLOWED, finish_first_steps, set_display
from learning.web.pages import requires, work
from learning.web.render import render
from learning.web.session import is_learner, present

bp = Blueprint("display", __name__)
first_steps = Blueprint("first_steps", __name__)

# The names of the form's fields, in French since the address bar and the form are.
FIELDS = {"taille": "text_size", "espace": "spacing", "couleurs": "theme", "lecture": "depth"}
LAST_STEP = 4


@bp.get("/affichage")
@requires(Permission.SIGNED_IN, page_kind="affichage")
def show() -> Response:
    return make_response(
        render(
            "public/display.html",
            chosen=present().display,
            allowed=ALLOWED,
            learner=is_learner(),
            kept=request.args.get("garde") == "1",
        )
    )


@bp.post("/affichage")
@requires(Permission.SIGNED_IN, page_kind="affichage")
def save() -> Response:
    set_display(work(), chosen_values())
    return make_response(redirect(url_for("display.show", garde=1), 303))


@first_steps.get("/premiers-pas/<int:step>", endpoint="show")
@requires(Permission.FOLLOW_COURSE, page_kind="premiers-pas")
def show_step(step: int) -> Response:
    if not 1 <= step <= LAST_STEP:
        raise NotFound("Cette étape n’existe pas. Revenez à l’accueil.")
    return make_response(
        render(
            f"first_steps/{step}.html",
            step=step,
            last=LAST_STEP,
            chosen=present().display,
            answer=request.args.get("essai", ""),
        )
    )


@first_steps.post("/premiers-pas/<int:step>", endpoint="save")
@requires(Permission.FOLLOW_COURSE, page_kind="premiers-pas")
def save_step(step: int) -> Response:
    if request.form.get("passer") == "oui":
        finish_first_steps(work())
        return make_response(redirect("/accueil", 303))
    if not 1 <= step <= LAST_STEP:
        raise NotFound("Cette étape n’existe pas. Revenez à l’accueil.")
    set_display(work(), chosen_values())
    if step == LAST_STEP:
        finish_first_steps(work())
        return make_response(redirect("/accueil", 303))
    return make_response(redirect(url_for("first_steps.show", step=step + 1), 303))


def chosen_values() -> dict[str, str]:
    """Return the settings that the form carries, by their stored name."""
    return {stored: request.form[name] for name, stored in FIELDS.items() if name in request.form}
