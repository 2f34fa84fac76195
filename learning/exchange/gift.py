"""A GIFT file to banks of ours: the one door of this import."""

import re

from learning.exchange.bank_writer import Entry, write_banks
from learning.exchange.foreign import ForeignQuestion, Unreadable
from learning.exchange.gift_file import Block, cut, decode
from learning.exchange.gift_question import read_block
from learning.exchange.report import BankImport

_WORD = re.compile(r"[^\W_]")


def import_gift(body: bytes, file_name: str) -> BankImport:
    """Read a GIFT file.

    Raises:
        Invalid: it is too big, or it is no text.

    """
    text, notes = decode(body)
    blocks = [block for block in cut(text) if _WORD.search(block.text)]
    entries = [Entry(block.category, _read(block)) for block in blocks]
    return write_banks(entries, file_name, notes)


def _read(block: Block) -> ForeignQuestion | Unreadable:
    try:
        return read_block(block)
    except Unreadable as fault:
        return fault
