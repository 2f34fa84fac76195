"""Filters of the templates: French dates and numbers, and pages into what components print."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask

from learning.domain.access import Role
from learning.domain.course import Block, Figure, Heading, LessonKind, Module, Term
from learning.domain.facts import Observed, OutcomeKnown
from learning.domain.grouped import grouped
from learning.domain.html import SafeHtml
from learning.domain.lists import BY_SORT, OUTCOMES
from learning.domain.mastery import Mastery
from learning.domain.numbers import show_number
from learning.domain.progress import Progress
from learning.services.learn import ModulePage, ModuleStanding, Rule
from learning.services.test import ATTEMPT
from learning.services.test_page import ResultPage, TestPage
from learning.web import project_words, worksheets
from learning.web.i18n import day, hour, language, month, translate

_ROLES = {
    Role.LEARNER: "apprenant",
    Role.TRAINER: "formateur",
    Role.COUNSELLOR: "conseiller",
    Role.SUPERVISOR: "surveillant",
    Role.ADMINISTRATOR: "administrateur",
    Role.EVALUATOR: "évaluateur",
}
_MASTERY = {
    Mastery.ACQUIRED: "acquis",
    Mastery.NOT_YET: "pas-encore",
    Mastery.TO_REVIEW: "a-revoir",
}
_CELLS = {"answered": "Répondu", "empty": "Vide", "unclear": "À préciser"}
_HOUR = 60
_ANCHOR = re.compile(r"</?a\b[^>]*>|(?<=[\w\"])\s+id=\"[^\"]*\"(?=[^<>]*>)")


def install(app: Flask) -> None:
    """Give the filters to every template."""
    app.jinja_env.filters.update(
        worksheets.FILTERS
        | project_words.FILTERS
        | {
            "jour": written_day,
            "heure": saved_hour,
            "nombre": number,
            "duree": duration,
            "segments": segments,
            "mastery_rows": mastery_rows,
            "objective_rows": objective_rows,
            "lesson_rows": lesson_rows,
            "cells": cells,
            "cells_summary": cells_summary,
            "shown_names": shown_names,
            "anchors": anchors,
            "word_rows": word_rows,
            "figure_rows": figure_rows,
            "block_figures": block_figures,
            "rule_rows": rule_rows,
            "term_rows": term_rows,
            "reason_options": reason_options,
            "sur_papier": on_paper,
            "fonction": role_name,
            "observation": observation,
            "groupes": grouped,
            "suite": outcome,
            "mois": written_month,
        }
    )


def number(value: float) -> str:
    """« 1 234,5 »: at most one decimal, none when there is nothing after the comma."""
    return show_number(Decimal(str(round(value, 1))).normalize() + 0)


def written_day(value: date | datetime | str) -> str:
    """« 23 novembre 2026 » for a day or an instant, or for one written in ISO form."""
    return day(datetime.fromisoformat(value) if isinstance(value, str) else value)


def saved_hour(value: datetime | str) -> str:
    """« 10 h 42 » for an instant, or for one written in ISO form; nothing for nothing."""
    if not value:
        return ""
    return hour(datetime.fromisoformat(value) if isinstance(value, str) else value)


def duration(minutes: int) -> str:
    """« 12 min », « 3 h », « 1 h 20 »."""
    if minutes < _HOUR:
        return f"{minutes}\u00a0min"
    hours, rest = divmod(minutes, _HOUR)
    return f"{hours}\u00a0h\u00a0{rest:02}" if rest else f"{hours}\u00a0h"


def segments(progress: Progress, here: str = "") -> list[str]:
    """One segment a lesson: done, here or todo; a test has none."""
    return [
        "done" if one.done else "here" if one.lesson == here else "todo"
        for one in progress.lessons
        if one.kind is LessonKind.LESSON
    ]


def mastery_rows(standing: ModuleStanding) -> list[dict[str, Any]]:
    """The objectives of a module with what is acquired."""
    rows = []
    for objective in standing.module.objectives:
        known = standing.progress.objective(objective.slug)
        if known is None:
            continue
        rows.append(
            {
                "label": objective.sentence,
                "points": known.points,
                "total": known.out_of,
                "threshold": standing.module.pass_mark * known.out_of,
                "state": _MASTERY[known.state] if known.out_of else "jamais",
            }
        )
    return rows


def objective_rows(page: ResultPage) -> list[dict[str, Any]]:
    """The objectives of a result."""
    return [
        {
            "label": one.sentence,
            "points": one.points,
            "total": one.out_of,
            "threshold": page.module.pass_mark * one.out_of,
            "state": _MASTERY[one.state],
        }
        for one in page.objectives
    ]


def lesson_rows(page: ModulePage) -> list[dict[str, Any]]:
    """The lessons of a module as a list."""
    module: Module = page.standing.module
    rows = []
    for lesson, known in zip(module.lessons, page.standing.progress.lessons, strict=True):
        here = page.step is not None and page.step.lesson == lesson.slug
        if lesson.kind is LessonKind.TEST:
            text = translate("Épreuve, environ %(time)s") % {"time": duration(lesson.minutes)}
        else:
            text = translate("%(time)s, %(total)s questions") % {
                "time": duration(lesson.minutes),
                "total": known.total,
            }
        rows.append(
            {
                "title": lesson.title,
                "url": f"/modules/{module.slug}/{lesson.slug}",
                "text": text,
                "state": "done" if known.done else "here" if here else "todo",
                "current": here,
            }
        )
    return rows


def cells(page: TestPage) -> list[dict[str, Any]]:
    """The list of questions of a test."""
    return [
        {
            "url": f"#q-{cell.name}",
            "number": cell.number,
            "state": cell.state,
            "word": translate(_CELLS[cell.state]),
        }
        for cell in page.cells
    ]


def cells_summary(page: TestPage) -> str:
    """« 7 réponses enregistrées, 1 à préciser, 2 vides. »."""
    counts = dict.fromkeys(_CELLS, 0)
    for cell in page.cells:
        counts[cell.state] += 1
    ngettext = language().translations.ngettext
    parts = [
        ngettext(
            "%(num)d réponse enregistrée", "%(num)d réponses enregistrées", counts["answered"]
        )
        % {"num": counts["answered"]}
    ]
    if counts["unclear"]:
        parts.append(translate("%(num)d à préciser") % {"num": counts["unclear"]})
    if counts["empty"]:
        parts.append(
            ngettext("%(num)d vide", "%(num)d vides", counts["empty"]) % {"num": counts["empty"]}
        )
    return ", ".join(parts) + "."


def shown_names(page: TestPage) -> list[tuple[str, str]]:
    """Hidden fields: the attempt, and the questions shown, since an emptied one is emptied."""
    shown = " ".join(view.name for view in page.questions)
    return [(ATTEMPT, str(page.attempt)), ("montrees", shown)]


def anchors(headings: Iterable[Heading]) -> list[dict[str, str]]:
    """The contents of a lesson."""
    return [{"url": f"#{one.anchor}", "label": one.text} for one in headings]


def word_rows(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The glossary terms met in a lesson."""
    return [
        {"id": term.slug, "term": term.term, "definition": term.definition}
        for block in blocks
        for term in block.terms
    ]


def block_figures(blocks: Iterable[Block]) -> list[Figure]:
    """The figures cited in blocks, each once."""
    return list({figure.id: figure for block in blocks for figure in block.figures}.values())


def figure_rows(figures: Iterable[Figure], today: date) -> list[dict[str, Any]]:
    """Figures with their dates and sources."""
    return [
        {
            "id": figure.id,
            "label": figure.label,
            "value": figure.shown,
            "valid_from": day(figure.valid_from) if figure.valid_from else "",
            "source": figure.source,
            "check": figure.to_check or figure.outdated(today),
        }
        for figure in figures
    ]


def rule_rows(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """The rules met, each with the lesson it comes from."""
    return [
        {"html": rule.html, "source": f"{rule.module.title} – {rule.lesson.title}"}
        for rule in rules
    ]


def term_rows(terms: Iterable[Term]) -> list[dict[str, Any]]:
    """The glossary's entries."""
    return [
        {"id": t.slug, "term": t.term, "definition": t.definition, "url": "", "where": ""}
        for t in terms
    ]


def reason_options(reasons: dict[str, str], chosen: str) -> list[dict[str, Any]]:
    """The reasons of a report as choices."""
    return [
        {"value": value, "label": translate(label), "checked": value == chosen, "hint": ""}
        for value, label in reasons.items()
    ]


def on_paper(html: SafeHtml | str) -> SafeHtml | str:
    """Rendered text without its links and ids: paper has none, and a sheet may come twice."""
    bare = _ANCHOR.sub("", html)
    return SafeHtml(bare) if isinstance(html, SafeHtml) else bare


def role_name(role: str) -> str:
    """A role in French, as a function and never a name."""
    return translate(_ROLES[Role(role)])


def observation(one: Observed) -> str:
    """What staff noted from a closed list: « Son projet se précise, novembre 2026 »."""
    word = translate(BY_SORT.get(one.sort, {}).get(one.code, one.code))
    return f"{word}, {month(one.at)}"


def outcome(one: OutcomeKnown) -> str:
    """What became of a project: « Emploi, novembre 2026 »."""
    return f"{translate(OUTCOMES.get(one.code, one.code))}, {written_month(one.month)}"


def written_month(value: str) -> str:
    """« novembre 2026 » for « 2026-11 »."""
    return month(datetime.fromisoformat(f"{value}-15T12:00:00+00:00"))
