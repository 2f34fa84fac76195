"""Take again the two pictures at the top of README, on a demonstration made for it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "learning" / "guides" / "images"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PORT = 8765
MODULE = "budget"  # where that learner has lessons left
URL = f"http://127.0.0.1:{PORT}"


def tremplin(data: Path, *arguments: str) -> str:
    """Run the command on a data directory and give what it prints."""
    return subprocess.run(
        [sys.executable, "-m", "learning", *arguments],
        check=True,
        cwd=ROOT,
        env={**os.environ, "TREMPLIN_DATA": str(data)},
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def wait_until_ready() -> None:
    """Return once the site answers."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"{URL}/sante", timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.1)
    message = "the site never answered"
    raise SystemExit(message)


def sign_in(page: Page, identifier: str, phrase: str) -> None:
    """Sign in, past the first-time screens if there are any."""
    page.goto(f"{URL}/connexion")
    page.fill("[name=identifiant]", identifier)
    page.fill("[name=phrase]", phrase)
    page.locator("form:has([name=phrase]) [type=submit]").first.click()
    page.goto(f"{URL}/accueil")


def take(page: Page) -> None:
    """A lesson with an answer that was marked, then the home that takes one back to it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.goto(f"{URL}/modules/{MODULE}")
    lessons = page.locator("main ol a").evaluate_all("links => links.map(a => a.href)")
    answer_somewhere(page, lessons)
    page.screenshot(path=PICTURES / "lecon.png")
    page.goto(f"{URL}/accueil")
    page.screenshot(path=PICTURES / "accueil.png")


def answer_somewhere(page: Page, lessons: list[str]) -> None:
    """Answer the first open question with choices, and show it with a little of the lesson."""
    open_panel = "[data-question]:has(form input[type=radio])"
    for lesson in lessons:
        page.goto(lesson)
        panel = page.locator(open_panel).first
        if not panel.count():
            continue
        name = panel.get_attribute("data-question")
        panel.locator("input[type=radio]").first.check()
        panel.locator("[name=enregistrer]").click()
        page.wait_for_load_state()
        place = "name => scrollTo(0, document.getElementById('q-' + name).offsetTop - 96)"
        page.evaluate(place, name)
        return
    raise SystemExit("no question with choices is left to answer")


def main() -> None:
    """Make, serve, look, and leave nothing but the pictures."""
    folder = Path(tempfile.mkdtemp(prefix="tremplin-"))
    data = folder / "var"
    tremplin(data, "init")
    tremplin(data, "courses", "publish", "courses")
    people = json.loads(tremplin(data, "demo", "--learners", "12", "--json"))
    # The last learner shown has gone far: there is something to go on with, and to revise.
    learner = [person for person in people if person["role"] == "apprenant"][-1]
    with subprocess.Popen(
        [sys.executable, "-m", "learning", "serve", "--port", str(PORT)],
        cwd=ROOT,
        env={**os.environ, "TREMPLIN_DATA": str(data)},
    ) as server:
        try:
            wait_until_ready()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
                page = browser.new_page(viewport={"width": 1024, "height": 768}, locale="fr-FR")
                sign_in(page, learner["identifiant"], learner["phrase"])
                take(page)
                browser.close()
        finally:
            server.terminate()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
