"""The staff's menu: one line of pages, or of sections for who may open more than a line holds."""

from dataclasses import dataclass

from learning.domain.access import Actor, Permission, may
from learning.web.i18n import translate

# More than this takes two lines at 1024 px; the pages are then put in their sections.
_MOST = 9
_FOLLOWING, _COURSES = "Suivi", "Atelier"


@dataclass(frozen=True, slots=True)
class Tab:
    """One link of the menu."""

    url: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """The line of the menu; ``inner`` are the pages of the section where one is, ``of`` its name.

    They show on those pages only: further in, the breadcrumb leads back.
    """

    tabs: tuple[Tab, ...]
    inner: tuple[Tab, ...] = ()
    of: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of the menu, who may open it, and the section that it is of."""

    url: str
    label: str
    permission: Permission
    section: str = ""


_PAGES = (
    _Page("/suivi", "À voir", Permission.FOLLOW_LEARNERS, _FOLLOWING),
    _Page("/suivi/groupes", "Groupes", Permission.MANAGE_GROUPS, _FOLLOWING),
    _Page("/formateur", "Cours", Permission.WRITE_COURSE, _COURSES),
    _Page("/formateur/avis", "Avis", Permission.GIVE_OPINION, _COURSES),
    _Page("/formateur/a-lire", "À lire", Permission.READ_ANSWERS, _COURSES),
    _Page("/formateur/seance", "Ma séance", Permission.SEE_MEETING, _COURSES),
    _Page("/suivi/attestations", "Attestations", Permission.ISSUE_ATTESTATION, _FOLLOWING),
    _Page("/formateur/questions", "Questions", Permission.SEE_STATISTICS, _COURSES),
    _Page("/formateur/chiffres", "Chiffres", Permission.WRITE_COURSE, _COURSES),
    _Page("/formateur/versions", "Versions", Permission.PUBLISH_COURSE, _COURSES),
    _Page("/administration/dossiers", "Dossiers", Permission.MOVE_DOSSIER),
    _Page("/salle", "Salle", Permission.WATCH_ROOM),
    _Page("/evaluation", "Évaluation", Permission.SEE_EVALUATION),
    _Page("/evaluation/protocoles", "Protocoles", Permission.SEE_EVALUATION),
    _Page("/evaluation/export", "Export", Permission.SEE_EVALUATION),
    _Page("/administration", "Administration", Permission.MANAGE_SITE),
    _Page("/equipe/formation", "Se former", Permission.SEE_STAFF_HOME),
)


def menu_of(actor: Actor, path: str) -> Menu:
    """The menu of this person on this page; the current page is the longest that leads here."""
    pages = [page for page in _PAGES if may(actor, page.permission)]
    leading = [page for page in pages if f"{path}/".startswith(f"{page.url}/")]
    here = max(leading, key=lambda page: len(page.url), default=None)
    if len(pages) <= _MOST:
        return Menu(tuple(Tab(one.url, translate(one.label), one is here) for one in pages))
    section = here.section if here else ""
    inside = [page for page in pages if page.section and page.section == section]
    return Menu(
        tabs=_sections(pages, here),
        inner=tuple(Tab(one.url, translate(one.label), one is here) for one in inside)
        if any(path == one.url for one in inside)
        else (),
        of=translate(section) if section else "",
    )


def _sections(pages: list[_Page], here: _Page | None) -> tuple[Tab, ...]:
    """One link a section, to its first page; a page of no section stays."""
    found: dict[str, _Page] = {}
    for page in pages:
        found.setdefault(page.section or page.label, page)
    current = (here.section or here.label) if here else ""
    return tuple(Tab(page.url, translate(name), name == current) for name, page in found.items())
