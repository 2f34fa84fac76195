"""Judge course files: every fault of every file in one pass, whatever the bytes."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from learning.content.finding import Finding, Report, Severity
from learning.content.fragments import plain_text
from learning.content.parse import Parsed, Parser
from learning.content.readability import (
    HIGHEST_LIX,
    LONGEST_ESSENTIAL,
    LONGEST_MEAN,
    LOWEST_EASE,
    measure_text,
    sentences_of,
    words_of,
)
from learning.content.render import run_jobs
from learning.content.source import Files
from learning.domain.course import BlockKind
from learning.domain.errors import Invalid

__all__ = ["Finding", "Severity", "check"]

_SENTENCES = {
    "html": ("le HTML « {0} » n’est pas permis.", "Écrivez-le en Markdown."),
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
}


def check(files: Files, *, on: date) -> tuple[Finding, ...]:
    """Return the findings, sorted by file and line; dates are judged on that day."""
    parsed = Parser(files).run()
    findings = list(parsed.findings)
    findings += _judge_markup(files, parsed)
    findings += _judge_figures(parsed, on)
    for file, texts in parsed.texts.items():
        findings += _judge_reading(file, texts, parsed)
    return tuple(sorted(set(findings)))


def _judge_markup(files: Files, parsed: Parsed) -> list[Finding]:
    """Find links, images and HTML by rendering each fragment alone, in the child process."""
    jobs, places = [], {}
    for part, fragments in parsed.fragments.items():
        for key, (_, source) in fragments.wanted.items():
            jobs.append((f"{part}/{key}", "judge", source))
            places[f"{part}/{key}"] = fragments.places[key]
    try:
        judged: Mapping[str, object] = run_jobs(jobs)
    except Invalid as error:
        return [Finding("cours", 1, Severity.ERROR, str(error))]
    findings: list[Finding] = []
    for key, problems in judged.items():
        file, line = places[key]
        for kind, detail in problems:  # type: ignore[attr-defined]
            if kind == "media" and f"{file.split('/')[0]}/{detail}" in files:
                continue
            message, remedy = _SENTENCES[kind]
            findings.append(Finding(file, line, Severity.ERROR, message.format(detail), remedy))
    return findings


def _judge_figures(parsed: Parsed, on: date) -> list[Finding]:
    findings = []
    for file, cited in parsed.cited.items():
        for line, rate_id in cited:
            rate = parsed.rates.current(rate_id)
            if rate is not None and rate.valid_to is not None and rate.valid_to < on:
                findings.append(
                    Finding(
                        file,
                        line,
                        Severity.WARNING,
                        f"le chiffre « {rate_id} » n’est plus valable depuis le {rate.valid_to:%d/%m/%Y}.",
                        "Mettez le référentiel à jour.",
                    )
                )
    return findings


def _judge_reading(
    file: str, texts: list[tuple[int, BlockKind, str]], parsed: Parsed
) -> list[Finding]:
    """Advise on prose that is harder than trust.md's bars, naming the sentence."""
    report = Report(file)
    by_kind = defaultdict(list)
    for line, kind, source in texts:
        prose = "\n".join(one for one in source.split("\n") if not one.lstrip().startswith("|"))
        plain = plain_text(prose, parsed.rates)
        by_kind[kind].append(plain)
        if kind is BlockKind.ESSENTIAL:
            for sentence in sentences_of(plain):
                if len(words_of(sentence)) > LONGEST_ESSENTIAL:
                    report.advise(
                        line,
                        f"cette phrase de l’essentiel est longue : « {sentence[:80]}… »",
                        "Coupez-la en deux.",
                    )
    whole = "\n\n".join(text for group in by_kind.values() for text in group)
    measured = measure_text(whole)
    if not measured.words:
        return report.findings
    if measured.mean_sentence > LONGEST_MEAN:
        report.advise(
            1,
            f"les phrases ont {measured.mean_sentence:.1f} mots en moyenne ; la plus longue : « {measured.longest[:80]}… »",
            "Visez 12 mots au plus.",
        )
    if measured.lix > HIGHEST_LIX or measured.ease < LOWEST_EASE:
        report.advise(
            1,
            f"ce texte est difficile (LIX {measured.lix:.0f}, aisance {measured.ease:.0f}).",
            "Prenez des mots plus courts.",
        )
    return report.findings
