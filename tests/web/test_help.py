"""Aide: a short table of contents for each role, and guides that stay with their readers."""

import pytest

from learning.paths import GUIDES
from learning.services.guides import SHELVES, read_guides
from tests.support.small_site import SmallSite

STAFF_GUIDES = sorted(
    {name for shelf in SHELVES for name in shelf.guides} - {"aide-apprenant", "nouveautes"}
)


def test_a_learner_goes_straight_to_a_section(small: SmallSite) -> None:
    client = small.signed_in()
    page = client.get("/aide").page
    guide = read_guides(GUIDES)["aide-apprenant"]
    for heading in guide.headings:
        assert f"/aide/aide-apprenant#{heading.anchor}" in page.links
    shown = client.get("/aide/aide-apprenant").page
    assert all(f'id="{heading.anchor}"' in shown.html for heading in guide.headings)
    assert "/aide/nouveautes" in page.links
    assert not [name for name in STAFF_GUIDES if f"/aide/{name}" in page.links]


@pytest.mark.parametrize("name", STAFF_GUIDES)
def test_a_learner_finds_no_guide_of_staff(small: SmallSite, name: str) -> None:
    assert small.signed_in().get(f"/aide/{name}").status == 404


@pytest.mark.parametrize("role", ["trainer", "counsellor", "supervisor", "administrator"])
def test_staff_read_all_that_their_table_names(small: SmallSite, role: str) -> None:
    client = small.signed_in(role)
    named = [link for link in client.get("/aide").page.links if link.startswith("/aide/")]
    assert named
    for link in named:
        assert client.get(link).status == 200


def test_a_guide_of_trainers_stays_with_them(small: SmallSite) -> None:
    assert small.signed_in("trainer").get("/aide/format").status == 200
    assert small.signed_in("supervisor").get("/aide/format").status == 404


def test_an_example_shows_what_is_written_and_what_a_learner_gets(small: SmallSite) -> None:
    page = small.signed_in("trainer").get("/aide/format").page
    assert "- (x) Le loyer" in page.html
    assert 'id="q-charges-fixes"' in page.html
    assert "{{ micro.cotisations.services }}" in page.html
    assert 'href="#chiffre-micro.cotisations.services"' in page.html
    assert 'id="chiffre-micro.cotisations.services"' in page.html
    kinds = small.signed_in("trainer").get("/aide/questions").page
    assert kinds.html.count('<fieldset class="guide__side guide__side--shown" disabled') == 12


def test_no_guide_is_nowhere(small: SmallSite) -> None:
    assert small.signed_in("trainer").get("/aide/absent").status == 404
