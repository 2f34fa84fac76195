"""Plain words made safe in our format: nothing of them is read as Markdown or as an answer."""

import re
import textwrap

from learning.content.near_words import distance
from learning.content.question_markup import KEYWORDS
from learning.content.source import fold

LONGEST = 1_500  # of a line; readers refuse longer ones than 2,000
_SPACE = "[ \u00a0\u2007\u2009\u202f]"
_BACKSLASH = re.compile(r"\\(?=[\\`*_{}\[\]()>#+\-.!|]|$)")
_STAR = re.compile(r"(?<!\s)\*|\*(?!\s)|^\*|\*$")
_UNDERSCORES = re.compile(r"_+")
_LESS = re.compile(r"<(?=[A-Za-z/!?])")
_AND = re.compile(r"&(?=#?[A-Za-z0-9]+;)")
_LINKED = re.compile(r"\]\(|\]\[|\]:|\[\^|\[\[")
_BOXED = re.compile(rf"(?:[-•–—*]{_SPACE}*)[(\[☒☑☐]|[☒☑☐]")
_LISTED = re.compile(r"[-+*](?:\s|$)")
_RANKED = re.compile(r"([0-9]+)\.(?=\s|$)")
_RULE = re.compile(r"[|\s:=-]*[-=][|\s:=-]*|_[_\s]*")
_DEFINED = re.compile(r":(?:\s|::|$)")
_WORD = re.compile(rf"(?P<word>[^\W\d_][^\W\d_' ’]*(?: [^\W\d_]+)?)(?P<before>{_SPACE}*):(?=\s|$)")
_NEAR = 2
_LONGEST_WORD = 24


def escape(text: str) -> str:
    """Write plain words as Markdown that shows these very words."""
    text = _BACKSLASH.sub(r"\\\\", text)
    text = text.replace("`", "\\`")
    text = _STAR.sub(r"\\*", text)
    text = _UNDERSCORES.sub(lambda found: _underscores(found, text), text)
    text = _AND.sub("&amp;", text)
    text = _LESS.sub("&lt;", text)
    if _LINKED.search(text):
        text = text.replace("[", "\\[")
    # Our reader takes « [^1] » for a note that has lost its text.
    return apart_braces(text.replace("[^", "[ ^"))


def apart_braces(text: str) -> str:
    """Part two opening braces: together they would be a figure of the référentiel."""
    while "{{" in text:
        text = text.replace("{{", "{ {")
    return text


def _underscores(found: re.Match[str], text: str) -> str:
    start, end = found.span()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    inside = bool(re.match(r"\w", before) and re.match(r"\w", after))
    alone = not re.match(r"\w", before) and not re.match(r"\w", after)
    blank = len(found[0]) > _NEAR
    return (
        found[0]
        if inside or (alone and (blank or _is_free(before, after)))
        else ("\\_" * len(found[0]))
    )


def _is_free(before: str, after: str) -> bool:
    return (not before or before.isspace()) and (not after or after.isspace())


def escape_start(line: str) -> str:
    """Write the start of a line so that the line stays words, in Markdown and in our format."""
    line = line.strip()
    if not line:
        return ""
    first, rest = line[0], line[1:]
    if first in "=≠☒☑☐" or _DEFINED.match(line) or line.startswith(":::"):
        return f"&#{ord(first)};{rest}"
    if first in "#>":
        return f"\\{line}"
    if _BOXED.match(line) or _RULE.fullmatch(line) or _LISTED.match(line):
        return f"\\{line}" if first in "-+*_" else f"&#{ord(first)};{rest}"
    if _RANKED.match(line):
        return _RANKED.sub(r"\1\\.", line, count=1)
    return escape_keyword(line)


def escape_keyword(line: str) -> str:
    """Hide the colon of « Points : », which would be read as a keyword."""
    found = _WORD.match(line)
    if found is None or len(found["word"]) > _LONGEST_WORD:
        return line
    word = fold(found["word"])
    if min(distance(word, known) for known in KEYWORDS) > _NEAR:
        return line
    return f"{found['word']}{found['before']}&#58;{line[found.end() :]}"


def wrap(line: str) -> list[str]:
    """Cut a long line at spaces, each piece starting as words."""
    if len(line) <= LONGEST:
        return [escape_start(line)]
    pieces = textwrap.wrap(
        line, LONGEST, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
    return [escape_start(piece) for piece in pieces]
