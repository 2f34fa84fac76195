"""XML of Moodle as a small tree: every DOCTYPE refused, depth and size bounded, lines kept."""

import re
from dataclasses import dataclass, field
from typing import Self
from xml.parsers import expat

from learning.domain.errors import Invalid

_ENCODED = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["'](?P<name>[A-Za-z0-9._-]+)["']"""
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
MOST_DEPTH = 40
MOST_NODES = 200_000


@dataclass(slots=True)
class Node:
    """An element: its attributes, what is inside, and the line where it begins."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list["Node"] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own words, without those of what is inside."""
        return "".join(self.words)

    def all(self, tag: str) -> list["Node"]:
        """Return the elements inside with that tag."""
        return [node for node in self.inside if node.tag == tag]

    def first(self, tag: str) -> "Node | None":
        """Return the first element inside with that tag."""
        return next(iter(self.all(tag)), None)

    def said(self, *tags: str) -> str:
        """Return the words of an element found by its path, or nothing."""
        node: Node | None = self
        for tag in tags:
            node = node.first(tag) if node else None
        return node.text.strip() if node else ""


class _Builder:
    """Builds the tree as the parser goes."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self.root = Node("", 0)
        self.open = [self.root]
        self.count = 0

    def read(self, body: bytes) -> Self:
        self.parser.Parse(body, True)  # noqa: FBT003 - the parser's own signature
        return self

    def _refuse(self, *_declared: object) -> None:
        raise Invalid(
            "Ce fichier XML contient un DOCTYPE : il est refusé. Exportez-le de nouveau depuis "
            "Moodle."
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) > MOST_DEPTH or self.count > MOST_NODES:
            raise Invalid(
                "Ce fichier XML est trop grand ou trop imbriqué. Coupez-le en plusieurs."
            )
        node = Node(tag.lower(), self.parser.CurrentLineNumber, attributes)
        self.open[-1].inside.append(node)
        self.open.append(node)

    def _end(self, _tag: str) -> None:
        self.open.pop()

    def _words(self, words: str) -> None:
        self.open[-1].words.append(words)


def read_tree(body: bytes) -> Node:
    """Return the root, which holds the only element of the file.

    Raises:
        Invalid: it is no well-formed XML, it has a DOCTYPE, or it is too big.

    """
    try:
        return _Builder().read(body).root
    except expat.ExpatError as error:
        raise Invalid(
            "Ce fichier XML est abîmé à la ligne %(line)s. Exportez-le de nouveau depuis Moodle.",
            line=error.lineno,
        ) from error
    except (ValueError, LookupError) as error:
        raise Invalid(
            "Ce fichier XML est écrit dans un codage inconnu. Enregistrez-le en UTF-8."
        ) from error


def text_of(body: bytes) -> str:
    """Return an XML file that was read as a text, without the line that says its encoding."""
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = body.decode("utf-16", errors="replace")
    else:
        found = _ENCODED.match(body)
        named = found["name"].decode() if found else "utf-8-sig"
        text = body.decode(named, errors="replace").removeprefix("\ufeff")
    return _DECLARATION.sub("", text, count=1)
