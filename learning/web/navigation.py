"""What every page is given: language, display, links of the header, and when it locks."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask, g, request

from learning.domain.access import Role
from learning.services.sessions import Display
from learning.web.i18n import hour, language, translate
from learning.web.menu import menu_of
from learning.web.pages import program
from learning.web.render import token_mark
from learning.web.room_words import room_values
from learning.web.session import lock_minutes

_SIZES = {"normal": "t-normal", "grand": "t-grand", "tres-grand": "t-tres-grand"}


def install(app: Flask) -> None:
    """Give the layouts their variables."""
    app.context_processor(layout_values)


def html_class(display: Display) -> str:
    """The classes of <html>: the server says them, so that no script is needed."""
    names = [_SIZES[display.text_size]]
    if display.theme != "clair":
        names.append(f"theme-{display.theme}")
    if display.spacing == "large":
        names.append("espace-large")
    return " ".join(names)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the header."""

    url: str
    label: str
    icon: str


class _Shown:
    """What the layouts read of the display."""

    def __init__(self, display: Display) -> None:
        self.html_class = html_class(display)
        self.depth = display.depth


def layout_values() -> dict[str, Any]:
    """Return the variables that layouts/ read."""
    session = g.get("session")
    values: dict[str, Any] = {
        "locale": language(),
        "display": _Shown(session.display if session else Display()),
        "home_url": "/accueil" if session else "/connexion",
    }
    if session is None:
        return values
    page_kind = g.get("page_kind", "page")
    values |= room_values(g.work, session, page_kind)
    minutes = lock_minutes(program(), page_kind)
    locks_at = hour(g.work.instant + timedelta(minutes=minutes))
    values |= {
        "nav": _links(session.actor.role),
        "trying": session.actor.role is not Role.LEARNER,
        "menu": menu_of(session.actor, request.path),
        "lock_seconds": minutes * 60,
        "csrf_value": token_mark(),
        "lock_notice": translate(
            "Si vous ne faites rien, cette page se ferme à %(time)s. Rien ne se perd."
        )
        % {"time": locks_at},
    }
    return values


def _links(role: Role) -> tuple[Link, ...]:
    leave = (
        translate("Terminer ma séance") if role is Role.LEARNER else translate("Fermer ma session")
    )
    return (
        Link("/affichage", translate("Affichage"), "affichage"),
        Link("/aide", translate("Aide"), "aide"),
        Link("/fin", leave, "fermer"),
    )
