"""Texts of GIFT keep their words and their shape, whatever our own format would read in them."""

import pytest

from learning.domain.question import SingleChoice
from learning.domain.shown import without_markup
from learning.exchange.report import State
from tests.unit.exchange.imported import lossy, question

ANSWERS = "{=a ~b}"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[html]<p><b>gras</b> et <i>fin</i>.</p>", "<strong>gras</strong> et <em>fin</em>"),
        ("[html]H<sub>2</sub>O et m<sup>2</sup>", "H<sub>2</sub>O et m<sup>2</sup>"),
        ("[html]<ul><li>un<li>deux</ul>", "<li>un</li>\n<li>deux</li>"),
        ("[html]<ol><li>un</li><li>deux</li></ol>", "<ol>\n<li>un</li>"),
        ("[html]<h2>Titre</h2><p>Suite", "<p><strong>Titre</strong></p>"),
        ("[html]caf&eacute; &amp; th&#233;", "café &amp; thé"),
        ("[html]<b>gras jamais fermé", "<strong>gras jamais fermé</strong>"),
        ("[html]un<br>deux", "<p>un</p>\n<p>deux</p>"),
        ("un\ndeux", "<p>un</p>\n<p>deux</p>"),
        ("[html]un\ndeux", "<p>un deux</p>"),
        ("un\\ndeux", "<p>un</p>\n<p>deux</p>"),
        ("[plain]a <b>c</b>", "a &lt;b&gt;c&lt;/b&gt;"),
        ("[markdown]Un **gras**, du `code`", "<strong>gras</strong>, du <code>code</code>"),
        ("[markdown]Voici :\n- un\n- deux", "<ul>\n<li>un</li>"),
        ("[moodle]2 * 3 et a_b_c et *x*", "2 * 3 et a_b_c et *x*"),
        ("\\{a\\} \\= \\~ \\# \\: \\\\", "{a} = ~ #\u00a0: \\"),
        ("1+1=3 ? Et a=b", "1+1=3"),
        ("Un <stdio.h> inconnu", "&lt;stdio.h&gt;"),
        ("[html]<pre>def f()\\:\n  return 1</pre>", "<pre>def f():\n"),
        ("<code>a</code> &lt;p&gt;", "<code>a</code> &lt;p&gt;"),
        ("**Important** à lire", "<strong>Important</strong>"),
        ("l'été « ici »", "l’été «\u00a0ici\u00a0»"),
        ("Un reste]]>", "Un reste"),
    ],
)  # fmt: skip
def test_a_text_is_shown_as_it_was_meant(text: str, html: str) -> None:
    asked = question(f"::Q::{text} {ANSWERS}")
    assert html in asked.prompt


TRAPS = [
    "- (x) un choix", "- [ ] un choix", "☒ coché", "= 12", "≠ 12", "> cité", "Points : 3",
    "Indice : un mot", "Explicaton : un mot", "Réponse libre : 5 lignes", "Grille :",
    "# titre", "1. un", "- un", "* un", "+ un", "---", "===", "___", "***", "| a | b |", "|---|-|",
    ": défini", "[lien](x)", "[a]: b", "[^1] note", "![i](m)", "{{ figure }}", "{ {x} }",
    "[[ trou ]]", "[[= 3 ]]", "`code`", "a\\b \\* c", "<3 et 4>2", "&copy; &amp;", "A & B",
    "_un_ __deux__", "*un* deux*", "    quatre espaces", "x -> y", "• (x) un", "– (X) x",
    "Ordre :", "Variables : n", "Associer : a", "2) deux", "10 € = 12 €", "« mot » : suite",
    "Objectif : x", "\u2610 vide", "un | deux", "~~~", "```", "~~barré~~", "http://exemple.fr/a_b",
]  # fmt: skip


def hidden(text: str) -> str:
    """Write a text with GIFT's escapes."""
    for sign in "\\~=#{}:":
        text = text.replace(sign, f"\\{sign}")
    return text


def words(text: str) -> str:
    """What is left of a text once spaces are put aside."""
    return "".join(text.replace("'", "’").split())


@pytest.mark.parametrize("trap", TRAPS)
def test_what_our_format_would_read_stays_words(trap: str) -> None:
    written = hidden(trap)
    text = (
        f"::Q::[plain]Avant\\n{written}\\n{written}\\nAprès {{=[plain]{written}#[plain]{written}\n"
        f"~[plain]z\n####[plain]Dit\\n{written}\\nFin}}"
    )
    asked = question(text)
    assert isinstance(asked, SingleChoice)
    assert words(without_markup(asked.prompt)) == words(f"Avant{trap}{trap}Après")
    assert words(asked.choices[0].plain) == words(trap)
    assert words(without_markup(asked.choices[0].feedback)) == words(trap)
    assert words(without_markup(asked.explanation)) == words(f"Dit{trap}Fin")
    assert (asked.points, asked.hint) == (1, "")


@pytest.mark.parametrize(
    ("text", "loss"),
    [
        ("[html]<p>Voir <a href='https\\://exemple.fr/x'>ici</a></p>", "le lien vers"),
        ("[html]<img src='@@PLUGINFILE@@/plan.png' alt='un plan'> Quoi ?", "une image"),
        ("[markdown]Voir [ici](https\\://exemple.fr) ![un plan](a.png)", "une image"),
        ("[html]<p style='color\\: red'>Rouge</p>", "la couleur"),
        ("[html]<u>souligné</u>", "le souligné"),
        ("[html]<video src='a.mp4'></video> Quoi ?", "une vidéo"),
        ("[html]<script>alert(1)</script> Quoi ?", "un programme"),
        ("[html]<table><tr><td colspan='2'>a</td></tr></table>", "les cases réunies"),
        ("Calculez $$\\\\frac\\{1\\}\\{2\\}$$", "LaTeX"),
        ("Calculez \\\\(x^2\\\\)", "LaTeX"),
        ("[html]<iframe src='x'></iframe> Quoi ?", "une page incluse"),
    ],
)
def test_what_cannot_be_shown_is_a_named_loss(text: str, loss: str) -> None:
    asked, report = lossy(f"::Q::{text} {ANSWERS}")
    assert report.state is State.LOSS
    assert any(loss in one for one in report.losses), report.losses
    for refused in ("<script", "alert", "href", "<img", "style="):
        assert refused not in asked.prompt


def test_a_list_of_boxes_in_a_text_is_no_choice() -> None:
    for text in ("[html]<ul><li>(x) a<li>[ ] b<li>☒ c</ul>", "[markdown]- (x) a\n- [ ] b\n- ☒ c"):
        asked = question(f"::Q::{text} {ANSWERS}")
        assert isinstance(asked, SingleChoice)
        assert "<li>(x) a</li>\n<li>[ ] b</li>\n<li>☒ c</li>" in asked.prompt


def test_a_table_is_a_table() -> None:
    asked = question(
        "::Q::[html]<table><tr><th>Mois<th>Ventes<tr><td>Mars<td>1 | 2</table>Total ? {=a ~b}"
    )
    assert "<th>Mois</th>" in asked.prompt
    assert "<td>1 | 2</td>" in asked.prompt
    assert asked.prompt.endswith("<p>Total\u00a0?</p>")


def test_levels_of_a_list_are_kept_in_a_text_and_named_in_a_comment() -> None:
    listed = "<ul><li>a<ul><li>b</li></ul></li></ul>"
    asked, report = lossy(f"::Q::[html]{listed} {{T####{listed}}}")
    assert asked.prompt.count("<ul>") == 2
    assert report.losses == ("les niveaux d’une liste",)


def test_each_answer_may_have_its_own_format() -> None:
    asked = question("::Q::[html]Quoi ? {=[plain]<b> #[markdown]**oui** ~<b>c</b> ~[moodle]d}")
    assert isinstance(asked, SingleChoice)
    assert [choice.html for choice in asked.choices] == ["&lt;b&gt;", "<strong>c</strong>", "d"]
    assert asked.choices[0].feedback == "<strong>oui</strong>"


def test_signs_of_tags_and_entities_separate_nothing() -> None:
    asked, _ = lossy('::Q::[html]Q ? {=<span style="color:#f00">caf&#233;</span>#bon ~b}')
    assert isinstance(asked, SingleChoice)
    assert (asked.choices[0].html, asked.choices[0].feedback) == ("café", "bon")


@pytest.mark.parametrize(
    "text",
    [
        "Q ? {\n=4 #car 2+2=4\n~5 #non, 1 + 1 = 2\n}",
        "Q ? {=4#2 + 2 = 4 ~5#1+1=2}",
        "Q ? {~5#1+1 = 2\n=4#x = 4 et y = 0}",
        "Q ? {~5 #on a x=5\n=4 #on a x=4\n}",
    ],
)
def test_an_equal_inside_feedback_is_no_answer(text: str) -> None:
    asked = question(text)
    assert isinstance(asked, SingleChoice)
    assert sorted((c.plain, c.right) for c in asked.choices) == [("4", True), ("5", False)]
    assert all("=" in choice.feedback for choice in asked.choices)


def test_an_equal_inside_a_choice_is_no_answer_when_another_is() -> None:
    asked = question("Laquelle est fausse ? {\n=1+1=3\n~1+1=2\n~2+2=4\n}")
    assert isinstance(asked, SingleChoice)
    assert [(c.plain, c.right) for c in asked.choices] == [
        ("1+1=3", True),
        ("1+1=2", False),
        ("2+2=4", False),
    ]


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("Q ? {~=a ~b ~c}", [True, False, False]),
        ("Q ? {~b ~=a}", [False, True]),
        ("Q ? {=~a ~b}", [True, False]),
        ("Q ? {~b\n~ =a\n}", [False, True]),
        ("Q ? {~b=a~c}", [False, True, False]),
        ("Q ? {a ~b =c}", [False, False, True]),
        ("Q ? {~b#non =a#oui ~c#non}", [False, True, False]),
        ("Q ? { = a # oui ~ b # non }", [True, False]),
    ],
)
def test_signs_that_touch_are_read(text: str, rights: list[bool]) -> None:
    asked = question(text)
    assert isinstance(asked, SingleChoice)
    assert [choice.right for choice in asked.choices] == rights
