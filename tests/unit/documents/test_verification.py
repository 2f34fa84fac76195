"""The page carries a key and a list, and nothing that they hold can end its script."""

import json
import re

from learning.documents.verification import fill_page
from learning.signing import sign_register
from tests.support.attested import ALONE, NUMBER, SITE_KEY, code_of, register

HELD = re.compile(r'<script type="application/json" id="site">(.*?)</script>', re.DOTALL)


def held(page: bytes) -> dict[str, object]:
    """What the page carries."""
    found = HELD.search(page.decode())
    assert found is not None
    whole: dict[str, object] = json.loads(found[1])
    return whole


def test_the_page_carries_the_key_and_the_signed_list() -> None:
    text = sign_register(register((NUMBER, code_of())), ALONE)
    assert held(fill_page(SITE_KEY, text)) == {"cle": SITE_KEY, "liste": json.loads(text)}


def test_nothing_carried_can_end_the_script() -> None:
    hostile = json.dumps({"cle": "</script><script>alert(1)</script><!--"})
    page = fill_page(SITE_KEY, hostile)
    assert b"alert(1)</script>" not in page
    assert held(page)["liste"] == json.loads(hostile)
    assert page.count(b"</script>") == 2


def test_the_page_names_nobody() -> None:
    page = fill_page(SITE_KEY, sign_register(register((NUMBER, code_of())), ALONE))
    assert "Inès" not in page.decode()
