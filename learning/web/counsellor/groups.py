"""Groups: the list, one group's page with its print and spreadsheets, and what changes them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission, Role
from learning.domain.errors import Conflict, Invalid, LearningError
from learning.domain.lists import SUPPORT_FORMS, SUPPORTERS
from learning.services import groups
from learning.services.follow_up_group import GroupPage, show_group, write_sheet
from learning.web.counsellor.words import (
    action,
    chosen,
    counted,
    read_state,
    sheet_of,
    state_of,
)
from learning.web.errors import status_of
from learning.web.i18n import day, local_day, short_day, translate
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render
from learning.web.session import present

bp = Blueprint("groups", __name__, url_prefix="/suivi/groupes")

_FOLLOW, _MANAGE = Permission.FOLLOW_LEARNERS, Permission.MANAGE_GROUPS
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("")
@requires(_FOLLOW, page_kind="groupes")
def index() -> Response:
    found = groups.list_groups(work())
    return make_response(render("counsellor/groups.html", groups=found, forms=SUPPORT_FORMS))


@bp.get("/<uuid:group>")
@requires(_FOLLOW, page_kind="groupe")
def show(group: UUID) -> Response:
    return make_response(_page("counsellor/group.html", group))


@bp.get("/<uuid:group>/feuille")
@requires(_FOLLOW, page_kind="groupe")
def sheet(group: UUID) -> Response:
    return make_response(_page("counsellor/group_sheet.html", group))


def _page(template: str, group: UUID) -> str:
    page = show_group(work(), group)
    only = read_state(request.args.get("etat"))
    return render(
        template,
        page=page,
        lead=_lead(page),
        today=day(work().instant),
        sheet=sheet_of(page, only),
        rows=[_row(row) for row in chosen(page, only)],
        states=counted(page.counts),
        only=state_of(only) if only else None,
        query=f"?etat={state_of(only)['sign']}" if only else "",
        form=SUPPORT_FORMS.get(page.form, ""),
    )


def _lead(page: GroupPage) -> dict[str, str]:
    return {
        "met": day(page.met) if page.met else "",
        "opens": day(groups.read_day(page.group.opens_on, "ouverture"))
        if page.group.opens_on
        else "",
    }


def _row(row: Any) -> dict[str, Any]:
    seen = row.where.last_seen
    return {
        "id": row.id,
        "state": state_of(row.where.state),
        "seen": short_day(seen, work().instant) if seen else "",
        "action": action(row.line, row.id),
    }


def _write() -> bytes | LearningError:
    """Write the spreadsheet before the transaction: reading and packing take long."""
    group = (request.view_args or {})["group"]
    kind = "xlsx" if request.form.get("format") == "xlsx" else "csv"
    with program().reading() as own:
        own.actor, own.release = present().actor, present().release
        try:
            page = show_group(own, group)
        except LearningError as error:
            return error
    return write_sheet(sheet_of(page, read_state(request.form.get("etat"))), kind)


@bp.post("/<uuid:group>/tableur")
@requires(_FOLLOW, page_kind="groupe", prepare=_write)
def export(group: UUID) -> Response:
    body = prepared()
    if isinstance(body, LearningError):
        raise body
    groups.note_export(work(), group)
    kind = "xlsx" if request.form.get("format") == "xlsx" else "csv"
    response = make_response(body)
    response.headers["Content-Type"] = _TYPES[kind]
    name = f"groupe-{local_day(work().instant):%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


@bp.get("/nouveau")
@requires(_MANAGE, page_kind="ecrire")
def new() -> Response:
    return _new()


@bp.post("/nouveau")
@requires(_MANAGE, page_kind="ecrire")
def make() -> Response:
    try:
        made = groups.make_group(work(), **_typed())
    except (Invalid, Conflict) as error:
        return _new(error)
    return make_response(redirect(url_for("groups.edit", group=made), 303))


def _typed() -> dict[str, str]:
    return {
        "name": request.form.get("nom", ""),
        "path": request.form.get("parcours", ""),
        "opens_on": request.form.get("ouverture", ""),
    }


def _said(error: LearningError | None) -> dict[str, str]:
    """The sentence of a refusal, and the field it speaks of."""
    if error is None:
        return {"text": "", "field": ""}
    field = error.field if isinstance(error, Invalid) else "nom"
    return {"text": error.sentence(translate), "field": field}


def _new(error: LearningError | None = None) -> Response:
    page = render(
        "counsellor/group_new.html",
        paths=_path_options(_typed()["path"]),
        typed=_typed(),
        error=_said(error),
    )
    return make_response(page, status_of(error) if error else 200)


def _path_options(picked: str) -> list[dict[str, Any]]:
    return [
        {"value": one.slug, "label": one.title, "selected": one.slug == picked}
        for one in groups.list_paths(work())
    ]


@bp.get("/<uuid:group>/modifier")
@requires(_MANAGE, page_kind="ecrire")
def edit(group: UUID) -> Response:
    return _edit(group)


@bp.post("/<uuid:group>/modifier")
@requires(_MANAGE, page_kind="ecrire")
def change(group: UUID) -> Response:
    return _act(group, lambda: groups.change_group(work(), group, **_typed()))


@bp.post("/<uuid:group>/membres")
@requires(_MANAGE, page_kind="ecrire")
def add(group: UUID) -> Response:
    return _act(group, lambda: groups.add_members(work(), group, _ticked("ajouter")))


@bp.post("/<uuid:group>/membres/<uuid:learner>/retirer")
@requires(_MANAGE, page_kind="ecrire")
def remove(group: UUID, learner: UUID) -> Response:
    return _act(group, lambda: groups.remove_member(work(), group, learner))


@bp.post("/<uuid:group>/forme")
@requires(_MANAGE, page_kind="ecrire")
def set_form(group: UUID) -> Response:
    form, since = request.form.get("forme", ""), request.form.get("depuis", "")
    return _act(group, lambda: groups.set_form(work(), group, form, since))


@bp.post("/<uuid:group>/accompagnement")
@requires(_MANAGE, page_kind="ecrire")
def support(group: UUID) -> Response:
    def note() -> None:
        groups.note_support(
            work(),
            group,
            day=request.form.get("jour", ""),
            minutes=request.form.get("minutes", ""),
            person=request.form.get("qui", ""),
            present=_ticked("present"),
        )

    return _act(group, note)


def _ticked(name: str) -> list[UUID]:
    found = []
    for value in request.form.getlist(name):
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _act(group: UUID, act: Any) -> Response:
    """Do one change, then show the page again, with what was typed after a refusal."""
    try:
        act()
    except (Invalid, Conflict) as error:
        return _edit(group, error)
    return make_response(redirect(url_for("groups.edit", group=group, garde=1), 303))


def _edit(group: UUID, error: LearningError | None = None) -> Response:
    named = request.values.get("chercher", "").strip()[:80]
    page = groups.show_form(work(), group, named)
    posted = request.form
    page_html = render(
        "counsellor/group_edit.html",
        page=page,
        typed={
            "name": posted.get("nom", page.group.name),
            "opens_on": posted.get("ouverture", page.group.opens_on),
            "minutes": posted.get("minutes", ""),
            "day": posted.get("jour", f"{local_day(work().instant):%Y-%m-%d}"),
            "since": posted.get("depuis", f"{local_day(work().instant):%Y-%m-%d}"),
        },
        paths=_path_options(posted.get("parcours", page.group.path)),
        forms=_options(SUPPORT_FORMS, posted.get("forme", "")),
        supporters=_options(SUPPORTERS, posted.get("qui", "")),
        form_words=SUPPORT_FORMS,
        supporter_words=SUPPORTERS,
        present=[
            {"value": one.id, "label": one.name, "checked": str(one.id) in _all("present")}
            for one in page.members
        ],
        addable=[
            {"value": one.id, "label": one.name, "checked": str(one.id) in _all("ajouter")}
            for one in page.candidates
        ],
        named=named,
        everybody=work().me.role is Role.ADMINISTRATOR,
        error=_said(error),
        kept="garde" in request.args,
    )
    return make_response(page_html, status_of(error) if error else 200)


def _all(name: str) -> list[str]:
    return request.form.getlist(name)


def _options(words: dict[str, str], picked: str) -> list[dict[str, Any]]:
    return [
        {"value": code, "label": translate(word), "selected": code == picked}
        for code, word in words.items()
    ]
