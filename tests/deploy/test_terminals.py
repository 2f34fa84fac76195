"""The terminals' policies: known keys, and a real Chromium that obeys them."""

import http.server
import json
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from learning.services.deployment import deployment_files
from tests.support.browser import CHROMIUM
from tests.support.firefox_keys import FIREFOX_KEYS
from tests.support.policed_browser import policed
from tests.support.sites import ROOT

HOST = "tremplin.interne"
ALLOWED_STATUS = {"OK", "Deprecated"}  # a terminal's Chromium may be old


def chromium(host: str = HOST) -> dict[str, Any]:
    text = deployment_files(HOST)["postes/chromium/tremplin.json"].decode()
    read: dict[str, Any] = json.loads(text.replace(HOST, host))
    return read


def firefox() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(deployment_files(HOST)["postes/firefox/policies.json"])
    assert list(read) == ["policies"]
    policies: dict[str, Any] = read["policies"]
    return policies


def test_what_was_asked_for_is_set_in_both() -> None:
    one, other = chromium(), firefox()
    address = f"https://{HOST}"
    assert one["URLBlocklist"][0] == "*"
    assert one["URLAllowlist"] == [address]
    assert other["WebsiteFilter"] == {"Block": ["<all_urls>"], "Exceptions": [f"{address}/*"]}
    assert one["DeveloperToolsAvailability"] == 2
    assert one["RemoteDebuggingAllowed"] is False
    assert other["DisableDeveloperTools"] is True
    assert one["DownloadRestrictions"] == 3
    assert other["StartDownloadsInTempDirectory"] is True  # it cannot forbid them all
    assert one["PasswordManagerEnabled"] is False
    assert other["PasswordManagerEnabled"] is False
    assert one["SavingBrowserHistoryDisabled"] is True
    assert other["Preferences"]["places.history.enabled"]["Value"] is False
    assert one["ForceEphemeralProfiles"] is True
    assert "cookies_and_other_site_data" in one["ClearBrowsingDataOnExitList"]
    assert other["SanitizeOnShutdown"] is True


def shape_faults(value: object, known: object, where: str) -> list[str]:
    """What a policy says that its documented shape does not know."""
    if isinstance(known, dict):
        if not isinstance(value, dict):
            return [f"{where}: not an object"]
        return [
            fault
            for name, inner in value.items()
            for fault in (
                shape_faults(inner, known[name], f"{where}.{name}")
                if name in known
                else [f"{where}.{name}: unknown"]
            )
        ]
    kinds = known if isinstance(known, tuple) else (known,)
    return [] if type(value) in kinds else [f"{where}: {type(value).__name__}"]


def test_firefox_knows_every_key() -> None:
    assert shape_faults(firefox(), FIREFOX_KEYS, "policies") == []
    assert shape_faults({"Inconnu": True}, FIREFOX_KEYS, "policies")
    assert shape_faults({"DisableTelemetry": "oui"}, FIREFOX_KEYS, "policies")


@pytest.fixture
def page() -> Iterator[str]:
    """A site of the terminal's own, and nothing else, as far as policies know."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def folder(tmp_path: Path, policies: dict[str, Any]) -> Path:
    (tmp_path / "regles" / "managed").mkdir(parents=True)
    file = tmp_path / "regles" / "managed" / "tremplin.json"
    file.write_text(json.dumps(policies), encoding="utf-8")
    file.chmod(0o644)
    return tmp_path / "regles"


@pytest.mark.browser
def test_chromium_obeys_each_policy(tmp_path: Path, page: str) -> None:
    own = f"http://{page}/"
    policies = chromium(page)
    policies["URLAllowlist"] = [f"http://{page}", "chrome://policy"]
    for own_way_in in ("DeveloperToolsAvailability", "RemoteDebuggingAllowed"):
        policies.pop(own_way_in)
    elsewhere = "http://127.0.0.1:9/"
    found = policed(
        folder(tmp_path, policies),
        tmp_path / "profil",
        *(own, elsewhere, "file:///etc/passwd", f"view-source:{own}", "chrome://version"),
        *("chrome://settings", "chrome://flags", "chrome://policy"),
    )
    assert found.pop(own) == "ouvert"
    known = found.pop("policies")
    found.pop("chrome://policy")
    assert [url for url, came in found.items() if "ADMINISTRATOR" not in came] == []
    statuses = {name: known.get(name) for name in policies}
    assert {name: said for name, said in statuses.items() if said not in ALLOWED_STATUS} == {}


def debugging_opens(policies: Path, profile: Path) -> bool:
    """Whether a Chromium under these policies lets its tools be reached."""
    order = (
        'mkdir -p /etc/chromium/policies && mount --bind "$1" /etc/chromium/policies && '
        'exec "$2" --no-sandbox --headless=new --remote-debugging-port=0 --user-data-dir="$3" '
        "about:blank"
    )
    process = subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", order, "sh", policies, CHROMIUM, profile],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(60):
            if (profile / "DevToolsActivePort").exists():
                return True
            time.sleep(0.1)
        return False
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.mark.browser
def test_chromium_gives_no_developer_tools(tmp_path: Path) -> None:
    opened = folder(tmp_path / "sans", {"BackgroundModeEnabled": False})
    closed = folder(tmp_path / "avec", chromium())
    assert debugging_opens(opened, tmp_path / "profil-sans"), "the check itself sees nothing"
    assert not debugging_opens(closed, tmp_path / "profil-avec")
