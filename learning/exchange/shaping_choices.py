"""Choices written in our format: which weights come over exactly, and what the others lose."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from learning.content.source import fold
from learning.exchange.foreign import WHOLE, ForeignAnswer, ForeignQuestion, Rich, Unreadable
from learning.exchange.wording import Wording

Feedback = Callable[[Rich, str], list[str]]
_NEAR = Decimal(1)  # « %33% » three times is a whole
_FEWEST = 2


@dataclass(slots=True)
class _Choice:
    text: str
    answer: ForeignAnswer
    right: bool


def choice_lines(question: ForeignQuestion, words: Wording, feedback: Feedback) -> list[str]:
    """Write the choices.

    Raises:
        Unreadable: there is no right one, or the same one is both right and wrong.

    """
    choices = _without_twins(question, _choices(question, words), words)
    rights = [choice for choice in choices if choice.right]
    if not rights:
        raise Unreadable(
            question.line,
            "aucune bonne réponse n’est marquée.",
            "Mettez « = » devant la bonne réponse.",
        )
    if question.single and 1 < len(rights) == len(choices):
        raise Unreadable(
            question.line,
            "tous les choix sont justes.",
            "Ajoutez un choix faux, ou écrivez « {=un =deux} » pour une réponse à taper.",
        )
    if len(choices) < _FEWEST:
        raise Unreadable(
            question.line, "il faut au moins deux choix.", "Ajoutez « ~un autre choix »."
        )
    single = question.single and len(rights) == 1
    if question.single:
        _judge_single(choices, rights, words)
    else:
        _judge_several(choices, rights, words)
    box = "({})" if single else "[{}]"
    lines: list[str] = []
    for choice in choices:
        lines.append(f"- {box.format('x' if choice.right else ' ')} {choice.text}")
        lines += feedback(choice.answer.feedback, "  ")
    return lines


def _choices(question: ForeignQuestion, words: Wording) -> list[_Choice]:
    choices = []
    for answer in question.answers:
        text = words.phrase(answer.text)
        if not text:
            raise Unreadable(
                question.line,
                "il ne reste rien du texte d’un choix.",
                "Écrivez en mots ce que l’image ou le code montrait.",
            )
        right = answer.weight == WHOLE if question.single else answer.weight > 0
        choices.append(_Choice(text, answer, right))
    return choices


def _without_twins(
    question: ForeignQuestion, choices: list[_Choice], words: Wording
) -> list[_Choice]:
    """Leave out a choice that is written twice."""
    kept: dict[str, _Choice] = {}
    for choice in choices:
        key = " ".join(fold(choice.text).split())
        before = kept.get(key)
        if before is None:
            kept[key] = choice
        elif before.right != choice.right:
            raise Unreadable(
                question.line,
                f"« {choice.text[:60]} » est à la fois juste et faux.",
                "Retirez l’un des deux, ou changez son texte.",
            )
        else:
            words.losses.append(f"« {choice.text[:60]} » était proposé deux fois")
    return list(kept.values())


def _judge_single(choices: list[_Choice], rights: list[_Choice], words: Wording) -> None:
    if len(rights) > 1:
        words.losses.append(
            f"une seule des {len(rights)} bonnes réponses suffisait : "
            "il faut maintenant les cocher toutes"
        )
    penalties = []
    for choice in choices:
        weight = choice.answer.weight
        if 0 < weight < WHOLE:
            words.losses.append(
                f"« {choice.text[:60]} » valait {_percent(weight)} des points : "
                "ce choix est compté faux"
            )
        elif weight < 0:
            penalties.append(-weight)
    if penalties:
        listed = " ou ".join(_percent(one) for one in sorted(set(penalties)))
        words.losses.append(f"un choix faux retirait {listed} des points : il n’en retire plus")


def _judge_several(choices: list[_Choice], rights: list[_Choice], words: Wording) -> None:
    """Compare the weights with ours: a share for each right box, and as much less for others."""
    weights = {choice.answer.weight for choice in rights}
    total = sum((choice.answer.weight for choice in rights), Decimal(0))
    share = WHOLE / len(rights)
    if len(weights) > 1:
        listed = ", ".join(_percent(choice.answer.weight) for choice in rights)
        words.losses.append(
            f"les bonnes réponses valaient {listed} des points : elles comptent autant maintenant"
        )
    elif abs(total - WHOLE) > _NEAR * len(rights):
        words.losses.append(
            f"les poids des bonnes réponses faisaient {_percent(total)} en tout, et non 100\u00a0%"
        )
    wrongs = [choice for choice in choices if not choice.right]
    penalties = {-choice.answer.weight for choice in wrongs if choice.answer.weight}
    uneven = [one for one in penalties if abs(one - share) > _NEAR]
    if uneven:
        listed = ", ".join(_percent(one) for one in sorted(uneven))
        words.losses.append(
            f"un choix faux retirait {listed} des points ; il en retire {_percent(share)}"
        )
    if any(not choice.answer.weight for choice in wrongs):
        words.remarks.append(
            f"un choix faux coché ne retirait rien ; il retire {_percent(share)} des points."
        )


def _percent(weight: Decimal) -> str:
    rounded = weight.quantize(Decimal("0.01")).normalize()
    return f"{rounded:f}".replace(".", ",") + "\u00a0%"
