"""Build a new release before anybody asks for it: one thread of each server looks every second.

Whoever publishes, in this process or another, the former release is served until then. Once a
day the same thread destroys the keys of studies that are over.
"""

import logging
import threading
from datetime import date

from learning.domain.errors import LearningError
from learning.services.study_export import close_overdue
from learning.services.study_keys import day_of
from learning.services.work import Program, with_release

EVERY_SECONDS = 1.0


class Watcher:
    """Looks which release the site serves, and has it whole in memory."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._stopped = threading.Event()
        self._closed_on: date | None = None
        self._thread = threading.Thread(target=self._run, name="releases", daemon=True)

    def start(self) -> None:
        """Look now, then every second."""
        self._program.library.watched.set()
        self._program.library.wanted.set()
        self._thread.start()

    def stop(self) -> None:
        """Stop looking: the database is about to be closed."""
        self._stopped.set()
        self._program.library.watched.clear()
        self._program.library.wanted.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        library = self._program.library
        while not self._stopped.is_set():
            library.wanted.wait(EVERY_SECONDS)
            library.wanted.clear()
            if not self._stopped.is_set():
                look(self._program)
                self._close_studies()

    def _close_studies(self) -> None:
        today = day_of(self._program.clock())
        if today != self._closed_on:
            close(self._program)
            self._closed_on = today


def close(program: Program) -> None:
    """Destroy the keys of studies that are over; what cannot be is tried again tomorrow."""
    try:
        close_overdue(program)
    except (LearningError, OSError) as error:
        logging.getLogger(__name__).warning("studies were not closed: %s", error)


def look(program: Program) -> None:
    """Build the site's release if it is not in memory; a busy database is asked again later."""
    try:
        with program.reading() as work:
            with_release(work)
            if work.release is not None:
                work.library.catalogue(work.connection, work.release)
                work.library.serving(work.release)
    except LearningError as error:
        logging.getLogger(__name__).warning("the release was not looked at: %s", error)
