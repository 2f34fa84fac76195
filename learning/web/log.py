"""One JSON line a request: what, how long, which answer; never who typed what."""

import json
import logging
import sys
import time

from flask import Flask, Response, g, request

_LOGGER = logging.getLogger("tremplin.requests")


def install(app: Flask) -> None:
    """Write a line for each request, when ``serve`` asks for it."""
    app.before_request(_start)
    app.after_request(_line)


def to_standard_error() -> None:
    """Send the lines where a service manager keeps them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _LOGGER.addHandler(handler)
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.propagate = False


def _start() -> None:
    g.started = time.perf_counter()


def _line(response: Response) -> Response:
    if _LOGGER.isEnabledFor(logging.INFO):
        line = {
            "t": round(time.time(), 3),
            "methode": request.method,
            "route": request.url_rule.rule if request.url_rule else "?",
            "etat": response.status_code,
            "ms": round((time.perf_counter() - g.started) * 1000, 1),
        }
        _LOGGER.info(json.dumps(line, ensure_ascii=False))
    return response
