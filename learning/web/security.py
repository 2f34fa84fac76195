"""Headers on every response, and who the request comes from."""

import gzip
from typing import Any

from flask import Response, request

from learning.web.assets import Assets, Packed

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # « no-referrer » would make every form post over HTTPS fail its CSRF check.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=()",
}


def protect(response: Response) -> Response:
    """Add the headers; nothing of a page stays on a shared terminal."""
    response.headers.update(HEADERS)
    response.headers["Cache-Control"] = "no-store"
    return response


def terminal_address() -> str:
    """The terminal, by its address (behind a proxy, the one that the proxy vouches for)."""
    return request.remote_addr or "inconnu"


MARK_COOKIE = "poste"


def terminal_mark() -> str:
    """What the browser of an enrolled terminal carries, or nothing."""
    return request.cookies.get(MARK_COOKIE, "")[:100]


def safe_path(path: str) -> str:
    """Return ``path`` if it leads inside this site, else the home."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path
    return path if inside and path.isprintable() and len(path) <= 500 else "/accueil"  # noqa: PLR2004


_PAGE_WORTH_PACKING = 1_400  # about one network packet
_FAST = 1  # pages are packed in the request: the quickest level already divides them by four


def pack(response: Response) -> Response:
    """Pack a page when the browser takes it so; fonts and images are not pages."""
    if (
        response.direct_passthrough
        or response.mimetype not in {"text/html", "application/json"}
        or "gzip" not in request.headers.get("Accept-Encoding", "")
        or (response.content_length or 0) < _PAGE_WORTH_PACKING
    ):
        return response
    response.set_data(gzip.compress(response.get_data(), _FAST, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response


class StaticFirst:
    """WSGI: text files from memory, then whitenoise, each with the headers."""

    def __init__(self, white: Any, files: Assets) -> None:
        self._white = white
        self._files = files

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer a static file, or hand over to the application."""
        path = environ.get("PATH_INFO", "")
        if not path.startswith("/static/"):
            return self._white(environ, start_response)
        if path in self._files.packed:
            return _send(self._files.packed[path], environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            names = {name.lower() for name, _ in headers}
            extra = [(n, v) for n, v in HEADERS.items() if n.lower() not in names]
            return start_response(status, headers + extra, *rest)

        return self._white(environ, start)


def _send(file: Packed, environ: dict[str, Any], start_response: Any) -> list[bytes]:
    packed = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    body = file.gzip if packed else file.body
    headers = [
        ("Content-Type", f"{file.kind}; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "max-age=31536000, public, immutable"),
        ("Vary", "Accept-Encoding"),
        *HEADERS.items(),
    ]
    if packed:
        headers.append(("Content-Encoding", "gzip"))
    start_response("200 OK", headers)
    return [body] if environ.get("REQUEST_METHOD") != "HEAD" else []
