"""What reading course files shares: the bytes, the findings, the fragments, the figures cited."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from learning.content.finding import Finding, Fix, Report
from learning.content.fragments import FIGURE, Fragments
from learning.content.front_matter import FrontMatter
from learning.content.rates_file import FILE as RATES
from learning.content.rates_file import Rates
from learning.content.source import MOST_BYTES, Files, decode
from learning.domain.course import BlockKind, Module, Path, Questionnaire, Term

LONGEST_LINE = 2_000
_OPENED, _CLOSED = "{{", "}}"
_UNCLOSED = re.compile(
    r"\{\{[ \u00a0]*(?P<id>[a-z0-9][a-z0-9_.-]*[a-z0-9])(?![^{}]*\}\})(?:[ \u00a0]*\}(?!\}))?"
)


@dataclass(slots=True)
class Parsed:
    """What the files hold, and what is wrong in them."""

    modules: list[Module] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    questionnaires: list[Questionnaire] = field(default_factory=list)
    glossary: tuple[Term, ...] = ()
    rates: Rates = field(default_factory=lambda: Rates(()))
    findings: list[Finding] = field(default_factory=list)
    fragments: dict[str, Fragments] = field(default_factory=dict)  # by part
    texts: dict[str, list[tuple[int, BlockKind, str]]] = field(default_factory=dict)  # by file
    cited: dict[str, list[tuple[int, str]]] = field(default_factory=dict)  # figures, by file
    lines: dict[str, list[str]] = field(default_factory=dict)  # by file, as they were read


class Reading:
    """Files being read; ``html`` by part gives rendered fragments, or nothing to check only."""

    def __init__(
        self,
        files: Files,
        html: Mapping[str, Mapping[str, str]] | None = None,
        choice_ids: Mapping[str, tuple[str, ...]] | None = None,
        *,
        on: date | None = None,
        ready: Mapping[str, Module] | None = None,
    ) -> None:
        self.files = files
        self.ready = ready or {}  # modules built before from the very same files
        self.on = on  # the day whose figures are shown
        self.html = html
        self.choice_ids = choice_ids or {}
        self.out = Parsed()

    def report(self, file: str) -> Report:
        """Return the report that a file's findings go to."""
        return Report(file, self.out.findings, self.out.lines.get(file, ()))

    def text(self, path: str) -> str | None:
        """Return a file's text, or None once its fault is told."""
        body = self.files.get(path)
        if body is None:
            return None
        report = self.report(path)
        if path != RATES and len(body) > MOST_BYTES:
            report.error(1, "ce fichier dépasse 64 ko.", "Coupez-le en deux.")
            return None
        try:
            text = decode(body)
        except UnicodeDecodeError as error:
            line = body[: error.start].count(b"\n") + 1
            report.error(line, "ce fichier n’est pas en UTF-8.", "Enregistrez-le en UTF-8.")
            return None
        lines = text.split("\n")
        for number, one in enumerate(lines, start=1):
            if len(one) > LONGEST_LINE:
                report.error(
                    number, "cette ligne est trop longue.", "Coupez-la (2 000 signes au plus)."
                )
                return None
        self.out.lines[path] = lines
        return text

    def fragments_of(self, part: str) -> Fragments:
        """Return the fragments of a module, or of what is the site's."""
        if part not in self.out.fragments:
            html = None if self.html is None else self.html.get(part, {})
            self.out.fragments[part] = Fragments(html=html, rates=self.out.rates, files=self.files)
        return self.out.fragments[part]

    def cite(self, file: str, front: FrontMatter) -> None:
        """Note the figures that a body cites, telling unknown ones."""
        report = self.report(file)
        for number, line in enumerate(front.body, start=front.body_line):
            if _OPENED in FIGURE.sub("", line):
                report.error(
                    number,
                    f"un chiffre a «\u00a0{_OPENED}\u00a0» sans «\u00a0{_CLOSED}\u00a0».",
                    f"Fermez-le par «\u00a0{_CLOSED}\u00a0» sur la même ligne.",
                    fix=report.put(number, self._closed(line)),
                )
            for found in FIGURE.finditer(line):
                if self.out.rates.current(found["id"]) is None:
                    report.error(
                        number,
                        f"le chiffre « {found['id']} » est inconnu.",
                        self.out.rates.meant(found["id"]),
                        fix=self._renamed(report, number, line, found["id"]),
                    )
                else:
                    self.out.cited.setdefault(file, []).append((number, found["id"]))

    def _renamed(self, report: Report, number: int, line: str, rate_id: str) -> Fix | None:
        near = report.near(rate_id, self.out.rates.rows)
        if near is None:
            return None
        written = FIGURE.sub(
            lambda one: one[0].replace(rate_id, near) if one["id"] == rate_id else one[0], line
        )
        return report.put(number, written)

    def _closed(self, line: str) -> str | None:
        """Close a figure after its name, when a figure has that name."""
        found = _UNCLOSED.search(line)
        if found is None or self.out.rates.current(found["id"]) is None:
            return None
        return f"{line[: found.start()]}{{{{ {found['id']} }}}}{line[found.end() :]}"
