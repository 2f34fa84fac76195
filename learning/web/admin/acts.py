"""Acts on several accounts: the preview says what each would become, then it is done."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.errors import Conflict, Invalid, LearningError, Refused
from learning.services.admin_acts import Act, ActPlan, apply_act, plan_act
from learning.web.admin.words import STATUSES, ids, said
from learning.web.errors import status_of
from learning.web.i18n import translate
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("admin_acts", __name__, url_prefix="/administration/comptes")

# Each for one account, then for several.
_TITLES = {
    Act.SUSPEND: ("Suspendre un compte", "Suspendre des comptes"),
    Act.REOPEN: ("Rouvrir un compte", "Rouvrir des comptes"),
    Act.CLOSE: ("Fermer un compte", "Fermer des comptes"),
    Act.BIN: ("Mettre un compte à la corbeille", "Mettre des comptes à la corbeille"),
}
_MEANINGS = {
    Act.SUSPEND: (
        "La personne n’entre plus. Son travail est gardé. Ce compte se rouvre.",
        "Ces personnes n’entrent plus. Leur travail est gardé. Ces comptes se rouvrent.",
    ),
    Act.REOPEN: (
        "La personne entre de nouveau, avec la même carte.",
        "Ces personnes entrent de nouveau, avec la même carte.",
    ),
    Act.CLOSE: (
        "La personne est partie : elle n’entre plus. Son travail est gardé le temps prévu.",
        "Ces personnes sont parties : elles n’entrent plus. Leur travail est gardé.",
    ),
    Act.BIN: (
        "Le compte n’est plus montré. Il peut revenir pendant 30 jours, puis il est effacé.",
        "Ces comptes sont cachés. Ils peuvent revenir pendant 30 jours, puis ils sont effacés.",
    ),
}
_BECOMES = {
    Act.SUSPEND: "Sera suspendu",
    Act.REOPEN: "Sera rouvert",
    Act.CLOSE: "Sera fermé : parti",
    Act.BIN: "Ira à la corbeille",
}
_BUTTONS = {
    Act.SUSPEND: "Suspendre",
    Act.REOPEN: "Rouvrir",
    Act.CLOSE: "Fermer : parti",
    Act.BIN: "Mettre à la corbeille",
}


@bp.get("/acte")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def look() -> Response:
    try:
        plan = plan_act(work(), request.args.get("acte", ""), ids("compte"))
    except Invalid as error:
        return _nobody(error)
    return _look(plan)


@bp.post("/acte")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def do() -> Response:
    act, chosen = request.form.get("acte", ""), ids("compte", posted=True)
    try:
        plan = apply_act(
            work(),
            act,
            chosen,
            mark=request.form.get("vu", ""),
            typed=request.form.get("confirmation", ""),
        )
    except (Invalid, Conflict, Refused) as error:
        if isinstance(error, Invalid) and error.field != "confirmation":
            return _nobody(error)
        return _look(plan_act(work(), act, chosen), error)
    done = url_for("admin_accounts.index", fait=plan.act.value, combien=len(plan.done))
    return make_response(redirect(done, 303))


def _look(plan: ActPlan, error: LearningError | None = None) -> Response:
    several = len(plan.lines) > 1
    page = render(
        "admin/act.html",
        plan=plan,
        title=translate(_TITLES[plan.act][several]),
        meaning=translate(_MEANINGS[plan.act][several]),
        becomes=translate(_BECOMES[plan.act]),
        button_word=translate(_BUTTONS[plan.act]),
        status_words=STATUSES,
        to_type=plan.to_type,
        error=said(error, "acte"),
    )
    return make_response(page, status_of(error) if error else 200)


def _nobody(error: Invalid) -> Response:
    if request.method == "GET" and not request.args:
        return make_response(redirect(url_for("admin_accounts.index"), 303))
    page = render("admin/act_nobody.html", error=error.sentence(translate))
    return make_response(page, status_of(error))
