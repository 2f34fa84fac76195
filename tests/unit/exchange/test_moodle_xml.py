"""Moodle XML: eight kinds come over, the others are listed by name, and no DOCTYPE is read."""

from decimal import Decimal

import pytest

from learning.domain.errors import Invalid
from learning.domain.question import (
    Matching,
    MultipleChoice,
    Number,
    OpenAnswer,
    Question,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from learning.exchange.banks import format_of, import_bank
from learning.exchange.report import BankImport, QuestionReport, State
from tests.unit.exchange.imported import answered, built


def xml(*questions: str) -> bytes:
    """A file of Moodle."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
    return (head + "\n".join(questions) + "\n</quiz>").encode()


def one(kind: str, inside: str, text: str = "<p>Quoi ?</p>") -> str:
    """A question."""
    return (
        f'<question type="{kind}"><name><text>Titre</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>'
        f"{inside}</question>"
    )


def answer(fraction: str, text: str, feedback: str = "") -> str:
    """An answer with its feedback."""
    return (
        f'<answer fraction="{fraction}" format="html"><text>{text}</text>'
        f"<feedback><text>{feedback}</text></feedback></answer>"
    )


def read(body: bytes) -> BankImport:
    """Import a file."""
    return import_bank(body, "banque.xml")


def only(kind: str, inside: str) -> tuple[Question, QuestionReport]:
    """Import one question that comes over."""
    done = read(xml(one(kind, inside)))
    assert done.kept == 1, done.questions
    return next(iter(built(done).values())), done.questions[0]


def test_choices() -> None:
    inside = (
        "<single>true</single>"
        + answer("100", "&lt;b&gt;oui&lt;/b&gt;", "bien")
        + answer("0", "non")
        + "<generalfeedback><text>Fin.</text></generalfeedback><hint><text>Pensez.</text></hint>"
        + "<defaultgrade>2.0000000</defaultgrade>"
    )
    asked, report = only("multichoice", inside)
    assert isinstance(asked, SingleChoice)
    assert report.state is State.EXACT
    assert asked.choices[0].html == "<strong>oui</strong>"
    assert asked.choices[0].feedback == "bien"
    assert (asked.hint, asked.explanation) == ("<p>Pensez.</p>", "<p>Fin.</p>")
    assert answered(asked, "1").points == 2
    several = "<single>false</single>" + answer("50", "a") + answer("50", "b") + answer("-50", "c")
    asked, report = only("multichoice", several)
    assert isinstance(asked, MultipleChoice)
    assert report.state is State.EXACT


def test_true_or_false() -> None:
    asked, _ = only("truefalse", answer("0", "true", "faux") + answer("100", "false", "juste"))
    assert isinstance(asked, TrueFalse)
    assert (asked.right, asked.feedback_wrong, asked.feedback_right) == (False, "faux", "juste")


def test_typed_answers() -> None:
    asked, report = only("shortanswer", answer("100", "Kbis") + "<usecase>1</usecase>")
    assert isinstance(asked, ShortText)
    assert "majuscules" in report.losses[0]
    for text in ("1234.56", "1234,56"):
        number = f'<answer fraction="100"><text>{text}</text><tolerance>0,01</tolerance></answer>'
        asked, report = only("numerical", number)
        assert isinstance(asked, Number)
        assert (asked.value, asked.tolerance.amount) == (Decimal("1234.56"), Decimal("0.01"))
        assert report.state is State.EXACT


def test_pairs_and_open_answers() -> None:
    pair = (
        "<subquestion format='html'><text>{}</text><answer><text>{}</text></answer></subquestion>"
    )
    asked, report = only("matching", pair.format("a", "1") + pair.format("b", "2"))
    assert isinstance(asked, Matching)
    assert report.state is State.EXACT
    asked, report = only("essay", "<responsefieldlines>8</responsefieldlines>")
    assert isinstance(asked, OpenAnswer)
    assert asked.lines == 8


@pytest.mark.parametrize(
    ("inside", "loss"),
    [
        (answer("100", "a") + answer("0", "b") + "<defaultgrade>1.5</defaultgrade>", "1.5"),
        (answer("100", "a") + answer("33.33333", "b"), "33,33"),
        (answer("100", "a") + answer("0", "&lt;img src='a.png' alt='x'&gt;"), "image"),
        (answer("100", "a") + answer("0", "b") + "<hint><text>1</text></hint>" * 2, "indices"),
    ],
)  # fmt: skip
def test_losses_are_named(inside: str, loss: str) -> None:
    _, report = only("multichoice", inside)
    assert report.state is State.LOSS
    assert loss in " ".join(report.losses)


@pytest.mark.parametrize(
    ("kind", "inside", "reason"),
    [
        ("cloze", "", "« cloze »"),
        ("stack", "", "« stack »"),
        ("", "", "ne peut pas être reprise"),
        ("description", "", "description"),
        ("multichoice", answer("abc", "a") + answer("0", "b"), "« abc »"),
        ("multichoice", answer("nan", "a") + answer("0", "b"), "« nan »"),
        ("multichoice", answer("0", "a") + answer("0", "b"), "aucune bonne réponse"),
        ("truefalse", answer("100", "oui"), "« true »"),
        ("numerical", answer("100", "abc"), "ne se lit pas"),
        ("numerical", answer("100", "*"), "n’importe quel nombre"),
        ("shortanswer", answer("50", "a"), "aucune réponse"),
        ("matching", "", "deux lignes"),
    ],
)
def test_what_cannot_come_over_is_listed(kind: str, inside: str, reason: str) -> None:
    (report,) = read(xml(one(kind, inside))).questions
    assert report.state is State.LEFT_OUT
    assert reason in report.reason.replace("\u00a0", " ")
    assert (report.line, report.title, report.preview) == (3, "Titre", "Quoi ?")
    assert report.repair


def test_categories_are_banks() -> None:
    category = (
        '<question type="category"><category><text>$course$/top/Prix</text></category></question>'
    )
    (bank,) = read(xml(category, one("essay", ""))).banks
    assert (bank.name, bank.title) == ("prix", "Prix")


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>',
        b'<?xml version="1.0"?><!doctype quiz SYSTEM "http://x/y"><quiz/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE quiz><quiz/>'.encode("utf-16"),
        b"<quiz><question></quiz>",
        b"<quiz>&bombe;</quiz>",
        b'<?xml version="1.0" encoding="inconnu"?><quiz/>',
        b"<quiz>" + b"<a>" * 100,
        b"<quiz>" + b"<a/>" * 200_001 + b"</quiz>",
        b"<?xml version='1.0'?><autre/>",
        b"<quiz>" + b"x" * 5_000_001,
    ],
)
def test_what_is_no_bank_is_one_sentence(body: bytes) -> None:
    with pytest.raises(Invalid, match=r"^Ce fichier .*\.$"):
        read(body)


def test_the_format_is_found() -> None:
    assert format_of(xml()) == "moodle-xml"
    assert format_of(b"\xef\xbb\xbf  <quiz>") == "moodle-xml"
    assert format_of(b"<p>Quoi ?</p> {T}") == "gift"
    assert format_of(b"") == "gift"
