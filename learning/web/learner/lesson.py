"""A lesson, and the test of a module: shown, answered in place, finished."""

from uuid import UUID

from flask import Blueprint, Response, g, jsonify, make_response, redirect, request

from learning.domain.access import Permission
from learning.domain.errors import Invalid
from learning.services import answer, learn, prints, report, test, test_page
from learning.services.lesson import Refusal, show_lesson
from learning.web.forms import posted
from learning.web.i18n import hour, translate
from learning.web.pages import is_automatic, requires, work
from learning.web.render import render
from learning.web.session import is_learner, present

bp = Blueprint("lesson", __name__, url_prefix="/modules/<string:module>/<string:lesson>")


@bp.get("")
@requires(Permission.READ_COURSE, page_kind="lecon")
def show(module: str, lesson: str) -> Response:
    if _is_test(module, lesson):
        return _test(module, lesson)
    return _lesson(module, lesson)


@bp.post("")
@requires(Permission.READ_COURSE, page_kind="lecon")
def save(module: str, lesson: str) -> Response:
    if _is_test(module, lesson):
        return _save_test(module, lesson)
    return _save_answer(module, lesson)


@bp.post("/terminee")
@requires(Permission.READ_COURSE, page_kind="lecon")
def finish(module: str, lesson: str) -> Response:
    anyway = request.form.get("quand-meme") == "oui"
    try:
        following = learn.finish_lesson(work(), module, lesson, anyway=anyway)
    except Invalid as error:
        return _lesson(module, lesson, unfinished=error.sentence(translate), status=422)
    if following is None:
        return make_response(redirect(f"/modules/{module}", 303))
    return make_response(redirect(f"/modules/{module}/{following.slug}", 303))


@bp.post("/tirage/<string:bank>")
@requires(Permission.READ_COURSE, page_kind="lecon")
def start_draw(module: str, lesson: str, bank: str) -> Response:
    learn.start_draw(work(), module, lesson, bank)
    return make_response(redirect(f"/modules/{module}/{lesson}#tirage-{bank}", 303))


@bp.post("/commencer")
@requires(Permission.READ_COURSE, page_kind="epreuve")
def start_test(module: str, lesson: str) -> Response:
    test.start_test(work(), module, lesson)
    return make_response(redirect(f"/modules/{module}/{lesson}", 303))


@bp.get("/resultats/<uuid:attempt>")
@requires(Permission.READ_COURSE, page_kind="resultat")
def result(module: str, lesson: str, attempt: UUID) -> Response:
    page = test_page.show_result(work(), module, lesson, attempt)
    step = learn.home(work()).resume
    return make_response(
        render("learner/result.html", page=page, following=step, today=work().instant.date())
    )


@bp.get("/signaler/<string:name>")
@requires(Permission.FOLLOW_COURSE, page_kind="ecrire")
def show_report(module: str, lesson: str, name: str) -> Response:
    return _report(module, lesson, name)


@bp.post("/signaler/<string:name>")
@requires(Permission.FOLLOW_COURSE, page_kind="ecrire")
def send_report(module: str, lesson: str, name: str) -> Response:
    reason, text = request.form.get("raison", ""), request.form.get("texte", "")
    try:
        report.report_error(work(), module, lesson, name, reason, text)
    except Invalid as error:
        return _report(module, lesson, name, error=error.sentence(translate), field=error.field)
    return make_response(redirect(f"/modules/{module}/{lesson}?signale={name}#q-{name}", 303))


def _is_test(module: str, lesson: str) -> bool:
    found = test.is_test(work(), module, lesson)
    if found:
        g.page_kind = "epreuve"  # one address serves both: the room is told which it is
    return found


def _lesson(
    module: str,
    lesson: str,
    *,
    refusal: Refusal | None = None,
    unfinished: str = "",
    status: int = 200,
) -> Response:
    page = show_lesson(
        work(), module, lesson, again=request.args.get("essayer", ""), refusal=refusal
    )
    body = render(
        "learner/lesson.html",
        page=page,
        asked=prints.asked_on(work(), module, lesson) if is_learner() else None,
        depth=present().display.depth,
        today=work().instant.date(),
        unfinished=unfinished,
        reported=request.args.get("signale", ""),
        form_error=refusal is not None or bool(unfinished),
        refusal=refusal,
    )
    return make_response(body, status)


def _save_answer(module: str, lesson: str) -> Response:
    form = posted()
    name = request.form.get("indice") or request.form.get("enregistrer") or _named()
    if "indice" in request.form:
        answer.ask_hint(work(), module, lesson, name, form)
        return make_response(redirect(f"/modules/{module}/{lesson}?indice={name}#q-{name}", 303))
    if is_automatic():
        answer.keep_late(work(), module, lesson, form)
        return jsonify(enregistre=hour(work().instant))
    try:
        answer.answer_question(work(), module, lesson, name, form)
    except (answer.Typed, answer.Stale) as error:
        refused = Refusal(
            question=error.question, fields=error.fields, sentence=error.sentence(translate)
        )
        status = 409 if isinstance(error, answer.Stale) else 422
        return _lesson(module, lesson, refusal=refused, status=status)
    return make_response(redirect(f"/modules/{module}/{lesson}#q-{name}", 303))


def _named() -> str:
    """The question a form speaks of, when its button was not pressed (Enter in a field)."""
    for key in request.form:
        name = key.split(".", 1)[0]
        if name not in {"csrf_token", "jeton", "preciser"}:
            return name
    return ""


def _test(module: str, lesson: str, *, sending: bool = False, status: int = 200) -> Response:
    page = test_page.show_test(work(), module, lesson)
    body = render(
        "learner/test.html",
        page=page,
        sending=sending,
        form_error=sending,
        today=work().instant.date(),
    )
    return make_response(body, status)


def _save_test(module: str, lesson: str) -> Response:
    sitting = test.find_sitting(work(), module, lesson)
    form = posted()
    if sitting is None or not test.is_of(sitting, form):
        sent = test.sent_attempt(work(), module, form)
        where = f"/resultats/{sent}" if sent else ""
        return make_response(redirect(f"/modules/{module}/{lesson}{where}", 303))
    test.keep_answers(work(), sitting, form)
    if is_automatic():
        return jsonify(enregistre=hour(work().instant))
    if hint := request.form.get("indice", ""):
        test.ask_hint(work(), sitting, hint)
        return make_response(redirect(f"/modules/{module}/{lesson}#q-{hint}", 303))
    sending = request.form.get("envoyer", "")
    if not sending:
        name = request.form.get("enregistrer", "")
        anchor = f"#q-{name}" if name else ""
        return make_response(redirect(f"/modules/{module}/{lesson}{anchor}", 303))
    if test.find_gaps(sitting) and sending != "quand-meme":
        return _test(module, lesson, sending=True)
    attempt = test.submit_test(work(), sitting)
    return make_response(redirect(f"/modules/{module}/{lesson}/resultats/{attempt}", 303))


def _report(module: str, lesson: str, name: str, *, error: str = "", field: str = "") -> Response:
    question = report.find_reported(work(), module, lesson, name)
    reason, text = report.kept_report(work(), question)
    body = render(
        "learner/report.html",
        module=module,
        lesson=lesson,
        name=name,
        reasons=report.REASONS,
        error=error,
        field=field,
        chosen=request.form.get("raison", reason),
        text=request.form.get("texte", text),
    )
    return make_response(body, 422 if error else 200)
