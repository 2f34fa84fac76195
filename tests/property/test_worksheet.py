"""Whatever is typed in the sheets: kept as it is, never raised, and the figures hold together."""

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.domain.finance.money import ZERO, total
from learning.domain.finance.price import unit_margin
from learning.domain.viability.examine import examine, missing
from learning.domain.worksheet.fields import Ask, Field, Sheet
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcomes import answer, brief
from learning.domain.worksheet.outcomes_year import till_of
from learning.domain.worksheet.reading import clean, read_sheet
from learning.domain.worksheet.sheets import SHEETS
from learning.web.project_curves import BOTTOM, LEFT, RIGHT, TOP, curve_shape
from tests.support.law import law

FEW = settings(max_examples=60, deadline=None)
amounts = st.decimals(0, 99_999, places=2).map(lambda value: str(value).replace(".", ","))
texts = st.text(max_size=60)
sheets = st.sampled_from(SHEETS)


def typed_in(asked: Field) -> st.SearchStrategy[str]:
    """What people type in a field: mostly what it asks, sometimes anything."""
    if asked.ask is Ask.CHOICE:
        return st.sampled_from([*(choice.value for choice in asked.choices), "", "0", "²"])
    if asked.ask in (Ask.LINE, Ask.TEXT):
        return texts
    return st.one_of(
        st.just(""),
        st.integers(0, 400).map(str),
        amounts,
        st.sampled_from(["0", "-1", "x", "9e9"]),
    )


@st.composite
def projects(draw: st.DrawFn) -> dict[str, dict[str, str]]:
    """Some sheets, some fields of each."""
    found: dict[str, dict[str, str]] = {}
    for sheet in SHEETS:
        if draw(st.integers(0, 3)):
            cells = list(sheet.cells())
            kept = draw(
                st.lists(st.sampled_from(cells), max_size=25, unique_by=lambda one: one[0])
            )
            found[sheet.slug] = {key: draw(typed_in(asked)) for key, asked in kept}
    return found


@given(sheets, st.data())
def test_any_typed_text_is_kept_and_read(sheet: Sheet, data: st.DataObject) -> None:
    keys = [key for key, _ in sheet.cells()]
    form = data.draw(st.dictionaries(st.sampled_from(keys), texts, max_size=8))
    kept = clean(sheet, form)
    filled = read_sheet(sheet, kept)
    assert filled.typed == kept
    for key, text in form.items():
        assert kept.get(key, "").split() == text.replace("\x00", "").split()
        assert not (key in filled.numbers and key in filled.faults)
    assert clean(sheet, kept) == kept
    assert all(fault.said() for fault in filled.faults.values())


@FEW
@given(projects())
def test_no_answer_raises_whatever_is_filled(typed: dict[str, dict[str, str]]) -> None:
    figures = Figures.of(typed, law())
    for sheet in SHEETS:
        found, short = answer(figures, sheet.slug), brief(figures, sheet.slug)
        assert (found is None) == (not sheet.counts)
        if found is None or short is None:
            continue
        assert found.lead or found.missing
        assert (bool(found.lead), found.missing) == (bool(short.lead), short.missing)
        assert found.lead == short.lead or sheet.slug == "statut"  # a list compares nothing
        for grid in found.grids:
            assert all(len(row) == len(grid.heads) for row in grid.rows)
        if found.curve:
            shape = curve_shape(found.curve)
            assert all(LEFT <= bar["x"] <= RIGHT for bar in shape.bars)
            assert all(TOP <= bar["y"] <= BOTTOM for bar in shape.bars)
            assert shape.mark is None or LEFT <= shape.mark <= RIGHT
    examine(figures)
    missing(figures)


months = st.lists(amounts, min_size=12, max_size=12)


@FEW
@given(
    months,
    months,
    amounts,
    st.sampled_from(["", "0", "30", "60", "90"]),
    st.sampled_from(["", "mois", "trimestre"]),
    st.sampled_from(["oui", "non"]),
    st.sampled_from(["", "artisanat", "vente"]),
)
def test_what_moves_in_the_till_sums_to_what_is_left(
    sold: list[str], fixed: list[str], opening: str, late: str, returns: str, vat: str, kind: str
) -> None:
    cash: dict[str, str] = {"depart": opening, "delai_clients": late, "tva": vat}
    cash |= {"declaration": returns}
    for month in range(12):
        cash |= {f"mois.{month + 1}.ventes": sold[month], f"mois.{month + 1}.fixes": fixed[month]}
    till = till_of(Figures.of({"tresorerie": cash, "idee": {"activite": kind}}, law()))
    assert till is not None
    flow = till.flow
    assert flow.opening + total(flow.received) - total(flow.paid) == flow.closing
    assert flow.balances[-1] == flow.closing
    charged = total(flow.receipts[0].amounts) + till.to_receive
    assert charged.euros == sum(Decimal(one.replace(",", ".")) for one in sold)
    assert till.to_pay >= ZERO


@given(
    st.decimals(0, 9999, places=2),
    st.decimals(0, 500, places=2),
    st.decimals(0, 9999, places=2),
    st.decimals(0, 100, places=2),
)
def test_raising_the_price_never_lowers_what_is_left(
    price: Decimal, more: Decimal, cost: Decimal, rate: Decimal
) -> None:
    def left(asked: Decimal) -> Decimal:
        typed: Mapping[str, str] = {"prix": str(asked), "depense": str(cost)}
        figures = Figures.of({"seuil-de-rentabilite": {**typed, "cotisations": str(rate)}}, law())
        numbers = [
            figures.number("seuil-de-rentabilite", name) or Decimal(0)
            for name in ("prix", "depense", "cotisations")
        ]
        return unit_margin(numbers[0], numbers[1], numbers[2] / 100)

    assert left(price + more) >= left(price)


def _units(price: Decimal) -> int | None:
    typed = {"prix": str(price), "depense": "3", "cotisations": "20", "charges.1.montant": "100"}
    outcome = answer(Figures.of({"seuil-de-rentabilite": typed}, law()), "seuil-de-rentabilite")
    if outcome is None or outcome.lead is None or "coûte" in outcome.lead.before:
        return None
    return int("".join(filter(str.isdigit, outcome.lead.figure)))


@given(st.decimals("0.01", 500, places=2), st.decimals(0, 100, places=2))
def test_raising_the_price_never_asks_for_more_sales(price: Decimal, more: Decimal) -> None:
    before, after = _units(price), _units(price + more)
    assert before is None or (after is not None and after <= before)
