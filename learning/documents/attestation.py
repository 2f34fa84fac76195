"""Attestations as PDF, tagged for screen readers and made to last: PDF/UA-1 and PDF/A-2a.

In this process, with the product's own fonts; no network, and no file but the template.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from learning.documents.qr import draw_qr
from learning.domain.attested import Attested
from learning.domain.errors import Unavailable
from learning.paths import STATIC

_TEMPLATE = Path(__file__).with_name("attestation.typ")
_STANDARDS = ["ua-1", "a-2a"]
_SQUARE = 1.1  # points a square of the code: under it, plain cameras fail
_LEAST_SIDE, _MOST_SIDE = 99.0, 150.0
_ABSENT = (
    "Ce site n’écrit pas de PDF : il lui manque l’extra « pdf ». "
    "Imprimez la page : elle dit la même chose."
)
_NO_LETTER = (
    "Le PDF ne peut pas être écrit : les lettres du site n’ont pas le signe « %(sign)s ». "
    "Imprimez la page : elle dit la même chose."
)
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')


def can_write_pdf() -> bool:
    """Tell whether the extra is here, without loading it."""
    return find_spec("typst") is not None


def write_pdf(papers: Sequence[tuple[Attested, str]], day: date) -> bytes:
    """Write attestations, each with its signed code, in one file; the same twice, byte for byte.

    Raises:
        Unavailable: the extra is absent, or it has no letter for a sign of a name.

    """
    typst, fonts = _typst()
    inputs = {
        "title": _title([words for words, _ in papers]),
        "papers": json.dumps([_filled(words, code) for words, code in papers]),
    }
    try:
        # One a document: it may serve one thread only, and the fonts are what takes long.
        compiler = typst.Compiler(
            root=_TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True
        )
        body: bytes = compiler.compile(
            _TEMPLATE,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=_STANDARDS,
            timestamp=datetime.combine(day, time(12), UTC),
        )
    except typst.TypstError as error:
        unshown = _UNSHOWN.search(str(error))
        if unshown is None:
            raise
        raise Unavailable(_NO_LETTER, sign=unshown[1]) from error
    return body


@cache
def _typst() -> tuple[Any, Any]:
    """Load the library and the fonts at the first PDF: most processes never write one."""
    try:
        typst = import_module("typst")
    except ImportError as error:
        raise Unavailable(_ABSENT) from error
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[STATIC / "fonts"]
    )
    return typst, fonts


def _title(papers: Sequence[Attested]) -> str:
    """The title of the file, which names nobody: it is shown in lists and in windows."""
    if len(papers) == 1:
        return f"{papers[0].heading}, {papers[0].number.partition(' ')[2]}"
    return f"Attestations ({len(papers)})"


def _filled(words: Attested, code: str) -> dict[str, object]:
    drawn = draw_qr(code)
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {drawn.size} {drawn.size}'>"
        f"<path d='{drawn.outline}'/></svg>"
    )
    return {
        **asdict(words),
        "qr": svg,
        "side": min(max(_LEAST_SIDE, drawn.size * _SQUARE), _MOST_SIDE),
        "qr_alt": f"Code carré de l’attestation. Code court : {' '.join(words.short)}",
    }
