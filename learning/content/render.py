"""Markdown made safe: markdown, then bleach, then nh3, in one function and one child process.

python-markdown is quadratic on hostile text and bleach slow on big tables, so rendering runs
apart under CPU, memory and time limits, when publishing and never in a request.
"""

import hashlib
import json
import math
import re
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html.parser import HTMLParser

import bleach
import markdown
import nh3
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension

from learning.content.typography import set_spaces
from learning.domain.errors import Invalid
from learning.domain.html import SafeHtml

try:
    import resource
except ImportError:  # absent on Windows, where the time limit alone holds
    resource = None  # type: ignore[assignment]

RENDERER_VERSION = "7"
FRAGMENT_SECONDS = 5  # of CPU, for one fragment
WALL_SECONDS = 90  # for all of them
MEMORY_BYTES = 1_000_000_000

TAGS = frozenset(
    {
        "a", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "figcaption",
        "figure", "h2", "h3", "h4", "hr", "img", "li", "ol", "p", "pre", "strong", "sub", "sup",
        "table", "tbody", "td", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
ATTRIBUTES = {
    "a": frozenset({"href", "title", "class", "id"}),
    "img": frozenset({"src", "alt", "title"}),
    "td": frozenset({"class"}),
    "th": frozenset({"class", "scope"}),
    "li": frozenset({"id"}),
    "sup": frozenset({"id"}),
    "h2": frozenset({"id"}),
    "h3": frozenset({"id"}),
    "ol": frozenset({"start"}),
    "p": frozenset({"class"}),
}
_CLASSES = frozenset({"footnote-ref", "footnote-backref", "num"})
_ID = re.compile(r"(?:fn|fnref|h)[-:][a-z0-9:-]+")
_RELATIVE = re.compile(r"(?:#[\w:.-]+|/(?![/\\])[\w./#?=&%-]*|media/[\w.-]+)")
_LONG = 300  # a shorter text without a mark of a link or of HTML cannot be slow
HEAVY_MESSAGE = "ce texte demande trop de travail pour être affiché."
HEAVY_REMEDY = (
    "Cherchez de longues suites de crochets, de parenthèses ou d’étoiles, et retirez-les."
)
_LOST_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_WRAPPED = re.compile(r"<p>((?:(?!</?p>).)*)</p>\s*", re.DOTALL)


def fragment_key(source: str, mode: str) -> str:
    """Name a fragment by what it is rendered from."""
    return hashlib.sha256(f"{mode}\x00{source}".encode()).hexdigest()[:24]


def render(source: str, *, inline: bool = False) -> SafeHtml:
    """Render Markdown into HTML that may be printed as it is: the only producer of SafeHtml."""
    html = _RIGHT.sub(r'<\1 class="num">', _markdown(source))
    once = bleach.clean(
        html,
        tags=TAGS,
        attributes=_allowed,
        protocols=frozenset({"https"}),  # without one bleach drops relative addresses too
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
    # nh3 writes the space as an entity; the fonts lack the narrow one.
    spaced = twice.replace("&nbsp;", "\u00a0").replace("\u202f", "\u00a0")
    return SafeHtml(_mark_numbers(set_spaces(spaced.strip())))


def _markdown(source: str) -> str:
    converter, footnotes = _converter(threading.get_ident())
    converter.reset()
    # Several fragments stand on one page: the notes of each are named by its content.
    footnotes.unique_prefix = zlib.crc32(source.encode()) % 1_000_000
    return converter.convert(source)


@lru_cache(maxsize=4)
def _converter(_thread: int) -> tuple[markdown.Markdown, FootnoteExtension]:
    """Make the converter of a thread, once: making it costs as much as converting a phrase."""
    footnotes = FootnoteExtension(UNIQUE_IDS=True)
    converter = markdown.Markdown(
        extensions=[footnotes, "def_list", "sane_lists", TableExtension(use_align_attribute=True)],
        output_format="html",
    )
    return converter, footnotes


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


_RIGHT = re.compile(r'<(t[dh]) align="right">')
_NUMERIC_CELL = re.compile(
    r"<td>((?:<strong>)?[-−+]?[0-9][0-9 \u00a0.,]*(?:[ \u00a0]?(?:€|%))?(?:</strong>)?)</td>"
)


_TABLE = re.compile(r"<thead>\s*<tr>.*?</tbody>", re.DOTALL)
_HEAD = re.compile(r"<th>")
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r'<td( class="num")?>')


def _mark_numbers(html: str) -> str:
    """Set a cell that is only a number among the figures, which the pages align."""
    marked = _NUMERIC_CELL.sub(r'<td class="num">\1</td>', html)
    return _TABLE.sub(lambda table: _mark_heads(table[0]), marked)


def _mark_heads(table: str) -> str:
    """Align the head of a column with its figures, when all its cells are figures."""
    head, _, body = table.partition("</thead>")
    rows = [[bool(num) for num in _CELL.findall(row)] for row in _ROW.findall(body)]
    columns = iter([all(column) for column in zip(*rows, strict=False)])
    marked = _HEAD.sub(lambda _: '<th class="num">' if next(columns, False) else "<th>", head)
    return f"{marked}</thead>{body}"


Problem = tuple[str, str, int]  # kind, detail, line from 0 inside the fragment


# What python-markdown itself writes and the sanitiser leaves out.
_MADE = frozenset({("td", "align"), ("th", "align"), ("div", "class")})


class _Problems(HTMLParser):
    """What an author wrote that the sanitiser would drop: told, never dropped in silence."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self.words = ""

    def handle_data(self, data: str) -> None:
        """Keep the words, where a note without its text is left as it was written."""
        self.words += data

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - the parser's own signature
        """A comment would be dropped."""
        self.found.append(("html", "<!-- commentaire -->"))

    def handle_decl(self, decl: str) -> None:
        """A declaration would be dropped."""
        self.found.append(("html", f"<!{decl[:20]}"))

    def handle_pi(self, data: str) -> None:
        """An instruction would be dropped."""
        self.found.append(("html", f"<?{data[:20]}"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge one tag."""
        if tag not in TAGS and tag != "h1":
            self.found.append(("html", tag))
            return
        values = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            if (tag, name) not in _MADE and (
                name not in ATTRIBUTES.get(tag, ())
                or (name in {"class", "id"} and _filter(tag, name, value) is None)
            ):
                self.found.append(("html", f"{tag} {name}"))
            elif name in {"href", "src"} and not _RELATIVE.fullmatch(value):
                self.found.append(("lien" if name == "href" else "image", value))
        if tag == "img" and not values.get("alt", "").strip():
            self.found.append(("alternative", values.get("src", "")))
        if tag == "img" and values.get("src", "").startswith("media/"):
            self.found.append(("media", values["src"]))


def is_harmless(source: str) -> bool:
    """Tell at once that a short text without links, images or HTML has nothing to judge."""
    marked = any(mark in source for mark in ("<", "](", "![", "][", "]:", "[^"))
    return not marked and len(source) < _LONG


def problems_of(source: str) -> list[Problem]:
    """Return what is not allowed in a fragment, or would be slow enough to be stopped."""
    found = _problems(source)
    return [(kind, detail, _line_of(source, kind, detail)) for kind, detail in found]


def _problems(source: str) -> list[tuple[str, str]]:
    parser = _Problems()
    parser.feed(_markdown(source))
    parser.close()
    return parser.found + [("note", name) for name in _LOST_NOTE.findall(parser.words)]


def _line_of(source: str, kind: str, detail: str) -> int:
    """Find the line: the words themselves, else the top-level block that alone has the fault."""
    wanted = (
        f"<{detail.split(maxsplit=1)[0]}" if kind == "html" and detail[0] != "<" else detail[:4]
    )
    if kind == "note":
        wanted = f"[^{detail}]"
    elif kind != "html":
        wanted = f"]({detail})" if f"]({detail})" in source else detail
    for number, line in enumerate(source.split("\n")):
        if wanted and wanted.casefold() in line.casefold():
            return number
    number = 0
    for block in source.split("\n\n"):
        if (kind, detail) in _problems(block):
            return number
        number += block.count("\n") + 2
    return 0


Job = tuple[str, str, str]  # key, mode (block, inline or judge), source


class TooHeavy(Invalid):
    """A text could not be rendered within the limits: ``key`` is its job; ``done``, the others."""

    def __init__(self, key: str, done: dict[str, object]) -> None:
        super().__init__(f"Impossible : {HEAVY_MESSAGE} {HEAVY_REMEDY}")
        self.key = key
        self.done = done


def run_jobs(jobs: Iterable[Job]) -> dict[str, object]:
    """Render or judge in a child process under limits.

    Raises:
        TooHeavy: a text took too long or too much memory.

    """
    listed = list(jobs)
    if not listed:
        return {}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, our own interpreter
            [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path)],
            input=json.dumps(listed).encode(),
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
        )
        written, failed = done.stdout, done.returncode != 0
    except subprocess.TimeoutExpired as error:
        written, failed = error.stdout or b"", True
    results: dict[str, object] = {}
    for line in written.split(b"\n")[:-1]:  # what follows the last end of line was cut short
        key, result = json.loads(line)
        results[key] = result
    if failed:
        raise TooHeavy(next(key for key, _, _ in listed if key not in results), results)
    return results


_CHILD = (
    "import json,sys; sys.path[:]=json.loads(sys.argv[1]); "
    "from learning.content.render import work_in_child; work_in_child()"
)


def work_in_child() -> None:
    """Read jobs on standard input and write a line for each: runs in the child alone."""
    jobs = json.load(sys.stdin)
    limit_memory()
    for key, mode, source in jobs:
        limit_time(math.ceil(time.process_time()) + FRAGMENT_SECONDS)
        if mode == "judge":
            result: object = problems_of(source)
        else:
            result = render(source, inline=mode == "inline")
        sys.stdout.write(json.dumps([key, result]) + "\n")
        sys.stdout.flush()


def limit_memory() -> None:
    """Bound the memory of this child process."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def limit_time(seconds: int) -> None:
    """Let this child process use so many seconds of CPU in all; then the system stops it."""
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


def render_jobs(fragments: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Render fragments given as key → (mode, source)."""
    done = run_jobs((key, mode, source) for key, (mode, source) in fragments.items())
    return {key: str(html) for key, html in done.items()}
