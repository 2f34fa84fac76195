"""What README and the guides name exists: files, commands, make targets, settings."""

import re
from dataclasses import fields
from pathlib import Path

from learning.settings import Settings
from tests.guards.tree import ROOT, must_be_empty, read, under

README = Path("README.md")
PAGES = (README, *under("learning/guides", ".md"))
# Made by the commands themselves, or on another machine.
MADE = {".venv", "var", "wheelhouse", "dist", "node_modules"}
README_LINES = 150


def code_spans(text: str) -> list[str]:
    """What stands between backquotes, fences included."""
    fences = re.findall(r"```[^\n]*\n(.*?)```", text, flags=re.DOTALL)
    spans = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [*spans, *(line.strip() for fence in fences for line in fence.splitlines())]


def named_paths(text: str) -> set[str]:
    """The paths of this project that a page names."""
    tops = {path.name for path in ROOT.iterdir()} - MADE
    found = set()
    for span in code_spans(text):
        for word in re.findall(r"[\w./-]+", span):
            if "/" in word and word.split("/")[0] in tops and "<" not in span:
                found.add(word.rstrip("./"))
    return found


def known_commands() -> str:
    """Everything that the command's own modules say."""
    return "\n".join(read(path) for path in under("learning/cli", ".py"))


def targets() -> set[str]:
    """The targets of the Makefile."""
    return set(re.findall(r"^([a-z]+):", read(Path("Makefile")), flags=re.MULTILINE))


def test_every_path_named_exists() -> None:
    must_be_empty(
        [
            f"{page}: « {name} » does not exist"
            for page in PAGES
            for name in sorted(named_paths(read(page)))
            if "*" not in name and not (ROOT / name).exists()
        ]
    )


def test_every_image_and_link_of_readme_exists() -> None:
    links = re.findall(r"\]\(([^)#]+)", read(README))
    must_be_empty(
        [
            f"README.md: « {link} » does not exist"
            for link in links
            if "://" not in link and not (ROOT / link).exists()
        ]
    )


def test_every_make_target_named_exists() -> None:
    must_be_empty(
        [
            f"{page}: « make {name} » does not exist"
            for page in PAGES
            for span in code_spans(read(page))
            for name in re.findall(r"\bmake ([a-z]+)", span)
            if name not in targets()
        ]
    )


def test_every_command_named_exists() -> None:
    known = known_commands()
    must_be_empty(
        [
            f"{page}: « tremplin {words} » does not exist"
            for page in PAGES
            for span in code_spans(read(page))
            for words in re.findall(r"\btremplin ((?:[a-z]+)(?: [a-z]+)?)", span)
            if f'"{words.split()[0]}"' not in known
        ]
    )


def test_every_setting_named_exists() -> None:
    known = {field.name for field in fields(Settings)}
    must_be_empty(
        [
            f"{page}: the setting « {name} » does not exist"
            for page in PAGES
            for span in code_spans(read(page))
            for name in re.findall(r"^([a-z]+_[a-z_]+) = ", span)
            if name not in known
        ]
    )


def test_readme_is_short() -> None:
    assert read(README).count("\n") <= README_LINES, f"README.md: over {README_LINES} lines"


def test_the_rules_catch_what_they_are_for() -> None:
    assert named_paths("voyez `learning/absent.py`") == {"learning/absent.py"}
    assert code_spans("```sh\nmake absent\n```") == ["make absent"]
