"""One JSON line a request: what, how long, which answer; never who typed what."""

import json
import logging
import os
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

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


def to_files(folder: Path) -> None:
    """Send the lines to one file a month, which the retention run removes after its months."""
    folder.mkdir(exist_ok=True, mode=0o700)
    handler = _Monthly(folder)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _LOGGER.addHandler(handler)
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.propagate = False


class _Monthly(logging.Handler):
    """Appends each line to the file of its month; a line that cannot be written is let go."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line at once: several servers share the file."""
        month = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m")
        with suppress(OSError):
            descriptor = os.open(
                self._folder / f"technique-{month}.jsonl",
                os.O_WRONLY | os.O_CREAT | os.O_APPEND,
                0o600,
            )
            try:
                os.write(descriptor, f"{self.format(record)}\n".encode())
            finally:
                os.close(descriptor)


def _start() -> None:
    g.started = time.perf_counter()


def _line(response: Response) -> Response:
    if _LOGGER.isEnabledFor(logging.INFO):
        now = time.perf_counter()
        line = {
            "t": round(time.time(), 3),
            "methode": request.method,
            "route": request.url_rule.rule if request.url_rule else "?",
            "etat": response.status_code,
            "ms": round((now - g.get("started", now)) * 1000, 1),
        }
        _LOGGER.info(json.dumps(line, ensure_ascii=False))
    return response
