"""The security file as PDF: every word of it, PDF/UA and PDF/A by an independent judge."""

import page as judge
import pytest

from learning.documents.security_file import summary, write_html, write_pdf
from learning.domain.security_file import Section, SecurityFile, State, Statement, Table
from tests.support.attested import DAY
from tests.support.pdf_text import read_pdf

FILE = SecurityFile(
    site="Site <b>d’essai</b>",
    moment="25/11/2026 à 09:00",
    sections=(
        Section(
            title="Une partie",
            lead="Ce qu’elle dit.",
            statements=(
                Statement(says="Cela tient.", check="Regardé."),
                Statement(says="À voir <script>", check="Regardé aussi.", state=State.TOLD),
                Statement(says="Cela ne tient pas.", check="Encore.", state=State.WRONG),
            ),
            tables=(
                Table(title="Deux", heads=("Nom", "Version"), rows=(("alpha", "1.0"),)),
                Table(
                    title="Neuf",
                    heads=tuple("abcdefghi"),
                    rows=(("GET", "/une/adresse", "", "", "", "", "", "oui", ""),),
                ),
            ),
        ),
    ),
)


def test_it_says_how_much_stands() -> None:
    assert summary(FILE) == "3 constats\u00a0: 1 conforme, 1 à savoir, 1 à corriger."


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_it_is_accessible_and_lasts(profile: str) -> None:
    body = write_pdf(FILE, DAY)
    assert body == write_pdf(FILE, DAY)
    failures = judge.validate_pdf_bytes(body, profile=profile).failures
    assert {fault.rule_id for fault in failures} == set()


def test_nothing_of_it_is_markup() -> None:
    text = write_html(FILE).decode()
    assert "<b>d’essai" not in text
    assert "<script" not in text
    words = " ".join(read_pdf(write_pdf(FILE, DAY)).pages()).replace("\u200b", "")
    for page in (text, words):
        assert page.index("À corriger d’abord") < page.index("Une partie")
        assert page.count("Cela ne tient pas.") == 2
        assert page.index("Avis et décision") > page.rindex("Cela ne tient pas.")
