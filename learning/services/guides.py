"""The guides that ship inside the product, made safe like any other Markdown, once at start."""

from dataclasses import dataclass
from pathlib import Path

from learning.content.render import render
from learning.domain.html import SafeHtml


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One guide: its title is its first heading."""

    title: str
    html: SafeHtml


def read_guides(folder: Path) -> dict[str, Guide]:
    """Read every guide of the folder, by file name without its ending."""
    guides = {}
    for file in sorted(folder.glob("*.md")):
        first, _, rest = file.read_text(encoding="utf-8").partition("\n")
        guides[file.stem] = Guide(title=first.lstrip("# ").strip(), html=render(rest))
    return guides
