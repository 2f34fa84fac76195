"""Chiffres: the référentiel, its history and who uses each figure; a change is seen first.

Each gesture is a form that leads, by GET, to what it would change; only then does a POST keep
it. Reading the référentiel again is slow, so a POST does it before its transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.errors import Conflict, LearningError
from learning.services.figures import (
    FigureLine,
    FigurePage,
    FigureState,
    figure_faults,
    figure_page,
    find_figures,
    list_figures,
    to_republish,
)
from learning.services.figures_change import (
    Proposal,
    StaleFigure,
    asked_for,
    keep_proposal,
    propose_correction,
    propose_figure,
    propose_value,
    row_of,
)
from learning.services.figures_form import Mistaken, typed_of
from learning.services.manuscripts import StaleText, files_now
from learning.services.work import Work
from learning.web.errors import status_of
from learning.web.i18n import translate
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render

bp = Blueprint("figures", __name__, url_prefix="/formateur/chiffres")

_MOST_WORDS = 100
_LONGEST = 1_200
_NO_START = "toujours"
_KEPT_OF_FORMER = ("source", "confiance", "responsable")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureForm:
    """A gesture's form as it stands: what is typed, what is wrong, what it would do."""

    gesture: str  # valeur, corriger, nouveau
    typed: Mapping[str, str]
    page: FigurePage | None = None
    since: date | None = None  # the row being corrected
    proposal: Proposal | None = None
    error: LearningError | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def seen(self) -> str:
        """What the figure was when this form was made."""
        return self.page.seen if self.page else ""

    @property
    def address(self) -> str:
        """Where the form is."""
        if self.page is None:
            return url_for("figures.ask_new")
        return url_for(f"figures.{_ASKS[self.gesture]}", figure=self.page.line.row.id)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form carries unseen."""
        carried = [("vu", self.seen)] if self.page else []
        if self.gesture == "corriger":
            carried.append(("ligne", self.since.isoformat() if self.since else _NO_START))
        return carried

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Everything that the form sends."""
        return [*self.typed.items(), *self.hidden]

    @property
    def again(self) -> str:
        """The address of the form with what was typed."""
        return f"{self.address}?{urlencode(self.carried)}"

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of this gesture, in order."""
        unit = self.page.line.row.unit if self.page else ""
        return asked_for(self.gesture, unit).fields


_ASKS = {"valeur": "ask_value", "corriger": "ask_correction"}


@bp.get("")
@requires(Permission.WRITE_COURSE, page_kind="chiffres")
def index() -> Response:
    files, on = files_now(work()), work().instant.date()
    lines = list_figures(files, on)
    words = request.args.get("cherche", "").strip()[:_MOST_WORDS]
    found = find_figures(lines, words)
    chosen = request.args.get("voir", "")
    if chosen not in _FILTERS:
        chosen = "a-revoir" if any(_is_seen(one, "a-revoir") for one in found) else "tous"
    counts = {name: sum(_is_seen(one, name) for one in found) for name in _FILTERS}
    return make_response(
        render(
            "trainer/figures.html",
            lines=[one for one in found if _is_seen(one, chosen)],
            counts=counts,
            chosen=chosen,
            words=words,
            again=to_republish(work(), files, on),
            faults=figure_faults(files),
            state_words=state_words(),
            confidence_words=confidence_words(),
        )
    )


_FILTERS = ("a-revoir", "a-confirmer", "tous")


def _is_seen(line: FigureLine, chosen: str) -> bool:
    if chosen == "a-revoir":
        return line.to_review
    return line.unsure if chosen == "a-confirmer" else True


@bp.get("/<figure>")
@requires(Permission.WRITE_COURSE, page_kind="chiffres")
def show(figure: str) -> Response:
    on = work().instant.date()
    return make_response(
        render(
            "trainer/figures_one.html",
            page=figure_page(files_now(work()), figure, on),
            on=on,
            saved="enregistre" in request.args,
            state_words=state_words(),
            confidence_words=confidence_words(),
        )
    )


@bp.get("/<figure>/valeur")
@requires(Permission.WRITE_COURSE, page_kind="ecrire")
def ask_value(figure: str) -> Response:
    return _answer(read_form(work(), "valeur", figure, request.args))


@bp.get("/<figure>/corriger")
@requires(Permission.WRITE_COURSE, page_kind="ecrire")
def ask_correction(figure: str) -> Response:
    return _answer(read_form(work(), "corriger", figure, request.args))


@bp.get("/nouveau")
@requires(Permission.WRITE_COURSE, page_kind="ecrire")
def ask_new() -> Response:
    return _answer(read_form(work(), "nouveau", "", request.args))


def _posted(gesture: str) -> FigureForm:
    """Read a form and make its proposal, before the transaction."""
    figure = str((request.view_args or {}).get("figure", ""))
    with program().reading() as opened:
        return read_form(opened, gesture, figure, request.form, proposes=True)


@bp.post("/<figure>/valeur")
@requires(Permission.WRITE_COURSE, page_kind="ecrire", prepare=lambda: _posted("valeur"))
def save_value(figure: str) -> Response:  # noqa: ARG001 - read before the transaction
    return _save(prepared())


@bp.post("/<figure>/corriger")
@requires(Permission.WRITE_COURSE, page_kind="ecrire", prepare=lambda: _posted("corriger"))
def save_correction(figure: str) -> Response:  # noqa: ARG001 - read before the transaction
    return _save(prepared())


@bp.post("/nouveau")
@requires(Permission.WRITE_COURSE, page_kind="ecrire", prepare=lambda: _posted("nouveau"))
def save_new() -> Response:
    return _save(prepared())


def read_form(
    opened: Work, gesture: str, figure: str, sent: Mapping[str, str], *, proposes: bool = False
) -> FigureForm:
    """Read what was sent of a form; with « voir » or ``proposes``, say what it would do."""
    files, on = files_now(opened), opened.instant.date()
    page = figure_page(files, figure, on) if figure else None
    since = _since(sent.get("ligne", ""), page)
    names = asked_for(gesture, "").fields
    if not any(name in sent for name in names) and not proposes:
        first = _first_typed(gesture, page, since)
        typed = {name: first.get(name, "") for name in names}
        return FigureForm(gesture=gesture, typed=typed, page=page, since=since)
    typed = {name: sent.get(name, "")[:_LONGEST] for name in names}
    proposal: Proposal | None = None
    error: LearningError | None = None
    try:
        if proposes or "voir" in sent:
            seen = sent.get("vu", "")
            if gesture == "nouveau":
                proposal = propose_figure(files, typed, on=on)
            elif gesture == "valeur":
                proposal = propose_value(files, figure, typed, on=on, seen=seen)
            else:
                proposal = propose_correction(files, figure, since, typed, on=on, seen=seen)
    except (Mistaken, StaleFigure) as caught:
        error = caught
    return FigureForm(
        gesture=gesture, typed=typed, page=page, since=since, proposal=proposal, error=error,
        errors=_sentences(error),
    )  # fmt: skip


def _sentences(error: LearningError | None) -> dict[str, str]:
    if not isinstance(error, Mistaken):
        return {}
    return {name: one.sentence(translate) for name, one in error.errors.items()}


def _since(text: str, page: FigurePage | None) -> date | None:
    """Return the first day of the row that the form is about: the current one unless it says."""
    if text == _NO_START or page is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return page.line.row.valid_from


def _first_typed(gesture: str, page: FigurePage | None, since: date | None) -> dict[str, str]:
    if page is None:
        return {"confiance": "high"}
    if gesture == "corriger":
        return typed_of(row_of(page, since))
    known = typed_of(page.rows[0])
    return {name: known[name] for name in _KEPT_OF_FORMER}


def _save(form: FigureForm) -> Response:
    if form.proposal is None:
        return _answer(form)
    try:
        keep_proposal(work(), form.proposal)
    except StaleText:
        error = Conflict(
            "Quelqu’un a enregistré un autre chiffre au même moment. Rien n’est perdu : "
            "enregistrez à nouveau."
        )
        return _answer(
            FigureForm(
                gesture=form.gesture, typed=form.typed, page=form.page, since=form.since,
                error=error,
            )
        )  # fmt: skip
    to = url_for("figures.show", figure=form.proposal.figure, enregistre=1)
    return make_response(redirect(to, 303))


def _answer(form: FigureForm) -> Response:
    """Show the form, or what it would change once it is right."""
    if form.proposal is not None:
        body = render(
            "trainer/figures_preview.html", form=form, confidence_words=confidence_words()
        )
        return make_response(body)
    typed = form.typed
    body = render(
        "trainer/figures_form.html",
        form=form,
        problem=form.error.sentence(translate) if form.error else "",
        summary=[
            {"url": f"#c-{name}", "text": sentence} for name, sentence in form.errors.items()
        ],
        unit_options=_options(unit_words(), typed.get("unite", ""), "selected"),
        confidence_options=_options(confidence_words(), typed.get("confiance", ""), "checked"),
        confidence_words=confidence_words(),
    )
    return make_response(body, status_of(form.error) if form.error else 200)


def _options(words: Mapping[str, str], chosen: str, mark: str) -> list[dict[str, Any]]:
    return [
        {"value": value, "label": label, mark: value == chosen} for value, label in words.items()
    ]


def state_words() -> dict[str, str]:
    """What each state is called; %(day)s is when it ends, changes or begins."""
    return {
        FigureState.PAST: translate("Périmé depuis le %(day)s"),
        FigureState.EXPIRING: translate("Expire le %(day)s"),
        FigureState.CHANGING: translate("Change le %(day)s"),
        FigureState.COMING: translate("Commence le %(day)s"),
        FigureState.CURRENT: translate("Valable"),
    }


def confidence_words() -> dict[str, str]:
    """How sure a figure is, in words."""
    return {
        "high": translate("Sûr"),
        "medium": translate("À confirmer"),
        "low": translate("Peu sûr"),
    }


def unit_words() -> dict[str, str]:
    """The units as a list shows them."""
    return {
        "€": translate("euros"),
        "€/h": translate("euros de l’heure"),
        "€/mois": translate("euros par mois"),
        "€/an": translate("euros par an"),
        "%": translate("pour cent"),
        "mois": translate("mois"),
        "jours": translate("jours"),
        "ans": translate("ans"),
        "fraction": translate("fraction, comme 2/3"),
        "nombre": translate("nombre sans unité"),
        "date": translate("un jour, comme 01/01/2027"),
        "texte": translate("des mots"),
    }
