"""A question as written: lines sorted into answers, reasons, keywords; the shape gives the kind."""

import re
from dataclasses import dataclass, field

from learning.content.finding import Report, did_you_mean
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
_KEYWORD = re.compile(
    r"(?P<word>[^\W\d_][^\W\d_' ’]*(?: [^\W\d_]+)?)[ \u00a0]*:(?=\s|$)[ \u00a0]*(?P<rest>.*)"
)
_CHOICE = re.compile(
    r"[-•–—*][ \u00a0]+(?P<box>\([ \u00a0]*[xX]?[ \u00a0]*\)|\[[ \u00a0]*[xX]?[ \u00a0]*\]|[☒☑☐])[ \u00a0]*(?P<text>.*)"
)
_ITEM = re.compile(r"[-•–—*][ \u00a0]+(?P<text>.*)")
_RANKED = re.compile(r"(?P<rank>[0-9]+)[.)][ \u00a0]+(?P<text>.*)")
_ARROW = re.compile(r"[ \u00a0]*(?:->|→|⇒|=>)[ \u00a0]*")


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
    """A question sorted by what its lines are."""

    name: str
    line: int
    prompt: list[str] = field(default_factory=list)
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


class _Reader:
    """Sorts the lines; ``last`` is what a ``>`` speaks of, ``section`` what a list fills."""

    def __init__(self, raw: RawQuestion, report: Report) -> None:
        self.raw = raw
        self.report = report
        self.last: Line | None = None
        self.section = ""
        self.answered = False

    def read(self, number: int, line: str) -> None:
        text = line.strip().strip("\u00a0")
        if not text:
            self._blank()
        elif text.startswith(">"):
            self._reason(number, text[1:].strip())
        elif text[0] in "=≠" and not text.startswith("=>"):
            self._answer(number, text)
        elif (choice := _CHOICE.fullmatch(text)) is not None:
            self._choice(number, choice)
        elif not self._keyword(number, text):
            self._in_section(number, line, text)

    def _blank(self) -> None:
        if self.section in {"explication", "indice"}:
            self.raw.words[self.section] += "\n"
        elif not self.answered:
            self.raw.prompt.append("")

    def _reason(self, number: int, text: str) -> None:
        if self.last is None:
            self.report.error(
                number, "cette explication « > » ne suit aucun choix.", "Placez-la sous un choix."
            )
            return
        self.last.feedback.append(text)

    def _answer(self, number: int, text: str) -> None:
        self.answered, self.section = True, ""
        self.last = Line(number, text[1:].strip())
        (self.raw.answers if text[0] == "=" else self.raw.foreseen).append(self.last)

    def _choice(self, number: int, found: re.Match[str]) -> None:
        self.answered, self.section = True, ""
        box = found["box"]
        ticked = "x" in box.casefold() or box in "☒☑"
        self.last = Line(number, found["text"].strip(), ticked, "(" if box[0] == "(" else "[")
        self.raw.choices.append(self.last)

    def _keyword(self, number: int, text: str) -> bool:
        found = _KEYWORD.match(text)
        if found is None:
            return False
        word, rest = fold(found["word"]), found["rest"].strip()
        if word not in KEYWORDS:
            return self._unknown(number, found["word"], word, rest)
        self.answered = self.answered or word not in {"points", "objectif"}
        self.section, self.last = word, None
        if word in self.raw.words and word != "grille":
            self.report.error(
                number, f"« {KEYWORDS[word]} : » est écrit deux fois.", "Gardez-en un."
            )
        self.raw.word_lines.setdefault(word, number)
        if word == "grille":
            self.raw.words.setdefault(word, "")
            if rest:
                self.raw.grid.append(rest)
        else:
            self.raw.words[word] = rest
        return True

    def _unknown(self, number: int, written: str, word: str, rest: str) -> bool:
        """« Mot : » alone is a keyword only after the first answer, or within two letters of one."""
        near = any(_distance(word, known) <= 2 for known in KEYWORDS)  # noqa: PLR2004
        alone_late = self.answered and not rest and self.section == ""
        if not (near or alone_late):
            return False
        remedy = did_you_mean(KEYWORDS.get(word, written), KEYWORDS.values())
        remedy = remedy.replace(" » ?", " : » ?")
        self.report.error(number, f"« {written} : » est inconnu.", remedy)
        return True

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
        elif self.section == "ordre" and (ranked or item):
            found = ranked or item
            self.raw.items.append(Line(number, found["text"] if found else text))
        elif self.section in {"explication", "indice"}:
            self.raw.words[self.section] += f"\n{text}"
        elif self.last is not None:
            if self.last.feedback:
                self.last.feedback.append(text)
            else:
                self.last.text += f" {text}"
        elif self.section and self.section not in {"points", "objectif"}:
            self.report.error(
                number,
                f"« {text[:60]} » ne va pas sous « {KEYWORDS[self.section]} : ».",
                "Commencez la ligne par « - », ou déplacez-la.",
            )
        else:
            self.raw.prompt.append(line)


def read_question(name: str, line: int, lines: tuple[str, ...], report: Report) -> RawQuestion:
    """Sort the lines of a question block; ``line`` is that of its ``:::``."""
    raw = RawQuestion(name, line)
    reader = _Reader(raw, report)
    for offset, text in enumerate(lines, start=1):
        reader.read(line + offset, text)
    return raw


def split_pair(text: str) -> tuple[str, str] | None:
    """Split ``A -> B``."""
    parts = _ARROW.split(text, maxsplit=1)
    if len(parts) != 2 or not parts[0].strip() or not parts[1].strip():  # noqa: PLR2004
        return None
    return parts[0].strip(), parts[1].strip()


def _distance(one: str, other: str) -> int:
    """Edit distance, swaps counted once; words are short."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]
