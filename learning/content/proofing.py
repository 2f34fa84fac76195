"""Proofs: the findings of texts being written, and one built to be shown, by a warm child process.

A trainer types and waits: starting an interpreter each time would cost more than the proof. The
child remembers fragments it has rendered, and is stopped at its limits like any other.
"""

import io
import json
import math
import os
import pickle
import selectors
import struct
import subprocess
import sys
import time
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, BinaryIO

from learning.content.check import judge
from learning.content.finding import Finding, Severity
from learning.content.library import build
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
from learning.content.source import ROOT_FILES, Files
from learning.domain.course import Module, Questionnaire
from learning.domain.errors import Unavailable

CPU_SECONDS = 3  # for one proof
WALL_SECONDS = 8.0
WAITING_SECONDS = 4.0  # for another proof to end
_MOST_KEPT = 4_000  # fragments, judged or rendered
_NICE = 5  # learners' pages come first
_LENGTH = struct.Struct(">Q")
# What a proof may be made of: modules of ours that only hold values, and plain types.
_SAID = frozenset(
    {
        "learning.domain.course",
        "learning.domain.question",
        "learning.domain.formula",
        "learning.domain.html",
        "learning.content.finding",
        ("learning.content.proofing", "Proof"),
        ("datetime", "date"),
        ("decimal", "Decimal"),
    }
)
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
    """The findings of every file given, and what the files asked for make.

    ``shown`` is None when a text was too heavy to be rendered: the findings say where.
    """

    findings: tuple[Finding, ...]
    shown: Module | Questionnaire | None = None

    def of(self, path: str) -> tuple[Finding, ...]:
        """Return the findings of one file."""
        return tuple(finding for finding in self.findings if finding.file == path)


class Proofreader:
    """One warm child process, used by one thread at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def prove(self, files: Files, *, on: date, shown: Sequence[str]) -> Proof:
        """Check the files together, and build what those ``shown`` make, without the others.

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
                if isinstance(message, Proof):
                    return message
                place = message
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


def _messages(stream: Any) -> Iterator[Proof | tuple[str, int]]:
    """Give the place of each text begun, then the proof, until the child stops or time is up."""
    until = time.monotonic() + WALL_SECONDS
    kept = b""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while (left := until - time.monotonic()) > 0 and selector.select(left):
            read = stream.read1(1 << 20)
            if not read:
                return
            kept += read
            while len(kept) >= _LENGTH.size:
                (length,) = _LENGTH.unpack(kept[: _LENGTH.size])
                if len(kept) < _LENGTH.size + length:
                    break
                message = kept[_LENGTH.size : _LENGTH.size + length]
                kept = kept[_LENGTH.size + length :]
                yield _Reader(io.BytesIO(message)).load()


class _Reader(pickle.Unpickler):
    """Reads what the child says: what a course is made of, and nothing that could act."""

    def find_class(self, module: str, name: str) -> Any:
        """Refuse whatever is no part of a course or of a finding."""
        if module in _SAID or (module, name) in _SAID:
            return super().find_class(module, name)
        message = f"a proof holds no {module}.{name}"
        raise pickle.UnpicklingError(message)


def work_in_child() -> None:
    """Prove what comes on standard input until it ends: runs in the child alone."""
    os.nice(_NICE)
    limit_memory()
    desk = _Desk()
    while header := sys.stdin.buffer.read(_LENGTH.size):
        (length,) = _LENGTH.unpack(header)
        files, on, shown = pickle.loads(sys.stdin.buffer.read(length))  # noqa: S301 - our parent
        limit_time(math.ceil(time.process_time()) + CPU_SECONDS)
        desk.prove(files, on, shown, sys.stdout.buffer)


class _Desk:
    """What the child remembers from one proof to the next."""

    def __init__(self) -> None:
        self.judged: dict[str, object] = {}
        self.rendered: dict[str, str] = {}

    def prove(self, files: Files, on: date, shown: tuple[str, ...], out: BinaryIO) -> None:
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
        found = self._build(files, parsed, on, shown, out) if shown else None
        _say(out, Proof(findings=findings, shown=found))
        for kept in (self.judged, self.rendered):
            if len(kept) > _MOST_KEPT:
                kept.clear()

    def _judge(self, source: str, place: tuple[str, int], out: BinaryIO) -> object:
        if source not in self.judged:
            _say(out, place)
            self.judged[source] = problems_of(source)
        return self.judged[source]

    def _build(
        self, files: Files, parsed: Parsed, on: date, shown: tuple[str, ...], out: BinaryIO
    ) -> Module | Questionnaire | None:
        """Build the module or the questionnaire that those files make."""
        rendered = self._render(parsed, frozenset(shown), out)
        media = {path: b"" for path in files if "/media/" in path}
        around = {path: files[path] for path in ROOT_FILES if path in files}
        wanted = {path: files[path] for path in shown}
        built = build({**media, **around, **wanted}, rendered, on=on)
        found: list[Module | Questionnaire] = [*built.modules, *built.questionnaires]
        return found[0] if found else None

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
                    _say(out, asked[0])
                    self.rendered[key] = render(source, inline=mode == "inline")
                found.setdefault(part, {})[key] = self.rendered[key]
        return found


def _say(out: BinaryIO, message: object) -> None:
    said = pickle.dumps(message)
    out.write(_LENGTH.pack(len(said)) + said)
    out.flush()
