"""Attestations as PDF, tagged for screen readers and made to last: PDF/UA-1 and PDF/A-2a."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from learning.documents.pdf import compile_pdf
from learning.documents.qr import draw_qr
from learning.domain.attested import Attested

_TEMPLATE = Path(__file__).with_name("attestation.typ")
_SQUARE = 1.1  # points a square of the code: under it, plain cameras fail
_LEAST_SIDE, _MOST_SIDE = 99.0, 150.0


def write_pdf(papers: Sequence[tuple[Attested, str]], day: date) -> bytes:
    """Write attestations, each with its signed code, in one file; the same twice, byte for byte.

    Raises:
        Unavailable: the extra is absent, or it has no letter for a sign of a name.

    """
    inputs = {
        "title": _title([words for words, _ in papers]),
        "papers": json.dumps([_filled(words, code) for words, code in papers]),
    }
    return compile_pdf(_TEMPLATE, inputs, day)


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
