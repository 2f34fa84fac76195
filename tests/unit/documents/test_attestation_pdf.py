"""The PDF says what the page says, no more; an independent judge finds it PDF/UA and PDF/A."""

import builtins
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from functools import cache
from types import ModuleType

import page as judge
import pytest

from learning.content.parse import Parser
from learning.content.source import read_folder
from learning.documents import pdf as documents
from learning.documents.attestation import write_pdf
from learning.documents.pdf import can_write_pdf
from learning.domain.attestation import Acquired, Kind, Statement, short_of, signed_part
from learning.domain.attested import Attested, word
from learning.domain.course import Module, Path
from learning.domain.errors import Unavailable
from learning.paths import COURSES
from learning.signing import sign_attestation
from tests.support.attested import DAY, NUMBER, certified, part, statement
from tests.support.pdf_text import read_pdf

SQUEEZE = str.maketrans("", "", " \u00a0")
DRAWN = "Tremplin"  # beside the mark, at the head of each page


def paper(stated: Statement, number: str = NUMBER) -> tuple[Attested, str]:
    code = sign_attestation(signed_part(stated, number, DAY), certified())
    return word(stated, number=number, short=short_of(number, code), day=DAY), code


def written(stated: Statement) -> bytes:
    return write_pdf([paper(stated)], DAY)


def every_word(value: object) -> list[str]:
    """Every text that a paper holds, in its order."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in every_word(one)]
    if is_dataclass(value):
        return [text for one in fields(value) for text in every_word(getattr(value, one.name))]
    return []


def faults(body: bytes, profile: str) -> set[str]:
    """The rules of a standard that a file breaks."""
    return {fault.rule_id for fault in judge.validate_pdf_bytes(body, profile=profile).failures}


KINDS = pytest.mark.parametrize("kind", Kind)


@KINDS
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_judge_finds_nothing(kind: Kind, profile: str) -> None:
    assert faults(written(statement(kind)), profile) == set()


@pytest.mark.parametrize(
    ("found", "put", "profile"),
    [
        (b"/Lang(fr-FR)", b"/Lxng(fr-FR)", "ua1"),
        (b"/Marked true", b"/Marked null", "ua1"),
        (b"<pdfuaid:part>1<", b"<pdfuaid:part>7<", "ua1"),
        (b"/Alt<", b"/Alx<", "ua1"),
        (b"/S/H1/", b"/S/H3/", "ua1"),
        (b"/DisplayDocTitle true", b"/DisplayDocTitle null", "ua1"),
        (b"<pdfaid:part>2<", b"<pdfaid:part>7<", "2a"),
        (b"<pdfaid:conformance>A<", b"<pdfaid:conformance>Z<", "2a"),
        (b"/FontFile2", b"/FontFilx2", "2a"),
    ],
)
def test_the_judge_sees_what_is_spoilt(found: bytes, put: bytes, profile: str) -> None:
    good = written(statement())
    assert found in good
    assert faults(good.replace(found, put), profile)


@KINDS
def test_the_pdf_has_every_word_of_the_paper_and_no_other(kind: Kind) -> None:
    words, code = paper(statement(kind))
    pages = read_pdf(write_pdf([(words, code)], DAY)).pages()
    said = "".join(pages).translate(SQUEEZE)
    repeated = [words.number, words.foot, DRAWN]
    heads = list(words.chart_heads) * (len(words.charts) - 1)
    expected = [*every_word(words), DRAWN, *heads]
    expected += [text for text in repeated for _ in pages[1:]]
    expected += [f"Page {at} / {len(pages)}" for at in range(1, len(pages) + 1)]
    for text in expected:
        assert text.translate(SQUEEZE) in said, text
    assert len(said) == sum(len(text.translate(SQUEEZE)) for text in expected)


def test_a_summary_holds_on_two_pages_with_its_charts_on_the_second() -> None:
    pages = read_pdf(written(statement(Kind.SUMMARY))).pages()
    assert len(pages) == 2
    assert "Objectif acquis" not in pages[0]
    assert "Objectif acquis" in pages[1]
    assert len(read_pdf(written(statement())).pages()) == 1


def test_a_reader_finds_headings_tables_and_the_text_of_the_code() -> None:
    body = written(statement(Kind.SUMMARY))
    tags = read_pdf(body).tags()
    assert [tag for tag in tags if tag[0] == "H"] == ["H1", "H2", "H3", "H3", "H3"]
    assert tags.count("Table") == 4
    assert tags.count("TH") == 4 + 3 * 3
    assert tags.count("Figure") == 1
    assert body.count(b"/Scope/Column") == 4 + 3 * 3


def test_the_title_names_nobody() -> None:
    body = written(statement())
    assert "Attestation de réussite, 7K3M-92QX-HD4T".encode() in body
    assert "Ferreira".encode("utf-16-be").hex().upper().encode() not in body
    assert b"Ferreira" not in body


def test_the_same_paper_is_the_same_file() -> None:
    assert written(statement()) == written(statement())


def test_thirty_papers_are_one_file_each_counted_from_one() -> None:
    many = [paper(statement(), f"{number:012}") for number in range(30)]
    pages = read_pdf(write_pdf(many, DAY)).pages()
    assert len(pages) == 30
    assert all("Page 1 / 1" in text for text in pages)


def test_a_long_path_spills_without_losing_the_code() -> None:
    long = replace(
        statement(),
        parts=tuple(part(f"Un module au titre assez long {at}", DAY) for at in range(20)),
    )
    body = written(long)
    pages = read_pdf(body).pages()
    assert len(pages) == 2
    assert "Page 2 / 2" in pages[1]
    assert "Vérifier cette attestation" in pages[1]
    assert faults(body, "ua1") == set()


@cache
def shipped() -> tuple[Path, dict[str, Module]]:
    """The longest path that ships, and its modules."""
    parsed = Parser(read_folder(COURSES), on=DAY).run()
    path = max(parsed.paths, key=lambda one: len(one.modules))
    return path, {module.slug: module for module in parsed.modules}


@pytest.mark.parametrize(("kind", "sheets"), [(Kind.SUCCESS, 1), (Kind.SUMMARY, 2)])
def test_the_shipped_path_holds_on_the_sheets_it_should(kind: Kind, sheets: int) -> None:
    path, modules = shipped()
    parts = []
    for slug in path.modules:
        sentences = tuple(one.sentence for one in modules[slug].objectives)
        acquired = tuple(
            Acquired(sentence=sentence, points=5, out_of=6, day=DAY) for sentence in sentences
        )
        parts.append(
            replace(
                part(modules[slug].title, DAY),
                abilities=sentences,
                acquired=acquired if kind is Kind.SUMMARY else (),
            )
        )
    stated = replace(statement(kind), title=path.title, parts=tuple(parts))
    assert len(read_pdf(written(stated)).pages()) == sheets


@pytest.mark.parametrize("name", ["Łukasz Šćepanović", "Phạm Văn Đạt", "Иван Петров", "Ayşe Gül"])
def test_names_of_many_places_are_written(name: str) -> None:
    body = written(statement(name=name))
    assert name.translate(SQUEEZE) in read_pdf(body).pages()[0].translate(SQUEEZE)
    assert faults(body, "ua1") == set()


@pytest.mark.parametrize("name", ["#strong[x]", '$x$ "q" \\', "*a* _b_ `c`", "<d> @e // f /* g"])
def test_a_name_is_never_read_as_markup(name: str) -> None:
    said = read_pdf(written(statement(name=name))).pages()[0]
    assert name.translate(SQUEEZE) in said.translate(SQUEEZE)


def test_a_sign_that_no_font_has_is_told() -> None:
    with pytest.raises(Unavailable, match=r"le signe « 字 »\. Imprimez"):
        written(statement(name="Ana 字"))


@pytest.fixture
def no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site without the extra « pdf »."""

    def absent(name: str) -> ModuleType:
        raise ImportError(name)

    documents._typst.cache_clear()
    monkeypatch.setattr(documents, "import_module", absent)
    monkeypatch.setattr(documents, "find_spec", lambda _name: None)


@pytest.mark.usefixtures("no_extra")
def test_without_the_extra_the_site_says_to_print() -> None:
    assert not can_write_pdf()
    with pytest.raises(Unavailable, match="l’extra « pdf »"):
        written(statement())


def test_the_library_waits_for_the_first_pdf() -> None:
    program = "import learning.app, learning.cli, sys; print('typst' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert ran.stdout == "False\n"


def test_two_people_may_print_at_once() -> None:
    alone = written(statement())
    with ThreadPoolExecutor(max_workers=4) as pool:
        together = list(pool.map(written, [statement()] * 8))
    assert together == [alone] * 8


def test_nothing_is_written_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., object] = builtins.open
    opened: list[tuple[object, ...]] = []

    def watch(*arguments: object, **options: object) -> object:
        opened.append(arguments)
        return real(*arguments, **options)

    monkeypatch.setattr(builtins, "open", watch)
    written(statement())
    assert opened == []
