"""A group of thirty served in one act: the page, the act, thirty papers and their PDF."""

import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from learning.app import create_app
from learning.domain.access import Role
from learning.services.work import Program, Work, open_program
from learning.settings import Settings
from learning.storage.activity import fact
from learning.storage.follow_up import attestation
from learning.storage.people import account
from tests.benchmarks.test_counts import counted
from tests.support.client import PageClient
from tests.support.sites import make_demonstration
from tests.support.tables import Figures

pytestmark = pytest.mark.bench

PEOPLE, SECONDS, STATEMENTS = 30, 3.0, 10
HOME = "/suivi/attestations"


def spread(work: Work) -> None:
    """Give the facts of somebody who passed a test to all the others of the group."""
    learners = account.c.role == Role.LEARNER.value
    work.connection.execute(sa.update(account).where(learners).values(status="active"))
    passed = work.connection.execute(
        sa.select(attestation.c.learner_id).where(attestation.c.kind == "reussite").limit(1)
    ).scalar_one()
    others = work.connection.execute(
        sa.select(account.c.id).where(learners, account.c.id != passed)
    ).scalars()
    lived = work.connection.execute(sa.select(fact).where(fact.c.learner_id == passed)).mappings()
    rows = [dict(row) for row in lived]
    work.connection.execute(sa.delete(attestation))
    for learner in list(others):
        work.connection.execute(sa.delete(fact).where(fact.c.learner_id == learner))
        copied = [{**row, "id": _own(row["id"], learner), "learner_id": learner} for row in rows]
        work.connection.execute(sa.insert(fact), copied)


def _own(shared: UUID, learner: UUID) -> UUID:
    """The same fact of somebody else."""
    return UUID(int=shared.int ^ learner.int)


def spent(act: Callable[[], object]) -> float:
    """Seconds of processor: others share this machine."""
    began = time.process_time()
    act()
    return time.process_time() - began


def issued(program: Program) -> int:
    with program.reading() as work:
        count = sa.select(sa.func.count()).select_from(attestation)
        return work.connection.execute(count).scalar() or 0


def test_thirty_at_once(tmp_path: Path, figures: Figures) -> None:
    demonstration = make_demonstration(tmp_path / "var", "--learners", "30", "--days", "60")
    program = open_program(Settings(data=demonstration.data))
    with program.writing() as work:
        spread(work)
    client = PageClient(create_app(program))
    counsellor = demonstration.person("conseiller")
    client.sign_in(counsellor.identifier, counsellor.phrase)
    group = next(url for url in client.get(HOME).page.links if url.startswith(f"{HOME}/groupes/"))
    chosen = f"{group}?cocher=oui"
    form = client.get(chosen).page.form(action=f"{HOME}/emettre")
    with counted(program) as sent:
        shown = spent(lambda: client.http.get(chosen))
    figures.at_most("30 attestations, page du groupe, requêtes SQL", len(sent), STATEMENTS)
    one_each = list({choice.split(".")[0]: choice for choice in form.values["choix"]}.values())
    typed: dict[str, str | list[str]] = {**form.values, "choix": one_each[:PEOPLE]}
    signed = spent(lambda: client.post(form.action, typed))
    assert client.last
    sheets = client.last.location
    drawn = spent(lambda: client.http.get(sheets))
    papers = client.get(sheets).page
    assert len(papers.all("article")) == issued(program) == PEOPLE
    pdf = next(url for url in papers.links if url.startswith(f"{HOME}/pdf"))
    written = spent(lambda: client.http.get(pdf))
    program.database.dispose()
    figures.at_most("30 attestations, page du groupe", shown, SECONDS, " s")
    figures.at_most("30 attestations, émettre", signed, SECONDS, " s")
    figures.at_most("30 attestations, les feuilles", drawn, SECONDS, " s")
    figures.at_most("30 attestations, le PDF", written, SECONDS, " s")
    figures.at_most("30 attestations, émettre et feuilles", signed + drawn, SECONDS, " s")
