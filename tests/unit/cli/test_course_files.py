"""``tremplin courses export|import``: what they print, write and refuse."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from learning.cli import main
from learning.content.source import read_folder
from learning.services.manuscripts import files_now
from learning.services.work import Program, open_program
from learning.settings import Settings
from tests.support.small_site import COURSES, make
from tests.support.zip_samples import MODULE, link, zipped

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Run ``tremplin courses`` in this process, on a small published site."""
    data = tmp_path / "var"
    program, _accounts = make(data, phrases=False)
    program.database.dispose()
    monkeypatch.setenv("TREMPLIN_DATA", str(data))
    monkeypatch.delenv("TREMPLIN_CONFIG", raising=False)
    monkeypatch.delenv("TREMPLIN_DATABASE_URL", raising=False)
    opened: list[Program] = []

    def keep(settings: Settings) -> Program:
        opened.append(open_program(settings))
        return opened[-1]

    monkeypatch.setattr("learning.cli.courses.open_program", keep)

    def command(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["courses", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    yield command
    for program in opened:
        program.database.dispose()


def being_written(tmp_path: Path) -> dict[str, bytes]:
    """The files of the site as they are being written."""
    program = open_program(Settings(data=tmp_path / "var"))
    with program.reading() as work:
        files = files_now(work)
    program.database.dispose()
    return files


def test_a_module_goes_round_by_zip_and_by_folder(run: Run, tmp_path: Path) -> None:
    archive, again = tmp_path / "essai.zip", tmp_path / "encore.zip"
    code, out, _ = run("export", "essai", "-o", archive)
    assert (code, out.startswith("Écrit")) == (0, True)
    code, out, _ = run("import", archive)
    assert code == 0
    assert "rien ne change" in out
    assert "Rien n’est publié" in out
    run("export", "essai", "--brouillon", "-o", again)
    assert again.read_bytes() == archive.read_bytes()
    assert run("export", "-o", tmp_path / "cours")[0] == 0
    assert read_folder(tmp_path / "cours") == read_folder(COURSES)
    assert run("import", tmp_path / "cours" / "essai")[0] == 0


def test_a_new_module_is_told_and_waits_to_be_published(run: Run, tmp_path: Path) -> None:
    new = {path.replace("essai/", "autre/"): body for path, body in MODULE.items()}
    new["autre/media/Été.png"] = b"x"
    (tmp_path / "autre.zip").write_bytes(zipped(new))
    code, out, err = run("import", tmp_path / "autre.zip")
    assert code == 0
    assert "(autre)\u00a0: nouveau, 3 fichiers." in out
    assert "Renommé\u00a0: autre/media/Été.png → autre/media/ete.png" in out
    assert "aucune question ne vérifie" in err
    assert "autre/10-un.md" in being_written(tmp_path)
    code, _, err = run("export", "autre", "-o", tmp_path / "x.zip")
    assert (code, "n’existe pas" in err) == (1, True)
    assert not (tmp_path / "x.zip").exists()
    assert run("export", "autre", "--brouillon", "-o", tmp_path / "x.zip")[0] == 0


def test_what_somebody_writes_is_replaced_only_when_asked(run: Run, tmp_path: Path) -> None:
    for number in (1, 2):
        contents = dict(MODULE) | {"essai/10-un.md": f"Version {number}".encode()}
        (tmp_path / f"{number}.zip").write_bytes(zipped(contents))
    assert run("import", tmp_path / "1.zip")[0] == 0
    code, _, err = run("import", tmp_path / "2.zip")
    assert (code, "a commencé à changer" in err) == (1, True)
    assert being_written(tmp_path)["essai/10-un.md"] == b"Version 1"
    code, out, _ = run("import", "--remplacer", tmp_path / "2.zip")
    assert (code, "1 fichier changé." in out) == (0, True)
    assert being_written(tmp_path)["essai/10-un.md"] == b"Version 2"


def test_a_refused_archive_writes_nothing(run: Run, tmp_path: Path) -> None:
    before = being_written(tmp_path)
    (tmp_path / "x.zip").write_bytes(link("essai/20-x.md", "/etc/passwd"))
    for path in (tmp_path / "x.zip", tmp_path / "absent.zip", tmp_path / "var" / "cles.json"):
        code, out, err = run("import", path)
        assert (code, out) == (1, "")
        assert len(err.splitlines()) == 1
    assert being_written(tmp_path) == before
    code, _, err = run("export", "-o", tmp_path / "absent" / "x.zip")
    assert (code, "ne peut pas être écrit" in err) == (1, True)


@pytest.mark.parametrize("command", ["import", "export"])
def test_help_is_in_french(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["courses", command, "--help"])
    assert left.value.code == 0
    assert "--remplacer" in capsys.readouterr().out
