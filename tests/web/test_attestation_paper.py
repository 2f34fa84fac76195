"""The page that is printed and the PDF say the same, word for word, from one set of words."""

import html
import re

import pytest
from flask import render_template_string

from learning.documents.attestation import write_pdf
from learning.documents.qr import draw_qr
from learning.domain.attestation import Kind, short_of, signed_part
from learning.domain.attested import Attested, word
from learning.signing import sign_attestation
from tests.support.attested import DAY, NUMBER, certified, statement
from tests.support.pdf_text import read_pdf
from tests.support.small_site import SmallSite

TEMPLATE = (
    "{% from 'components/attestation.html' import paper %}{{ paper(words, qr=qr) }}"  # as pages do
)
HIDDEN = re.compile(r"<caption.*?</caption>|<svg.*?</svg>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
# The number of the page, and what each of the two repeats at the head or foot of the second.
AROUND = re.compile(r"Page\d/\d|Tremplin")


def squeezed(text: str) -> str:
    """A text without its spaces, which each of the two places as it must."""
    return AROUND.sub("", re.sub(r"\s", "", text))


def on_the_page(small: SmallSite, words: Attested, code: str) -> str:
    """The words that the page shows."""
    with small.app.test_request_context("/"):
        shown = render_template_string(TEMPLATE, words=words, qr=draw_qr(code))
    return squeezed(html.unescape(TAG.sub("", HIDDEN.sub("", shown))))


@pytest.mark.parametrize("kind", Kind)
def test_the_page_and_the_pdf_say_the_same(small: SmallSite, kind: Kind) -> None:
    stated = statement(kind, "Inès <b>Ferreira</b> & fils")
    code = sign_attestation(signed_part(stated, NUMBER, DAY), certified())
    words = word(stated, number=NUMBER, short=short_of(NUMBER, code), day=DAY)
    page = on_the_page(small, words, code)
    printed = [squeezed(text) for text in read_pdf(write_pdf([(words, code)], DAY)).pages()]
    number, foot = squeezed(words.number), squeezed(words.foot)
    if len(printed) > 1:
        first, second = printed
        said = second.removeprefix(number).removesuffix(foot)
        # The page ends its second sheet with the heading and the number.
        assert page == first + said + squeezed(f"{words.heading}, {words.number}")
    else:
        assert page == printed[0]
