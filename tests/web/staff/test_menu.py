"""The staff's menu: one line of pages; sections for an administrator, who may open them all."""

import pytest

from tests.support.client import PageClient, Reply
from tests.support.small_site import SmallSite

SECTIONS = ["Suivi", "Atelier", "Dossiers", "Salle", "Administration", "Se former"]


@pytest.fixture
def admin(small: SmallSite) -> PageClient:
    """An administrator at a terminal."""
    return small.signed_in("administrator", terminal="127.0.0.9")


def links(reply: Reply, name: str) -> dict[str, str]:
    """The links of one line of the menu: words to addresses."""
    return {node.text or "": node.get("href", "") for node in reply.page.having("class", name)}


def current(reply: Reply) -> list[str]:
    """The words of the links that say where one is, from the outer to the inner."""
    return [
        node.text or ""
        for node in reply.page.all("a")
        if node.get("aria-current") in {"page", "true"}
        and node.get("class") in {"header__tab", "sections__link"}
    ]


def test_an_administrator_has_one_line_of_sections(admin: PageClient) -> None:
    page = admin.get("/administration")
    assert list(links(page, "header__tab")) == SECTIONS
    assert links(page, "sections__link") == {}
    assert current(page) == ["Administration"]


def test_a_section_shows_its_pages_and_each_opens(admin: PageClient) -> None:
    follow_up = admin.get("/suivi")
    assert list(links(follow_up, "sections__link")) == ["À voir", "Groupes", "Attestations"]
    assert current(follow_up) == ["Suivi", "À voir"]
    (section,) = [one for one in follow_up.page.all("a") if one.text == "Suivi"]
    assert section.get("aria-current") == "true"  # one is in it, and its page is « À voir »
    workshop = admin.get("/formateur")
    inside = links(workshop, "sections__link")
    assert list(inside) == ["Cours", "Avis", "Questions", "Chiffres", "Versions"]
    for words, url in inside.items():
        assert current(admin.get(url)) == ["Atelier", words]


def test_further_in_the_breadcrumb_leads_back(admin: PageClient) -> None:
    page = admin.get("/suivi/groupes/nouveau")
    assert links(page, "sections__link") == {}
    assert current(page) == ["Suivi"]
    assert current(admin.get("/administration/dossiers")) == ["Dossiers"]


def test_the_others_have_their_pages_in_one_line(small: SmallSite) -> None:
    page = small.signed_in("trainer").get("/formateur/avis")
    assert {"Cours", "Avis", "Se former"} <= set(links(page, "header__tab"))
    assert links(page, "sections__link") == {}
    assert current(page) == ["Avis"]
