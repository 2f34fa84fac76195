"""French sentences written in the program and in templates have their no-break spaces."""

import ast
import re

from tests.guards.tree import must_be_empty, python, read, under
from tests.support.typography import faults

# Placeholders are filled before anybody reads; the rest of the rules holds.
FILLED = re.compile(r"%\(\w+\)[sd]")
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
# A regular expression, or the commented settings file, is not a sentence.
PATTERN = re.compile(r"\(\?P?|\\s|\[\^|^# ")
TRANSLATED = re.compile(r"""_\(\s*(['"])(.*?)\1""", re.DOTALL)


def sentences(module: ast.Module) -> list[tuple[int, str]]:
    """The strings of a module that hold a French word, docstrings apart."""
    apart = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in apart
        and not PATTERN.search(node.value)
        and re.search(r"[^\W\d_]{2}", node.value)
        and re.search(r"[àâçéèêëîïôûùœ’«»]", node.value, re.IGNORECASE)
    ]


def template_sentences(text: str) -> list[str]:
    """What a template says: its translated strings, and the text between its tags."""
    said = [match.group(2) for match in TRANSLATED.finditer(text)]
    plain = re.sub(r"<[^>]*>", "\n", JINJA.sub("…", text))
    return [*said, *plain.splitlines()]


def wrong(text: str) -> list[str]:
    """The faults of a sentence whose blanks are filled."""
    return faults(FILLED.sub("mot", text))


def test_sentences_of_the_program() -> None:
    must_be_empty(
        [
            f"{path}:{line}: {fault}"
            for path, module in python().items()
            if path.parts[0] == "learning"
            for line, text in sentences(module)
            for fault in wrong(text)
        ]
    )


def test_sentences_of_templates() -> None:
    must_be_empty(
        [
            f"{path}: {fault}"
            for path in under("templates", ".html")
            for text in template_sentences(read(path))
            for fault in wrong(text)
        ]
    )


def test_the_rules_catch_what_they_are_for() -> None:
    assert template_sentences("<p>{{ _('Oui !') }}</p>Non")[0] == "Oui !"
    assert wrong("Oui !")
    assert not wrong("Oui\u00a0! Il reste %(n)s\u00a0min.")
