"""The same act twice: one answer, one attempt, one mark, the same result page.

A double click, Back, a reload, a reply that never came, a second tab; over real connections.
"""

import http.client
import select
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from learning.domain.facts import Fact, TestStarted, TestSubmitted
from learning.services.activity import facts_of
from learning.services.work import open_program
from learning.settings import Settings
from tests.faults.ledger import recorded
from tests.faults.person import OPEN
from tests.support.hurt import HurtSite
from tests.support.little_site import LESSON, MODULE, Learner, make_little_site
from tests.support.sites import ServedSite, free_port
from tests.support.tables import Figures
from tests.support.visitor import Answered, Visitor

pytestmark = pytest.mark.faults

TEST = f"/modules/{MODULE}/epreuve"
Values = dict[str, str | list[str]]
BUTTON: Values = {"enregistrer": "combien"}
SEND: Values = {"envoyer": "oui"}


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


class Deaf(Visitor):
    """A browser whose line breaks once the site has answered, before a byte is read."""

    def connect(self) -> http.client.HTTPConnection:
        """Open a connection that is good for sending."""
        return _Deaf(self.host, timeout=self.timeout)


class _Deaf(http.client.HTTPConnection):
    def getresponse(self) -> http.client.HTTPResponse:
        """Wait for the reply, and break the line."""
        select.select([self.sock], [], [], 30)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise ConnectionResetError


class Browser:
    """A browser with two tabs, which share its cookies."""

    def __init__(self, site: ServedSite, learner: Learner) -> None:
        self.tabs = (Visitor(site.url), Visitor(site.url))
        self.deaf = Deaf(site.url)
        OPEN.extend((*self.tabs, self.deaf))
        self.tabs[0].sign_in(learner.identifier, learner.phrase)
        self.tabs[1].cookies = self.deaf.cookies = self.tabs[0].cookies

    def twice(self, path: str, values: Values) -> list[str]:
        """Send one form in every way that it may go twice; where each reply leads."""
        replies: list[Answered] = []
        together = threading.Barrier(2)

        def press(tab: Visitor) -> None:
            together.wait()
            replies.append(tab.ask("POST", path, values))

        threads = [threading.Thread(target=press, args=[tab]) for tab in self.tabs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with pytest.raises(ConnectionResetError):
            self.deaf.ask("POST", path, values)
        replies.append(self.tabs[0].ask("POST", path, values))  # « reload », or Back then again
        assert {one.status for one in replies} == {303}, [one.status for one in replies]
        return [one.location for one in replies]


def facts(data: Path, learner: Learner) -> list[Fact]:
    """Everything recorded of the learner in the module."""
    program = open_program(Settings(data=data))
    try:
        with program.reading() as work:
            return facts_of(work, learner.id, MODULE)
    finally:
        program.database.dispose()


def lesson_form(tab: Visitor, typed: str) -> Values:
    """The question of the lesson, answered."""
    shown = tab.get(LESSON).page.form("combien").values
    hidden: Values = {name: shown[name] for name in ("csrf_token", "jeton")}
    return hidden | {"combien": typed} | BUTTON


def begin_test(tab: Visitor) -> Values:
    """Start the test and answer all of it."""
    start = tab.get(TEST).page.form(action=f"{TEST}/commencer")
    page = tab.get(tab.send(start, {}).location).page
    form = page.form(action=TEST)
    filled: Values = dict.fromkeys((one for one in form.names if one.startswith("marge-")), "3")
    hidden: Values = {name: form.values[name] for name in ("csrf_token", "tentative", "montrees")}
    return hidden | filled | SEND


def test_an_answer_sent_twice_counts_once(tmp_path: Path, figures: Figures) -> None:
    data = tmp_path / "var"
    learner = make_little_site(data, 1)[0]
    with serving(data) as site:
        browser = Browser(site, learner)
        first, second = browser.tabs
        values, elsewhere = lesson_form(first, "8"), lesson_form(second, "9")
        assert len(set(browser.twice(LESSON, values))) == 1
        late = second.ask("POST", LESSON, elsewhere)
        assert late.status == 409
        assert "dans une autre page" in late.page.text
        assert "9" in late.page.form("combien").values["combien"]
    figures.exactly("envoyée quatre fois, réponses", len(recorded(data, (learner,))), 1)


def test_a_test_sent_twice_is_one_attempt_and_one_page(tmp_path: Path, figures: Figures) -> None:
    data = tmp_path / "var"
    learner = make_little_site(data, 1)[0]
    with serving(data) as site:
        browser = Browser(site, learner)
        first, second = browser.tabs
        values = begin_test(first)
        places = browser.twice(TEST, values)
        figures.exactly("épreuve envoyée quatre fois, pages de résultat", len(set(places)), 1)
        assert "/resultats/" in places[0]
        result = first.get(places[0]).page.text
        begin_test(second)
        assert first.ask("POST", TEST, values).location == places[0]  # the older tab
        assert first.get(places[0]).page.text == result
    kept = facts(data, learner)
    sent = [fact for fact in kept if isinstance(fact, TestSubmitted)]
    figures.exactly("épreuve envoyée quatre fois, notes", len(sent), 1)
    assert sum(isinstance(fact, TestStarted) for fact in kept) == 2


def test_without_its_number_a_form_counts_each_time(tmp_path: Path) -> None:
    data = tmp_path / "var"
    learner = make_little_site(data, 1)[0]
    with serving(data, "unnumbered") as site:
        browser = Browser(site, learner)
        browser.twice(LESSON, lesson_form(browser.tabs[0], "8"))
    assert len(recorded(data, (learner,))) > 1, "the mutant must be caught"


def test_without_its_attempt_an_older_page_is_taken_for_the_new_one(tmp_path: Path) -> None:
    data = tmp_path / "var"
    learner = make_little_site(data, 1)[0]
    with serving(data, "unattempted") as site:
        first, second = Browser(site, learner).tabs
        values = begin_test(first)
        first.ask("POST", TEST, values)
        begin_test(second)
        first.ask("POST", TEST, {**values, "envoyer": "quand-meme"})
    sent = [fact for fact in facts(data, learner) if isinstance(fact, TestSubmitted)]
    assert len(sent) > 1, "the mutant must be caught"
