"""Proofs of what is being written: its findings, and itself as learners will get it.

A proof is made by the warm child process, outside any transaction; the latest are remembered.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from learning.content.finding import Finding, Severity
from learning.content.proofing import Proof
from learning.content.source import digest_of, module_files, module_slugs
from learning.services.texts import Files, module_of
from learning.services.work import Program

_DRAWN = re.compile(r"banque\s*=\s*([a-z0-9-]+)")
_SITE_FILES = ("referentiel.yaml", "glossaire.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many findings of each gravity a text has."""

    errors: int = 0
    warnings: int = 0
    advice: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Count together."""
        return Counts(
            errors=self.errors + other.errors,
            warnings=self.warnings + other.warnings,
            advice=self.advice + other.advice,
        )


def count(findings: Sequence[Finding]) -> Counts:
    """Count findings by gravity."""
    told = [finding.severity for finding in findings]
    return Counts(
        errors=told.count(Severity.ERROR),
        warnings=told.count(Severity.WARNING),
        advice=told.count(Severity.ADVICE),
    )


def prove_text(program: Program, files: Files, path: str, *, on: date) -> Proof:
    """Prove the module (or the site's texts) that a file is of; that file is also rendered.

    Raises:
        Unavailable: other texts are being proved.

    """
    shown = _shown_with(files, path)
    return _prove(program, _scope(files, module_of(path)), shown, on)


def prove_module(program: Program, files: Files, module: str, *, on: date) -> Proof:
    """Prove a whole module, or the site's own texts when ``module`` is "": findings alone.

    Raises:
        Unavailable: other texts are being proved.

    """
    proof = _prove(program, _scope(files, module), (), on)
    kept = tuple(one for one in proof.findings if module_of(one.file) == module)
    return Proof(findings=kept)


def _prove(program: Program, files: Files, shown: Sequence[str], on: date) -> Proof:
    key = ("proof", digest_of(files), tuple(shown), on)
    kept: Proof | None = program.proofs.get(key)
    if kept is None:
        proof = program.proofreader.prove(files, on=on, shown=shown)
        kept = program.proofs.put(key, proof)
    return kept


def _scope(files: Files, module: str) -> dict[str, bytes]:
    """Return what findings on a module depend on; media count by their names alone."""
    if module:
        found: Mapping[str, bytes] = module_files(files, module)
    else:
        found = {path: body for path, body in files.items() if not module_of(path)}
    pages = {f"{slug}/module.md" for slug in module_slugs(files)}
    around = {path: files[path] for path in (*pages, *_SITE_FILES) if path in files}
    return around | {path: b"" if "/media/" in path else body for path, body in found.items()}


def _shown_with(files: Files, path: str) -> tuple[str, ...]:
    """Return the files without which a text cannot be shown: its module's page, its banks."""
    module = module_of(path)
    if not module:
        return (path,)
    body = files.get(path, b"").decode("utf-8", errors="replace")
    banks = [f"{module}/banques/{name}.md" for name in sorted(set(_DRAWN.findall(body)))]
    found = dict.fromkeys((f"{module}/module.md", path, *banks))
    return tuple(name for name in found if name in files)
