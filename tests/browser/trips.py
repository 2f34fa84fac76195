"""What a learner does with a page, told once: answer, go on, read where one is.

Nothing here knows the right answers: a panel is filled as its fields allow.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

TO_ANSWER = "[data-question]:not([data-verdict]):has([name=enregistrer])"
TYPED = "7"


def fill(panel: Locator, written: str = "") -> list[str]:
    """Put something in each field of a question, and give back the free text that was typed."""
    texts = []
    for kind in ("radio", "checkbox"):
        choices = panel.locator(f"input[type={kind}]")
        if choices.count():
            choices.first.check()
    for place, chosen in enumerate(panel.locator("select").all()):
        # Ranks must differ: each list takes the option of its own place.
        chosen.select_option(index=1 + place % (chosen.locator("option").count() - 1))
    for box in panel.locator("input[type=text]").all():
        box.fill(TYPED)
    for area in panel.locator("textarea").all():
        area.fill(written)
        texts.append(written)
    return texts


def save(panel: Locator) -> str:
    """Press the question's own button, and tell the question's name."""
    name = panel.get_attribute("data-question") or ""
    panel.locator("[name=enregistrer]").click()
    return name


def to_answer(page: Page) -> Iterator[Locator]:
    """Each question still to be answered, the first of the page as it is now."""
    while True:
        page.wait_for_load_state()  # counting does not wait
        panels = page.locator(TO_ANSWER)
        if not panels.count():
            return
        yield panels.first


def question(page: Page, name: str) -> Locator:
    """The panel of a question."""
    return page.locator(f"[data-question='{name}']")


def verdict(page: Page, name: str) -> str | None:
    """What the page says of an answer."""
    return question(page, name).get_attribute("data-verdict")


def path(page: Page) -> str:
    """The address without the site."""
    parts = urlsplit(page.url)
    return parts.path + (f"#{parts.fragment}" if parts.fragment else "")


def next_steps(page: Page) -> int:
    """How many links and buttons the page's own part offers."""
    page.wait_for_load_state()
    return page.locator("main a[href]:visible, main button:visible").count()
