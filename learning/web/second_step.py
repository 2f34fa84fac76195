"""The second step of a sign-in: a code of the person's paper grid, each used once.

Between the two steps nothing is kept: what was proved goes with the page, signed, for 5 minutes.
"""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, Response, current_app, make_response, redirect, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from learning.domain.access import Permission
from learning.services import signin
from learning.services.grids import Asked
from learning.web.i18n import translate
from learning.web.pages import program, requires
from learning.web.render import render
from learning.web.security import terminal_address, terminal_mark
from learning.web.session import remember

bp = Blueprint("second_step", __name__)

_LASTS = timedelta(minutes=5)
_INVALID, _REFUSED = 422, 403


def ask(attempt: signin.Attempt, asked: Asked, *, error: str = "") -> Response:
    """Ask for the code, or say that the person needs a grid first."""
    if asked.grid is None:
        return make_response(render("public/no_grid.html"), _REFUSED)
    step = _signer().dumps(
        [
            str(attempt.account_id),
            attempt.account_key,
            attempt.terminal,
            str(asked.grid),
            asked.place,
            program().clock().isoformat(),
        ]
    )
    page = render("public/second_step.html", step=step, place=asked.place, error=error)
    return make_response(page, _INVALID if error else 200)


@bp.post("/connexion/code")
@requires(Permission.PUBLIC, own_units=True)
def check() -> Response:
    proved = _proved(request.form.get("etape", ""))
    if proved is None:
        return make_response(redirect(url_for("signin.show", raison="fermee"), 303))
    attempt, asked = proved
    with program().writing() as opened:
        token = signin.finish(
            opened, program().keys.pepper, attempt, asked, request.form.get("code", "")[:40]
        )
    if token is None:
        sentence = translate("Ce code ne va pas. Regardez le numéro, puis votre grille.")
        return ask(attempt, asked, error=sentence)
    remember(token)
    return make_response(redirect("/accueil", 303))


def _proved(step: str) -> tuple[signin.Attempt, Asked] | None:
    """Return what the first step proved, at this terminal and not long ago."""
    try:
        account, key, terminal, grid, place, at = _signer().loads(step)
    except (BadSignature, ValueError):
        return None
    age = program().clock() - datetime.fromisoformat(at)
    if terminal != terminal_address() or not timedelta(0) <= age <= _LASTS:
        return None
    attempt = signin.Attempt(
        account_id=UUID(account),
        right=True,
        account_key=key,
        terminal=terminal,
        mark=terminal_mark(),
    )
    return attempt, Asked(grid=UUID(grid), place=place)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="grille")
