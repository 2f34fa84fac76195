"""A publication cut at any point leaves what was published, and every server serves the new one.

The run is cut by killing its process inside each step of the one transaction: were the release
made in two, one of these would leave the half of it.
"""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from learning.content.source import read_folder
from learning.services.activity import facts_as_given
from learning.services.work import open_program, with_release
from learning.settings import Settings
from learning.storage.publishing import manuscript, publication, release
from tests.faults.cutting import cut
from tests.support.little_site import COURSES, LESSON, Learner, make_little_site
from tests.support.sites import Serve, done
from tests.support.visitor import Visitor

pytestmark = pytest.mark.faults

FILE = "essai/10-marge.md"
KEEP_PARTS = "given[0].connection.connection.driver_connection.execute('COMMIT')"
STEPS = (
    "learning.services.publish._keep_files",
    "learning.services.publish._keep_release",
    "learning.services.publish.apply_remarks",
    "learning.services.publish._drop_published_manuscripts",
    "learning.services.audit.record",
)


def folder_with(tmp_path: Path, changes: Mapping[str, str]) -> Path:
    """The little courses, with words replaced in the lesson."""
    folder = tmp_path / "cours"
    for path, body in read_folder(COURSES).items():
        text = body.decode()
        for old, new in changes.items():
            text = text.replace(old, new) if path == FILE else text
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def standing(data: Path, learner: Learner) -> tuple[Any, ...]:
    """Everything that a publication touches."""
    program = open_program(Settings(data=data))
    try:
        with program.reading() as work:
            with_release(work)
            count = sa.select(sa.func.count())
            return (
                work.release,
                *(
                    work.connection.execute(count.select_from(table)).scalar()
                    for table in (release, publication, manuscript)
                ),
                len(facts_as_given(work, learner.id)),
            )
    finally:
        program.database.dispose()


def test_a_publication_cut_in_the_middle_publishes_nothing(
    tmp_path: Path, serve_site: Serve
) -> None:
    data = tmp_path / "var"
    learner = make_little_site(data, 1)[0]
    site = serve_site(data)
    visitor = Visitor(site.url)
    visitor.sign_in(learner.identifier, learner.phrase)
    form = visitor.get(LESSON).page.form("combien")
    visitor.send(form, {"enregistrer": "combien", "combien": "8"})
    folder = folder_with(tmp_path, {"= 7": "= 8"})
    before = standing(data, learner)
    for step in STEPS:
        cut(data, step, "courses", "publish", str(folder))
        assert standing(data, learner) == before, step
        assert visitor.get(LESSON).status == 200
    done(data, "courses", "publish", str(folder))
    after = standing(data, learner)
    assert after[0] != before[0]
    assert after[2] == 2
    assert after[-1] == before[-1] + 1  # the mark that rises
    visitor.close()


def test_a_publication_kept_in_parts_is_seen(tmp_path: Path) -> None:
    data = tmp_path / "var"
    learner = make_little_site(data, 1)[0]
    folder = folder_with(tmp_path, {"= 7": "= 8"})
    before = standing(data, learner)
    cut(data, STEPS[1], "courses", "publish", str(folder), first=KEEP_PARTS)
    assert standing(data, learner) != before, "the mutant must be caught"


def test_every_server_serves_a_new_release_within_two_seconds(
    tmp_path: Path, serve_site: Serve
) -> None:
    data = tmp_path / "var"
    learners = make_little_site(data, 2)
    sites = [serve_site(data) for _ in range(2)]
    visitors = [Visitor(site.url) for site in sites]
    for visitor, learner in zip(visitors, learners, strict=True):
        visitor.sign_in(learner.identifier, learner.phrase)
        assert "nouvelle version" not in visitor.get(LESSON).page.text
    folder = folder_with(tmp_path, {"La marge est ce qui reste.": "Une nouvelle version."})
    done(data, "courses", "publish", str(folder))
    published = time.monotonic()
    waiting = dict(enumerate(visitors))
    while waiting:
        assert time.monotonic() - published < 2.0, f"{len(waiting)} servers are late"
        for number, visitor in list(waiting.items()):
            page = visitor.get(LESSON)
            assert page.status == 200
            if "nouvelle version" in page.page.text:
                del waiting[number]
        time.sleep(0.02)
    for visitor in visitors:
        visitor.close()
