"""Publier: choose the parts, see what would change, publish in the background, follow it."""

from collections.abc import Callable
from dataclasses import dataclass
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
from learning.domain.errors import Invalid, LearningError, NotFound
from learning.services.publish import CHECKING, COMPARING, RECORDING, RENDERING
from learning.services.publishing import (
    Outlook,
    Selection,
    foresee,
    former_release,
    list_parts,
    select_former,
    select_parts,
)
from learning.services.publishing_run import UNDER_WAY, Chosen, find_run, start_run, start_thread
from learning.services.work import Work
from learning.web.errors import status_of
from learning.web.i18n import translate
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render
from learning.web.session import present
from learning.web.trainer.versions import kind_words

bp = Blueprint("publishing", __name__, url_prefix="/formateur/versions")

STEPS = (CHECKING, RENDERING, COMPARING, RECORDING)
_EACH_SECOND = "1"


@dataclass(frozen=True, slots=True)
class _Foreseen:
    """What the preview found before the page's own unit, or why it could not."""

    outlook: Outlook | None = None
    error: LearningError | None = None


def _foresee(select: Callable[[Work], Selection]) -> _Foreseen:
    """Look ahead, outside any transaction: checking and rendering are slow."""
    try:
        with program().reading() as opened:
            opened.actor = present().actor
            selection = select(opened)
            on = opened.instant.date()
        return _Foreseen(outlook=foresee(program(), selection, on=on))
    except LearningError as error:
        return _Foreseen(error=error)


def _foresee_parts() -> _Foreseen:
    names = request.args.getlist("partie")
    return _foresee(lambda opened: select_parts(opened, names)) if names else _Foreseen()


def _foresee_back() -> _Foreseen:
    version = (request.view_args or {})["version"]
    return _foresee(lambda opened: select_former(opened, version))


@bp.get("/publier")
@requires(Permission.PUBLISH_COURSE, page_kind="publier", prepare=_foresee_parts)
def show() -> Response:
    foreseen: _Foreseen = prepared()
    if foreseen.outlook is not None:
        return _preview(foreseen.outlook, action=url_for("publishing.publish"))
    return _parts(foreseen.error)


@bp.post("/publier")
@requires(Permission.PUBLISH_COURSE, page_kind="publier")
def publish() -> Response:
    parts = tuple(dict.fromkeys(request.form.getlist("partie")))
    if not parts:
        return _parts(Invalid("Choisissez au moins une partie à publier.", field="partie"))
    return _begin(Chosen(parts=parts, digest=_digest(), downwards=_downwards()))


@bp.get("/<uuid:version>/revenir")
@requires(Permission.PUBLISH_COURSE, page_kind="publier", prepare=_foresee_back)
def ask_back(version: UUID) -> Response:
    foreseen: _Foreseen = prepared()
    if foreseen.outlook is None:
        raise foreseen.error or NotFound("Cette version n’existe pas.")
    action = url_for("publishing.go_back", version=version)
    return _preview(foreseen.outlook, action=action)


@bp.post("/<uuid:version>/revenir")
@requires(Permission.PUBLISH_COURSE, page_kind="publier")
def go_back(version: UUID) -> Response:
    former_release(work(), version)
    return _begin(Chosen(parts=(), digest=_digest(), downwards=_downwards(), back_to=version))


@bp.get("/publication/<uuid:run>")
@requires(Permission.PUBLISH_COURSE, page_kind="publier")
def follow(run: UUID) -> Response:
    found = find_run(work(), run)
    response = make_response(
        render(
            "trainer/publishing_run.html",
            run=found,
            place=STEPS.index(found.step) + 1,
            places=len(STEPS),
            words=step_words(),
        )
    )
    if found.state == UNDER_WAY:
        # A header, since a meta element would move a page under somebody's reading aid.
        response.headers["Refresh"] = _EACH_SECOND
    return response


def step_words() -> dict[str, str]:
    """What each step does, in French."""
    return {
        CHECKING: translate("Relecture de tous les textes"),
        RENDERING: translate("Mise en page de ce qui a changé"),
        COMPARING: translate("Comparaison avec la version publiée"),
        RECORDING: translate("Mise en ligne, et correction des notes"),
    }


def _begin(chosen: Chosen) -> Response:
    run = start_run(work(), chosen)
    actor, on, served = present().actor, work().instant.date(), program()

    @after_this_request
    def _start(response: Response) -> Response:
        start_thread(served, run, actor, on=on)
        return response

    return make_response(redirect(url_for("publishing.follow", run=run), 303))


def _digest() -> str:
    return request.form.get("vu", "")


def _downwards() -> bool:
    return request.form.get("baisser") == "oui"


def _parts(error: LearningError | None) -> Response:
    page = render(
        "trainer/publishing.html",
        parts=list_parts(work()),
        kinds=kind_words(),
        error=error.sentence(translate) if error else "",
        required=program().settings.avis_exiges,
    )
    return make_response(page, status_of(error) if error else 200)


def _preview(outlook: Outlook, *, action: str) -> Response:
    return make_response(
        render(
            "trainer/publishing_preview.html",
            outlook=outlook,
            action=action,
            kinds=kind_words(),
            blocked=bool(program().settings.avis_exiges and outlook.selection.missing),
        )
    )
