"""« Protocole »: what a study says beforehand, its freezing, and each later change."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from learning.domain.access import Permission
from learning.domain.errors import Conflict, Invalid, LearningError
from learning.domain.evaluation import INDICATORS
from learning.domain.lists import SUPPORT_FORMS
from learning.domain.study import NAME_LENGTH, QUESTION_LENGTH, Written, text_of
from learning.services import study
from learning.services.study import Change, Study
from learning.web.errors import status_of
from learning.web.filters import written_day
from learning.web.i18n import day, translate
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("studies", __name__, url_prefix="/evaluation/protocoles")

_SEE = Permission.SEE_EVALUATION
_FIELDS = {
    "question": "Question",
    "paths": "Parcours comparés",
    "forms": "Formes d’accompagnement comparées",
    "waiting": "Liste d’attente",
    "indicators": "Indicateurs",
    "closes_on": "Jour de fin",
}


@bp.get("")
@requires(_SEE, page_kind="protocoles")
def index() -> Response:
    return make_response(render("evaluator/studies.html", studies=study.list_studies(work())))


@bp.get("/nouveau")
@requires(_SEE, page_kind="ecrire")
def new() -> Response:
    kept = MultiDict(study.typed_of(work(), None))
    if kept:
        return _form(None, _written(kept), kept=kept)
    return _form(None, Written(indicators=tuple(one.code for one in INDICATORS)))


@bp.post("/nouveau")
@requires(_SEE, page_kind="ecrire")
def make() -> Response:
    if "oublier" in request.form:
        study.forget_typed(work(), None)
        return make_response(redirect(url_for("studies.new"), 303))
    written = _written(request.form)
    try:
        made = study.make_study(work(), _number(), request.form.get("nom", ""), written)
    except (Invalid, Conflict) as error:
        return _form(None, written, error)
    return make_response(redirect(url_for("studies.show", wanted=made), 303))


def _number() -> UUID:
    try:
        return UUID(request.form.get("numero", ""))
    except ValueError:
        return uuid4()


@bp.get("/<uuid:wanted>")
@requires(_SEE, page_kind="protocole")
def show(wanted: UUID) -> Response:
    return _page("evaluator/study.html", wanted)


@bp.get("/<uuid:wanted>/feuille")
@requires(_SEE, page_kind="protocole")
def sheet(wanted: UUID) -> Response:
    return _page("evaluator/study_sheet.html", wanted)


@bp.get("/<uuid:wanted>/modifier")
@requires(_SEE, page_kind="ecrire")
def edit(wanted: UUID) -> Response:
    found = study.find_study(work(), wanted)
    kept = MultiDict(study.typed_of(work(), wanted))
    if kept:
        return _form(found, _written(kept), kept=kept)
    protocol = found.protocol
    written = Written(
        question=protocol.question,
        paths=protocol.paths,
        forms=protocol.forms,
        waiting=protocol.waiting,
        indicators=protocol.indicators,
        closes_on=protocol.closes_on,
    )
    return _form(found, written)


@bp.post("/<uuid:wanted>/modifier")
@requires(_SEE, page_kind="ecrire")
def change(wanted: UUID) -> Response:
    if "oublier" in request.form:
        study.forget_typed(work(), wanted)
        return make_response(redirect(url_for("studies.edit", wanted=wanted), 303))
    written = _written(request.form)
    try:
        study.change_study(work(), wanted, written, seen=request.form.get("vu", ""))
    except (Invalid, Conflict) as error:
        return _form(study.find_study(work(), wanted), written, error)
    return make_response(redirect(url_for("studies.show", wanted=wanted), 303))


@bp.get("/<uuid:wanted>/figer")
@requires(_SEE, page_kind="protocole")
def ask_freeze(wanted: UUID) -> Response:
    return _page("evaluator/study_freeze.html", wanted)


@bp.post("/<uuid:wanted>/figer")
@requires(_SEE, page_kind="protocole")
def freeze(wanted: UUID) -> Response:
    study.freeze_study(work(), wanted, seen=request.form.get("vu", ""))
    return make_response(redirect(url_for("studies.show", wanted=wanted), 303))


def _written(form: MultiDict[str, str]) -> Written:
    return Written(
        question=form.get("question", ""),
        paths=tuple(form.getlist("parcours")),
        forms=tuple(form.getlist("formes")),
        waiting="attente" in form.getlist("attente"),
        indicators=tuple(form.getlist("indicateurs")),
        closes_on=form.get("fin", ""),
    )


def _form(
    found: Study | None,
    written: Written,
    error: LearningError | None = None,
    *,
    kept: MultiDict[str, str] | None = None,
) -> Response:
    """Show the form: as it was sent, or as it was ``kept`` when the session had ended."""
    field = error.field if isinstance(error, Invalid) else "nom" if found is None else "question"
    form = request.form if kept is None else kept
    seen = form.get("vu") if kept is not None else None
    page = render(
        "evaluator/study_form.html",
        study=found,
        seen=seen or (found.mark if found else ""),
        kept=kept is not None,
        number=form.get("numero") or str(uuid4()),
        name=form.get("nom", ""),
        name_length=NAME_LENGTH,
        question_length=QUESTION_LENGTH,
        written=written,
        paths=_ticked(
            ((path.slug, path.title) for path in study.list_paths(work())), written.paths
        ),
        forms=_ticked(SUPPORT_FORMS.items(), written.forms),
        waiting=_ticked([("attente", _waiting_words())], ("attente",) if written.waiting else ()),
        indicators=_ticked(((one.code, one.name) for one in INDICATORS), written.indicators),
        error={
            "text": error.sentence(translate) if error else "",
            "field": field if error else "",
        },
    )
    return make_response(page, status_of(error) if error else 200)


def _waiting_words() -> str:
    return "Des personnes en attente d’une place sont comparées aux autres"


def _ticked(pairs: Iterable[tuple[str, str]], picked: Iterable[str]) -> list[dict[str, Any]]:
    chosen = frozenset(picked)
    return [
        {"value": code, "label": translate(word), "checked": code in chosen}
        for code, word in pairs
    ]


def _page(template: str, wanted: UUID) -> Response:
    found = study.find_study(work(), wanted)
    return make_response(
        render(
            template,
            study=found,
            facts=[_fact(found, name) for name in _FIELDS if name != "indicators"],
            indicators=[one for one in INDICATORS if one.code in found.protocol.indicators],
            changes=[_change(one) for one in found.changes],
            frozen=[_fact(found, name, frozen=True) for name in _FIELDS] if found.changes else [],
        )
    )


def _fact(found: Study, name: str, *, frozen: bool = False) -> dict[str, Any]:
    protocol = found.frozen if frozen else found.protocol
    fact = {"label": translate(_FIELDS[name]), "value": _words(name, text_of(protocol, name))}
    return {**fact, "typed": True} if name == "question" else fact


def _change(one: Change) -> dict[str, Any]:
    return {
        "day": day(one.at),
        "by_role": one.by_role,
        "field": translate(_FIELDS[one.field]),
        "before": _words(one.field, one.before),
        "after": _words(one.field, one.after),
    }


def _words(name: str, text: str) -> str:
    """Say a field's text in words."""
    if name == "question":
        return text
    if name == "closes_on":
        return written_day(text)
    if name == "waiting":
        return translate("Oui") if text else translate("Non")
    known = {
        "paths": {path.slug: path.title for path in study.list_paths(work())},
        "forms": SUPPORT_FORMS,
        "indicators": {one.code: one.name for one in INDICATORS},
    }[name]
    words = [translate(known.get(code, code)) for code in text.split(",") if code]
    return "\u00a0; ".join(words) or translate("Aucun")
