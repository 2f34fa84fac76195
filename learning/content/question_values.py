"""Questions whose answer stands after « = »: true or false, text, number, calculated number."""

import re
from decimal import Decimal

from learning.content import remedies
from learning.content.finding import Fix, together
from learning.content.near_words import distance
from learning.content.question_builder import Builder
from learning.content.question_markup import Line, RawQuestion
from learning.content.source import fold
from learning.domain.comparing import close_enough, plain_text
from learning.domain.html import SafeHtml
from learning.domain.question import (
    Calculated,
    ForeseenFormula,
    ForeseenNumber,
    ForeseenText,
    Number,
    Question,
    QuestionKind,
    ShortText,
    TrueFalse,
    Variable,
)

_QUOTED = re.compile(r"[\"«“„”](?P<text>[^\"»“”]*)[\"»”]")
_VARIABLE = re.compile(
    r"(?P<name>[a-z_][a-z0-9_]*)\s*=\s*(?P<low>.+?)\s+à\s+(?P<high>.+?)(?:\s+pas\s+(?P<step>.+))?"
)
_SHOWN = re.compile(r"(?<!\{)\{(?P<inside>[^{}]*)\}(?!\})")
_TRUTHS = frozenset({"vrai", "faux"})
_YES_NO = frozenset({"oui", "non"})
_NEAR = 2  # letters
_QUOTES = re.compile(r"[\"«»“”„]")
_MOST_VALUES = 100_000


def build_answer(builder: Builder, raw: RawQuestion) -> Question | None:
    """Build the kind that the text after « = » has the shape of."""
    if not raw.answers:
        builder.report.error(
            raw.foreseen[0].number if raw.foreseen else raw.variables[0].number,
            "la ligne « = … » manque.",
            "Ajoutez la bonne réponse : « = 12 € ».",
        )
        return None
    answer = raw.answers[0]
    if len(raw.answers) > 1:
        builder.report.error(
            raw.answers[1].number,
            "il y a une seule ligne « = … » par question.",
            'Gardez une réponse ; séparez des variantes par « ; » : « = "Kbis" ; "extrait" ».',
            fix=_as_variants(builder, raw.answers),
        )
    if raw.variables or answer.text.startswith("{"):
        return _calculated(builder, raw, answer)
    truth = fold(answer.text).rstrip(".")
    if truth in _TRUTHS:
        return _true_false(builder, raw, answer, right=truth == "vrai")
    if _QUOTED.search(answer.text):
        return _short(builder, raw, answer)
    if not any(character.isdigit() for character in answer.text):
        _refuse_word(builder, answer)
        return None
    return _number(builder, raw, answer)


def _refuse_word(builder: Builder, answer: Line) -> None:
    text = answer.text[:40]
    remedy = f'Pour un texte, écrivez « = "{text}" ».'
    if not text:
        remedy = 'Écrivez la bonne réponse : « = Vrai », « = 12 € » ou « = "mot" ».'
    elif fold(text) in _YES_NO:
        remedy = "Écrivez « = Vrai » ou « = Faux », ou des choix « - (x) »."
    builder.report.error(
        answer.number,
        f"« {text} » n’est ni un nombre ni un texte entre guillemets.",
        remedy,
        fix=_quoted_fix(builder, answer),
    )


def _quoted_fix(builder: Builder, answer: Line) -> Fix | None:
    """Put a word between quotes, unless it may stand for « Vrai » or « Faux »."""
    word = fold(answer.text)
    truth = word in _YES_NO or any(distance(word, one) <= _NEAR for one in _TRUTHS)
    if not word or truth:
        return None
    return builder.report.swap(answer.number, answer.text, _quoted(answer.text))


def _quoted(text: str) -> str | None:
    """Put each variant that is not so between quotes; None when a quote stands alone."""
    parts = [part.strip("\u00a0 ") for part in text.split(";")]
    kept = [part if _QUOTED.fullmatch(part) else f'"{part}"' for part in parts if part]
    bare = [_QUOTED.sub("", part) for part in parts]
    return None if any(_QUOTES.search(part) for part in bare) else " ; ".join(kept)


def _as_variants(builder: Builder, answers: list[Line]) -> Fix | None:
    """Gather texts that were written on several lines; take a repeated answer out."""
    report, (first, *others) = builder.report, answers
    texts = [first.text, *(line.text for line in others)]
    gone = [report.drop(line.number) for line in others]
    if len(set(texts)) == 1:
        return together(gone)
    if any(line.feedback for line in answers) or not all(_QUOTED.search(text) for text in texts):
        return None
    return together([report.swap(first.number, first.text, " ; ".join(texts)), *gone])


def _true_false(builder: Builder, raw: RawQuestion, answer: Line, *, right: bool) -> Question:
    expected, other = ("vrai", "Faux") if right else ("faux", "Vrai")
    wrong: Line | None = None
    for line in raw.foreseen:
        truth = fold(line.text).rstrip(".")
        if truth not in _TRUTHS:
            builder.report.error(
                line.number,
                "ici, « ≠ » va avec Vrai ou Faux.",
                f"Écrivez « ≠ {other} ».",
                fix=_other_truth(builder, raw, line, other),
            )
        elif truth == expected:
            builder.report.error(
                line.number,
                f"« ≠ {line.text} » est la bonne réponse.",
                f"Écrivez « ≠ {other} ».",
                fix=_other_truth(builder, raw, line, other),
            )
        else:
            wrong = line
    if wrong is None or not wrong.reason:
        builder.report.advise(
            answer.number if wrong is None else wrong.number,
            "la mauvaise réponse n’a pas d’explication.",
            f"Ajoutez « ≠ {other} » puis, dessous, « > pourquoi c’est faux ».",
        )
    return TrueFalse(
        **builder.base(raw, QuestionKind.TRUE_FALSE),
        right=right,
        feedback_right=builder.reason(answer),
        feedback_wrong=builder.reason(wrong) if wrong else SafeHtml(),
    )


def _other_truth(builder: Builder, raw: RawQuestion, line: Line, other: str) -> Fix | None:
    if len(raw.foreseen) > 1:
        return None
    return builder.report.swap(line.number, line.text, other)


def _short(builder: Builder, raw: RawQuestion, answer: Line) -> Question:
    accepted = tuple(m["text"].strip("\u00a0 ") for m in _QUOTED.finditer(answer.text))
    left = _QUOTED.sub("", answer.text).replace(";", "").strip("\u00a0 ")
    if left:
        builder.report.error(
            answer.number,
            f"« {left[:40]} » n’est pas entre guillemets.",
            'Écrivez chaque variante entre guillemets : « = "Kbis" ; "extrait Kbis" ».',
            fix=builder.report.swap(answer.number, answer.text, _quoted(answer.text)),
        )
    if not all(accepted):
        builder.report.error(
            answer.number, "une réponse acceptée est vide.", "Écrivez un mot entre les guillemets."
        )
    foreseen = []
    for line in raw.foreseen:
        found = _QUOTED.fullmatch(line.text)
        if found is None:
            builder.report.error(
                line.number,
                "ce texte n’est pas entre guillemets.",
                f'Écrivez « ≠ "{line.text[:40]}" ».',
                fix=builder.report.swap(line.number, line.text, _quoted(line.text)),
            )
        else:
            text = found["text"].strip("\u00a0 ")
            if plain_text(text) in {plain_text(one) for one in accepted}:
                _refuse_right(builder, line)
            foreseen.append(ForeseenText(text=text, feedback=builder.reason(line)))
    return ShortText(
        **builder.base(raw, QuestionKind.SHORT_TEXT),
        accepted=accepted,
        feedback=builder.reason(answer),
        foreseen=tuple(foreseen),
    )


def _refuse_right(builder: Builder, line: Line) -> None:
    builder.report.error(
        line.number,
        f"« ≠ {line.text[:40]} » est aussi la bonne réponse.",
        "Après « ≠ », écrivez une réponse fausse, ou retirez la ligne.",
    )


def _number(builder: Builder, raw: RawQuestion, answer: Line) -> Question | None:
    read = builder.numbers.read_answer(answer.text, answer.number)
    if read is None:
        return None
    value, unit, tolerance = read
    foreseen = []
    for line in raw.foreseen:
        wrong = builder.numbers.read_value(line.text, unit, line.number)
        if wrong is None:
            continue
        if close_enough(wrong, value, unit, tolerance):
            _refuse_right(builder, line)
        foreseen.append(ForeseenNumber(value=wrong, feedback=builder.reason(line)))
    return Number(
        **builder.base(raw, QuestionKind.NUMBER),
        value=value,
        unit=unit,
        tolerance=tolerance,
        feedback=builder.reason(answer),
        foreseen=tuple(foreseen),
    )


def _calculated(builder: Builder, raw: RawQuestion, answer: Line) -> Question | None:
    if not raw.variables:
        builder.report.error(
            answer.number,
            "cette formule n’a pas de variable.",
            "Ajoutez « Variables : » puis « - n = 20 à 60 pas 10 » au-dessus.",
        )
        return None
    variables = _variables(builder, raw)
    read = builder.numbers.read_formula_answer(answer.text, answer.number)
    if read is None:
        return None
    formula, unit, tolerance = read
    foreseen = []
    for line in raw.foreseen:
        wrong = builder.numbers.read_formula_answer(line.text, line.number)
        if wrong is not None:
            foreseen.append(
                (line.number, ForeseenFormula(formula=wrong[0], feedback=builder.reason(line)))
            )
    _judge_shown(builder, raw)
    formulas = [(answer.number, formula), *((n, one.formula) for n, one in foreseen)]
    builder.numbers.check_formulas(formulas, variables, raw)
    refs = frozenset[str]().union(*(one.refs for _, one in formulas))
    return Calculated(
        **builder.base(raw, QuestionKind.CALCULATED),
        variables=variables,
        formula=formula,
        unit=unit,
        tolerance=tolerance,
        feedback=builder.reason(answer),
        foreseen=tuple(one for _, one in foreseen),
        figures=builder.numbers.figures(refs),
    )


def _variables(builder: Builder, raw: RawQuestion) -> tuple[Variable, ...]:
    found: dict[str, Variable] = {}
    for line in raw.variables:
        variable = _variable(builder, line)
        if variable is None:
            continue
        if variable.name in found:
            builder.report.error(
                line.number,
                f"la variable « {variable.name} » est écrite deux fois.",
                "Donnez-lui un autre nom, ou retirez-la.",
                fix=builder.report.drop(line.number) if found[variable.name] == variable else None,
            )
        found[variable.name] = variable
    return tuple(found.values())


def _variable(builder: Builder, line: Line) -> Variable | None:
    found = _VARIABLE.fullmatch(line.text.strip())
    read = builder.numbers.read_value
    if found is None:
        builder.report.error(
            line.number,
            f"« {line.text[:50]} » ne se lit pas.",
            "Écrivez « n = 20 à 60 pas 10 ».",
            fix=builder.report.swap(line.number, line.text, remedies.variable(line.text.strip())),
        )
        return None
    low, high = read(found["low"], "", line.number), read(found["high"], "", line.number)
    step = read(found["step"], "", line.number) if found["step"] else Decimal(1)
    if low is None or high is None or step is None:
        return None
    if step <= 0:
        builder.report.error(
            line.number, "le pas doit être plus grand que zéro.", "Écrivez « pas 10 »."
        )
        return None
    if high < low:
        builder.report.error(
            line.number,
            "cette plage est vide.",
            "Le second nombre doit être le plus grand.",
            fix=builder.report.swap(
                line.number,
                f"{found['low']} à {found['high']}",
                f"{found['high']} à {found['low']}",
            ),
        )
        return None
    if (high - low) / step > _MOST_VALUES:
        builder.report.error(
            line.number, "cette plage a trop de valeurs.", "Prenez un pas plus grand."
        )
        return None
    return Variable(name=found["name"], low=low, high=high, step=step)


def _judge_shown(builder: Builder, raw: RawQuestion) -> None:
    """Refuse ``{name}`` in a text when no variable has that name."""
    written = {line.text.partition("=")[0].strip() for line in raw.variables}
    texts = [
        *((n, line) for n, line in zip(raw.prompt_numbers, raw.prompt, strict=True)),
        *((raw.word_lines[word], text) for word, text in raw.words.items()),
        *((line.number + 1, line.reason) for line in raw.every_line),
    ]  # fmt: skip
    for number, text in texts:
        for shown in _SHOWN.finditer(text):
            inside = shown["inside"].strip()
            if inside in written:
                continue
            line = number + text[: shown.start()].count("\n")
            near = builder.report.near(inside, written) if inside.isidentifier() else None
            builder.report.error(
                line,
                f"« {{{inside[:40]}}} » n’est pas une variable.",
                _shown_remedy(inside, sorted(written)),
                fix=builder.report.swap(line, inside, near),
            )


def _shown_remedy(inside: str, written: list[str]) -> str:
    """Say which names may stand between braces; a sum may not."""
    if inside.isidentifier() or not inside:
        return f"Variables : {', '.join(written)}."
    names = " ou ".join(f"{{{name}}}" for name in written[:3])
    return f"Ici, seulement un nom : {names}. Un calcul ne s’écrit que dans la réponse."
