"""Files, functions and names stay small and say what they hold."""

import ast
from pathlib import Path

from tests.guards.tree import files, is_text, must_be_empty, python, read

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 50
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "tools"}
SOURCES = {".py", ".html", ".css", ".js", ".sh", ".md"}
# A course file is a lesson or a bank: its reader bounds it by minutes, not by lines.
APART = ("courses",)
# A migration is a list of tables, read from top to bottom.
LISTS = Path("learning/storage/migrations")


def too_long(path: Path, text: str) -> list[str]:
    """Say that a file is too long."""
    lines = text.count("\n")
    return [f"{path}: {lines} lines, {LINES_OF_A_FILE} at most"] if lines > LINES_OF_A_FILE else []


def long_functions(path: Path, module: ast.Module) -> list[str]:
    """Say which functions are too long."""
    return [
        f"{path}:{node.lineno}: {node.name} has {length} lines, {LINES_OF_A_FUNCTION} at most"
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LINES_OF_A_FUNCTION
    ]


def late_imports(path: Path, module: ast.Module) -> list[str]:
    """Say which functions import: a circle hides there."""
    return [
        f"{path}:{inner.lineno}: an import inside {node.name}"
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def test_no_file_is_long() -> None:
    sources = [p for p in files() if p.suffix in SOURCES and p.parts[0] not in APART]
    must_be_empty([fault for path in sources for fault in too_long(path, read(path))])


def test_no_function_is_long() -> None:
    modules = {path: tree for path, tree in python().items() if LISTS not in path.parents}
    must_be_empty([f for path, module in modules.items() for f in long_functions(path, module)])


def test_no_import_is_inside_a_function() -> None:
    must_be_empty([f for path, module in python().items() for f in late_imports(path, module)])


def test_every_name_says_something() -> None:
    packages = [path for path in files() if path.parts[0] in {"learning", "tests"}]
    must_be_empty(
        [
            f"{path}: « {part} » says nothing of what it holds"
            for path in packages
            for part in (*path.parts[:-1], path.stem)
            if part in EMPTY_NAMES
        ]
    )


def test_every_module_says_what_it_is() -> None:
    must_be_empty(
        [
            f"{path}: no docstring"
            for path, module in python().items()
            if module.body and not ast.get_docstring(module)
        ]
    )


def test_nothing_is_left_to_do_or_silenced_wholesale() -> None:
    # Written in two parts, so that this file does not name itself.
    refused = (
        "TO" + "DO",
        "FIX" + "ME",
        "ruff: no" + "qa",
        "mypy: ign" + "ore",
        "pytest.mark.sk" + "ip",
    )
    must_be_empty(
        [
            f"{path}: holds « {word} »"
            for path in files()
            if path.suffix in {*SOURCES, ".toml"} and path.parts[0] not in APART and is_text(path)
            for word in refused
            if word in read(path)
        ]
    )


def test_the_rules_catch_what_they_are_for() -> None:
    long = "def f():\n" + "    x = 1\n" * (LINES_OF_A_FUNCTION + 1) + "    import os\n"
    module = ast.parse(long)
    assert long_functions(Path("x.py"), module)
    assert late_imports(Path("x.py"), module)
    assert too_long(Path("x.py"), "\n" * (LINES_OF_A_FILE + 1))
