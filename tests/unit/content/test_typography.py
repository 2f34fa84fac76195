"""French typography is set in text, and nowhere else."""

import pytest

from learning.content.typography import set_spaces


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<p>Pourquoi ?</p>", "<p>Pourquoi\u00a0?</p>"),
        ("« Vrai »", "«\u00a0Vrai\u00a0»"),
        ("«\u00a0Vrai\u00a0»", "«\u00a0Vrai\u00a0»"),
        ("1 234,56 € : l'argent", "1\u00a0234,56\u00a0€\u00a0: l’argent"),
        ('<a href="#h-a" title="a : b">a</a>', '<a href="#h-a" title="a : b">a</a>'),
        ("<code>a : b</code> : c", "<code>a : b</code>\u00a0: c"),
        ("<strong>Oui</strong> ; non", "<strong>Oui</strong>\u00a0; non"),
        ("<p>a</p> : b", "<p>a</p> : b"),
    ],
)
def test_text_gets_its_spaces(typed: str, shown: str) -> None:
    assert set_spaces(typed) == shown


def test_setting_twice_changes_nothing() -> None:
    once = set_spaces("« Qui ? » dit-il : 12 000 € !")
    assert set_spaces(once) == once
