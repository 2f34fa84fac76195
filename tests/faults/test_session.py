"""The session ends, or the terminal goes dark, in the middle of an answer: the text is kept."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page

from learning.services.work import open_program
from learning.settings import Settings
from learning.storage.activity import draft
from learning.storage.sessions import terminal_session
from tests.faults.ledger import Ledger
from tests.faults.person import OPEN
from tests.support.browser import Terminals, sign_in
from tests.support.hurt import HurtSite
from tests.support.little_site import LESSON, MODULE, Learner, make_little_site
from tests.support.pages import Form
from tests.support.sites import Serve, ServedSite, free_port
from tests.support.tables import Figures
from tests.support.visitor import Visitor

pytestmark = pytest.mark.faults

TEST, SHEET = f"/modules/{MODULE}/epreuve", "/projet/idee"
MOST_LOST_SECONDS = 15.0
TYPING_SECONDS = 24
End = Callable[[ServedSite, Learner], None]


@contextmanager
def serving(data: Path, mutant: str = "") -> Iterator[ServedSite]:
    """The real program, or one without a defence."""
    port = free_port()
    site = HurtSite(data, port, mutant, {}) if mutant else ServedSite(data, port)
    try:
        site.start()
        yield site
    finally:
        site.stop()


def terminal(site: ServedSite, learner: Learner) -> Visitor:
    """Somebody signed in."""
    visitor = Visitor(site.url)
    OPEN.append(visitor)
    visitor.sign_in(learner.identifier, learner.phrase)
    return visitor


def idle(site: ServedSite, _learner: Learner) -> None:
    """An hour goes by."""
    program = open_program(Settings(data=site.data))
    with program.writing() as work:
        hour_ago = work.instant - timedelta(hours=1)
        work.connection.execute(
            sa.update(terminal_session)
            .where(terminal_session.c.state == "open")
            .values(seen_at=hour_ago, opened_at=hour_ago)
        )
    program.database.dispose()


def replaced(site: ServedSite, learner: Learner) -> None:
    """The same person signs in elsewhere."""
    terminal(site, learner)


def signed_out(site: ServedSite, learner: Learner) -> None:
    """The same person signs in elsewhere, and leaves."""
    elsewhere = terminal(site, learner)
    elsewhere.send(elsewhere.get("/fin").page.form(action="/deconnexion"), {})


ENDS: dict[str, End] = {"idle": idle, "replaced": replaced, "signed_out": signed_out}


def opened(visitor: Visitor) -> dict[str, tuple[Form, str]]:
    """The forms of a lesson, a test and a sheet, with the field that a text goes in."""
    start = visitor.get(TEST).page.form(action=f"{TEST}/commencer")
    visitor.send(start, {})
    test = visitor.get(TEST).page.form(action=TEST)
    sheet = visitor.get(SHEET).page.form(action=SHEET)
    return {
        LESSON: (visitor.get(LESSON).page.form("racontez"), "racontez"),
        TEST: (test, min(name for name in test.names if name.startswith("marge-"))),
        SHEET: (sheet, "probleme"),
    }


def interrupted(site: ServedSite, learner: Learner, ledger: Ledger, end: End) -> list[str]:
    """Type in each form, end the session, send; then tell what is not shown again in place."""
    visitor = terminal(site, learner)
    forms = opened(visitor)
    end(site, learner)
    for path, (form, name) in forms.items():
        typed = f"{end.__name__}-{path.rsplit('/', 1)[1]}"
        replied = visitor.send(form, {name: typed})
        assert replied.status == 303
        assert typed not in visitor.get(replied.location).page.html, "never shown to whoever sits"
        if "garde=1" in replied.location:
            ledger.write(learner.id, typed)
    again = terminal(site, learner)
    return [
        f"{end.__name__}: {path}"
        for path, (_, name) in forms.items()
        if f"{end.__name__}-{path.rsplit('/', 1)[1]}"
        not in again.get(path).page.form(name).values[name]
    ]


def test_what_is_sent_after_the_end_is_kept(tmp_path: Path, figures: Figures) -> None:
    data = tmp_path / "var"
    learners = make_little_site(data, len(ENDS))
    ledger = Ledger(tmp_path / "ledger")
    with serving(data) as site:
        lost = [
            one
            for learner, end in zip(learners, ENDS.values(), strict=True)
            for one in interrupted(site, learner, ledger, end)
        ]
    assert not lost
    figures.exactly("textes envoyés trop tard, gardés", len(ledger.entries()), 3 * len(ENDS))
    ledger.close()


def test_without_its_keepers_a_late_text_is_lost(tmp_path: Path) -> None:
    learner = make_little_site(tmp_path / "var", 1)[0]
    ledger = Ledger(tmp_path / "ledger")
    with serving(tmp_path / "var", "forgetful") as site:
        lost = interrupted(site, learner, ledger, idle)
    assert len(lost) == 3, "the mutant must be caught"
    assert ledger.entries() == []
    ledger.close()


def type_then_cut(page: Page, site: ServedSite, learner: Learner) -> float:
    """Type a word a second until the terminal goes dark; how many seconds of words are lost."""
    sign_in(page, site.url, learner.identifier, learner.phrase)
    page.goto(f"{site.url}{LESSON}")
    page.locator("[name=racontez]").click()
    typed: list[float] = []
    began = time.monotonic()
    while time.monotonic() - began < TYPING_SECONDS:
        page.keyboard.type(f"mot{len(typed)} ")
        typed.append(time.monotonic())
        page.wait_for_timeout(1_000)
    dark = time.monotonic()
    page.context.close()  # nothing is sent on the way out, as when the plug is pulled
    kept = _kept(site.data, learner)
    lost = [at for number, at in enumerate(typed) if f"mot{number} " not in kept]
    return dark - lost[0] if lost else 0.0


def _kept(data: Path, learner: Learner) -> str:
    program = open_program(Settings(data=data))
    try:
        with program.reading() as work:
            query = sa.select(draft.c.fields).where(draft.c.learner_id == learner.id)
            return str(work.connection.execute(query).scalars().all())
    finally:
        program.database.dispose()


@pytest.mark.browser
@pytest.mark.long
def test_a_terminal_gone_dark_loses_few_seconds(
    tmp_path: Path, serve_site: Serve, terminals: Terminals, figures: Figures
) -> None:
    learner = make_little_site(tmp_path / "var", 1)[0]
    site = serve_site(tmp_path / "var")
    lost = type_then_cut(terminals.open(), site, learner)
    figures.at_most("poste éteint, saisie perdue", lost, MOST_LOST_SECONDS, " s")


@pytest.mark.browser
@pytest.mark.long
def test_without_its_timer_everything_typed_is_lost(
    tmp_path: Path, serve_site: Serve, terminals: Terminals
) -> None:
    learner = make_little_site(tmp_path / "var", 1)[0]
    site = serve_site(tmp_path / "var")
    page = terminals.open()
    page.add_init_script("window.setTimeout = () => 1;")
    assert type_then_cut(page, site, learner) > MOST_LOST_SECONDS, "the mutant must be caught"
