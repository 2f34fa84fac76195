"""The bin: what may still come back, erasing for good, and the acts that two people decide."""

from uuid import UUID

from flask import (
    Blueprint,
    Response,
    after_this_request,
    make_response,
    redirect,
    request,
    url_for,
)

from learning.domain.access import Permission
from learning.domain.errors import Conflict, Invalid, LearningError, Refused
from learning.services.admin_accounts import find_group, list_groups
from learning.services.admin_acts import administrators
from learning.services.admin_bin import (
    DAYS,
    check_binned,
    check_erasable,
    find_binned,
    list_bin,
    put_group,
    restore,
)
from learning.services.agreements import ERASE, ask, give, refuse, spend, waiting
from learning.services.erasure import erase, finish
from learning.web.admin.words import said
from learning.web.errors import status_of
from learning.web.pages import program, requires, work
from learning.web.render import render

bp = Blueprint("admin_bin", __name__, url_prefix="/administration")


@bp.get("/corbeille")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def index() -> Response:
    return _index()


@bp.post("/corbeille/<uuid:item>/remettre")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def put_back(item: UUID) -> Response:
    try:
        restore(work(), item)
    except Conflict as error:
        return _index(error)
    return make_response(redirect(url_for("admin_bin.index", fait="remis"), 303))


def _index(error: LearningError | None = None) -> Response:
    page = render(
        "admin/bin.html",
        items=list_bin(work()),
        now=work().instant,
        days=DAYS,
        done=request.args.get("fait", ""),
        error=said(error, "corbeille"),
    )
    return make_response(page, status_of(error) if error else 200)


@bp.get("/corbeille/<uuid:item>/effacer")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def ask_erase(item: UUID) -> Response:
    return _ask_erase(item)


@bp.post("/corbeille/<uuid:item>/effacer")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def erase_now(item: UUID) -> Response:
    """Erase, or ask another administrator when the site wants two people."""
    try:
        one = check_erasable(work(), item, typed=request.form.get("confirmation", ""))
        if program().settings.deux_personnes:
            ask(work(), ERASE, one.subject)
            return make_response(redirect(url_for("admin_bin.agreements", fait="demande"), 303))
    except (Invalid, Conflict, Refused) as error:
        return _ask_erase(item, error)
    _erase(one.subject)
    return make_response(redirect(url_for("admin_bin.index", fait="efface"), 303))


def _ask_erase(item: UUID, error: LearningError | None = None) -> Response:
    one = find_binned(work(), item)
    page = render(
        "admin/erase.html",
        item=one,
        two_people=program().settings.deux_personnes,
        alone=administrators(work()) < 2,  # noqa: PLR2004 - one to ask, another to agree
        error=said(error, "confirmation"),
    )
    return make_response(page, status_of(error) if error else 200)


def _erase(account: UUID) -> None:
    """Erase the rows with this request, and the bytes once it is committed."""
    erase(work(), account, program().keys.pepper)
    served = program()

    @after_this_request
    def _leave_no_byte(response: Response) -> Response:
        finish(served)
        return response


@bp.get("/accords")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def agreements() -> Response:
    return _agreements()


@bp.post("/accords/<uuid:wanted>/donner")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def agree(wanted: UUID) -> Response:
    """Agree; an erasure is done at once, a transfer by who asked for it."""
    try:
        one = give(work(), wanted)
        if one.kind == ERASE:
            check_binned(work(), one.subject)
            spend(work(), ERASE, one.subject)
    except Refused as error:
        return _agreements(error)
    if one.kind == ERASE:
        _erase(one.subject)
    return make_response(redirect(url_for("admin_bin.agreements", fait=one.kind), 303))


@bp.post("/accords/<uuid:wanted>/refuser")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def disagree(wanted: UUID) -> Response:
    refuse(work(), wanted)
    return make_response(redirect(url_for("admin_bin.agreements", fait="refuse"), 303))


def _agreements(error: LearningError | None = None) -> Response:
    page = render(
        "admin/agreements.html",
        waiting=waiting(work()),
        me=work().me.id,
        two_people=program().settings.deux_personnes,
        done=request.args.get("fait", ""),
        error=said(error, "accords"),
    )
    return make_response(page, status_of(error) if error else 200)


@bp.get("/groupes")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def groups() -> Response:
    return make_response(render("admin/groups.html", groups=list_groups(work())))


@bp.get("/groupes/<uuid:group>/corbeille")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def ask_group(group: UUID) -> Response:
    return _ask_group(group)


@bp.post("/groupes/<uuid:group>/corbeille")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def bin_group(group: UUID) -> Response:
    try:
        put_group(work(), group, typed=request.form.get("confirmation", ""))
    except Invalid as error:
        return _ask_group(group, error)
    return make_response(redirect(url_for("admin_bin.index", fait="groupe"), 303))


def _ask_group(group: UUID, error: LearningError | None = None) -> Response:
    page = render(
        "admin/group_bin.html",
        group=find_group(work(), group),
        days=DAYS,
        error=said(error, "confirmation"),
    )
    return make_response(page, status_of(error) if error else 200)
