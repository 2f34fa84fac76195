"""A machine whose clock goes back a day: whoever is signed in stays so."""

import time

import pytest
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import TimestampSigner

from tests.support.small_site import LESSON, SmallSite

DAY = 86_400


def test_a_cookie_from_tomorrow_is_still_the_persons(
    small: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = small.signed_in("alix")
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) - DAY)
    assert client.get(LESSON, follow=False).status == 200
    form = client.get(LESSON).page.form("libre")
    assert client.send(form, {"libre": "Un thé"}, follow=False).status == 303
    assert len(small.answers("alix")) == 1


def test_a_cookie_that_was_changed_is_nobodys(small: SmallSite) -> None:
    client = small.signed_in("alix")
    cookie = client.http.get_cookie("tremplin")
    assert cookie
    client.http.set_cookie("tremplin", cookie.value[:-2])
    assert client.get(LESSON, follow=False).location == "/connexion"


def test_flasks_own_cookie_would_put_everybody_out(
    small: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.app.session_interface = SecureCookieSessionInterface()
    client = small.signed_in("alix")
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) - DAY)
    assert client.get(LESSON, follow=False).status == 303, "the mutant must be caught"
