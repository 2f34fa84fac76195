"""The protocol of a study: its question, what it compares, what it measures, when it ends.

Each field has one way to be written as a text, by which its changes are kept and shown.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from learning.domain.errors import Invalid
from learning.domain.evaluation import INDICATORS
from learning.domain.lists import SUPPORT_FORMS

NAME_LENGTH = 40
QUESTION_LENGTH = 600
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODES = tuple(one.code for one in INDICATORS)
_YES = "oui"
_LEAST_ARMS = 2

FIELDS = ("question", "paths", "forms", "waiting", "indicators", "closes_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """What a study says beforehand. ``waiting``: a waiting list is one of its arms."""

    question: str
    paths: tuple[str, ...]
    forms: tuple[str, ...]
    waiting: bool
    indicators: tuple[str, ...]
    closes_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A protocol as a form posts it."""

    question: str = ""
    paths: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    waiting: bool = False
    indicators: tuple[str, ...] = ()
    closes_on: str = ""


def read_study_name(typed: str) -> str:
    """Return the short name of a study, the same on every site.

    Raises:
        Invalid: it holds anything but small letters, figures and hyphens.

    """
    name = typed.strip()
    if len(name) > NAME_LENGTH or not _NAME.fullmatch(name):
        raise Invalid(
            "Écrivez un nom court, en minuscules sans accent, chiffres et tirets : "
            "« autonomie-2027 ».",
            field="nom",
        )
    return name


def read_protocol(written: Written, paths: frozenset[str]) -> Protocol:
    """Return the protocol that was written.

    Raises:
        Invalid: the question is missing, less than two things are compared, or the day is none.

    """
    question = " ".join(written.question.split())
    if not question:
        raise Invalid("Écrivez la question de l’étude.", field="question")
    if len(question) > QUESTION_LENGTH:
        raise Invalid(
            "La question est trop longue : %(most)s signes au plus.",
            field="question",
            most=QUESTION_LENGTH,
        )
    protocol = Protocol(
        question=question,
        paths=tuple(sorted(set(written.paths) & paths)),
        forms=tuple(form for form in SUPPORT_FORMS if form in written.forms),
        waiting=written.waiting,
        indicators=tuple(code for code in _CODES if code in written.indicators),
        closes_on=_day(written.closes_on),
    )
    if max(len(protocol.paths), len(protocol.forms)) + protocol.waiting < _LEAST_ARMS:
        raise Invalid(
            "Choisissez ce que l’étude compare : deux parcours, deux formes d’accompagnement, "
            "ou l’un d’eux et une liste d’attente.",
            field="parcours",
        )
    if not protocol.indicators:
        raise Invalid("Choisissez au moins un indicateur.", field="indicateurs")
    return protocol


def _day(typed: str) -> str:
    try:
        return date.fromisoformat(typed.strip()).isoformat()
    except ValueError:
        pass
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", typed.strip())
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        day = None
    if day is None:
        raise Invalid("Écrivez une date comme 25/11/2026.", field="fin")
    return day.isoformat()


def text_of(protocol: Protocol, name: str) -> str:
    """Write a field as a text: codes joined by commas, « oui » or nothing."""
    value = getattr(protocol, name)
    if isinstance(value, bool):
        return _YES if value else ""
    return value if isinstance(value, str) else ",".join(value)


def with_text(protocol: Protocol, name: str, text: str) -> Protocol:
    """Return the protocol with a field read back from its text."""
    match name:
        case "question":
            return replace(protocol, question=text)
        case "closes_on":
            return replace(protocol, closes_on=text)
        case "waiting":
            return replace(protocol, waiting=text == _YES)
        case "paths":
            return replace(protocol, paths=_codes(text))
        case "forms":
            return replace(protocol, forms=_codes(text))
        case _:
            return replace(protocol, indicators=_codes(text))


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()
