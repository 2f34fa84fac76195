"""What a learner posted, read against its question before any marking.

A number that cannot be read, or reads two ways that would not be marked alike, is ``Unread``:
it is asked again and costs nothing. What cannot come from the page's form is ``Invalid``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from learning.domain.comparing import (
    close_enough,
    expected_number,
    foreseen_numbers,
    holes,
    judge_cells,
    same_option,
)
from learning.domain.errors import Invalid
from learning.domain.facts import Verdict
from learning.domain.formula import FormulaError
from learning.domain.numbers import Nothing, One, Two, read_number, show_number, show_typed
from learning.domain.question import (
    Calculated,
    CaseTable,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    Number,
    OpenAnswer,
    Ordering,
    Question,
    Scale,
    ShortText,
    SingleChoice,
    TrueFalse,
)

MAX_SHORT = 200
MAX_OPEN = 10_000
MAX_DOUBTFUL = 6  # ambiguous cells weighed together; beyond, the first one is asked again

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that can be marked: the raw pairs of part and value, and the numbers read."""

    fields: Fields = ()
    numbers: tuple[tuple[str, Decimal], ...] = ()

    def get(self, part: str = "") -> str | None:
        """Return what was given for that part."""
        return next((value for name, value in self.fields if name == part), None)

    @property
    def values(self) -> tuple[str, ...]:
        """Every value given, in order."""
        return tuple(value for _, value in self.fields)


BLANK = Answer()


@dataclass(frozen=True, slots=True)
class Unread:
    """A number to ask again. ``field`` is the form field, ``part`` its part ("" for NAME).

    ``verdict`` is UNREADABLE or AMBIGUOUS; ``readings`` are then two pairs of the number as
    shown and as it can be posted so that it reads one way. ``message`` is French.
    """

    verdict: Verdict
    field: str
    part: str
    fields: Fields
    message: str
    readings: tuple[tuple[str, str], ...] = ()


def read_answer(
    question: Question, form: Mapping[str, Sequence[str]], seed: str, *, partial: bool = False
) -> Answer | Unread:
    """Read the posted form, whose keys are ``NAME`` or ``NAME.PART``.

    Raises ``Invalid`` for an empty or impossible answer. ``partial`` lets parts be missing, as
    in a test that is sent: they are then marked as wrong.
    """
    fields = posted_fields(question, form)
    _require(question, fields, partial=partial)
    return _check(question, fields, seed)


def answer_from_fields(question: Question, fields: Fields, seed: str) -> Answer | Unread:
    """Read again an answer that was kept, to show it or mark it anew."""
    return _check(question, fields, seed) if fields else BLANK


def is_blank(question: Question, form: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether nothing at all was given for the question."""
    return not posted_fields(question, form)


def part_ids(question: Question) -> tuple[str, ...]:
    """Return the parts that the form posts, ``("",)`` when the name alone is posted."""
    match question:
        case Matching(pairs=pairs):
            return tuple(pair.id for pair in pairs)
        case Ordering(items=items):
            return tuple(item.id for item in items)
        case Gaps(parts=parts):
            return tuple(part.id for part in parts if isinstance(part, Gap))
        case CaseTable():
            return tuple(holes(question))
        case _:
            return ("",)


def field_name(question: Question, part: str) -> str:
    """Return the form field of a part."""
    return f"{question.name}.{part}" if part else question.name


def posted_fields(question: Question, form: Mapping[str, Sequence[str]]) -> Fields:
    """Return the pairs of part and value that are not empty, in the question’s order."""
    pairs: dict[tuple[str, str], None] = {}
    for part in part_ids(question):
        for value in form.get(field_name(question, part), ()):
            kept = value.replace("\r\n", "\n").replace("\x00", "")
            if kept.strip():
                pairs[(part, kept if isinstance(question, OpenAnswer) else kept.strip())] = None
    return tuple(pairs)


def _require(question: Question, fields: Fields, *, partial: bool) -> None:
    given = {part for part, _ in fields}
    if not given:
        sentence = "Choisissez ou écrivez une réponse avant de valider."
        raise Invalid(sentence, field=field_name(question, part_ids(question)[0]))
    if partial:
        return
    for part in part_ids(question):
        if part not in given:
            sentence = "Il manque une réponse\u00a0: complétez chaque partie avant de valider."
            raise Invalid(sentence, field=field_name(question, part))


def _check(question: Question, fields: Fields, seed: str) -> Answer | Unread:
    if not isinstance(question, MultipleChoice) and len({part for part, _ in fields}) < len(
        fields
    ):
        _refuse(question, fields[0][0], "Donnez une seule réponse.")
    match question:
        case Number() | Calculated():
            return _read_number(question, fields, seed)
        case CaseTable():
            return _read_table(question, fields)
        case Ordering():
            _check_ranks(question, fields)
        case Scale(low=low, high=high):
            _check_among(question, fields, {str(degree) for degree in range(low, high + 1)})
        case Gaps():
            _check_gaps(question, fields)
        case ShortText():
            _check_length(question, fields, MAX_SHORT)
        case OpenAnswer():
            _check_length(question, fields, MAX_OPEN)
        case _:
            _check_among(question, fields, _known(question))
    return Answer(fields)


def _known(question: SingleChoice | MultipleChoice | TrueFalse | Matching) -> set[str]:
    match question:
        case TrueFalse():
            return {"vrai", "faux"}
        case Matching(pairs=pairs):
            return {pair.id for pair in pairs}
        case _:
            return {choice.id for choice in question.choices}


def _refuse(question: Question, part: str, sentence: str) -> None:
    raise Invalid(sentence, field=field_name(question, part))


def _check_among(question: Question, fields: Fields, known: set[str]) -> None:
    for part, value in fields:
        if value not in known:
            _refuse(
                question, part, "Cette réponse n’est pas proposée\u00a0: choisissez dans la liste."
            )


def _check_length(question: Question, fields: Fields, most: int) -> None:
    for part, value in fields:
        if len(value) > most:
            sentence = "Votre réponse est trop longue\u00a0: %(most)d signes au plus."
            raise Invalid(sentence, field=field_name(question, part), most=most)


def _check_gaps(question: Gaps, fields: Fields) -> None:
    _check_length(question, fields, MAX_SHORT)
    options = {part.id: part.options for part in question.parts if isinstance(part, Gap)}
    for part, value in fields:
        known = options.get(part, ())
        if known and not any(same_option(value, option) for option in known):
            _check_among(question, ((part, value),), set())


def _check_ranks(question: Ordering, fields: Fields) -> None:
    count = len(question.items)
    _check_among(question, fields, {str(rank) for rank in range(1, count + 1)})
    known = {item.id for item in question.items}
    if any(part not in known for part, _ in fields):
        _refuse(question, fields[0][0], "Cette ligne n’est plus à mettre en ordre.")
    taken: set[str] = set()
    for part, rank in fields:
        if rank in taken:
            sentence = "Deux lignes portent le même rang\u00a0: donnez à chacune le sien."
            _refuse(question, part, sentence)
        taken.add(rank)


def _read_number(question: Number | Calculated, fields: Fields, seed: str) -> Answer | Unread:
    part, text = fields[0]
    reading = read_number(text, unit=question.unit)
    match reading:
        case Nothing():
            return _unreadable(question, part, fields)
        case One(value=value):
            return Answer(fields, ((part, value),))
        case Two():
            chosen = _choose(question, reading, seed)
            if chosen is None:
                return _ambiguous(question, part, fields, reading)
            return Answer(fields, ((part, chosen),))


def _choose(question: Number | Calculated, reading: Two, seed: str) -> Decimal | None:
    """Return the reading to mark when both would be marked alike, else None."""
    unit, tolerance = question.unit, question.tolerance
    try:
        expected = expected_number(question, seed)
    except FormulaError:
        return reading.decimal
    right = [close_enough(value, expected, unit, tolerance) for value in reading.values]
    if right[0] != right[1]:
        return None
    foreseen = [number for number in foreseen_numbers(question, seed) if number is not None]
    for value in reading.values:
        if any(close_enough(value, number, unit, tolerance) for number in foreseen):
            return value
    return reading.decimal


def _read_table(question: CaseTable, fields: Fields) -> Answer | Unread:
    cells = holes(question)
    sure: dict[str, Decimal] = {}
    doubtful: dict[str, Two] = {}
    for part, text in fields:
        if part not in cells:
            _refuse(question, part, "Cette case n’est pas à remplir.")
        reading = read_number(text, unit=cells[part].unit)
        match reading:
            case Nothing():
                return _unreadable(question, part, fields)
            case One(value=value):
                sure[part] = value
            case Two():
                doubtful[part] = reading
    if doubtful:
        chosen = _choose_cells(question, sure, doubtful)
        if chosen is None:
            first = next(iter(doubtful))
            return _ambiguous(question, first, fields, doubtful[first])
        sure |= chosen
    return Answer(fields, tuple((part, sure[part]) for part, _ in fields))


def _choose_cells(
    question: CaseTable, sure: Mapping[str, Decimal], doubtful: Mapping[str, Two]
) -> dict[str, Decimal] | None:
    """Return readings of the doubtful cells when every way to read them is marked alike."""
    if len(doubtful) > MAX_DOUBTFUL:
        return None
    ways = [
        dict(zip(doubtful, values, strict=True))
        for values in product(*(reading.values for reading in doubtful.values()))
    ]
    marks = {tuple(cell.right for cell in judge_cells(question, {**sure, **way})) for way in ways}
    return ways[-1] if len(marks) == 1 else None


def _unreadable(question: Question, part: str, fields: Fields) -> Unread:
    sentence = (
        "Ce nombre ne se lit pas. Écrivez-le en chiffres, par exemple 1\u00a0234,56. "
        "Cela ne compte pas comme une réponse."
    )
    return Unread(Verdict.UNREADABLE, field_name(question, part), part, fields, sentence)


def _ambiguous(question: Question, part: str, fields: Fields, reading: Two) -> Unread:
    readings = tuple((show_number(value), show_typed(value)) for value in reading.values)
    sentence = f"{readings[0][0]} ou {readings[1][0]}\u00a0?"
    field = field_name(question, part)
    return Unread(Verdict.AMBIGUOUS, field, part, fields, sentence, readings)
