"""Small files of styles, one a component; colours in one place; each class lives and serves."""

import re
from pathlib import Path

from tests.guards.tree import files, must_be_empty, read, under

SHEETS = under("static/css", ".css")
COMPONENTS = [
    *under("static/css/components", ".css"),
    *under("static/css/staff", ".css"),
    *under("static/css/project", ".css"),
]
LINES = 120
CLASS = r"-?[a-zA-Z_][\w-]*"
# Set on <html> by the display settings, made of a prefix and a choice.
SETTINGS = ("t-", "theme-", "spacing-", "space-", "font-", "depth-")


def without_comments(text: str) -> str:
    """The rules alone."""
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def selectors(text: str) -> list[str]:
    """Every selector of a sheet, those inside @media included."""
    found: list[str] = []
    for head in re.findall(r"([^{}]+)\{", without_comments(text)):
        prelude = head.split(";")[-1].strip()
        if prelude and not prelude.startswith("@"):
            found.extend(part.strip() for part in split_selectors(prelude))
    return [s for s in found if not re.fullmatch(r"from|to|[\d.]+%", s)]


def split_selectors(prelude: str) -> list[str]:
    """The parts of a list of selectors; a comma inside :is() parts nothing."""
    return re.split(r",(?![^()]*\))", prelude)


def classes(text: str) -> set[str]:
    """Every class that a sheet speaks of."""
    return {name for selector in selectors(text) for name in re.findall(rf"\.({CLASS})", selector)}


def foreign_selectors(path: Path, text: str) -> list[str]:
    """Say which selectors of a component's sheet do not start with its name."""
    own = re.compile(rf"\.{re.escape(path.stem)}(?![a-zA-Z0-9]|-[a-zA-Z0-9])")
    theme = re.compile(r"^(?:html|body|:root|\.[a-z]+-[\w-]+)\s+(?=\.)")
    return [
        f"{path}: « {selector} » does not start with .{path.stem}"
        for selector in selectors(text)
        if not own.match(theme.sub("", selector) if not own.match(selector) else selector)
    ]


def colours(path: Path, text: str) -> list[str]:
    """Say which colours are written outside the tokens."""
    found = re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", without_comments(text))
    return [f"{path}: the colour « {colour} » belongs in tokens.css" for colour in found]


def written_classes(text: str) -> set[str]:
    """The whole class names in the class attributes of a template; built ones are left out."""
    bare = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    found: set[str] = set()
    for value in re.findall(r"""\bclass="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)\"""", bare):
        plain = re.sub(r"\{%.*?%\}", " ", value)
        plain = re.sub(r"(?:[^\s{]|\{\{.*?\}\})*\{\{.*?\}\}[^\s{]*", " ", plain)
        found.update(plain.split())
    return found


def test_sheets_are_small() -> None:
    limit = [
        p for p in SHEETS if p.name not in {"tokens.css", "base.css", "layout.css", "print.css"}
    ]
    must_be_empty(
        [
            f"{path}: {read(path).count(chr(10))} lines, {LINES} at most"
            for path in limit
            if read(path).count("\n") > LINES
        ]
    )


def test_a_selector_starts_with_its_files_name() -> None:
    must_be_empty([f for path in COMPONENTS for f in foreign_selectors(path, read(path))])


def test_colours_are_written_once() -> None:
    must_be_empty(
        [f for path in SHEETS if path.name != "tokens.css" for f in colours(path, read(path))]
    )


def test_nothing_is_important_but_in_print() -> None:
    must_be_empty(
        [
            f"{path}: uses !important"
            for path in SHEETS
            if path.name != "print.css" and "!important" in without_comments(read(path))
        ]
    )


def test_every_class_used_exists() -> None:
    defined = set().union(*(classes(read(path)) for path in SHEETS))
    must_be_empty(
        [
            f"{path}: the class « {name} » is in no sheet"
            for path in under("templates", ".html")
            for name in sorted(written_classes(read(path)))
            if name not in defined and not name.startswith("js-")
        ]
    )


def test_every_class_defined_is_used() -> None:
    users = [
        path
        for path in files()
        if path.suffix in {".html", ".py", ".js"}
        and path.parts[0] in {"templates", "learning", "static"}
    ]
    words = set(re.findall(rf"{CLASS}", "\n".join(read(path) for path in users)))
    built = {word for word in words if word.endswith("-")}
    must_be_empty(
        [
            f"{path}: the class « {name} » is used nowhere"
            for path in SHEETS
            for name in sorted(classes(read(path)))
            if name not in words
            and not name.startswith(SETTINGS)
            and not any(name.startswith(prefix) for prefix in built)
        ]
    )


def test_every_token_used_exists() -> None:
    text = "\n".join(without_comments(read(path)) for path in SHEETS)
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    used = set(re.findall(r"var\((--[\w-]+)", text))
    must_be_empty(
        [f"static/css: var({name}) is defined nowhere" for name in sorted(used - defined)]
    )


def test_the_rules_catch_what_they_are_for() -> None:
    path = Path("card.css")
    assert foreign_selectors(path, ".cards { }")
    assert foreign_selectors(path, "p { }")
    assert not foreign_selectors(path, ".card__title, .card--big .icon, .theme-sombre .card { }")
    assert colours(path, ".card { color: #fff; }")
    assert written_classes('<p class="a b--{{ x }} {% if y %}c{% endif %}">') == {"a", "c"}
