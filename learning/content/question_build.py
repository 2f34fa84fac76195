"""From a sorted question to one of the twelve kinds, telling every fault on the way."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from learning.content.finding import Report
from learning.content.fragments import Fragments
from learning.content.question_markup import Line, RawQuestion, split_pair
from learning.content.question_numbers import NumberReader
from learning.content.question_tables import has_cells, read_table
from learning.content.source import fold
from learning.domain.html import SafeHtml
from learning.domain.question import (
    Calculated,
    CaseTable,
    Choice,
    ForeseenFormula,
    ForeseenNumber,
    ForeseenText,
    Gap,
    Gaps,
    Item,
    Matching,
    MultipleChoice,
    Number,
    OpenAnswer,
    Ordering,
    Pair,
    Question,
    QuestionKind,
    Scale,
    ShortText,
    SingleChoice,
    TrueFalse,
    Variable,
)
from learning.domain.shown import without_markup

_GAP = re.compile(r"\[\[(?!=)(?P<inside>.*?)\]\]", re.DOTALL)
_RIGHT = re.compile(r"\((?P<text>.+)\)")
_QUOTED = re.compile(r"[\"«“„](?P<text>[^\"»”]*)[\"»”]")
_SCALE = re.compile(
    r"(?P<low>[0-9]+)\s*\((?P<low_label>[^)]*)\)\s*à\s*(?P<high>[0-9]+)\s*\((?P<high_label>[^)]*)\)"
)
_VARIABLE = re.compile(
    r"(?P<name>[a-z_][a-z0-9_]*)\s*=\s*(?P<low>.+?)\s+à\s+(?P<high>.+?)(?:\s+pas\s+(?P<step>.+))?"
)
_PRIVATE = "\ue000"
_FEWEST = 2


@dataclass(slots=True)
class Builder:
    """Builds the questions of one file."""

    module: str
    holder: str
    file: str
    default_objective: str | None
    objectives: Mapping[str, object]
    numbers: NumberReader
    fragments: Fragments
    report: Report
    choice_ids: Mapping[str, tuple[str, ...]]

    def build(self, raw: RawQuestion) -> Question | None:
        """Build one question; None when its shape cannot be told."""
        if not raw.text and not raw.choices:
            self.report.error(
                raw.line, f"la question « {raw.name} » n’a pas de texte.", "Écrivez-la."
            )
        shapes = _shapes(raw)
        if not shapes:
            self.report.error(
                raw.line,
                f"la question « {raw.name} » n’a pas de réponse.",
                "Ajoutez « - (x) … », « = Vrai », « = 12 € » ou une autre forme de réponse.",
            )
            return None
        if len(shapes) > 1:
            self.report.error(
                raw.line,
                f"la question « {raw.name} » mélange deux sortes de réponses.",
                "Faites deux questions, chacune avec sa sorte de réponse.",
            )
            return None
        return _BUILDERS[shapes[0]](self, raw)

    def base(
        self, raw: RawQuestion, kind: QuestionKind, *, prompt: str | None = None
    ) -> dict[str, Any]:
        """Fill what every question has."""
        at = (self.file, raw.line)
        return {
            "id": f"{self.module}/{self.holder}/{raw.name}",
            "name": raw.name,
            "kind": kind,
            "objective": self._objective(raw),
            "points": self._points(raw),
            "prompt": self.fragments.block(raw.text if prompt is None else prompt, at),
            "hint": self.fragments.block(raw.words.get("indice", ""), at),
            "explanation": self.fragments.block(raw.words.get("explication", ""), at),
            "digest": self._digest(raw),
        }

    def reason(self, line: Line) -> SafeHtml:
        """Return the HTML of the reason under an answer."""
        return self.fragments.inline(line.reason, (self.file, line.number))

    def ids(self, raw: RawQuestion, count: int) -> tuple[str, ...]:
        """Return the permanent ids of choices, pairs or items."""
        kept = self.choice_ids.get(f"{self.module}/{self.holder}/{raw.name}", ())
        return kept if len(kept) == count else tuple(str(n) for n in range(1, count + 1))

    def _objective(self, raw: RawQuestion) -> str | None:
        slug = raw.words.get("objectif") or self.default_objective
        if slug and self.objectives and slug not in self.objectives:
            self.report.error(
                raw.word_lines.get("objectif", raw.line),
                f"l’objectif « {slug} » n’est pas du module.",
                f"Objectifs : {', '.join(self.objectives)}.",
            )
        if not slug and len(self.objectives) == 1:
            return next(iter(self.objectives))
        if not slug and len(self.objectives) > 1:
            self.report.error(
                raw.line,
                f"la question « {raw.name} » n’a pas d’objectif.",
                "Ajoutez « Objectif : … ».",
            )
        return slug or None

    def _points(self, raw: RawQuestion) -> int:
        text = raw.words.get("points")
        if text is None:
            return 1
        if not text.isdecimal() or not 1 <= int(text) <= 20:  # noqa: PLR2004
            self.report.error(
                raw.word_lines["points"], "les points ne se lisent pas.", "Écrivez « Points : 2 »."
            )
            return 1
        return int(text)

    def _digest(self, raw: RawQuestion) -> str:
        parts = [raw.text, *sorted(raw.words.items())]
        groups = (raw.choices, raw.answers, raw.foreseen, raw.pairs, raw.items, raw.variables)
        parts += [(line.text, line.ticked, line.reason) for group in groups for line in group]
        figures = self.numbers.figures_of(repr(parts))
        return hashlib.sha256(repr((parts, figures)).encode()).hexdigest()[:24]


def _shapes(raw: RawQuestion) -> list[str]:
    """Tell which kinds the lines of a question have the shape of."""
    shapes = []
    if raw.choices:
        shapes.append("choice")
    if raw.pairs or "associer" in raw.words:
        shapes.append("matching")
    if raw.items or "ordre" in raw.words:
        shapes.append("ordering")
    if raw.answers or raw.variables or (raw.foreseen and not raw.choices):
        shapes.append("answer")
    if has_cells(raw.prompt):
        shapes.append("table")
    elif _GAP.search(raw.text):
        shapes.append("gaps")
    if "reponse libre" in raw.words:
        shapes.append("open")
    if "echelle" in raw.words:
        shapes.append("scale")
    return shapes


def _choices(builder: Builder, raw: RawQuestion) -> Question | None:
    report = builder.report
    boxes = {line.box for line in raw.choices}
    if len(boxes) > 1:
        report.error(
            raw.choices[0].number,
            "« ( ) » et « [ ] » sont mélangés.",
            "Une seule bonne réponse : « ( ) ». Plusieurs : « [ ] ».",
        )
        return None
    ticked = [line for line in raw.choices if line.ticked]
    if not ticked:
        fixed = "« - ( ) » devient « - (x) »" if boxes == {"("} else "« - [ ] » devient « - [x] »"
        report.error(
            raw.line,
            "aucune bonne réponse n’est marquée.",
            f"Mettez un x dans la bonne : {fixed}.",
        )
    if boxes == {"("} and len(ticked) > 1:
        report.error(
            ticked[1].number,
            "deux bonnes réponses dans des « ( ) ».",
            "Gardez-en une, ou écrivez « [x] » si plusieurs sont justes.",
        )
    if len(raw.choices) < _FEWEST:
        report.error(raw.line, "il faut au moins deux choix.", "Ajoutez un choix.")
    _check_texts(builder, raw.choices)
    for line in raw.choices:
        if not line.ticked and not line.feedback:
            report.advise(
                line.number,
                "ce mauvais choix n’a pas d’explication.",
                "Ajoutez dessous « > pourquoi c’est faux ».",
            )
    ids = builder.ids(raw, len(raw.choices))
    choices = tuple(
        _choice(builder, line, one) for line, one in zip(raw.choices, ids, strict=True)
    )
    if boxes == {"("}:
        return SingleChoice(**builder.base(raw, QuestionKind.SINGLE), choices=choices)
    return MultipleChoice(**builder.base(raw, QuestionKind.MULTIPLE), choices=choices)


def _choice(builder: Builder, line: Line, choice_id: str) -> Choice:
    html = builder.fragments.inline(line.text, (builder.file, line.number))
    return Choice(
        id=choice_id,
        html=html,
        plain=without_markup(html) or line.text,
        right=line.ticked,
        feedback=builder.reason(line),
    )


def _check_texts(builder: Builder, lines: list[Line]) -> None:
    seen: dict[str, Line] = {}
    for line in lines:
        key = fold(line.text)
        if not key:
            builder.report.error(
                line.number, "ce choix est vide.", "Écrivez son texte, ou retirez-le."
            )
        elif key in seen:
            builder.report.error(line.number, "ce choix est écrit deux fois.", "Retirez-en un.")
        seen[key] = line


def _answer(builder: Builder, raw: RawQuestion) -> Question | None:
    if raw.variables:
        return _calculated(builder, raw)
    if len(raw.answers) != 1:
        builder.report.error(
            raw.line,
            "il faut une seule ligne « = … ».",
            "Gardez une réponse ; séparez des variantes par « ; ».",
        )
        return None
    answer = raw.answers[0]
    truth = fold(answer.text).rstrip(".")
    if truth in {"vrai", "faux"}:
        return _true_false(builder, raw, answer, right=truth == "vrai")
    if _QUOTED.search(answer.text):
        return _short(builder, raw, answer)
    if answer.text.startswith("{"):
        builder.report.error(
            answer.number,
            "cette formule n’a pas de variables.",
            "Ajoutez « Variables : » au-dessus.",
        )
        return None
    if not any(character.isdigit() for character in answer.text):
        builder.report.error(
            answer.number,
            f"« {answer.text[:40]} » n’est ni un nombre ni un texte entre guillemets.",
            f'Pour un texte, écrivez « = "{answer.text[:40]}" ».',
        )
        return None
    return _number(builder, raw, answer)


def _true_false(builder: Builder, raw: RawQuestion, answer: Line, *, right: bool) -> Question:
    wrong = raw.foreseen[0] if raw.foreseen else None
    if wrong is not None and fold(wrong.text) not in {"vrai", "faux"}:
        builder.report.error(
            wrong.number, "ici, « ≠ » va avec Vrai ou Faux.", "Écrivez « ≠ Vrai »."
        )
    if wrong is None or not wrong.feedback:
        builder.report.advise(
            raw.line,
            "la mauvaise réponse n’a pas d’explication.",
            "Ajoutez « ≠ Vrai » puis « > pourquoi ».",
        )
    return TrueFalse(
        **builder.base(raw, QuestionKind.TRUE_FALSE),
        right=right,
        feedback_right=builder.reason(answer),
        feedback_wrong=builder.reason(wrong) if wrong else SafeHtml(),
    )


def _short(builder: Builder, raw: RawQuestion, answer: Line) -> Question:
    accepted = tuple(m["text"].strip("\u00a0 ") for m in _QUOTED.finditer(answer.text))
    foreseen = []
    for line in raw.foreseen:
        found = _QUOTED.search(line.text)
        if found is None:
            builder.report.error(
                line.number,
                "ce texte n’est pas entre guillemets.",
                f'Écrivez « ≠ "{line.text}" ».',
            )
            continue
        foreseen.append(ForeseenText(text=found["text"].strip(), feedback=builder.reason(line)))
    return ShortText(
        **builder.base(raw, QuestionKind.SHORT_TEXT),
        accepted=accepted,
        feedback=builder.reason(answer),
        foreseen=tuple(foreseen),
    )


def _number(builder: Builder, raw: RawQuestion, answer: Line) -> Question | None:
    read = builder.numbers.read_answer(answer.text, answer.number)
    if read is None:
        return None
    value, unit, tolerance = read
    foreseen = []
    for line in raw.foreseen:
        wrong = builder.numbers.read_value(line.text, unit, line.number)
        if wrong is not None:
            foreseen.append(ForeseenNumber(value=wrong, feedback=builder.reason(line)))
    return Number(
        **builder.base(raw, QuestionKind.NUMBER),
        value=value,
        unit=unit,
        tolerance=tolerance,
        feedback=builder.reason(answer),
        foreseen=tuple(foreseen),
    )


def _calculated(builder: Builder, raw: RawQuestion) -> Question | None:
    variables = [one for line in raw.variables if (one := _variable(builder, line)) is not None]
    if len(raw.answers) != 1:
        builder.report.error(
            raw.line, "il faut une ligne « = {formule} ».", "Ajoutez-la sous les variables."
        )
        return None
    answer = raw.answers[0]
    read = builder.numbers.read_formula_answer(answer.text, answer.number)
    if read is None:
        return None
    formula, unit, tolerance = read
    foreseen = []
    for line in raw.foreseen:
        wrong = builder.numbers.read_formula_answer(line.text, line.number)
        if wrong is not None:
            foreseen.append(ForeseenFormula(formula=wrong[0], feedback=builder.reason(line)))
    formulas = [formula, *(one.formula for one in foreseen)]
    builder.numbers.check_formulas(formulas, variables, raw, answer.number)
    refs = frozenset().union(*(one.refs for one in formulas))
    return Calculated(
        **builder.base(raw, QuestionKind.CALCULATED),
        variables=tuple(variables),
        formula=formula,
        unit=unit,
        tolerance=tolerance,
        feedback=builder.reason(answer),
        foreseen=tuple(foreseen),
        figures=builder.numbers.figures(refs),
    )


def _variable(builder: Builder, line: Line) -> Variable | None:
    found = _VARIABLE.fullmatch(line.text.strip())
    read = builder.numbers.read_value
    if found is None:
        builder.report.error(
            line.number, f"« {line.text[:50]} » ne se lit pas.", "Écrivez « n = 20 à 60 pas 10 »."
        )
        return None
    low, high = read(found["low"], "", line.number), read(found["high"], "", line.number)
    step = read(found["step"], "", line.number) if found["step"] else Decimal(1)
    if low is None or high is None or step is None:
        return None
    if step <= 0 or high < low:
        builder.report.error(
            line.number, "cette plage est vide.", "Le second nombre doit être le plus grand."
        )
        return None
    return Variable(name=found["name"], low=low, high=high, step=step)


def _matching(builder: Builder, raw: RawQuestion) -> Question | None:
    pairs = []
    ids = builder.ids(raw, len(raw.pairs))
    for line, pair_id in zip(raw.pairs, ids, strict=True):
        split = split_pair(line.text)
        if split is None:
            builder.report.error(
                line.number, "cette ligne n’a pas de « -> ».", "Écrivez « - A -> B »."
            )
            continue
        left = builder.fragments.inline(split[0], (builder.file, line.number))
        pairs.append(Pair(id=pair_id, left=left, right=split[1].replace("*", "")))
    if len(pairs) < _FEWEST:
        builder.report.error(
            raw.line, "il faut au moins deux lignes à associer.", "Ajoutez « - A -> B »."
        )
        return None
    lefts = [fold(split[0]) for line in raw.pairs if (split := split_pair(line.text))]
    if len(set(lefts)) < len(lefts):
        builder.report.error(
            raw.line, "le même choix est écrit deux fois à gauche.", "Retirez-en un."
        )
    return Matching(**builder.base(raw, QuestionKind.MATCHING), pairs=tuple(pairs))


def _ordering(builder: Builder, raw: RawQuestion) -> Question | None:
    if len(raw.items) < _FEWEST:
        builder.report.error(
            raw.line, "il faut au moins deux lignes à ordonner.", "Ajoutez « 1. … »."
        )
        return None
    _check_texts(builder, raw.items)
    ids = builder.ids(raw, len(raw.items))
    items = []
    for line, item_id in zip(raw.items, ids, strict=True):
        html = builder.fragments.inline(line.text, (builder.file, line.number))
        items.append(Item(id=item_id, html=html, plain=without_markup(html) or line.text))
    return Ordering(**builder.base(raw, QuestionKind.ORDERING), items=tuple(items))


def _gaps(builder: Builder, raw: RawQuestion) -> Question | None:
    """Cut at the paragraph with holes: what precedes stays the prompt."""
    paragraphs = re.split(r"\n\s*\n", raw.text)
    first = next(i for i, text in enumerate(paragraphs) if _GAP.search(text))
    holes: list[Gap] = []

    def hole(found: re.Match[str]) -> str:
        gap = _gap(builder, raw, found["inside"], str(len(holes) + 1))
        holes.append(gap)
        return f"{_PRIVATE}{len(holes)}{_PRIVATE}"

    text = _GAP.sub(hole, "\n\n".join(paragraphs[first:]))
    html = builder.fragments.block(text, (builder.file, raw.line))
    pieces = html.split(_PRIVATE)
    parts: list[SafeHtml | Gap] = []
    for place, piece in enumerate(pieces):
        parts.append(holes[int(piece) - 1] if place % 2 else SafeHtml(piece))
    prompt = "\n\n".join(paragraphs[:first]) or "Complétez."
    return Gaps(**builder.base(raw, QuestionKind.GAPS, prompt=prompt), parts=tuple(parts))


def _gap(builder: Builder, raw: RawQuestion, inside: str, gap_id: str) -> Gap:
    inside = inside.strip("\u00a0 \n")
    if not inside:
        builder.report.error(raw.line, "un trou est vide.", "Écrivez « [[ mot ; autre mot ]] ».")
        return Gap(id=gap_id, accepted=("",))
    if "|" not in inside:
        return Gap(
            id=gap_id, accepted=tuple(t.strip("\u00a0 ") for t in inside.split(";") if t.strip())
        )
    options = [text.strip("\u00a0 ").strip() for text in inside.replace("\\|", "|").split("|")]
    right = [m["text"].strip() for text in options if (m := _RIGHT.fullmatch(text))]
    if len(right) != 1:
        builder.report.error(
            raw.line,
            "dans un trou à choix, une réponse est entre parenthèses.",
            "Écrivez « [[ (juste) | faux ]] ».",
        )
    plain = tuple(m["text"].strip() if (m := _RIGHT.fullmatch(t)) else t for t in options)
    return Gap(id=gap_id, accepted=tuple(right[:1]) or plain[:1], options=plain)


def _table(builder: Builder, raw: RawQuestion) -> Question | None:
    table = read_table(raw, builder.numbers, builder.fragments, builder.file, builder.report)
    if table is None:
        return None
    base = builder.base(raw, QuestionKind.CASE_TABLE, prompt=table.before)
    refs = frozenset[str]().union(
        *(c.formula.refs for row in table.rows for c in row if c.formula)
    )
    return CaseTable(
        **base, header=table.header, rows=table.rows, figures=builder.numbers.figures(refs)
    )


def _open(builder: Builder, raw: RawQuestion) -> Question:
    lines = re.match(r"[0-9]+", raw.words["reponse libre"])
    count = int(lines[0]) if lines else 5
    if not raw.grid:
        builder.report.advise(
            raw.line,
            "cette réponse libre n’a pas de grille.",
            "Ajoutez « Grille : » et ses lignes.",
        )
    return OpenAnswer(
        **builder.base(raw, QuestionKind.OPEN), lines=max(1, min(count, 30)), grid=tuple(raw.grid)
    )


def _scale(builder: Builder, raw: RawQuestion) -> Question | None:
    found = _SCALE.fullmatch(raw.words["echelle"].strip())
    if found is None or not 0 <= int(found["low"]) < int(found["high"]) <= 10:  # noqa: PLR2004
        builder.report.error(
            raw.word_lines["echelle"],
            "cette échelle ne se lit pas.",
            "Écrivez « Échelle : 1 (pas du tout) à 5 (tout à fait) ».",
        )
        return None
    return Scale(
        **builder.base(raw, QuestionKind.SCALE),
        low=int(found["low"]),
        high=int(found["high"]),
        low_label=found["low_label"],
        high_label=found["high_label"],
    )


_BUILDERS: dict[str, Callable[[Builder, RawQuestion], Question | None]] = {
    "choice": _choices,
    "answer": _answer,
    "matching": _matching,
    "ordering": _ordering,
    "gaps": _gaps,
    "table": _table,
    "open": _open,
    "scale": _scale,
}
