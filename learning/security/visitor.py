"""A browser for the checks: pages, links and forms of the program, in this very process."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask import Flask
from werkzeug.test import Client, TestResponse

from learning.domain.errors import Unavailable

_REDIRECTS = 8
_FOUND_ELSEWHERE = frozenset({301, 302, 303, 307, 308})
_UNTYPED = frozenset({"hidden", "submit", "button", "image", "reset", "checkbox", "radio"})


@dataclass(slots=True)
class Form:
    """A form as the page gave it; ``typed`` are the fields that a person writes in."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """The links and the forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of what can be followed or filled."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        elif self.forms:
            self._field(tag, given, self.forms[-1])

    def handle_endtag(self, tag: str) -> None:
        """Leave a list of choices."""
        if tag == "select":
            self._select = ""

    def _field(self, tag: str, given: dict[str, str], form: Form) -> None:
        name = given.get("name", "")
        if tag == "select":
            self._select = name
            form.typed.add(name)
        elif tag == "option" and self._select:
            form.values.setdefault(self._select, [given.get("value", "")])
        elif tag == "textarea" and name:
            form.values[name] = [""]
            form.typed.add(name)
        elif tag == "input" and name:
            self._input(given, name, form)

    @staticmethod
    def _input(given: dict[str, str], name: str, form: Form) -> None:
        kind = given.get("type", "text")
        if kind not in {"submit", "button", "image", "reset"}:
            form.values.setdefault(name, []).append(given.get("value", ""))
        if kind not in _UNTYPED:
            form.typed.add(name)


class Visitor:
    """One browser, without scripts; every answer that it ever got is kept in ``answers``."""

    def __init__(self, app: Flask, *, secure: bool = False) -> None:
        self.base = "https://localhost" if secure else "http://localhost"
        self.client: Client = app.test_client()
        self.answers: list[TestResponse] = []

    def ask(
        self, method: str, path: str, values: dict[str, str | list[str]] | None = None
    ) -> TestResponse:
        """Send one request; a redirection is not followed."""
        reply = self.client.open(path, method=method, data=values, base_url=self.base)
        self.answers.append(reply)
        return reply

    def get(self, path: str) -> Page:
        """Open a page, wherever it leads."""
        reply = self.ask("GET", path)
        for _ in range(_REDIRECTS):
            if reply.status_code not in _FOUND_ELSEWHERE:
                break
            reply = self.ask("GET", reply.headers["Location"])
        text = reply.get_data(as_text=True) if reply.mimetype == "text/html" else ""
        return Page(text)

    def post(self, form: Form, values: dict[str, str | list[str]]) -> TestResponse:
        """Send a form of a page, with these values typed in."""
        return self.ask("POST", form.action, {**form.values, **values})

    def sign_in(self, identifier: str, phrase: str) -> None:
        """Sign in, and pass the first steps of a new learner."""
        form = next(one for one in self.get("/connexion").forms if "phrase" in one.typed)
        reply = self.post(form, {"identifiant": identifier, "phrase": phrase})
        if reply.status_code not in _FOUND_ELSEWHERE:
            raise Unavailable("La connexion d’essai a échoué : le dossier ne peut pas être fait.")
        page = self.get(reply.headers["Location"])
        for form in page.forms:
            if form.action.startswith("/premiers-pas/"):
                self.post(form, {"passer": "oui"})
                break
