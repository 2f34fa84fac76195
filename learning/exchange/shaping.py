"""A foreign question written in our format, with each loss named; or it cannot be."""

from dataclasses import dataclass
from decimal import Decimal

from learning.domain.comparing import close_enough, plain_text
from learning.domain.question import Tolerance
from learning.exchange.escapes import apart_braces
from learning.exchange.foreign import (
    WHOLE,
    ForeignAnswer,
    ForeignNumber,
    ForeignQuestion,
    Rich,
    Sort,
    Unreadable,
)
from learning.exchange.shaping_choices import choice_lines
from learning.exchange.wording import Wording, plain
from learning.exchange.written_numbers import written_margin, written_number

LONGEST_LINE = 1_950
LONGEST_QUESTION = 16_000
_QUOTES = '"«»“”„'
_AROUND = '"“”„«»\u00a0 '
_TRUTHS = {"vrai", "faux", "true", "false", "oui", "non"}


@dataclass(frozen=True, slots=True)
class Shaped:
    """The lines of a question between its « ::: », what is lost and what was guessed."""

    prompt: tuple[str, ...]
    answers: tuple[str, ...]
    explanation: tuple[str, ...]
    hint: tuple[str, ...]
    points: int
    losses: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line, in order."""
        lines = [*self.prompt, "", *self.answers]
        if self.hint:
            lines += ["", *_texts("Indice", self.hint)]
        if self.explanation:
            lines += ["", *_texts("Explication", self.explanation)]
        if self.points > 1:
            lines += ["", f"Points : {self.points}"]
        return tuple(lines)


def shape(question: ForeignQuestion) -> Shaped:
    """Write a question.

    Raises:
        Unreadable: our format cannot say it.

    """
    if len(question.text.source) > LONGEST_QUESTION:
        raise Unreadable(question.line, "cette question est trop longue.", "Raccourcissez-la.")
    words = Wording([], [])
    prompt = words.paragraphs(question.text)
    if not any(line.strip() for line in prompt):
        raise Unreadable(
            question.line,
            "il ne reste rien du texte de cette question.",
            "Écrivez en mots ce que l’image ou le code montrait.",
        )
    shaper = _Shaper(question, words)
    answers = _WRITERS[question.sort](shaper)
    explanation, hint = words.flat(question.general), words.flat(question.hint)
    shaped = Shaped(
        prompt=tuple(prompt),
        answers=tuple(answers),
        explanation=tuple(explanation),
        hint=tuple(hint),
        points=question.points,
        losses=tuple(dict.fromkeys([*question.losses, *words.losses])),
        remarks=tuple(dict.fromkeys([*question.remarks, *words.remarks])),
    )
    if any(len(line) > LONGEST_LINE for line in shaped.lines):
        raise Unreadable(question.line, "une ligne est trop longue.", "Coupez-la.")
    return shaped


def _texts(word: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    if lines[0].startswith(("|", "- ", "<pre>")):
        return (f"{word} :", "", *lines)
    return (f"{word} : {lines[0]}", *lines[1:])


class _Shaper:
    """Writes the answers of one question."""

    def __init__(self, question: ForeignQuestion, words: Wording) -> None:
        self.question = question
        self.words = words

    def choices(self) -> list[str]:
        return choice_lines(self.question, self.words, self.feedback)

    def feedback(self, text: Rich, indent: str = "") -> list[str]:
        """Write a reason under an answer."""
        return [f"{indent}> {line}".rstrip() for line in self.words.flat(text)]

    def truth(self) -> list[str]:
        question = self.question
        right, wrong = ("Vrai", "Faux") if question.truth else ("Faux", "Vrai")
        lines = [f"= {right}", *self.feedback(question.feedback_right)]
        reason = self.feedback(question.feedback_wrong)
        return [*lines, f"≠ {wrong}", *reason] if reason else lines

    def essay(self) -> list[str]:
        return [f"Réponse libre : {self.question.lines} lignes"]

    def short(self) -> list[str]:
        accepted: list[str] = []
        reasons: list[Rich] = []
        others: list[tuple[str, ForeignAnswer]] = []
        for answer in self.question.answers:
            text = self._typed(answer)
            if answer.weight == WHOLE and text:
                if plain_text(text) not in {plain_text(one) for one in accepted}:
                    accepted.append(text)
                reasons.append(answer.feedback)
            else:
                others.append((text, answer))
        if not accepted:
            raise Unreadable(
                self.question.line,
                "aucune réponse ne vaut tous les points.",
                "Donnez 100 % à une réponse exacte : « =réponse ».",
            )
        if len(accepted) == 1 and accepted[0].casefold() in _TRUTHS:
            self.words.remarks.append(
                f"la réponse à taper est « {accepted[0]} » : une question « = Vrai » ou "
                "« = Faux » serait plus simple."
            )
        variants = " ; ".join(f'"{text}"' for text in accepted)
        return [f"= {variants}", *self._one_reason(reasons), *self._foreseen(accepted, others)]

    def _typed(self, answer: ForeignAnswer) -> str:
        """Return a short answer as it can stand between quotes; nothing for « * » alone."""
        text = plain(answer.text).strip(_AROUND)
        if "*" in text.replace("\\*", ""):
            bare = " ".join(text.replace("\\*", "\ue000").replace("*", " ").split())
            bare = bare.replace("\ue000", "*")
            if answer.weight == WHOLE and not bare:
                raise Unreadable(
                    self.question.line,
                    "n’importe quelle réponse serait juste (« * »).",
                    "Faites-en une question à réponse libre : « {} ».",
                )
            if bare:
                self.words.losses.append(
                    f"« {text} » acceptait d’autres mots : seul « {bare} » est reconnu"
                )
            text = bare
        # Spaces count for nothing in what is typed.
        text = apart_braces(text.replace("\\*", "*"))
        if any(quote in text for quote in _QUOTES):
            raise Unreadable(
                self.question.line,
                f"la réponse « {text[:40]} » contient des guillemets.",
                "Retirez-les, ou faites des choix.",
            )
        return text

    def _one_reason(self, reasons: list[Rich]) -> list[str]:
        """Write the reason of the right answers: one for all."""
        kept = next((reason for reason in reasons if reason), Rich())
        if any(reason.source != kept.source for reason in reasons):
            self.words.losses.append(
                "chaque bonne réponse avait son commentaire : un seul est gardé, pour toutes"
            )
        return self.feedback(kept)

    def _foreseen(self, accepted: list[str], others: list[tuple[str, ForeignAnswer]]) -> list[str]:
        lines: list[str] = []
        taken = {plain_text(text) for text in accepted}
        for text, answer in others:
            name = text or "toute autre réponse"
            self._tell_partial(name, answer)
            reason = self.feedback(answer.feedback)
            if not reason:
                continue
            if not text or plain_text(text) in taken:
                self.words.losses.append(f"le commentaire pour « {name} »")
                continue
            taken.add(plain_text(text))
            lines += [f'≠ "{text}"', *reason]
        return lines

    def _tell_partial(self, name: str, answer: ForeignAnswer) -> None:
        if answer.weight > 0:
            self.words.losses.append(
                f"« {name} » valait {show_weight(answer.weight)} des points : "
                "elle est comptée fausse"
            )
        elif answer.weight < 0:
            self.words.losses.append(
                f"« {name} » retirait {show_weight(-answer.weight)} des points"
            )

    def numbers(self) -> list[str]:
        rights = [a for a in self.question.answers if a.weight == WHOLE]
        if any(answer.number is None for answer in rights):
            raise Unreadable(
                self.question.line,
                "n’importe quel nombre serait juste (« * »).",
                "Écrivez la bonne réponse : « {#5:0.1} ».",
            )
        right = self._only_number([a.number for a in rights if a.number is not None])
        lines = [
            f"= {self._number(right)}",
            *self._one_reason([answer.feedback for answer in rights]),
        ]
        for answer in self.question.answers:
            if answer.weight != WHOLE:
                lines += self._other_number(answer, right)
        return lines

    def _only_number(self, numbers: list[ForeignNumber]) -> ForeignNumber:
        """Return the one right number: several must be one within another."""
        widest = max(numbers, key=lambda number: number.margin)
        for number in numbers:
            if abs(number.value - widest.value) + number.margin > widest.margin:
                raise Unreadable(
                    self.question.line,
                    "plusieurs nombres différents sont justes.",
                    "Gardez-en un, faites deux questions, ou écrivez une plage : « {#1..5} ».",
                )
        return widest

    def _number(self, number: ForeignNumber) -> str:
        value = written_number(number.value, number.unit)
        margin = written_margin(number.margin) if number.margin else ""
        if value is None or margin is None:
            raise Unreadable(
                self.question.line,
                f"le nombre « {number.value} » a trop de chiffres.",
                "Arrondissez-le, ou changez d’unité.",
            )
        return f"{value} ± {margin}" if margin else value

    def _other_number(self, answer: ForeignAnswer, right: ForeignNumber) -> list[str]:
        number = answer.number
        name = "tout autre nombre" if number is None else written_number(number.value) or ""
        self._tell_partial(name, answer)
        reason = self.feedback(answer.feedback)
        if not reason:
            return []
        value = None if number is None else written_number(number.value, number.unit)
        if (
            number is None
            or value is None
            or close_enough(number.value, right.value, right.unit, Tolerance(amount=right.margin))
        ):
            self.words.losses.append(f"le commentaire pour « {name} »")
            return []
        if number.margin not in {0, right.margin}:
            self.words.losses.append(f"la marge du commentaire pour « {name} »")
        return [f"≠ {value}", *reason]

    def matching(self) -> list[str]:
        lines = ["Associer :"]
        for left, right in self.question.pairs:
            written = self.words.phrase(left).replace("->", "-&gt;").replace("=>", "=&gt;")
            written = written.replace("→", "&#8594;").replace("⇒", "&#8658;")
            answer = apart_braces(" ".join(plain(Rich(right, left.format)).split()))
            if not answer:
                raise Unreadable(
                    self.question.line, "une paire n’a pas de droite.", "Complétez « -> »."
                )
            if not written:
                self.words.losses.append(f"le choix « {answer} », qui n’allait avec rien")
                continue
            if "*" in answer:
                self.words.losses.append(f"l’astérisque de « {answer} »")
                answer = answer.replace("*", "")
            if written[0] in "([":
                written = f"\\{written}"
            lines.append(f"- {written} -> {answer}")
        return lines


def show_weight(weight: Decimal) -> str:
    """Write a percentage in French."""
    text = f"{weight.normalize():f}".replace(".", ",")
    return f"{text}\u00a0%"


_WRITERS = {
    Sort.CHOICE: _Shaper.choices,
    Sort.TRUE_FALSE: _Shaper.truth,
    Sort.SHORT: _Shaper.short,
    Sort.NUMBER: _Shaper.numbers,
    Sort.MATCHING: _Shaper.matching,
    Sort.ESSAY: _Shaper.essay,
}

__all__ = ["Shaped", "shape", "show_weight"]
