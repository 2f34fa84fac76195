"""Headers on every response, and who the request comes from."""

from flask import Response, request

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


def safe_path(path: str) -> str:
    """Return ``path`` if it leads inside this site, else the home."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path
    return path if inside and path.isprintable() and len(path) <= 500 else "/accueil"  # noqa: PLR2004
