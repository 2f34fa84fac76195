"""Attestations as PDF, from the very words that the print page shows."""

from collections.abc import Sequence

from learning.documents.attestation import can_write_pdf, write_pdf
from learning.domain.errors import NotFound
from learning.services.attestation_papers import Paper


def pdf_is_offered() -> bool:
    """Tell whether this site writes PDF: the button stands only where it works."""
    return can_write_pdf()


def papers_as_pdf(papers: Sequence[Paper]) -> bytes:
    """Write papers in one file, each on its own pages; 30 ms each, so never in a transaction.

    Raises:
        NotFound: there is none.
        Unavailable: the extra is absent, or it lacks a letter.

    """
    if not papers:
        raise NotFound("Il n’y a aucune attestation à écrire.")
    return write_pdf(
        [(paper.words, paper.code) for paper in papers], max(paper.day for paper in papers)
    )
