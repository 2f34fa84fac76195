"""Projects read, on both databases: asked, given once, seen; who may open them, and who did."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from learning.domain.access import Actor, Role
from learning.domain.errors import Conflict, Invalid, NotFound, Refused
from learning.services import project_access as access
from learning.services import project_given as given
from learning.services import project_reading as reading
from learning.services.accounts import groups_of
from learning.services.activity import drafts_of
from learning.services.consultations import consultations_of, has_opened, note_consultation
from learning.services.privacy import show_own_data
from learning.services.project import save_sheet
from learning.services.staff_home import count_waiting
from learning.services.work import Program, Work, with_release
from learning.storage.worksheets import project_reading
from tests.support.small_site import Account, as_learner, make

Site = tuple[Program, dict[str, Account]]
PRICE = {"prix": "18", "depense": "3,50"}
WORDS = "Votre prix est clair. Comptez aussi le trajet."


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A published site with three learners, on either database."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def acting(work: Work, account: Account, role: Role) -> Work:
    """Let somebody act in a unit, with the groups that are theirs."""
    with_release(work)
    groups = groups_of(work, account.id)
    work.actor = Actor(id=account.id, role=role, site=work.site, groups=groups)
    return work


def fill(site: Site, typed: Mapping[str, str] = PRICE, *, who: str = "alix") -> None:
    """Let a learner save a sheet."""
    program, accounts = site
    with program.writing() as work:
        save_sheet(as_learner(work, accounts[who]), "prix", typed, seen=0)


def act(site: Site, do: Callable[[Work], object], *, who: str = "alix") -> None:
    """Let a learner do something."""
    program, accounts = site
    with program.writing() as work:
        do(as_learner(work, accounts[who]))


def give(
    site: Site, words: str = WORDS, *, who: str = "alix", slug: str = "prix", seen: int = 1
) -> None:
    """Let the trainer answer."""
    program, accounts = site
    form = {f"commentaire-{slug}": words, f"version-{slug}": str(seen)}
    with program.writing() as work:
        acting(work, accounts["trainer"], Role.TRAINER)
        given.give_reading(work, accounts[who].id, given.read_form(form))


def latest(site: Site, who: str = "alix") -> reading.Reading | None:
    """The latest reading of a learner's project."""
    program, accounts = site
    with program.reading() as work:
        return reading.latest_reading(work, accounts[who].id)


def audited(site: Site) -> list[str]:
    """What the audit says of projects."""
    program, _accounts = site
    with program.reading() as work:
        query = "select action from audit where action like 'projet.%' order by sequence"
        return list(work.connection.exec_driver_sql(query.replace("%", "%%")).scalars())


def test_a_reading_goes_from_asked_to_seen(site: Site) -> None:
    program, accounts = site
    with pytest.raises(Invalid, match="Remplissez d’abord une feuille"):
        act(site, reading.ask_reading)
    fill(site)
    for _ in range(2):
        act(site, reading.ask_reading)
    with program.reading() as work:
        acting(work, accounts["trainer"], Role.TRAINER)
        (line,) = given.list_waiting(work)
        assert (line.who, line.groups, line.sheets) == ("Alix", ("Groupe du matin",), 1)
        assert (given.count_waiting(work), count_waiting(work).projects) == (1, 1)
    give(site)
    found = latest(site)
    assert found
    assert (found.given_by, found.news) == ("trainer", True)
    assert [(one.sheet.slug, one.ordinal, one.text) for one in found.comments] == [
        ("prix", 1, WORDS)
    ]
    for _ in range(2):
        act(site, reading.note_reading_seen)
    found = latest(site)
    assert found
    assert not found.news
    assert audited(site) == [
        "projet.lecture_demandee",
        "projet.lecture_faite",
        "projet.lecture_vue",
    ]


def test_the_last_comment_stays_on_its_sheet_with_the_version_read(site: Site) -> None:
    program, accounts = site
    fill(site)
    act(site, reading.ask_reading)
    fill(site, PRICE | {"prix": "20"})
    give(site, seen=1)
    fill(site, PRICE | {"prix": "21"})
    act(site, reading.ask_reading)
    give(site, "Bien mieux.", seen=99)
    act(site, reading.ask_reading)
    with program.reading() as work:
        said = reading.said_of(work, accounts["alix"].id, "prix")
        assert said
        assert (said.text, said.ordinal, said.by_role) == ("Bien mieux.", 3, "trainer")
        assert reading.said_of(work, accounts["alix"].id, "idee") is None
        assert reading.said_of(work, accounts["bilal"].id, "prix") is None


@pytest.mark.parametrize(
    ("words", "slug", "sentence"),
    [
        ("", "prix", "au moins un commentaire"),
        ("Bien.", "idee", "au moins un commentaire"),  # nothing stands on that sheet
        ("Bien.", "inconnue", "au moins un commentaire"),
        ("x" * 1501, "prix", "1501 caractères"),
    ],
)
def test_what_is_no_reading_is_refused(site: Site, words: str, slug: str, sentence: str) -> None:
    fill(site)
    act(site, reading.ask_reading)
    with pytest.raises(Invalid, match=sentence):
        give(site, words, slug=slug)
    found = latest(site)
    assert found
    assert found.waits


def test_the_same_reading_twice_is_one_and_another_is_refused(site: Site) -> None:
    fill(site)
    act(site, reading.ask_reading)
    for _ in range(2):
        give(site)
    with pytest.raises(Conflict, match="déjà faite"):
        give(site, "Autre chose.")
    found = latest(site)
    assert found
    assert [one.text for one in found.comments] == [WORDS]


def test_a_reading_taken_back_is_not_given(site: Site) -> None:
    fill(site)
    act(site, reading.ask_reading)
    for _ in range(2):
        act(site, reading.withdraw_reading)
    assert latest(site) is None
    with pytest.raises(Conflict):
        give(site)
    assert audited(site) == ["projet.lecture_demandee", "projet.lecture_retiree"]


def test_a_reading_given_is_not_taken_back(site: Site) -> None:
    fill(site)
    act(site, reading.ask_reading)
    give(site)
    act(site, reading.withdraw_reading)
    found = latest(site)
    assert found
    assert found.comments


def test_two_trainers_at_the_same_instant_give_one_reading(site: Site) -> None:
    fill(site)
    act(site, reading.ask_reading)
    start = Barrier(4)

    def attempt(number: int) -> bool:
        start.wait()
        try:
            give(site, f"Lecture {number}")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1
    found = latest(site)
    assert found
    assert len(found.comments) == 1
    program, _accounts = site
    with program.reading() as work:
        assert len(work.connection.execute(project_reading.select()).all()) == 1


def test_what_a_trainer_typed_is_kept_until_it_is_sent(site: Site) -> None:
    program, accounts = site
    fill(site)
    act(site, reading.ask_reading)
    alix = accounts["alix"].id
    typed = given.read_form({"commentaire-prix": WORDS, "commentaire-inconnue": "x"})
    with program.writing() as work:
        acting(work, accounts["trainer"], Role.TRAINER)
        assert not given.keep_typed(work, alix, given.read_form({"commentaire-prix": "  "}))
        assert given.keep_typed(work, alix, typed)
        page = given.open_project(work, alix)
        assert [one.comment for one in page.sheets] == [WORDS]
        assert page.may_answer
        assert len(page.untouched) == 14
        given.give_reading(work, alix, typed)
        assert drafts_of(work, work.me.id, "lecture-projet/") == {}


def test_a_project_is_open_while_a_reading_waits_or_a_permission_stands(site: Site) -> None:
    program, accounts = site
    fill(site)
    alix = accounts["alix"].id

    def is_open() -> bool:
        with program.reading() as work:
            acting(work, accounts["counsellor"], Role.COUNSELLOR)
            state = access.state_of(work, alix)
            try:
                access.must_be_open(work, alix)
            except Refused:
                return state.open
            assert state.open
            return True

    assert not is_open()
    act(site, reading.ask_reading)
    assert is_open()
    give(site)
    assert not is_open()
    for _ in range(2):
        act(site, lambda work: access.allow(work, allowed=True))
    assert is_open()
    for _ in range(2):
        act(site, lambda work: access.allow(work, allowed=False))
    assert not is_open()
    assert audited(site)[-2:] == ["projet.permis", "projet.ferme"]


def test_the_state_says_nothing_of_the_project(site: Site) -> None:
    program, accounts = site
    fill(site)
    fill(site, {}, who="bilal")
    with program.reading() as work:
        acting(work, accounts["counsellor"], Role.COUNSELLOR)
        state = access.state_of(work, accounts["alix"].id)
        other = access.state_of(work, accounts["bilal"].id)
    assert (state.begun, state.all, state.reading) == (1, 15, None)
    assert state.saved_at
    assert (other.begun, other.open) == (0, False)


def test_the_administration_alone_opens_for_the_management(site: Site) -> None:
    program, accounts = site
    fill(site)
    alix = accounts["alix"].id
    with program.reading() as work:
        acting(work, accounts["administrator"], Role.ADMINISTRATOR)
        access.must_be_management(work, alix)
        for role in (Role.COUNSELLOR, Role.TRAINER):
            acting(work, accounts[role.value], role)
            with pytest.raises(Refused, match="pas encore permis"):
                access.must_be_management(work, alix)


def test_other_groups_know_nothing(site: Site) -> None:
    program, accounts = site
    fill(site, who="chloe")
    act(site, reading.ask_reading, who="chloe")
    chloe = accounts["chloe"].id
    with pytest.raises(NotFound):
        give(site, who="chloe")
    with program.reading() as work:
        acting(work, accounts["trainer"], Role.TRAINER)
        assert not given.list_waiting(work)
        for refused in (
            lambda: given.open_project(work, chloe),
            lambda: access.must_be_open(work, chloe),
        ):
            with pytest.raises(NotFound):
                refused()


def test_openings_of_the_project_are_told_apart(site: Site) -> None:
    program, accounts = site
    fill(site)
    fill(site, PRICE | {"prix": "20"})
    act(site, reading.ask_reading)
    alix = accounts["alix"].id
    with program.writing() as work:
        acting(work, accounts["counsellor"], Role.COUNSELLOR)
        since = work.instant
        for page in ("fiche", access.PAGE):
            note_consultation(work, alix, page)
        assert has_opened(work, alix, access.PAGE, since=since)
        assert not has_opened(work, alix, access.BY_MANAGEMENT, since=since)
        assert len(consultations_of(work, alix)) == 2
    with program.reading() as work:
        own = show_own_data(as_learner(work, accounts["alix"]))
        shared = access.show_sharing(work)
    assert [one.page for one in own.consultations] == ["fiche"]
    assert [one.page for one in own.project_openings] == [access.PAGE]
    assert shared.openings == own.project_openings
    assert (own.sheets_begun, own.sheet_versions, own.project_readings) == (1, 2, 1)
