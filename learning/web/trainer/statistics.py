"""Questions: what first answers say of each, by module and by question; nobody's name."""

from typing import Any

from flask import Blueprint, Response, make_response, request

from learning.domain.access import Permission
from learning.domain.errors import NotFound
from learning.domain.shares import Bar, BarKind, Figures, Share, percent
from learning.domain.statistics import Advice, Tone
from learning.services.statistics import (
    ModuleStatistics,
    QuestionPage,
    VersionLine,
    list_modules,
    show_module,
    show_question,
)
from learning.web.filters import number
from learning.web.i18n import day, translate
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("statistics", __name__, url_prefix="/formateur/questions")

_TONES = {
    Tone.REVISE: "À revoir",
    Tone.EASY: "Trop faciles",
    Tone.FEW: "Peu de réponses",
    Tone.FINE: "Rien à signaler",
}


@bp.get("")
@requires(Permission.SEE_STATISTICS, page_kind="questions")
def modules() -> Response:
    return make_response(render("trainer/statistics.html", modules=list_modules(work())))


@bp.get("/<string:module>")
@requires(Permission.SEE_STATISTICS, page_kind="questions")
def module(module: str) -> Response:
    page = show_module(work(), module)
    wanted = request.args.get("voir", "")
    tone = next((tone for tone in Tone if tone.value == wanted), None)
    return make_response(
        render(
            "trainer/statistics_module.html",
            page=page,
            rows=[_row(line) for line in page.lines if tone in {None, line.first.tone}],
            filters=_filters(page, tone),
        )
    )


@bp.get("/<string:module>/<string:file>/<string:name>")
@requires(Permission.SEE_STATISTICS, page_kind="questions")
def question(module: str, file: str, name: str) -> Response:
    page = show_question(work(), f"{module}/{file}/{name}", _version())
    return make_response(
        render(
            "trainer/statistics_question.html",
            page=page,
            advice=[_said(one) for one in page.advice],
            facility=_facility(page.figures.facility),
            bars=_bars(page.figures),
            pairs=_pairs(page.figures),
            history=[_version_row(page, line) for line in page.history],
        )
    )


def _version() -> int | None:
    asked = request.args.get("version")
    if asked is None:
        return None
    if not asked.isdecimal() or len(asked) > len("9999"):
        raise NotFound("Personne n’a répondu à cette version de la question.")
    return int(asked)


def _filters(page: ModuleStatistics, tone: Tone | None) -> list[dict[str, Any]]:
    base = f"/formateur/questions/{page.module.slug}"
    every = {"label": translate("Toutes"), "url": base, "count": len(page.lines)}
    found = [{**every, "current": tone is None}]
    found += [
        {
            "label": translate(label),
            "url": f"{base}?voir={one.value}",
            "count": page.counts[one],
            "current": tone is one,
        }
        for one, label in _TONES.items()
    ]
    return found


def _said(advice: Advice) -> dict[str, str]:
    """A verdict and what to do, in words."""
    return {
        "tone": advice.tone.value,
        "sentence": translate(advice.sentence) % advice.values,
        "remedy": translate(advice.remedy) % advice.values,
    }


def _row(line: Any) -> dict[str, Any]:
    figures: Figures = line.figures
    return {
        "url": f"/formateur/questions/{figures.question}",
        "text": line.text,
        "place": _place(line.place),
        "count": figures.count,
        "facility": _facility(figures.facility),
        **_said(line.first),
        "more": len(line.advice) - 1,
    }


def _place(place: Any) -> str:
    return str(place.title or translate("Banque « %(name)s »") % {"name": place.bank})


def _facility(share: Share | None) -> dict[str, Any] | None:
    """A share in words and as lengths of a bar, out of 100."""
    if share is None:
        return None
    bounds = {"low": percent(share.low), "high": percent(share.high)}
    return {
        "text": percent(share.value),
        "between": translate("entre %(low)s et %(high)s") % bounds,
        "value": round(share.value * 100, 1),
        "low": round(share.low * 100, 1),
        "high": round(share.high * 100, 1),
    }


def _bars(figures: Figures) -> list[dict[str, Any]]:
    total = figures.count
    return [
        {
            "label": bar.label or _pooled(bar),
            "count": number(bar.count),
            "share": percent(bar.count / total) if total else "",
            "length": round(bar.count / total * 100, 1) if total else 0,
            "right": bar.right and figures.bar_kind is not BarKind.PARTS,
            "wrong": bar.wrong,
        }
        for bar in figures.bars
    ]


def _pooled(bar: Bar) -> str:
    return translate("Autres bonnes réponses") if bar.right else translate("Autres réponses")


def _pairs(figures: Figures) -> list[dict[str, str]]:
    """The other figures, those that mean nothing for this kind left out."""
    pairs = [(translate("Premières réponses"), number(figures.count))]
    if figures.waiting:
        pairs.append((translate("Textes pas encore lus"), number(figures.waiting)))
    if figures.in_tests:
        share = percent(figures.blank_share)
        pairs.append((translate("Laissée vide à une épreuve"), share))
    if figures.unread:
        pairs.append(
            (translate("Écrit d’une façon qui ne se lit pas"), percent(figures.unread_share))
        )
    if figures.has_hint:
        pairs.append((translate("Indice demandé avant de répondre"), percent(figures.hint_share)))
    if figures.tries is not None:
        pairs.append((translate("Essais dans la leçon (médiane)"), number(figures.tries)))
    return [{"label": label, "value": value} for label, value in pairs]


def _version_row(page: QuestionPage, line: VersionLine) -> dict[str, Any]:
    return {
        "label": translate("Version %(number)s") % {"number": line.version},
        "current": line.version == page.current,
        "shown": line.version == page.figures.version,
        "url": f"/formateur/questions/{page.question.id}?version={line.version}",
        "when": translate("du %(since)s au %(until)s")
        % {"since": day(line.since), "until": day(line.until)},
        "count": number(line.count),
        "facility": _facility(line.facility),
    }
