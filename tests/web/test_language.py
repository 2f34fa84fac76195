"""Every sentence of the screens goes through gettext, and the page says its language.

A language that marks each sentence shows the ones that forgot: they stand bare. Its writing
goes from right to left, so the direction is seen too.
"""

import re

import pytest
from babel.support import NullTranslations

from learning.app import create_app
from learning.web.i18n import Language
from tests.support.pages import Page
from tests.support.small_site import SmallSite

OPEN, CLOSE = "⟦", "⟧"
ADDRESSES = ("/affichage", "/fin", "/revision", "/regles", "/reponses", "/aide", "/nulle-part")
MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
# Names, and what content or people wrote.
KEPT = re.compile(r"Tremplin|Alix|[\d\s\u00a0–.,;:!?%/«»()]+")


class Marked(NullTranslations):
    """Puts each sentence between marks."""

    def gettext(self, message: str) -> str:
        """Mark one sentence; its parameters are filled inside the marks."""
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Mark the plural that fits."""
        return self.gettext(msgid1 if n == 1 else msgid2)


def bare(text: str) -> str:
    """What stands outside the marks and is no name or sign."""
    while MARKED.search(text):
        text = MARKED.sub("", text)
    return KEPT.sub("", text)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_sentence_forgets_its_language(small: SmallSite, address: str) -> None:
    signed = small.signed_in()
    app = create_app(small.program, language=Language("ar", Marked()))
    reply = app.test_client()
    cookie = signed.http.get_cookie("tremplin")
    assert cookie
    reply.set_cookie("tremplin", cookie.value)
    page = Page(reply.get(address, environ_base={"REMOTE_ADDR": "127.0.0.1"}).text, address, {})
    assert page.root.get("dir") == "rtl"
    assert page.root.get("lang") == "ar"
    # A guide is content; around it the screen still speaks.
    places = ("nav", "footer") if address == "/aide" else ("main",)
    prose = [text for node in page.all(*places) for text in node.itertext()]
    assert OPEN in "".join(prose)
    assert not bare(" ".join(prose)), bare(" ".join(prose))


def test_sign_in_speaks_the_language_too(small: SmallSite) -> None:
    app = create_app(small.program, language=Language("ar", Marked()))
    page = Page(app.test_client().get("/connexion").text, "/connexion", {})
    assert page.root.get("dir") == "rtl"
    assert not bare(page.text), bare(page.text)
