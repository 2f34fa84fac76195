"""Judge course files: every fault of every file in one pass, whatever the bytes."""

from collections.abc import Callable, Iterable
from datetime import date

from learning.content.finding import Finding, Report, Severity
from learning.content.marks import judge_marks
from learning.content.markup_fixes import markup_fix
from learning.content.parse import Parsed, Parser
from learning.content.prose import judge_prose
from learning.content.render import (
    HEAVY_MESSAGE,
    HEAVY_REMEDY,
    Job,
    Problem,
    TooHeavy,
    is_harmless,
    run_jobs,
)
from learning.content.source import Files

__all__ = ["Finding", "Severity", "check", "judge"]

Run = Callable[[Iterable[Job]], dict[str, object]]  # judges fragments, by the key of each

_SENTENCES = {
    "html": ("le HTML « {0} » n’est pas permis.", "Écrivez-le en Markdown, ou retirez-le."),
    "lien": ("le lien « {0} » sort du site.", "Retirez-le : le site n’a pas Internet."),
    "image": (
        "l’image « {0} » n’est pas dans media/.",
        "Placez-la dans media/ et écrivez « media/nom.png ».",
    ),
    "alternative": (
        "l’image « {0} » n’a pas de texte de remplacement.",
        "Écrivez « ![ce qu’on voit](media/…) ».",
    ),
    "media": ("l’image « {0} » manque.", "Ajoutez le fichier dans media/."),
    "note": ("la note « {0} » n’a pas de texte ici.", "Écrivez « [^{0}]: … » dans le même bloc."),
}
_MOST_HEAVY = 5  # texts stopped at the limit before the others are given up


def check(files: Files, *, on: date) -> tuple[Finding, ...]:
    """Return the findings, sorted by file and line; dates are judged on that day."""
    return judge(files, Parser(files, on=on).run(), on=on, run=run_jobs)


def judge(files: Files, parsed: Parsed, *, on: date, run: Run) -> tuple[Finding, ...]:
    """Return the findings of files that were parsed; ``run`` judges their fragments.

    ``run`` may raise ``TooHeavy`` for a fragment that it had to stop.
    """
    findings = [*parsed.findings, *_judge_markup(files, parsed, run), *_judge_figures(parsed, on)]
    for fragments in parsed.fragments.values():
        findings += judge_marks(fragments, parsed.lines)
    for file, texts in parsed.texts.items():
        findings += judge_prose(file, texts, parsed.rates)
    return tuple(sorted(set(findings)))


def _judge_markup(files: Files, parsed: Parsed, run: Run) -> list[Finding]:
    """Find links, images and HTML by rendering each fragment alone."""
    jobs: list[Job] = []
    places: dict[str, list[tuple[str, int]]] = {}
    for part, fragments in parsed.fragments.items():
        for key, (_, source) in fragments.wanted.items():
            if is_harmless(source):
                continue
            jobs.append((f"{part}/{key}", "judge", source))
            places[f"{part}/{key}"] = fragments.places[key]
    judged, heavy = _run(jobs, run)
    findings = [
        Finding(file, line, Severity.ERROR, HEAVY_MESSAGE, HEAVY_REMEDY)
        for key in heavy
        for file, line in places[key]
    ]
    for key, problems in judged.items():
        for file, line in places[key]:
            findings += _tell(files, parsed, file, line, problems)
    return findings


def _run(jobs: list[Job], run: Run) -> tuple[dict[str, object], list[str]]:
    """Judge every fragment that can be; return too those that were stopped at the limit."""
    judged: dict[str, object] = {}
    heavy: list[str] = []
    while jobs and len(heavy) < _MOST_HEAVY:
        try:
            judged |= run(jobs)
        except TooHeavy as error:
            judged |= error.done
            heavy.append(error.key)
            jobs = [job for job in jobs if job[0] not in judged and job[0] != error.key]
        else:
            jobs = []
    return judged, heavy


def _tell(files: Files, parsed: Parsed, file: str, line: int, problems: object) -> list[Finding]:
    found: list[Problem] = [(kind, detail, at) for kind, detail, at in problems]  # type: ignore[attr-defined]
    if not found:
        return []
    folder = f"{file.split('/', maxsplit=1)[0]}/media/"
    media = [path.removeprefix(folder) for path in files if path.startswith(folder)]
    report = Report(file, lines=parsed.lines.get(file, ()))
    findings = []
    for kind, detail, at in dict.fromkeys(found):
        if kind == "media" and f"{file.split('/', maxsplit=1)[0]}/{detail}" in files:
            continue
        message, remedy = (text.format(detail) for text in _SENTENCES[kind])
        fix = markup_fix(kind, detail, line + at, report, media)
        findings.append(Finding(file, line + at, Severity.ERROR, message, remedy, fix))
    return findings


def _judge_figures(parsed: Parsed, on: date) -> list[Finding]:
    findings = []
    for file, cited in parsed.cited.items():
        for line, rate_id in cited:
            rate = parsed.rates.current(rate_id)
            if rate is None or rate.valid_to is None or rate.valid_to >= on:
                continue
            message = (
                f"le chiffre « {rate_id} » n’est plus valable depuis le {rate.valid_to:%d/%m/%Y}."
            )
            remedy = "Ajoutez sa nouvelle valeur au référentiel."
            findings.append(Finding(file, line, Severity.WARNING, message, remedy))
    return findings
