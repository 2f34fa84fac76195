"""Proofs: the findings and the HTML of texts being written, by a child process kept warm.

A trainer types and waits: starting an interpreter each time would cost more than the proof. The
child remembers fragments it has rendered, and is stopped at its limits like any other.
"""

import json
import math
import pickle
import selectors
import struct
import subprocess
import sys
import time
import weakref
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from threading import Lock
from typing import Any, BinaryIO

from learning.content.check import judge
from learning.content.finding import Edit, Finding, Fix, Severity
from learning.content.parse import Parsed, Parser
from learning.content.render import (
    HEAVY_MESSAGE,
    HEAVY_REMEDY,
    Job,
    limit_memory,
    limit_time,
    problems_of,
    render,
)
from learning.content.source import Files
from learning.domain.errors import Unavailable

CPU_SECONDS = 3  # for one proof
WALL_SECONDS = 8.0
WAITING_SECONDS = 4.0  # for another proof to end
_MOST_KEPT = 4_000  # fragments, judged or rendered
_LENGTH = struct.Struct(">Q")
_CHILD = (
    "import json,sys; sys.path[:]=json.loads(sys.argv[1]); "
    "from learning.content.proofing import work_in_child; work_in_child()"
)
_BUSY = (
    "Beaucoup de textes sont vérifiés en ce moment. Le vôtre est gardé : "
    "essayez à nouveau dans un instant."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The findings of every file given, and the HTML of the fragments of the files asked for.

    ``rendered`` is empty when a text was too heavy to be rendered: the findings say where.
    """

    findings: tuple[Finding, ...]
    rendered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by part, by key

    def of(self, path: str) -> tuple[Finding, ...]:
        """Return the findings of one file."""
        return tuple(finding for finding in self.findings if finding.file == path)


class Proofreader:
    """One warm child process, used by one thread at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def prove(self, files: Files, *, on: date, shown: Sequence[str]) -> Proof:
        """Check the files together, and render the fragments of those ``shown``.

        Raises:
            Unavailable: other texts are being proved.

        """
        if not self._lock.acquire(timeout=WAITING_SECONDS):
            raise Unavailable(_BUSY)
        try:
            return self._prove(files, on, shown)
        finally:
            self._lock.release()

    def _prove(self, files: Files, on: date, shown: Sequence[str]) -> Proof:
        child = self._ready()
        assert child.stdin is not None and child.stdout is not None  # noqa: PT018, S101
        sent = pickle.dumps((dict(files), on, tuple(shown)))
        place = (next(iter(shown), ""), 1)
        try:
            child.stdin.write(_LENGTH.pack(len(sent)) + sent)
            child.stdin.flush()
            for message in _messages(child.stdout):
                if message[0] == "done":
                    return Proof(
                        findings=tuple(_finding(one) for one in message[1]), rendered=message[2]
                    )
                place = (message[1], message[2])
        except BrokenPipeError:
            pass  # it had just been stopped: the same as stopped now
        self.close()
        heavy = Finding(*place, Severity.ERROR, HEAVY_MESSAGE, HEAVY_REMEDY)
        return Proof(findings=(heavy,))

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(  # noqa: S603 - our own module, our own interpreter
                [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            weakref.finalize(self, _stop, self._child)
        return self._child

    def close(self) -> None:
        """Stop the child; the next proof starts another."""
        if self._child is not None:
            _stop(self._child)
        self._child = None


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    for stream in (child.stdin, child.stdout):
        if stream is not None and not stream.closed:
            try:
                stream.close()
            except BrokenPipeError:
                continue  # what it had not read yet is of no use
    child.wait()


def _messages(stream: Any) -> Iterable[Any]:
    """Give what the child says, line by line, until it stops or the time is up."""
    until = time.monotonic() + WALL_SECONDS
    kept = b""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while (left := until - time.monotonic()) > 0 and selector.select(left):
            read = stream.read1(1 << 20)
            if not read:
                return
            *lines, kept = (kept + read).split(b"\n")
            for line in lines:
                yield json.loads(line)


def _finding(row: Sequence[Any]) -> Finding:
    file, line, severity, message, remedy, fix = row
    made = None
    if fix is not None:
        others = tuple(Edit(**edit) for edit in fix.pop("others"))
        made = Fix(**fix, others=others)
    return Finding(file, line, Severity(severity), message, remedy, made)


def work_in_child() -> None:
    """Prove what comes on standard input until it ends: runs in the child alone."""
    limit_memory()
    desk = _Desk()
    while header := sys.stdin.buffer.read(_LENGTH.size):
        (length,) = _LENGTH.unpack(header)
        files, on, shown = pickle.loads(sys.stdin.buffer.read(length))  # noqa: S301 - our parent
        limit_time(math.ceil(time.process_time()) + CPU_SECONDS)
        desk.prove(files, on, frozenset(shown), sys.stdout.buffer)


class _Desk:
    """What the child remembers from one proof to the next."""

    def __init__(self) -> None:
        self.judged: dict[str, object] = {}
        self.rendered: dict[str, str] = {}

    def prove(self, files: Files, on: date, shown: frozenset[str], out: BinaryIO) -> None:
        """Write where each new fragment stands, then everything found."""
        parsed = Parser(files, on=on).run()
        places = {
            f"{part}/{key}": fragments.places[key][0]
            for part, fragments in parsed.fragments.items()
            for key in fragments.wanted
        }

        def run(jobs: Iterable[Job]) -> dict[str, object]:
            return {key: self._judge(source, places[key], out) for key, _, source in jobs}

        findings = judge(files, parsed, on=on, run=run)
        rendered = self._render(parsed, shown, out)
        rows = [
            [f.file, f.line, f.severity, f.message, f.remedy, asdict(f.fix) if f.fix else None]
            for f in findings
        ]
        _say(out, ["done", rows, rendered])
        for kept in (self.judged, self.rendered):
            if len(kept) > _MOST_KEPT:
                kept.clear()

    def _judge(self, source: str, place: tuple[str, int], out: BinaryIO) -> object:
        if source not in self.judged:
            _say(out, ["at", *place])
            self.judged[source] = problems_of(source)
        return self.judged[source]

    def _render(
        self, parsed: Parsed, shown: frozenset[str], out: BinaryIO
    ) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for part, fragments in parsed.fragments.items():
            for key, (mode, source) in fragments.wanted.items():
                asked = [place for place in fragments.places[key] if place[0] in shown]
                if not asked:
                    continue
                if key not in self.rendered:
                    _say(out, ["at", *asked[0]])
                    self.rendered[key] = render(source, inline=mode == "inline")
                found.setdefault(part, {})[key] = self.rendered[key]
        return found


def _say(out: BinaryIO, message: object) -> None:
    out.write(json.dumps(message).encode() + b"\n")
    out.flush()
