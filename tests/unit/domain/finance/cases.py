"""The eight case studies of the courses, as the facts of the project have them."""

from dataclasses import dataclass
from decimal import Decimal

from learning.domain.finance.micro_entreprise import Kind, Trade

SALE, SERVICE = Kind.SALE, Kind.SERVICE
COMMERCE, CRAFT = Trade.COMMERCE, Trade.CRAFT


@dataclass(frozen=True, slots=True)
class Line:
    """What one unit sells, of one kind; rates in percent as the facts print them."""

    kind: Kind
    price: str
    cost: str
    rate: str
    acre_rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Inputs, then what the facts say of them."""

    id: str
    trade: Trade
    lines: tuple[Line, ...]
    fixed: tuple[int, ...]
    forecast: int
    margin: str
    units: int
    threshold: str
    sales: str
    result: str
    with_acre: str

    @property
    def price(self) -> Decimal:
        """What a unit sells for."""
        return sum((Decimal(line.price) for line in self.lines), Decimal(0))


CASES = (
    Case(
        id="food-truck", trade=COMMERCE,
        lines=(Line(SALE, "9.50", "3.30", "12.415", "9.315"),),
        fixed=(750, 250, 90, 180, 40, 90), forecast=600, margin="5.020575", units=279,
        threshold="2650.50", sales="5700", result="1612.35", with_acre="1789.05",
    ),
    Case(
        id="peinture", trade=CRAFT, lines=(Line(SERVICE, "250", "35", "21.98", "16.68"),),
        fixed=(130, 280, 40, 50, 10, 20), forecast=12, margin="160.05", units=4,
        threshold="1000", sales="3000", result="1390.60", with_acre="1549.60",
    ),
    Case(
        id="nettoyage", trade=CRAFT, lines=(Line(SERVICE, "25", "3", "21.98", "16.68"),),
        fixed=(25, 20, 190, 20, 8, 17), forecast=100, margin="16.505", units=17,
        threshold="425", sales="2500", result="1370.50", with_acre="1503",
    ),
    Case(
        id="barber", trade=CRAFT, lines=(Line(SERVICE, "18", "3.50", "21.98", "16.68"),),
        fixed=(20, 30, 20, 110, 15, 15), forecast=140, margin="10.5436", units=20,
        threshold="360", sales="2520", result="1266.10", with_acre="1399.66",
    ),
    Case(
        id="velo", trade=CRAFT,
        lines=(
            Line(SERVICE, "40", "2", "21.98", "16.68"), Line(SALE, "20", "12", "12.82", "9.72"),
        ),
        fixed=(150, 60, 35, 20, 15, 60, 50), forecast=45, margin="34.644", units=12,
        threshold="720", sales="2700", result="1168.98", with_acre="1292.28",
    ),
    Case(
        id="livraison-velo", trade=COMMERCE,
        lines=(Line(SERVICE, "4.20", "0.15", "21.344", "16.044"),),
        fixed=(79, 25, 20, 16, 30), forecast=400, margin="3.153552", units=54,
        threshold="226.80", sales="1680", result="1091.42", with_acre="1180.46",
    ),
    Case(
        id="friperie", trade=COMMERCE, lines=(Line(SALE, "18", "7.04", "12.415", "9.315"),),
        fixed=(60, 15, 30, 5, 20, 40), forecast=130, margin="8.7253", units=20,
        threshold="360", sales="2340", result="964.29", with_acre="1036.83",
    ),
)  # fmt: skip
