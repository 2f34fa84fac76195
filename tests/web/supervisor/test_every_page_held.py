"""A paused terminal: not one page, file or method of the whole program answers otherwise."""

import pytest

from tests.support.client import PageClient
from tests.support.room import ALIX, Room
from tests.support.routes import ROUTES

METHODS = ("GET", "HEAD", "POST")
# What still answers there: the page itself, the way in of the team and out of a session, the
# enrolment, and what no person reads.
OPEN_THERE = {
    "pause.show",
    "signin.enter",
    "second_step.check",
    "signin.leave",
    "enrolment.show",
    "enrolment.enter",
    "health.show",
    "health.favicon",
}
ADDRESSES = {
    f"{method} {endpoint}": (method, address)
    for (method, endpoint), (_permission, address, _statuses) in ROUTES.items()
    if endpoint not in OPEN_THERE
}


@pytest.fixture
def alix(room: Room, supervisor: PageClient) -> PageClient:
    """Alix at work, then paused with the room."""
    client = room.learner()
    room.pause(supervisor)
    return client


@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "nobody"])
def test_every_route_leads_to_the_page_of_the_pause(
    room: Room, alix: PageClient, *, signed_in: bool
) -> None:
    client = alix if signed_in else room.small.client(terminal=ALIX)
    wrong = []
    for name, (method, address) in ADDRESSES.items():
        for asked in {method, "HEAD" if method == "GET" else method}:
            reply = client.http.open(address, method=asked, data=token(client, asked))
            if not reply.headers.get("Location", "").startswith("/pause?"):
                wrong.append(f"{name} as {asked}: {reply.status} {reply.headers.get('Location')}")
    assert not wrong, "\n".join(wrong)


def token(client: PageClient, method: str) -> dict[str, str | list[str]] | None:
    """The token of a form of that terminal: a post without one is refused before all else."""
    if method != "POST":
        return None
    page = client.get("/connexion?equipe=1").page
    return {"csrf_token": page.form("phrase").values["csrf_token"]}
