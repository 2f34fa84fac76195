"""The dashboard's figures on both databases: sixty planted people, every answer known."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from learning.domain.evaluation import Stage
from learning.domain.evaluation_tables import Dimension, Rate, Unsaid, Value
from learning.domain.facts import Observed, QuestionnaireEnded, ScaleAnswered, SupportGiven
from learning.domain.intervals import BeforeAfter
from learning.services.activity import add_facts
from learning.services.evaluation import Dashboard, show_dashboard
from learning.services.evaluation_people import Population, read_population
from learning.services.work import Program, with_release
from learning.storage.people import account
from tests.benchmarks.test_counts import counted
from tests.support.clock import START
from tests.support.planted import answered, plant
from tests.support.small_site import Account, make

Site = tuple[Program, dict[str, Account]]
STATEMENTS = 7


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A published site on either database, with the sixty people."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    plant(program)
    yield program, accounts
    program.database.dispose()


def population(site: Site) -> Population:
    with site[0].reading() as work:
        return read_population(with_release(work))


def dashboard(site: Site, by: Dimension = Dimension.ALL) -> Dashboard:
    with site[0].reading() as work:
        return show_dashboard(with_release(work), by)


def values(page: Dashboard, code: str, key: str = "") -> dict[str, Value]:
    panel = next(one for one in page.panels if one.code == code)
    line = next(one for one in panel.lines if one.key == key)
    return dict(zip(panel.columns, line.values, strict=True))


def count(value: Value) -> object:
    return value.count if isinstance(value, Rate) else value


def test_everybody_is_counted_once_under_the_right_stage(site: Site) -> None:
    found = population(site)
    stages = [one.stage for one in found.subjects]
    assert len(stages) == 60
    assert [stages.count(stage) for stage in Stage] == [14, 23, 23]
    assert not found.invented


def test_the_whole_says_the_planted_figures(site: Site) -> None:
    page = dashboard(site)
    progress = values(page, "avancement")
    assert progress["atteints"] == page.reached == 60
    assert (count(progress["commence"]), count(progress["termine"])) == (46, 23)
    weeks = values(page, "gardes")
    assert weeks["suivis"] == 46
    assert {code: count(value) for code, value in weeks.items()} | {} == {
        "suivis": 46,
        "semaine-1": Unsaid.HIDDEN,
        "semaine-2": 36,
        "semaine-4": Unsaid.HIDDEN,
        "semaine-8": Unsaid.HIDDEN,
        "semaine-12": 26,
    }


def test_self_efficacy_is_a_paired_comparison(site: Site) -> None:
    found = values(dashboard(site), "efficacite")
    compared = found["scores"]
    assert found["personnes"] == 23
    assert isinstance(compared, BeforeAfter)
    gains = [0, 1, 2, 1, 1, 0, 1, 2, 1, 1, 0, *[0, 1, 2, 1, 1] * 2, 0, 1]
    assert compared.change.value == pytest.approx(sum(gains) / len(gains))
    assert compared.before.value == 2.0
    # t(22) = 2,0739
    spread = (sum((gain - sum(gains) / 23) ** 2 for gain in gains) / 22) ** 0.5
    half = 2.0739 * spread / 23**0.5
    assert compared.change.high - compared.change.value == pytest.approx(half, abs=1e-4)


def test_reasons_and_outcomes_are_the_last_ones(site: Site) -> None:
    page = dashboard(site)
    assert count(values(page, "departs")["personnes"]) == 22
    assert count(values(page, "departs", "travail")["personnes"]) == 12
    assert values(page, "departs", "autre")["personnes"] is Unsaid.HIDDEN
    assert count(values(page, "suites")["personnes"]) == 10


def test_forms_and_cohorts_are_those_of_the_first_group(site: Site) -> None:
    for by, keys in (
        (Dimension.FORM, ("autonomie", "atelier")),
        (Dimension.MONTH, ("2026-05", "2026-06")),
    ):
        page = dashboard(site, by)
        alone, guided = (values(page, "avancement", key) for key in keys)
        assert (count(alone["commence"]), count(alone["termine"])) == (22, 8)
        assert (count(guided["commence"]), count(guided["termine"])) == (24, 15)
        assert count(values(page, "gardes", keys[1])["semaine-12"]) == 14


def test_modules_are_counted_among_those_whose_path_holds_them(site: Site) -> None:
    found = values(dashboard(site, Dimension.MODULE), "modules", "essai")
    assert [count(value) for value in found.values()] == [60, 46, 23]


def test_staff_who_try_and_demonstrations_never_count(site: Site) -> None:
    program, accounts = site
    with program.writing() as work:
        add_facts(work, accounts["trainer"].id, [answered(0)])
        add_facts(work, accounts["alix"].id, [answered(0)])
    found = population(site)
    assert len(found.people) == 60
    known = {accounts[name].id for name in ("trainer", "alix")}
    assert not known & {one.id for one in found.people}


def test_what_staff_note_is_no_presence(site: Site) -> None:
    program, _ = site
    idle = next(one for one in population(site).people if one.subject.stage is Stage.REACHED)
    with program.writing() as work:
        add_facts(
            work,
            idle.id,
            [
                SupportGiven(id=uuid4(), at=START, minutes=60, person="formateur"),
                Observed(
                    id=uuid4(), at=START, sort="observation", code="avance-seul", month="2026-11"
                ),
            ],
        )
    again = next(one for one in population(site).people if one.id == idle.id)
    assert again.subject.stage is Stage.REACHED
    assert again.subject.last_week is None


def test_a_refusal_takes_the_answers_out(site: Site) -> None:
    program, _ = site
    scored = next(one for one in population(site).people if one.subject.scores)
    with program.writing() as work:
        end = QuestionnaireEnded(
            id=uuid4(), at=START + timedelta(seconds=1), questionnaire="apres", refused=True
        )
        add_facts(work, scored.id, [end])
    again = next(one for one in population(site).people if one.id == scored.id)
    assert again.subject.scores is None


def test_an_answer_given_again_replaces_the_first(site: Site) -> None:
    program, _ = site
    scored = next(one for one in population(site).people if one.subject.scores)
    with program.writing() as work:
        later = START + timedelta(seconds=1)
        again = [
            ScaleAnswered(id=uuid4(), at=later, questionnaire="apres", question=item, value=5)
            for item in ("client", "prix", "aide")
        ]
        add_facts(work, scored.id, again)
    found = next(one for one in population(site).people if one.id == scored.id)
    assert found.subject.scores == (2.0, 5.0)


def test_a_demonstration_says_that_its_people_are_invented(site: Site) -> None:
    program, _ = site
    with program.writing() as work:
        work.connection.execute(sa.update(account).values(made_by_demo=True))
    page = dashboard(site)
    assert page.invented
    assert page.reached == 63


def test_the_number_of_statements_does_not_depend_on_people(site: Site) -> None:
    dashboard(site)  # the courses are now in memory
    with counted(site[0]) as sent:
        dashboard(site)
    assert len(sent) <= STATEMENTS
