"""Moodle XML to banks of ours: eight kinds; the others are listed by name, never dropped."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from learning.domain.errors import Invalid
from learning.exchange.bank_writer import Entry, write_banks
from learning.exchange.foreign import (
    WHOLE,
    ForeignAnswer,
    ForeignNumber,
    ForeignQuestion,
    Format,
    Rich,
    Sort,
    Unreadable,
)
from learning.exchange.gift_file import MOST_BLOCKS, MOST_BYTES
from learning.exchange.gift_numbers import read_number_of
from learning.exchange.moodle_tree import Node, read_tree
from learning.exchange.report import BankImport
from learning.exchange.wording import plain

_FORMATS = {
    "html": Format.HTML,
    "moodle_auto_format": Format.MOODLE,
    "plain_text": Format.PLAIN,
    "markdown": Format.MARKDOWN,
}
_MOST_LINES = 30
_MOST_POINTS = 20
_SUMMARIES = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")

Parts = dict[str, Any]


def import_moodle_xml(body: bytes, file_name: str) -> BankImport:
    """Read a Moodle XML file.

    Raises:
        Invalid: it is too big, no XML, or no bank of questions.

    """
    if len(body) > MOST_BYTES:
        raise Invalid("Ce fichier dépasse 5\u00a0Mo. Coupez-le en plusieurs fichiers.")
    quiz = read_tree(body).first("quiz")
    if quiz is None:
        raise Invalid(
            "Ce fichier XML n’est pas une banque de Moodle. Exportez-la au format « XML Moodle »."
        )
    questions = quiz.all("question")
    if len(questions) > MOST_BLOCKS:
        raise Invalid(
            "Ce fichier a plus de %(most)s questions. Coupez-le en plusieurs fichiers.",
            most=MOST_BLOCKS,
        )
    entries: list[Entry] = []
    category = ""
    for node in questions:
        if node.attributes.get("type") == "category":
            category = node.said("category", "text")
        else:
            entries.append(Entry(category, _read(node)))
    return write_banks(entries, file_name)


def _read(node: Node) -> ForeignQuestion | Unreadable:
    title = " ".join(node.said("name", "text").split())
    try:
        return _question(node, title)
    except Unreadable as fault:
        fault.title = fault.title or title
        fault.preview = fault.preview or plain(_rich(node.first("questiontext")))[:300]
        return fault


def _question(node: Node, title: str) -> ForeignQuestion:
    kind = node.attributes.get("type", "")
    if kind == "description":
        raise Unreadable(
            node.line,
            "c’est une description : elle ne pose pas de question.",
            "Recopiez-la dans une leçon.",
        )
    if kind not in _READERS:
        raise Unreadable(
            node.line,
            f"la sorte de question « {kind[:40]} » ne peut pas être reprise.",
            "Refaites-la dans l’atelier, avec une de nos sortes de question.",
        )
    text = _rich(node.first("questiontext"))
    if not text:
        raise Unreadable(node.line, "cette question n’a pas de texte.", "Écrivez-le dans Moodle.")
    losses: list[str] = []
    remarks: list[str] = []
    parts = _READERS[kind](node, losses)
    hints = [hint for hint in map(_rich, node.all("hint")) if hint]
    if len(hints) > 1:
        losses.append("les indices après le premier")
    if any(_rich(node.first(tag)) for tag in _SUMMARIES):
        remarks.append("les commentaires d’ensemble de Moodle ne sont pas repris.")
    return ForeignQuestion(
        line=node.line,
        title=title,
        text=text,
        general=_rich(node.first("generalfeedback")),
        hint=hints[0] if hints else Rich(),
        points=_points(node, losses),
        losses=tuple(losses),
        remarks=tuple(remarks),
        **parts,
    )


def _rich(node: Node | None) -> Rich:
    """Read an element that holds a text and says its format."""
    if node is None:
        return Rich()
    words = node.said("text") if node.first("text") else node.text.strip()
    return Rich(words, _FORMATS.get(node.attributes.get("format", ""), Format.HTML))


def _points(node: Node, losses: list[str]) -> int:
    written = node.said("defaultgrade")
    try:
        points = Decimal(written or "1")
    except InvalidOperation:
        points = Decimal(1)
    if points == points.to_integral_value() and 1 <= points <= _MOST_POINTS:
        return int(points)
    losses.append(f"la note de {written[:20]} points : la question en vaut 1")
    return 1


def _answers(node: Node, *, typed: bool = False) -> tuple[ForeignAnswer, ...]:
    found = []
    for answer in node.all("answer"):
        text = _rich(answer)
        found.append(
            ForeignAnswer(
                text=Rich(text.source, Format.PLAIN) if typed else text,
                weight=_fraction(answer),
                feedback=_rich(answer.first("feedback")),
            )
        )
    return tuple(found)


def _fraction(answer: Node) -> Decimal:
    written = answer.attributes.get("fraction", "0").replace(",", ".").strip()
    try:
        weight = Decimal(written)
    except InvalidOperation:
        weight = Decimal("NaN")
    if not weight.is_finite() or abs(weight) > WHOLE:
        raise Unreadable(
            answer.line,
            f"le poids « {written[:20]} » d’une réponse n’est pas un nombre de −100 à 100.",
            "Corrigez la note de cette réponse dans Moodle.",
        )
    return weight


def _choices(node: Node, losses: list[str]) -> Parts:
    del losses
    single = node.said("single").lower() not in {"false", "0"}
    answers = tuple(answer for answer in _answers(node) if answer.text)
    return {"sort": Sort.CHOICE, "answers": answers, "single": single}


def _truth(node: Node, losses: list[str]) -> Parts:
    del losses
    found = {plain(answer.text).lower(): answer for answer in _answers(node)}
    true, false = found.get("true"), found.get("false")
    if true is None or false is None:
        raise Unreadable(
            node.line, "cette question n’a pas « true » et « false ».", "Refaites-la."
        )
    right, wrong = (true, false) if true.weight > false.weight else (false, true)
    return {
        "sort": Sort.TRUE_FALSE,
        "truth": right is true,
        "feedback_right": right.feedback,
        "feedback_wrong": wrong.feedback,
    }


def _short(node: Node, losses: list[str]) -> Parts:
    if node.said("usecase") == "1":
        losses.append("les majuscules ne comptent plus dans la réponse")
    answers = tuple(answer for answer in _answers(node, typed=True) if answer.text)
    return {"sort": Sort.SHORT, "answers": answers}


def _numbers(node: Node, losses: list[str]) -> Parts:
    if node.first("units"):
        losses.append("les unités acceptées")
    answers = []
    for read, answer in zip(_answers(node, typed=True), node.all("answer"), strict=True):
        number = None
        if read.text.source != "*":
            value, unit = read_number_of(read.text.source, answer.line)
            margin = answer.said("tolerance")
            width = abs(read_number_of(margin, answer.line)[0]) if margin else Decimal(0)
            number = ForeignNumber(value, width, unit)
        answers.append(
            ForeignAnswer(
                text=read.text, weight=read.weight, feedback=read.feedback, number=number
            )
        )
    if not any(answer.weight == WHOLE for answer in answers):
        raise Unreadable(
            node.line, "aucun nombre n’est la bonne réponse.", "Donnez 100 % à un nombre."
        )
    return {"sort": Sort.NUMBER, "answers": tuple(answers)}


def _pairs(node: Node, losses: list[str]) -> Parts:
    del losses
    pairs = tuple(
        (_rich(one), " ".join(one.said("answer", "text").split()))
        for one in node.all("subquestion")
    )
    kept = tuple(pair for pair in pairs if pair[0] or pair[1])
    return {"sort": Sort.MATCHING, "pairs": kept}


def _essay(node: Node, losses: list[str]) -> Parts:
    if _rich(node.first("graderinfo")):
        losses.append("les consignes de correction")
    if _rich(node.first("responsetemplate")):
        losses.append("le texte proposé au départ")
    lines = node.said("responsefieldlines")
    count = int(lines) if lines.isdecimal() and len(lines) < len("1000") else 5
    return {"sort": Sort.ESSAY, "lines": max(1, min(count, _MOST_LINES))}


_READERS: dict[str, Callable[[Node, list[str]], Parts]] = {
    "multichoice": _choices,
    "truefalse": _truth,
    "shortanswer": _short,
    "numerical": _numbers,
    "matching": _pairs,
    "essay": _essay,
}
