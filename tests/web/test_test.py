"""A test: kept as typed, unanswered questions named, sent once, its result for oneself only."""

import re

from learning.content.module_reader import RESERVED
from learning.domain.facts import TestStarted, TestSubmitted
from tests.support.client import PageClient, Reply
from tests.support.pages import Page
from tests.support.small_site import TEST, SmallSite


def begin(client: PageClient) -> Page:
    """Start the test from its page."""
    return client.send(client.get(TEST).page.form(action=f"{TEST}/commencer")).page


def names(page: Page) -> list[str]:
    """The questions drawn, in order."""
    return [
        str(node.get("data-question"))
        for node in page.having("data-question")
        if str(node.get("data-question")).startswith("marge-")
    ]


def right(page: Page, name: str) -> str:
    """The right answer, computed from what the question says."""
    panel = " ".join("".join(node.itertext()) for node in page.having("data-question", name))
    bought, sold = re.findall(r"(\d+)\s€", panel)[:2]
    return str(int(sold) - int(bought))


def send(client: PageClient, values: dict[str, str], sending: str = "") -> Reply:
    """Fill the test on the screen and press a button."""
    assert client.last is not None
    form = client.last.page.form(action=TEST)
    filled: dict[str, str | list[str]] = {**form.values, **values}
    if sending:
        filled["envoyer"] = sending
    return client.post(form.action, filled, follow=True)


def succeed(client: PageClient) -> Reply:
    """Take a test whole, every answer right."""
    page = begin(client)
    return send(client, {name: right(page, name) for name in names(page)}, "oui")


def submitted(small: SmallSite, name: str = "alix") -> list[TestSubmitted]:
    """The tests sent."""
    return [fact for fact in small.facts(name) if isinstance(fact, TestSubmitted)]


def test_a_test_draws_each_objective_in_turn(small: SmallSite) -> None:
    page = begin(small.signed_in())
    drawn = names(page)
    assert len(drawn) == len(set(drawn)) == 4
    assert sum(int(name.removeprefix("marge-")) % 2 for name in drawn) == 2


def test_no_question_may_be_named_as_a_field_of_its_page(small: SmallSite) -> None:
    page = begin(small.signed_in())
    form = page.form(action=TEST).node
    posted = {str(node.get("name")) for node in form.iter() if node.get("name")}
    own = {name for name in posted if name.split(".")[0] not in names(page)}
    assert own - {"csrf_token"} <= RESERVED
    assert {"tentative", "montrees", "plus-tard"} <= own


def test_no_key_is_on_the_page_of_a_test(small: SmallSite) -> None:
    html = begin(small.signed_in()).html
    assert "C’est l’addition" not in html
    assert "Explication" not in html
    assert "data-verdict" not in html


def test_starting_twice_goes_on_with_the_same_questions(small: SmallSite) -> None:
    client = small.signed_in()
    form = client.get(TEST).page.form(action=f"{TEST}/commencer")
    first, second = (names(client.send(form).page) for _ in range(2))
    assert first == second
    assert sum(isinstance(fact, TestStarted) for fact in small.facts()) == 1


def test_what_is_typed_is_kept_as_typed_without_a_mark(small: SmallSite) -> None:
    client = small.signed_in()
    first, second, *_ = names(begin(client))
    page = send(client, {first: "3 euros", second: "pas encore"}).page
    form = page.form(action=TEST)
    assert (form.values[first], form.values[second]) == (["3 euros"], ["pas encore"])
    assert small.answers() == []
    elsewhere = small.signed_in(terminal="127.0.0.2").get(TEST).page.form(action=TEST)
    assert elsewhere.values[first] == ["3 euros"]


def test_an_answer_may_be_changed_and_emptied(small: SmallSite) -> None:
    client = small.signed_in()
    first, *_ = names(begin(client))
    send(client, {first: "3"})
    send(client, {first: "4"})
    assert client.get(TEST).page.form(action=TEST).values[first] == ["4"]
    send(client, {first: ""})
    assert client.get(TEST).page.form(action=TEST).values[first] == [""]


def test_what_is_unanswered_is_named_before_sending(small: SmallSite) -> None:
    client = small.signed_in()
    page = begin(client)
    first, second, *_ = names(page)
    asked = send(client, {first: right(page, first)}, "oui")
    assert "pas encore envoyée" in asked.text
    assert f"#q-{second}" in asked.page.links
    assert submitted(small) == []
    done = send(client, {}, "quand-meme")
    assert "/resultats/" in done.page.url
    [result] = submitted(small)
    assert (result.points, result.out_of, result.passed) == (1.0, 4, False)


def test_what_cannot_be_read_is_named_too(small: SmallSite) -> None:
    client = small.signed_in()
    page = begin(client)
    first, *others = names(page)
    values = {name: right(page, name) for name in others} | {first: "douze"}
    asked = send(client, values, "oui")
    assert asked.page.verdict(first) == "illisible"
    assert f"#q-{first}" in asked.page.links
    assert submitted(small) == []


def test_sending_twice_gives_one_result_and_the_same_page(small: SmallSite) -> None:
    client = small.signed_in()
    page = begin(client)
    form = page.form(action=TEST)
    values: dict[str, str | list[str]] = dict(form.values)
    values |= {name: right(page, name) for name in names(page)} | {"envoyer": "oui"}
    first = client.post(TEST, values)
    assert "/resultats/" in first.location
    shown = client.get(first.location).page.text
    again = client.post(TEST, values)
    assert (again.status, again.location) == (303, first.location)
    assert len(submitted(small)) == 1
    assert len(small.answers()) == 4
    assert client.get(first.location).page.text == shown


def test_an_older_page_sent_in_the_next_attempt_changes_nothing(small: SmallSite) -> None:
    client = small.signed_in()
    page = begin(client)
    values: dict[str, str | list[str]] = dict(page.form(action=TEST).values)
    values |= {name: right(page, name) for name in names(page)} | {"envoyer": "oui"}
    first = client.post(TEST, values)
    begin(client)
    again = client.post(TEST, values)
    assert again.location == first.location
    assert client.post(TEST, {**values, "envoyer": "quand-meme"}).location == first.location
    assert len(submitted(small)) == 1
    assert small.drafts() == {}
    small.clock.advance(hours=1)
    client.post(TEST, values)
    assert small.drafts() == {}


def test_a_passed_test_says_so(small: SmallSite) -> None:
    reply = succeed(small.signed_in())
    assert "Module réussi" in reply.page.heading
    assert "4" in reply.text
    [result] = submitted(small)
    assert result.passed
    assert {answer.verdict.value for answer in small.answers()} == {"juste"}


def test_a_failed_test_says_what_to_read_again(small: SmallSite) -> None:
    client = small.signed_in()
    page = begin(client)
    odd = {name for name in names(page) if int(name.removeprefix("marge-")) % 2}
    values = {name: "777" if name in odd else right(page, name) for name in names(page)}
    reply = send(client, values, "oui")
    assert "Pas encore" in reply.page.heading
    assert "Compter une marge" in reply.text
    assert "/modules/essai/formes" in reply.page.links
    assert "Relire «\u00a0Toutes les formes\u00a0»" in reply.text
    for name in odd:
        assert reply.page.verdict(name) == "faux"


def test_another_try_takes_unseen_questions_first(small: SmallSite) -> None:
    client = small.signed_in()
    first = set(names(begin(client)))
    result = send(client, {}, "quand-meme")
    again = client.send(result.page.form(action=f"{TEST}/commencer"))
    assert set(names(again.page)).isdisjoint(first)
    send(client, {}, "quand-meme")
    assert len(submitted(small)) == 2


def test_three_failures_still_leave_a_way_on(small: SmallSite) -> None:
    client = small.signed_in()
    for _ in range(2):
        begin(client)
        send(client, {}, "quand-meme")
    begin(client)
    reply = send(client, {}, "quand-meme")
    assert "Continuer quand même" in reply.text
    form = reply.page.form(action=f"{TEST}/terminee")
    assert client.send(form, follow=False).status == 303


def test_somebody_elses_result_is_not_found(small: SmallSite) -> None:
    url = succeed(small.signed_in()).page.url.removeprefix("GET ")
    other = small.signed_in("bilal")
    assert other.get(url).status == 404
    assert small.signed_in().get(url).status == 200
    assert small.signed_in("trainer").get(url).status == 404


def test_the_same_learner_cannot_move_a_result_to_another_lesson(small: SmallSite) -> None:
    client = small.signed_in()
    url = succeed(client).page.url.removeprefix("GET ")
    assert client.get(url.replace("/epreuve/", "/formes/")).status == 404


def test_a_test_sent_when_none_is_under_way_changes_nothing(small: SmallSite) -> None:
    client = small.signed_in()
    form = client.get(TEST).page.form(action=f"{TEST}/commencer")
    token = form.values["csrf_token"]
    reply = client.post(TEST, {"csrf_token": token, "envoyer": "oui", "marge-1": "3"})
    assert (reply.status, reply.location) == (303, TEST)
    assert small.facts() == []


def test_a_number_with_two_readings_is_made_clear_in_a_test(small: SmallSite) -> None:
    client = small.signed_in()
    page = begin(client)
    first, *_ = names(page)
    expected = right(page, first)
    reply = send(client, {first: f"{expected}.000"})
    assert reply.page.verdict(first) == "ambigu"
    buttons = [node for node in reply.page.all("button") if node.get("name") == "preciser"]
    assert len(buttons) == 2
    form = reply.page.form(action=TEST)
    values: dict[str, str | list[str]] = dict(form.values)
    chosen = str(buttons[-1].get("value"))
    done = client.post(TEST, {**values, "preciser": chosen}, follow=True)
    assert done.page.verdict(first) is None
    assert done.page.form(action=TEST).values[first] == [chosen.partition("=")[2]]
