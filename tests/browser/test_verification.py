"""The page that checks attestations, opened from a folder on a machine without any network."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from learning.documents.verification import fill_page
from learning.domain.attestation import Outcome, short_of
from learning.domain.grouped import grouped
from learning.signing import (
    Signer,
    certify,
    check_attestation,
    check_register,
    public_text,
    read_public,
    sign_register,
)
from tests.support.attested import (
    ALONE,
    NUMBER,
    OTHER_SECRET,
    PROGRAMME_KEY,
    REVOKED,
    SITE_KEY,
    certified,
    code_of,
    register,
)
from tests.support.browser import Terminals, axe_faults, html_faults

pytestmark = pytest.mark.browser

TITLES = {
    Outcome.VALID: "Attestation valable",
    Outcome.LISTED: "Code reconnu",
    Outcome.CHANGED: "Attestation modifiée",
    Outcome.REVOKED: "Attestation révoquée",
    Outcome.UNKNOWN: "Émetteur non reconnu",
    Outcome.NOT_LISTED: "Code inconnu",
    Outcome.LIST_NEEDED: "Liste nécessaire",
    Outcome.UNREADABLE: "Code illisible",
}
OUTSIDE = re.compile(r"https?://|//[a-z]|\b(?:src|href|action)=|@import|url\(|fetch\(|import\(")
GOOD, WITHDRAWN = code_of(), code_of(number=REVOKED, name="Léo Marchand")
LIST = register((NUMBER, GOOD), (REVOKED, WITHDRAWN))
SHORT, SHORT_WITHDRAWN = short_of(NUMBER, GOOD), short_of(REVOKED, WITHDRAWN)


def altered(code: str, place: int = -20) -> str:
    """The same code with one letter changed."""
    other = "7" if code[place] != "7" else "8"
    letters = list(code)
    letters[place] = other
    return "".join(letters)


def opened(terminals: Terminals, folder: Path, key: str, signed_list: str) -> Page:
    """The page, read from a folder by a browser that has no network."""
    file = folder / "verifier.html"
    file.write_bytes(fill_page(key, signed_list))
    page = terminals.open(offline=True)
    page.goto(file.as_uri())
    return page


def told(page: Page, text: str) -> str:
    """The title of the answer to a code that was pasted or typed."""
    page.fill("#code", text)
    page.evaluate("document.getElementById('reponse').textContent = ''")
    page.click("button[type=submit]")
    return page.locator("#reponse h2").inner_text()


@pytest.fixture
def page(terminals: Terminals, tmp_path: Path) -> Page:
    """The page of one site, without the programme."""
    return opened(terminals, tmp_path, SITE_KEY, sign_register(LIST, ALONE))


def test_the_page_asks_for_nothing_outside() -> None:
    source = fill_page(SITE_KEY, sign_register(LIST, ALONE)).decode()
    assert OUTSIDE.findall(source) == []
    assert "default-src 'none'" in source


def test_a_pasted_code_says_whom_and_what(page: Page) -> None:
    assert told(page, GOOD) == TITLES[Outcome.VALID]
    answer = page.locator("#reponse").inner_text()
    assert "Inès Ferreira" in answer
    assert "De l’idée au plan" in answer
    assert "16,5 sur 20" in answer
    assert "21\u00a0h\u00a040" in answer
    assert grouped(NUMBER) in answer


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"  {GOOD.lower()[:40]}\n{GOOD.lower()[40:]} ",
        altered(GOOD),
        altered(GOOD, 40),
        WITHDRAWN,
        code_of(Signer(secret=OTHER_SECRET)),
        GOOD[:60],
        SHORT,
        f" {grouped(SHORT).lower().replace('0', 'o').replace('1', 'l')} ",
        SHORT_WITHDRAWN,
        altered(SHORT, -1),
        SHORT[:-1],
        "n’importe quoi",
        "",
    ],
)
def test_the_page_says_what_the_command_says(page: Page, text: str) -> None:
    key = read_public(SITE_KEY)
    checked = check_attestation(text, key, check_register(sign_register(LIST, ALONE), key))
    assert told(page, text) == TITLES[checked.outcome]


def test_the_programme_key_trusts_the_sites_it_certified(
    terminals: Terminals, tmp_path: Path
) -> None:
    page = opened(terminals, tmp_path, PROGRAMME_KEY, sign_register(LIST, certified()))
    assert told(page, code_of(certified())) == TITLES[Outcome.VALID]
    assert told(page, altered(code_of(certified()))) == TITLES[Outcome.CHANGED]
    # Signed before the certificate: the list brings it.
    assert told(page, GOOD) == TITLES[Outcome.VALID]
    assert told(page, WITHDRAWN) == TITLES[Outcome.REVOKED]
    assert told(page, SHORT) == TITLES[Outcome.LISTED]
    assert told(page, code_of(Signer(secret=OTHER_SECRET))) == TITLES[Outcome.UNKNOWN]
    assert "la clé du programme" in page.locator("#porte").inner_text()


def test_a_certificate_of_another_programme_is_not_recognised(page: Page) -> None:
    stranger = Signer(secret=OTHER_SECRET, certificate=certified().certificate)
    assert told(page, code_of(stranger)) == TITLES[Outcome.UNKNOWN]
    # The site's own page knows its key, certified or not.
    assert told(page, code_of(certified())) == TITLES[Outcome.VALID]
    page.click("summary")
    page.fill("#cle", PROGRAMME_KEY)
    assert told(page, code_of(certified())) == TITLES[Outcome.VALID]
    assert told(page, GOOD) == TITLES[Outcome.UNKNOWN]


def test_another_programme_vouches_for_nobody_here(terminals: Terminals, tmp_path: Path) -> None:
    site = read_public(public_text(OTHER_SECRET))
    forger = Signer(secret=OTHER_SECRET, certificate=certify(site, "44" * 32))
    code = code_of(forger)
    listed = sign_register(register((NUMBER, code)), forger)
    page = opened(terminals, tmp_path, PROGRAMME_KEY, listed)
    assert told(page, code) == TITLES[Outcome.UNKNOWN]
    assert told(page, code_of(Signer(secret=OTHER_SECRET))) == TITLES[Outcome.UNKNOWN]
    assert told(page, short_of(NUMBER, code)) == TITLES[Outcome.LIST_NEEDED]


def test_a_list_that_was_altered_counts_for_nothing(terminals: Terminals, tmp_path: Path) -> None:
    changed = sign_register(LIST, ALONE).replace(REVOKED, "000000000000")
    page = opened(terminals, tmp_path, SITE_KEY, changed)
    assert told(page, SHORT) == TITLES[Outcome.LIST_NEEDED]
    assert told(page, GOOD) == TITLES[Outcome.VALID]
    assert "une révocation ne se voit pas" in page.locator("#reponse").inner_text()


def test_a_file_is_read_without_leaving_the_machine(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "code.txt"
    file.write_text(f"{GOOD}\n", encoding="utf-8")
    page.set_input_files("#fichier", file)
    assert told(page, "") == TITLES[Outcome.VALID]


@pytest.mark.parametrize(
    "without",
    [
        "SubtleCrypto.prototype.importKey = () => Promise.reject(new Error('NotSupportedError'))",
        "Object.defineProperty(window.crypto, 'subtle', {value: undefined})",
    ],
    ids=["no Ed25519", "no WebCrypto"],
)
def test_a_browser_that_cannot_check_says_so_and_how_to(page: Page, without: str) -> None:
    page.add_init_script(without)
    page.reload()
    assert told(page, GOOD) == "Ce navigateur ne sait pas vérifier"
    answer = page.locator("#reponse").inner_text()
    assert f"tremplin attestation verify --key cle.txt {GOOD}" in answer
    assert SITE_KEY in answer


def test_the_page_serves_everybody(page: Page, tmp_path: Path) -> None:
    for text in (GOOD, WITHDRAWN, "n’importe quoi"):
        told(page, text)
        assert axe_faults(page) == []
    assert html_faults({"verifier": page.content()}, tmp_path / "html") == []
    page.set_viewport_size({"width": 320, "height": 600})
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0


def test_the_keyboard_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.type(SHORT)
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#reponse h2").inner_text() == TITLES[Outcome.LISTED]


def test_without_scripts_the_page_says_what_to_do(terminals: Terminals, tmp_path: Path) -> None:
    file = tmp_path / "verifier.html"
    file.write_bytes(fill_page(SITE_KEY, sign_register(LIST, ALONE)))
    page = terminals.open(scripts=False, offline=True)
    page.goto(file.as_uri())
    assert "tremplin attestation verify" in page.locator("main").inner_text()
