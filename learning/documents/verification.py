"""The page that checks attestations alone: one file, no network, the site's key inside."""

import json
from pathlib import Path

_PAGE = Path(__file__).with_name("verification.html")
_EMPTY = '{"cle": "", "liste": null}'


def fill_page(key: str, signed_list: str) -> bytes:
    """Return the page with a public key and a signed list."""
    held = json.dumps({"cle": key, "liste": json.loads(signed_list)}, ensure_ascii=True)
    # Inside a script element, nothing may look like its end.
    page = _PAGE.read_text(encoding="utf-8")
    return page.replace(_EMPTY, held.replace("<", "\\u003c")).encode()
