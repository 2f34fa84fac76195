"""The head of the journal on a sheet: printed and kept elsewhere, it tells a rewritten chain."""

from flask import Blueprint, Response, make_response

from learning.domain.access import Permission
from learning.services.audit_check import read_head
from learning.web.i18n import day, hour
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("audit_head", __name__, url_prefix="/administration/journal/tete")


@bp.get("")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def show() -> Response:
    now = work().instant
    page = render("admin/audit_head.html", head=read_head(work()), said=(day(now), hour(now)))
    return make_response(page)
