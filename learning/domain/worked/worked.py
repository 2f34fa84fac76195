"""What a worked example is, and how its sheets are written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Typed = Mapping[str, str]
BOXES = ("clients", "valeur", "canaux", "relation", "revenus", "ressources", "activites",
         "partenaires", "couts")  # fmt: skip
PITCH = ("moi", "probleme", "solution", "preuve", "demande")
_GIVEN_COSTS = 6  # rows of fixed costs that the sheets name


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """One project, as a learner would have typed it. ``slug`` is its name in addresses.

    ``rule`` is what the law asks of the trade, ``lesson`` what the figures teach; ``remarks``
    names the checks of viability that it triggers.
    """

    slug: str
    person: str
    trade: str
    rule: str
    lesson: str
    sheets: Mapping[str, Typed]
    remarks: tuple[str, ...] = ()


def column(table: str, name: str, values: Sequence[str], first: int = 1) -> dict[str, str]:
    """Write a column of a table, row after row; an empty value leaves its row out."""
    return {
        f"{table}.{row}.{name}": value for row, value in enumerate(values, start=first) if value
    }


def lines(table: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Write whole rows of a table."""
    written: dict[str, str] = {}
    for place, name in enumerate(names):
        written |= column(table, name, [row[place] for row in rows])
    return written


def market(
    rivals: Sequence[Sequence[str]],
    prices: Sequence[Sequence[str]],
    asked: Sequence[Sequence[str]],
    seen: tuple[str, str, str],
) -> dict[str, str]:
    """Write a market study: who does it already, prices, answers, then what was seen."""
    people, learnt, customers = seen
    return {
        **lines("concurrents", ("nom", "bien", "manque"), rivals),
        **lines("prix", ("lieu", "montant"), prices),
        **lines("questions", ("question", "reponse"), asked),
        "nombre": people,
        "vu": learnt,
        "clients_mois": customers,
    }


def canvas(*boxes: str) -> dict[str, str]:
    """Write the nine boxes in their order."""
    return dict(zip(BOXES, boxes, strict=True))


def pitch(*texts: str) -> dict[str, str]:
    """Write the five parts of a presentation."""
    return dict(zip(PITCH, texts, strict=True))


def fixed(given: Sequence[str], others: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
    """Write the fixed costs of a month: those that the sheet names, then one's own."""
    first = _GIVEN_COSTS + 1
    return {
        **column("charges", "montant", given),
        **column("charges", "nom", [name for name, _ in others], first),
        **column("charges", "montant", [amount for _, amount in others], first),
    }


def three_years(
    row: int,
    sales: tuple[str, str, str],
    bought: tuple[str, str, str],
    month: Mapping[str, str],
    others: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Write three years; fixed costs are twelve months of ``month``, the same each year."""
    written = dict(others or {})
    for year, (sold, paid) in enumerate(zip(sales, bought, strict=True), start=1):
        written |= {f"produits.{row}.an{year}": sold, f"achats.1.an{year}": paid}
        for key, value in month.items():
            _, place, name = key.split(".")
            if name == "montant":
                written[f"externes.{place}.an{year}"] = str(int(value) * 12)
    names = (key for key in month if key.endswith(".nom"))
    return written | {key.replace("charges", "externes"): month[key] for key in names}


def months(sales: Sequence[int]) -> dict[str, str]:
    """Write the sales of twelve months."""
    return column("mois", "ventes", [str(one) for one in sales])


def leaving(papers: str, address: str, account: str, helps: str, call: str) -> dict[str, str]:
    """Write the checklist: a letter a line, f done, c under way, a to do, n not for me."""
    states = {"f": "fait", "c": "en-cours", "a": "a-faire", "n": "non"}
    written = {"appeler": call}
    tables = {"papiers": papers, "adresse": address, "compte": account, "aides": helps}
    for table, letters in tables.items():
        written |= column(table, "etat", [states[letter] for letter in letters])
    return written
