"""Pictures: what is kept, what goes, what is refused and in which sentence."""

import io

import pytest
from PIL import Image

from learning.content import images
from learning.content.images import HIGHEST, MOST_BYTES, WIDEST, recode
from learning.domain.errors import Invalid, Unavailable
from tests.support.media_samples import moving_picture, photograph, picture, picture_bomb


def opened(body: bytes) -> Image.Image:
    """The picture that these bytes hold."""
    found = Image.open(io.BytesIO(body))
    found.load()
    return found


@pytest.mark.parametrize(
    ("kind", "extension"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "png"), ("GIF", "png")]
)
def test_each_kind_is_read_and_written_again(kind: str, extension: str) -> None:
    made = recode(picture(kind))
    assert made.extension == extension
    assert (made.width, made.height) == (60, 40)
    assert opened(made.body).size == (60, 40)


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "RGBA", "I;16"])
def test_each_way_of_coding_colours_is_read(mode: str) -> None:
    made = recode(picture("PNG", mode=mode))
    assert opened(made.body).mode in {"L", "RGB", "RGBA"}


def test_a_cmyk_photograph_is_read() -> None:
    assert opened(recode(picture("JPEG", mode="CMYK")).body).mode == "RGB"


def test_nothing_comes_in_beside_the_picture() -> None:
    body = photograph()
    assert b"Lieu secret" in body
    made = recode(body)
    assert b"Lieu secret" not in made.body
    assert b"script" not in made.body
    assert not opened(made.body).getexif()
    assert (made.width, made.height) == (40, 60)  # turned as the photographer saw it
    assert recode(body).body == made.body


def test_words_hidden_in_a_png_go() -> None:
    png = picture()
    hidden = png[:33] + b"\x00\x00\x00\x04tEXtk\x00sx\x00\x00\x00\x00" + png[33:]
    assert b"tEXt" not in recode(png).body
    with pytest.raises(Invalid, match="abîmée"):  # the sum of that chunk is wrong
        recode(hidden)


@pytest.mark.parametrize("size", [(3_200, 100), (100, 5_000), (4_000, 4_000)])
def test_a_large_picture_is_made_smaller(size: tuple[int, int]) -> None:
    for kind in ("PNG", "JPEG"):
        made = recode(picture(kind, size))
        assert made.width <= WIDEST
        assert made.height <= HIGHEST
        assert abs(made.width / made.height - size[0] / size[1]) < size[0] / size[1] * 0.05


def test_a_heavy_photograph_in_png_becomes_a_jpeg() -> None:
    noise = Image.effect_noise((900, 900), 80).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    made = recode(out.getvalue())
    assert made.extension == "jpg"
    assert len(made.body) < len(out.getvalue()) / 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (picture_bomb(), "20 millions de points"),
        (picture_bomb(7_000, 3_000), "20 millions de points"),
        (moving_picture("GIF"), "bouge"),
        (moving_picture("WEBP"), "bouge"),
        (moving_picture("PNG"), "bouge"),
        (picture()[:60], "abîmée"),
        (b"", "abîmée"),
        (b"bonjour", "abîmée"),
        (b'<?xml version="1.0"?><svg/>', "SVG"),
        (b'\xef\xbb\xbf\n<svg onload="x">', "SVG"),
        (b"<!-- x --><svg>", "SVG"),
        (b"%PDF-1.7", "un PDF"),
        (picture("BMP"), "BMP"),
        (picture("TIFF"), "TIFF"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"PK\x03\x04", "ZIP"),
        (b"\x89PNG" + bytes(MOST_BYTES), "plus de 5\u00a0Mo"),
    ],
)
def test_what_is_refused_says_why(body: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words) as told:
        recode(body)
    assert told.value.field == "fichier"


def test_any_cut_or_changed_picture_is_refused_in_a_sentence_or_read() -> None:
    for kind in ("PNG", "JPEG", "WEBP", "GIF"):
        body = picture(kind)
        for place in range(0, len(body), 3):
            changed = body[:place] + bytes([body[place] ^ 0xFF]) + body[place + 1 :]
            for one in (body[:place], changed):
                try:
                    recode(one)
                except Invalid as told:
                    assert told.message  # noqa: PT017 - either outcome is right, no other


def test_a_site_without_pillow_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "HAS_PILLOW", False)
    with pytest.raises(Unavailable, match="installer Pillow"):
        recode(picture())
    with pytest.raises(Invalid, match="SVG"):
        recode(b"<svg/>")
