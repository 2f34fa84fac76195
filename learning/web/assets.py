"""Static files under names that carry their digest: three style sheets, joined at start.

The second holds what only the team's pages use, the third the sheets of a project: a learner's
first page carries neither.

Served by whitenoise from memory of paths; a changed file has a new address, so a browser may
keep each for ever.
"""

import gzip
import hashlib
import re
from pathlib import Path

from learning.paths import STATIC

# A comment that begins a line and ends one; what stands after code stays.
_ALONE = re.compile(r"^[ ]*/\*.*?\*/[ ]*$", re.MULTILINE | re.DOTALL)
_ORDER = ("tokens.css", "base.css", "layout.css")


_PACKED_TYPES = {".js": "text/javascript", ".svg": "image/svg+xml"}


class Packed:
    """A text file as it is, and packed."""

    def __init__(self, kind: str, body: bytes) -> None:
        self.kind = kind
        self.body = body
        self.gzip = gzip.compress(body, mtime=0)


class Assets:
    """The addresses of static files, and the bytes of the joined style sheets."""

    def __init__(self, static: Path = STATIC) -> None:
        css = static / "css"
        first = [css / name for name in _ORDER]
        components = sorted((css / "components").glob("*.css"))
        self._urls: dict[str, str] = {}
        # What is text travels packed; whitenoise serves the rest (fonts are packed already).
        self.packed: dict[str, Packed] = {}
        self._join("tremplin", [*first, *components, css / "print.css"])
        self._join("equipe", sorted((css / "staff").glob("*.css")))
        self._join("projet", sorted((css / "project").glob("*.css")))
        for file in sorted(static.rglob("*")):
            if file.is_file() and file.suffix in {".js", ".svg", ".woff2", ".png"}:
                name = file.relative_to(static).as_posix()
                body = _served(file)
                mark = hashlib.sha256(body).hexdigest()[:12]
                self._urls[name] = f"/static/{name}?{mark}"
                if file.suffix in _PACKED_TYPES:
                    self.packed[f"/static/{name}"] = Packed(_PACKED_TYPES[file.suffix], body)

    def url(self, name: str) -> str:
        """Return the address of a static file named from static/."""
        return self._urls[name]

    def _join(self, name: str, files: list[Path]) -> None:
        joined = "\n".join(_tight(file.read_text(encoding="utf-8")) for file in files).encode()
        digest = hashlib.sha256(joined).hexdigest()[:12]
        url = f"/static/css/{name}-{digest}.css"
        self._urls[f"css/{name}.css"] = url
        self.packed[url] = Packed("text/css", joined)


def _served(file: Path) -> bytes:
    """The bytes of a file; of a script, without its comments that stand alone nor indentation.

    No script may hold a text of several lines: it would change.
    """
    body = file.read_bytes()
    if file.suffix != ".js":
        return body
    bare = _ALONE.sub("", body.decode("utf-8"))
    return "\n".join(line.strip() for line in bare.splitlines() if line.strip()).encode()


def _tight(css: str) -> str:
    """Drop comments and indentation: what is read by people stays in the sources."""
    kept = []
    while css:
        before, _, rest = css.partition("/*")
        kept.append(before)
        _, _, css = rest.partition("*/")
    lines = (line.strip() for line in "".join(kept).splitlines())
    return "\n".join(line for line in lines if line)
