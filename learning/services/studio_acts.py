"""What trainers do to modules and texts as wholes: make, order, copy, take out, bring back.

Names are made from titles and never shown; a lesson's number is only its place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from learning.content.front_edit import free_name, read_front, write_front
from learning.content.front_values import list_of
from learning.content.source import SITE_FOLDERS, lesson_slug, module_files, module_slugs
from learning.domain.errors import Invalid, NotFound
from learning.services import audit
from learning.services.differences import Difference, find_differences
from learning.services.manuscripts import (
    changed,
    files_now,
    give_up,
    keep_all,
    published_files,
    texts_now,
)
from learning.services.texts import (
    Files,
    TextKind,
    find_path,
    module_of,
    open_text,
    ordered,
    ref_of,
)
from learning.services.work import Work

_LONGEST_TITLE = 120
_STEP = 10
_NEVER_PUBLISHED = "Ce texte n’a pas encore été publié : il n’a pas d’autre version."
_FIRST_LESSON = """
:::essentiel
Dites ici ce qui compte. Faites court.
:::
"""
_FIRST_QUESTION = """
:::question premiere-question
Quelle dépense revient tous les mois ?

- (x) Le loyer
- ( ) Le pain
  > Le pain dépend du nombre de clients.
:::
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What going back to the published text would forget."""

    ref: str
    title: str
    differences: tuple[Difference, ...]


def make_module(work: Work, title: str, aim: str, objective: str, path_ref: str = "") -> str:
    """Make a module with its first objective, in a path if one is named; return its name.

    Raises:
        Invalid: a sentence is missing or too long; ``field`` says which.

    """
    files = texts_now(work)
    head = {
        "titre": _said(title, "titre"),
        "but": _said(aim, "but"),
        "objectifs": [_objective(_said(objective, "objectif"))],
    }
    taken = {*module_slugs({**published_files(work), **files}), *SITE_FOLDERS, "modules"}
    slug = free_name(title, taken)
    made = {f"{slug}/module.md": write_front("", "module", head).encode()}
    if path_ref:
        path = find_path(files, path_ref)
        made[path] = _with_module(files[path], slug)
    _keep(work, made, "module.cree", slug)
    return slug


def make_text(work: Work, module: str, kind: TextKind, title: str) -> str:
    """Make a lesson, a test or a bank at the end of a module; return its ref.

    Raises:
        Invalid: there is no title, or it is too long.
        NotFound: there is no such module.

    """
    files = _files_of(work, module)
    title = _said(title, "titre")
    objectives = read_front(
        files[f"{module}/module.md"].decode("utf-8", errors="replace"), "module"
    ).lists.get("objectifs", [])
    head = {"titre": title}
    if kind is not TextKind.TEST and objectives:
        head["objectif"] = objectives[0][1].partition("=")[0].strip()
    if kind is TextKind.TEST:
        head["type"] = "évaluation"
    if kind is TextKind.BANK:
        names = {path.rsplit("/", 1)[1].removesuffix(".md") for path in _banks(files, module)}
        path = f"{module}/banques/{free_name(title, names)}.md"
        body = write_front(_FIRST_QUESTION, "bank", head)
    else:
        path = f"{module}/{_next_number(files, module):02}-{_free_slug(files, module, title)}.md"
        body = write_front(
            _FIRST_LESSON if kind is TextKind.LESSON else _FIRST_QUESTION, "lesson", head
        )
    _keep(work, {path: body.encode()}, "texte.cree", path)
    return ref_of(path)


def make_site_text(work: Work, kind: TextKind, title: str) -> str:
    """Make a path or a questionnaire; return its ref.

    Raises:
        Invalid: there is no title, or it is too long.

    """
    files = texts_now(work)
    title = _said(title, "titre")
    folder = "parcours" if kind is TextKind.PATH else "questionnaires"
    names = {path.split("/")[1].removesuffix(".md") for path in files if path.startswith(folder)}
    path = f"{folder}/{free_name(title, names)}.md"
    head: dict[str, str] = {"titre": title}
    if kind is TextKind.PATH:
        head["modules"] = next(iter(module_slugs(files)), "")
    else:
        head |= {
            "moment": "avant",
            "information": "Répondre est libre. Refuser ne change rien pour vous.",
        }
    _keep(work, {path: write_front("", kind.value, head).encode()}, "texte.cree", path)
    return ref_of(path)


def move_lesson(work: Work, ref: str, *, up: bool) -> None:
    """Move a lesson one place; its name stays, only the numbers of the two change."""
    files = texts_now(work)
    path = find_path(files, ref)
    lessons = _lessons(files, module_of(path))
    place = lessons.index(path) + (-1 if up else 1)
    if not 0 <= place < len(lessons):
        return
    order = list(lessons)
    order.remove(path)
    order.insert(place, path)
    _keep(work, _renumbered(files, lessons, order), "lecon.deplacee", path)


def copy_text(work: Work, ref: str) -> str:
    """Copy a lesson or a bank under another name, after it; return the copy's ref."""
    files = texts_now(work)
    path = find_path(files, ref)
    module = module_of(path)
    text = open_text(files, path)
    if not module or text.kind is TextKind.MODULE:
        raise Invalid("Seules les leçons et les banques se copient.")
    title = f"{text.title[: _LONGEST_TITLE - 10]} (copie)"
    kind = "bank" if text.kind is TextKind.BANK else "lesson"
    body = write_front(text.whole, kind, {"titre": title}).encode()
    if text.kind is TextKind.BANK:
        names = {one.rsplit("/", 1)[1].removesuffix(".md") for one in _banks(files, module)}
        made = f"{module}/banques/{free_name(title, names)}.md"
        _keep(work, {made: body}, "texte.copie", made)
        return ref_of(made)
    lessons = _lessons(files, module)
    made = f"{module}/{_next_number(files, module):02}-{_free_slug(files, module, title)}.md"
    order = list(lessons)
    order.insert(lessons.index(path) + 1, made)
    after = {**files, made: body}
    renamed = _renumbered(after, [*lessons, made], order)
    _keep(work, renamed or {made: body}, "texte.copie", made)
    slug = (lesson_slug(made.rsplit("/", 1)[1]) or (0, ""))[1]
    return f"{module}/{slug}"


def copy_module(work: Work, module: str) -> str:
    """Copy a whole module under another name, in no path; return the copy's name."""
    now = files_now(work)
    if f"{module}/module.md" not in now:
        raise NotFound("Ce module n’existe pas. Revenez aux cours.")
    head = open_text(now, f"{module}/module.md")
    title = f"{head.title[: _LONGEST_TITLE - 10]} (copie)"
    slug = free_name(title, {*module_slugs({**published_files(work), **now}), *SITE_FOLDERS})
    made = {
        f"{slug}/{path.partition('/')[2]}": body
        for path, body in module_files(now, module).items()
    }
    made[f"{slug}/module.md"] = write_front(head.whole, "module", {"titre": title}).encode()
    _keep(work, made, "module.copie", slug)
    return slug


def take_out(work: Work, ref: str) -> None:
    """Take a text out of what will be published; what learners did with it is kept."""
    files = texts_now(work)
    path = find_path(files, ref)
    if open_text(files, path).kind in {TextKind.MODULE, TextKind.GLOSSARY}:
        raise Invalid("Ce texte ne se retire pas seul.")
    _keep(work, {path: None}, "texte.retire", path)


def take_out_module(work: Work, module: str) -> None:
    """Take a module out, and its name out of the paths that lead to it."""
    files = _files_of(work, module)
    gone: dict[str, bytes | None] = dict.fromkeys(module_files(files, module))
    for path, body in files.items():
        if path.startswith("parcours/"):
            without = _without_module(body, module)
            if without != body:
                gone[path] = without
    _keep(work, gone, "module.retire", module)


def bring_back(work: Work, ref: str) -> None:
    """Bring a text, or every text of a module, back to what is published.

    Raises:
        NotFound: nothing of that name was taken out.

    """
    taken = [one.path for one in changed(work) if one.state == "removed"]
    mine = [path for path in taken if ref_of(path) == ref or module_of(path) == ref]
    if not mine:
        raise NotFound("Ce texte n’est pas retiré. Revenez aux cours.")
    for path in mine:
        give_up(work, path)
    audit.record(work, "texte.remis", subject=ref)


def see_undone(work: Work, ref: str) -> Undone:
    """Return what bringing a text back to what is published would forget.

    Raises:
        NotFound: the text was never published, or does not exist.

    """
    files, published = texts_now(work), published_files(work)
    path = find_path(files, ref)
    if path not in published:
        raise NotFound(_NEVER_PUBLISHED)
    found = find_differences({path: files[path]}, {path: published[path]})
    return Undone(ref=ref_of(path), title=open_text(files, path).title, differences=found)


def undo_changes(work: Work, ref: str) -> None:
    """Bring a text back to what is published; what was written since is forgotten.

    Raises:
        NotFound: the text was never published, or does not exist.

    """
    path = find_path(texts_now(work), ref)
    if path not in published_files(work):
        raise NotFound(_NEVER_PUBLISHED)
    give_up(work, path)
    audit.record(work, "texte.annule", subject=path)


def _keep(work: Work, files: Mapping[str, bytes | None], action: str, subject: str) -> None:
    keep_all(work, files)
    audit.record(work, action, subject=subject)


def _said(sentence: str, field: str) -> str:
    text = " ".join(sentence.split())
    if not text:
        raise Invalid("Écrivez quelque chose ici.", field=field)
    if len(text) > _LONGEST_TITLE:
        raise Invalid("C’est trop long : 120 caractères au plus.", field=field)
    return text


def _objective(sentence: str) -> str:
    return f"{free_name(sentence, set())} = {sentence}"


def _files_of(work: Work, module: str) -> Files:
    files = texts_now(work)
    if f"{module}/module.md" not in files:
        raise NotFound("Ce module n’existe pas. Revenez aux cours.")
    return files


def _lessons(files: Files, module: str) -> list[str]:
    own = [
        path
        for path in module_files(files, module)
        if path.count("/") == 1 and lesson_slug(path.split("/")[1])
    ]
    return ordered(own)


def _banks(files: Files, module: str) -> list[str]:
    return [path for path in files if path.startswith(f"{module}/banques/")]


def _next_number(files: Files, module: str) -> int:
    numbers = [(lesson_slug(path.split("/")[1]) or (0, ""))[0] for path in _lessons(files, module)]
    return max(numbers, default=0) + _STEP


def _free_slug(files: Files, module: str, title: str) -> str:
    taken = {(lesson_slug(path.split("/")[1]) or (0, ""))[1] for path in _lessons(files, module)}
    return free_name(title, taken | {"module"})


def _renumbered(files: Files, before: list[str], order: list[str]) -> dict[str, bytes | None]:
    """Return the renamings that put lessons in ``order``, touching as few as can be.

    The numbers there are go to the new order; they are spread anew only if two are equal.
    """
    numbers = sorted((lesson_slug(path.split("/")[1]) or (0, ""))[0] for path in before)
    if len(set(numbers)) < len(numbers):
        numbers = [_STEP * (place + 1) for place in range(len(order))]
    changes: dict[str, bytes | None] = {}
    for number, path in zip(numbers, order, strict=True):
        module, _, name = path.partition("/")
        slug = (lesson_slug(name) or (0, ""))[1]
        wanted = f"{module}/{number:02}-{slug}.md"
        if wanted != path:
            changes.setdefault(path, None)
            changes[wanted] = files[path]
        elif path not in before:
            changes[path] = files[path]
    return changes


def _with_module(body: bytes, slug: str) -> bytes:
    return _path_with(body, lambda modules: [*modules, slug])


def _without_module(body: bytes, slug: str) -> bytes:
    return _path_with(body, lambda modules: [one for one in modules if one != slug])


def _path_with(body: bytes, change: Callable[[list[str]], list[str]]) -> bytes:
    text = body.decode("utf-8", errors="replace")
    modules = list_of(read_front(text, "parcours").get("modules"))
    wanted = change(modules)
    if wanted == modules:
        return body
    return write_front(text, "parcours", {"modules": ", ".join(wanted)}).encode()
