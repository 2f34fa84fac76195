"""What an author meant by a spelling that is not read: one meaning, or None."""

import re

from learning.content.number_words import in_words
from learning.content.source import fold

_HIGHEST_WORD = 60
_WORDS = {fold(in_words(number)): number for number in range(1, _HIGHEST_WORD + 1)}
_NUMBER = re.compile(r"[0-9]+(?:[ \u00a0\u202f][0-9]{3})*(?:[.,][0-9]+)?")
_WHOLE = re.compile(r"[0-9]+")
_PERCENT = re.compile(r"%|pour[ \u00a0-]?cents?|\bpct\b", re.IGNORECASE)
_NEARLY = re.compile(r"[ \u00a0]*(?:\+[ \u00a0]*/?[ \u00a0]*[-−–]|±[ \u00a0]*[-−–+/]+)[ \u00a0]*")
_WITHIN = re.compile(
    r"[ \u00a0]*,?[ \u00a0]+à[ \u00a0]+(?P<amount>[0-9][0-9.,]*(?:[ \u00a0]*%)?)"
    r"(?:[ \u00a0]*(?:€|euros?))?[ \u00a0]+près\.?$"
)
_DURATION = re.compile(
    r"(?P<count>[0-9]{1,4})[ \u00a0]*(?P<unit>h|hrs?|heures?|m|mn|mns|mins?|minutes?|['’])\.?"
    r"(?:[ \u00a0]+environ)?",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?P<day>[0-9]{1,2})[/. -](?P<month>[0-9]{1,2})[/. -](?P<year>[0-9]{4})")
_DAY_IN_WORDS = re.compile(
    r"(?P<day>[0-9]{1,2})(?:er)?[ \u00a0]+(?P<month>[a-z]+)[ \u00a0]+(?P<year>[0-9]{4})"
)
_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
)  # fmt: skip
_SCALE = re.compile(
    r"(?P<low>[0-9]{1,2})\s*\((?P<low_label>[^()]+)\)\s*(?:à|a|-|–|—|->|→|jusqu['’]à|/|,|;)?\s*"
    r"(?P<high>[0-9]{1,2})\s*\((?P<high_label>[^()]+)\)\.?"
)
_RANGE = re.compile(
    r"(?P<name>[a-z_][a-z0-9_]*)\s*(?:=|:|de|vaut|entre|\s)\s*(?:de\s+|entre\s+)?"
    r"(?P<low>[0-9][0-9.,]*)\s*(?:à|a|et|-|–|—|\.\.+|…|->|→)\s*(?P<high>[0-9][0-9.,]*)"
    r"(?:\s*,?\s*(?:pas|par|de)\s*(?:de\s*|=\s*|:\s*)?(?P<step>[0-9][0-9.,]*))?\.?"
)
_PAIR_MARKS = ("-->", "=>", "⟶", "➔", "➜", "=", " : ", " / ", "|", " – ", " — ", ">")


def question_name(name: str) -> str:
    """Say how questions are named, with a name that holds."""
    rule = "des lettres sans accent, des chiffres et des tirets, chaque nom une seule fois"
    return f"Écrivez « :::question {name or 'mon-nom'} » : {rule}."


def whole_number(text: str) -> int | None:
    """Read « deux », « 2 points » or « environ 2 » as 2."""
    word = _WORDS.get(fold(text).strip(" .\u00a0"))
    if word is not None:
        return word
    digits = _WHOLE.findall(text)
    if not digits:
        words = [_WORDS[one] for one in fold(text).split() if one in _WORDS]
        return words[0] if len(words) == 1 else None
    return int(digits[0]) if len(digits) == 1 else None


def with_percent_sign(text: str) -> str:
    """Write « 2 pour cent » as « 2 % »."""
    return _PERCENT.sub("%", text)


def tolerance(text: str) -> str | None:
    """Read « 2 pour cent » or « environ 0,01 » as a tolerance."""
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return None
    return f"{found[0]} %" if _PERCENT.search(text) else found[0]


def answer_with_tolerance(text: str) -> str | None:
    """Read « 12 € +/- 0,01 » and « 12 € à 0,01 près » as an answer and its tolerance."""
    if len(_NEARLY.findall(text)) == 1 and "±" not in _NEARLY.sub("", text):
        return _NEARLY.sub(" ± ", text)
    within = _WITHIN.search(text)
    return f"{text[: within.start()]} ± {within['amount'].rstrip('.,')}" if within else None


def duration(text: str) -> str | None:
    """Read « 12 mn » and « 2 heures environ »."""
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        minutes = whole_number(text) if fold(text).rstrip("s").endswith("minute") else None
        return f"{minutes} min" if minutes else None
    unit = "h" if found["unit"].casefold().startswith("h") else "min"
    return f"{found['count']} {unit}"


def percentage(text: str) -> str | None:
    """Read « 80 pour cent » or « 0,8 » as a threshold."""
    part = re.fullmatch(r"0[.,](?P<tenths>[0-9]{1,2})", text.strip())
    number = int(part["tenths"].ljust(2, "0")) if part else whole_number(text)
    return f"{number} %" if number and number <= 100 else None  # noqa: PLR2004 - per cent


def day(text: str) -> str | None:
    """Read « 23/11/2026 » or « 23 novembre 2026 » as people write days in French."""
    found = _DAY.fullmatch(text.strip()) or _DAY_IN_WORDS.fullmatch(fold(text))
    if found is None:
        return None
    month = found["month"]
    if not month.isdecimal() and month not in _MONTHS:
        return None
    number = int(month) if month.isdecimal() else _MONTHS.index(month) + 1
    if not (1 <= int(found["day"]) <= 31 and 1 <= number <= 12):  # noqa: PLR2004 - a calendar
        return None
    return f"{found['year']}-{number:02}-{int(found['day']):02}"


def scale(text: str) -> str | None:
    """Read « 1 (pas du tout) - 5 (tout à fait) » as a scale."""
    found = _SCALE.fullmatch(text.strip())
    if found is None or int(found["low"]) >= int(found["high"]):
        return None
    low, high = found["low_label"].strip(), found["high_label"].strip()
    return f"{found['low']} ({low}) à {found['high']} ({high})"


def variable(text: str) -> str | None:
    """Read « n de 1 à 5 » or « n : 1-5 » as a variable and its range."""
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        return None
    step = f" pas {found['step'].rstrip('.,')}" if found["step"] else ""
    return f"{found['name']} = {found['low']} à {found['high'].rstrip('.,')}{step}"


def pair(text: str) -> str | None:
    """Read « A : B » or « A = B » as a pair to match."""
    for mark in _PAIR_MARKS:
        left, found, right = text.partition(mark)
        if found and left.strip() and right.strip() and mark.strip() not in right:
            return f"{left.strip()} -> {right.strip()}"
    return None
