"""The project file as PDF: judged by another, whole, and nothing that was typed is run."""

from dataclasses import fields, is_dataclass, replace
from datetime import date

import page as judge
import pytest

from learning.documents.project_file import write_project_file
from learning.domain.errors import Unavailable
from learning.domain.project_file.compose import compose
from learning.domain.project_file.paper import ProjectFile
from learning.domain.worked.projects import EXAMPLES, find_example
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcome import Curve
from tests.support.law import law
from tests.support.pdf_text import read_pdf

DAY = date(2026, 11, 25)
SQUEEZE = str.maketrans("", "", " \u00a0\n")
SLUGS = [one.slug for one in EXAMPLES]


def paper(slug: str = "food-truck", name: str = "") -> ProjectFile:
    example = find_example(slug)
    assert example
    return compose(Figures.of(example.sheets, law()), day=DAY, name=name)


def faults(body: bytes, profile: str) -> set[str]:
    """The rules of a standard that a file breaks."""
    return {fault.rule_id for fault in judge.validate_pdf_bytes(body, profile=profile).failures}


def every_word(value: object) -> list[str]:
    """Every text that a paper holds, pictures apart."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Curve):
        return [value.caption]
    if isinstance(value, tuple):
        return [text for one in value for text in every_word(one)]
    if is_dataclass(value):
        return [text for one in fields(value) for text in every_word(getattr(value, one.name))]
    return []


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_judge_finds_nothing(slug: str, profile: str) -> None:
    assert faults(write_project_file(paper(slug), DAY), profile) == set()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_pdf_has_every_word_of_the_paper(slug: str) -> None:
    made = paper(slug, name="Camille Ferreira")
    said = "".join(read_pdf(write_project_file(made, DAY)).pages()).translate(SQUEEZE)
    for text in every_word(made):
        assert text.translate(SQUEEZE) in said, text


def test_a_reader_finds_headings_tables_and_the_text_of_pictures() -> None:
    made = paper()
    body = write_project_file(made, DAY)
    tags = read_pdf(body).tags()
    assert tags.count("H1") == 1
    assert tags.count("H2") == 2 + len(made.sections)
    grids = [grid for one in made.sections for grid in one.grids]
    assert tags.count("Table") == len(grids) + 1
    assert tags.count("TH") >= sum(len(grid.heads) for grid in grids)
    assert tags.count("Figure") == 2
    assert body.count(b"/Alt<") == 2


def test_the_title_names_nobody() -> None:
    body = write_project_file(paper(name="Camille Ferreira"), DAY)
    assert b"Ferreira" not in body
    assert "Ferreira".encode("utf-16-be").hex().upper().encode() not in body


def test_the_same_paper_is_the_same_file() -> None:
    assert write_project_file(paper(), DAY) == write_project_file(paper(), DAY)


def test_pages_are_counted_and_the_cover_stands_alone() -> None:
    pages = read_pdf(write_project_file(paper(), DAY)).pages()
    assert 8 <= len(pages) <= 14
    assert "Sommaire" in pages[0]
    assert f"Page 1 / {len(pages)}" in pages[0]
    assert "279" not in pages[0]


@pytest.mark.parametrize(
    "text", ["#strong[x]", '$x$ "q" \\', "*a* _b_ `c`", "<d> @e // f /* g", "= titre", "- liste"]
)
def test_what_is_typed_is_never_read_as_markup(text: str) -> None:
    body = write_project_file(replace(paper(), trade=text, phrase=text, name=text), DAY)
    first = read_pdf(body).pages()[0].translate(SQUEEZE)
    assert first.count(text.translate(SQUEEZE)) == 3
    assert faults(body, "ua1") == set()


def test_a_sign_that_no_font_has_is_told() -> None:
    with pytest.raises(Unavailable, match="le signe «\u00a0字\u00a0»"):
        write_project_file(replace(paper(), trade="Thé 字"), DAY)


def test_an_empty_project_still_makes_a_file() -> None:
    body = write_project_file(compose(Figures.of({"idee": {"metier": "Coiffure"}}), day=DAY), DAY)
    assert faults(body, "ua1") == set()
