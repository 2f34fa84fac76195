"""What comes from others: locks with hashes and no address, vendored files as they were."""

import ast
import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path

from tests.guards.tree import ROOT, files, is_text, must_be_empty, python, read, under

LOCKS = under("requirements", ".txt")
HOSTS = re.compile(
    r"pypi\.org|pythonhosted|registry\.npmjs|npmjs\.(?:com|org)|registry\.yarnpkg|deb\.debian"
    r"|--(?:extra-)?index-url|\"resolved\""
)
MACHINE = re.compile(r"(?<![\w./-])/(?:work|root|home|Users|opt|tmp)/\w")
# What a distribution is called, where its package has another name.
PACKAGES = {
    "argon2-cffi": "argon2",
    "flask-login": "flask_login",
    "flask-wtf": "flask_wtf",
    "pillow": "PIL",
    "pyyaml": "yaml",
}
# Needed without being imported: by time zones on Windows.
SILENT = {"tzdata"}


def unhashed(path: Path, text: str) -> list[str]:
    """Say which requirements of a lock have no hash, or no exact version."""
    entries = re.split(r"\n(?=\S)", text.strip())
    return [
        f"{path}: {entry.split()[0]} is not pinned with its hash"
        for entry in entries
        if not entry.startswith("#") and ("==" not in entry or "--hash=sha256:" not in entry)
    ]


def wanted() -> list[str]:
    """What the project asks for, and what `make run` installs beside it: images."""
    table = tomllib.loads(read(Path("pyproject.toml")))["project"]
    return [*table["dependencies"], *table["optional-dependencies"]["images"]]


def extras() -> list[str]:
    """What the extras ask for: a site does without it, and says so."""
    table = tomllib.loads(read(Path("pyproject.toml")))["project"]["optional-dependencies"]
    return [requirement for extra in table.values() for requirement in extra]


def name_of(requirement: str) -> str:
    """The distribution that a requirement asks for."""
    return re.split(r"[\[<>=!; ]", requirement, maxsplit=1)[0]


def test_locks_pin_everything_with_hashes() -> None:
    assert {path.name for path in LOCKS} >= {"runtime.txt", "build.txt", "dev.txt"}
    must_be_empty([fault for path in LOCKS for fault in unhashed(path, read(path))])


def test_locks_follow_the_project() -> None:
    locked = read(Path("requirements/runtime.txt"))
    must_be_empty(
        [
            f"requirements/runtime.txt: {name} is missing; run make lock"
            for name in map(name_of, wanted())
            if f"\n{name}==" not in f"\n{locked}"
        ]
    )
    development = read(Path("requirements/dev.txt"))
    pins = re.findall(r"^([\w.-]+==[\w.]+)", locked, flags=re.MULTILINE)
    must_be_empty(
        [
            f"requirements/dev.txt: has not {pin}; run make lock"
            for pin in pins
            if pin not in development
        ]
    )


def test_no_registry_is_named() -> None:
    own = Path(__file__).resolve().relative_to(ROOT)
    must_be_empty(
        [
            f"{path}: names a registry ({found.group()})"
            for path in files()
            if path != own and is_text(path) and (found := HOSTS.search(read(path)))
        ]
    )


def test_node_packages_carry_hashes_and_no_address() -> None:
    packages = json.loads(read(Path("package-lock.json")))["packages"]
    must_be_empty(
        [
            f"package-lock.json: {name} has no integrity, or an address"
            for name, package in packages.items()
            if name and ("integrity" not in package or "resolved" in package)
        ]
    )


def _imported_by(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=module):
            return [module or ""]
        # What is heavy and seldom asked for is loaded when it is.
        case ast.Call(func=ast.Name(id="import_module"), args=[ast.Constant(value=str(name))]):
            return [name]
    return []


def test_every_dependency_is_imported() -> None:
    imported = {
        module.split(".")[0]
        for path, tree in python().items()
        if path.parts[0] == "learning"
        for node in ast.walk(tree)
        for module in _imported_by(node)
    }
    must_be_empty(
        [
            f"pyproject.toml: {name} is installed and never imported"
            for name in map(name_of, wanted())
            if name not in SILENT and PACKAGES.get(name, name) not in imported
        ]
    )
    declared = {PACKAGES.get(name, name) for name in map(name_of, [*wanted(), *extras()])}
    # What Flask itself is made of comes with it.
    known = {*declared, *sys.stdlib_module_names, "learning", "jinja2", "werkzeug", "markupsafe"}
    must_be_empty(
        [
            f"pyproject.toml: {name} is imported and not declared"
            for name in sorted(imported - known - {"", "itsdangerous"})
        ]
    )


def test_vendored_files_are_unchanged() -> None:
    lists = [path for path in files() if path.name == "SOURCES.txt"]
    assert lists
    faults = []
    for listed in lists:
        for digest, name in re.findall(r"^([0-9a-f]{64})\s+(\S+)$", read(listed), re.MULTILINE):
            file = ROOT / listed.parent / name
            if not file.is_file():
                faults.append(f"{listed}: {name} is missing")
            elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
                faults.append(f"{listed.parent / name}: was changed since it was vendored")
    must_be_empty(faults)


def test_every_font_is_listed_with_its_licence() -> None:
    fonts = [path for path in under("static/fonts") if path.suffix in {".woff2", ".ttf"}]
    assert fonts
    listed = read(Path("static/fonts/SOURCES.txt"))
    must_be_empty(
        [f"{font}: has no line in SOURCES.txt" for font in fonts if font.name not in listed]
    )
    assert under("static/fonts", "OFL.txt")


def test_no_machine_path_is_written() -> None:
    own = Path(__file__).resolve().relative_to(ROOT)
    must_be_empty(
        [
            f"{path}: names a place of one machine ({found.group()}…)"
            for path in files()
            if path != own and is_text(path) and (found := MACHINE.search(read(path)))
        ]
    )


def test_the_rules_catch_what_they_are_for() -> None:
    assert unhashed(Path("x.txt"), "flask==3.1.3\nclick>=8 \\\n    --hash=sha256:ab\n")
    assert MACHINE.search("open('/home/me/x')")
    assert HOSTS.search("--index-url x")
