"""Questions whose answer is a list: choices, pairs to match, items to order."""

from learning.content.question_builder import Builder
from learning.content.question_markup import Line, RawQuestion, split_pair
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


def build_choices(builder: Builder, raw: RawQuestion) -> Question | None:
    """Build a single choice ``( )`` or a multiple choice ``[ ]``."""
    first = raw.choices[0].box
    other = next((line for line in raw.choices if line.box != first), None)
    if other is not None:
        builder.report.error(
            other.number,
            "« ( ) » et « [ ] » sont mélangés dans la même question.",
            "Une seule bonne réponse : « ( ) » partout. Plusieurs : « [ ] » partout.",
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
        Pair(id=one, left=builder.inline(line, left), right=right.replace("*", ""))
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
