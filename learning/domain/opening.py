"""When a room is open: hours of each day of the week, told on the room's own clock.

The hours are kept as one text (« 1=08:30-11:45,14:00-17:00;2=… », 1 is Monday), so that a
request reads them with its session. A room without hours never closes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise

from learning.domain.errors import Invalid

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOST_SPANS = 2  # a morning and an afternoon
NOTICE = timedelta(minutes=10)  # the pages served so close to the end say it
_HOUR = re.compile(r"([01]?[0-9]|2[0-3])[:hH ]{1,3}([0-5][0-9])")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one minute of a day to another, the second left out."""

    opens: int
    closes: int


Week = Mapping[int, tuple[Span, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Where an instant falls: the span that it is in, or when the room opens again."""

    is_open: bool
    since: datetime | None = None  # when the span that is running began
    until: datetime | None = None  # when it ends
    opens_at: datetime | None = None  # the next opening, when it is closed


_ALWAYS = Opening(is_open=True)


@lru_cache(maxsize=64)
def read_week(text: str) -> Week:
    """Return the hours that a text kept in the database says."""
    found: dict[int, tuple[Span, ...]] = {}
    for part in filter(None, text.split(";")):
        number, _, spans = part.partition("=")
        found[int(number)] = tuple(_span(one) for one in spans.split(","))
    return found


def write_week(week: Week) -> str:
    """Return the text that says these hours."""
    return ";".join(
        f"{number}=" + ",".join(f"{show(span.opens)}-{show(span.closes)}" for span in week[number])
        for number in sorted(week)
        if week[number]
    )


def show(minutes: int) -> str:
    """Write a minute of the day: 510 is « 08:30 »."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def read_spans(day: int, typed: Iterable[tuple[str, str]]) -> tuple[Span, ...]:
    """Return the spans typed for a day (1 is Monday), the empty ones left out.

    Raises:
        Invalid: an hour cannot be read, a span ends before it begins, or two overlap.

    """
    named = {"day": DAYS[day - 1].capitalize(), "field": f"jour-{day}"}
    spans = sorted(
        _typed(opens, closes, named) for opens, closes in typed if opens.strip() or closes.strip()
    )
    for before, after in pairwise(spans):
        if after.opens < before.closes:
            raise Invalid("%(day)s : les deux périodes se recouvrent. Corrigez-les.", **named)
    return tuple(spans)


def opening_at(text: str, instant: datetime, zone: tzinfo) -> Opening:
    """Tell whether a room is open, since when and until when, or when it opens."""
    if not text:
        return _ALWAYS
    week = read_week(text)
    today = instant.astimezone(zone).date()
    for offset in range(8):
        day = today + timedelta(days=offset)
        for span in week.get(day.isoweekday(), ()):
            opens, closes = _at(day, span.opens, zone), _at(day, span.closes, zone)
            if opens <= instant < closes:
                return Opening(is_open=True, since=opens, until=closes)
            if instant < opens:
                return Opening(is_open=False, opens_at=opens)
    return Opening(is_open=False)


def _at(day: date, minutes: int, zone: tzinfo) -> datetime:
    """The instant of a minute of a day, told on the wall's clock and kept in UTC."""
    local = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=zone)
    return local.astimezone(UTC)


def _span(text: str) -> Span:
    opens, _, closes = text.partition("-")
    return Span(_minutes(opens) or 0, _minutes(closes) or 0)


def _minutes(text: str) -> int | None:
    found = _HOUR.fullmatch(text.strip().replace("\u00a0", " "))
    return int(found[1]) * 60 + int(found[2]) if found else None


def _typed(opens: str, closes: str, named: dict[str, str]) -> Span:
    first, last = _minutes(opens), _minutes(closes)
    if first is None or last is None:
        raise Invalid("%(day)s : écrivez une heure d’ouverture et de fermeture.", **named)
    if last <= first:
        raise Invalid("%(day)s : la salle doit fermer après avoir ouvert.", **named)
    return Span(first, last)
