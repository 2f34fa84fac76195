"""A person at a terminal, over a real connection: cookies, forms, redirections, no scripts."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.support.pages import Form, Page

REDIRECTIONS = {301, 302, 303, 307, 308}
FIRST_STEPS = "/premiers-pas/"
Values = Mapping[str, "str | list[str]"]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    url: str

    @property
    def page(self) -> Page:
        """The page, to be read."""
        return Page(self.body.decode(), self.url)

    @property
    def location(self) -> str:
        """Where a redirection leads."""
        parts = urlsplit(self.headers.get("location", ""))
        return parts.path + (f"?{parts.query}" if parts.query else "")


class Visitor:
    """One browser. A broken connection raises ``OSError`` or ``HTTPException``."""

    def __init__(self, url: str, *, timeout: float = 40, packed: bool = False) -> None:
        self.host = urlsplit(url).netloc
        self.timeout = timeout
        self.packed = packed
        self.cookies: dict[str, str] = {}
        self._connection: http.client.HTTPConnection | None = None

    def ask(
        self,
        method: str,
        path: str,
        values: Values | None = None,
        *,
        more: Mapping[str, str] | None = None,
    ) -> Answered:
        """Send one request, with ``more`` headers; a redirection is not followed."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        headers |= more or {}
        if self.packed:
            headers["Accept-Encoding"] = "gzip"
        body = None
        if values is not None:
            body = urlencode(values, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self._connection is None:
            self._connection = self.connect()
        try:
            self._connection.request(method, path, body, headers)
            reply = self._connection.getresponse()
            received = reply.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        for line in reply.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        known = {name.lower(): value for name, value in reply.headers.items()}
        return Answered(reply.status, known, received, path)

    def connect(self) -> http.client.HTTPConnection:
        """Open a connection to the site."""
        return http.client.HTTPConnection(self.host, timeout=self.timeout)

    def get(self, path: str) -> Answered:
        """Open an address, following redirections."""
        answered = self.ask("GET", path)
        for _ in range(8):
            if answered.status not in REDIRECTIONS:
                break
            answered = self.ask("GET", answered.location)
        return answered

    def send(self, form: Form, values: Values) -> Answered:
        """Send a form with these values typed in; a redirection is not followed."""
        return self.ask("POST", form.action, {**form.values, **values})

    def sign_in(self, identifier: str, phrase: str) -> Answered:
        """Sign in by the form, skip the first-time screens, and land where that leads."""
        form = self.get("/connexion").page.form("phrase")
        answered = self.send(form, {"identifiant": identifier, "phrase": phrase})
        assert answered.status in REDIRECTIONS, answered.page.text
        landed = self.get(answered.location)
        if not landed.url.startswith(FIRST_STEPS):
            return landed
        skipped = self.send(landed.page.form(action=landed.url), {"passer": "oui"})
        return self.get(skipped.location)

    def close(self) -> None:
        """Hang up."""
        if self._connection:
            self._connection.close()
            self._connection = None
