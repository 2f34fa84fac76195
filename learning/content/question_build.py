"""From a sorted question to one of the twelve kinds, telling every fault on the way."""

from collections.abc import Callable

from learning.content.finding import Fix, Report
from learning.content.question_builder import QUESTIONNAIRES, Builder
from learning.content.question_lists import build_choices, build_matching, build_ordering
from learning.content.question_markup import RawQuestion
from learning.content.question_parts import build_gaps, build_open, build_scale, build_table
from learning.content.question_tables import has_cells
from learning.content.question_values import build_answer
from learning.content.source import fold
from learning.domain.question import Question

__all__ = ["Builder", "build_question"]

_LISTS = frozenset({"associer", "ordre"})
_BUILDERS: dict[str, Callable[[Builder, RawQuestion], Question | None]] = {
    "choice": build_choices,
    "answer": build_answer,
    "matching": build_matching,
    "ordering": build_ordering,
    "gaps": build_gaps,
    "table": build_table,
    "open": build_open,
    "scale": build_scale,
}


def build_question(builder: Builder, raw: RawQuestion) -> Question | None:
    """Build one question; None when it cannot be told what it is."""
    report = builder.report
    if not raw.text:
        report.error(
            raw.line,
            f"la question « {raw.name} » n’a pas de texte.",
            "Écrivez la question au-dessus des réponses.",
        )
    shapes = _shapes(raw)
    if not shapes:
        report.error(
            raw.line,
            f"la question « {raw.name} » n’a pas de réponse.",
            "Ajoutez « - (x) … », « = Vrai », « = 12 € » ou une autre forme de réponse.",
            fix=_colon_fix(raw, report),
        )
        return None
    if len(shapes) > 1:
        report.error(
            raw.line,
            f"la question « {raw.name} » mélange deux sortes de réponses.",
            "Faites deux questions, chacune avec sa sorte de réponse.",
        )
        return None
    if builder.module == QUESTIONNAIRES and shapes[0] != "scale":
        report.error(
            raw.line,
            "un questionnaire ne pose que des échelles.",
            "Écrivez « Échelle : 1 (pas du tout) à 5 (tout à fait) ».",
        )
    return _BUILDERS[shapes[0]](builder, raw)


def _colon_fix(raw: RawQuestion, report: Report) -> Fix | None:
    """Give « Associer » or « Ordre », alone above a list, the colon that it lacks."""
    alone = [
        (number, line)
        for number, line in zip(raw.prompt_numbers, raw.prompt, strict=True)
        if fold(line) in _LISTS
    ]
    return report.put(alone[0][0], f"{alone[0][1].rstrip()} :") if len(alone) == 1 else None


def _shapes(raw: RawQuestion) -> list[str]:
    """Tell which kinds the lines of a question have the shape of."""
    cells = has_cells(raw.prompt)
    present = {
        "choice": bool(raw.choices),
        "matching": bool(raw.pairs) or "associer" in raw.words,
        "ordering": bool(raw.items) or "ordre" in raw.words,
        "answer": bool(raw.answers or raw.variables or (raw.foreseen and not raw.choices)),
        "table": cells,
        "gaps": not cells and "[[" in raw.text,
        "open": "reponse libre" in raw.words,
        "scale": "echelle" in raw.words,
    }
    return [shape for shape, there in present.items() if there]
