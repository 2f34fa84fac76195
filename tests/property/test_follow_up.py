"""Whatever was done: a state is the same on every screen, a table the same in every file."""

import csv
import io
import string
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from learning.documents.spreadsheet import write_csv, write_xlsx
from learning.domain.facts import Context, Fact, LessonDone, Observed, SupportGiven, TestStarted
from learning.domain.follow_up import Trace, choose, stand, trace_of
from learning.domain.meeting import find_whereabouts, measure_untouched
from learning.domain.numbers import One, read_number
from learning.domain.progress import measure, next_step
from learning.domain.remarking import effective
from learning.domain.sheet import Cell, Sheet
from learning.domain.standing import GroupSession, State, is_silent
from tests.support.spreadsheets import read_xlsx
from tests.unit.domain import building
from tests.unit.domain.building import START, fresh_id, module, sent_test

PATH = [module("mod"), module("deux")]
UNTOUCHED = measure_untouched(PATH)
BANK = [f"mod/epreuve/b{number}" for number in range(6)]
LEARNER = fresh_id()
_MINUTES = st.integers(0, 60 * 24 * 40)
_SLUGS = st.sampled_from(["mod", "deux"])
_POINTS = st.sampled_from([0.0, 0.5, 1.0])


@st.composite
def _facts(draw: st.DrawFn) -> list[Fact]:
    """Answers, lessons and tests, and what staff noted, in any order of time."""
    found: list[Fact] = []
    for _ in range(draw(st.integers(0, 14))):
        kind = draw(st.sampled_from(["answer", "retry", "done", "test", "begun", "noted", "help"]))
        at = START + timedelta(minutes=draw(_MINUTES))
        found.extend(_made(draw, kind, at))
    return sorted(found, key=lambda one: (one.at, one.id.int))


def _made(draw: st.DrawFn, kind: str, at: datetime) -> Sequence[Fact]:
    slug = draw(_SLUGS)
    minute = (at - START).total_seconds() / 60
    match kind:
        case "answer" | "retry":
            name = draw(st.sampled_from(["idee/a", "idee/b", "prix/a", "prix/b"]))
            one = building.given(
                f"{slug}/{name}", minute, points=draw(_POINTS), retry=kind == "retry"
            )
            return [replace(one, module=slug)]
        case "done":
            lesson = draw(st.sampled_from(["idee", "prix", "epreuve-finale"]))
            return [LessonDone(id=fresh_id(), at=at, module=slug, lesson=lesson)]
        case "test":
            names = [name.replace("mod/", f"{slug}/") for name in BANK]
            sent = sent_test(names, minute, points=draw(_POINTS))
            return [replace(one, module=slug) for one in sent]
        case "begun":
            return [
                TestStarted(
                    id=fresh_id(), at=at, module=slug, lesson="epreuve-finale",
                    questions=tuple(BANK), seed="g", release="r",
                )
            ]  # fmt: skip
        case "noted":
            sort = draw(st.sampled_from(["observation", "pause", "depart"]))
            return [Observed(id=fresh_id(), at=at, sort=sort, code="autre", month="2026-11")]
        case _:
            return [SupportGiven(id=fresh_id(), at=at, minutes=60, person="formateur")]


_SESSIONS = st.lists(
    st.builds(
        GroupSession,
        st.integers(0, 60).map(lambda days: START + timedelta(days=days)),
        st.booleans(),
    ),
    max_size=6,
).map(tuple)


@given(_facts(), st.integers(0, 90), _SESSIONS)
def test_a_state_is_the_one_that_the_learner_s_own_screen_calls_for(
    facts: list[Fact], days: int, sessions: tuple[GroupSession, ...]
) -> None:
    now = START + timedelta(days=days)
    where = find_whereabouts(PATH, facts, now=now, untouched=UNTOUCHED, sessions=sessions)
    trace = trace_of(PATH, facts, Trace(since=START), where.state)
    silent = is_silent(trace.last_seen, now, sessions)
    stood = stand(PATH, LEARNER, trace, now=now, silent=silent, attested=True)
    assert stood.state is where.state
    assert trace.last_seen == where.last_seen
    known = {one.slug: measure(one, effective(facts)) for one in PATH}
    assert (where.state is State.DONE) == (next_step(PATH, known) is None)
    assert {slug for slug, _at in stood.done} == {
        slug for slug, one in known.items() if one.passed
    }
    begun = {slug for slug, one in known.items() if one.state is not State.NOT_STARTED}
    if where.state is State.NOT_STARTED:
        assert not begun
    if where.state is State.STUCK:
        assert State.STUCK in {one.state for one in known.values()}
    assert len(choose(stood.lines, {})) <= 1
    assert choose(stood.lines, {line.key: line.mark for line in stood.lines}) == ()


@given(_facts(), st.integers(0, 90))
def test_a_new_answer_clears_stuck_and_silent_at_once(facts: list[Fact], days: int) -> None:
    now = START + timedelta(days=41 + days)
    fresh = replace(building.given("mod/idee/a", points=0.0), at=now, context=Context.LESSON)
    every = [*facts, fresh, replace(fresh, id=fresh_id(), module="deux", question="deux/idee/a")]
    where = find_whereabouts(PATH, every, now=now, untouched=UNTOUCHED)
    assert where.state in {State.IN_PROGRESS, State.DONE}


_TEXT = st.text(
    st.one_of(st.sampled_from("=+-@\t'\";,\n«» éœ€"), st.sampled_from(string.ascii_letters)),
    max_size=12,
)
_CELL: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    _TEXT,
    st.integers(-999, 999_999),
    st.decimals(min_value=-999, max_value=99_999, places=1, allow_nan=False),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)


@st.composite
def _sheets(draw: st.DrawFn) -> Sheet:
    wide = draw(st.integers(1, 5))
    heads = tuple(draw(st.lists(_TEXT, min_size=wide, max_size=wide)))
    rows = draw(st.lists(st.lists(_CELL, min_size=wide, max_size=wide).map(tuple), max_size=6))
    return Sheet(title=draw(_TEXT), heads=heads, rows=tuple(rows))


@given(_sheets())
def test_csv_and_xlsx_carry_the_table_cell_by_cell(sheet: Sheet) -> None:
    text = write_csv(sheet).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    book = read_xlsx(write_xlsx(sheet))
    assert len(lines) == len(sheet.rows) + 1
    for number, cells in enumerate([sheet.heads, *sheet.rows]):
        written = lines[number] if len(cells) > 1 or lines[number] else [""]
        for column, cell in enumerate(cells):
            _same_in_csv(cell, written[column])
            _same_in_xlsx(cell, book.get((number, column)))


def _same_in_csv(cell: Cell, written: str) -> None:
    match cell:
        case None:
            assert written == ""
        case str():
            assert written.removeprefix("'") == cell.removeprefix("'")
            assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
        case date():
            assert written == f"{cell:%d/%m/%Y}"
        case int() | Decimal():
            assert read_number(written) == One(Decimal(cell))


def _same_in_xlsx(cell: Cell, written: str | float | None) -> None:
    match cell:
        case None | "":
            assert written in {None, ""}
        case str():
            assert written == cell
        case date():
            assert written == (cell - date(1899, 12, 30)).days
        case int() | Decimal():
            assert isinstance(written, float)
            assert Decimal(repr(written)) == Decimal(cell)
