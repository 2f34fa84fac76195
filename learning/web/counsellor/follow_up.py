"""À voir: ten lines at most, « Vu », and one sheet to print."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.lists import SUPPORT_FORMS
from learning.services.follow_up import FollowUp, GroupLine, Shown, see_lines, show_follow_up
from learning.web.counsellor.words import action, ago, counted, state_of, why
from learning.web.i18n import day, translate
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("follow_up", __name__, url_prefix="/suivi")
OWN = "miennes"
_BAR = 940  # the bar's own units: a share of it is a whole number of them
_GAP = 3


@bp.get("")
@requires(Permission.FOLLOW_LEARNERS, page_kind="suivi")
def show() -> Response:
    return make_response(_page("counsellor/follow_up.html"))


@bp.get("/feuille")
@requires(Permission.FOLLOW_LEARNERS, page_kind="suivi")
def sheet() -> Response:
    return make_response(_page("counsellor/follow_up_sheet.html"))


@bp.post("/vu")
@requires(Permission.FOLLOW_LEARNERS, page_kind="suivi")
def see() -> Response:
    lines, marks = request.form.getlist("ligne"), request.form.getlist("marque")
    see_lines(work(), zip(lines, marks, strict=False))
    own = OWN if request.form.get("personnes") == OWN else None
    return make_response(redirect(url_for("follow_up.show", personnes=own), 303))


def _page(template: str) -> str:
    page = show_follow_up(work(), own=request.args.get("personnes") == OWN)
    states = counted(page.counts)
    return render(
        template,
        page=page,
        today=day(work().instant),
        states=states,
        bar=_bar(states),
        bar_width=_BAR,
        lines=[_line(one) for one in page.lines],
        groups=[_group(one) for one in page.groups],
        query=f"?personnes={OWN}" if page.own else "",
        own_value=OWN if page.own else "",
        total=_total(page),
    )


def _bar(states: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Cut the bar by states; each that somebody is in has a visible length."""
    present = [one for one in states if one["count"]]
    total = sum(one["count"] for one in present)
    room = _BAR - _GAP * max(0, len(present) - 1)
    left = 0.0
    pieces = []
    for one in present:
        width = room * one["count"] / total
        pieces.append({"sign": one["sign"], "x": round(left, 1), "width": round(width, 1)})
        left += width + _GAP
    return pieces


def _line(one: Shown) -> dict[str, Any]:
    line = one.line
    return {
        "id": line.learner,
        "name": one.name,
        "state": state_of(line.state),
        "why": why(line),
        "place": line.place,
        "since": ago(line.since, work().instant),
        "action": action(line, line.learner),
        "key": line.key,
        "mark": line.mark,
    }


def _group(one: GroupLine) -> dict[str, Any]:
    return {
        "id": one.group.id,
        "name": one.group.name,
        "form": translate(SUPPORT_FORMS[one.form]) if one.form else "",
        "people": one.people,
        "states": counted(one.counts),
        "met": day(one.met) if one.met else "",
        "present": one.present,
    }


def _total(page: FollowUp) -> int:
    return len(page.lines) + page.more
