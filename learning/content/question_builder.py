"""What every kind of question is built from: its prompt, objective, points, ids and digest."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from learning.content import remedies
from learning.content.finding import Fix, Report, did_you_mean
from learning.content.fragments import Fragments
from learning.content.question_markup import Line, RawQuestion
from learning.content.question_numbers import NumberReader
from learning.content.source import fold
from learning.domain.html import SafeHtml
from learning.domain.question import QuestionKind

QUESTIONNAIRES = "questionnaires"  # stands for the module's name in a questionnaire
MOST_POINTS = 20
# The last sentence of a one-paragraph prompt is the question; « M. Petit » ends none.
_LAST_SENTENCE = re.compile(
    r"(?P<before>.+(?<![\s.]M)(?<!\bn)[.!?…»][ \u00a0»]*)\s(?P<ask>[«A-ZÀ-ÖØ-Þ][^.!?…]*[.?!:])",
    re.DOTALL,
)


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

    def base(
        self, raw: RawQuestion, kind: QuestionKind, *, prompt: str | None = None
    ) -> dict[str, Any]:
        """Fill what every question has."""
        text = apart(raw.text if prompt is None else prompt)
        hint, explanation = raw.words.get("indice", ""), raw.words.get("explication", "")
        return {
            "id": f"{self.module}/{self.holder}/{raw.name}",
            "name": raw.name,
            "kind": kind,
            "objective": self._objective(raw),
            "points": self._points(raw),
            "prompt": self.fragments.block(text, self.place(raw, 0)),
            "hint": self.fragments.block(hint, self._place_of(raw, "indice")),
            "explanation": self.fragments.block(explanation, self._place_of(raw, "explication")),
            "digest": self._digest(raw),
        }

    def place(self, raw: RawQuestion, at: int) -> tuple[str, int]:
        """Return where a place of the prompt is in the file."""
        return (self.file, raw.line_at(at))

    def reason(self, line: Line) -> SafeHtml:
        """Return the HTML of the reason under an answer."""
        return self.fragments.inline(line.reason, (self.file, line.number + 1))

    def inline(self, line: Line, text: str | None = None) -> SafeHtml:
        """Return the HTML of an answer's own text."""
        return self.fragments.inline(line.text if text is None else text, (self.file, line.number))

    def ids(self, raw: RawQuestion, count: int) -> tuple[str, ...]:
        """Return the permanent ids of choices, pairs or items."""
        kept = self.choice_ids.get(f"{self.module}/{self.holder}/{raw.name}", ())
        return kept if len(kept) == count else tuple(str(n) for n in range(1, count + 1))

    def refuse_twice(self, lines: list[Line], texts: list[str]) -> None:
        """Refuse an answer that is empty or that another one repeats."""
        seen: set[str] = set()
        for line, text in zip(lines, texts, strict=True):
            key = " ".join(fold(text).split())
            if not key:
                self.report.error(
                    line.number, "ce choix est vide.", "Écrivez son texte, ou retirez-le."
                )
            elif key in seen:
                self.report.error(
                    line.number,
                    f"« {text.strip()[:60]} » est proposé deux fois.",
                    "Retirez-en un, ou changez son texte.",
                )
            seen.add(key)

    def _place_of(self, raw: RawQuestion, word: str) -> tuple[str, int]:
        return (self.file, raw.word_lines.get(word, raw.line))

    def _objective(self, raw: RawQuestion) -> str | None:
        if self.module == QUESTIONNAIRES:
            return None
        own = raw.words.get("objectif")
        slug = own or self.default_objective
        if own and self.objectives and own not in self.objectives:
            self.report.error(
                raw.word_lines["objectif"],
                f"l’objectif « {own} » n’est pas du module.",
                did_you_mean(own, self.objectives),
                fix=self.report.swap(
                    raw.word_lines["objectif"], own, self.report.near(own, self.objectives)
                ),
            )
        if not slug and len(self.objectives) == 1:
            return next(iter(self.objectives))
        if not slug and len(self.objectives) > 1:
            self.report.error(
                raw.line,
                f"la question « {raw.name} » n’a pas d’objectif.",
                f"Ajoutez « Objectif : … » avec l’un de : {', '.join(self.objectives)}.",
            )
        return slug or None

    def _points(self, raw: RawQuestion) -> int:
        text = raw.words.get("points")
        if text is None:
            return 1
        if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= MOST_POINTS:
            self.report.error(
                raw.word_lines["points"],
                f"les points « {text[:30]} » ne se lisent pas.",
                f"Écrivez « Points : 2 », de 1 à {MOST_POINTS}.",
                fix=self._points_fix(raw, text),
            )
            return 1
        return int(text)

    def _points_fix(self, raw: RawQuestion, text: str) -> Fix | None:
        meant = remedies.whole_number(text)
        if meant is None or not 1 <= meant <= MOST_POINTS:
            return None
        return self.report.swap(raw.word_lines["points"], text, str(meant))

    def _digest(self, raw: RawQuestion) -> str:
        parts: list[object] = [raw.text, *sorted(raw.words.items()), *raw.grid]
        groups = (raw.choices, raw.answers, raw.foreseen, raw.pairs, raw.items, raw.variables)
        for group in groups:
            parts += [[(line.text, line.ticked, line.box, line.reason) for line in group]]
        figures = self.numbers.figures_of(repr(parts))
        return hashlib.sha256(repr((parts, figures)).encode()).hexdigest()[:24]


def apart(prompt: str) -> str:
    """Set the question itself apart from its context, in a last paragraph of its own."""
    if "\n\n" in prompt or "[[" in prompt or prompt.lstrip().startswith(("|", "-", "*", "#")):
        return prompt
    lines = prompt.split("\n")
    if len(lines) > 1 and lines[-2].rstrip().endswith((".", "!", "?", "…", "»")):
        return "\n".join(lines[:-1]) + "\n\n" + lines[-1]
    found = _LAST_SENTENCE.fullmatch(prompt)
    return f"{found['before'].rstrip()}\n\n{found['ask']}" if found else prompt
