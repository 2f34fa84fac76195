"""The fifteen sheets as a table: names, keys, what is carried, and what the engine knows."""

import re

import pytest

from learning.domain.finance.cash_flow import Terms
from learning.domain.worksheet.fields import Ask, Field, Sheet, Table
from learning.domain.worksheet.figures import CATEGORIES, COMPUTED, Figures
from learning.domain.worksheet.outcomes import ANSWERS
from learning.domain.worksheet.sheets import SHEETS, find_sheet
from tests.support.law import law

BY_SLUG = {sheet.slug: sheet for sheet in SHEETS}
FIELDS = {(sheet.slug, key): asked for sheet in SHEETS for key, asked in sheet.cells()}
CARRIED = [(slug, asked) for (slug, _), asked in FIELDS.items() if asked.carried]
# Outside the micro-entreprise of the Urssaf: no category, and the sheets say so.
WITHOUT_CATEGORY = {"agricole"}
each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.slug)


def test_there_are_fifteen_sheets_each_with_its_address() -> None:
    assert len(SHEETS) == 15
    assert len(BY_SLUG) == 15
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in BY_SLUG)
    assert find_sheet("inconnue") is None


@each_sheet
def test_each_key_is_its_own(sheet: Sheet) -> None:
    keys = [key for key, _ in sheet.cells()]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*(\.\d+\.[a-z0-9_]+)?", key) for key in keys)
    # An address, a lock and a form add their own names to what is posted.
    assert not {"version", "suite", "csrf_token"} & set(keys)
    assert len(keys) < 480


@each_sheet
def test_each_sheet_is_in_words_of_people(sheet: Sheet) -> None:
    texts = [sheet.title, sheet.aim]
    for part in sheet.parts:
        texts.append(part.title)
        for item in part.items:
            texts += [item.label, item.hint]
    for text in filter(None, texts):
        assert not re.search("['\"\u202f]", text), text
        assert not re.search(r" [:;!?»%€]|« ", text), text
    assert sheet.aim.endswith(".")


@each_sheet
def test_only_a_sheet_that_computes_has_an_answer(sheet: Sheet) -> None:
    assert sheet.counts == (sheet.slug in ANSWERS)


def test_each_value_carried_exists() -> None:
    assert CARRIED
    for slug, asked in CARRIED:
        source, _, name = asked.carried.rpartition(".")
        if name.startswith("="):
            assert asked.carried in COMPUTED
        else:
            assert (source or slug, name) in FIELDS
            assert FIELDS[source or slug, name].ask is asked.ask
    assert {one for one in COMPUTED if "." in one} <= {asked.carried for _, asked in CARRIED} | {
        "compte-de-resultat.=ventes1",
        "seuil-de-rentabilite.=charges",
    }


def test_nothing_carried_comes_back_to_itself() -> None:
    """Every field of an empty project and of a full one is reached without a loop."""
    full = {
        sheet.slug: {
            key: asked.choices[0].value if asked.choices else "12" for key, asked in sheet.cells()
        }
        for sheet in SHEETS
    }
    for typed in ({}, full):
        for left_out in SHEETS:
            figures = Figures.of(
                {slug: values for slug, values in typed.items() if slug != left_out.slug}, law()
            )
            for slug, asked in CARRIED:
                if asked.ask is not Ask.TEXT:
                    figures.number(slug, asked.name)


def test_each_choice_is_known_to_the_engine() -> None:
    activities = {choice.value for choice in FIELDS["idee", "activite"].choices}
    assert activities == set(CATEGORIES) | WITHOUT_CATEGORY
    months = [choice.value for choice in FIELDS["tresorerie", "premier"].choices]
    assert months == [str(month) for month in range(1, 13)]
    for name in ("delai_clients", "delai_achats"):
        for choice in FIELDS["tresorerie", name].choices:
            assert Terms.after_days(int(choice.value)).parts
    for asked in FIELDS.values():
        assert (asked.ask is Ask.CHOICE) == bool(asked.choices)
        assert len({choice.value for choice in asked.choices}) == len(asked.choices)


def test_a_table_names_its_rows() -> None:
    for sheet in SHEETS:
        tables = [item for part in sheet.parts for item in part.items if isinstance(item, Table)]
        for table in tables:
            assert sheet.table(table.name) is table
            assert bool(table.free_rows) == isinstance(table.first, Field)
            assert not table.total or table.total in {one.name for one in table.columns}
            assert not table.by_month or table.size == 12
    with pytest.raises(KeyError):
        BY_SLUG["prix"].table("inconnue")
