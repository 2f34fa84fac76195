"""One block of GIFT read as Moodle reads it: first braces, then what is inside tells the kind.

Rules: leading « # », a number; any « ~ », choices; « = » with « -> », pairs; T or F, true or
false; nothing, an open answer; else a short answer.
"""

import re
from dataclasses import dataclass, field

from learning.content.source import fold
from learning.exchange import gift_answers
from learning.exchange.foreign import ForeignQuestion, Format, Rich, Sort, Unreadable
from learning.exchange.gift_file import Block
from learning.exchange.gift_signs import (
    comment_of,
    hide,
    hide_braces,
    hide_inside_tags,
    rich,
    show,
)

BLANK = "_____"
_CLOZE = re.compile(
    r"\{\s*[0-9]*\s*:\s*(?:SHORTANSWER(?:_C)?|SAC?|MWC?|NUMERICAL|NM|MULTICHOICE(?:_[A-Z]+)?"
    r"|MC[VHS]*|MULTIRESPONSE(?:_[A-Z]+)?|MR[VHS]*)\s*:",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"data:image/[\w.+-]{1,20};base64,[A-Za-z0-9+/\\=\s]+")
_LEFT_OVER = re.compile(r"\]\]>|<!\[CDATA\[")
_ANSWERS = re.compile(r"\s*\Z|.*[=~]|\s*#|\s*(?:T|F|TRUE|FALSE|VRAI|FAUX)\s*(?:#|\Z)", re.DOTALL)
_FORMULA = re.compile("(?:[_^}]|[\\\\\ue100][A-Za-z]+)\\Z")
_ARROWS = re.compile(r"(?:=[^=→\n]{1,200}→[^=→\n]{1,200}(?:\n|\Z)){2,}")
_TAGS = re.compile(r"</?[A-Za-z][^<>]{0,300}>|&nbsp;")
_COMMENT = re.compile(r"\s*//[^\n]*\Z")
_TRUTHS = frozenset({"T", "TRUE", "F", "FALSE"})
_NEAR_TRUTHS = frozenset({"true", "vrai", "v", "t", "false", "faux", "f"})
MOST_SIGNS = 40_000


@dataclass(slots=True)
class Found:
    """Where the answers are in a block's hidden text, and what had to be guessed."""

    text: str
    opened: int
    closed: int
    losses: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def inside(self) -> str:
        """What stands between the braces."""
        return self.text[self.opened + 1 : self.closed]


def read_block(block: Block) -> ForeignQuestion:
    """Read one question.

    Raises:
        Unreadable: it cannot come over.

    """
    remarks = list(block.remarks)
    text = block.text
    if _LEFT_OVER.search(text):
        text = _LEFT_OVER.sub("", text)
        remarks.append("un reste de fichier XML « ]]> » a été retiré.")
    text = hide(_PICTURE.sub("data:", text))
    title, start = _title(text, remarks)
    try:
        return _read(block, text, title, start, remarks)
    except Unreadable as fault:
        fault.title = fault.title or title
        fault.preview = fault.preview or show(text[start:])[:300]
        raise


def _title(text: str, remarks: list[str]) -> tuple[str, int]:
    """Return the title « ::…:: » and where the text begins."""
    if not text.startswith("::"):
        return "", 0
    end = text.find("::", 2)
    brace = text.find("{")
    if end < 0 or -1 < brace < end < text.find("}"):
        remarks.append("le titre n’était pas fermé par « :: » : il est resté dans le texte.")
        return "", 2
    return " ".join(show(text[2:end]).split()), end + 2


def _read(block: Block, text: str, title: str, start: int, remarks: list[str]) -> ForeignQuestion:
    line = block.lines[0][0]
    if len(text) > MOST_SIGNS:
        raise Unreadable(
            line, "cette question est trop longue.", "Coupez-la, ou vérifiez ses lignes vides."
        )
    if _CLOZE.search(text):
        raise Unreadable(
            line,
            "c’est une question à trous « Cloze » de Moodle, que le format GIFT ne sait pas dire.",
            "Écrivez chaque trou dans une question, ou « [[ mot ]] » dans notre format.",
        )
    found = _find_answers(block, text, start)
    before, after = text[start : found.opened], found.text[found.closed + 1 :]
    prompt = rich(_prompt(before, after, found), Format.MOODLE)
    if not prompt and title:
        found.remarks.append("la question n’avait pas de texte : son titre en tient lieu.")
        prompt = Rich(title, Format.PLAIN)
    if not prompt:
        raise Unreadable(line, "cette question n’a pas de texte.", "Écrivez-le avant « { ».")
    section, general = _general(hide_inside_tags(found.inside))
    reader = gift_answers.Reader(
        default=prompt.format,
        line_of=lambda at: block.line_at(found.opened + 1 + at),
        remarks=found.remarks,
        losses=found.losses,
    )
    kind = _kind(section, found)
    parts = _PARTS[kind](reader, section)
    return ForeignQuestion(
        line=line,
        title=title,
        text=prompt,
        general=rich(general, prompt.format),
        losses=tuple(found.losses),
        remarks=(*remarks, *found.remarks),
        **parts,
    )


_PARTS = {
    Sort.CHOICE: gift_answers.Reader.choices,
    Sort.TRUE_FALSE: gift_answers.Reader.truth,
    Sort.SHORT: gift_answers.Reader.short,
    Sort.NUMBER: gift_answers.Reader.numbers,
    Sort.MATCHING: gift_answers.Reader.pairs,
    Sort.ESSAY: gift_answers.Reader.essay,
}


def _prompt(before: str, after: str, found: Found) -> str:
    """Return the text without its answers, with a blank when words follow them."""
    rest = _COMMENT.sub("", after)
    if rest != after:
        found.remarks.append("le commentaire « // » en fin de ligne a été retiré.")
    if not _TAGS.sub("", rest).strip():
        return before + rest.rstrip()
    return f"{before}{BLANK}{rest}" if before.strip() or rest.strip(".!?:; ") else before + rest


def _general(inside: str) -> tuple[str, str]:
    """Part the answers from the general feedback: after the last « #### »."""
    at = inside.rfind("####")
    return (inside, "") if at < 0 else (inside[:at], inside[at + 4 :])


def _kind(section: str, found: Found) -> Sort:
    text = section.strip()
    word = comment_of(text)[0]
    shapes = (
        (Sort.ESSAY, not text),
        (Sort.NUMBER, text.startswith("#")),
        (Sort.CHOICE, "~" in text),
        (Sort.MATCHING, "=" in text and "->" in text),
        (Sort.MATCHING, bool(_ARROWS.fullmatch(text))),
        (Sort.TRUE_FALSE, word in _TRUTHS),
    )
    kind = next((kind for kind, there in shapes if there), Sort.SHORT)
    if kind is Sort.SHORT and "=" not in text and fold(word) in _NEAR_TRUTHS:
        found.remarks.append(f"« {word} » a été lu comme vrai ou faux ; GIFT écrit « TRUE ».")
        return Sort.TRUE_FALSE
    return kind


def _find_answers(block: Block, text: str, start: int) -> Found:
    """Find the braces of the answers: the first ones, as Moodle does, unless they hold none."""
    opened, closed = text.find("{", start), text.find("}", start)
    if opened < 0 and closed < 0:
        raise Unreadable(
            block.lines[0][0],
            "ce texte n’a pas de réponses entre accolades : c’est une description.",
            "Pour une question, ajoutez « { … } » ; pour un cours, collez-le dans une leçon.",
        )
    if opened < 0 or closed < opened:
        if opened < 0 or "}" not in text[opened:]:
            place, missing = (closed, "{") if opened < 0 else (opened, "}")
        else:
            place, missing = closed, "{"
        raise _unclosed(block, place, missing)
    return _choose(block, text, _top_blocks(block, text, start))


def _unclosed(block: Block, place: int, missing: str) -> Unreadable:
    other = "{" if missing == "}" else "}"
    return Unreadable(
        block.line_at(place),
        f"une accolade « {other} » n’a pas sa « {missing} ».",
        f"Ajoutez « {missing} », ou écrivez « \\{other} » si elle est dans un texte ; "
        "ne laissez pas de ligne vide entre les accolades.",
    )


def _top_blocks(block: Block, text: str, start: int) -> list[tuple[int, int]]:
    """Return the pairs of braces that are inside no other."""
    found: list[tuple[int, int]] = []
    depth = opened = 0
    for place in range(start, len(text)):
        if text[place] == "{":
            opened = opened if depth else place
            depth += 1
        elif text[place] == "}" and depth:
            depth -= 1
            if not depth:
                found.append((opened, place))
    if depth and not found:
        raise _unclosed(block, opened, "}")
    return found


def _choose(block: Block, text: str, blocks: list[tuple[int, int]]) -> Found:
    """Keep the first braces, as Moodle does; those of a formula in the text are no answers."""
    likely = [pair for pair in blocks if _is_answers(text, *pair)]
    if not likely and len(blocks) > 1:
        raise Unreadable(
            block.line_at(blocks[0][0]),
            "le texte a plusieurs paires d’accolades : on ne sait où sont les réponses.",
            "Écrivez « \\{ » et « \\} » pour les accolades du texte.",
        )
    opened, closed = (likely or blocks)[0]
    found = Found(text, opened, closed)
    if len(likely) > 1:
        found.losses.append(
            f"la question a {len(likely)} trous : seul le premier est demandé (pour plusieurs "
            "questions, laissez une ligne vide entre elles)"
        )
        for start, end in reversed(likely[1:]):
            found.text = f"{found.text[:start]}{BLANK}{found.text[end + 1 :]}"
    inside = found.inside
    if "{" in inside or len(blocks) > max(1, len(likely)):
        found.remarks.append("des accolades ont été lues comme du texte ; écrivez « \\{ ».")
        found.text = f"{text[: opened + 1]}{hide_braces(inside)}{found.text[closed:]}"
    return found


def _is_answers(text: str, opened: int, closed: int) -> bool:
    """Tell whether braces hold answers rather than a part of a formula."""
    if _FORMULA.search(text[max(0, opened - 30) : opened]):
        return False
    return bool(_ANSWERS.match(text[opened + 1 : closed]))
