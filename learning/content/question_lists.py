"""Questions whose answer is a list: choices, pairs to match, items to order."""

import re

from learning.content import remedies
from learning.content.finding import Fix, Report, together
from learning.content.question_builder import Builder
from learning.content.question_markup import Line, RawQuestion, split_pair
from learning.content.typography import set_plain
from learning.domain.question import (
    Choice,
    Item,
    Matching,
    MultipleChoice,
    Ordering,
    Pair,
    Question,
    QuestionKind,
    SingleChoice,
)
from learning.domain.shown import without_markup

_FEWEST = 2
_BOX = re.compile(
    r"(?:[-•–—*][ \u00a0\u2007\u2009\u202f]*)?(?:\([^()]{0,3}\)|\[[^\[\]]{0,3}\]|[☒☑☐])"
    r"[ \u00a0\u2007\u2009\u202f]*"
)


def build_choices(builder: Builder, raw: RawQuestion) -> Question | None:
    """Build a single choice ``( )`` or a multiple choice ``[ ]``."""
    first = raw.choices[0].box
    other = next((line for line in raw.choices if line.box != first), None)
    if other is not None:
        builder.report.error(
            other.number,
            "« ( ) » et « [ ] » sont mélangés dans la même question.",
            "Une seule bonne réponse : « ( ) » partout. Plusieurs : « [ ] » partout.",
            fix=_same_boxes(builder.report, raw.choices),
        )
        return None
    _judge_ticks(builder, raw, single=first == "(")
    builder.refuse_twice(raw.choices, [line.text for line in raw.choices])
    for line in raw.choices:
        if not line.ticked and not line.reason:
            builder.report.advise(
                line.number,
                "ce mauvais choix n’a pas d’explication.",
                "Ajoutez dessous « > pourquoi c’est faux ».",
            )
    ids = builder.ids(raw, len(raw.choices))
    choices = tuple(
        _choice(builder, line, one) for line, one in zip(raw.choices, ids, strict=True)
    )
    if first == "(":
        return SingleChoice(**builder.base(raw, QuestionKind.SINGLE), choices=choices)
    return MultipleChoice(**builder.base(raw, QuestionKind.MULTIPLE), choices=choices)


def _same_boxes(report: Report, choices: list[Line]) -> Fix | None:
    """Write every box as the number of right answers asks."""
    ticked = sum(line.ticked for line in choices)
    if not ticked:
        return None
    opened, closed = "()" if ticked == 1 else "[]"
    fixes = []
    for line in choices:
        if line.box != opened:
            mark = "x" if line.ticked else " "
            after = _BOX.sub(f"- {opened}{mark}{closed} ", report.line(line.number), count=1)
            fixes.append(report.put(line.number, after.rstrip()))
    return together(fixes)


def _judge_ticks(builder: Builder, raw: RawQuestion, *, single: bool) -> None:
    ticked = [line for line in raw.choices if line.ticked]
    if not ticked:
        fixed = "« - ( ) » devient « - (x) »" if single else "« - [ ] » devient « - [x] »"
        builder.report.error(
            raw.line,
            "aucune bonne réponse n’est marquée.",
            f"Mettez un x dans la bonne : {fixed}.",
        )
    if single and len(ticked) > 1:
        builder.report.error(
            ticked[1].number,
            "il y a deux bonnes réponses dans des « ( ) ».",
            "Gardez une seule « (x) », ou écrivez « [x] » et « [ ] » partout.",
        )
    if len(raw.choices) < _FEWEST:
        builder.report.error(raw.line, "il faut au moins deux choix.", "Ajoutez un choix.")


def _choice(builder: Builder, line: Line, choice_id: str) -> Choice:
    html = builder.inline(line)
    return Choice(
        id=choice_id,
        html=html,
        plain=without_markup(html) or line.text,
        right=line.ticked,
        feedback=builder.reason(line),
    )


def build_matching(builder: Builder, raw: RawQuestion) -> Question | None:
    """Build pairs to match."""
    split: list[tuple[Line, tuple[str, str]]] = []
    for line in raw.pairs:
        pair = split_pair(line.text)
        if pair is None:
            builder.report.error(
                line.number,
                f"« {line.text[:50]} » n’a pas de « -> » entre deux textes.",
                "Écrivez « - A -> B ».",
                fix=builder.report.swap(line.number, line.text, remedies.pair(line.text)),
            )
        else:
            split.append((line, pair))
    if len(split) < _FEWEST:
        builder.report.error(
            raw.line, "il faut au moins deux lignes à associer.", "Ajoutez « - A -> B »."
        )
        return None
    builder.refuse_twice([line for line, _ in split], [left for _, (left, _) in split])
    ids = builder.ids(raw, len(split))
    pairs = tuple(
        Pair(id=one, left=builder.inline(line, left), right=set_plain(right.replace("*", "")))
        for (line, (left, right)), one in zip(split, ids, strict=True)
    )
    return Matching(**builder.base(raw, QuestionKind.MATCHING), pairs=pairs)


def build_ordering(builder: Builder, raw: RawQuestion) -> Question | None:
    """Build items to put in order."""
    if len(raw.items) < _FEWEST:
        builder.report.error(
            raw.line, "il faut au moins deux lignes à ordonner.", "Ajoutez « 1. … »."
        )
        return None
    builder.refuse_twice(raw.items, [line.text for line in raw.items])
    ids = builder.ids(raw, len(raw.items))
    items = []
    for line, item_id in zip(raw.items, ids, strict=True):
        html = builder.inline(line)
        items.append(Item(id=item_id, html=html, plain=without_markup(html) or line.text))
    return Ordering(**builder.base(raw, QuestionKind.ORDERING), items=tuple(items))
