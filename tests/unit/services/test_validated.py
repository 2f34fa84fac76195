"""« Validé ailleurs »: a valid attestation of another site marks modules, and gives no mark."""

import pytest
import sqlalchemy as sa

from learning.domain.errors import Conflict, Invalid, NotFound
from learning.services import transfer_keys
from learning.services.activity import facts_of
from learning.services.transfer import prepare_export
from learning.services.transfer_sites import revoke_peer
from learning.services.validated import note_validated, show_elsewhere
from learning.services.work import Keys, with_release
from learning.storage.dossiers import foreign_module
from learning.storage.people import account
from tests.support.passed import pass_test, spend_hours
from tests.support.two_sites import Place, TwoSites, code_of

MODULE, HOURS = "reussite/module/essai", "assiduite"


def keys_of(place: Place) -> Keys:
    return transfer_keys.keys_of(place.program.settings.data)


@pytest.fixture
def code(two_sites: TwoSites) -> str:
    """What the square code of the west's attestation says."""
    pass_test(two_sites.west.program, two_sites.west.accounts["alix"])
    return code_of(two_sites.west)


def test_modules_are_marked_and_no_mark_is_given(two_sites: TwoSites, code: str) -> None:
    east = two_sites.east
    alix = east.id()
    for _ in range(2):  # the same twice is once
        with east.program.writing() as work:
            said = note_validated(with_release(work), keys_of(east), alix, code)
            assert [title for title, _mark in said.tests] == ["Compter"]
    with east.program.reading() as work:
        found = show_elsewhere(with_release(work), alix)
        assert facts_of(work, alix) == []
    assert {slug: (one.points, one.out_of) for slug, one in found.by_module.items()} == {
        "essai": (4.0, 4)
    }
    assert (found.others, found.foreign) == ((), ())
    assert east.acts("module.") == ["module.valide-ailleurs"]


def test_they_go_with_the_dossier(two_sites: TwoSites, code: str) -> None:
    west, east = two_sites.west, two_sites.east
    with east.program.writing() as work:
        note_validated(with_release(work), keys_of(east), east.id(), code)
    taken = west.take(east.export(east.id(), west))
    with west.program.reading() as work:
        assert "essai" in show_elsewhere(with_release(work), taken.learner).by_module


def test_another_name_is_said_before_it_is_taken(two_sites: TwoSites, code: str) -> None:
    east = two_sites.east
    with east.program.writing() as work:
        with_release(work)
        with pytest.raises(Invalid, match="Alix") as refused:
            note_validated(work, keys_of(east), east.id("bilal"), code)
        assert refused.value.field == "meme"
        note_validated(work, keys_of(east), east.id("bilal"), code, same_person=True)
        mine = account.c.id == east.id("chloe")
        work.connection.execute(sa.update(account).where(mine).values(name=" ALÏX"))
        note_validated(work, keys_of(east), east.id("chloe"), code)


def test_what_is_not_taken(two_sites: TwoSites, code: str) -> None:
    west, east = two_sites.west, two_sites.east
    spend_hours(west.program, west.accounts["alix"])
    hours = code_of(west, HOURS)
    at = len(code) - 20
    altered = code[:at] + ("0" if code[at] != "0" else "1") + code[at + 1 :]
    with east.program.writing() as work:
        with_release(work)
        for typed, sentence in (
            ("7K3M-92QX-HD4T-7K3M-92QX-HD4T", "code court"),
            (altered, "modifiée"),
            (hours, "aucun module réussi"),
        ):
            with pytest.raises(Invalid, match=sentence):
                note_validated(work, keys_of(east), east.id(), typed)
        with pytest.raises(NotFound):
            note_validated(work, keys_of(east), two_sites.west.id("trainer"), code)
        west_key = transfer_keys.own_card(keys_of(west), "").key
    east.write(lambda work: revoke_peer(work, west_key))
    with east.program.writing() as work, pytest.raises(Invalid, match="ne connaît pas qui"):
        note_validated(with_release(work), keys_of(east), east.id(), code)
    with west.program.writing() as work, pytest.raises(Conflict, match="par ce site"):
        note_validated(with_release(work), keys_of(west), west.id(), code)


def test_modules_of_another_site_are_kept_and_named(two_sites: TwoSites) -> None:
    """What this site has not is shown as another's, and goes on with the next dossier."""
    west, east = two_sites.west, two_sites.east
    pass_test(west.program, west.accounts["alix"])
    body = west.export(west.id(), east)
    examined = east.examine(body)
    assert examined.unknown == ()
    with west.program.writing() as work:
        work.connection.execute(
            sa.insert(foreign_module),
            {
                "site_id": "site",
                "learner_id": west.id("bilal"),
                "module": "bois",
                "title": "Le bois",
            },
        )
    assert prepare_export(west.program, None, [(west.id("bilal"), east.number)])
    taken = east.take(west.export(west.id("bilal"), east))
    with east.program.reading() as work:
        (one,) = show_elsewhere(with_release(work), taken.learner).foreign
    assert (one.title, one.lessons, one.passed) == ("Le bois", 0, False)
