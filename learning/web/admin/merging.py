"""Two accounts of one person: both shown side by side, then made one."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.errors import Invalid, LearningError, NotFound
from learning.services.accounts import find_account
from learning.services.admin_bin import DAYS, put_merge
from learning.services.admin_merge import likely_doubles, preview_merge
from learning.web.admin.words import STATUSES, said
from learning.web.errors import status_of
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("admin_merging", __name__, url_prefix="/administration/comptes/fusion")


@bp.get("")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def ask() -> Response:
    if not request.args.get("garde") or not request.args.get("double"):
        return _ask()
    try:
        kept, double = _both(request.args.get("garde", ""), request.args.get("double", ""))
        return _look(kept, double)
    except (Invalid, NotFound) as error:
        return _ask(error)


@bp.post("")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def merge() -> Response:
    try:
        kept, double = _both(request.form.get("garde", ""), request.form.get("double", ""))
    except (Invalid, NotFound) as error:
        return _ask(error)
    try:
        put_merge(work(), kept, double, typed=request.form.get("confirmation", ""))
    except (Invalid, NotFound) as error:
        if isinstance(error, Invalid) and error.field == "confirmation":
            return _look(kept, double, error)
        return _ask(error)
    return make_response(redirect(url_for("admin_bin.index", fait="fusion"), 303))


def _both(kept: str, double: str) -> tuple[UUID, UUID]:
    """Read both identifiers, and say which of them is nobody's."""
    found = []
    for name, text in (("garde", kept), ("double", double)):
        try:
            found.append(find_account(work(), text[:100]))
        except NotFound as error:
            raise Invalid(error.message, field=name, **error.parameters) from error
    return found[0], found[1]


def _ask(error: LearningError | None = None) -> Response:
    page = render(
        "admin/merge.html",
        likely=likely_doubles(work()),
        kept=request.values.get("garde", "")[:100],
        double=request.values.get("double", "")[:100],
        error=said(error, "double"),
    )
    return make_response(page, status_of(error) if error else 200)


def _look(kept: UUID, double: UUID, error: LearningError | None = None) -> Response:
    page = render(
        "admin/merge_look.html",
        preview=preview_merge(work(), kept, double),
        status_words=STATUSES,
        days=DAYS,
        error=said(error, "confirmation"),
    )
    return make_response(page, status_of(error) if error else 200)
