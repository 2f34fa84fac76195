"""Chromium under a terminal's policies: what it reaches, and what it thinks of each policy.

Run inside a mount namespace of its own (see ``policed``), so that no other browser of the
machine comes under them. Prints JSON.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, sync_playwright

from tests.support.browser import CHROMIUM
from tests.support.sites import ROOT

_ROWS = """() => {
    const rows = [];
    const walk = (root) => {
        for (const node of root.querySelectorAll("*")) {
            if (node.tagName === "POLICY-ROW") {
                const text = (name) => node.shadowRoot.querySelector(name).textContent.trim();
                rows.push([text(".name"), text(".messages")]);
            }
            if (node.shadowRoot) walk(node.shadowRoot);
        }
    };
    walk(document);
    return rows;
}"""
_POLICY_PAGE = "chrome://policy"
_MOUNTED = (
    'mkdir -p /etc/chromium/policies && mount --bind "$1" /etc/chromium/policies && shift && '
    'exec "$@"'
)


def policed(policies: Path, profile: Path, *addresses: str) -> dict[str, Any]:
    """Start Chromium under the policies of a folder, open each address, and tell what came."""
    module = [sys.executable, "-m", "tests.support.policed_browser", str(profile), *addresses]
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", _MOUNTED, "sh", str(policies), *module],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _look(profile: str, addresses: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with sync_playwright() as playing:
        browser = playing.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--headless=new"],
            ignore_default_args=["--headless"],
            timeout=60_000,
        )
        page = browser.new_page()
        for address in addresses:
            try:
                page.goto(address, timeout=15_000)
                found[address] = "ouvert"
            except Error as error:
                found[address] = "ouvert" if page.url.startswith(address) else str(error)[:200]
            if address == _POLICY_PAGE:
                page.wait_for_selector("policy-table")
                page.wait_for_timeout(1_000)
                found["policies"] = dict(page.evaluate(_ROWS))
            page = browser.new_page()
        browser.close()
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_look(sys.argv[1], sys.argv[2:])) + "\n")
