"""« Évaluation »: the dashboard, its print, and each of its tables as CSV or XLSX."""

from typing import Any

from flask import Blueprint, Response, make_response, request

from learning.domain.access import Permission
from learning.domain.errors import LearningError, NotFound
from learning.domain.evaluation import INDICATORS
from learning.domain.evaluation_tables import Dimension, Panel
from learning.services.evaluation import Dashboard, note_export, show_dashboard, write_table
from learning.web.evaluator.charts import LEFT, WIDTH, chart_of
from learning.web.evaluator.words import (
    DIMENSIONS,
    LEADS,
    TITLES,
    blank_words,
    column_of,
    first_head,
    name_of,
    sheet_of,
    show,
    show_scores,
)
from learning.web.i18n import day, local_day, translate
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render
from learning.web.session import present

bp = Blueprint("evaluation", __name__, url_prefix="/evaluation")

_SEE = Permission.SEE_EVALUATION
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_UNKNOWN = "Ce tableau n’existe pas. Revenez au tableau de bord."


@bp.get("")
@requires(_SEE, page_kind="evaluation")
def show_page() -> Response:
    return _page("evaluator/evaluation.html")


@bp.get("/feuille")
@requires(_SEE, page_kind="evaluation")
def sheet() -> Response:
    return _page("evaluator/evaluation_sheet.html")


def _page(template: str) -> Response:
    page = show_dashboard(work(), _dimension(request.args.get("par")))
    return make_response(
        render(
            template,
            page=page,
            today=day(page.at),
            by=translate(DIMENSIONS[page.dimension]),
            code=page.dimension.value,
            tabs_by=[
                {"code": one.value, "label": translate(word), "current": one is page.dimension}
                for one, word in DIMENSIONS.items()
            ],
            panels=[_panel(page, panel) for panel in page.panels],
            indicators=INDICATORS,
            plot={"left": LEFT, "right": LEFT + WIDTH},
        )
    )


def _dimension(asked: str | None) -> Dimension:
    return next((one for one in Dimension if one.value == asked), Dimension.ALL)


def _panel(page: Dashboard, panel: Panel) -> dict[str, Any]:
    heads = [first_head(page, panel)]
    for code in panel.columns:
        if code == "scores":
            heads += [translate("Avant"), translate("Après"), translate("Changement")]
        else:
            heads.append(column_of(panel, code))
    return {
        "code": panel.code,
        "title": translate(TITLES[panel.code]),
        "lead": translate(LEADS[panel.code]),
        "heads": [{"label": head, "num": place > 0} for place, head in enumerate(heads)],
        "lines": [
            {"name": name_of(page, panel, line), "places": _places(panel, line.values)}
            for line in panel.lines
        ],
        "blank": blank_words(panel),
        "undetailed": panel.undetailed,
        "chart": chart_of(page, panel),
    }


def _places(panel: Panel, values: tuple[Any, ...]) -> list[Any]:
    found: list[Any] = []
    for code, value in zip(panel.columns, values, strict=True):
        found += show_scores(value) if code == "scores" else [show(value)]
    return found


def _write() -> bytes | LearningError:
    """Write the spreadsheet before the transaction: counting and packing take long."""
    with program().reading() as own:
        own.actor, own.release = present().actor, present().release
        try:
            page = show_dashboard(own, _dimension(request.form.get("par")))
        except LearningError as error:
            return error
    panel = next((one for one in page.panels if one.code == request.form.get("tableau")), None)
    return write_table(sheet_of(page, panel), _kind()) if panel else NotFound(_UNKNOWN)


def _kind() -> str:
    return "xlsx" if request.form.get("format") == "xlsx" else "csv"


@bp.post("/tableur")
@requires(_SEE, page_kind="evaluation", prepare=_write)
def export() -> Response:
    body = prepared()
    if isinstance(body, LearningError):
        raise body
    dimension, panel = _dimension(request.form.get("par")), request.form.get("tableau", "")
    note_export(work(), dimension, panel)
    response = make_response(body)
    response.headers["Content-Type"] = _TYPES[_kind()]
    name = f"{panel}-{dimension.value}-{local_day(work().instant):%Y-%m-%d}.{_kind()}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
