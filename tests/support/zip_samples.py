"""Archives as other systems make them, and as nobody should send them."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping

Contents = Mapping[str, bytes]
MODULE: Contents = {
    "essai/module.md": b"---\ntitre: Essai\nbut: Essayer\nobjectifs:\n  a = Un\n---\n",
    "essai/10-un.md": b"---\ntitre: Un\nobjectif: a\n---\n\nUn texte.\n",
}


def zipped(contents: Contents, **fields: int) -> bytes:
    """An ordinary archive; ``fields`` are set on the last entry."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, body) in enumerate(contents.items(), start=1):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for field, value in fields.items() if number == len(contents) else ():
                setattr(info, field, value)
            archive.writestr(info, body)
    return out.getvalue()


def link(name: str, target: str, kind: int = stat.S_IFLNK) -> bytes:
    """An archive whose last entry is a link (or a device)."""
    contents = {**MODULE, name: target.encode()}
    return zipped(contents, external_attr=(kind | 0o777) << 16, create_system=3)


def raw_entry(name: bytes, body: bytes, *, size: int | None = None, flags: int = 0) -> bytes:
    """A module's archive with one entry written by hand: any name, any announced size."""
    entries = [(n.encode(), b, len(b), 0) for n, b in MODULE.items()]
    entries.append((name, body, len(body) if size is None else size, flags))
    out, directory = b"", b""
    for entry, content, told, flag in entries:
        pressed = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = pressed.compress(content) + pressed.flush()
        head = struct.pack(
            "<HHHHHIIIHH", 20, flag, 8, 0, 33, zlib.crc32(content), len(packed), told,
            len(entry), 0,
        )  # fmt: skip
        at = struct.pack("<HHHII", 0, 0, 0, 0, len(out))
        directory += b"PK\x01\x02\x14\x00" + head + at + entry
        out += b"PK\x03\x04" + head + entry + packed
    count = len(entries)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(out), 0)
    return out + directory + b"PK\x05\x06" + end


def overlapping() -> bytes:
    """Two entries that unpack the same bytes."""
    body = raw_entry(b"essai/20-deux.md", b"deux")
    place = body.rfind(b"PK\x01\x02")
    first = body.find(b"PK\x01\x02")
    offset = body[first + 46 + len("essai/module.md") :].find(b"PK\x01\x02")
    second = first + 46 + len("essai/module.md") + offset
    return body[: place + 42] + body[second + 42 : second + 46] + body[place + 46 :]


def many(count: int = 60_000) -> bytes:
    """An archive of so many empty files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(count):
            archive.writestr(f"essai/media/{number}.png", b"")
    return out.getvalue()


def nested(depth: int = 3) -> bytes:
    """Archives in an archive."""
    body = zipped({"0.txt": bytes(1_000_000)})
    for level in range(depth):
        body = zipped({f"essai/media/{level}-{copy}.zip": body for copy in range(4)})
    return body
