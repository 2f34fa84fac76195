"""What tests of publishing do as a trainer: write, foresee, publish and wait."""

import time
from collections.abc import Mapping

import pytest

from learning.domain.access import Actor, Role
from learning.services.manuscripts import files_now, keep_all
from learning.services.work import with_release
from tests.support.client import PageClient, Reply
from tests.support.small_site import SmallSite

PUBLISH = "/formateur/versions/publier"
LESSON_FILE, BANK = "essai/10-formes.md", "essai/banques/epreuve.md"
RIGHT, WRONG = "- (x) Le prix d’achat", "- ( ) Le nom du client"


def rewrite(
    small: SmallSite, changes: Mapping[str, tuple[str, str]], *, by: str = "trainer"
) -> None:
    """Change words in files, as a trainer who saves them."""
    with small.program.writing() as work:
        work.actor = Actor(id=small.accounts[by].id, role=Role.TRAINER, site=work.site)
        with_release(work)
        files = files_now(work)
        texts = {path: files[path].decode() for path in changes}
        for path, (old, new) in changes.items():
            assert old in texts[path], old
            texts[path] = texts[path].replace(old, new)
        keep_all(work, {path: text.encode() for path, text in texts.items()})


def swap_right(small: SmallSite) -> None:
    """The other choice becomes the right one."""
    rewrite(small, {LESSON_FILE: (RIGHT, RIGHT.replace("(x)", "( )"))})
    rewrite(small, {LESSON_FILE: (WRONG, WRONG.replace("( )", "(x)"))})


def foresee(client: PageClient, *parts: str) -> Reply:
    """Ask what would change."""
    return client.get(f"{PUBLISH}?" + "&".join(f"partie={part}" for part in parts))


def ended(client: PageClient, sent: Reply) -> Reply:
    """Follow a run until it ends, as the page does by itself."""
    assert sent.status == 303, sent.text
    for _ in range(400):
        page = client.get(sent.location)
        if "Refresh" in page.response.headers and page.response.headers["Refresh"] == "1":
            assert "Publication en cours" in page.text
            time.sleep(0.02)
            continue
        return page
    pytest.fail("the publication does not end")


def publish(client: PageClient, *parts: str, **values: str) -> Reply:
    """Foresee, then publish."""
    page = foresee(client, *parts).page
    return ended(client, client.send(page.form("", action=PUBLISH), values, follow=False))


def token(client: PageClient) -> dict[str, str]:
    """The token of this browser's forms."""
    form = client.get("/fin").page.form(action="/deconnexion")
    return {"csrf_token": form.values["csrf_token"][0]}
