"""A page as a test reads it, and the rules that every page of every test must obey.

Text typed by people is shown in ``<bdi>``, ``<textarea>`` or a field's value: typography is
not asked of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

from tests.support import typography

VERBATIM = {"bdi", "code", "kbd", "pre", "samp", "script", "style", "textarea"}
SPOKEN = ("alt", "aria-label", "placeholder", "title")
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NEEDLESS_LABEL = {"button", "hidden", "image", "reset", "submit"}


@dataclass(frozen=True, slots=True)
class Form:
    """A form as a browser would send it: where, how, and with which values."""

    action: str
    method: str
    values: dict[str, list[str]]
    node: Element

    @property
    def names(self) -> set[str]:
        """Every field that a person could fill."""
        return {
            name
            for control in _every(self.node, "input", "select", "textarea")
            if (name := control.get("name")) and control.get("type") != "hidden"
        }


@dataclass(frozen=True)
class Page:
    """An HTML document and its parse errors."""

    html: str
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def parsed(self) -> tuple[Element, list[str]]:
        """The tree, and what the parser had to forgive."""
        parser = html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False
        )
        tree: Any = parser.parse(self.html)
        errors = [f"line {place[0]}: {code} {extra}" for place, code, extra in parser.errors]
        return tree, errors

    @property
    def root(self) -> Element:
        """The ``html`` element."""
        return self.parsed[0]

    def all(self, *names: str) -> list[Element]:
        """Every element of these names, in reading order."""
        return list(_every(self.root, *names))

    def having(self, attribute: str, value: str | None = None) -> list[Element]:
        """Every element with this attribute, and this value if one is given."""
        return [
            node
            for node in self.root.iter()
            if attribute in node.attrib and value in {None, node.get(attribute)}
        ]

    @property
    def title(self) -> str:
        """The document's title, without the mark that a form has errors."""
        return "".join(text_of(node) for node in self.all("title"))

    @property
    def heading(self) -> str:
        """The text of the ``h1``."""
        return " ".join(text_of(node) for node in self.all("h1"))

    @property
    def text(self) -> str:
        """Everything that is read, with single spaces."""
        return text_of(next(_every(self.root, "body")))

    @property
    def links(self) -> dict[str, str]:
        """Address to text of each link."""
        return {str(node.get("href")): text_of(node) for node in self.all("a") if node.get("href")}

    @property
    def forms(self) -> list[Form]:
        """The forms, filled as they came."""
        return [
            Form(
                action=node.get("action", ""),
                method=node.get("method", "get").lower(),
                values=_values(node),
                node=node,
            )
            for node in self.all("form")
        ]

    def form(self, field_name: str = "", *, action: str = "") -> Form:
        """The one form with this field, or this action."""
        fitting = [
            form
            for form in self.forms
            if (not field_name or field_name in form.names)
            and (not action or form.action.split("?")[0] == action)
        ]
        wanted = field_name or action
        assert fitting, f"{self.url}: no form with {wanted!r}"
        return fitting[0]

    def verdict(self, question: str) -> str | None:
        """What the page says of an answered question."""
        for node in self.having("data-question", question):
            if (verdict := node.get("data-verdict")) is not None:
                return verdict
        return None


def text_of(node: Element) -> str:
    """The text of an element, with single spaces; no-break spaces stay."""
    return " ".join("".join(node.itertext()).replace("\u00a0", "\0").split()).replace(
        "\0", "\u00a0"
    )


def _every(node: Element, *names: str) -> Iterator[Element]:
    return (child for child in node.iter() if child.tag in names)


def _values(form: Element) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for control in _every(form, "input", "select", "textarea"):
        name, kind = control.get("name"), control.get("type", "text")
        if not name or "disabled" in control.attrib or kind in {"submit", "image", "button"}:
            continue
        if kind in {"checkbox", "radio"} and "checked" not in control.attrib:
            continue
        values.setdefault(name, []).append(_value(control))
    return values


def _value(control: Element) -> str:
    if control.tag == "textarea":
        return "".join(control.itertext())
    if control.tag == "select":
        options = list(_every(control, "option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        return next((o.get("value", text_of(o)) for o in chosen), "")
    return control.get("value", "on" if control.get("type") in {"checkbox", "radio"} else "")


def faults(page: Page) -> list[str]:
    """Everything that is wrong with a page, as sentences; nothing when it is right."""
    found = list(page.parsed[1])
    for rule in RULES:
        found.extend(rule(page))
    return found


def _outline(page: Page) -> Iterable[str]:
    if not page.root.get("lang"):
        yield "<html> has no lang"
    if page.root.get("dir") not in {"ltr", "rtl"}:
        yield "<html> has no dir"
    if len(page.all("h1")) != 1:
        yield f"{len(page.all('h1'))} h1 instead of one"
    elif not page.title.removeprefix("Erreur\u00a0: ").startswith(page.heading):
        yield f"the title {page.title!r} does not start with the h1 {page.heading!r}"
    if len(page.all("main")) != 1:
        yield "not exactly one <main>"
    level = 0
    for node in page.all(*HEADINGS):
        rank = HEADINGS.index(str(node.tag)) + 1
        if rank > level + 1:
            yield f"the heading {text_of(node)!r} skips a level (h{level} to h{rank})"
        level = rank


def _identifiers(page: Page) -> Iterable[str]:
    ids = Counter(str(node.get("id")) for node in page.having("id"))
    yield from (f"the id {name!r} is given {n} times" for name, n in ids.items() if n > 1)
    for attribute in REFERENCES:
        for node in page.having(attribute):
            for name in str(node.get(attribute)).split():
                if name not in ids:
                    yield f"{attribute}={name!r} names nothing on the page"
    for address in page.links:
        if address.startswith("#") and address[1:] not in ids:
            yield f"the link {address!r} leads nowhere"


def _controls(page: Page) -> Iterable[str]:
    labelled = {node.get("for") for node in page.all("label")}
    inside = {id(child) for label in page.all("label") for child in label.iter()}
    for control in page.all("input", "select", "textarea"):
        if control.get("type") in NEEDLESS_LABEL:
            continue
        named = control.get("aria-label") or control.get("aria-labelledby")
        if not (named or control.get("id") in labelled or id(control) in inside):
            yield f"the field {control.get('name')!r} has no label"
    for node in page.all("button", "a"):
        if not (text_of(node) or node.get("aria-label")):
            yield f"a <{node.tag}> says nothing"
        if node.tag == "a" and not node.get("href"):
            yield f"the link {text_of(node)!r} leads nowhere"
    for node in page.all("img"):
        if "alt" not in node.attrib:
            yield f"the image {node.get('src')!r} has no alt"


def _forms(page: Page) -> Iterable[str]:
    for form in page.forms:
        if not form.action:
            yield f"a form with {sorted(form.names)} has no action"
        if form.method == "post" and not any(form.values.get("csrf_token", [])):
            yield f"the POST form to {form.action!r} has no csrf_token"


def _policy(page: Page) -> Iterable[str]:
    if page.all("style"):
        yield "an inline <style>"
    for node in page.root.iter():
        for name, value in node.attrib.items():
            if name == "style" or name.startswith("on"):
                yield f"<{node.tag}> carries {name}={value!r}"
            if name in {"action", "href", "src"} and not _is_ours(value):
                yield f"<{node.tag}> leads out of the site: {value!r}"
    for node in page.all("script"):
        if not node.get("src") or (node.text or "").strip():
            yield "an inline <script>"


def _is_ours(address: str) -> bool:
    scheme = address.split(":", 1)[0] if ":" in address else ""
    return not address.startswith(("//", "\\")) and (not scheme or "/" in scheme or "?" in scheme)


def _words(page: Page) -> Iterable[str]:
    texts = ["".join(_readable(page.root))]
    texts += [str(n.get(a)) for a in SPOKEN for n in page.having(a)]
    for text in texts:
        yield from typography.faults(text)


def _readable(node: Element) -> Iterator[str]:
    if not isinstance(node.tag, str):  # a comment
        return
    if node.tag not in VERBATIM:
        yield node.text or ""
        for child in node:
            yield from _readable(child)
            yield child.tail or ""
    else:
        yield "…"


def _headers(page: Page) -> Iterable[str]:
    if page.headers:
        yield from header_faults(page.headers)
        if "no-store" not in page.headers.get("Cache-Control", ""):
            yield "Cache-Control does not say no-store"


POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
}


def header_faults(headers: Mapping[str, str]) -> Iterator[str]:
    """What is missing from the headers that every response must carry."""
    parts = headers.get("Content-Security-Policy", "").split(";")
    stated = {name: value for name, _, value in (part.strip().partition(" ") for part in parts)}
    for directive, value in POLICY.items():
        if stated.get(directive) != value:
            yield f"the content policy says {directive} {stated.get(directive)!r}, not {value!r}"
    for name, value in (
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ):
        if headers.get(name) != value:
            yield f"the header {name} is {headers.get(name)!r}, not {value!r}"


RULES = (_outline, _identifiers, _controls, _forms, _policy, _words, _headers)
