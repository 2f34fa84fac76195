"""A dossier that is not to be believed: each fault has its sentence and its line of the audit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from learning.domain.dossier import Dossier, Holding, Known
from learning.domain.dossier_faults import SENTENCES, DossierRefused, Fault
from learning.exchange.dossier_file import (
    PURPOSE,
    Opened,
    join,
    open_file,
    read_content,
    write_file,
    write_header,
)
from learning.sealing import box_key_text, make_box_secret, read_box_key, seal
from learning.services import transfer_keys
from learning.services.activity import add_facts
from learning.services.transfer import prepare_export
from learning.services.transfer_import import take
from learning.services.work import Keys
from tests.support.every_fact import EVERY
from tests.support.two_sites import Place, TwoSites

Make = Callable[[TwoSites, bytes], bytes]
STRANGER = "22" * 32


def keys_of(place: Place) -> Keys:
    return transfer_keys.keys_of(place.program.settings.data)


def box_of(place: Place) -> bytes:
    return read_box_key(box_key_text(keys_of(place).box))


def opened(sites: TwoSites, body: bytes) -> Opened:
    return open_file(body, (keys_of(sites.east).box,))


def again(sites: TwoSites, body: bytes, secret: str = "", **changes: object) -> bytes:
    """The same content under another header, sealed for the east by whoever holds a secret."""
    was = opened(sites, body)
    header = replace(was.header, **changes)  # type: ignore[arg-type]
    return write_file(
        read_content(was),
        header,
        secret=secret or keys_of(sites.west).exchange,
        box=box_of(sites.east),
    )


def spliced(sites: TwoSites, body: bytes) -> bytes:
    """The header of one dossier, with its true signature, before the content of another."""
    was = opened(sites, body)
    sites.west.program.clock.advance(hours=1)  # type: ignore[attr-defined]
    other = opened(sites, sites.west.export(sites.west.id("bilal"), sites.east))
    whole = join(was.signed, other.packed, keys_of(sites.west).exchange)
    return seal(whole, box_of(sites.east), PURPOSE)


def renamed(sites: TwoSites, body: bytes) -> bytes:
    """Another person's id in the header, under the first signature."""
    was = opened(sites, body)
    signed = write_header(replace(was.header, person=uuid4()))
    whole = join(signed, was.packed, STRANGER)
    return seal(whole, box_of(sites.east), PURPOSE)


def unreadable(sites: TwoSites, body: bytes) -> bytes:
    """Signed and sealed by the very site, and not in the form of a dossier."""
    header = replace(opened(sites, body).header, person=uuid4())
    holding = Holding(titles=(("essai", "x" * 999),))
    strange = Dossier(
        name="Alix",
        source_name="Ouest",
        known_as=(Known(person=header.person, since=header.made),),
        holding=holding,
    )
    return write_file(strange, header, secret=keys_of(sites.west).exchange, box=box_of(sites.east))


def disordered(sites: TwoSites, body: bytes, shift: int = 1 << 62) -> bytes:
    """A fact placed so far that nothing could come after it, signed by the very site."""
    was = opened(sites, body)
    dossier = read_content(was)
    first, *others = dossier.holding.facts
    moved = replace(first, sequence=first.sequence + shift)
    holding = replace(dossier.holding, facts=(moved, *others))
    return write_file(
        replace(dossier, holding=holding),
        was.header,
        secret=keys_of(sites.west).exchange,
        box=box_of(sites.east),
    )


FAULTS: dict[Fault, Make] = {
    Fault.NOT_OURS: lambda _sites, _body: b"PK\x03\x04 pas un dossier",
    Fault.TOO_BIG: lambda _sites, body: body + bytes(2_000_000),
    Fault.ALTERED: lambda _sites, body: body[:-1] + bytes([body[-1] ^ 1]),
    Fault.WRONG_SITE: lambda sites, body: again(sites, body, recipient=sites.west.number),
    Fault.UNKNOWN_SITE: lambda sites, body: again(sites, body, STRANGER, key="00000000"),
    Fault.FORGED: lambda sites, body: again(sites, body, STRANGER),
    Fault.SPLICED: spliced,
    Fault.EXPIRED: lambda sites, body: again(
        sites, body, expires=sites.east.program.clock() - timedelta(seconds=1)
    ),
    Fault.UNREADABLE: unreadable,
    Fault.DISORDERED: disordered,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_sentence_and_its_line(two_sites: TwoSites, fault: Fault) -> None:
    west, east = two_sites.west, two_sites.east
    west.write(lambda work: add_facts(work, west.id(), EVERY))
    body = FAULTS[fault](two_sites, west.export(west.id(), east))
    with pytest.raises(DossierRefused) as refused:
        east.examine(body)
    assert (refused.value.fault, str(refused.value)) == (fault, SENTENCES[fault])
    assert east.acts() == [f"dossier.refuse.{fault.value}"]
    assert east.facts(west.id()) == []


def test_the_sentences_differ() -> None:
    assert len(set(SENTENCES.values())) == len(Fault) == len(SENTENCES)


def test_a_file_for_another_site_is_told_before_it_is_opened(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    with pytest.raises(DossierRefused) as refused:
        west.examine(west.export(west.id(), east))
    assert refused.value.fault is Fault.WRONG_SITE


def test_the_name_in_a_header_may_not_change(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    with pytest.raises(DossierRefused) as refused:
        east.examine(renamed(two_sites, west.export(west.id(), east)))
    assert refused.value.fault is Fault.FORGED


def test_an_older_one_never_comes_back(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    first = west.export(west.id(), east)
    west.program.clock.advance(hours=1)  # type: ignore[attr-defined]
    second = west.export(west.id(), east)
    east.take(second)
    with pytest.raises(DossierRefused) as refused:
        east.examine(first)
    assert refused.value.fault is Fault.OLDER
    assert east.acts() == ["dossier.importe", "dossier.refuse.plus-ancien"]
    # Examined before, and sent after another one was imported: the same.
    west.program.clock.advance(hours=1)  # type: ignore[attr-defined]
    third = west.export(west.id(), east)
    looked = east.examine(third)
    west.program.clock.advance(hours=1)  # type: ignore[attr-defined]
    east.take(west.export(west.id(), east))
    with pytest.raises(DossierRefused), east.program.writing() as work:
        take(work, east.program, looked)


def test_the_same_number_with_other_words_is_a_splice(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    body = west.export(west.id(), east)
    east.take(body)
    other = again(
        two_sites, body, expires=opened(two_sites, body).header.expires + timedelta(days=1)
    )
    with pytest.raises(DossierRefused) as refused:
        east.examine(other)
    assert refused.value.fault is Fault.SPLICED


def test_a_counter_never_goes_back_with_the_clock(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    first = opened(two_sites, west.export(west.id(), east)).header.counter
    west.program.clock.advance(days=-3)  # type: ignore[attr-defined]
    second = opened(two_sites, west.export(west.id(), east)).header.counter
    assert second > first


def test_new_keys_open_what_was_sealed_before(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    body = west.export(west.id(), east)
    transfer_keys.rotate(east.program.settings.data)
    transfer_keys.rotate(west.program.settings.data)
    assert east.take(body).name == "Alix"
    # The new card follows the known one: no fingerprint is needed.
    assert "est connu" in east.meet(west.card)
    west.meet(east.card)
    west.program.clock.advance(hours=1)  # type: ignore[attr-defined]
    assert east.take(west.export(west.id("bilal"), east)).name == "Bilal"


def test_revoked_keys_sign_and_open_nothing(two_sites: TwoSites) -> None:
    west, east = two_sites.west, two_sites.east
    body = west.export(west.id(), east)
    sealed_before = east.export(east.id("bilal"), west)
    today = west.program.clock().date()
    notice, _keys = transfer_keys.revoke_own(west.program.settings.data, today)
    east.meet(notice)
    with pytest.raises(DossierRefused) as refused:
        east.examine(body)
    assert refused.value.fault is Fault.REVOKED
    with pytest.raises(DossierRefused) as refused:
        west.examine(sealed_before)
    assert refused.value.fault is Fault.WRONG_SITE


def test_a_bystander_learns_not_even_the_name(two_sites: TwoSites) -> None:
    """Whoever finds the file: no name, no id, no site, and a size that says little."""
    west, east = two_sites.west, two_sites.east
    west.write(lambda work: add_facts(work, west.id(), EVERY))
    wanted = [(west.id(), east.number)]
    (ready,) = prepare_export(west.program, None, wanted)
    body = ready.body
    words = ("Alix", str(west.id()), west.id().hex, west.number, west.name, "essai", "formes")
    for word in words:
        assert word.encode() not in body
        assert word.lower() not in ready.file.lower()
    head = 18 + 5 + 32 + 16  # mark, number of the recipient's key, one-time key, and the tag
    assert (len(body) - head) % 4_096 == 0
    with pytest.raises(DossierRefused):
        open_file(body, (make_box_secret(),))
    other = prepare_export(west.program, None, wanted)[0].body
    assert other[23:] != body[23:]  # sealed again, nothing is alike
