"""The page checker finds each fault it is for: a blind checker would pass every page."""

import pytest

from tests.support.pages import Page, faults, header_faults

RIGHT = """<!DOCTYPE html>
<html lang="fr" dir="ltr"><head><meta charset="utf-8"><title>Accueil – Tremplin</title></head>
<body><main id="contenu"><h1>Accueil</h1>
<p>C’est prêt\u00a0: 12\u00a0% de « rien ». <bdi>L'autre : None</bdi></p>
<form action="/x" method="post"><input type="hidden" name="csrf_token" value="t">
<label for="a">Nom</label><input id="a" name="a" value="b">
<label><input type="checkbox" name="c" checked> Oui</label>
<select name="s" aria-label="Choix"><option value="1">Un</option><option selected>Deux</option>
</select><button type="submit">Envoyer</button></form></main></body></html>""".replace(
    "« ", "«\u00a0"
).replace(" »", "\u00a0»")

WRONG = {
    "h1": ("<h1>Accueil</h1>", "<h2>Accueil</h2>"),
    "start with the h1": ("Accueil – Tremplin", "Tremplin"),
    "no lang": (' lang="fr"', ""),
    "no dir": (' dir="ltr"', ""),
    "skips a level": ("</h1>", "</h1><h3>Trop bas</h3>"),
    "has no label": ('<label for="a">Nom</label>', ""),
    "names nothing": ('<label for="a">', '<label for="b">'),
    "given 2 times": ("<p>", '<p id="a">'),
    "no action": (' action="/x"', ""),
    "no csrf_token": ('value="t"', 'value=""'),
    "carries style": ("<p>", '<p style="color:red">'),
    "carries onclick": ("<p>", '<p onclick="x()">'),
    "inline <script>": ("<p>", "<script>x()</script><p>"),
    "inline <style>": ("<meta", "<style>p{}</style><meta"),
    "out of the site": ("<p>", '<p><a href="https://ailleurs.example/">Lien</a>'),
    "straight apostrophe": ("C’est", "C'est"),
    "plain space": ("prêt\u00a0:", "prêt :"),
    "U+202F": ("prêt\u00a0:", "prêt\u202f:"),
    "Python value": ("prêt", "None"),
    "placeholder": ("prêt", "{{ nom }}"),
    "has no alt": ("<p>", '<p><img src="/static/x.png">'),
    "leads nowhere": ("<p>", '<p><a href="#absent">Lien</a>'),
    "line": ("</p>", "</div></p>"),
}


def test_a_right_page_has_no_fault() -> None:
    assert faults(Page(RIGHT)) == []


@pytest.mark.parametrize("sentence", WRONG)
def test_each_fault_is_found(sentence: str) -> None:
    before, after = WRONG[sentence]
    assert before in RIGHT
    found = faults(Page(RIGHT.replace(before, after, 1)))
    assert any(sentence in fault for fault in found), found


def test_a_form_is_read_as_a_browser_would() -> None:
    form = Page(RIGHT).form("a")
    assert form.values == {"csrf_token": ["t"], "a": ["b"], "c": ["on"], "s": ["Deux"]}
    assert form.names == {"a", "c", "s"}


def test_missing_headers_are_found() -> None:
    assert any("default-src" in fault for fault in header_faults({}))
    assert any("nosniff" in fault for fault in header_faults({}))
