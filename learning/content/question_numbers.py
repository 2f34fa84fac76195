"""Numbers, tolerances and formulas as an author writes them, judged before anyone answers."""

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.content import remedies
from learning.content.finding import Fix, Report, did_you_mean
from learning.content.number_words import in_words
from learning.content.question_markup import RawQuestion
from learning.content.rates_file import Rates
from learning.domain.formula import DivisionByZeroError, Formula, FormulaError
from learning.domain.numbers import (
    Nothing,
    Two,
    normalise_unit,
    read_number,
    show_number,
    show_typed,
)
from learning.domain.question import Tolerance, Variable

_UNIT = re.compile(r"[0-9](?P<unit>[^0-9]*)$")
_FORMULA = re.compile(r"\{(?P<formula>[^{}]*)\}\s*(?P<unit>[^±]*?)\s*(?:±\s*(?P<tolerance>.+))?")
_BARE = re.compile(
    r"\{?(?P<formula>[^{}±€%]*[^{}±€%\s])\}?(?P<rest>[ \u00a0]*(?:[€%][^{}]*|±[^{}]*)?)"
)
_REF = re.compile(r"(?:ref\(\s*|\{\{\s*)([\w.-]+)")
_THOUSANDS = frozenset({"k€", "keuros", "ke"})
_WORDLESS = frozenset({None, "nombre", "fraction", "date", "texte"})  # their word is kept
_MOST_DRAWS = 1_500
_MOST_VALUES = 400


@dataclass(slots=True)
class NumberReader:
    """Reads what stands after « = » or in a cell; tells what cannot be read."""

    rates: Rates
    report: Report

    def read_answer(self, text: str, line: int) -> tuple[Decimal, str, Tolerance] | None:
        """Read ``1 234,56 € ± 0,01``."""
        before, mark, after = text.partition("±")
        unit = unit_of(before)
        value = self.read_value(before, unit, line)
        tolerance = self.read_tolerance(after, line) if mark else Tolerance()
        if value is None or tolerance is None:
            return None
        return value, unit, tolerance

    def read_value(self, text: str, unit: str, line: int) -> Decimal | None:
        """Read one number; an author's number must read one way."""
        reading = read_number(text.strip(), unit=unit)
        if isinstance(reading, Nothing):
            self.report.error(
                line,
                f"« {text.strip()[:40]} » ne se lit pas comme un nombre.",
                "Écrivez « 1 234,56 ».",
                fix=self.report.swap(
                    line, text.strip(), remedies.answer_with_tolerance(text.strip())
                ),
            )
            return None
        if isinstance(reading, Two):
            whole, part = (show_number(value).replace("\u00a0", " ") for value in reading.values)
            said = in_words(abs(int(reading.thousands)))
            self.report.error(
                line,
                f"« {text.strip()} » peut se lire {part} ou {whole}.",
                f"Écrivez « {whole} » ({said}) ou « {show_typed(reading.decimal)} ».",
            )
            return None
        return reading.value

    def read_tolerance(self, text: str, line: int) -> Tolerance | None:
        """Read ``0,01`` or ``2 %``."""
        plain = remedies.with_percent_sign(text)
        relative = "%" in plain
        reading = read_number(plain.replace("%", "").replace("€", "").strip())
        if isinstance(reading, Nothing | Two) or reading.value < 0:
            self.report.error(
                line,
                f"la tolérance « ± {text.strip()[:30]} » n’est pas un nombre.",
                "Écrivez « ± 0,01 » ou « ± 2 % ».",
                fix=self._tolerance_fix(text.strip(), line),
            )
            return None
        amount = reading.value / 100 if relative else reading.value
        return Tolerance(amount=amount, relative=relative)

    def _tolerance_fix(self, text: str, line: int) -> Fix | None:
        meant = remedies.tolerance(text)
        if meant is None or isinstance(read_number(meant.rstrip(" %")), Nothing | Two):
            return None
        before, mark, after = self.report.line(line).partition("±")
        return self.report.put(line, f"{before}{mark} {meant}") if after.strip() == text else None

    def read_formula_answer(self, text: str, line: int) -> tuple[Formula, str, Tolerance] | None:
        """Read ``{n * prix} € ± 0,01``."""
        found = _FORMULA.fullmatch(text.strip())
        if found is None:
            self.report.error(
                line,
                "cette formule ne se lit pas.",
                "Écrivez « = {n * prix} € ».",
                fix=self.report.swap(line, text.strip(), _in_braces(text.strip())),
            )
            return None
        formula = self.read_formula(found["formula"], line)
        tolerance = Tolerance()
        if found["tolerance"]:
            read = self.read_tolerance(found["tolerance"], line)
            if read is None:
                return None
            tolerance = read
        return (formula, unit_of(f"0 {found['unit']}"), tolerance) if formula else None

    def read_formula(self, text: str, line: int) -> Formula | None:
        """Read a formula and judge the figures that it cites."""
        try:
            formula = Formula.parse(text)
        except FormulaError as error:
            self.report.error(
                line,
                f"la formule « {text.strip()[:60]} » : {error}",
                "Signes permis : + - * / ( ) min max arrondi ref.",
            )
            return None
        for ref in formula.refs:
            rate = self.rates.current(ref)
            if rate is None:
                self.report.error(
                    line,
                    f"le chiffre « {ref} » est inconnu.",
                    self.rates.meant(ref),
                    fix=self.report.swap(line, ref, self.report.near(ref, self.rates.rows)),
                )
            elif rate.number is None:
                self.report.error(
                    line,
                    f"le chiffre « {ref} » n’est pas un nombre.",
                    "Un calcul prend un nombre.",
                )
            elif rate.confidence == "low":
                self.report.error(
                    line,
                    f"le chiffre « {ref} » est trop peu sûr pour une réponse.",
                    "Posez la question autrement.",
                )
        return formula

    def figures(self, refs: Iterable[str]) -> dict[str, Decimal]:
        """Return the values of figures, percentages as fractions."""
        found: dict[str, Decimal] = {}
        for ref in refs:
            rate = self.rates.current(ref)
            if rate is not None and rate.number is not None:
                found[ref] = rate.number
        return found

    def figures_of(self, text: str) -> tuple[tuple[str, str], ...]:
        """Return the figures cited in a text with their values: part of a question's digest."""
        refs = sorted(set(_REF.findall(text)))
        return tuple((ref, str(rate.value)) for ref in refs if (rate := self.rates.current(ref)))

    def check_formulas(
        self,
        formulas: Sequence[tuple[int, Formula]],
        variables: Sequence[Variable],
        raw: RawQuestion,
    ) -> None:
        """Tell variables used and not defined, defined and not used, and divisions by zero.

        ``formulas`` go with the number of their line.
        """
        known = {variable.name: variable for variable in variables}
        written = {row.text.partition("=")[0].strip() for row in raw.variables}
        used = frozenset[str]().union(*(formula.names for _, formula in formulas))
        free = {name for name in written - used if name.isidentifier()}
        for line, formula in formulas:
            for name in sorted(formula.names - written):
                self.report.error(
                    line,
                    f"la variable « {name} » est employée mais pas définie.",
                    did_you_mean(
                        name,
                        written - used,
                        f"Ajoutez « - {name} = 20 à 60 » sous « Variables : ».",
                    ),
                    fix=self.report.swap(line, name, self.report.near(name, free)),
                )
        shown = " ".join((raw.text, *raw.words.values()))
        for row in raw.variables:
            name = row.text.partition("=")[0].strip()
            if name in known and name not in used and f"{{{name}}}" not in shown:
                self.report.warn(
                    row.number,
                    f"la variable « {name} » ne sert pas.",
                    "Retirez-la, ou employez-la dans la formule.",
                )
        for line, formula in formulas:
            if formula.names <= known.keys():
                figures = self.figures(formula.refs)
                chosen = [known[name] for name in sorted(formula.names)]
                self._try_range(formula, chosen, figures, line)

    def _try_range(
        self,
        formula: Formula,
        variables: Sequence[Variable],
        figures: dict[str, Decimal],
        line: int,
    ) -> None:
        for values in _draws([_values(variable) for variable in variables]):
            chosen = dict(zip((v.name for v in variables), values, strict=True))
            try:
                formula.evaluate(chosen, figures)
            except DivisionByZeroError:
                shown = ", ".join(
                    f"{name} = {show_number(value)}" for name, value in chosen.items()
                )
                self.report.error(
                    line,
                    f"la formule divise par zéro quand {shown}.",
                    "Changez la plage de la variable.",
                )
                return
            except FormulaError:
                return


def _in_braces(text: str) -> str | None:
    """Write « n * prix € » as the formula that it is, between braces."""
    found = _BARE.fullmatch(text)
    if found is None:
        return None
    try:
        Formula.parse(found["formula"])
    except FormulaError:
        return None
    return f"{{{found['formula'].strip()}}}{found['rest']}"


def unit_of(text: str) -> str:
    """Return the unit after a number: one of the closed list where it is one, else its word."""
    found = _UNIT.search(text.strip())
    word = found["unit"].strip("\u00a0\u202f *.") if found else ""
    if word.casefold().replace(" ", "") in _THOUSANDS:
        return "€"
    known = normalise_unit(word) if word else None
    return word if known in _WORDLESS else known or word


def _values(variable: Variable) -> list[Decimal]:
    count = int((variable.high - variable.low) // variable.step) + 1
    places = range(count) if count <= _MOST_VALUES else _spread(count, _MOST_VALUES)
    return [variable.low + variable.step * place for place in places]


def _draws(ranges: Sequence[Sequence[Decimal]]) -> Iterator[tuple[Decimal, ...]]:
    """Return every draw, or when there are too many, each range in turn then draws spread out."""
    total = math.prod(len(values) for values in ranges)
    if total <= _MOST_DRAWS:
        yield from itertools.product(*ranges)
        return
    for turn, values in enumerate(ranges):
        for end in (0, -1):
            others = [one[end] for one in ranges]
            for value in values:
                yield (*others[:turn], value, *others[turn + 1 :])
    for place in _spread(total, _MOST_DRAWS):
        draw = []
        for values in ranges:
            place, index = divmod(place, len(values))  # noqa: PLW2901 - the digits of a place
            draw.append(values[index])
        yield tuple(draw)


def _spread(count: int, wanted: int) -> list[int]:
    """Return places from the first to the last, about evenly."""
    return [index * (count - 1) // (wanted - 1) for index in range(wanted)]
