"""A real browser: Debian's Chromium, with scripts and without, that never leaves the machine.

A page that breaks the content policy, throws, or logs an error fails the test that opened it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
SCREEN = {"width": 1024, "height": 768}
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
HTML_VALIDATE = ROOT / "node_modules" / ".bin" / "html-validate"
# The status of a reply is the test's business; Chromium also writes it on the console.
EXPECTED = "Failed to load resource"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole session."""
    if not CHROMIUM.exists():
        pytest.fail("Chromium est absent. Tapez : sudo apt-get install -y chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


class Terminals:
    """Opens private windows, as many terminals as a test needs."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def open(self, *, scripts: bool = True, width: int = SCREEN["width"], **options: Any) -> Page:
        """Open a window of its own: no cookie is shared with another."""
        context = self.browser.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": SCREEN["height"]},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            **options,
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._listen(page, message.type, message.text))
        return page

    def _listen(self, page: Page, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and EXPECTED not in text:
            self.complaints.append(f"{page.url}: {kind}: {text}")

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()


@pytest.fixture
def terminals(browser: Browser) -> Iterator[Terminals]:
    """As many private windows as needed; what they complain of fails the test."""
    opened = Terminals(browser)
    yield opened
    opened.close()
    assert not opened.complaints, "\n".join(opened.complaints)


@pytest.fixture
def page(terminals: Terminals) -> Page:
    """A window of 1024 × 768 with scripts."""
    return terminals.open()


@pytest.fixture
def page_without_scripts(terminals: Terminals) -> Page:
    """A window of 1024 × 768 where scripts are off."""
    return terminals.open(scripts=False)


def sign_in(page: Page, url: str, identifier: str, phrase: str) -> None:
    """Sign in by the form, and skip the first-time screens."""
    page.goto(f"{url}/connexion")
    page.fill("[name=identifiant]", identifier)
    page.fill("[name=phrase]", phrase)
    page.locator("form:has([name=phrase]) [type=submit]").first.click()
    page.wait_for_load_state()
    if "/premiers-pas/" in page.url:
        page.locator("[name=passer]").first.click()
        page.wait_for_load_state()


# The rules that colours and sizes decide: the others read the same page whatever the display.
LOOKS = (
    "color-contrast", "color-contrast-enhanced", "link-in-text-block",
    "scrollable-region-focusable", "target-size",
)  # fmt: skip


def axe_faults(
    page: Page, *, without: tuple[str, ...] = (), only: tuple[str, ...] = ()
) -> list[str]:
    """Every rule of axe-core up to AAA that the page breaks, or of ``only``, as sentences."""
    if not AXE.is_file():
        pytest.fail("axe-core est absent. Tapez : npm ci")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: dict[str, Any] = page.evaluate(
        "options => axe.run(document, options)",
        {
            "runOnly": {"type": "rule" if only else "tag", "values": list(only) or tags},
            "rules": {rule: {"enabled": False} for rule in without},
            "resultTypes": ["violations"],
        },
    )
    return [
        f"{page.url}: {fault['id']}: {fault['help']} — {node['html'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def html_faults(pages: Mapping[str, str], folder: Path) -> list[str]:
    """What html-validate finds in these pages (name to source), one start of Node for all."""
    if not HTML_VALIDATE.exists():
        pytest.fail("html-validate est absent. Tapez : npm ci")
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in pages.items():
        (folder / f"{name}.html").write_text(source, encoding="utf-8")
    result = subprocess.run(
        [HTML_VALIDATE, "--config", ROOT / ".html-validate.json", "--formatter", "json", folder],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )
    assert result.returncode in {0, 1}, result.stderr
    return [
        f"{Path(report['filePath']).stem}, line {m['line']}: {m['ruleId']}: {m['message']}"
        for report in json.loads(result.stdout or "[]")
        for m in report["messages"]
    ]
