"""Step, done of total and time left, on a terminal only: nothing in a pipe."""

import sys
import time

_EVERY_SECONDS = 0.2


class Progress:
    """One line that rewrites itself on standard error."""

    def __init__(self, label: str, *, quiet: bool = False) -> None:
        self._label = label
        self._shown = sys.stderr.isatty() and not quiet
        self._start = time.monotonic()
        self._last = 0.0

    def step(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` is done."""
        now = time.monotonic()
        if not self._shown or (now - self._last < _EVERY_SECONDS and done < total):
            return
        self._last = now
        left = int((now - self._start) / done * (total - done)) if done else 0
        line = f"\r{self._label} : {done} sur {total}, encore {left} s   "
        end = "\n" if done >= total else ""
        print(line, end=end, file=sys.stderr, flush=True)
