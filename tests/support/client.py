"""The client of web tests: it checks every response it receives, and fills forms as people do."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import TestResponse

from tests.support.pages import Form, Page, faults, header_faults

Values = Mapping[str, "str | list[str]"]


@dataclass(frozen=True, slots=True)
class Reply:
    """A response, and the page that it carries if it is one."""

    response: TestResponse
    page: Page

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status_code

    @property
    def location(self) -> str:
        """Where a redirection leads."""
        return self.response.headers.get("Location", "")

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.text


class PageClient:
    """One person's browser, without scripts. ``last`` is the reply now on the screen."""

    def __init__(self, app: Flask, *, terminal: str = "127.0.0.1") -> None:
        self.http = app.test_client()
        self.http.environ_base["REMOTE_ADDR"] = terminal  # kept when a redirection is followed
        self.terminal = terminal
        self.last: Reply | None = None

    def get(self, url: str, *, follow: bool = True) -> Reply:
        """Open an address."""
        return self._keep(
            self.http.get(url, follow_redirects=follow, environ_base=self._environment())
        )

    def post(self, url: str, values: Values, *, follow: bool = False) -> Reply:
        """Send exactly these values: no token is added."""
        return self._keep(
            self.http.post(
                url,
                data=dict(values),
                follow_redirects=follow,
                environ_base=self._environment(),
            )
        )

    def send(self, form: Form, values: Values | None = None, *, follow: bool = True) -> Reply:
        """Send a form as it came, with these values typed in."""
        filled: dict[str, str | list[str]] = {**form.values, **(values or {})}
        unknown = set(values or {}) - form.names - set(form.values)
        assert not unknown, f"the form to {form.action} has no field {sorted(unknown)}"
        if form.method == "post":
            return self.post(form.action, filled, follow=follow)
        return self._keep(
            self.http.get(form.action, query_string=filled, environ_base=self._environment())
        )

    def fill(self, url: str, values: Values, *, follow: bool = True) -> Reply:
        """Open a page and send the form that has these fields."""
        page = self.get(url).page
        return self.send(page.form(next(iter(values), "")), values, follow=follow)

    def sign_in(self, identifier: str, phrase: str) -> Reply:
        """Sign in by the form, and skip the first-time screens."""
        landed = self.fill("/connexion", {"identifiant": identifier, "phrase": phrase})
        if "/premiers-pas/" not in landed.page.url:
            return landed
        form = landed.page.form(action=landed.page.url.removeprefix("GET "))
        return self.post(form.action, {**form.values, "passer": "oui"}, follow=True)

    def sign_out(self) -> Reply:
        """Sign out by the form of the page on the screen."""
        assert self.last
        return self.send(self.last.page.form(action="/deconnexion"))

    def _environment(self) -> dict[str, str]:
        return {"REMOTE_ADDR": self.terminal}

    def _keep(self, response: TestResponse) -> Reply:
        url = f"{response.request.method} {response.request.path}"
        is_page = response.mimetype == "text/html" and response.status_code not in {
            204,
            302,
            303,
            308,
        }
        headers = dict(response.headers)
        page = Page(response.get_data(as_text=True) if is_page else "", url, headers)
        wrong = faults(page) if is_page else list(header_faults(headers))
        assert not wrong, f"{url} ({response.status_code}):\n- " + "\n- ".join(wrong)
        self.last = Reply(response, page)
        return self.last
