"""What is stated keeps its words; what is signed is bound to all of it."""

from dataclasses import replace
from datetime import date

import pytest

from learning.domain.attestation import (
    Kind,
    Statement,
    canonical,
    digest_of,
    read_canonical,
    read_signed,
    short_code,
    short_of,
    signed_part,
)
from learning.domain.grouped import grouped
from tests.support.attested import DAY, NUMBER, statement


@pytest.mark.parametrize("kind", Kind)
def test_what_was_stated_is_read_back_whole(kind: Kind) -> None:
    stated = statement(kind)
    assert read_canonical(canonical(stated, NUMBER, DAY)) == (stated, NUMBER, DAY)


def test_the_same_statement_has_one_digest_whatever_its_number() -> None:
    assert digest_of(statement()) == digest_of(statement())
    assert canonical(statement(), NUMBER, DAY) != canonical(statement(), "0" * 12, DAY)


@pytest.mark.parametrize(
    "other",
    [
        replace(statement(), name="Inès Fereira"),
        replace(statement(), kind=Kind.SUMMARY),
        replace(statement(), parts=statement().parts[:2]),
        replace(statement(), pass_marks=(70,)),
        replace(statement(), hours=replace(statement().hours, support=361)),
    ],
)
def test_anything_else_stated_has_another_digest(other: Statement) -> None:
    assert digest_of(other) != digest_of(statement())
    assert signed_part(other, NUMBER, DAY) != signed_part(statement(), NUMBER, DAY)


def test_a_code_carries_what_the_paper_says() -> None:
    said = read_signed(signed_part(statement(), NUMBER, DAY))
    assert said is not None
    assert (said.number, said.name, said.title) == (NUMBER, "Inès Ferreira", "De l’idée au plan")
    assert (said.kind, said.day, said.minutes, said.support) == (Kind.SUCCESS, DAY, 1300, 360)
    assert [(title, mark.points) for title, mark in said.tests] == [
        ("Module 1", 16.5),
        ("Module 2", 17.5),
        ("Module 3", 18.5),
    ]


def test_abilities_that_the_code_leaves_out_are_bound_to_it() -> None:
    first = statement().parts[0]
    changed = replace(statement(), parts=(replace(first, abilities=("Tout",)),))
    whole = replace(statement(), parts=(first,))
    assert signed_part(changed, NUMBER, DAY) != signed_part(whole, NUMBER, DAY)


@pytest.mark.parametrize(
    "stated",
    [b"", b"{}", b"[]", b"7", b"\xff\xfe", b"[" * 100_000, b'{"n": 1, "k": "diplome"}'],
)
def test_what_is_not_ours_is_not_read(stated: bytes) -> None:
    assert read_signed(stated) is None


def test_the_day_of_a_path_is_that_of_its_last_test() -> None:
    assert statement().done_on == date(2026, 11, 8)
    assert statement(Kind.ASSIDUITY).done_on is None
    assert statement().is_path
    assert not replace(statement(), subject="module/budget").is_path


def test_the_short_code_is_the_number_then_letters_of_the_signed_code() -> None:
    short = short_of(NUMBER, "TREMPLIN1:ABC")
    assert short.startswith(NUMBER)
    assert len(short) == 24
    assert short != short_of(NUMBER, "TREMPLIN1:ABD")


def test_the_short_code_is_typed_as_people_type() -> None:
    short = short_of(NUMBER, "TREMPLIN1:ABC")
    typed = grouped(short).lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert short_code(typed) == short
    assert short_code(short[:-1]) is None
    assert short_code(f"{short}0") is None
    assert short_code("") is None
