"""The journal: who did what to whom, by family, day or person."""

from typing import Any

from flask import Blueprint, Response, make_response, request, url_for

from learning.domain.access import Permission
from learning.domain.errors import Invalid, NotFound
from learning.domain.journal import FAMILIES
from learning.services.admin_journal import JournalFilter, show_journal
from learning.web.admin.words import page_number, said, word_options
from learning.web.errors import status_of
from learning.web.i18n import day, hour, translate
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("admin_journal", __name__, url_prefix="/administration/journal")

_FIELDS = ("sorte", "depuis", "jusque", "identifiant")


@bp.get("")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def show() -> Response:
    asked = {name: request.args.get(name, "").strip()[:100] for name in _FIELDS}
    error: Invalid | NotFound | None = None
    try:
        found = show_journal(work(), _filter(asked, page_number()))
    except (Invalid, NotFound) as refused:
        error = refused
        found = show_journal(work(), JournalFilter(family=asked["sorte"]))
    kept: dict[str, Any] = {name: value for name, value in asked.items() if value}
    page = render(
        "admin/journal.html",
        found=found,
        asked=asked,
        filtered=bool(kept),
        families=word_options(FAMILIES, asked["sorte"], translate("Tous les actes")),
        when=[(day(one.at), hour(one.at)) for one in found.entries],
        before=url_for("admin_journal.show", **kept, page=found.page - 1)
        if found.page > 1
        else "",
        after=url_for("admin_journal.show", **kept, page=found.page + 1)
        if found.page < found.pages
        else "",
        error=said(error, "identifiant"),
    )
    return make_response(page, status_of(error) if error else 200)


def _filter(asked: dict[str, str], number: int) -> JournalFilter:
    return JournalFilter(
        family=asked["sorte"],
        since=asked["depuis"],
        until=asked["jusque"],
        identifier=asked["identifiant"],
        page=number,
    )
