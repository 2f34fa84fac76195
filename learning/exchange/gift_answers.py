"""What stands between the braces, kind by kind."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from learning.content.source import fold
from learning.exchange.foreign import WHOLE, ForeignAnswer, Format, Rich, Sort, Unreadable
from learning.exchange.gift_numbers import read_numeric
from learning.exchange.gift_signs import (
    Piece,
    comment_of,
    cut_answers,
    cut_choices,
    cut_pairs,
    rich,
    show,
    weight_of,
)

_FEWEST = 2
_LONGEST_SHORT = 120
_RIGHT_WORDS = frozenset({"t", "true", "vrai", "v"})
_LEFT_EQUAL = "un « = » d’un texte a été lu comme du texte ; écrivez « \\= »."

Parts = dict[str, Any]


@dataclass(slots=True)
class Reader:
    """Reads a section; ``line_of`` tells the line of a place in it."""

    default: Format
    line_of: Callable[[int], int]
    remarks: list[str]
    losses: list[str]

    def essay(self, _section: str) -> Parts:
        """Nothing between the braces: a person reads the answer."""
        return {"sort": Sort.ESSAY}

    def truth(self, section: str) -> Parts:
        """« T », « F#wrong#right »."""
        word, _, rest = section.partition("#")
        wrong, _, right = rest.partition("#")
        return {
            "sort": Sort.TRUE_FALSE,
            "truth": fold(word) in _RIGHT_WORDS,
            "feedback_wrong": rich(wrong, self.default),
            "feedback_right": rich(right, self.default),
        }

    def choices(self, section: str) -> Parts:
        """« =right ~wrong ~%50%half »."""
        pieces, left = cut_choices(section)
        if left:
            self.remarks.append(_LEFT_EQUAL)
        answers: list[ForeignAnswer] = []
        single = False
        right_next = False
        weighted = False
        for place, piece in enumerate(pieces):
            weight, text = weight_of(piece.text)
            if not text and weight is None:
                # « ~= » and « =~ » leave an empty piece: both mean « right ».
                after = pieces[place + 1].sign if place + 1 < len(pieces) else ""
                right_next = piece.sign == "=" and after == "~"
                continue
            right = piece.sign == "=" or right_next
            right_next = False
            single = single or right
            weighted = weighted or (right and weight not in {None, WHOLE})
            default = WHOLE if right else Decimal(0)
            self._judge_weight(piece, weight)
            answers.append(self._answer(text, default if weight is None else weight))
        kept = [answer for answer in answers if answer.text]
        if len(kept) < len(answers):
            self.remarks.append("un choix vide a été retiré.")
        if len(kept) < _FEWEST:
            raise Unreadable(
                self.line_of(0), "il faut au moins deux choix.", "Ajoutez « ~un autre choix »."
            )
        return {"sort": Sort.CHOICE, "answers": tuple(kept), "single": single and not weighted}

    def _judge_weight(self, piece: Piece, weight: Decimal | None) -> None:
        if weight is None and piece.text.startswith("%"):
            self.remarks.append(
                f"« {show(piece.text)[:20]} » : ce « % » n’est pas un poids ; "
                "c’est resté dans le texte."
            )
        if weight is not None and abs(weight) > WHOLE:
            raise Unreadable(
                self.line_of(piece.at),
                f"le poids « %{weight}% » dépasse 100.",
                "Écrivez un poids de −100 à 100.",
            )

    def _answer(self, text: str, weight: Decimal) -> ForeignAnswer:
        words, feedback = comment_of(text)
        return ForeignAnswer(
            text=rich(words, self.default), weight=weight, feedback=rich(feedback, self.default)
        )

    def short(self, section: str) -> Parts:
        """« =answer =%50%other »."""
        pieces, left = cut_answers(section)
        if left:
            self.remarks.append(_LEFT_EQUAL)
        if not pieces[0].sign:
            self._judge_bare(pieces[0])
        answers = []
        for piece in pieces:
            weight, text = weight_of(piece.text)
            self._judge_weight(piece, weight)
            words, feedback = comment_of(text)
            if words:
                # Moodle compares it with what is typed, sign for sign: it is no HTML.
                answers.append(
                    ForeignAnswer(
                        text=Rich(rich(words, self.default).source, Format.PLAIN),
                        weight=WHOLE if weight is None else weight,
                        feedback=rich(feedback, self.default),
                    )
                )
        if not answers:
            raise Unreadable(
                self.line_of(0), "la bonne réponse est vide.", "Écrivez-la après « = »."
            )
        return {"sort": Sort.SHORT, "answers": tuple(answers)}

    def _judge_bare(self, piece: Piece) -> None:
        text = piece.text
        if "\n" in text or len(text) > _LONGEST_SHORT:
            raise Unreadable(
                self.line_of(0),
                "ces réponses ne commencent ni par « = » ni par « ~ ».",
                "Écrivez « =bonne réponse » et « ~mauvaise réponse ».",
            )
        if piece.at == 0:
            self.remarks.append(
                f"« {show(text)[:40]} » n’avait pas de « = » : c’est lu comme la bonne réponse."
            )

    def numbers(self, section: str) -> Parts:
        """« #5:0.1 », « #1..5 », « #=5:0.1 =%50%5:0.5 »."""
        start = section.index("#") + 1
        rights, tilde, wrongs = section[start:].partition("~")
        pieces, left = cut_answers(rights)
        if left:
            self.remarks.append(_LEFT_EQUAL)
        answers = [self._numeric(piece, start, WHOLE) for piece in pieces if piece.text]
        at = start + len(rights) + 1
        for wrong in wrongs.split("~") if tilde else ():
            answers.append(self._numeric(Piece("~", wrong.strip(), 0), at, Decimal(0)))
            at += len(wrong) + 1
        if not any(answer.weight == WHOLE for answer in answers):
            raise Unreadable(
                self.line_of(0), "aucun nombre n’est la bonne réponse.", "Écrivez « {#5:0.1} »."
            )
        return {"sort": Sort.NUMBER, "answers": tuple(answers)}

    def _numeric(self, piece: Piece, start: int, default: Decimal) -> ForeignAnswer:
        weight, text = weight_of(piece.text)
        self._judge_weight(piece, weight)
        words, feedback = comment_of(text)
        words = show(words)
        line = self.line_of(start + piece.at)
        anything = words == "*" or (not words and piece.sign == "~")
        return ForeignAnswer(
            text=Rich(words, Format.PLAIN),
            weight=default if weight is None else weight,
            feedback=rich(feedback, self.default),
            number=None if anything else read_numeric(words, line),
        )

    def pairs(self, section: str) -> Parts:
        """« =left -> right »."""
        if "->" not in section:
            section = section.replace("→", "->")
            self.remarks.append("« → » a été lu comme « -> ».")
        pieces = [piece for piece in cut_pairs(section) if piece.text]
        pairs: list[tuple[Rich, str]] = []
        for piece in pieces:
            left, arrow, right = piece.text.partition("->")
            if not arrow:
                raise Unreadable(
                    self.line_of(piece.at),
                    f"« {show(piece.text)[:40]} » n’a pas de « -> ».",
                    "Écrivez « =gauche -> droite » sur chaque ligne.",
                )
            words, feedback = comment_of(right)
            if feedback:
                self.losses.append(f"le commentaire « {show(feedback)[:60]} » d’une paire.")
            elif right.rstrip().endswith("#"):
                words = right.strip()
            pairs.append((rich(left, self.default), " ".join(show(words).split())))
        if len(pairs) < _FEWEST:
            raise Unreadable(
                self.line_of(0),
                "il faut au moins deux paires à associer.",
                "Ajoutez « =gauche -> droite ».",
            )
        return {"sort": Sort.MATCHING, "pairs": tuple(pairs)}
