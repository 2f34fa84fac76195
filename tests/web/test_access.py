"""Every route against every role, and the headers and the cookie of every response.

A route that this table does not know fails: whoever adds a view says here who may open it.
"""

from http.cookies import SimpleCookie
from typing import Any

import pytest
from flask import Flask

from learning.domain.access import GRANTS, Permission, Role
from learning.web.pages import check_permissions
from tests.support.client import PageClient
from tests.support.pages import header_faults
from tests.support.routes import ROUTES
from tests.support.small_site import SmallSite

NAMES = {Role.LEARNER: "alix"} | {role: role.value for role in Role if role is not Role.LEARNER}


def served(small: SmallSite) -> set[tuple[str, str]]:
    """Every method and endpoint of the program."""
    return {
        (method, str(rule.endpoint))
        for rule in small.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_each_route_is_listed_with_its_permission(small: SmallSite) -> None:
    assert served(small) == set(ROUTES)
    for (_, endpoint), (permission, _, _) in ROUTES.items():
        view: Any = small.app.view_functions[endpoint]
        assert view.permission is permission, endpoint


@pytest.mark.parametrize("role", [*Role, None])
def test_each_role_gets_what_its_grants_say(small: SmallSite, role: Role | None) -> None:
    client = small.signed_in(NAMES[role]) if role else small.client()
    wrong = []
    for (method, endpoint), (permission, url, right) in sorted(ROUTES.items()):
        if endpoint in {"signin.leave", "cards.renew"}:
            continue  # the first ends the session; the second is looked at below
        if method == "GET":
            reply = client.get(url, follow=False)
        else:
            reply = client.post(url, {"csrf_token": token(client)})
        if permission is Permission.PUBLIC:
            expected = right
        elif role is None:
            expected = {303}
        else:
            expected = right if role in GRANTS[permission] else {403}
        if reply.status not in expected:
            wrong.append(f"{method} {url}: {reply.status}, not {expected}")
        if role is None and permission is not Permission.PUBLIC:
            assert reply.location.startswith("/connexion"), url
    assert not wrong, "\n".join(wrong)


def token(client: PageClient) -> list[str]:
    """A form's token for this browser."""
    return client.get("/activation").page.form("code").values["csrf_token"]


def test_a_view_without_permission_stops_the_program(small: SmallSite) -> None:
    app = Flask("essai")
    app.add_url_rule("/oubli", "oubli", lambda: "oubli")
    with pytest.raises(RuntimeError, match="declares no permission"):
        check_permissions(app)
    check_permissions(small.app)


ANYWHERE = (
    "/connexion",
    "/accueil",
    "/absent",
    "/sante",
    "/static/absent.css",
    "/static/js/tremplin.js",
    "/connexion?raison=<script>",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE")


@pytest.mark.parametrize("url", ANYWHERE)
def test_every_response_carries_the_headers(small: SmallSite, url: str) -> None:
    for method in METHODS:
        response = small.client().http.open(url, method=method)
        assert list(header_faults(dict(response.headers))) == [], method
        if not url.startswith("/static/"):
            assert response.headers["Cache-Control"] == "no-store", method
        assert "Server" not in response.headers
        assert "script>" not in response.headers.get("Location", "")


def test_the_cookie_is_hidden_from_scripts_and_other_sites(small: SmallSite) -> None:
    client = small.client()
    form = client.get("/connexion").page.form("phrase")
    account = small.accounts["alix"]
    reply = client.send(
        form, {"identifiant": account.identifier, "phrase": account.phrase}, follow=False
    )
    lines = reply.response.headers.getlist("Set-Cookie")
    morsels = [morsel for line in lines for morsel in SimpleCookie(line).values()]
    assert [morsel.key for morsel in morsels] == ["tremplin"]
    assert morsels[0]["httponly"]
    assert morsels[0]["samesite"] == "Lax"
    assert not morsels[0]["domain"]
    assert not morsels[0]["max-age"]


def test_another_host_name_is_refused(small: SmallSite) -> None:
    response = small.client().http.get("/connexion", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil" not in response.get_data(as_text=True)
