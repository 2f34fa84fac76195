"""``tremplin evaluation``: from the keys to the published tables, exit codes and sentences."""

import csv
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from learning.cli import main
from learning.services.work import Program, open_program
from learning.settings import Settings
from tests.support.planted import plant
from tests.support.small_site import make

Run = Callable[..., tuple[int, str, str]]
NAME = "essai-2027"


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Run a command on a site with sixty people; what it opens is closed after."""
    made, _ = make(tmp_path / "var", phrases=False)
    plant(made)
    made.database.dispose()
    monkeypatch.setenv("TREMPLIN_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("TREMPLIN_CONFIG", raising=False)
    monkeypatch.delenv("TREMPLIN_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    opened: list[Program] = []

    def keep(settings: Settings) -> Program:
        opened.append(open_program(settings))
        return opened[-1]

    for name in ("evaluation", "accounts"):
        monkeypatch.setattr(f"learning.cli.{name}.open_program", keep)

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(["evaluation", *arguments])
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsys.readouterr()
        out, err = (text.replace("\u00a0", " ") for text in (captured.out, captured.err))
        return code, out, err

    yield command
    for program in opened:
        program.database.dispose()


def join(run: Run) -> None:
    """Take the site through the keys of a study."""
    for words in (
        ("keys", "-o", "evaluateur"),
        ("site-key", NAME, "-o", "site.cle"),
        ("study", NAME, "--closes", "2099-06-30", "--evaluator",
         "evaluateur/evaluateur-publique.cle", "--site", "site.cle", "-o", "cles"),
        ("join", f"cles/site-{NAME}.scelle"),
    ):  # fmt: skip
        code, out, err = run(*words)
        assert (code, err) == (0, ""), words
        assert out.strip().endswith("."), words


def test_an_export_holds_people_a_codebook_and_a_word(run: Run) -> None:
    code, out, err = run("export", "-o", "sortie/ici")
    assert (code, err) == (0, "")
    assert "Export n° 1 : 60 personnes" in out
    folder = Path("sortie/ici")
    assert {file.name for file in folder.iterdir()} == {
        "personnes.csv",
        "codebook.csv",
        "lisez-moi.txt",
    }
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in folder.iterdir())
    with (folder / "personnes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    with (folder / "codebook.csv").open(encoding="utf-8-sig", newline="") as file:
        declared = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == 60
    assert next(iter(rows[0])) == "pseudonyme"
    assert set(rows[0]) <= {row["variable"] for row in declared}
    assert all(row["formule"] and row["source"] for row in declared)


def test_a_study_goes_from_keys_to_tables(run: Run) -> None:
    join(run)
    code, out, err = run("export", "--etude", NAME, "-o", "sortie")
    assert (code, err) == (0, "")
    assert "est scellé" in out
    assert not Path("sortie/personnes.csv").exists()
    key = "evaluateur/evaluateur-secret.cle"
    assert stat.S_IMODE(Path(key).stat().st_mode) == 0o600
    code, out, _ = run("open", "sortie/personnes.scelle", "--key", key, "-o", "ouvert")
    assert (code, len(Path("ouvert/personnes.csv").read_text("utf-8").splitlines())) == (0, 61)
    code, out, err = run(
        "merge", "sortie", "ouvert/personnes.csv", "--key", key, "--personnes", "tous.csv",
        "-o", "tableaux",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert "2 fichiers, 120 lignes, 60 personnes" in out
    assert {file.name for file in Path("tableaux").iterdir()} == {
        "tableaux.csv",
        "indicateurs.csv",
        "codebook.csv",
        "lisez-moi.txt",
    }
    assert len(Path("tous.csv").read_text("utf-8").splitlines()) == 61
    assert f"{NAME}  " in run("studies")[1]
    Path("autre.cle").write_text(Path("site.cle").read_text("utf-8"), "utf-8")
    assert run("share", NAME, "--site", "autre.cle", "-o", "pour-autre.scelle")[0] == 0
    assert run("join", "pour-autre.scelle")[0] == 0


REFUSED = {
    "n’a pas la clé de l’étude « inconnue »": ("export", "--etude", "inconnue", "-o", "x"),
    "minuscules sans accent": ("export", "--etude", "Mon étude", "-o", "x"),
    "ne peut pas être écrit": ("export", "-o", "site.cle"),
    "ne se lit pas : vérifiez son nom": ("merge", "absent.csv", "-o", "x"),
    "n’a ni « personnes.csv »": ("merge", "vide", "-o", "x"),
    "« site.cle » : Ce n’est pas un export": ("merge", "site.cle", "-o", "x"),
    "n’est pas un fichier scellé": ("open", "site.cle", "--key", "secrete.cle", "-o", "x"),
    "ne contient pas de clé secrète": ("open", "site.cle", "--key", "site.cle", "-o", "x"),
    "existe déjà": ("site-key", NAME, "-o", "site.cle"),
    "comme 2027-06-30": ("study", NAME, "--closes", "demain", "--evaluator", "site.cle",
                         "--site", "site.cle", "-o", "x"),
    "déjà passé": ("study", NAME, "--closes", "2020-01-01", "--evaluator", "site.cle",
                   "--site", "site.cle", "-o", "x"),
    "elle ne se donne pas": ("study", NAME, "--closes", "2099-01-01", "--evaluator",
                             "secrete.cle", "--site", "site.cle", "-o", "x"),
    "pas un fichier scellé de Tremplin": ("join", "site.cle"),
    "n’a pas la clé de l’étude": ("share", NAME, "--site", "site.cle", "-o", "x"),
}  # fmt: skip


@pytest.mark.parametrize("sentence", REFUSED)
def test_each_refusal_exits_with_1_and_says_why(run: Run, sentence: str) -> None:
    assert run("site-key", NAME, "-o", "site.cle")[0] == 0
    assert run("keys", "-o", "cles")[0] == 0
    Path("cles/evaluateur-secret.cle").rename("secrete.cle")
    Path("vide").mkdir()
    code, out, err = run(*REFUSED[sentence])
    assert (code, out) == (1, "")
    assert sentence in err
    assert not Path("x").exists()


def test_a_difference_that_shows_few_people_writes_nothing(run: Run) -> None:
    assert run("export", "-o", "premier")[0] == 0
    assert main(["accounts", "add", "apprenant", "Une personne"]) == 0
    code, _, err = run("export", "-o", "second")
    assert code == 1
    assert "Moins de 5 personnes sont venues depuis l’export n° 1" in err
    assert not Path("second").exists()


def test_the_evaluator_needs_no_site(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("export", "-o", "sortie")[0] == 0
    monkeypatch.setenv("TREMPLIN_DATA", "nulle-part")
    assert run("keys", "-o", "cles")[0] == 0
    assert run("merge", "sortie", "-o", "tableaux")[0] == 0
    every = [str(file) for file in Path("sortie").glob("*.csv")]
    assert run("merge", *every, "-o", "tableaux")[0] == 0
    assert run("merge", "sortie/codebook.csv", "-o", "tableaux")[0] == 1
    code, _, err = run("export", "-o", "x")
    assert code == 1
    assert "tremplin init" in err


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("absente",),
        ("export",),
        ("merge", "-o", "x"),
        ("open", "x", "-o", "y"),
        ("study", "x"),
    ],
)
def test_wrong_words_exit_with_2(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err
