"""Every template parses, imports only what it uses, and never marks text as safe."""

import re

import pytest
from jinja2 import Environment, FileSystemLoader, nodes
from jinja2.meta import find_referenced_templates

from tests.guards.tree import ROOT, must_be_empty, python, read, under

TEMPLATES = under("templates", ".html")
REFUSED = (
    (re.compile(r"\|\s*safe\b"), "marks text as safe"),
    (re.compile(r"\bMarkup\("), "marks text as safe"),
    (re.compile(r"autoescape\s+false"), "turns escaping off"),
    (re.compile(r"\sstyle="), "has an inline style"),
    (re.compile(r"\son\w+="), "has an inline script"),
    (re.compile(r"<style\b"), "has an inline style"),
    (re.compile(r"<script(?![^>]*\bsrc=)"), "has an inline script"),
    (re.compile(r"""(?:src|href|action)=["']?(?:https?:|//)"""), "leads out of the site"),
)
# The only module that may say that HTML is safe: it receives what the renderer cleaned.
TRUSTED = {"learning/web/pages.py", "learning/web/filters.py"}


@pytest.fixture(scope="module")
def environment() -> Environment:
    """Jinja with what the templates use, reading only."""
    return Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
    )


def refusals(name: str, text: str) -> list[str]:
    """Say what a template may not hold."""
    bare = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    return [f"{name}: {sentence}" for pattern, sentence in REFUSED if pattern.search(bare)]


def unused_imports(name: str, tree: nodes.Template) -> list[str]:
    """Say which macros are imported and never called."""
    imported: set[str] = set()
    for node in tree.find_all(nodes.FromImport):
        imported |= {item[1] if isinstance(item, tuple) else item for item in node.names}
    imported |= {node.target for node in tree.find_all(nodes.Import)}
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    return [f"{name}: imports « {macro} » and never uses it" for macro in sorted(imported - used)]


def test_there_are_templates() -> None:
    assert TEMPLATES


def test_no_template_opens_a_door() -> None:
    must_be_empty([f for path in TEMPLATES for f in refusals(str(path), read(path))])


def test_every_template_parses_and_uses_what_it_imports(environment: Environment) -> None:
    must_be_empty(
        [f for path in TEMPLATES for f in unused_imports(str(path), environment.parse(read(path)))]
    )


def test_every_template_named_exists(environment: Environment) -> None:
    names = set(environment.list_templates())
    must_be_empty(
        [
            f"{path}: names « {name} », which does not exist"
            for path in TEMPLATES
            for name in find_referenced_templates(environment.parse(read(path)))
            if name is not None and name not in names
        ]
    )


def test_every_template_is_used(environment: Environment) -> None:
    named = {
        name
        for path in TEMPLATES
        for name in find_referenced_templates(environment.parse(read(path)))
    }
    code = "\n".join(read(path) for path in python() if path.parts[0] == "learning")
    pages = "\n".join(read(path) for path in TEMPLATES)
    named |= set(re.findall(r"part\('([\w/.]+)'", pages))
    folders = set(re.findall(r"""f["']([a-z_]+)/\{""", code))
    must_be_empty(
        [
            f"templates/{name}: no page and no template uses it"
            for name in environment.list_templates()
            if name not in named
            and f'"{name}"' not in code
            and name.split("/")[0] not in folders
            and "/_examples/" not in name
        ]
    )


def test_python_says_safe_in_one_place() -> None:
    must_be_empty(
        [
            f"{path}: holds Markup( outside {', '.join(sorted(TRUSTED))}"
            for path in python()
            if path.parts[0] == "learning" and str(path) not in TRUSTED and "Markup(" in read(path)
        ]
    )


def test_the_rules_catch_what_they_are_for(environment: Environment) -> None:
    for bad in ("{{ x|safe }}", '<p style="a">', '<a onclick="x">', "<script>x</script>"):
        assert refusals("x.html", bad), bad
    tree = environment.parse("{% from 'a.html' import one, two %}{{ one() }}")
    assert unused_imports("x.html", tree) == ["x.html: imports « two » and never uses it"]
