"""A bank of another program, whatever its format: told by how the file begins."""

import re
from collections.abc import Callable

from learning.exchange.gift import import_gift
from learning.exchange.moodle_xml import import_moodle_xml
from learning.exchange.report import BankImport

READERS: dict[str, Callable[[bytes, str], BankImport]] = {
    "gift": import_gift,
    "moodle-xml": import_moodle_xml,
}
_XML = re.compile(rb"\s*<(?:\?xml|!doctype|quiz)\b", re.IGNORECASE)


def format_of(body: bytes) -> str:
    """Tell the format of a file by its first letters."""
    start = body[:200].removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe")
    return "moodle-xml" if _XML.match(start) else "gift"


def import_bank(body: bytes, file_name: str, *, written_in: str = "") -> BankImport:
    """Read a bank; without ``written_in``, its format is found.

    Raises:
        Invalid: it cannot be read at all.

    """
    return READERS[written_in or format_of(body)](body, file_name)
