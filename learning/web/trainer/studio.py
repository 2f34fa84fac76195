"""The studio's home and a module's page: make, order, copy, take out, bring back."""

from flask import Blueprint, Response, make_response, redirect, request

from learning.domain.access import Permission
from learning.domain.errors import Invalid
from learning.services import opinions
from learning.services import studio_acts as acts
from learning.services.studio import Surveyed, show_module, show_studio, survey
from learning.services.texts import TextKind
from learning.web.i18n import translate
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render

bp = Blueprint("studio", __name__, url_prefix="/formateur")
_OK, _INVALID = 200, 422
_KINDS = {
    "lecon": TextKind.LESSON,
    "epreuve": TextKind.TEST,
    "banque": TextKind.BANK,
    "parcours": TextKind.PATH,
    "questionnaire": TextKind.QUESTIONNAIRE,
}


def _survey() -> Surveyed:
    return survey(program())


def _survey_module() -> Surveyed:
    return survey(program(), str((request.view_args or {})["module"]))


@bp.get("")
@requires(Permission.WRITE_COURSE, page_kind="atelier", prepare=_survey)
def show() -> Response:
    return _home()


@bp.post("/modules")
@requires(Permission.WRITE_COURSE, page_kind="ecrire", prepare=_survey)
def make_module() -> Response:
    form = request.form
    try:
        slug = acts.make_module(
            work(),
            form.get("titre", ""),
            form.get("but", ""),
            form.get("objectif", ""),
            form.get("parcours", ""),
        )
    except Invalid as error:
        return _home(refused=error)
    return _to_module(slug)


@bp.post("/site")
@requires(Permission.WRITE_COURSE, page_kind="ecrire", prepare=_survey)
def make_site_text() -> Response:
    kind = _kind({"parcours", "questionnaire"})
    try:
        ref = acts.make_site_text(work(), kind, request.form.get("titre", ""))
    except Invalid as error:
        return _home(refused=error, of="site")
    return make_response(redirect(f"/formateur/textes/{ref}", 303))


@bp.get("/modules/<string:module>")
@requires(Permission.WRITE_COURSE, page_kind="atelier", prepare=_survey_module)
def module(module: str) -> Response:
    return _module(module)


@bp.post("/modules/<string:module>/textes")
@requires(Permission.WRITE_COURSE, page_kind="ecrire", prepare=_survey_module)
def make_text(module: str) -> Response:
    kind = _kind({"lecon", "epreuve", "banque"})
    try:
        ref = acts.make_text(work(), module, kind, request.form.get("titre", ""))
    except Invalid as error:
        return _module(module, refused=error)
    return make_response(redirect(f"/formateur/textes/{ref}", 303))


@bp.post("/modules/<string:module>/ordre")
@requires(Permission.WRITE_COURSE, page_kind="atelier")
def move(module: str) -> Response:
    acts.move_lesson(work(), _ref(module), up=request.form.get("sens") == "haut")
    return _to_module(module)


@bp.post("/modules/<string:module>/copie")
@requires(Permission.WRITE_COURSE, page_kind="atelier")
def copy(module: str) -> Response:
    ref = acts.copy_text(work(), _ref(module))
    return make_response(redirect(f"/formateur/textes/{ref}", 303))


@bp.post("/modules/<string:module>/double")
@requires(Permission.WRITE_COURSE, page_kind="atelier")
def copy_module(module: str) -> Response:
    return _to_module(acts.copy_module(work(), module))


@bp.get("/modules/<string:module>/defaire")
@requires(Permission.WRITE_COURSE, page_kind="atelier")
def ask_undo(module: str) -> Response:
    undone = acts.see_undone(work(), _named(module, request.args.get("texte", "")))
    return make_response(render("trainer/studio_undo.html", module=module, undone=undone))


@bp.post("/modules/<string:module>/defaire")
@requires(Permission.WRITE_COURSE, page_kind="atelier")
def undo(module: str) -> Response:
    acts.undo_changes(work(), _ref(module))
    return _to_module(module)


@bp.get("/modules/<string:module>/retirer")
@requires(Permission.WRITE_COURSE, page_kind="atelier", prepare=_survey_module)
def ask_take_out(module: str) -> Response:
    page = show_module(prepared(), module)
    ref = request.args.get("texte", "")
    line = next((one for one in (*page.lessons, *page.banks) if one.ref == ref), None)
    return make_response(render("trainer/studio_take_out.html", page=page, line=line))


@bp.post("/modules/<string:module>/retirer")
@requires(Permission.WRITE_COURSE, page_kind="atelier")
def take_out(module: str) -> Response:
    if request.form.get("texte"):
        acts.take_out(work(), _ref(module))
        return _to_module(module)
    acts.take_out_module(work(), module)
    return make_response(redirect("/formateur", 303))


@bp.post("/remettre")
@requires(Permission.WRITE_COURSE, page_kind="atelier")
def bring_back() -> Response:
    ref = request.form.get("texte", "")
    acts.bring_back(work(), ref)
    module = ref.partition("/")[0]
    return _to_module(module)


def _ref(module: str) -> str:
    """The text that a form speaks of, inside the module of the address alone."""
    return _named(module, request.form.get("texte", ""))


def _named(module: str, name: str) -> str:
    return name if name.startswith(f"{module}/") else f"{module}/{name}"


def _kind(allowed: set[str]) -> TextKind:
    asked = request.form.get("sorte", "")
    if asked not in allowed:
        raise Invalid("Choisissez ce que vous ajoutez.", field="sorte")
    return _KINDS[asked]


def _to_module(module: str) -> Response:
    return make_response(redirect(f"/formateur/modules/{module}", 303))


def _home(*, refused: Invalid | None = None, of: str = "module") -> Response:
    body = render(
        "trainer/studio.html",
        page=show_studio(prepared()),
        form_error=refused is not None,
        of=of,
        error=refused.sentence(translate) if refused else "",
        at=refused.field if refused else "",
        typed=request.form,
    )
    return make_response(body, _INVALID if refused else _OK)


def _module(module: str, *, refused: Invalid | None = None) -> Response:
    page = show_module(prepared(), module)
    body = render(
        "trainer/studio_module.html",
        page=page,
        opinions=opinions.show_module(work(), module).module,
        form_error=refused is not None,
        error=refused.sentence(translate) if refused else "",
        typed=request.form,
    )
    return make_response(body, _INVALID if refused else _OK)
