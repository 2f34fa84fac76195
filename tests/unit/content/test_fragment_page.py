"""A lesson printed for a program: safe, with its fields and without any key."""

import re
from pathlib import Path

import html5lib
import pytest

from learning.cli import main
from learning.content.fragment_page import render_file
from learning.domain.errors import NotFound
from tests.unit.content.course import COURSE, HEAD, files_of

KINDS = """\
:::essentiel
Le loyer vaut {{ prime.essai }}.
:::

:::question un
Laquelle ?

- ( ) Pain
  > SECRET
- (x) Loyer

Indice : SECRET
Explication : SECRET
:::

:::question plusieurs
Lesquelles ?

- [x] Loyer
- [ ] Pain
  > SECRET
:::

:::question vrai
Vrai ?

= Vrai
≠ Faux
> SECRET
:::

:::question nombre
Combien ?

= 4321 €
:::

:::question mot
Quel mot ?

= "SECRET"
:::

:::question paires
Associez.

Associer :
- a -> zz
- b -> yy
:::

:::question ordre
Classez.

Ordre :
1. premier
2. deuxième
:::

:::question trous
Le [[ SECRET ]] est [[ (positif) | nul ]].
:::

:::question calcul
Pour {n} ?

Variables :
- n = 4321 à 4329
= {n * 4327} €
:::

:::question tableau
Finissez.

| A | B |
|---|---|
| Loyer | [[= 4321 ]] € |
:::

:::question libre
Racontez.

Réponse libre : 3 lignes
Grille :
- SECRET
:::

:::tirage banque=epreuve nombre=1 :::
"""


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    for name, body in files_of({"budget/20-autre.md": HEAD + KINDS}).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(body)
    return tmp_path / "budget" / "20-autre.md"


def test_a_lesson_has_its_fields_and_no_key(lesson: Path) -> None:
    html, findings = render_file(lesson)
    assert [str(one) for one in findings if one.severity == "erreur"] == []
    assert "SECRET" not in html
    assert "300\u00a0€" in html
    assert 'href="#chiffre-prime.essai"' in html
    assert '<p id="chiffre-prime.essai">' in html
    assert "À vérifier." in html
    assert 'href="#mot-loyer"' in html
    assert '<dl id="mot-loyer">' in html
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    names = {element.attrib["name"] for element in tree.iter() if "name" in element.attrib}
    assert names == {
        "un", "plusieurs", "vrai", "nombre", "mot", "paires.1", "paires.2", "ordre.1", "ordre.2",
        "trous.1", "trous.2", "calcul", "tableau.r1c2", "libre",
    }  # fmt: skip
    asked = [e.attrib["data-question"] for e in tree.iter() if "data-question" in e.attrib]
    assert asked == re.findall(r":::question (\S+)", KINDS)
    assert not {"html", "head", "meta", "link", "script", "svg"} & {e.tag for e in tree.iter()}


def test_a_key_is_in_no_order_and_no_mark(lesson: Path) -> None:
    html, _ = render_file(lesson)
    assert "checked" not in html
    assert "selected" not in html
    assert "4327" not in html
    assert '<input type="text" name="nombre">' in html
    assert "{n}" not in html
    assert html.index("deuxième <select") < html.index("premier <select")


def test_a_lesson_with_an_error_is_refused_with_its_findings(
    lesson: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson.write_text(lesson.read_text().replace("(x) Loyer", "( ) Loyer"))
    assert main(["courses", "render", str(lesson)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "aucune bonne réponse" in err


def test_what_is_no_lesson_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        render_file(tmp_path / "rien.md")


def test_the_command_checks_a_folder(lesson: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(lesson.parents[1])
    assert main(["courses", "check", folder, "--le", "2026-11-25"]) == 0
    capsys.readouterr()
    lesson.write_text(lesson.read_text().replace("(x) Loyer", "( ) Loyer"))
    assert main(["courses", "check", folder, "--le", "2026-11-25"]) == 1
    out, _ = capsys.readouterr()
    assert re.search(r"^budget/20-autre\.md:12: erreur : aucune bonne réponse", out, re.MULTILINE)
    assert re.search(r"^    → Mettez un x", out, re.MULTILINE)
    assert main(["courses", "check", folder, "--json", "--le", "2026-11-25"]) == 1
    out, _ = capsys.readouterr()
    assert out.startswith("[{")


def test_dates_are_judged_on_the_day_given(
    lesson: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson.write_text(HEAD + "Le Smic est {{ smic.horaire }}.\n")
    for day, told in (("2025-06-01", False), ("2026-06-01", True)):
        assert main(["courses", "check", str(lesson.parents[1]), "--le", day]) == 0
        assert ("attention" in capsys.readouterr().out) is told
    assert main(["courses", "check", str(lesson.parents[1]), "--le", "hier"]) == 1


def test_the_course_of_the_tests_holds_every_file() -> None:
    assert len(COURSE) == 9
