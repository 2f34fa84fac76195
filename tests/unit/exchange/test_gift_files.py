"""Whole files: blocks, categories, encodings, what programs add, names, and hostile bytes."""

import pytest

from learning.content.check import Severity, check
from learning.domain.errors import Invalid
from learning.exchange.gift_file import MOST_BLOCKS, MOST_BYTES
from learning.exchange.report import State
from tests.unit.content.course import TODAY
from tests.unit.exchange.imported import MODULE, built, left_out, question, read

WRITTEN_BY_A_PROGRAM = """\
Voici vos questions au format GIFT :

```gift
// Question 1
1. ::Charges fixes:: Quelle charge est fixe ? {
=Le loyer # Bravo !
~Le pain # Non.
}

**2. ::Marge::** Une marge de **30 %** sur 100 € fait 30 €. {TRUE}
::Prix:: Combien coûte un repas ? {#12,50:0,01}

3) ::Sans fin:: Quelle forme ? {
=Micro-entreprise
~SARL
```

J’espère que cela vous aide !
"""


def test_what_a_program_writes_around_is_put_aside() -> None:
    done = read(WRITTEN_BY_A_PROGRAM)
    assert [(q.name, q.state) for q in done.questions if q.name] == [
        ("charges-fixes", State.EXACT),
        ("marge", State.EXACT),
        ("prix", State.EXACT),
    ]
    lost = [q for q in done.questions if q.state is State.LEFT_OUT]
    assert [(q.line, q.kind) for q in lost] == [(1, ""), (13, ""), (18, "")]
    assert "n’a pas sa" in lost[1].reason
    assert "**" not in done.banks[0].body.replace("**30 %**", "")


def test_comments_tabs_and_ends_of_lines_change_nothing() -> None:
    plain = "::Q:: Quoi ? {\n=a #oui\n~b\n}"
    dressed = (
        "\ufeff// question: 12  name: Q\r\n::Q:: Quoi ? {\r\n\t=a #oui\r\n// rien\r\n\t~b\r\n}\r\n"
    )
    assert read(dressed).banks == read(plain).banks


def test_a_bank_for_each_category() -> None:
    done = read(
        "Hors ? {T}\n\n$CATEGORY: $course$/top/Gérer/Charges fixes\n\nA ? {T}\n\nB ? {F}\n\n"
        "$CATEGORY: $module$/Prix\n::C:: C ? {T}\n\n$CATEGORY: autre/Prix\n\nD ? {T}\n\n"
        "$CATEGORY: vide\n"
    )
    assert [(b.name, b.title, b.questions) for b in done.banks] == [
        ("banque", "banque", 1),
        ("charges-fixes", "Charges fixes", 2),
        ("prix", "Prix", 1),
        ("prix-2", "Prix", 1),
    ]
    assert done.banks[1].body.startswith("---\ntitre: Charges fixes\n---\n\n:::question a\n")


def test_names_are_plain_and_each_once() -> None:
    done = read(
        "::Étape n°1 : l’œuf:: A {T}\n\n::étape N°1 - l’oeuf:: B {T}\n\n::日本:: C ? {T}\n\n"
        "::indice:: D {T}\n\nUne question sans titre, plutôt longue pour un nom permanent {T}\n\n"
        "::日本:: 日本 {T}\n\n::a-2:: x {T}\n\n::a:: x {T}\n\n::a:: x {T}\n\n::A:: x {T}"
    )
    assert [q.name for q in done.questions] == [
        "etape-n-1-l-oeuf", "etape-n-1-l-oeuf-2", "c", "question-indice",
        "une-question-sans-titre-plutot-longue-pour-un", "question-11", "a-2", "a", "a-3", "a-4",
    ]  # fmt: skip


def test_windows_files_are_read_and_it_is_said() -> None:
    done = read("::É:: Coût à l’été ? {=10 € ~20 €}".encode("cp1252"))
    assert "cp1252" in done.notes[0]
    assert "Coût à l’été" in done.banks[0].body
    assert "10 €" in done.banks[0].body
    assert read("::É:: Été ? {T}".encode("utf-16")).kept == 1


@pytest.mark.parametrize(
    "body",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"PK\x03\x04\x00",
        b"a\x00b",
        b"\xff\xfea",
        b"x" * (MOST_BYTES + 1),
    ],
)
def test_what_is_no_text_or_too_big_is_one_sentence(body: bytes) -> None:
    with pytest.raises(Invalid, match=r"^Ce fichier .*\.$"):
        read(body)


def test_too_many_questions_are_refused() -> None:
    with pytest.raises(Invalid, match="plus de"):
        read("a {T}\n\n" * (MOST_BLOCKS + 1))


@pytest.mark.parametrize(
    "text",
    [
        "::Q:: Quoi ? {\n=a\n\n~b\n}",
        "::Q:: Quoi ?\n\n{\n=a\n~b\n}",
        "::Q:: Quoi ? {\n=a\n\n\n~b\n\n}",
    ],
)
def test_an_empty_line_inside_a_question_is_mended_and_said(text: str) -> None:
    (report,) = read(text).questions
    assert report.state is State.EXACT
    assert "ligne vide" in report.remarks[0]


def test_a_torn_question_does_not_swallow_the_next() -> None:
    done = read("::A:: Quoi ? {\n=a\n~b\n\n::B:: Et ? {T}")
    assert [(q.line, q.state) for q in done.questions] == [(1, State.LEFT_OUT), (5, State.EXACT)]


def test_two_questions_without_an_empty_line_between_are_two() -> None:
    done = read("::A:: Quoi ? {=a ~b}\n::B:: Et ? {T}\n::C:: Texte\n::D:: Fin ? {#3}")
    assert [(q.line, q.state) for q in done.questions] == [
        (1, State.EXACT), (2, State.EXACT), (3, State.LEFT_OUT), (4, State.EXACT),
    ]  # fmt: skip


def test_a_file_with_nothing_in_it_gives_nothing() -> None:
    for text in ("", "\n\n", "// rien\n", "$CATEGORY: a\n", "---\n\n***\n"):
        done = read(text)
        assert (done.banks, done.questions) == ((), ())


def test_formulas_in_a_text_do_not_hide_the_answers() -> None:
    (report,) = read("Que vaut $\\frac{1}{2}$ et $\\sum_{i=1}^{n}$ ? {=0.5 ~1}").questions
    assert report.kind == "choix unique"
    assert "accolades" in report.remarks[0]


def test_a_title_that_is_not_closed_is_told() -> None:
    (report,) = read("::Titre Quoi ? {=a ~b}").questions
    assert "titre" in report.remarks[0]


def test_a_question_whose_title_is_its_text_is_kept() -> None:
    (report,) = read("::Le loyer est fixe.::{T}").questions
    assert report.state is State.EXACT
    assert "titre" in report.remarks[0]


def test_banks_stay_under_what_a_course_file_may_weigh() -> None:
    done = read("".join(f"::Q{n}:: {'mot ' * 40} {{=a{n} ~b}}\n\n" for n in range(1, 700)))
    assert len(done.banks) > 1
    assert all(len(bank.body.encode()) < 64 * 1024 for bank in done.banks)
    assert done.kept == 699


def test_what_is_written_has_no_fault() -> None:
    done = read(
        WRITTEN_BY_A_PROGRAM
        + "\n\n::Z::[html]<p>H<sub>2</sub>O</p>{=<b>a</b> ~b####<ul><li>x</ul>}"
    )
    files = {"essai/module.md": MODULE}
    files |= {f"essai/banques/{b.name}.md": b.body.encode() for b in done.banks}
    faults = [f for f in check(files, on=TODAY) if f.severity is Severity.ERROR]
    assert [f.message for f in faults] == ["ce module n’a pas de leçon."]


def test_the_same_file_gives_the_same_banks() -> None:
    assert read(WRITTEN_BY_A_PROGRAM) == read(WRITTEN_BY_A_PROGRAM)


def test_lines_are_those_of_the_file() -> None:
    assert left_out("\n\n// x\n::Q:: Quoi ? {\n#12:0.1\n=abc\n}").line == 6
    assert left_out("// x\n\nQuoi ?\nencore\n{=a ~b").line == 5


def test_a_comment_at_the_end_of_a_line_is_no_text() -> None:
    assert question("Quoi ? {=a ~b} // facile").prompt == "<p>Quoi\u00a0?</p>"


@pytest.mark.parametrize(
    "text",
    [
        "{" * 100_000, "}" * 100_000, "x {" + "=" * 30_000 + "}", "x {" + "~" * 30_000 + "}",
        "::" * 50_000, "x " + "<a " * 10_000 + "{=a ~b}", "x " + "<!--" * 5_000 + "{=a ~b}",
        ("x " + "<div>" * 3_000 + "{=a ~b}\n\n") * 5,
        ("[markdown]" + "[a](" * 2_000 + "{=a ~b}\n\n") * 5,
        "x {\n\n" + "=a\n\n" * 4_000, "x {=a" + "\\" * 100_000 + "}",
        ("`" * 5_000 + "{=a ~b}\n\n") * 5,
        "x {=a" + "->" * 15_000 + "}", "x {#" + "9" * 30_000 + "}", "```\n" * 50_000,
        "x " + "<ul><li>" * 1_500 + "{=a ~b}", "x {~%" + "1" * 30_000 + "%a ~b}",
        "x {=a ~b" + "#" * 30_000 + "}",
    ],
)  # fmt: skip
def test_hostile_texts_end(text: str) -> None:
    done = read(text)
    built(done)
    for report in done.questions:
        assert report.state is not State.LEFT_OUT or (report.reason and report.repair)
