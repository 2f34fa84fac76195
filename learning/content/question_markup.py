"""A question as written: lines sorted into answers, reasons and keywords."""

import re
from dataclasses import dataclass, field

from learning.content import remedies
from learning.content.finding import Fix, Report, did_you_mean
from learning.content.near_words import distance
from learning.content.source import fold

KEYWORDS = {
    "explication": "Explication",
    "indice": "Indice",
    "points": "Points",
    "objectif": "Objectif",
    "grille": "Grille",
    "associer": "Associer",
    "ordre": "Ordre",
    "variables": "Variables",
    "reponse libre": "Réponse libre",
    "echelle": "Échelle",
}
_TEXTS = frozenset({"explication", "indice"})  # what may go on over several paragraphs
_SETTINGS = frozenset({"points", "objectif"})
_NEAR = 2  # letters
_SPACE = "[ \u00a0\u2007\u2009\u202f]"
_KEYWORD = re.compile(
    rf"(?P<word>[^\W\d_][^\W\d_' ’]*(?: [^\W\d_]+)?){_SPACE}*:(?=\s|$){_SPACE}*(?P<rest>.*)"
)
_CHOICE = re.compile(
    rf"(?:[-•–—*]{_SPACE}*(?P<box>\({_SPACE}*[xX✓]?{_SPACE}*\)|\[{_SPACE}*[xX✓]?{_SPACE}*\])"
    rf"|(?:[-•–—*]{_SPACE}*)?(?P<drawn>[☒☑☐])){_SPACE}*(?P<text>.*)"
)
_ITEM = re.compile(rf"[-•–—*]{_SPACE}+(?P<text>.*)")
_RANKED = re.compile(rf"(?P<rank>[0-9]+)[.)]{_SPACE}+(?P<text>.*)")
_ARROW = re.compile(rf"{_SPACE}*(?:->|→|⇒|=>){_SPACE}*")
_PAIR = 2


@dataclass(slots=True)
class Line:
    """A line of an answer with its reasons below."""

    number: int
    text: str
    ticked: bool = False
    box: str = ""
    feedback: list[str] = field(default_factory=list)

    @property
    def reason(self) -> str:
        """The reason as Markdown."""
        return "\n".join(self.feedback)


@dataclass(slots=True)
class RawQuestion:
    """A question sorted by what its lines are; ``prompt_numbers`` go with ``prompt``."""

    name: str
    line: int
    prompt: list[str] = field(default_factory=list)
    prompt_numbers: list[int] = field(default_factory=list)
    choices: list[Line] = field(default_factory=list)
    answers: list[Line] = field(default_factory=list)
    foreseen: list[Line] = field(default_factory=list)
    pairs: list[Line] = field(default_factory=list)
    items: list[Line] = field(default_factory=list)
    variables: list[Line] = field(default_factory=list)
    grid: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    word_lines: dict[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The prompt as Markdown."""
        return "\n".join(self.prompt).strip()

    @property
    def every_line(self) -> list[Line]:
        """Every line that is not the prompt, a keyword or the grid."""
        return [
            *self.choices, *self.answers, *self.foreseen,
            *self.pairs, *self.items, *self.variables,
        ]  # fmt: skip

    def line_of(self, text: str) -> int:
        """Return the number of the prompt's first line that holds a text."""
        for number, line in zip(self.prompt_numbers, self.prompt, strict=True):
            if text in line:
                return number
        return self.line

    def line_at(self, place: int) -> int:
        """Return the number of the line at a place of ``text``."""
        kept = [
            n for n, line in zip(self.prompt_numbers, self.prompt, strict=True) if line.strip()
        ]
        first = self.prompt_numbers.index(kept[0]) if kept else 0
        row = first + self.text[:place].count("\n")
        return self.prompt_numbers[row] if row < len(self.prompt_numbers) else self.line


class _Reader:
    """Sorts the lines; ``last`` is what a ``>`` speaks of, ``section`` what a list fills."""

    def __init__(self, raw: RawQuestion, report: Report) -> None:
        self.raw = raw
        self.report = report
        self.last: Line | None = None
        self.section = ""
        self.answered = False
        self.after_blank = False

    def read(self, number: int, line: str) -> None:
        text = line.strip().strip("\u00a0\u202f").strip()
        if not text:
            self._blank(number)
            return
        if text.startswith(">"):
            self._reason(number, text[1:].strip())
        elif text[0] in "=≠" and not text.startswith("=>"):
            self._answer(number, text)
        elif (choice := _CHOICE.fullmatch(text)) is not None:
            self._choice(number, choice)
        elif not self._keyword(number, text):
            self._in_section(number, line, text)
        self.after_blank = False

    def _blank(self, number: int) -> None:
        self.after_blank = True
        if self.section in _TEXTS:
            self.raw.words[self.section] += "\n"
        elif not self.answered:
            self._prompt(number, "")

    def _prompt(self, number: int, line: str) -> None:
        self.raw.prompt.append(line)
        self.raw.prompt_numbers.append(number)

    def _reason(self, number: int, text: str) -> None:
        if self.last is None:
            self.report.error(
                number,
                "cette ligne « > » n’est sous aucune réponse.",
                "Placez-la juste sous le choix ou la réponse qu’elle explique.",
            )
            return
        self.last.feedback.append(text)

    def _answer(self, number: int, text: str) -> None:
        self.answered, self.section = True, ""
        self.last = Line(number, text[1:].strip().strip("\u00a0"))
        (self.raw.answers if text[0] == "=" else self.raw.foreseen).append(self.last)

    def _choice(self, number: int, found: re.Match[str]) -> None:
        self.answered, self.section = True, ""
        box = found["box"] or found["drawn"]
        ticked = "x" in box.casefold() or any(mark in box for mark in "✓☒☑")
        self.last = Line(number, found["text"].strip(), ticked, "(" if box[0] == "(" else "[")
        self.raw.choices.append(self.last)

    def _keyword(self, number: int, text: str) -> bool:
        found = _KEYWORD.match(text)
        if found is None:
            return False
        word, rest = fold(found["word"]), found["rest"].strip()
        if word not in KEYWORDS:
            return self._unknown(number, found["word"], word)
        self.answered = self.answered or word not in _SETTINGS | _TEXTS
        before = self.section
        self.section, self.last = word, None
        if word in self.raw.words and word != "grille":
            self.report.error(
                number,
                f"« {KEYWORDS[word]} : » est écrit deux fois.",
                "Gardez-en un seul.",
                fix=self._once(number, word, rest, before),
            )
        self.raw.word_lines.setdefault(word, number)
        if word == "grille":
            self.raw.words.setdefault(word, "")
            if rest:
                self.raw.grid.append(rest)
        else:
            self.raw.words[word] = rest
        return True

    def _unknown(self, number: int, written: str, word: str) -> bool:
        """Judge « Mot : »: a fault after the first answer, or close to a known one."""
        fix = None
        near = min(KEYWORDS, key=lambda known: distance(word, known))
        late = self.answered and self.section not in _TEXTS and " " not in word
        if distance(word, near) <= _NEAR:
            remedy = f"Vouliez-vous écrire « {KEYWORDS[near]} : » ?"
            meant = [one for one in KEYWORDS if distance(word, one) <= _NEAR]
            # Before the question itself, a hint would swallow it.
            if meant == [near] and (self.answered or near not in _TEXTS):
                fix = self.report.swap(number, written, KEYWORDS[near])
        elif late:
            remedy = did_you_mean(
                written,
                (f"{known} : " for known in KEYWORDS.values()),
                "Placez ce texte avant les réponses, ou dans « Explication : ».",
            ).replace(" :  »", " : »")
        else:
            return False
        self.report.error(number, f"« {written} : » est inconnu.", remedy, fix=fix)
        self.section, self.last = "", None
        return True

    def _once(self, number: int, word: str, rest: str, before: str) -> Fix | None:
        """Take a repeated keyword out, or make its text go on with the first one's."""
        if rest in {"", self.raw.words[word].strip()}:
            return self.report.drop(number)
        return self.report.put(number, rest) if before == word and word in _TEXTS else None

    def _as_item(self, text: str) -> str | None:
        """Begin with a dash what can only be an item of its list."""
        if self.section == "associer" and split_pair(text) is not None:
            return f"- {text}"
        if self.section == "variables" and (read := remedies.variable(text)) is not None:
            return f"- {read}"
        return None

    def _in_section(self, number: int, line: str, text: str) -> None:
        item = _ITEM.fullmatch(text)
        ranked = _RANKED.fullmatch(text)
        if self.section == "grille":
            self.raw.grid.append(item["text"] if item else text)
        elif self.section == "associer" and item:
            self.last = Line(number, item["text"])
            self.raw.pairs.append(self.last)
        elif self.section == "variables" and item:
            self.raw.variables.append(Line(number, item["text"]))
        elif self.section == "ordre" and (found := ranked or item):
            self.raw.items.append(Line(number, found["text"]))
        elif self.section in _TEXTS:
            self.raw.words[self.section] += f"\n{text}"
        else:
            self._elsewhere(number, line, text)

    def _elsewhere(self, number: int, line: str, text: str) -> None:
        """Continue the answer above, or the prompt; else it stands where nothing is read."""
        if not self.answered:
            self._prompt(number, line)
        elif self.section and self.section not in _SETTINGS:
            self.report.error(
                number,
                f"« {text[:60]} » ne va pas sous « {KEYWORDS[self.section]} : ».",
                "Commencez la ligne par « - », ou déplacez-la.",
                fix=self.report.put(number, self._as_item(text)),
            )
        elif self.last is not None and self.last.feedback and not self.after_blank:
            self.last.feedback.append(text)
        elif self.last is not None and self.last.box and not self.after_blank:
            self.last.text += f" {text}"
        else:
            self.report.error(
                number,
                f"« {text[:60]} » est après les réponses.",
                "Placez ce texte avant les réponses, ou dans « Explication : ».",
                fix=self.report.put(number, _with_colon(text)),
            )


def read_question(name: str, line: int, lines: tuple[str, ...], report: Report) -> RawQuestion:
    """Sort the lines of a question block; ``line`` is that of its ``:::``."""
    raw = RawQuestion(name, line)
    reader = _Reader(raw, report)
    for offset, text in enumerate(lines, start=1):
        reader.read(line + offset, text)
    return raw


def _with_colon(text: str) -> str | None:
    """Give « Explication Sans client… » or « Points 2 » the colon that it lacks."""
    word, _, rest = text.partition(" ")
    known = fold(word)
    if word != KEYWORDS.get(known) or not rest.strip():
        return None
    if known in _TEXTS or (known == "points" and rest.strip().isdecimal()):
        return f"{word} : {rest.strip()}"
    return None


def split_pair(text: str) -> tuple[str, str] | None:
    """Split ``A -> B``."""
    parts = _ARROW.split(text, maxsplit=1)
    if len(parts) != _PAIR or not parts[0].strip() or not parts[1].strip():
        return None
    return parts[0].strip(), parts[1].strip()
