"""Formulas of calculated questions and case tables, as trainers write them in French.

A formula is read through Python's own parser under an allow-list, then kept as a list of steps:
nothing is ever executed but the four operations, ``min``, ``max`` and ``arrondi`` on decimals.
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

MAX_LENGTH = 300
MAX_DEPTH = 20
MAX_DIGITS = 15
MAX_PLACES = 6
MAX_ROUND_ARGUMENTS = 2

FUNCTIONS = frozenset({"min", "max", "arrondi"})
RESERVED = FUNCTIONS | {"ref"}

_CONTEXT = Context(prec=28)
_SPACES = "[ \t\u00a0\u2007\u2009\u202f]"
_GROUP = "[ \u00a0\u2007\u2009\u202f]"
_SIGNS = {"×": "*", "÷": "/", "−": "-", "–": "-", ";": ","}
_TOKEN = re.compile(
    rf"(?P<space>{_SPACES}+)"
    rf"|(?P<ref>ref{_SPACES}*\({_SPACES}*(?P<figure>[a-z0-9_.-]+){_SPACES}*\))"
    r"|(?P<name>[a-z_][a-z0-9_]*)"
    rf"|(?P<number>(?:[0-9]{{1,3}}(?:{_GROUP}[0-9]{{3}})+(?![0-9])|[0-9]+)(?:[.,][0-9]+)?)"
    r"|(?P<sign>[-+*/(),;×÷−–])"
)
_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.UAdd: "plus",
    ast.USub: "minus",
}


class FormulaError(ValueError):
    """The formula cannot be read or computed; the message is French."""


class DivisionByZeroError(FormulaError):
    """The formula divides by zero with these values."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One step on the stack: push ``value``, a name or a figure, or apply ``operation``."""

    operation: str
    value: Decimal = Decimal(0)
    name: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read; two formulas are equal when their source is.

    ``names`` are the variables and cells it uses, ``refs`` the figures of the référentiel.
    """

    source: str
    names: frozenset[str] = field(default=frozenset(), compare=False)
    refs: frozenset[str] = field(default=frozenset(), compare=False)
    _steps: tuple[_Step, ...] = field(default=(), compare=False, repr=False)

    @classmethod
    def parse(cls, text: str) -> "Formula":
        """Read ``text`` or raise ``FormulaError`` with a French sentence.

        A comma between two digits without a space is a decimal comma; arguments are
        separated by ``;`` or by a comma and a space.
        """
        source = text.strip()
        if not source:
            raise FormulaError("la formule est vide.")
        if len(source) > MAX_LENGTH:
            raise FormulaError(f"la formule dépasse {MAX_LENGTH} signes.")
        expression = _to_python(source)
        try:
            tree = ast.parse(expression, mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise FormulaError(
                "la formule ne se lit pas\u00a0: vérifiez les parenthèses et les signes."
            ) from None
        steps: list[_Step] = []
        _walk(tree.body, steps, 0)
        return cls(
            source,
            frozenset(step.name for step in steps if step.operation == "name"),
            frozenset(step.name for step in steps if step.operation == "ref"),
            tuple(steps),
        )

    def evaluate(self, values: Mapping[str, Decimal], figures: Mapping[str, Decimal]) -> Decimal:
        """Compute the formula, or raise ``FormulaError`` (``DivisionByZeroError`` among them)."""
        stack: list[Decimal] = []
        try:
            with localcontext(_CONTEXT):
                for step in self._steps:
                    _run(step, stack, values, figures)
        except ArithmeticError:
            raise FormulaError("le résultat ne se calcule pas avec ces nombres.") from None
        return stack[-1]


def _to_python(source: str) -> str:
    """Translate to Python's spelling, refusing any sign that is not of our formulas."""
    out: list[str] = []
    depth = 0
    place = 0
    while place < len(source):
        token = _TOKEN.match(source, place)
        if token is None:
            raise FormulaError(_unknown_sign(source[place]))
        place = token.end()
        if token.lastgroup == "space":
            continue
        text = token.group()
        depth += (text == "(") - (text == ")")
        if depth > MAX_DEPTH:
            raise FormulaError("la formule a trop de parenthèses.")
        out.append(_spell(token, text))
    return " ".join(out)


def _spell(token: re.Match[str], text: str) -> str:
    if token.group("ref"):
        return f"'{token.group('figure')}'"
    if token.group("name"):
        # A trailing mark keeps Python's own keywords (« or », « if ») usable as names.
        return text if text in FUNCTIONS else f"{text}_"
    if token.group("number"):
        digits = re.sub(_GROUP, "", text).replace(",", ".")
        if len(digits) > MAX_DIGITS:
            raise FormulaError(f"«\u00a0{text}\u00a0» a trop de chiffres.")
        return digits.lstrip("0") if digits.strip("0.") and digits[0] == "0" else digits
    return _SIGNS.get(text, text)


def _unknown_sign(sign: str) -> str:
    if sign == "%":
        return "«\u00a0%\u00a0» ne s’écrit pas dans une formule\u00a0: écrivez 0,2 pour 20\u00a0%."
    if sign.isupper():
        return f"«\u00a0{sign}\u00a0»\u00a0: les noms d’une formule s’écrivent en minuscules."
    return f"le signe «\u00a0{sign}\u00a0» n’est pas permis dans une formule."


def _walk(node: ast.expr, steps: list[_Step], depth: int) -> None:
    if depth > MAX_DEPTH * 3:
        raise FormulaError("la formule est trop longue.")
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            _walk(left, steps, depth + 1)
            _walk(right, steps, depth + 1)
            steps.append(_Step(_OPERATORS[type(op)]))
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _OPERATORS:
            _walk(operand, steps, depth + 1)
            steps.append(_Step(_OPERATORS[type(op)]))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            _walk_call(name, arguments, steps, depth)
        case ast.Name(id=name):
            if name in FUNCTIONS or name == "ref_":
                raise FormulaError(f"«\u00a0{name.rstrip('_')}\u00a0» demande des parenthèses.")
            steps.append(_Step("name", name=name[:-1]))
        case ast.Constant(value=str(name)):
            steps.append(_Step("ref", name=name))
        case ast.Constant(value=int(number) | float(number)):
            steps.append(_Step("number", value=Decimal(str(number))))
        case _:
            raise FormulaError("la formule ne permet que + - × ÷, min, max, arrondi et ref.")


def _walk_call(name: str, arguments: list[ast.expr], steps: list[_Step], depth: int) -> None:
    if name == "ref_":
        raise FormulaError("«\u00a0ref\u00a0» attend le nom d’un chiffre du référentiel.")
    if name not in FUNCTIONS:
        raise FormulaError(f"«\u00a0{name.rstrip('_')}\u00a0» n’est pas une fonction connue.")
    count = len(arguments)
    if not count:
        raise FormulaError(f"«\u00a0{name}\u00a0» attend des nombres entre parenthèses.")
    if name == "arrondi" and count > MAX_ROUND_ARGUMENTS:
        raise FormulaError("«\u00a0arrondi\u00a0» attend un nombre, puis ses décimales.")
    if name != "arrondi" and count == 1:
        raise FormulaError(f"«\u00a0{name}\u00a0» attend deux nombres\u00a0: {name}(2\u00a0; 3).")
    for argument in arguments:
        _walk(argument, steps, depth + 1)
    steps.append(_Step(name, count=count))


def _run(
    step: _Step,
    stack: list[Decimal],
    values: Mapping[str, Decimal],
    figures: Mapping[str, Decimal],
) -> None:
    match step.operation:
        case "number":
            stack.append(step.value)
        case "name":
            stack.append(_look_up(values, step.name, "est inconnu dans cette formule."))
        case "ref":
            stack.append(_look_up(figures, step.name, "n’est pas un nombre du référentiel."))
        case "minus":
            stack.append(-stack.pop())
        case "plus":
            pass
        case "min" | "max" | "arrondi":
            arguments = stack[-step.count :]
            del stack[-step.count :]
            stack.append(_call(step.operation, arguments))
        case operation:
            right = stack.pop()
            stack.append(_operate(operation, stack.pop(), right))


def _look_up(values: Mapping[str, Decimal], name: str, fault: str) -> Decimal:
    try:
        value = values[name]
    except KeyError:
        raise FormulaError(f"«\u00a0{name}\u00a0» {fault}") from None
    if not value.is_finite():
        raise FormulaError(f"«\u00a0{name}\u00a0» n’est pas un nombre.")
    return value


def _operate(operation: str, left: Decimal, right: Decimal) -> Decimal:
    if operation == "+":
        return left + right
    if operation == "-":
        return left - right
    if operation == "*":
        return left * right
    if right == 0:
        raise DivisionByZeroError("la formule divise par zéro.")
    return left / right


def _call(name: str, arguments: list[Decimal]) -> Decimal:
    if name == "min":
        return min(arguments)
    if name == "max":
        return max(arguments)
    places = arguments[1] if len(arguments) > 1 else Decimal(0)
    if places != places.to_integral_value() or abs(places) > MAX_PLACES:
        raise FormulaError(f"«\u00a0arrondi\u00a0» va de 0 à {MAX_PLACES} décimales.")
    return arguments[0].quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP) + 0
