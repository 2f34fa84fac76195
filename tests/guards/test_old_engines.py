"""Nothing that Chromium 69, the oldest browser promised, would not understand.

A selector that it does not know takes its whole rule away; a sign of syntax, the whole script.
What only adds (a declaration that is passed over, with nothing resting on it) is let through.
"""

import re
from pathlib import Path

import pytest

from tests.guards.test_styles import SHEETS, without_comments
from tests.guards.tree import must_be_empty, read, under

SCRIPTS = under("static/js", ".js")
STRINGS = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|/\*.*?\*/|//[^\n]*", re.DOTALL)

# What came after 69, and the first Chromium that has it.
SELECTORS = {
    r":is\(|:where\(": 88,
    r":has\(": 105,
    r":focus-visible": 86,
    r":not\([^()]*,": 88,
    r":nth-child\([^()]* of ": 111,
    r"::marker": 86,
    r":user-(?:in)?valid": 119,
    r":(?:modal|popover-open|dir\()": 105,
}
DECLARATIONS = {
    r"(?:margin|padding|border)-(?:inline|block)\s*:": 87,
    r"inset(?:-[a-z-]+)?\s*:": 87,
    r"border-(?:start|end)-(?:start|end)-radius\s*:": 89,
    r"aspect-ratio\s*:": 88,
    r"content-visibility\s*:": 85,
    r"(?:translate|rotate|scale)\s*:": 104,
    r"float\s*:\s*inline-|clear\s*:\s*inline-": 118,
    r"overflow(?:-[xy])?\s*:\s*clip": 90,
    r"\b(?:clamp|min|max)\(": 79,
    r"\b(?:color-mix|light-dark|lch|oklch|lab|oklab|hwb)\(": 101,
    r"\b\d*\.?\d+[dsl]v[hw]\b": 108,
    r"\brevert(?:-layer)?\b": 84,
    r"display\s*:\s*(?:block|inline) \w": 115,
}
AT_RULES = {
    r"@layer|@container|@property|@scope|@starting-style": 85,
    r"@media[^{]*(?:prefers-|forced-colors|[<>])": 74,
    r"@import": 0,
}
FLEX_GAP = 84
SYNTAX = {
    r"\?\.(?!\d)": 80,
    r"\?\?": 80,
    r"(?:\|\||&&|\?\?)=": 85,
    r"\bimport\b|\bexport\b|\bawait\b(?!\s*[\w(])": 89,
    r"\b\d+_\d": 75,
    r"^\s*(?:static\s+)?#\w+\s*[=(;]": 74,
    r"\(\?<[a-z]": 64,
}
CALLS = {
    r"\.replaceAll\(": 85,
    r"\.replaceChildren\(": 86,
    r"\.(?:matchAll)\(": 73,
    r"\.(?:at|findLast|findLastIndex|toSorted|toReversed|with)\(": 92,
    r"\bObject\.(?:fromEntries|hasOwn|groupBy)\b": 73,
    r"\bPromise\.(?:allSettled|any)\b": 76,
    r"\b(?:globalThis|queueMicrotask|structuredClone|requestIdleCallback\.)\b": 71,
    r"\.requestSubmit\(": 76,
    r"\brandomUUID\b": 92,
    r"\.(?:showPicker|checkVisibility|scrollend)\b": 99,
    r"\bAbortSignal\.": 103,
}
# Asked for on the same line before it is used: a browser without it goes on.
ASKED = re.compile(r"\bif \(|&&|\|\||\btypeof\b")


def found(table: dict[str, int], text: str) -> list[str]:
    """What of a table stands in a text."""
    return [
        f"« {match[0].strip()} » came with Chromium {since}"
        for pattern, since in table.items()
        for match in re.finditer(pattern, text, re.MULTILINE)
    ]


def rules(text: str) -> list[tuple[str, str]]:
    """Every rule of a sheet: its selector and its declarations, those inside @media too."""
    return [
        (head.split(";")[-1].strip(), body)
        for head, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text)
    ]


def style_faults(path: Path, text: str) -> list[str]:
    """Say what of a sheet an old engine does not understand."""
    bare = without_comments(text)
    faults = found(AT_RULES, bare)
    for selector, body in rules(bare):
        faults += found(SELECTORS, selector) + found(DECLARATIONS, body)
        if re.search(r"(?<!-)\b(?:row-|column-)?gap\s*:", body) and "grid" not in body:
            faults.append(f"« gap » outside a grid came with Chromium {FLEX_GAP}")
    return [f"{path}: {fault}" for fault in faults]


def script_faults(path: Path, text: str) -> list[str]:
    """Say what of a script an old engine does not understand, or does not have unasked."""
    bare = STRINGS.sub("''", text)
    unasked = "\n".join(line for line in bare.splitlines() if not ASKED.search(line))
    return [f"{path}: {fault}" for fault in found(SYNTAX, bare) + found(CALLS, unasked)]


def test_styles_are_those_of_old_engines() -> None:
    assert SHEETS
    must_be_empty([fault for path in SHEETS for fault in style_faults(path, read(path))])


def test_scripts_are_those_of_old_engines() -> None:
    assert SCRIPTS
    must_be_empty([fault for path in SCRIPTS for fault in script_faults(path, read(path))])


@pytest.mark.parametrize(
    "text",
    [
        ".a:is(.b, .c) { color: red; }",
        ".a:focus-visible { color: red; }",
        ".a:not(.b, .c) { color: red; }",
        ".a { padding-inline: 2px; }",
        ".a { inset: 0; }",
        ".a { display: flex; gap: 4px; }",
        ".a { width: min(10px, 50%); }",
        "@media print { .a { aspect-ratio: 1; } }",
        "@media (prefers-color-scheme: dark) { .a { color: red; } }",
    ],
    ids=["is", "focus", "not", "inline", "inset", "gap", "min", "ratio", "media"],
)
def test_a_style_that_is_too_young_is_found(text: str) -> None:
    assert style_faults(Path("a.css"), text)


@pytest.mark.parametrize(
    "text",
    ["const a = b?.c;", "a = b ?? c;", "a ||= b;", "t.replaceAll('a', 'b');", "n = 1_000;"],
    ids=["chain", "nullish", "assign", "replace", "number"],
)
def test_a_script_that_is_too_young_is_found(text: str) -> None:
    assert script_faults(Path("a.js"), text)


def test_what_an_old_engine_knows_is_let_through() -> None:
    style = ".a { display: grid; gap: 4px; padding-inline-start: 2px; } .a::before { top: 0; }"
    script = "const a = b ? .5 : 'x?.y'; // ??\nif (t.replaceAll) t.replaceAll('a', 'b');\n"
    assert style_faults(Path("a.css"), style) == []
    assert script_faults(Path("a.js"), script) == []
