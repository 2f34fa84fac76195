"""Render a page. Parts that many pages share are rendered once and kept in memory.

A part is a macro of a component called with frozen values only, so the same values give the
same HTML: the token of forms is put in at the very end, in place of a mark drawn at start.
"""

import secrets
from collections.abc import Hashable
from typing import Any

from flask import Flask, current_app, render_template, session
from flask_wtf.csrf import generate_csrf

from learning.services.kept import Kept


class Parts:
    """Rendered parts by template, macro and values; the oldest go first."""

    def __init__(self, app: Flask) -> None:
        self._environment = app.jinja_env
        self._kept: Kept[Any] = Kept()
        self.token_mark = f"jeton-{secrets.token_hex(16)}"

    def part(self, template: str, macro: str, *values: Hashable) -> Any:
        """Return the HTML of a macro, rendered before if possible."""
        key = (template, macro, values)
        html = self._kept.get(key)
        if html is None:
            module: Any = self._environment.get_template(template).module
            html = self._kept.put(key, getattr(module, macro)(*values))
        return html


def install(app: Flask) -> None:
    """Give ``part`` and the mark of the token to every template."""
    parts = Parts(app)
    app.extensions["parts"] = parts
    app.extensions["tokens"] = Kept[str]()
    app.jinja_env.globals["part"] = parts.part
    app.jinja_env.globals["csrf_token"] = lambda: parts.token_mark


def token_mark() -> str:
    """Return what stands for the token until the page is whole."""
    parts: Parts = current_app.extensions["parts"]
    return parts.token_mark


def render(template: str, **values: Any) -> str:
    """Render a page, the token of its forms put in."""
    html = render_template(template, **values)
    mark = token_mark()
    return html.replace(mark, _token()) if mark in html else html


def _token() -> str:
    """Return the session's token, signed once: it lives as long as the session."""
    secret = session.get("csrf_token")
    tokens: Kept[str] = current_app.extensions["tokens"]
    kept = tokens.get(secret) if secret else None
    if kept is not None:
        return kept
    token: str = generate_csrf()
    return tokens.put(session["csrf_token"], token)
