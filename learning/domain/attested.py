"""What an attestation says, word for word: the print page and the PDF both print this."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from learning.domain.attestation import Acquired, Hours, Kind, Mark, Part, Statement
from learning.domain.grouped import grouped
from learning.domain.numbers import NBSP, show_date

_HOUR = 60
_WHOLE = 100

HEADINGS = {
    Kind.SUCCESS: "Attestation de réussite",
    Kind.ASSIDUITY: "Attestation d’assiduité",
    Kind.SUMMARY: "Bilan de parcours",
}
_HOURS_RULE = (
    "Heures d’assiduité : somme des temps entre deux actions, 5 minutes au plus chacun, "
    "10 minutes quand il faut écrire un texte."
)
_SUPPORT_RULE = "L’accompagnement est attesté par l’équipe et compté à part."


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table: a module, what it says of it, its test and the day."""

    title: str
    says: str
    mark: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An objective acquired, with its points as words and as a length out of 100."""

    sentence: str
    points: str
    length: int
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The objectives acquired in one module."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A figure under its label: « Heures d’assiduité », « 21 h 40 »."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """Every word of one attestation, in the order of the paper.

    ``heads`` are those of the table, which ``rows`` fill: two without any test passed, else
    four. ``chart_heads`` are those of the charts.
    """

    heading: str
    number: str
    lead: str
    name: str
    did: str
    title: str
    detail: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    counts: tuple[Count, ...]
    rules: tuple[str, ...]
    chart_title: str
    chart_heads: tuple[str, ...]
    charts: tuple[Chart, ...]
    made: str
    signature: str
    verify_title: str
    verify: str
    short: tuple[str, ...]
    offline: str
    foot: str


def word(statement: Statement, *, number: str, short: str, day: date) -> Attested:
    """Write an attestation in words, from what was signed and nothing else."""
    summary = statement.kind is Kind.SUMMARY
    charts = tuple(_chart(part) for part in statement.parts if part.acquired)
    return Attested(
        heading=HEADINGS[statement.kind],
        number=f"Attestation {grouped(number)}",
        lead="Il est attesté que",
        name=statement.name,
        did=_did(statement),
        title=statement.title,
        detail=_detail(statement),
        heads=_heads(statement),
        rows=tuple(_row(part, summary=summary) for part in statement.parts),
        counts=_counts(statement.hours),
        rules=_rules(statement),
        chart_title="Ce que la personne sait faire" if charts else "",
        chart_heads=("Objectif acquis", "Points", "Acquis le") if charts else (),
        charts=charts,
        made=f"Fait le {show_date(day)}",
        signature=f"Pour l’équipe de formation, signature{NBSP}:",
        verify_title="Vérifier cette attestation",
        verify=f"Ouvrez la page de vérification, puis lisez le code carré ou tapez{NBSP}:",
        short=tuple(grouped(half) for half in _halves(short)),
        offline="Sans Internet, la vérification marche aussi.",
        foot="Ce document n’est pas un diplôme. "
        "Il ne porte aucune autre information sur la personne.",
    )


def _heads(statement: Statement) -> tuple[str, ...]:
    """Name the columns; without any test passed, those of tests would only show what is not."""
    if not statement.parts:
        return ()
    says = "Leçons" if statement.kind is Kind.SUMMARY else "Ce que l’épreuve a vérifié"
    if not any(part.mark for part in statement.parts):
        return "Module", says
    return "Module", says, "Épreuve", "Réussi le"


def show_hours(minutes: int) -> str:
    """« 21 h 40 »."""
    return f"{minutes // _HOUR}{NBSP}h{NBSP}{minutes % _HOUR:02}"


def show_mark(mark: Mark | Acquired) -> str:
    """« 16,5 sur 20 »."""
    return f"{round(mark.points, 2):g}".replace(".", ",") + f"{NBSP}sur{NBSP}{mark.out_of}"


def _halves(code: str) -> tuple[str, str]:
    half = len(code) // 2
    return code[:half], code[half:]


def _did(statement: Statement) -> str:
    if statement.kind is Kind.ASSIDUITY:
        return "a suivi une préparation avec Tremplin"
    if statement.kind is Kind.SUMMARY:
        return "a travaillé sur le parcours"
    return "a suivi et réussi le parcours" if statement.is_path else "a suivi et réussi le module"


def _detail(statement: Statement) -> str:
    hours, done = statement.hours, statement.done_on
    if statement.kind is Kind.SUCCESS and statement.is_path and done:
        return f"Parcours terminé le {show_date(done)}."
    if statement.kind is Kind.SUCCESS or hours.since is None or hours.until is None:
        return ""
    if hours.since == hours.until:
        return f"Le {show_date(hours.since)}."
    return f"Du {show_date(hours.since)} au {show_date(hours.until)}."


def _row(part: Part, *, summary: bool) -> Row:
    return Row(
        title=part.title,
        says=_lessons(part.lessons) if summary else _listed(part.abilities),
        mark=show_mark(part.mark) if part.mark else "",
        day=show_date(part.mark.day) if part.mark else "",
    )


def _lessons(count: int) -> str:
    if not count:
        return ""
    return f"{count} terminée{'s' if count > 1 else ''}"


def _listed(sentences: Iterable[str]) -> str:
    """Put abilities in one sentence: « Décrire un client, fixer un prix »."""
    bare = [sentence.rstrip(". ") for sentence in sentences]
    # An ability that has a comma of its own would not be told from the next.
    between = f"{NBSP}; " if any("," in sentence for sentence in bare) else ", "
    return between.join(
        sentence if at == 0 else sentence[:1].lower() + sentence[1:]
        for at, sentence in enumerate(bare)
    )


def _counts(hours: Hours) -> tuple[Count, ...]:
    listed = (
        ("Heures d’assiduité", hours.minutes),
        ("Accompagnement humain", hours.support),
    )
    return tuple(
        Count(label=label, value=show_hours(minutes)) for label, minutes in listed if minutes
    )


def _rules(statement: Statement) -> tuple[str, ...]:
    rules = []
    if statement.pass_marks and any(part.mark for part in statement.parts):
        marks = " ou ".join(f"{mark}{NBSP}%" for mark in statement.pass_marks)
        rules.append(f"Une épreuve est réussie à partir de {marks} des points.")
    if statement.hours.minutes:
        rules.append(_HOURS_RULE)
    if statement.hours.support:
        rules.append(_SUPPORT_RULE)
    return tuple(rules)


def _chart(part: Part) -> Chart:
    return Chart(
        title=part.title,
        bars=tuple(
            Bar(
                sentence=one.sentence,
                points=show_mark(one),
                length=round(_WHOLE * one.points / one.out_of) if one.out_of else 0,
                day=show_date(one.day),
            )
            for one in part.acquired
        ),
    )
