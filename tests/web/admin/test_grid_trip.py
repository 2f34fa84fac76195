"""A new trainer where grids are asked for: card, grid, activation, phrase, then a code."""

from dataclasses import replace

import pytest

from learning.app import create_app
from learning.services.grids import make_grid
from tests.support.client import PageClient, Reply
from tests.support.pages import text_of
from tests.support.small_site import TEMPLATES, SmallSite


@pytest.fixture
def strict(small: SmallSite) -> SmallSite:
    """The same site, where the team gives a code."""
    settings = replace(small.program.settings, grilles=True)
    program = replace(small.program, settings=settings)
    app = create_app(program)
    app.jinja_env.bytecode_cache = TEMPLATES
    return replace(small, program=program, app=app)


def values(reply: Reply, name: str) -> list[str]:
    """The texts of a class, in the page's order."""
    return [text_of(node) for node in reply.page.having("class", name)]


def print_grid(admin: PageClient, identifier: str) -> list[str]:
    """Find the account, and print its grid as an administrator does."""
    found = admin.get(f"/administration/comptes?nom={identifier}").page
    account = next(
        link.get("href", "")
        for link in found.all("a")
        if link.get("href", "").count("/") == 3 and "-" in link.get("href", "")
    )
    assert "Sans code, cette personne n’entre plus" in admin.get(account).text
    made = admin.send(admin.get(f"{account}/grille").page.form(action=f"{account}/grille"))
    assert account in made.page.links
    return values(made, "administration__code")


def enter(site: SmallSite) -> PageClient:
    """Sign in as the administrator, by phrase and code."""
    account = site.accounts["administrator"]
    with site.program.writing() as work:
        grid = make_grid(work, site.program.keys.pepper, account.id)
    client = site.client(terminal="127.0.0.9")
    asked = client.fill(
        "/connexion", {"identifiant": account.identifier, "phrase": account.phrase}
    )
    client.send(asked.page.form("code"), {"code": grid.codes[0]})
    return client


def test_from_the_card_to_the_code(strict: SmallSite) -> None:
    admin = enter(strict)
    card = admin.fill("/administration/comptes/nouveau", {"nom": "Jeanne", "role": "trainer"})
    identifier, code = values(card, "access-card__value")[:2]
    assert "À utiliser avant le 9 décembre" in card.text.replace("\u00a0", " ")
    grid = print_grid(admin, identifier)
    person = strict.client(terminal="127.0.0.30")
    active = person.fill("/activation", {"identifiant": identifier, "code": code})
    phrase = values(active, "access-card__value")[1]
    assert "http://localhost/connexion" in active.text
    asked = person.fill("/connexion", {"identifiant": identifier, "phrase": phrase})
    assert "Le code numéro 1" in asked.text.replace("\u00a0", " ")
    form = asked.page.form("code")
    assert person.send(form, {"code": grid[1]}).status == 422
    inside = person.send(form, {"code": grid[0].lower()})
    assert inside.status == 200
    assert "/connexion" not in inside.page.url
    other = strict.client(terminal="127.0.0.31")
    again = other.fill("/connexion", {"identifiant": identifier, "phrase": phrase})
    assert "Le code numéro 2" in again.text.replace("\u00a0", " ")
