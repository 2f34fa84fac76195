"""Thirty attestations, signed, drawn and written: what a counsellor waits for a whole group."""

import time
from collections.abc import Callable

import pytest

from learning.documents.attestation import write_pdf
from learning.documents.qr import draw_qr
from learning.domain.attestation import Kind, Statement, short_of, signed_part
from learning.domain.attested import word
from learning.signing import check_attestation, read_public, sign_attestation
from tests.support.attested import DAY, PROGRAMME_KEY, certified, statement
from tests.support.tables import Figures

pytestmark = pytest.mark.bench

PAPERS, SECONDS, ROUNDS = 30, 3.0, 3
CHECK_MILLISECONDS = 50


def best(act: Callable[[], object]) -> float:
    """The processor time of the best of a few rounds: others share this machine."""
    seconds = []
    for _ in range(ROUNDS):
        draw_qr.cache_clear()
        began = time.process_time()
        act()
        seconds.append(time.process_time() - began)
    return min(seconds)


def sign(stated: Statement, number: str) -> str:
    return sign_attestation(signed_part(stated, number, DAY), certified())


def write(kind: Kind, *, together: bool) -> None:
    """Sign, word, draw and write thirty papers, in one file or each in its own."""
    papers = []
    for at in range(PAPERS):
        stated, number = statement(kind, f"Personne {at}"), f"{at:012}"
        code = sign(stated, number)
        words = word(stated, number=number, short=short_of(number, code), day=DAY)
        papers.append((words, code))
    for group in [papers] if together else [[one] for one in papers]:
        write_pdf(group, DAY)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("together", [True, False], ids=["one file", "one file each"])
def test_thirty_attestations(figures: Figures, kind: Kind, together: bool) -> None:
    write(kind, together=True)  # the library and the fonts are loaded once for all
    what = f"30 attestations ({kind.value}, {'one file' if together else 'one file each'})"
    figures.at_most(what, best(lambda: write(kind, together=together)), SECONDS, " s of CPU")


def test_a_check_is_quick(figures: Figures) -> None:
    code, key = sign(statement(count=10), "0" * 12), read_public(PROGRAMME_KEY)
    spent = best(lambda: check_attestation(code, key)) * 1000
    figures.at_most("check of a certified code", spent, CHECK_MILLISECONDS, " ms of CPU")
