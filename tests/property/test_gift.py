"""Whatever question is written in GIFT, it comes over with the same marks and the same words."""

from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from learning.content.render import Job, problems_of
from learning.domain.comparing import plain_text
from learning.domain.errors import Invalid
from learning.domain.numbers import show_typed
from learning.domain.question import Matching, MultipleChoice, SingleChoice
from learning.domain.shown import without_markup
from learning.exchange import proof
from learning.exchange.gift import import_gift
from learning.exchange.report import State
from tests.unit.exchange.imported import answered, built, question, read

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LETTERS = "abc éà€œ'’«»-–•=~#{}:\\*_[]()>|<&+.!`;,?/%1239\u00a0"
WORDS = (
    st.text(LETTERS, min_size=1, max_size=25)
    | st.lists(
        st.sampled_from(
            [
                "- (x) a", "Points : 3", ":::", "= 12", "> b", "[[ c ]]", "{{ d }}", "**e**",
                "_f_", "# g", "1. h", "| i |", "<b>j</b>", "&amp;", "Explication : k", "->", "---",
                "[l](m)", "☒", "≠", "\\n", "%50%", "[html]", "//", "{T}", "T", "$CATEGORY: n",
            ]
        ),
        min_size=1,
        max_size=4,
    ).map(" ".join)
)  # fmt: skip
TEXTS = WORDS.filter(lambda text: any(sign.isalnum() for sign in text))
CHOICES = st.lists(TEXTS, min_size=2, max_size=5, unique_by=lambda t: plain_text(bare(t)))
SHORTS = st.text("abcdéà'-1 9.;,=~#{}:", min_size=1, max_size=12).filter(
    lambda text: any(sign.isalnum() for sign in text)
)
NUMBERS = st.decimals(-99_999, 99_999, places=3) | st.integers(-9_999_999, 9_999_999).map(Decimal)


@pytest.fixture(autouse=True)
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge texts in this process: a child for each example would take long."""

    def judged(jobs: Iterable[Job]) -> dict[str, object]:
        return {key: problems_of(text) for key, _, text in jobs}

    monkeypatch.setattr(proof, "run_jobs", judged)


def escaped(text: str) -> str:
    """Write words with GIFT's escapes, as plain text."""
    for sign in "\\~=#{}:":
        text = text.replace(sign, f"\\{sign}")
    return f"[plain]{text.strip()}"


def bare(text: str) -> str:
    """The letters of a text, whatever its spaces and its apostrophes."""
    return "".join(text.replace("'", "’").split())


def same(html: str, text: str) -> bool:
    """Whether HTML shows these words; a space may part two braces or a bracket and its sign."""
    return bare(without_markup(html)) == bare(text)


@QUICK
@given(prompt=TEXTS, choices=CHOICES, reason=TEXTS, end=TEXTS, data=st.data())
def test_single_choices(
    prompt: str, choices: list[str], reason: str, end: str, data: st.DataObject
) -> None:
    right = data.draw(st.integers(0, len(choices) - 1))
    lines = [
        f"{'=' if n == right else '~'}{escaped(c)}#{escaped(reason)}"
        for n, c in enumerate(choices)
    ]
    text = f"::Q::{escaped(prompt)} {{\n" + "\n".join(lines) + f"\n####{escaped(end)}\n}}"
    asked = question(text)
    assert isinstance(asked, SingleChoice)
    assert same(asked.prompt, prompt)
    assert same(asked.explanation, end)
    for place, (choice, written) in enumerate(zip(asked.choices, choices, strict=True)):
        assert same(choice.html, written)
        assert same(choice.feedback, reason)
        assert answered(asked, choice.id).points == (1 if place == right else 0)


@QUICK
@given(rights=CHOICES, wrongs=st.integers(0, 3), places=st.sampled_from([0, 3, 5]))
def test_multiple_choices(rights: list[str], wrongs: int, places: int) -> None:
    weight = f"{100 / len(rights):.{places}f}"
    lines = [f"~%{weight}%{escaped(text)}" for text in rights]
    lines += [f"~%-{weight}%faux numéro {n}" for n in range(wrongs)]
    asked = question(f"::Q:: Lesquelles ? {{{' '.join(lines)}}}")
    assert isinstance(asked, MultipleChoice)
    ids = [choice.id for choice in asked.choices]
    assert answered(asked, *ids[: len(rights)]).points == 1
    if wrongs:
        assert answered(asked, *ids[len(rights) :]).points == 0
        share = (len(rights) - 1) / len(rights)
        assert answered(asked, *ids[: len(rights) + 1]).points == float(share)


@QUICK
@given(accepted=st.lists(SHORTS, min_size=1, max_size=4), wrong=SHORTS, prompt=TEXTS)
def test_short_answers(accepted: list[str], wrong: str, prompt: str) -> None:
    known = {plain_text(text) for text in accepted}
    assume("" not in known)
    listed = " ".join(f"={escaped(text)}" for text in accepted)
    asked = question(f"::Q::{escaped(prompt)} {{{listed}}}")
    for text in accepted:
        assert answered(asked, text).points == 1
    assert answered(asked, wrong).points == (1 if plain_text(wrong) in known else 0)


@QUICK
@given(value=NUMBERS, margin=st.decimals(0, 500, places=2), comma=st.booleans())
def test_numbers(value: Decimal, margin: Decimal, comma: bool) -> None:
    written = f"{value}:{margin}"
    if comma:
        assume("." not in str(value) or margin or value % Decimal("0.1"))
        written = f"{value:.4f}:{margin}".replace(".", ",")
    asked = question(f"::Q:: Combien ? {{#{written}}}")
    assert answered(asked, show_typed(value)).points == 1
    assert answered(asked, show_typed(value + margin)).points == 1
    assert answered(asked, show_typed(value - margin)).points == 1
    assert answered(asked, show_typed(value + margin + 1)).points == 0
    assert answered(asked, show_typed(value - margin - 1)).points == 0


@QUICK
@given(lefts=CHOICES, data=st.data())
def test_pairs(lefts: list[str], data: st.DataObject) -> None:
    shorts = SHORTS.filter(lambda text: "->" not in text)
    rights = data.draw(st.lists(shorts, min_size=len(lefts), max_size=len(lefts)))
    assume(not any("->" in left for left in lefts))
    pairs = zip(lefts, rights, strict=True)
    listed = "\n".join(f"={escaped(a)} -> {escaped(b).removeprefix('[plain]')}" for a, b in pairs)
    asked = question(f"::Q:: Associez. {{\n{listed}\n}}")
    assert isinstance(asked, Matching)
    for pair, left, right in zip(asked.pairs, lefts, rights, strict=True):
        assert same(pair.left, left)
        assert bare(pair.right) == "".join(right.split()).replace("'", "’")


LOOSE = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=4)
PIECES = st.sampled_from(
    [
        "::a::", "::", "{", "}", "=", "~", "#", "####", "%50%", "%-33.3%", "->", "\n", "\n\n", "T",
        "FALSE", "1..5", "5:0,1", "[html]", "[markdown]", "<b>", "</p>", "<li>", "<td>", "\\",
        "// x\n", "$CATEGORY: a/b\n", "```\n", "1:SA:=", "a", "Points : 2", ":::", "- (x) ", "> ",
        "[[", "]]", "{{", "é", "\\n", "\t", "**", "_", "`", "&#61;", "&eacute;", "|", "1234,56",
    ]
)  # fmt: skip


@QUICK
@given(text=st.lists(PIECES | LOOSE, max_size=40).map("".join))
def test_any_text_is_read_and_what_is_kept_can_be_built(text: str) -> None:
    done = read(text)
    assert len(built(done)) == done.kept
    for report in done.questions:
        assert (report.state is State.LEFT_OUT) == (not report.bank)
        assert report.state is not State.LEFT_OUT or (report.reason and report.repair)
        assert (report.state is State.LOSS) == bool(report.losses)


@QUICK
@given(body=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(Invalid):
        import_gift(body, "x.gift")
