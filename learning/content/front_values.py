"""The values of a front matter, read into what they mean."""

import re
from datetime import date

from learning.content import remedies
from learning.content.finding import Report
from learning.content.front_matter import FrontMatter
from learning.content.source import fold
from learning.content.typography import set_plain
from learning.domain.course import Objective

_OBJECTIVE = re.compile(r"(?P<slug>[a-z0-9-]+)[ \u00a0]*=[ \u00a0]*(?P<sentence>.+)")
_MINUTES = re.compile(
    r"(?:(?P<hours>[0-9]{1,3}(?:[.,][0-9]+)?)[ \u00a0]*h(?:eures?)?)?[ \u00a0]*"
    r"(?:(?P<minutes>[0-9]{1,4})[ \u00a0]*(?:min(?:utes?)?)?)?"
)


def anchor_of(text: str) -> str:
    """Name a heading for an address."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-") or "titre"


def list_of(text: str) -> list[str]:
    """Read a comma-separated list."""
    return [part.strip("\u00a0 ") for part in text.split(",") if part.strip()]


def objective_of(text: str) -> tuple[str, str]:
    """Read « slug = phrase »; a slug is made from the sentence when there is none."""
    found = _OBJECTIVE.fullmatch(text)
    if found:
        return found["slug"], found["sentence"].strip()
    return anchor_of(text), text


def objectives_of(front: FrontMatter, report: Report) -> dict[str, Objective]:
    """Read the objectives of a module by slug."""
    found: dict[str, Objective] = {}
    for line, text in front.lists.get("objectifs", []):
        slug, sentence = objective_of(text)
        if slug in found:
            same = found[slug].sentence == sentence
            report.error(
                line,
                f"l’objectif « {slug} » est écrit deux fois.",
                "Retirez-en un.",
                fix=report.drop(line) if same else None,
            )
        found[slug] = Objective(slug=slug, sentence=set_plain(sentence))
    return found


def minutes_of(front: FrontMatter, key: str, report: Report) -> int:
    """Read « 12 min » or « 3 h »; 0 when absent or unreadable."""
    text = front.get(key)
    if not text:
        return 0
    found = _MINUTES.fullmatch(text.strip())
    if found is None or not (found["hours"] or found["minutes"]):
        report.error(
            front.line(key),
            f"la durée « {text} » ne se lit pas.",
            "Écrivez « 12 min » ou « 3 h ».",
            fix=report.swap(front.line(key), text, remedies.duration(text)),
        )
        return 0
    hours = float((found["hours"] or "0").replace(",", "."))
    return round(hours * 60) + int(found["minutes"] or 0)


def pass_mark_of(front: FrontMatter, report: Report) -> float:
    """Read « 80 % » as a fraction."""
    text = front.get("seuil") or "80 %"
    digits = text.replace("%", "").replace("\u00a0", "").strip()
    if not re.fullmatch("[0-9]{1,3}", digits) or not 1 <= int(digits) <= 100:  # noqa: PLR2004
        report.error(
            front.line("seuil"),
            f"le seuil « {text} » ne se lit pas.",
            "Écrivez « 80 % ».",
            fix=report.swap(front.line("seuil"), text, remedies.percentage(text)),
        )
        return 0.8
    return int(digits) / 100


def day_of(front: FrontMatter, report: Report) -> date | None:
    """Read an ISO day, or None."""
    text = front.get("verifie")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        report.error(
            front.line("verifie"),
            f"la date « {text} » ne se lit pas.",
            "Écrivez 2026-11-23.",
            fix=report.swap(front.line("verifie"), text, remedies.day(text)),
        )
        return None
