"""Open, save and correct one text in the studio. Proofs are made before the write opens."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from learning.content.proofing import Proof
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.services.inserts import insert_block, insert_text
from learning.services.manuscripts import (
    StaleText,
    changed,
    digest_of_body,
    keep,
    texts_now,
)
from learning.services.preview import Preview, Tried, preview_text
from learning.services.proofs import prove_text
from learning.services.settings_form import fields_of, names_of
from learning.services.text_page import Desk, TextPage, fixed, preview_url, show_text
from learning.services.texts import (
    Files,
    Text,
    compose,
    find_path,
    module_titles,
    open_text,
    read_text,
    ref_of,
)
from learning.services.work import Program, Work

LONGEST_TEXT = 64 * 1024  # course-format: a file
_TOO_LONG = "Ce texte dépasse 64 ko. Coupez-le en deux leçons. Il est encore écrit ci-dessous."
Form = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A text and everything slow about it, made before any transaction of the view."""

    desk: Desk
    base: str  # digest of the text that was seen
    body: bytes  # what the form makes of it
    said: str = ""  # why the form cannot be kept as it is
    field: str = ""
    form: Form | None = None


def prepare_text(program: Program, ref: str, form: Form | None = None) -> Opened:
    """Read a text, put the form's changes in it, and prove the result.

    Raises:
        NotFound: there is no such text.
        Unavailable: other texts are being proved; what was typed is still in the form.

    """
    with program.reading() as work:
        desk = _desk(work, ref)
    body = desk.files[desk.path]
    base = digest_of_body(body)
    opened = Opened(desk=desk, base=base, body=body)
    if form is not None:
        opened = _with_form(program, opened, form)
    files = {**desk.files, desk.path: opened.body}
    proof = prove_text(program, files, desk.path, on=desk.today)
    now = replace(opened.desk, files=files, proof=proof)
    shown = preview_text(now.text, proof, action=preview_url(ref_of(desk.path)))
    return replace(opened, desk=replace(now, preview=shown))


def save_text(work: Work, opened: Opened) -> None:
    """Keep the text over the one that was seen.

    Raises:
        StaleText: somebody else saved it meanwhile.
        Invalid: a setting cannot be read; ``field`` says which.

    """
    if opened.said:
        raise Invalid(opened.said, field=opened.field)
    keep(work, opened.desk.path, opened.body, base=opened.base)


def keep_late(work: Work, ref: str, form: Form) -> bool:
    """Keep what a form carried after its session had ended; False when it could not be."""
    try:
        desk = _desk(work, ref)
        before = open_text(desk.files, desk.path)
        values = {name: form[name] for name in names_of(before.kind) if name in form}
        body = compose(
            before,
            desk.files[desk.path],
            values,
            form.get("texte", before.body),
            module_titles(desk.files),
        )
        keep(work, desk.path, body, base=form.get("base", ""))
    except (Invalid, NotFound, StaleText):
        return False
    return True


def page_of(work: Work, opened: Opened, *, stale: StaleText | None = None) -> TextPage:
    """Build the page as it is after the save, or with both texts after a stale one."""
    desk = replace(opened.desk, states={one.path: one.state for one in changed(work)})
    base = digest_of_body(opened.body)
    page = show_text(desk, base=base)
    if stale is not None:
        theirs = read_text(desk.path, stale.theirs, titles=module_titles(desk.files))
        page = replace(page, base=digest_of_body(stale.theirs), theirs=theirs.body)
    if opened.form is not None and opened.said:
        text = desk.text
        page = replace(
            page,
            base=opened.base,
            body=opened.form.get("texte", page.body),
            fields=fields_of(
                text,
                desk.files,
                typed=opened.form,
                errors={opened.field: opened.said},
            ),
        )
    return page


def show_preview(
    program: Program, ref: str, tried: Tried | None = None
) -> tuple[Text, Preview | None, Proof]:
    """Show a text as learners will get it, one of its questions answered if one was tried.

    Raises:
        NotFound: there is no such text.

    """
    with program.reading() as work:
        desk = _desk(work, ref)
    proof = prove_text(program, desk.files, desk.path, on=desk.today)
    url = preview_url(ref_of(desk.path))
    return desk.text, preview_text(desk.text, proof, action=url, tried=tried), proof


def _desk(work: Work, ref: str) -> Desk:
    files = texts_now(work)
    path = find_path(files, ref)
    return Desk(
        files=files,
        path=path,
        proof=Proof(findings=()),
        states={},
        preview=None,
        today=work.instant.date(),
    )


def _with_form(program: Program, opened: Opened, form: Form) -> Opened:
    """Put the form in the text: its settings and body, then what the button pressed asks."""
    desk = opened.desk
    before = open_text(desk.files, desk.path)
    seen = Opened(desk=desk, base=form.get("base", ""), body=opened.body, form=form)
    body = form.get("texte", before.body)
    if len(body.encode()) > LONGEST_TEXT:
        return replace(seen, said=_TOO_LONG, field="texte")
    if form.get("conflit") == "autre":
        return replace(seen, base=opened.base, form=None)
    values = {name: form[name] for name in names_of(before.kind) if name in form}
    titles = module_titles(desk.files)
    try:
        made = compose(before, opened.body, values, _with_insert(body, form), titles)
        made = _corrected(program, desk, made, form)
    except Invalid as error:
        return replace(seen, said=error.sentence(), field=error.field)
    return replace(seen, body=made)


def _with_insert(body: str, form: Form) -> str:
    """Put in the text what « Ajouter » or « Insérer » asks for, where there are no scripts."""
    line = form.get("ligne", "").strip()
    after = int(line) if line.isdecimal() and len(line) < 6 else None  # noqa: PLR2004 - a line
    plain = body.replace("\r\n", "\n")
    match form.get("faire", ""):
        case "inserer":
            return insert_block(plain, form.get("modele", ""), after)
        case "chiffre":
            return insert_text(plain, f"{{{{ {form.get('chiffre', '')} }}}}", after)
        case "media":
            return insert_text(plain, form.get("media", ""), after)
        case _:
            return body


def _corrected(program: Program, desk: Desk, made: bytes, form: Form) -> bytes:
    """Apply the correction of a pressed « Corriger »; a stale one changes nothing."""
    pressed = form.get("faire", "")
    if not pressed.startswith("corriger-"):
        return made
    files: Files = {**desk.files, desk.path: made}
    proof = prove_text(program, files, desk.path, on=desk.today)
    text = open_text(files, desk.path)
    try:
        whole = fixed(text, proof, pressed.removeprefix("corriger-"))
    except Conflict:
        return made
    return made if whole is None else whole.encode()
