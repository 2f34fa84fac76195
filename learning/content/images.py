"""Pictures that people send: decoded and written again, so that nothing else comes in with them.

Pillow is optional (the extra « images »): without it, a site says that it takes no picture.
"""

import io
import struct
import threading
import zlib
from dataclasses import dataclass

from learning.domain.errors import Invalid, Unavailable

try:
    from PIL import Image, ImageOps
except ImportError:  # pragma: no cover - a test hides Pillow instead
    HAS_PILLOW = False
else:
    HAS_PILLOW = True

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 20_000_000
WIDEST = 1_600
HIGHEST = 2_400
_HEAVY_PNG = 400_000  # a photograph saved as PNG: JPEG says the same in a tenth of it
_QUALITY = 86
# One picture of 20 Mpx takes 80 MB while it is decoded: never several at once.
_one_at_a_time = threading.Lock()
_BROKEN = (
    OSError, ValueError, SyntaxError, TypeError, IndexError, KeyError, EOFError, OverflowError,
    struct.error, zlib.error,
)  # fmt: skip
_OTHERS = (
    (b"%PDF", "un PDF"),
    (b"BM", "une image BMP"),
    (b"II*\x00", "une image TIFF"),
    (b"MM\x00*", "une image TIFF"),
    (b"8BPS", "un fichier Photoshop"),
    (b"PK\x03\x04", "un document ou une archive ZIP"),
)
_HEAD = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture written again: no hidden words, no place where it was taken, nothing after it."""

    body: bytes
    extension: str
    width: int
    height: int


def recode(body: bytes) -> Picture:
    """Read a picture and write it again, made smaller where it is larger than a page.

    Raises:
        Invalid: it is no picture that a lesson may show, or it is too big, broken or moving.
        Unavailable: this site was installed without what reads pictures.

    """
    if len(body) > MOST_BYTES:
        raise Invalid(
            "Cette image pèse plus de 5\u00a0Mo. Réduisez-la, puis envoyez-la de nouveau.",
            field="fichier",
        )
    _refuse_other_kinds(body)
    if not HAS_PILLOW:
        raise Unavailable(
            "Ce site a été installé sans l’ajout d’images. Demandez à l’administrateur "
            "d’installer Pillow. Les sons et les textes s’ajoutent déjà."
        )
    with _one_at_a_time:
        try:
            return _recode(body)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise _too_many_pixels() from error
        except _BROKEN as error:
            raise Invalid(
                "Cette image est abîmée, ou ce n’est pas une image PNG, JPEG, WebP ou GIF. "
                "Ouvrez-la sur votre poste, enregistrez-la en PNG ou en JPEG, et recommencez.",
                field="fichier",
            ) from error


def _recode(body: bytes) -> Picture:
    with Image.open(io.BytesIO(body), formats=FORMATS) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS:
            raise _too_many_pixels()
        if getattr(opened, "is_animated", False):
            raise Invalid("Cette image bouge. Choisissez une image fixe.", field="fichier")
        was_jpeg = opened.format == "JPEG"
        if was_jpeg:  # decode at a half or a quarter when that is still wide enough
            opened.draft("RGB", (WIDEST, HIGHEST))
        turned = ImageOps.exif_transpose(opened)
        plain = _plain_mode(turned)
    plain.thumbnail((WIDEST, HIGHEST))
    plain.info.clear()
    return _written(plain, was_jpeg=was_jpeg)


def _plain_mode(image: "Image.Image") -> "Image.Image":
    """Bring every way of coding colours to grey, colours, or colours with transparency."""
    if image.mode in {"L", "RGB", "RGBA"} and "transparency" not in image.info:
        return image.copy()
    if image.mode.startswith(("I", "F")):  # 16 bits and more: keep the upper eight
        return image.convert("I").point(lambda level: level / 256).convert("L")
    clear = "transparency" in image.info or image.mode in {"LA", "PA", "La", "RGBa"}
    return image.convert("RGBA" if clear else "RGB")


def _written(image: "Image.Image", *, was_jpeg: bool) -> Picture:
    jpeg = was_jpeg
    out = io.BytesIO()
    if not jpeg:
        image.save(out, "PNG", optimize=True)
        jpeg = image.mode != "RGBA" and out.tell() > _HEAVY_PNG
    if jpeg:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(
        body=out.getvalue(),
        extension="jpg" if jpeg else "png",
        width=image.width,
        height=image.height,
    )


def _refuse_other_kinds(body: bytes) -> None:
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype svg")) or b"<svg" in head:
        raise Invalid(
            "Une image SVG peut cacher un programme\u00a0: elle est refusée. "
            "Enregistrez-la en PNG, puis envoyez-la.",
            field="fichier",
        )
    if body[4:8] == b"ftyp" and body[8:12] in {b"heic", b"heix", b"mif1", b"avif"}:
        raise _other_kind("une photo HEIC ou AVIF")
    for magic, words in _OTHERS:
        if body.startswith(magic):
            raise _other_kind(words)


def _other_kind(words: str) -> Invalid:
    return Invalid(
        "Ce fichier est %(kind)s. Enregistrez l’image en PNG ou en JPEG, puis envoyez-la.",
        field="fichier",
        kind=words,
    )


def _too_many_pixels() -> Invalid:
    return Invalid(
        "Cette image a plus de 20 millions de points. Réduisez-la, puis envoyez-la de nouveau.",
        field="fichier",
    )
