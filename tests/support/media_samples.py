"""Pictures and sounds as people send them, and as they should not."""

import io
import struct
import zlib

from PIL import Image

_MP3_HEAD = b"\xff\xfb\x90\x00"  # MPEG 1, layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame
MP3_FRAME = _MP3_HEAD + bytes(413)


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    """A plain picture of this kind."""
    out = io.BytesIO()
    Image.new(mode, size, 120 if mode in {"L", "I;16"} else None).save(out, kind)
    return out.getvalue()


def photograph() -> bytes:
    """A JPEG taken sideways somewhere, with a script behind it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "Lieu secret"
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", exif=exif, comment=b"Lieu secret")
    return out.getvalue() + b"<script>alert(1)</script>"


def moving_picture(kind: str = "GIF") -> bytes:
    """A picture of two frames."""
    out = io.BytesIO()
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    first.save(out, kind, save_all=True, append_images=[second])
    return out.getvalue()


def picture_bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few bytes that says it has so many points."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    drawn = zlib.compress(bytes(1_000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", drawn) + chunk(b"IEND", b"")
    )


def mp3(frames: int = 10, *, label: bytes = b"") -> bytes:
    """An MP3 of silence, behind an ID3 label when one is given."""
    if not label:
        return MP3_FRAME * frames
    size = len(label)
    seven = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    tail = b"TAG" + bytes(125)
    return b"ID3\x04\x00\x00" + seven + label + MP3_FRAME * frames + tail


def ogg(first: bytes = b"OpusHead" + bytes(11), *, pages: int = 4) -> bytes:
    """An Ogg file whose stream begins so."""
    whole = b""
    for number in range(pages):
        body = first if number == 0 else bytes(200)
        flags = (2 if number == 0 else 0) | (4 if number == pages - 1 else 0)
        whole += b"OggS\x00" + bytes([flags]) + bytes(20) + bytes([1, len(body)]) + body
    return whole
