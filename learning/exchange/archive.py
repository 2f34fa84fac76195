"""A module, or all the courses, as one ZIP: in memory, bounded, byte for byte.

What an archive says of itself is never believed: sizes are counted while reading.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from learning.content.source import MOST_FILES, MOST_MEDIA_BYTES
from learning.domain.errors import Invalid
from learning.exchange.places import Rename, put_in_place, refuse_name, twice

MOST_ARCHIVE_BYTES = 64 * 1024 * 1024
MOST_ENTRIES = 2 * MOST_FILES  # folders and what systems add count too, and are left out
MOST_TOTAL_BYTES = 64 * 1024 * 1024
_MOST_RATIO = 150  # our texts pack 5 times, a very repetitive one 100 times
_RATIO_FROM = 1_000_000
_LONGEST_COMMENT = 100  # Git hosts write a commit's name there
_LONGEST_GAP = 64  # what may stand between two entries: a data descriptor
_MOST_DIRECTORY_BYTES = MOST_ENTRIES * 400
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8 = 0x800
_ON_UNIX = 3
_LINK_ON_WINDOWS = 0x400
_END = struct.Struct("<4sHHHHIIH")
_LOCAL = struct.Struct("<4s22xHH")
_PACKED = frozenset({"png", "jpg", "jpeg", "gif", "webp", "mp3", "ogg", "opus", "m4a"})
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = (stat.S_IFREG | 0o644) << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The files of an archive by path, and the media that had to be renamed."""

    files: Mapping[str, bytes]
    renamed: tuple[Rename, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file of the archive: its name, and where its packed bytes stand."""

    name: str
    other_name: str  # as another system wrote it, when the archive does not say
    info: zipfile.ZipInfo
    start: int
    end: int


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Return the same archive for the same files, whatever the day and the machine.

    Raises:
        Invalid: together they are more than an archive may hold.

    """
    if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_TOTAL_BYTES:
        raise Invalid(
            "Ces cours sont trop gros pour une seule archive. Exportez-les module par module."
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(path, date_time=_FIRST_DAY)
            packed = path.rpartition(".")[2].lower() in _PACKED
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            info.create_system = _ON_UNIX
            info.external_attr = _PLAIN_FILE
            archive.writestr(info, files[path])
    return out.getvalue()


def read_zip(body: bytes) -> Archive:
    """Return the course files of an archive; nothing is written anywhere.

    Raises:
        Invalid: it is no archive, holds too much, or holds what has no place in courses.

    """
    _refuse_shape(body)
    files: dict[str, bytes] = {}
    others: dict[str, str] = {}
    total = 0
    for entry in _entries(body):
        content = _unpack(entry, body[entry.start : entry.end])
        total += len(content)
        if total > MOST_TOTAL_BYTES:
            raise Invalid("Cette archive contient plus de 64\u00a0Mo. Importez module par module.")
        if entry.name in files:
            raise twice(entry.name)
        files[entry.name] = content
        others[entry.name] = entry.other_name
    if total > _RATIO_FROM and total > _MOST_RATIO * len(body):
        raise Invalid(
            "Cette archive se déplie d’une façon anormale\u00a0: elle est refusée. "
            "Demandez-en une autre à la personne qui vous l’a donnée."
        )
    placed, renamed = put_in_place(files, others)
    return Archive(files=placed, renamed=renamed)


def _refuse_shape(body: bytes) -> None:
    """Refuse what is no plain archive from its first byte to its last, before reading it."""
    if len(body) > MOST_ARCHIVE_BYTES:
        raise Invalid("Cette archive pèse plus de 64\u00a0Mo. Importez module par module.")
    place = body.rfind(b"PK\x05\x06", max(0, len(body) - _END.size - _LONGEST_COMMENT))
    if not body.startswith((b"PK\x03\x04", b"PK\x05\x06")) or place < 0:
        raise _no_archive()
    if len(body) - place < _END.size:
        raise _no_archive()
    _, disk, first, here, count, size, start, comment = _END.unpack_from(body, place)
    if place + _END.size + comment != len(body) or disk or first or here != count:
        raise _no_archive()
    if body[max(0, place - 20) : place].startswith(b"PK\x06\x07") or start + size != place:
        raise _no_archive()
    if count > MOST_ENTRIES or size > _MOST_DIRECTORY_BYTES:
        raise Invalid(
            "Cette archive contient plus de %(most)s fichiers\u00a0: elle est refusée.",
            most=MOST_FILES,
        )


def _entries(body: bytes) -> Iterator[_Entry]:
    """Read the directory, refusing entries that overlap, hide or are no plain files."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            infos, directory = archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeError, struct.error) as e:
        raise _no_archive() from e
    if not infos:
        return
    places = sorted((info.header_offset, place) for place, info in enumerate(infos))
    follows = [*(offset for offset, _ in places[1:]), directory]
    if places[0][0]:
        raise _no_archive()  # something stands before the first entry
    for (offset, place), following in zip(places, follows, strict=True):
        info = infos[place]
        start, end = _packed_place(body, info, offset, following)
        name, other_name = _names(info)
        _refuse_entry(info, name)
        if info.orig_filename.endswith("/") or refuse_name(name):
            continue
        yield _Entry(name, other_name, info, start, end)


def _packed_place(
    body: bytes, info: zipfile.ZipInfo, offset: int, following: int
) -> tuple[int, int]:
    """Return where an entry's bytes begin and end: just before the next one begins."""
    if not 0 <= offset <= len(body) - _LOCAL.size:
        raise _no_archive()
    magic, name_length, extra_length = _LOCAL.unpack_from(body, offset)
    start: int = offset + _LOCAL.size + name_length + extra_length
    end = start + info.compress_size
    if magic != b"PK\x03\x04" or not end <= following <= end + _LONGEST_GAP:
        raise Invalid(
            "Les fichiers de cette archive se recouvrent, ou elle cache autre chose\u00a0: "
            "elle est refusée. Refaites-la avec l’outil de votre poste."
        )
    return start, end


def _names(info: zipfile.ZipInfo) -> tuple[str, str]:
    """Return an entry's name, and how an older system may have meant it."""
    name = info.orig_filename
    if info.flag_bits & _UTF8:
        return name, name
    raw = name.encode("cp437", errors="replace")
    try:
        return raw.decode("utf-8"), name
    except UnicodeDecodeError:
        return name, raw.decode("cp1252", errors="replace")


def _refuse_entry(info: zipfile.ZipInfo, name: str) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR} or info.external_attr & _LINK_ON_WINDOWS:
        raise Invalid(
            "« %(name)s » est un lien ou un fichier spécial\u00a0: l’archive est refusée.",
            name=name[:80],
        )
    if info.flag_bits & _ENCRYPTED:
        raise Invalid(
            "Cette archive est protégée par un mot de passe. Refaites-la sans mot de passe."
        )
    if info.compress_type not in {_STORED, _DEFLATED}:
        raise Invalid(
            "Cette archive est compressée d’une façon que Tremplin ne lit pas. "
            "Refaites-la au format ZIP ordinaire."
        )


def _unpack(entry: _Entry, packed: bytes) -> bytes:
    """Unpack one file, stopping as soon as it is longer than a file may be."""
    if entry.info.compress_type == _STORED:
        content, whole = packed, True
    else:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = unpacker.decompress(packed, MOST_MEDIA_BYTES + 1)
        except zlib.error as error:
            raise _damaged(entry) from error
        whole = unpacker.eof and not unpacker.unused_data
    if len(content) > MOST_MEDIA_BYTES:
        raise Invalid(
            "« %(name)s » pèse plus de 5\u00a0Mo une fois déplié\u00a0: l’archive est refusée.",
            name=entry.name[:80],
        )
    sizes_agree = len(content) == entry.info.file_size
    if not whole or not sizes_agree or zlib.crc32(content) != entry.info.CRC:
        raise _damaged(entry)
    return content


def _damaged(entry: _Entry) -> Invalid:
    return Invalid(
        "« %(name)s » est abîmé, ou n’a pas la taille annoncée\u00a0: l’archive est refusée.",
        name=entry.name[:80],
    )


def _no_archive() -> Invalid:
    return Invalid(
        "Ce fichier n’est pas une archive ZIP ordinaire, ou il est abîmé. "
        "Refaites l’archive avec l’outil de votre poste, puis recommencez."
    )
