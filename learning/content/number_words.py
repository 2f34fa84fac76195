"""Whole numbers in French words, so that an ambiguous number can be read aloud."""

_SMALL = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf",
    "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
    "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "", "quatre-vingt")
_SIXTY, _SEVENTY, _EIGHTY, _HUNDRED, _THOUSAND = 60, 70, 80, 100, 1000
_TWENTY = 20
HIGHEST = 999_999


def in_words(number: int) -> str:
    """Write a whole number up to 999 999: « mille deux cent trente-quatre »."""
    if not 0 <= number <= HIGHEST:
        raise ValueError(number)
    thousands, rest = divmod(number, _THOUSAND)
    words = []
    if thousands:
        many = _below_thousand(thousands, plural=False)
        words.append("mille" if thousands == 1 else f"{many} mille")
    if rest or not thousands:
        words.append(_below_thousand(rest, plural=True))
    return " ".join(words)


def _below_thousand(number: int, *, plural: bool) -> str:
    hundreds, rest = divmod(number, _HUNDRED)
    words = []
    if hundreds:
        word = "cent" if hundreds == 1 else f"{_SMALL[hundreds]} cent"
        words.append(f"{word}s" if plural and hundreds > 1 and not rest else word)
    if rest or not hundreds:
        words.append(_below_hundred(rest, plural=plural))
    return " ".join(words)


def _below_hundred(number: int, *, plural: bool) -> str:
    if number < _TWENTY:
        return _SMALL[number]
    if number == _EIGHTY:
        return "quatre-vingts" if plural else "quatre-vingt"
    base = number // 10 * 10
    if base in {_SEVENTY, _EIGHTY + 10}:
        base -= 10
    unit = number - base
    joined = unit in {1, 11} and base <= _SIXTY
    tail = "" if unit == 0 else f" et {_SMALL[unit]}" if joined else f"-{_SMALL[unit]}"
    return f"{_TENS[base // 10]}{tail}"
