"""The headings of one file: their levels follow each other, the second level is listed."""

import re
from dataclasses import dataclass

from learning.content.finding import Fix, Report, together
from learning.content.front_values import anchor_of
from learning.content.lesson_markup import RawBlock
from learning.domain.course import Heading

_SECTION = 2  # the level of the headings that the contents list shows
_UNDERLINE = re.compile(r"=+|-{2,}")
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \u00a0]+(?P<text>.*?)[ \u00a0]*#*")


@dataclass(frozen=True, slots=True)
class _Level:
    line: int
    depth: int


class HeadingReader:
    """Reads the headings of one file, block after block: levels and anchors follow each other."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.anchors: set[str] = set()
        self._levels: list[_Level] = []

    def read(self, raw: RawBlock) -> tuple[str, tuple[Heading, ...]]:
        """Return the Markdown of a block, line for line, and its second-level headings."""
        headings: list[Heading] = []
        kept: list[str] = []
        fenced = False
        for number, line in enumerate(raw.lines, start=raw.first_line):
            fenced ^= line.strip().startswith("```")
            found = None if fenced else _HEADING.fullmatch(line.strip())
            if found is None:
                self._judge_underline(number, line, kept, fenced=fenced)
                kept.append(line)
                continue
            depth = len(found["marks"])
            self._levels.append(_Level(number, depth))
            if depth == _SECTION:
                headings.append(self._heading(found["text"]))
            # The first level is the page's own title: its line stays, empty, for the count.
            kept.append(line if depth > 1 else "")
        return "\n".join(kept), tuple(headings)

    def judge(self) -> None:
        """Tell the headings that skip a level, once the whole file was read."""
        above = 1
        for place, level in enumerate(self._levels):
            if level.depth > above + 1:
                self.report.error(
                    level.line,
                    "ce titre saute un niveau.",
                    f"Écrivez « {'#' * (above + 1)} » au lieu de « {'#' * level.depth} ».",
                    fix=self._raised(place, above),
                )
            above = level.depth

    def _raised(self, place: int, above: int) -> Fix | None:
        """Raise a heading to where it should be, and those under it by as much."""
        depth = self._levels[place].depth
        by = depth - above - 1
        fixes: list[Fix | None] = []
        for level in self._levels[place:]:
            wanted = min(level.depth - by if level.depth >= depth else level.depth, above + 1)
            if wanted == level.depth:
                break  # what follows is as it was
            line = self.report.line(level.line)
            fixes.append(
                self.report.put(level.line, line.replace("#" * level.depth, "#" * wanted, 1))
            )
            above = wanted
        return together(fixes)

    def _judge_underline(self, number: int, line: str, kept: list[str], *, fenced: bool) -> None:
        above = kept[-1].strip() if kept else ""
        if not fenced and above and "|" not in above and _UNDERLINE.fullmatch(line.strip()):
            self.report.error(
                number,
                "cette ligne fait un titre de celle d’au-dessus.",
                "Écrivez les titres avec « ## », et une ligne vide avant un trait.",
            )

    def _heading(self, markdown: str) -> Heading:
        text = markdown.replace("*", "")
        anchor = wanted = f"h-{anchor_of(text)}"
        place = 2
        while anchor in self.anchors:
            anchor, place = f"{wanted}-{place}", place + 1
        self.anchors.add(anchor)
        return Heading(anchor=anchor, text=text)
