"""``tremplin questions import``: banks and nothing else in the folder, the report on output."""

import json
from pathlib import Path

import pytest

from learning.cli import main

GIFT = """\
$CATEGORY: $course$/Charges

::Loyer:: Quelle charge est fixe ? {=Le loyer ~Le pain}

::Partie:: Lesquelles ? {=a ~%50%b ~c}

Un texte seul.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A GIFT file."""
    path = tmp_path / "banque.gift"
    path.write_text(GIFT, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def no_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point at a data directory that does not exist: none is needed."""
    monkeypatch.setenv("TREMPLIN_DATA", str(tmp_path / "absent"))


def test_banks_are_written_and_each_question_is_told(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["questions", "import", str(file), "-o", str(tmp_path / "sortie")]) == 0
    written = list((tmp_path / "sortie").iterdir())
    assert [path.name for path in written] == ["charges.md"]
    assert ":::question loyer\n" in written[0].read_text(encoding="utf-8")
    out, err = capsys.readouterr()
    assert err == ""
    lines = out.replace("\u00a0", " ").splitlines()
    assert lines[0] == "banque.gift:3: exacte « Loyer » → charges.md, loyer (choix unique)"
    assert lines[1].startswith("banque.gift:5: avec perte « Partie »")
    assert lines[2].startswith("    perte : « b » valait 50 % des points")
    assert lines[3].startswith("banque.gift:7: écartée « Un texte seul. » : ")
    assert lines[4].startswith("    → ")
    assert lines[-2] == "charges.md : 2 questions"
    assert lines[-1] == "3 questions lues : 1 exacte, 1 avec perte, 1 écartée."
    assert not (tmp_path / "absent").exists()


def test_the_report_is_for_programs_too(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "sortie"
    command = ["questions", "import", str(file), "--format", "gift", "-o", str(folder), "--json"]
    assert main(command) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["lues"], done["exactes"], done["pertes"], done["ecartees"]) == (3, 1, 1, 1)
    assert done["banques"] == [{"fichier": "charges.md", "titre": "Charges", "questions": 2}]
    assert [one["etat"] for one in done["questions"]] == ["exacte", "perte", "ecartee"]
    assert done["questions"][2]["ligne"] == 7
    assert done["questions"][2]["raison"]
    assert done["questions"][2]["reparation"]


def test_nothing_is_written_over(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "sortie"
    folder.mkdir()
    (folder / "charges.md").write_text("à moi", encoding="utf-8")
    assert main(["questions", "import", str(file), "-o", str(folder)]) == 1
    assert (folder / "charges.md").read_text(encoding="utf-8") == "à moi"
    assert [path.name for path in folder.iterdir()] == ["charges.md"]
    assert "existe déjà" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"\x89PNG\x00\x00", "n’est pas un texte"),
        (b"a" * 5_000_001, "dépasse 5\u00a0Mo"),
        (b"", "Aucune question"),
        (b"Rien que du texte.", "Aucune question"),
    ],
)
def test_what_gives_nothing_is_one_sentence(
    body: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.gift"
    path.write_bytes(body)
    assert main(["questions", "import", str(path), "-o", str(tmp_path / "sortie")]) == 1
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert not (tmp_path / "sortie").exists()


def test_a_file_that_is_not_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path / "rien.gift", tmp_path):
        assert main(["questions", "import", str(path), "-o", str(tmp_path / "sortie")]) == 1
        assert "ne se lit pas" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_said(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pris").write_text("un fichier", encoding="utf-8")
    assert main(["questions", "import", str(file), "-o", str(tmp_path / "pris")]) == 1
    assert "ne peut pas être écrit" in capsys.readouterr().err


def test_wrong_words_are_wrong_usage(file: Path) -> None:
    for command in (["questions", "import", str(file)], ["questions", "import", "-o", "x"]):
        with pytest.raises(SystemExit) as left:
            main(command)
        assert left.value.code == 2
