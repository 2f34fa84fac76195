"""Whatever people type, the checks answer, in whole sentences and in order."""

from hypothesis import given
from hypothesis import strategies as st

from learning.domain.viability.examine import examine, missing
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.sheets import SHEETS
from tests.support.law import law
from tests.support.typography import faults

KEYS = [(sheet.slug, key) for sheet in SHEETS for key, _ in sheet.cells()]
numbers = st.integers(-10, 10**9).map(str) | st.decimals(0, 10**6, places=2).map(str)
words = st.sampled_from(
    ["oui", "non", "micro", "sasu", "eurl", "ei", "artisanat", "vente", "liberal", "agricole",
     "30", "60", "fait", "a-faire", "trimestre", "Taxi", "12 %", "1.234,56 €", "1.234", "beaucoup"]
)  # fmt: skip
typed = st.dictionaries(st.sampled_from(KEYS), numbers | words, max_size=60)


@given(cells=typed)
def test_any_project_is_answered(cells: dict[tuple[str, str], str]) -> None:
    sheets: dict[str, dict[str, str]] = {}
    for (slug, key), value in cells.items():
        sheets.setdefault(slug, {})[key] = value
    figures = Figures.of(sheets, law())
    places = [sheet.slug for sheet in SHEETS]
    found = examine(figures)
    assert [places.index(one.sheet) for one in found] == sorted(
        places.index(one.sheet) for one in found
    )
    for one in found:
        assert not faults(one.sentence)
    for asked in missing(figures):
        assert asked.sheet in SHEETS
