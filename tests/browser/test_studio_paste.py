"""Pasting from word processors: each fixture copies what one of them puts on the clipboard."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.browser.test_studio import edit, text_of, write

pytestmark = pytest.mark.browser

FIXTURES = Path(__file__).parent / "pastes"
SOURCES = ("google-docs", "libreoffice-7", "word-2016", "word-online")
EXPECTED = (FIXTURES / "expected.md").read_text(encoding="utf-8").strip()
PASTE = """([html, plain]) => {
  const data = new DataTransfer();
  if (html) data.setData('text/html', html);
  data.setData('text/plain', plain);
  const area = document.querySelector('[data-text]');
  return area.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""
READ = "html => window.studioPaste.markdownOf(html)"
SMALL = {
    "<p>un<p>deux<ul><li>x<li>y<ol><li>z</ol></ul>": "un\n\ndeux\n\n- x\n- y\n    1. z",
    "<p><strong>Gras </strong><strong>encore</strong>, fin</p>": "**Gras encore**, fin",
    "<h1>A</h1><h3>B</h3><h2>C</h2>": "## A\n\n### B\n\n### C",
    "<p>caf&eacute; &#339; &#146;</p>": "café œ ’",
    "<table><tr><td colspan=2>T</td></tr><tr><td>a|b</td><td>c</td></tr></table>": (
        "| T |  |\n|---|---|\n| a\\|b | c |"
    ),
    "<p>:::question prix</p><p>Combien ?</p><p>- (x) Un</p><p>- ( ) Deux</p><p>:::</p>": (
        ":::question prix\n\nCombien ?\n- (x) Un\n- ( ) Deux\n:::"
    ),
    "<span>un mot</span>": "",
    "<p>a <": "a <",
    "<!--": "",
}


def test_each_word_processor_gives_the_same_markdown(page: Page, served: Served) -> None:
    edit(page, served)
    for name in SOURCES:
        html = (FIXTURES / f"{name}.html").read_text(encoding="utf-8")
        got = page.evaluate(READ, html).replace("\u00a0", " ")
        assert got == EXPECTED, name
    for html, markdown in SMALL.items():
        assert page.evaluate(READ, html) == markdown, html


def test_hostile_markup_is_read_in_a_moment(page: Page, served: Served) -> None:
    edit(page, served)
    for one in ("<a", "<p>", "<b>", "<ul><li>", '<a "', "<!--", "</i>", "<table><td>"):
        took = page.evaluate(
            "html => { const t = performance.now(); window.studioPaste.markdownOf(html);"
            " return performance.now() - t; }",
            one * 20_000,
        )
        assert took < 2_000, one


def test_a_paste_takes_its_lines_and_is_undone_in_one_go(page: Page, served: Served) -> None:
    text = edit(page, served)
    write(page, "\nAvant")
    before = text.input_value()
    html = (FIXTURES / "word-2016.html").read_text(encoding="utf-8")
    assert page.evaluate(PASTE, [html, "Mon projet"]) is False
    pasted = text.input_value().replace("\u00a0", " ")
    assert pasted == f"{before}\n\n{EXPECTED}".replace("\u00a0", " ")
    expect(page.locator("[data-live=apercu] h2").first).to_be_visible()
    expect(page.locator("[data-live=apercu]")).to_contain_text("Mon projet de camion")
    text.focus()
    page.keyboard.press("Control+z")
    assert text.input_value() == before


def test_a_few_words_go_in_the_line(page: Page, served: Served) -> None:
    text = edit(page, served)
    write(page, "\nAvant ")
    assert page.evaluate(PASTE, ["<p>des <b>mots</b></p>", "des mots"]) is False
    assert text.input_value().endswith("Avant des **mots**")
    assert page.evaluate(PASTE, ["", "- (x) simple"]) is True, "plain text is the browser's"
    assert page.evaluate(PASTE, ["<span>simple</span>", "simple"]) is True
    assert text_of(page).input_value().endswith("**mots**")
