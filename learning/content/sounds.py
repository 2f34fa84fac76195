"""Sounds that people send: known by what they hold, never by their name.

MP3 is walked frame by frame and Ogg page by page; what stands before or after is left out.
"""

from dataclasses import dataclass

from learning.domain.errors import Invalid

MOST_BYTES = 5 * 1024 * 1024
_REMEDY = (
    "Ce fichier est %(kind)s. Enregistrez le son en MP3 ou en Opus\u00a0: avec Audacity, "
    "« Fichier », « Exporter », « MP3 ». Puis envoyez-le."
)
_BROKEN = "Ce son est abîmé ou incomplet. Exportez-le de nouveau en MP3 ou en Opus."
_OTHERS = (
    (0, b"fLaC", "un son FLAC"),
    (0, b"FORM", "un son AIFF"),
    (4, b"ftyp", "un son M4A ou une vidéo"),
    (0, b"\x1a\x45\xdf\xa3", "une vidéo WebM ou Matroska"),
    (0, b"0&\xb2u", "un son ou une vidéo Windows Media"),
    (0, b"#!AMR", "un son AMR de téléphone"),
)
# Photographs of telephones open like an M4A: they are told what to do as pictures.
_PHOTOS = frozenset({b"heic", b"heix", b"mif1", b"avif"})

# MPEG audio layer III: kbit/s by index, for version 1 and for versions 2 and 2.5.
_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_HERTZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_VERSION_1, _LAYER_3 = 3, 1
_FRAME_HEAD = 4
_FEWEST_FRAMES = 4
_ID3_HEAD, _ID3_TAIL = 10, 128
_PAGE_HEAD = 27


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A sound alone: no title, cover or words beside it in an MP3."""

    body: bytes
    extension: str


def is_sound(body: bytes) -> bool:
    """Tell whether these bytes claim to be a sound, of any kind."""
    if body[8:12] in _PHOTOS:
        return False
    claims = body.startswith((b"OggS", b"ID3")) or _frame_length(body, 0) > 0
    return claims or _is_wave(body) or any(body.startswith(m, at) for at, m, _ in _OTHERS)


def read_sound(body: bytes) -> Sound:
    """Return a sound that a lesson may play.

    Raises:
        Invalid: it is of another kind, too big, or broken.

    """
    if len(body) > MOST_BYTES:
        raise Invalid(
            "Ce son pèse plus de 5\u00a0Mo. Exportez-le en Opus, ou coupez-le en deux.",
            field="fichier",
        )
    if _is_wave(body):
        raise Invalid(_REMEDY, field="fichier", kind="un son WAV")
    for at, magic, words in _OTHERS:
        if body.startswith(magic, at):
            raise Invalid(_REMEDY, field="fichier", kind=words)
    if body.startswith(b"OggS"):
        return _ogg(body)
    return Sound(body=_frames(body), extension="mp3")


def _is_wave(body: bytes) -> bool:
    return body[:4] == b"RIFF" and body[8:12] == b"WAVE"


def _ogg(body: bytes) -> Sound:
    """Walk the pages; each stream that begins must be Opus or Vorbis."""
    at, kinds, ended = 0, set[str](), False
    while at < len(body) and body[at : at + 4] == b"OggS":
        head = body[at : at + _PAGE_HEAD]
        count = head[26] if len(head) == _PAGE_HEAD else 0
        lengths = body[at + _PAGE_HEAD : at + _PAGE_HEAD + count]
        start = at + _PAGE_HEAD + count
        end = start + sum(lengths)
        if len(head) < _PAGE_HEAD or head[4] or len(lengths) < count or end > len(body):
            raise Invalid(_BROKEN, field="fichier")
        if head[5] & 2:
            kinds.add(_stream_kind(body[start:end]))
        ended = bool(head[5] & 4)
        at = end
    if not kinds or not ended:
        raise Invalid(_BROKEN, field="fichier")
    return Sound(body=body[:at], extension="opus" if kinds == {"opus"} else "ogg")


def _stream_kind(first: bytes) -> str:
    if first.startswith(b"OpusHead"):
        return "opus"
    if first.startswith(b"\x01vorbis"):
        return "vorbis"
    raise Invalid(_REMEDY, field="fichier", kind="un fichier Ogg qui n’est pas un son")


def _frames(body: bytes) -> bytes:
    """Return the frames of an MP3 without the labels around them."""
    start = _after_label(body)
    end = len(body) - (_ID3_TAIL if body[-_ID3_TAIL:].startswith(b"TAG") else 0)
    at, count = start, 0
    while (length := _frame_length(body, at)) and at + length <= end:
        at, count = at + length, count + 1
    # The last frame may be cut, and an APE label may follow: no more than a twentieth.
    if count < _FEWEST_FRAMES or (end - at) * 20 > end - start:
        if start or _frame_length(body, 0):
            raise Invalid(_BROKEN, field="fichier")
        raise Invalid(_REMEDY, field="fichier", kind="d’une sorte inconnue")
    return body[start:at]


def _after_label(body: bytes) -> int:
    """Return where the first frame stands: after an ID3 label and its padding."""
    at = 0
    while body[at : at + 3] == b"ID3" and len(body) > at + _ID3_HEAD:
        size = 0
        for seven in body[at + 6 : at + _ID3_HEAD]:
            size = size << 7 | (seven & 0x7F)
        at += _ID3_HEAD + size + (_ID3_HEAD if body[at + 5] & 0x10 else 0)
    while at and at < len(body) and body[at] == 0:
        at += 1
    return at


def _frame_length(body: bytes, at: int) -> int:
    """Return the length of the MP3 frame that begins here, 0 when none does."""
    head = body[at : at + _FRAME_HEAD]
    if len(head) < _FRAME_HEAD or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, hertz, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version not in _HERTZ or layer != _LAYER_3 or not 0 < rate < len(_RATES_1):
        return 0
    if hertz >= len(_HERTZ[version]):
        return 0
    first = version == _VERSION_1
    kilobits = (_RATES_1 if first else _RATES_2)[rate]
    return (144 if first else 72) * kilobits * 1_000 // _HERTZ[version][hertz] + padding
