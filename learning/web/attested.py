"""What both sides of attestations share: numbers asked for in an address, and the PDF."""

from collections.abc import Sequence

from flask import Response

from learning.services.attestation_papers import Paper, write_papers

_BETWEEN = "."
_MOST = 200


def read_numbers(asked: str) -> list[str]:
    """The numbers that an address names, « 7K3M92QXHD4T.0ABC… »."""
    return [number for number in asked.split(_BETWEEN) if number][:_MOST]


def join_numbers(numbers: Sequence[str]) -> str:
    """The numbers as an address names them."""
    return _BETWEEN.join(dict.fromkeys(numbers))


def send_pdf(papers: Sequence[Paper]) -> Response:
    """The attestations as one file, whose name names nobody."""
    response = Response(write_papers(papers), mimetype="application/pdf")
    name = f"attestation-{papers[0].number}" if len(papers) == 1 else "attestations"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
