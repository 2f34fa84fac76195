"""The worked examples: read by learners, taken as a start without losing a version."""

import pytest

from learning.domain.worked.projects import EXAMPLES
from learning.services.project import history_of, latest_of
from learning.services.project_examples import PERSONAL
from tests.support.client import PageClient, Reply
from tests.support.small_site import SmallSite, as_learner


def start(client: PageClient, slug: str) -> Reply:
    """Press « Partir de cet exemple »."""
    page = client.get(f"/projet/exemples/{slug}").page
    form = next(form for form in page.forms if form.action.endswith("/partir"))
    return client.send(form, {})


def typed(small: SmallSite, name: str = "alix") -> dict[str, dict[str, str]]:
    with small.program.reading() as work:
        found = latest_of(work, small.accounts[name].id)
        return {slug: dict(version.typed) for slug, version in found.items()}


def test_the_list_leads_to_each(small: SmallSite) -> None:
    client = small.signed_in()
    page = client.get("/projet/exemples").page
    for one in EXAMPLES:
        assert f"/projet/exemples/{one.slug}" in page.links
    assert "Seuil\u00a0: 12\u00a0interventions par mois" in page.text


@pytest.mark.parametrize("slug", [one.slug for one in EXAMPLES])
def test_an_example_is_read_with_its_answers_and_no_field(small: SmallSite, slug: str) -> None:
    page = small.signed_in().get(f"/projet/exemples/{slug}").page
    example = next(one for one in EXAMPLES if one.slug == slug)
    assert example.lesson in page.text
    assert example.rule in page.text
    # The small site has few figures of law: the others say which one is missing.
    known = {"velo", "paysagiste"}
    assert ("Vous gagnez de l’argent à partir de" in page.text) == (slug in known)
    assert "<textarea" not in page.html
    assert [form.action for form in page.forms if "exemples" in form.action] == [
        f"/projet/exemples/{slug}/partir"
    ]


def test_starting_from_one_copies_its_sheets(small: SmallSite) -> None:
    client = small.signed_in()
    assert "Reprendre" in start(client, "velo").text
    example = next(one for one in EXAMPLES if one.slug == "velo")
    assert typed(small) == {
        slug: dict(sheet) for slug, sheet in example.sheets.items() if slug not in PERSONAL
    }
    assert client.get("/projet/prix").page.form("prix").values["prix"] == ["60"]


def test_what_stood_before_stays_in_its_versions(small: SmallSite) -> None:
    client = small.signed_in()
    for slug, name, value in (("prix", "prix", "99"), ("emprunt", "somme", "700"),
                              ("premiere-action", "actes.1.acte", "Appeler")):  # fmt: skip
        client.send(client.get(f"/projet/{slug}").page.form(name), {name: value})
    start(client, "livraison-velo")
    assert typed(small)["emprunt"] == {}
    assert typed(small)["premiere-action"] == {"actes.1.acte": "Appeler"}
    for slug, name, value in (("prix", "prix", "99"), ("emprunt", "somme", "700")):
        page = client.get(f"/projet/{slug}/versions/1").page
        restore = next(form for form in page.forms if form.action.endswith("/reprendre"))
        assert client.send(restore, {}).page.form(name).values[name] == [value]


def test_starting_twice_adds_nothing(small: SmallSite) -> None:
    client = small.signed_in()
    start(client, "barber")
    start(client, "barber")
    with small.program.reading() as work:
        as_learner(work, small.accounts["alix"])
        assert len(history_of(work, small.accounts["alix"].id, "prix")) == 1


def test_an_unknown_example_is_not_found(small: SmallSite) -> None:
    client = small.signed_in()
    reply = client.get("/projet/exemples/inconnu")
    assert reply.status == 404
    assert "Cet exemple n’existe pas." in reply.text
