"""Exports on both databases: who is in them, under which names, and when one is refused.

The planted people of the dashboard are recovered from the files of two sites.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import NotFound, Refused
from learning.domain.facts import QuestionnaireEnded, ScaleAnswered
from learning.domain.pooling import WHOLE
from learning.sealing import box_key_text, make_box_secret, read_box_key
from learning.services import study_keys
from learning.services.activity import add_all, add_facts
from learning.services.evaluation_people import Counted, read_population
from learning.services.study_export import (
    PEOPLE_FILE,
    SEALED_FILE,
    Prepared,
    list_exports,
    make_export,
    prepare_export,
)
from learning.services.study_keys import day_of
from learning.services.study_merge import Merged, merge, open_file
from learning.services.watching import close
from learning.services.work import Program, with_release
from learning.storage.audit import audit
from learning.storage.evaluation import evaluation_export
from learning.storage.people import account
from tests.support.clock import START
from tests.support.planted import GAINS, LONG_AGO, plant
from tests.support.small_site import make

SECRET = make_box_secret()
EVALUATOR = read_box_key(box_key_text(SECRET))
CLOSES = day_of(START).replace(year=2027)
KNOWN = {
    "atteint": 14,
    "commence": 23,
    "termine": 23,
}


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Program]:
    """A published site on either database, with the sixty people."""
    program, _ = make(tmp_path / "var", database_url, phrases=False)
    plant(program)
    yield program
    program.database.dispose()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Program]:
    """A second site, with sixty people of its own."""
    program, _ = make(tmp_path / "ailleurs", phrases=False)
    plant(program)
    yield program
    program.database.dispose()


def join(*programs: Program, name: str = "essai-2026") -> None:
    """Let sites take part in a study."""
    keys = [study_keys.receiving_key(one.settings.data, name) for one in programs]
    sealed = study_keys.make_study(name, CLOSES, EVALUATOR, [read_box_key(key) for key in keys])[1]
    for program, body in zip(programs, sealed, strict=True):
        study_keys.take_key(program.settings.data, body, day_of(START))


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode()), delimiter=";"))


def people(program: Program) -> list[dict[str, str]]:
    return rows(make_export(program)[1].files[PEOPLE_FILE])


def opened(prepared: Prepared) -> list[dict[str, str]]:
    return rows(open_file(prepared.files[SEALED_FILE], SECRET))


def ids(program: Program) -> list[UUID]:
    with program.reading() as work:
        return [one.id for one in read_population(with_release(work)).people]


def enrol(program: Program, count: int) -> None:
    made = [
        {
            "site_id": program.site,
            "id": uuid4(),
            "role": Role.LEARNER.value,
            "identifier": uuid4().hex,
            "name": "Une personne",
            "status": "active",
            "created_at": LONG_AGO,
            "made_by_demo": False,
        }
        for _ in range(count)
    ]
    with program.writing() as work:
        work.connection.execute(sa.insert(account), made)


def leave(program: Program, *gone: UUID) -> None:
    with program.writing() as work:
        work.connection.execute(sa.delete(account).where(account.c.id.in_(gone)))


def test_the_planted_people_are_all_there_and_nobody_else(site: Program) -> None:
    found = people(site)
    assert len(found) == 60
    stages = [one["etape"] for one in found]
    assert {stage: stages.count(stage) for stage in KNOWN} == KNOWN
    assert sum(one["score_avant"] == "2" for one in found) == 23
    assert sum(one["depart"] == "travail" for one in found) == 12
    assert {one["mois_depart"] for one in found} == {"", "2026-10"}
    assert sum(one["suite"] == "emploi" for one in found) == 10
    assert {one["forme"] for one in found} == {"autonomie", "atelier"}
    assert sum(one["module.essai"] == "reussi" for one in found) == 23
    assert sum(one["item.apres.prix"] != "" for one in found) == 23


def test_what_is_planted_is_recovered_from_two_sites(site: Program, other: Program) -> None:
    join(site, other)
    files = [
        (f"site-{number}", make_export(one, "essai-2026")[1].files[SEALED_FILE])
        for number, one in enumerate((site, other), 1)
    ]
    found = merge(files, SECRET)
    assert (found.files, found.lines, len(found.rows)) == (2, 120, 120)
    stages = next(one for one in found.publication.tables if one.name == "forme-par-etape")
    assert {code: stages.count(WHOLE, code) for code in KNOWN} == {
        code: 2 * count for code, count in KNOWN.items()
    }
    assert stages.count("atelier", "termine") == 30
    assert stages.count("autonomie", "commence") == 28
    shares = {(one.indicator, one.group): one.share for one in found.publication.figures}
    assert shares["termine", WHOLE].value == pytest.approx(46 / 120)
    assert shares["commence", "forme autonomie"].value == pytest.approx(44 / 60)
    assert shares["gardes semaine 1", WHOLE].value == pytest.approx(72 / 92)
    assert shares["gardes semaine 4", WHOLE].value == pytest.approx(52 / 92)
    change = next(one.scores for one in found.publication.changes if one.group == WHOLE)
    gains = [GAINS[at % 5] for at in range(11)] + [GAINS[at % 5] for at in range(12)]
    assert change.change.count == 46
    assert change.change.value == pytest.approx(sum(gains) / len(gains))
    assert change.before.value == pytest.approx(2)


def test_without_a_study_names_are_good_for_one_file(site: Program) -> None:
    first, second = people(site), people(site)
    assert {one["etude"] for one in first} == {"sans"}
    assert not {one["pseudonyme"] for one in first} & {one["pseudonyme"] for one in second}


def test_a_study_knows_a_person_at_each_site_and_wave(site: Program, other: Program) -> None:
    join(site, other)
    moved = ids(site)[0]
    with other.writing() as work:
        work.connection.execute(
            sa.update(account).where(account.c.id == ids(other)[0]).values(status="gone")
        )
    enrol(other, 4)
    with other.reading() as work:
        names = work.connection.execute(sa.select(account.c.identifier)).scalars().all()
    with other.writing() as work:
        work.connection.execute(
            sa.insert(account),
            {
                "site_id": other.site,
                "id": moved,
                "role": Role.LEARNER.value,
                "identifier": f"{len(names)}-venu",
                "name": "Une personne",
                "status": "active",
                "created_at": LONG_AGO,
                "made_by_demo": False,
            },
        )
    here, again = (make_export(site, "essai-2026")[1] for _ in range(2))
    there = make_export(other, "essai-2026")[1]
    first, second = ({one["pseudonyme"] for one in opened(each)} for each in (here, again))
    assert first == second
    assert len(first & {one["pseudonyme"] for one in opened(there)}) == 1
    files = [(str(at), one.files[SEALED_FILE]) for at, one in enumerate((here, again, there))]
    found: Merged = merge(files, SECRET)
    assert (found.lines, len(found.rows)) == (60 + 60 + 65, 124)


def test_the_site_cannot_read_what_it_sealed(site: Program) -> None:
    join(site)
    prepared = make_export(site, "essai-2026")[1]
    assert PEOPLE_FILE not in prepared.files
    whole = b"".join(prepared.files.values())
    for one in opened(prepared):
        assert one["pseudonyme"].encode() not in whole
    kept = [file.read_bytes() for file in site.settings.data.rglob("*") if file.is_file()]
    assert not any(SECRET.encode() in body for body in kept)


def test_nothing_that_names_somebody_leaves(site: Program) -> None:
    known = [str(one) for one in ids(site)]
    with site.reading() as work:
        known += work.connection.execute(sa.select(account.c.identifier)).scalars()
        known += work.connection.execute(sa.select(account.c.name)).scalars()
    files = make_export(site)[1].files
    for body in files.values():
        text = body.decode("utf-8-sig")
        assert not [one for one in known if one in text or one.replace("-", "") in text]
        assert "-04;" not in text.replace("2026-04;", ""), "a day"


def test_staff_and_demonstrations_are_left_out(site: Program) -> None:
    with site.writing() as work:
        staff = work.connection.execute(
            sa.select(account.c.id).where(account.c.role == Role.TRAINER.value)
        ).scalar_one()
        scale = ScaleAnswered(
            id=uuid4(), at=START, questionnaire="avant", question="prix", value=5
        )
        add_facts(work, staff, [scale])
    assert len(people(site)) == 60  # and not the three learners of the demonstration


def test_withdrawn_answers_are_left_out_even_once_reopened(site: Program) -> None:
    learner = next(one.id for one in _population(site) if one.subject.scores is not None)
    for at, refused in ((START, True), (START.replace(hour=12), False)):
        end = QuestionnaireEnded(id=uuid4(), at=at, questionnaire="apres", refused=refused)
        with site.writing() as work:
            add_all(work, [(learner, end)])
        found = people(site)
        assert sum(one["score_apres"] != "" for one in found) == 22
        assert sum(one["item.apres.prix"] != "" for one in found) == 22
        assert sum(one["item.avant.prix"] != "" for one in found) == 23


def _population(program: Program) -> tuple[Counted, ...]:
    with program.reading() as work:
        return read_population(with_release(work)).people


def test_each_export_is_numbered_and_logged(site: Program) -> None:
    join(site)
    assert [make_export(site)[0], make_export(site, "essai-2026")[0]] == [1, 2]
    with site.reading() as work:
        made = list_exports(work)
        kept = work.connection.execute(sa.select(evaluation_export.c.people)).scalars().all()
        logged = work.connection.execute(
            sa.select(audit.c.subject).where(audit.c.action == "evaluation.exporte")
        ).scalars()
        assert sorted(logged) == ["export 1", "export 2"]
    assert [(one.number, one.study, one.people) for one in made] == [
        (2, "essai-2026", 60),
        (1, "", 60),
    ]
    assert not any(str(one) in json.dumps(kept) for one in ids(site))


@pytest.mark.parametrize(
    ("joined", "left", "refused"),
    [(0, 0, ""), (1, 0, "venues"), (4, 0, "venues"), (5, 0, ""), (0, 4, "parties"), (0, 5, ""),
     (6, 6, ""), (6, 2, "parties"), (3, 6, "venues")],
)  # fmt: skip
def test_a_difference_that_shows_few_people_is_refused(
    site: Program, joined: int, left: int, refused: str
) -> None:
    make_export(site)
    if left:
        leave(site, *ids(site)[:left])
    if joined:
        enrol(site, joined)
    if refused:
        with pytest.raises(Refused, match=f"{refused} depuis l’export n° 1"):
            make_export(site)
    else:
        assert make_export(site)[0] == 2
    with site.reading() as work:
        assert len(list_exports(work)) == (1 if refused else 2)


def test_each_earlier_export_is_compared_not_the_last_alone(site: Program) -> None:
    first = ids(site)
    make_export(site)
    leave(site, *first[:5])
    make_export(site)
    enrol(site, 5)
    make_export(site)
    leave(site, *first[5:7])
    with pytest.raises(Refused):
        make_export(site)


def test_a_refused_export_leaves_nothing_to_read(site: Program) -> None:
    join(site)
    make_export(site, "essai-2026")
    enrol(site, 2)
    with pytest.raises(Refused):
        make_export(site)


def test_a_site_without_anybody_says_so(program: Program) -> None:
    with pytest.raises(NotFound, match="rien à exporter"):
        prepare_export(program)


def test_after_the_last_day_the_key_is_gone(site: Program) -> None:
    join(site)
    late = replace(site, clock=lambda: START.replace(year=2028))
    folder = site.settings.data / study_keys.FOLDER
    before = b"".join(file.read_bytes() for file in folder.iterdir())
    key = json.loads(before)["cle"]
    with pytest.raises(Refused, match="est close"):
        prepare_export(late, "essai-2026")
    left = b"".join(file.read_bytes() for file in folder.iterdir())
    assert key.encode() not in left
    with pytest.raises(Refused, match="est close"):  # the clock set back changes nothing
        prepare_export(site, "essai-2026")
    assert prepare_export(late).count == 60


def test_the_server_destroys_a_key_without_being_asked(site: Program) -> None:
    join(site)
    close(site)
    assert prepare_export(site, "essai-2026").count == 60
    close(replace(site, clock=lambda: START.replace(year=2028)))
    with pytest.raises(Refused, match="est close"):
        prepare_export(site, "essai-2026")


def test_what_cannot_be_closed_is_only_told(
    site: Program, caplog: pytest.LogCaptureFixture
) -> None:
    join(site)
    for file in (site.settings.data / study_keys.FOLDER).iterdir():
        file.write_text("abîmé", encoding="utf-8")
    close(site)
    assert "studies were not closed" in caplog.text
