"""« Suite connue » on a learner's page."""

import pytest

from learning.domain.facts import OutcomeKnown
from learning.domain.lists import OUTCOMES
from tests.support.client import PageClient
from tests.support.pages import text_of
from tests.support.small_site import SmallSite


@pytest.fixture
def staff(small: SmallSite) -> PageClient:
    """A counsellor at a terminal."""
    return small.signed_in("counsellor", terminal="127.0.0.8")


def address(small: SmallSite, who: str = "alix") -> str:
    return f"/suivi/apprenants/{small.accounts[who].id}"


def test_one_line_and_its_month_are_noted(small: SmallSite, staff: PageClient) -> None:
    page = staff.get(address(small))
    form = page.page.form("suite")
    assert form.names == {"suite", "mois"}
    words = [text_of(node) for node in form.node.iter() if node.tag == "option"]
    assert words[1:7] == list(OUTCOMES.values())
    assert words[7:9] == ["novembre 2026", "octobre 2026"]
    staff.send(form, {"suite": "projet", "mois": "2026-09"})
    done = staff.send(form, {"suite": "emploi", "mois": "2026-11"})
    assert "Emploi, novembre 2026Projet en cours, septembre 2026Ne compte plus" in done.text
    codes = [one.code for one in small.facts() if isinstance(one, OutcomeKnown)]
    assert sorted(codes) == ["emploi", "projet"]
    assert [row.action for row in small.audited()].count("suite.notee") == 2


@pytest.mark.parametrize("wrong", [{"suite": "prison"}, {"suite": ""}, {"mois": "2030-01"}])
def test_nothing_else_may_be_written(
    small: SmallSite, staff: PageClient, wrong: dict[str, str]
) -> None:
    form = staff.get(address(small)).page.form("suite")
    sent = staff.post(form.action, {**form.values, "suite": "emploi", **wrong})
    assert sent.status == 422
    assert not [one for one in small.facts() if isinstance(one, OutcomeKnown)]


def test_a_learner_of_another_group_is_not_found(small: SmallSite, staff: PageClient) -> None:
    form = staff.get(address(small)).page.form("suite")
    sent = staff.post(f"{address(small, 'chloe')}/suites", {**form.values, "suite": "emploi"})
    assert sent.status == 404
