"""Avis: what is new in a module before it is published, and the two opinions asked on it."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.errors import Invalid, Refused
from learning.services.opinions import LONGEST, give_opinion, list_modules, show_module
from learning.web.errors import status_of
from learning.web.forms import OPINION_FIELDS
from learning.web.i18n import translate
from learning.web.pages import requires, work
from learning.web.render import render
from learning.web.trainer.versions import kind_words

bp = Blueprint("opinions", __name__, url_prefix="/formateur/avis")

_ANSWERS = {"favorable": True, "a-revoir": False}


@bp.get("")
@requires(Permission.GIVE_OPINION, page_kind="avis")
def index() -> Response:
    return make_response(
        render("trainer/opinions.html", modules=list_modules(work()), kinds=kind_words())
    )


@bp.get("/<string:module>")
@requires(Permission.GIVE_OPINION, page_kind="ecrire")
def show(module: str) -> Response:
    return _page(module)


@bp.post("/<string:module>")
@requires(Permission.GIVE_OPINION, page_kind="ecrire")
def give(module: str) -> Response:
    try:
        give_opinion(
            work(),
            module,
            kind=request.form.get("sujet", ""),
            favourable=_ANSWERS.get(request.form.get("avis", "")),
            comment=request.form.get("commentaire", "").replace("\r\n", "\n"),
            digest=request.form.get("vu", ""),
        )
    except (Invalid, Refused) as error:
        return _page(module, error=error)
    return make_response(redirect(url_for("opinions.show", module=module, garde=1), 303))


def _page(module: str, *, error: Invalid | Refused | None = None) -> Response:
    field = error.field if isinstance(error, Invalid) else ""
    found = show_module(work(), module)
    page = render(
        "trainer/opinions_one.html",
        page=found,
        kinds=kind_words(),
        typed={name: request.form.get(name, found.typed.get(name, "")) for name in OPINION_FIELDS},
        longest=LONGEST,
        sentence=error.sentence(translate) if error else "",
        field=field,
        kept="garde" in request.args,
    )
    return make_response(page, status_of(error) if error else 200)
