"""Keys of studies on a site: received, shared, used, destroyed; each wrong file told apart."""

import json
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from learning.domain.errors import Conflict, Invalid, NotFound, Refused
from learning.sealing import box_key_text, make_box_secret, read_box_key, seal
from learning.services.study_keys import (
    FOLDER,
    PURPOSE,
    close_studies,
    find_key,
    list_keys,
    make_study,
    read_closing,
    receiving_key,
    share_key,
    take_key,
)

TODAY, CLOSES = date(2026, 11, 25), date(2027, 6, 30)
LATE = CLOSES + timedelta(days=1)
EVALUATOR = read_box_key(box_key_text(make_box_secret()))
NAME = "autonomie-2027"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data directory of a site."""
    return tmp_path


def sealed(data: Path, name: str = NAME, *, closes: date = CLOSES) -> bytes:
    key = read_box_key(receiving_key(data, name))
    return make_study(name, closes, EVALUATOR, [key])[1][0]


def test_a_key_is_received_once_and_found(data: Path) -> None:
    assert receiving_key(data, NAME) == receiving_key(data, NAME)
    body = sealed(data)
    taken = take_key(data, body, TODAY)
    assert (taken.name, taken.closes_on, taken.evaluator) == (NAME, CLOSES, EVALUATOR)
    assert take_key(data, body, TODAY) == taken  # twice: the same
    assert find_key(data, NAME, CLOSES) == taken
    for file in (data / FOLDER).iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_sites_of_a_study_hold_one_key(tmp_path: Path) -> None:
    sites = [tmp_path / "a", tmp_path / "b"]
    for site in sites:
        site.mkdir()
    keys = [read_box_key(receiving_key(site, NAME)) for site in sites]
    number, files = make_study(NAME, CLOSES, EVALUATOR, keys)
    taken = [take_key(site, body, TODAY) for site, body in zip(sites, files, strict=True)]
    assert taken[0] == taken[1]
    assert taken[0].number == number
    with pytest.raises(Invalid, match="un autre site"):
        take_key(sites[0], files[1], TODAY)


def test_a_site_that_comes_later_gets_the_same_key(tmp_path: Path) -> None:
    first, later = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    later.mkdir()
    taken = take_key(first, sealed(first), TODAY)
    body = share_key(first, NAME, receiving_key(later, NAME), TODAY)
    assert take_key(later, body, TODAY) == taken


def test_another_key_under_the_same_name_is_refused(data: Path) -> None:
    take_key(data, sealed(data), TODAY)
    with pytest.raises(Conflict, match="déjà une autre clé"):
        take_key(data, sealed(data), TODAY)


def test_a_study_that_is_not_known_or_waits_says_what_to_do(data: Path) -> None:
    for _ in range(2):
        with pytest.raises(NotFound, match="site-key autonomie-2027"):
            find_key(data, NAME, TODAY)
        receiving_key(data, NAME)


def test_a_closed_study_leaves_no_key_and_no_way_back(data: Path) -> None:
    body = sealed(data)
    taken = take_key(data, body, TODAY)
    assert close_studies(data, CLOSES) == []
    assert close_studies(data, LATE) == [NAME]
    assert close_studies(data, LATE) == []
    left = b"".join(file.read_bytes() for file in (data / FOLDER).iterdir())
    assert taken.key.hex().encode() not in left
    for day in (LATE, TODAY):
        with pytest.raises(Refused, match=r"est close\s: sa clé a été détruite le 01/07/2027"):
            find_key(data, NAME, day)
        with pytest.raises((Refused, Invalid)):
            take_key(data, body, day)
    with pytest.raises(Refused, match="est close"):
        receiving_key(data, NAME)
    assert [(one.name, one.destroyed_on) for one in list_keys(data)] == [(NAME, LATE)]


def test_a_protocol_may_end_a_study_sooner(data: Path) -> None:
    take_key(data, sealed(data), TODAY)
    assert close_studies(data, TODAY, {NAME: "2026-11-24"}) == [NAME]


def test_a_key_that_comes_too_late_is_destroyed_unread(data: Path) -> None:
    body = sealed(data)
    with pytest.raises(Refused, match="est close"):
        take_key(data, body, LATE)


def test_a_cut_while_destroying_is_finished_the_next_time(data: Path) -> None:
    taken = take_key(data, sealed(data), TODAY)
    file = next((data / FOLDER).glob("*.json"))
    file.replace(file.with_suffix(".ancien"))
    close_studies(data, TODAY)
    left = b"".join(one.read_bytes() for one in (data / FOLDER).iterdir())
    assert taken.key.hex().encode() not in left


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{}", "abîmé"),
        (b"[]", "abîmé"),
        (b"\xff", "abîmé"),
        (b"pas du json", "abîmé"),
        (json.dumps({"etude": NAME, "cle": "00", "cloture": "2027-06-30",
                     "evaluateur": "00" * 32}).encode(), "abîmé"),
        (json.dumps({"etude": "../ailleurs", "cle": "00" * 32, "cloture": "2027-06-30",
                     "evaluateur": "00" * 32}).encode(), "abîmé"),
        (json.dumps({"etude": NAME, "cle": "00" * 32, "cloture": "jamais",
                     "evaluateur": "00" * 32}).encode(), "abîmé"),
    ],
)  # fmt: skip
def test_whatever_is_sealed_is_read_with_care(data: Path, content: bytes, sentence: str) -> None:
    key = read_box_key(receiving_key(data, NAME))
    with pytest.raises(Invalid, match=sentence):
        take_key(data, seal(content, key, PURPOSE), TODAY)


def test_each_wrong_file_has_its_sentence(data: Path) -> None:
    with pytest.raises(Refused, match="n’attend la clé d’aucune étude"):
        take_key(data, b"", TODAY)
    body = sealed(data)
    with pytest.raises(Invalid, match="pas un fichier scellé"):
        take_key(data, b"bonjour", TODAY)
    with pytest.raises(Invalid, match="abîmé, coupé"):
        take_key(data, body[:-1], TODAY)
    key = read_box_key(receiving_key(data, NAME))
    with pytest.raises(Invalid, match="autre usage"):
        take_key(data, seal(b"{}", key, "personnes"), TODAY)
    take_key(data, body, TODAY)
    with pytest.raises(Invalid, match="clé secrète"):
        share_key(data, NAME, make_box_secret(), TODAY)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("demain", "comme 2027-06-30"), ("", "comme 2027-06-30"), ("2026-11-24", "déjà passé")],
)
def test_a_last_day_is_a_day_to_come(typed: str, sentence: str) -> None:
    assert read_closing(" 2027-06-30 ", TODAY) == CLOSES
    with pytest.raises(Invalid, match=sentence):
        read_closing(typed, TODAY)


def test_a_name_is_short_and_plain(data: Path) -> None:
    for name in ("", "Étude 1", "../x", "a" * 60):
        with pytest.raises(Invalid):
            receiving_key(data, name)
