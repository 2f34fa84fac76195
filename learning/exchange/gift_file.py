"""A GIFT file cut in blocks, as Moodle cuts it: an empty line ends a question.

What programs that write GIFT add around it (fences, missing empty lines) is mended and told.
"""

import re
from dataclasses import dataclass, field

from learning.domain.errors import Invalid

MOST_BYTES = 5_000_000
MOST_BLOCKS = 5_000
NBSP = "\u00a0"
_FENCE = re.compile(r"```+\s*(?P<word>[\w-]*)\s*")
_FENCE_WORDS = frozenset({"", "gift", "text", "txt", "plaintext", "plain", "moodle", "markdown"})
_CATEGORY = re.compile(r"\$CATEGORY\s*:?(?P<path>.*)", re.IGNORECASE)
_BRACES = re.compile(r"\\.|[{}]")
_BRACE = re.compile(r"(?<!\\)[{}]")
_TITLE = re.compile(
    r"(?:\*\*)?(?:(?:question\s*)?[0-9]{1,4}\s*[.):]\s*)?(?:\*\*)?(?=::.+?::)", re.IGNORECASE
)
_PRIVATE = re.compile("[\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BINARY = re.compile(b"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\ufeff": ""})


@dataclass(slots=True)
class Block:
    """The lines between two empty ones, numbered; comments are out."""

    category: str
    lines: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as one text, each without what surrounds it."""
        return "\n".join(line for _, line in self.lines)

    def line_at(self, place: int) -> int:
        """Return the number of the line at a place of ``text``."""
        row = self.text[: max(0, place)].count("\n")
        return self.lines[min(row, len(self.lines) - 1)][0]


def decode(body: bytes) -> tuple[str, tuple[str, ...]]:
    """Return a file's text and what must be told about how it was read.

    Raises:
        Invalid: it is too big, or it is no text.

    """
    if len(body) > MOST_BYTES:
        raise Invalid("Ce fichier dépasse 5\u00a0Mo. Coupez-le en plusieurs fichiers.")
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            return _plain(body.decode("utf-16")), ("Le fichier était en UTF-16 : il a été lu.",)
        except UnicodeDecodeError:
            raise _no_text() from None
    if _BINARY.search(body):
        raise _no_text()
    try:
        return _plain(body.decode("utf-8-sig")), ()
    except UnicodeDecodeError:
        pass
    try:
        text = body.decode("cp1252")
    except UnicodeDecodeError:
        text = body.decode("latin-1")
    note = (
        "Le fichier n’est pas en UTF-8 : il a été lu comme un fichier de Windows (cp1252). "
        "Relisez les accents."
    )
    return _plain(text), (note,)


def _no_text() -> Invalid:
    return Invalid(
        "Ce fichier n’est pas un texte. Exportez vos questions au format GIFT (fichier .txt)."
    )


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    return _PRIVATE.sub("", text)


class _Cutter:
    """Gathers lines into blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.category = ""
        self.now = Block("")
        self.fenced = False

    def read(self, number: int, line: str) -> None:
        text = line.strip(" \t\x0b\u00a0")
        if text.startswith("//"):
            return
        if not text:
            self.end()
            return
        if self._is_fence(text):
            self.end()
            return
        found = _CATEGORY.fullmatch(text)
        if found is not None:
            self.end()
            self.category = found["path"].strip()
            return
        if not self.now.lines:
            self.now.category = self.category
        inside = self.now.lines and not text.startswith("::")
        # What is inside a question keeps its indentation, for code.
        self.now.lines.append((number, line.rstrip().expandtabs(4) if inside else text))

    def _is_fence(self, text: str) -> bool:
        """Tell whether a line of ``` stands around questions rather than in one."""
        found = _FENCE.fullmatch(text)
        if found is None or found["word"].lower() not in _FENCE_WORDS:
            return False
        if found["word"].lower() == "gift" or not self.now.lines:
            self.fenced = not self.fenced
            return True
        if self.fenced and _depth(self.now.text) == 0 and "}" in self.now.text:
            self.fenced = False
            return True
        return False

    def end(self) -> None:
        """End the block being read."""
        if self.now.lines:
            self.blocks.append(self.now)
        if len(self.blocks) > MOST_BLOCKS:
            raise Invalid(
                "Ce fichier a plus de %(most)s questions. Coupez-le en plusieurs fichiers.",
                most=MOST_BLOCKS,
            )
        self.now = Block(self.category)


def cut(text: str) -> list[Block]:
    """Cut a text in blocks.

    Raises:
        Invalid: there are too many.

    """
    cutter = _Cutter()
    for number, line in enumerate(text.split("\n"), start=1):
        cutter.read(number, line)
    cutter.end()
    joined = _join_torn(cutter.blocks)
    return [part for block in joined for part in _split_stuck(block)]


def _depth(text: str) -> int:
    """Count the braces left open; escaped ones are no braces."""
    depth = 0
    for found in _BRACES.finditer(text):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
    return depth


def _join_torn(blocks: list[Block]) -> list[Block]:
    """Join again a question that an empty line tore apart."""
    kept: list[Block] = []
    torn = waiting = False
    for block in blocks:
        same = bool(kept) and block.category == kept[-1].category
        text = block.text
        if same and torn and _goes_on(block):
            _join(kept[-1], block)
            # Only what was added matters: the whole would be counted again at each piece.
            torn = "}" not in text
        elif same and waiting and text.startswith("{"):
            _join(kept[-1], block)
            torn, waiting = _depth(text) == 1, False
        else:
            kept.append(block)
            torn, waiting = _depth(text) == 1, not _BRACE.search(text)
    return kept


def _join(before: Block, block: Block) -> None:
    before.lines += block.lines
    remark = "une ligne vide coupait la question : elle a été recollée."
    if remark not in before.remarks:
        before.remarks.append(remark)


def _goes_on(block: Block) -> bool:
    """Tell whether a block continues answers: it opens none, and shows a sign of an answer."""
    text = block.text
    first = next((f[0] for f in _BRACES.finditer(text) if len(f[0]) == 1), "")
    return first != "{" and text.lstrip()[0] in "=~#}%" and not text.startswith("::")


def _split_stuck(block: Block) -> list[Block]:
    """Part two questions between which the empty line is missing, and words above a question."""
    parts = [Block(block.category, [], list(block.remarks))]
    depth = 0
    closed = False
    for number, line in block.lines:
        now = parts[-1]
        titled = _TITLE.match(line)
        if titled is not None and depth == 0:
            if now.lines:
                asked = closed or now.lines[0][1].startswith("::")
                now = Block(block.category)
                if asked:
                    now.remarks.append("il manquait une ligne vide avant cette question.")
                parts.append(now)
                closed = False
            line = _bare(line, titled)  # noqa: PLW2901 - the number of a list is left out
        now.lines.append((number, line))
        for found in _BRACES.finditer(line):
            if found[0] == "{":
                depth += 1
            elif found[0] == "}":
                closed = closed or depth > 0
                depth = max(0, depth - 1)
    return parts


def _bare(line: str, titled: re.Match[str]) -> str:
    """Return a line from its title on, without the stars around « **1. ::Title::** »."""
    bare = line[titled.end() :]
    return bare.replace("::**", "::", 1) if "**" in titled[0] else bare
