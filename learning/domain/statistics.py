"""What first answers say of a question: figures with their uncertainty, verdicts, what to do.

The rules are a table of pure functions: each looks at the figures of one version of one
question and says nothing, or the values of its sentence. A threshold has a name and a reason.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from learning.domain.question import QuestionKind
from learning.domain.shares import BarKind, Figures, percent

FEWEST = 10  # below, one person more or less moves the share by ten points
EASY_FROM = 0.95  # one wrong in twenty at most: the question no longer tells people apart
HARD_BELOW = 0.30  # fewer than one in three: what the lesson gives is not enough
UNREADABLE_FROM = 0.10  # the marking reads what French people usually type; one in ten is much
BLANK_FROM = 0.15  # a blank or two a test is lack of time; more is this question
HINT_FROM = 0.50  # a hint that half the people need belongs in the statement
NOBODY_FROM = 20  # nobody out of twenty: the choice draws one in seven at the very most
TRIES_FROM = 3  # right at the third try is most often by elimination
PART_BELOW = 0.30  # the same as HARD_BELOW, for one part …
PART_GAP = 0.25  # … that does much worse than the whole question
FORGOTTEN_BELOW = 0.40  # a right box that most people leave empty


Values = Mapping[str, str | int]


class Tone(StrEnum):
    """How a verdict is shown and filtered."""

    REVISE = "a-revoir"
    EASY = "facile"
    FEW = "peu"
    FINE = "bien"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A verdict in plain French and the next thing to do; both hold %(name)s of ``values``."""

    rule: str
    tone: Tone
    weight: int
    sentence: str
    remedy: str
    values: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the table; ``weight`` puts first what most needs somebody's eye."""

    name: str
    tone: Tone
    weight: int
    sentence: str
    remedy: str
    test: Callable[[Figures], Values | None]

    def advice(self, values: Values) -> Advice:
        """Return what the rule says."""
        return Advice(
            rule=self.name,
            tone=self.tone,
            weight=self.weight,
            sentence=self.sentence,
            remedy=self.remedy,
            values=values,
        )


def _facility(figures: Figures) -> float:
    return figures.facility.value if figures.facility else 0.0


def _too_few(figures: Figures) -> Values | None:
    count = figures.facility.count if figures.facility else 0
    return None if count >= FEWEST else {"least": FEWEST}


def _attracts(figures: Figures, kind: BarKind) -> Values | None:
    """Name the wrong answer that more people gave than the right one."""
    if figures.bar_kind is not kind or figures.kind is QuestionKind.MULTIPLE:
        return None
    right = sum(bar.count for bar in figures.bars if bar.right)
    wrong = [bar for bar in figures.bars if not (bar.right or bar.pooled)]
    first = max(wrong, key=lambda bar: bar.count, default=None)
    if first is None or first.count <= right:
        return None
    return {"label": first.label, "count": first.count, "right": right}


def _by_chance(figures: Figures) -> Values | None:
    if figures.kind not in {QuestionKind.SINGLE, QuestionKind.TRUE_FALSE} or not figures.bars:
        return None
    chance = 1 / len(figures.bars)
    found = _facility(figures)
    return {"share": percent(found), "chance": percent(chance)} if found <= chance else None


def _hard(figures: Figures) -> Values | None:
    found = _facility(figures)
    return {"share": percent(found)} if found < HARD_BELOW else None


def _forgotten(figures: Figures) -> Values | None:
    if figures.kind is not QuestionKind.MULTIPLE:
        return None
    for bar in figures.bars:
        if bar.right and bar.count < FORGOTTEN_BELOW * figures.count:
            return {"label": bar.label, "count": bar.count, "total": figures.count}
    return None


def _unreadable(figures: Figures) -> Values | None:
    share = figures.unread_share
    return {"share": percent(share)} if share >= UNREADABLE_FROM else None


def _hard_part(figures: Figures) -> Values | None:
    if figures.bar_kind is not BarKind.PARTS or not figures.count:
        return None
    worst = min(figures.bars, key=lambda bar: bar.count)
    share = worst.count / figures.count
    if share >= PART_BELOW or share > _facility(figures) - PART_GAP:
        return None
    return {"label": worst.label, "share": percent(share)}


def _blank(figures: Figures) -> Values | None:
    if figures.in_tests < FEWEST or figures.blank_share < BLANK_FROM:
        return None
    return {"share": percent(figures.blank_share)}


def _hint(figures: Figures) -> Values | None:
    if not figures.has_hint or figures.hint_share < HINT_FROM:
        return None
    return {"share": percent(figures.hint_share)}


def _tries(figures: Figures) -> Values | None:
    if figures.tries is None or figures.tries < TRIES_FROM:
        return None
    return {"tries": f"{figures.tries:g}".replace(".", ",")}


def _nobody(figures: Figures) -> Values | None:
    if figures.bar_kind is not BarKind.CHOICES or figures.count < NOBODY_FROM:
        return None
    for bar in figures.bars:
        if not bar.right and bar.count == 0:
            return {"label": bar.label, "total": figures.count}
    return None


def _easy(figures: Figures) -> Values | None:
    found = _facility(figures)
    return {"share": percent(found)} if found >= EASY_FROM else None


def _fine(figures: Figures) -> Values | None:
    return {"share": percent(_facility(figures))}


_WAITING = Rule(
    name="to_read",
    tone=Tone.REVISE,
    weight=55,
    sentence="Textes pas encore lus : %(count)d.",
    remedy="Lisez-les dans « À lire » : la question se juge sur les textes lus.",
    test=lambda figures: {"count": figures.waiting} if figures.waiting >= FEWEST else None,
)
_TOO_FEW = Rule(
    name="too_few",
    tone=Tone.FEW,
    weight=10,
    sentence="Pas assez de réponses pour juger (moins de %(least)d).",
    remedy="Attendez d’autres réponses avant de changer la question.",
    test=_too_few,
)
_FINE = Rule(
    name="fine",
    tone=Tone.FINE,
    weight=0,
    sentence="Rien à signaler : %(share)s de réussite.",
    remedy="Gardez-la telle quelle.",
    test=_fine,
)
_NOT_JUDGED = Rule(
    name="no_right_answer",
    tone=Tone.FINE,
    weight=0,
    sentence="Cette question n’a pas de bonne réponse.",
    remedy="Il n’y a rien à juger.",
    test=lambda figures: {} if figures.kind is QuestionKind.SCALE else None,
)

# The order of the table is of no import: weights sort.
RULES: tuple[Rule, ...] = (
    Rule(
        name="wrong_choice_attracts",
        tone=Tone.REVISE,
        weight=100,
        sentence=(
            "Un mauvais choix attire plus que le bon : « %(label)s » (%(count)d personnes, "
            "contre %(right)d pour le bon)."
        ),
        remedy=(
            "Vérifiez d’abord que le corrigé est juste. S’il l’est, dites sous ce choix pourquoi "
            "il ne va pas, et revenez-y dans la leçon."
        ),
        test=lambda figures: _attracts(figures, BarKind.CHOICES),
    ),
    Rule(
        name="wrong_answer_attracts",
        tone=Tone.REVISE,
        weight=95,
        sentence=(
            "Une mauvaise réponse vient plus souvent que la bonne : « %(label)s » "
            "(%(count)d personnes, contre %(right)d pour la bonne)."
        ),
        remedy=(
            "Vérifiez d’abord que le corrigé est juste. S’il l’est, prévoyez cette réponse "
            "(« ≠ » dans le texte) et dites pourquoi elle ne va pas."
        ),
        test=lambda figures: _attracts(figures, BarKind.ANSWERS),
    ),
    Rule(
        name="hard",
        tone=Tone.REVISE,
        weight=90,
        sentence="Trop difficile : %(share)s de réussite.",
        remedy=(
            "Relisez la leçon avec cette question en tête : dit-elle tout ce qu’il faut pour "
            "répondre ? Ajoutez un exemple, ou posez d’abord une question plus simple."
        ),
        test=_hard,
    ),
    Rule(
        name="by_chance",
        tone=Tone.REVISE,
        weight=85,
        sentence="Pas mieux qu’au hasard : %(share)s de réussite, le hasard donne %(chance)s.",
        remedy="Relisez l’énoncé : est-il clair ? Un mot de trop ou une négation peut tromper.",
        test=_by_chance,
    ),
    Rule(
        name="unreadable",
        tone=Tone.REVISE,
        weight=80,
        sentence="Illisible : %(share)s de ce qui est écrit ne se lit pas comme un nombre.",
        remedy="Dites dans l’énoncé comment écrire le nombre, par exemple « 1 234,56 ».",
        test=_unreadable,
    ),
    Rule(
        name="hard_part",
        tone=Tone.REVISE,
        weight=75,
        sentence="Une partie résiste : « %(label)s », %(share)s de réussite.",
        remedy="Relisez cette partie, et vérifiez que la leçon en parle.",
        test=_hard_part,
    ),
    Rule(
        name="forgotten",
        tone=Tone.REVISE,
        weight=70,
        sentence=(
            "Un bon choix est souvent oublié : « %(label)s », coché par %(count)d personnes "
            "sur %(total)d."
        ),
        remedy="Rendez ce choix plus clair, ou dites dans la leçon pourquoi il compte.",
        test=_forgotten,
    ),
    Rule(
        name="blank",
        tone=Tone.REVISE,
        weight=65,
        sentence="Souvent laissée vide à l’épreuve : %(share)s.",
        remedy="Vérifiez que l’on comprend ce qui est demandé, et où répondre.",
        test=_blank,
    ),
    Rule(
        name="hint",
        tone=Tone.REVISE,
        weight=60,
        sentence="L’indice est demandé par %(share)s des personnes.",
        remedy="Mettez dans l’énoncé, ou dans la leçon, ce que dit l’indice.",
        test=_hint,
    ),
    Rule(
        name="tries",
        tone=Tone.REVISE,
        weight=50,
        sentence="Il faut le plus souvent %(tries)s essais dans la leçon.",
        remedy="Relisez ce que la page dit après une mauvaise réponse : cela aide-t-il vraiment ?",
        test=_tries,
    ),
    Rule(
        name="nobody",
        tone=Tone.REVISE,
        weight=40,
        sentence="Un choix que personne ne prend : « %(label)s », 0 personne sur %(total)d.",
        remedy="Remplacez-le par une erreur que l’on fait vraiment, ou retirez-le.",
        test=_nobody,
    ),
    Rule(
        name="easy",
        tone=Tone.EASY,
        weight=30,
        sentence="Trop facile : %(share)s de réussite.",
        remedy="Gardez-la pour mettre en confiance, ou rendez-la plus exigeante.",
        test=_easy,
    ),
)


def judge(figures: Figures) -> tuple[Advice, ...]:
    """Return every verdict that holds, the most pressing first; there is always one."""
    if apart := _found((_NOT_JUDGED,), figures):
        return apart
    waiting = _found((_WAITING,), figures)
    if few := _found((_TOO_FEW,), figures):
        return waiting + few
    pressing = sorted(waiting + _found(RULES, figures), key=lambda one: -one.weight)
    return tuple(pressing) or _found((_FINE,), figures)


def _found(rules: Iterable[Rule], figures: Figures) -> tuple[Advice, ...]:
    return tuple(
        rule.advice(values) for rule in rules if (values := rule.test(figures)) is not None
    )
