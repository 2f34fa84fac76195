"""What a PDF of ours says, read back: its words in order, its tags, what its catalogue holds.

Enough of the format for files that one library writes; a reader of any PDF is another thing.
"""

import re
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_TOKEN = re.compile(rb"/(f\d+) [\d.]+ Tf|<<(?:(/ActualText.*?)|.*?)>>BDC|\(|EMC", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True, slots=True)
class Pdf:
    """The objects of a file, by number."""

    objects: dict[int, bytes]

    def stream(self, number: int) -> bytes:
        """The unpacked stream of an object."""
        head, _, rest = self.objects[number].partition(b"stream\n")
        body = rest.rsplit(b"\nendstream", 1)[0]
        return zlib.decompress(body) if b"FlateDecode" in head else body

    def pages(self) -> list[str]:
        """The words of each page, as they are drawn."""
        found = [one for one in self.objects.values() if b"/Type/Page/" in one]
        return [self._page(page) for page in found]

    def _page(self, page: bytes) -> str:
        resources = self.objects[_link(page, b"Resources")]
        fonts = {
            name: self._letters(int(font))
            for name, font in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
        }
        body = self.stream(_link(page, b"Contents"))
        letters: dict[bytes, str] = {}
        text, place = [], 0
        while found := _TOKEN.search(body, place):
            place = found.end()
            if found[1]:
                letters = fonts[found[1]]
            elif found[2]:  # what the glyphs up to EMC stand for together
                text.append(_actual(found[2]))
                place = body.index(b"EMC", place)
            elif found[0] == b"(":
                raw, place = _string(body, place)
                text += [letters[raw[at : at + 2]] for at in range(0, len(raw), 2)]
        return "".join(text)

    def _letters(self, font: int) -> dict[bytes, str]:
        """What each glyph of a font stands for: what is copied, searched and read aloud."""
        table = self.stream(_link(self.objects[font], b"ToUnicode"))
        return {
            bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
            for glyph, text in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table)
        }

    def tags(self) -> list[str]:
        """The kinds of the elements of structure, in the order of the file."""
        return [
            kind.decode()
            for one in self.objects.values()
            for kind in re.findall(rb"/Type/StructElem/S/(\w+)", one)
        ]


def read_pdf(body: bytes) -> Pdf:
    """Read a file whose objects stand plainly, one after the other."""
    return Pdf({int(number): found for number, found in _OBJECT.findall(body)})


def _link(holder: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", holder)
    assert found is not None, name
    return int(found[1])


def _actual(entry: bytes) -> str:
    plain = re.search(rb"\((.*)\)", entry, re.DOTALL)
    coded = re.search(rb"<FEFF([0-9A-F]+)", entry)
    if coded:
        return bytes.fromhex(coded[1].decode()).decode("utf-16-be")
    assert plain is not None, entry
    return plain[1].decode("latin-1")


def _string(body: bytes, place: int) -> tuple[bytes, int]:
    """Read a string whose bracket was just opened, and say where it ends."""
    raw, depth = bytearray(), 1
    while True:
        byte = body[place : place + 1]
        if byte == b"\\":
            octal = re.compile(rb"[0-7]{1,3}").match(body, place + 1)
            code = octal[0] if octal else body[place + 1 : place + 2]
            raw += bytes([int(code, 8)]) if octal else _PLAIN.get(code, code)
            place += 1 + len(code)
            continue
        depth += {b"(": 1, b")": -1}.get(byte, 0)
        place += 1
        if not depth:
            return bytes(raw), place
        raw += byte
