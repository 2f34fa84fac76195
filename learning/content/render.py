"""Markdown made safe: markdown, then bleach, then nh3, in one function and one child process.

python-markdown is quadratic on hostile text and bleach slow on big tables, so rendering runs
apart under CPU, memory and time limits, when publishing and never in a request.
"""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser

import bleach
import markdown
import nh3
from markdown.extensions.tables import TableExtension

from learning.domain.errors import Invalid
from learning.domain.html import SafeHtml

try:
    import resource
except ImportError:  # absent on Windows, where the time limit alone holds
    resource = None  # type: ignore[assignment]

RENDERER_VERSION = "1"
CPU_SECONDS = 20
WALL_SECONDS = 60
MEMORY_BYTES = 1_000_000_000

TAGS = frozenset(
    "a blockquote br code dd dl dt em figcaption figure h2 h3 h4 hr img li ol p pre strong sub "
    "sup table tbody td th thead tr ul del".split()
)
ATTRIBUTES = {
    "a": frozenset({"href", "title", "class", "id"}),
    "img": frozenset({"src", "alt", "title"}),
    "td": frozenset({"align"}),
    "th": frozenset({"align", "scope"}),
    "li": frozenset({"id"}),
    "sup": frozenset({"id"}),
    "h2": frozenset({"id"}),
    "h3": frozenset({"id"}),
    "ol": frozenset({"start"}),
    "p": frozenset({"class"}),
}
_CLASSES = frozenset({"footnote-ref", "footnote-backref", "ask"})
_ID = re.compile(r"(?:fn|fnref|h)[-:][a-z0-9:-]+")
_RELATIVE = re.compile(r"(?:#[\w:.-]+|/(?![/\\])[\w./#?=&%-]*|media/[\w.-]+)")
_WRAPPED = re.compile(r"<p>((?:(?!</?p>).)*)</p>\s*", re.DOTALL)


def fragment_key(source: str, mode: str) -> str:
    """Name a fragment by what it is rendered from."""
    return hashlib.sha256(f"{mode}\x00{source}".encode()).hexdigest()[:24]


def render(source: str, *, inline: bool = False) -> SafeHtml:
    """Render Markdown into HTML that may be printed as it is: the only producer of SafeHtml."""
    html = _markdown(source)
    once = bleach.clean(
        html,
        tags=TAGS,
        attributes=_allowed,
        protocols=frozenset(),
        strip=True,
        strip_comments=True,
    )
    twice = nh3.clean(
        once,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(),
        link_rel=None,
        attribute_filter=_filter,
    )
    if inline and (wrapped := _WRAPPED.fullmatch(twice.strip())):
        twice = wrapped[1]
    return SafeHtml(_mark_numbers(twice.strip()))


def _markdown(source: str) -> str:
    converter = markdown.Markdown(
        extensions=[
            "footnotes",
            "def_list",
            "sane_lists",
            TableExtension(use_align_attribute=True),
        ],
        output_format="html",
    )
    return converter.convert(source)


def _allowed(tag: str, name: str, value: str) -> bool:
    return name in ATTRIBUTES.get(tag, ()) and _filter(tag, name, value) is not None


def _filter(_tag: str, name: str, value: str) -> str | None:
    if name in {"href", "src"}:
        return value if _RELATIVE.fullmatch(value) else None
    if name == "class":
        kept = [one for one in value.split() if one in _CLASSES]
        return " ".join(kept) or None
    if name == "id":
        return value if _ID.fullmatch(value) else None
    return value


_NUMERIC_CELL = re.compile(r"<td>([-−+]?[0-9][0-9 \u00a0.,]*\u00a0?(?:€|%)?)</td>")


def _mark_numbers(html: str) -> str:
    """Right-align a cell that is only a number, by the attribute that tables already use."""
    return _NUMERIC_CELL.sub(r'<td align="right">\1</td>', html)


class _Problems(HTMLParser):
    """What an author wrote that the sanitiser would drop: told, never dropped in silence."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge one tag."""
        if tag not in TAGS and tag != "h1":
            self.found.append(("html", tag))
            return
        values = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            if name.startswith("on") or name == "style":
                self.found.append(("html", f"{tag} {name}"))
            elif name in {"href", "src"} and not _RELATIVE.fullmatch(value):
                self.found.append(("lien" if name == "href" else "image", value))
        if tag == "img" and not values.get("alt", "").strip():
            self.found.append(("alternative", values.get("src", "")))
        if tag == "img" and values.get("src", "").startswith("media/"):
            self.found.append(("media", values["src"]))


def problems_of(source: str) -> list[tuple[str, str]]:
    """Return what is not allowed in a fragment: pairs of kind and detail."""
    if not any(mark in source for mark in ("<", "](", "![", "][", "]:")):
        return []
    parser = _Problems()
    parser.feed(_markdown(source))
    parser.close()
    return parser.found


Job = tuple[str, str, str]  # key, mode (block, inline or judge), source


def run_jobs(jobs: Iterable[Job]) -> dict[str, object]:
    """Render or judge in a child process under limits.

    Raises:
        Invalid: the text took too long or too much memory.

    """
    listed = list(jobs)
    if not listed:
        return {}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, our own interpreter
            [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path)],
            input=json.dumps(listed),
            capture_output=True,
            text=True,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Invalid(_TOO_HEAVY) from error
    if done.returncode != 0:
        raise Invalid(_TOO_HEAVY)
    results: dict[str, object] = json.loads(done.stdout)
    return results


_TOO_HEAVY = (
    "Ce texte demande trop de travail pour être affiché. Cherchez de longues suites de crochets, "
    "de parenthèses ou d’étoiles, et retirez-les."
)
_CHILD = (
    "import json,sys; sys.path[:]=json.loads(sys.argv[1]); "
    "from learning.content.render import work_in_child; work_in_child()"
)


def work_in_child() -> None:
    """Read jobs on standard input and write results: runs in the child alone."""
    _limit()
    results: dict[str, object] = {}
    for key, mode, source in json.load(sys.stdin):
        if mode == "judge":
            results[key] = problems_of(source)
        else:
            results[key] = render(source, inline=mode == "inline")
    json.dump(results, sys.stdout)


def _limit() -> None:
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def render_jobs(fragments: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Render fragments given as key → (mode, source)."""
    done = run_jobs((key, mode, source) for key, (mode, source) in fragments.items())
    return {key: str(html) for key, html in done.items()}
