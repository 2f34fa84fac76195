"""Sealed files: one key opens them whole, and each fault has its own sentence."""

import pytest

from learning.domain.errors import Invalid
from learning.sealing import (
    box_key_text,
    is_sealed,
    is_sealed_for,
    make_box_secret,
    pseudonym,
    read_box_key,
    seal,
    study_number,
    unseal,
)

SECRET, OTHER = make_box_secret(), make_box_secret()
KEY = read_box_key(box_key_text(SECRET))
SEALED = seal("cinq élèves".encode(), KEY, "personnes")


def test_the_secret_key_alone_opens() -> None:
    assert unseal(SEALED, SECRET, "personnes") == "cinq élèves".encode()
    assert is_sealed_for(SEALED, SECRET)
    assert not is_sealed_for(SEALED, OTHER)
    assert b"cinq" not in SEALED


def test_nothing_is_sealed_twice_alike() -> None:
    assert seal(b"x", KEY, "personnes") != seal(b"x", KEY, "personnes")


@pytest.mark.parametrize(
    ("sealed", "secret", "purpose", "sentence"),
    [
        (SEALED, OTHER, "personnes", "autre clé"),
        (SEALED, SECRET, "cle-etude", "abîmé"),
        (SEALED[:-1], SECRET, "personnes", "abîmé"),
        (SEALED[:30], SECRET, "personnes", "abîmé"),
        (b"pseudonyme;etude", SECRET, "personnes", "pas un fichier scellé"),
        (SEALED, box_key_text(SECRET), "personnes", "pas de clé secrète"),
    ],
    ids=["other-key", "other-purpose", "one-byte-less", "cut", "not-sealed", "public-key"],
)
def test_each_fault_has_its_sentence(
    sealed: bytes, secret: str, purpose: str, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        unseal(sealed, secret, purpose)


def test_no_byte_may_change() -> None:
    for at in range(len(SEALED)):
        altered = bytearray(SEALED)
        altered[at] ^= 1
        with pytest.raises(Invalid):
            unseal(bytes(altered), SECRET, "personnes")
    assert not is_sealed(SEALED[1:])


def test_a_key_with_a_wrong_letter_is_seen_before_anything_is_sealed() -> None:
    text = box_key_text(SECRET)
    assert read_box_key(f"  {text.lower()[:40]}\n{text[40:]}\n") == KEY
    wrong = text[:-9] + ("0" if text[-9] != "0" else "1") + text[-8:]
    with pytest.raises(Invalid, match="pas de clé publique"):
        read_box_key(wrong)
    with pytest.raises(Invalid, match="clé secrète"):
        read_box_key(SECRET)


def test_a_key_that_protects_nothing_is_refused() -> None:
    with pytest.raises(Invalid, match="ne protège rien"):
        seal(b"x", bytes(32), "personnes")


def test_pseudonyms_follow_the_key() -> None:
    one, two = b"1" * 32, b"2" * 32
    assert pseudonym(one, b"alix") == pseudonym(one, b"alix")
    assert len({pseudonym(key, who) for key in (one, two) for who in (b"alix", b"bilal")}) == 4
    assert study_number(one) != study_number(two)
