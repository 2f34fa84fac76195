"""French typography as readers are owed it: what is wrong in a text, as sentences."""

import re

NO_BREAK = "\u00a0"
FAULTS = (
    (re.compile(r"[^\W\d_]'[^\W\d_]"), "a straight apostrophe: ’ is wanted"),
    (re.compile(r"[^\W_] [:;!?»%€]"), "a plain space before : ; ! ? » % or €: U+00A0 is wanted"),
    (re.compile(r"« "), "a plain space after «: U+00A0 is wanted"),
    (re.compile(r"«[^\u00a0 ]|[^\u00a0 ]»"), "no space inside « »: U+00A0 is wanted"),
    (re.compile("\u202f"), "U+202F, which the fonts do not have: U+00A0 is wanted"),
    (re.compile(r"[^\W\d_]\.\.\.(?!\.)"), "three dots: … is wanted"),
    (re.compile(r"\bNone\b|\bUndefined\b"), "a Python value shown to people"),
    (re.compile(r"(?<!«\u00a0)\{\{|\{%|%\(\w+\)[sd]"), "a placeholder shown to people"),
)


def faults(text: str) -> list[str]:
    """Say each fault with the words around it."""
    found = []
    for pattern, sentence in FAULTS:
        for match in pattern.finditer(text):
            around = text[max(0, match.start() - 20) : match.end() + 20].replace("\n", " ")
            found.append(f"{sentence} — in {around!r}")
    return found
