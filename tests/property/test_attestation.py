"""Whatever is stated: read back whole, and refused as soon as one letter differs."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.domain.attestation import (
    Acquired,
    Hours,
    Kind,
    Mark,
    Outcome,
    Part,
    Statement,
    canonical,
    digest_of,
    read_canonical,
    read_signed,
    short_code,
    short_of,
    signed_part,
)
from learning.domain.attested import word
from learning.domain.grouped import ALPHABET, bare, from_letters, grouped, to_letters
from learning.domain.register import Register, read_register
from learning.signing import check_attestation, check_register, read_public, sign_attestation
from learning.signing import sign_register as signed_text
from tests.support.attested import ALONE, DAY, NUMBER, PROGRAMME_KEY, SITE_KEY, certified, code_of

SITE, NATION = read_public(SITE_KEY), read_public(PROGRAMME_KEY)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_DAYS = st.dates(date(2026, 1, 1), date(2036, 12, 31))
_POINTS = st.integers(0, 80).map(lambda quarters: quarters / 4)
_MARK = st.builds(Mark, points=_POINTS, out_of=st.just(20), day=_DAYS)
_ACQUIRED = st.builds(Acquired, sentence=_TEXT, points=_POINTS, out_of=st.just(20), day=_DAYS)
_PART = st.builds(
    Part,
    title=_TEXT,
    abilities=st.lists(_TEXT, max_size=3).map(tuple),
    mark=st.none() | _MARK,
    acquired=st.lists(_ACQUIRED, max_size=3).map(tuple),
    lessons=st.integers(0, 20),
)
_STATEMENT = st.builds(
    Statement,
    kind=st.sampled_from(Kind),
    name=_TEXT,
    subject=st.sampled_from(["", "parcours/x", "module/x"]),
    title=_TEXT,
    parts=st.lists(_PART, max_size=4).map(tuple),
    hours=st.builds(
        Hours,
        minutes=st.integers(0, 90_000),
        support=st.integers(0, 9_000),
        since=st.none() | _DAYS,
        until=st.none() | _DAYS,
    ),
    pass_marks=st.lists(st.integers(50, 100), max_size=2, unique=True).map(tuple),
)
_LETTERS = st.text(st.sampled_from(ALPHABET), min_size=12, max_size=12)
_LISTED = st.dictionaries(_LETTERS, st.tuples(st.sampled_from(["reussite", "nom"]), _DAYS))


@given(_STATEMENT, _LETTERS, _DAYS)
def test_a_statement_is_read_back_whole(stated: Statement, number: str, day: date) -> None:
    assert read_canonical(canonical(stated, number, day)) == (stated, number, day)
    said = read_signed(signed_part(stated, number, day))
    assert said is not None
    assert (said.name, said.title, said.number, said.day) == (
        stated.name,
        stated.title,
        number,
        day,
    )
    assert [mark for _, mark in said.tests] == [part.mark for part in stated.parts if part.mark]


@given(_STATEMENT, _STATEMENT)
def test_two_statements_share_a_digest_only_when_they_are_the_same(
    one: Statement, other: Statement
) -> None:
    assert (digest_of(one) == digest_of(other)) == (one == other)


@given(_STATEMENT)
def test_a_signed_statement_is_valid_alone_and_certified(stated: Statement) -> None:
    part = signed_part(stated, NUMBER, DAY)
    assert check_attestation(sign_attestation(part, ALONE), SITE).outcome is Outcome.VALID
    code = sign_attestation(part, certified())
    assert check_attestation(code, NATION).outcome is Outcome.VALID
    assert check_attestation(code, SITE).outcome is Outcome.VALID


@settings(max_examples=300)
@given(st.booleans(), st.data())
def test_one_letter_changed_is_never_valid(is_certified: bool, data: st.DataObject) -> None:
    code = code_of(certified() if is_certified else ALONE)
    start = len("TREMPLIN1:")
    place = data.draw(st.integers(start, len(code) - 1))
    letter = data.draw(st.sampled_from(ALPHABET).filter(lambda one: one != code[place]))
    altered = code[:place] + letter + code[place + 1 :]
    checked = check_attestation(altered, NATION if is_certified else SITE)
    assert checked.outcome in {Outcome.CHANGED, Outcome.UNKNOWN, Outcome.UNREADABLE}


@given(st.binary(max_size=300))
def test_bytes_come_back_from_their_letters(body: bytes) -> None:
    letters = to_letters(body)
    assert (from_letters(letters) if body else b"") == body
    if body:
        assert from_letters(grouped(letters).lower()) == body


@given(_LETTERS, _TEXT, st.data())
def test_a_short_code_is_typed_in_any_dress(number: str, text: str, data: st.DataObject) -> None:
    short = short_of(number, text)
    looks = {"0": "0oO", "1": "1iIlL"}
    typed = "".join(
        data.draw(st.sampled_from(looks.get(letter, letter + letter.lower())))
        + data.draw(st.sampled_from(["", "", " ", "-", "\u00a0"]))
        for letter in short
    )
    assert short_code(typed) == short


@given(_TEXT)
def test_whatever_is_typed_gets_an_answer(text: str) -> None:
    assert check_attestation(text, SITE).outcome in Outcome
    assert check_attestation(f"TREMPLIN1:{text}", SITE).outcome is not Outcome.VALID
    assert check_attestation(f"tremplin2: {text}", NATION).outcome is not Outcome.VALID
    assert bare(text) is None or set(bare(text) or "") <= set(ALPHABET)


@given(_LISTED, _LISTED, _DAYS)
def test_a_list_is_read_back_whole_and_checked(
    issued: dict[str, tuple[str, date]], revoked: dict[str, tuple[str, date]], day: date
) -> None:
    made = Register(day=day, issued=issued, revoked=revoked)
    text = signed_text(made, certified())
    found = check_register(text, NATION)
    assert (found.day, found.issued, found.revoked) == (day, issued, revoked)
    assert read_register(text)[0] == found


@given(_STATEMENT)
def test_every_statement_has_its_words(stated: Statement) -> None:
    paper = word(stated, number=NUMBER, short="7" * 24, day=DAY)
    assert paper.name == stated.name
    assert len(paper.rows) == len(stated.parts)
    assert [len(chart.bars) for chart in paper.charts] == [
        len(part.acquired) for part in stated.parts if part.acquired
    ]
    assert all(0 <= bar.length <= 100 for chart in paper.charts for bar in chart.bars)
