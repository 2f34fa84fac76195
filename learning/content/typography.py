"""French typography of rendered text: authors type plain spaces and straight apostrophes.

U+00A0 everywhere: the fonts lack the narrow no-break space.
"""

import re

_TOKENS = re.compile(r"(<[^>]*>)")
_RULES = (
    (re.compile(r"« ?"), "«\u00a0"),
    (re.compile(r"[ \u202f]?»"), "\u00a0»"),
    (re.compile(r"\u00a0\u00a0+"), "\u00a0"),
    (re.compile(r"(?<=\S)[ \u202f](?=[;:!?%€](?:\s|[»)<.,]|$))"), "\u00a0"),
    (re.compile(r"(?<=\d)[ \u202f](?=\d{3}(?!\d))"), "\u00a0"),
    (re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])"), "’"),
)
# « **Mot** : » is one phrase, although the tag ends before the space.
_INLINE_ENDS = frozenset({"</strong>", "</em>", "</code>", "</a>", "</del>", "</sup>", "</sub>"})
_SIGN_FIRST = re.compile(r"^[ \u202f](?=[;:!?%€](?:\s|[»)<.,]|$))")
_KEPT = frozenset({"code", "pre"})


def set_spaces(html: str) -> str:
    """Return the HTML with the spaces and apostrophes of French in its text."""
    kept = 0
    pieces = []
    for piece in _TOKENS.split(html):
        if piece.startswith("<"):
            name = piece.strip("</>").split(" ", 1)[0]
            if name in _KEPT:
                kept += -1 if piece.startswith("</") else 1
            pieces.append(piece)
        elif kept:
            pieces.append(piece)
        else:
            joined = bool(pieces) and pieces[-1] in _INLINE_ENDS
            pieces.append(set_plain(_SIGN_FIRST.sub("\u00a0", piece) if joined else piece))
    return "".join(pieces)


def set_plain(text: str) -> str:
    """Return a text without markup with the spaces and apostrophes of French."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
