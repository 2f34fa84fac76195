"""The sheet with the head of the journal: what the command will find again."""

from learning.services.audit_check import verify
from tests.support.small_site import SmallSite


def test_the_sheet_shows_a_head_that_the_chain_holds(small: SmallSite) -> None:
    page = small.signed_in("administrator").get("/administration/journal/tete")
    assert page.status == 200
    line = next(text for text in page.text.splitlines() if "--head" in text)
    head = line.split('"')[1]
    with small.program.reading() as work:
        found = verify(work, small.program.keys.signing, head=head)
    assert found.bad is None
    assert "/administration/journal" in page.page.links
