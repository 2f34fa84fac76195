"""PDF/UA-1 and PDF/A-2a from a template and words, in this process, with the product's own fonts.

No network, and no file but the template.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from learning.domain.errors import Unavailable
from learning.paths import STATIC

_STANDARDS = ["ua-1", "a-2a"]
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


def compile_pdf(template: Path, inputs: Mapping[str, str], day: date) -> bytes:
    """Fill a template with words; the same twice, byte for byte.

    Raises:
        Unavailable: the extra is absent, or it has no letter for a sign that somebody typed.

    """
    typst, fonts = _typst()
    try:
        # One a document: it may serve one thread only, and the fonts are what takes long.
        compiler = typst.Compiler(root=template.parent, font_paths=fonts, ignore_system_fonts=True)
        body: bytes = compiler.compile(
            template,
            format="pdf",
            sys_inputs=dict(inputs),
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
