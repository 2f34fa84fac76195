"""Sign in, sign out, lock: what trust.md promises about sessions at shared terminals."""

import re

from tests.support.client import PageClient, Reply
from tests.support.small_site import LESSON, TEST, SmallSite

ENTRY = "/connexion"


def attempt(client: PageClient, identifier: str, phrase: str) -> Reply:
    """Try to sign in, whatever comes back."""
    values = {"identifiant": identifier, "phrase": phrase}
    return client.fill(ENTRY, values, follow=False)


def without_tokens(html: str, identifier: str) -> str:
    """A page without what differs at each showing."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", html).replace(identifier, "")


def test_the_right_phrase_opens_the_home(small: SmallSite) -> None:
    reply = small.signed_in().get("/accueil")
    assert reply.status == 200
    assert small.accounts["alix"].phrase not in reply.page.html


def test_four_letters_capitals_and_commas_are_enough(small: SmallSite) -> None:
    account = small.accounts["alix"]
    short = ", ".join(word[:4].upper() for word in account.phrase.split())
    assert attempt(small.client(), f" {account.identifier.upper()} ", short).status == 303


def test_a_wrong_phrase_and_an_unknown_person_read_alike(small: SmallSite) -> None:
    account = small.accounts["alix"]
    known = attempt(small.client(), account.identifier, "un deux trois quatre cinq")
    unknown = attempt(small.client(), "personne-0000", "un deux trois quatre cinq")
    assert known.status == unknown.status == 422
    assert without_tokens(known.page.html, account.identifier) == without_tokens(
        unknown.page.html, "personne-0000"
    )


def test_a_typed_phrase_is_never_shown_back(small: SmallSite) -> None:
    reply = attempt(small.client(), "personne-0000", "girafe secrete")
    assert "girafe" not in reply.page.html


def test_nothing_typed_is_said_and_costs_no_attempt(small: SmallSite) -> None:
    for _ in range(8):
        assert attempt(small.client(), "", "").status == 422
    account = small.accounts["alix"]
    assert attempt(small.client(), account.identifier, account.phrase).status == 303


def test_six_wrong_phrases_make_the_right_one_wait(small: SmallSite) -> None:
    account = small.accounts["alix"]
    client = small.client()
    for _ in range(5):
        assert attempt(client, account.identifier, "faux").status == 422
    refused = attempt(client, account.identifier, account.phrase)
    assert refused.status == 429
    assert 0 < int(refused.response.headers["Retry-After"]) <= 15
    assert "secondes" in refused.text
    small.clock.advance(minutes=1)
    assert attempt(client, account.identifier, account.phrase).status == 303


def test_an_unknown_identifier_waits_just_as_long(small: SmallSite) -> None:
    client = small.client()
    for _ in range(5):
        attempt(client, "personne-0000", "faux")
    assert attempt(client, "personne-0000", "faux").status == 429


def test_never_more_than_ten_are_checked_in_a_quarter_of_an_hour(small: SmallSite) -> None:
    account = small.accounts["alix"]
    checked = 0
    for _ in range(26):
        checked += attempt(small.client(), account.identifier, "faux").status == 422
        small.clock.advance(minutes=0.5)
    assert checked <= 10
    small.clock.advance(hours=1)
    assert attempt(small.client(), account.identifier, account.phrase).status == 303


def test_a_neighbour_is_not_slowed_by_somebody_elses_errors(small: SmallSite) -> None:
    for _ in range(6):
        attempt(small.client(), small.accounts["alix"].identifier, "faux")
    bilal = small.accounts["bilal"]
    assert attempt(small.client(), bilal.identifier, bilal.phrase).status == 303


def test_one_session_a_learner_the_newer_replaces_the_older(small: SmallSite) -> None:
    first, second = small.signed_in(), small.signed_in(terminal="127.0.0.2")
    assert second.get("/accueil").status == 200
    ended = first.get("/accueil", follow=False)
    assert (ended.status, ended.location) == (303, "/connexion?raison=remplacee")
    assert "autre poste" in first.get(ended.location).text


def test_signing_out_kills_the_token(small: SmallSite) -> None:
    client = small.signed_in()
    cookie = client.http.get_cookie("tremplin")
    assert cookie
    client.get("/fin")
    out = client.sign_out()
    assert "Tout votre travail est gardé" in out.text
    replay = small.client()
    replay.http.set_cookie("tremplin", cookie.value)
    assert replay.get("/accueil", follow=False).location.startswith("/connexion")


def test_signing_out_clears_the_terminal(small: SmallSite) -> None:
    client = small.signed_in()
    form = client.get("/fin").page.form(action="/deconnexion")
    left = client.send(form, follow=False)
    assert left.response.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_an_idle_lesson_locks_and_its_phrase_opens_the_same_page(small: SmallSite) -> None:
    client = small.signed_in()
    client.get(LESSON)
    small.clock.advance(minutes=14)
    assert client.get(LESSON).status == 200
    small.clock.advance(minutes=17)
    locked = client.get(LESSON, follow=False)
    assert locked.location.startswith("/verrou")
    client.get(locked.location)
    assert client.last is not None
    form = client.last.page.form("phrase")
    assert client.send(form, {"phrase": "faux"}).status == 422
    opened = client.send(form, {"phrase": small.accounts["alix"].phrase}, follow=False)
    assert (opened.status, opened.location) == (303, LESSON)


def test_another_page_locks_after_ten_minutes(small: SmallSite) -> None:
    client = small.signed_in()
    client.get("/modules")
    small.clock.advance(minutes=12)
    assert client.get("/modules", follow=False).location.startswith("/verrou")


def test_a_session_ends_after_four_hours_whatever_happens(small: SmallSite) -> None:
    client = small.signed_in()
    for _ in range(24):
        small.clock.advance(minutes=9.9)
        client.get(LESSON)
    small.clock.advance(minutes=9)
    assert client.get(LESSON, follow=False).location.startswith("/verrou")


def test_a_clock_set_back_locks_nobody_out(small: SmallSite) -> None:
    client = small.signed_in()
    small.clock.advance(days=-1)
    assert client.get("/accueil").status == 200


def test_a_late_answer_is_kept_never_echoed_and_shown_again(small: SmallSite) -> None:
    client = small.signed_in()
    form = client.get(LESSON).page.form("libre")
    small.clock.advance(hours=1)
    kept = client.send(form, {"libre": "Des paniers tressés"})
    assert "Votre texte est gardé. Reconnectez-vous." in kept.text
    assert "paniers" not in kept.page.html
    assert small.answers() == []
    opened = client.send(kept.page.form("phrase"), {"phrase": small.accounts["alix"].phrase})
    assert "Des paniers tressés" in opened.page.html
    assert "Votre texte est gardé" in opened.text


def test_a_late_answer_after_sign_out_is_kept_for_that_person_only(small: SmallSite) -> None:
    client = small.signed_in()
    form = client.get(LESSON).page.form("libre")
    cookie = client.http.get_cookie("tremplin")
    assert cookie
    client.get("/fin")
    client.sign_out()
    client.http.set_cookie("tremplin", cookie.value)
    kept = client.send(form, {"libre": "Des paniers tressés"})
    assert "Votre texte est gardé" in kept.text
    assert "paniers" not in kept.page.html
    assert "paniers" not in small.signed_in("bilal").get(LESSON).page.html
    assert "paniers" in small.signed_in().get(LESSON).page.html


def test_a_late_answer_to_a_test_is_kept(small: SmallSite) -> None:
    client = small.signed_in()
    start = client.get(TEST).page.form(action=f"{TEST}/commencer")
    form = client.send(start).page.form(action=TEST)
    name = min(form.names)
    small.clock.advance(hours=1)
    client.send(form, {name: "777"})
    assert "777" in str(small.drafts())


def test_a_forged_form_is_refused_and_shows_what_was_typed(small: SmallSite) -> None:
    client = small.signed_in()
    for token in ({}, {"csrf_token": "faux"}):
        reply = client.post(LESSON, {"libre": "Mon texte ?", "enregistrer": "libre", **token})
        assert reply.status == 400
        assert "Mon texte" in reply.page.html
        assert "Rien n’a été enregistré" in reply.text
    assert small.answers() == []


def test_the_lock_leads_nowhere_outside(small: SmallSite) -> None:
    client = small.signed_in()
    small.clock.advance(hours=1)
    for outside in ("//evil.example", "/\\evil.example", "https://evil.example"):
        page = client.get(f"/verrou?suite={outside}").page
        assert page.form("phrase").values["suite"] == ["/accueil"]


def test_a_suspended_account_is_out_at_once(small: SmallSite) -> None:
    client = small.signed_in()
    with small.program.writing() as work:
        work.connection.exec_driver_sql("UPDATE account SET status = 'suspended'")
    assert client.get("/accueil", follow=False).location.startswith("/connexion")
    account = small.accounts["alix"]
    assert attempt(small.client(), account.identifier, account.phrase).status == 422
