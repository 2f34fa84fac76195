"""audit, privacy, retention, backup, restore, upgrade: exit codes, French, files for one's own."""

import json
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from learning.cli import main
from learning.services.running import serving
from tests.unit.cli.ran import Ran

Run = Callable[..., Ran]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where the site is."""
    return tmp_path / "var"


@pytest.fixture
def run(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command in this process, on a site just made, from an empty folder."""
    monkeypatch.setenv("TREMPLIN_DATA", str(data))
    monkeypatch.delenv("TREMPLIN_CONFIG", raising=False)
    monkeypatch.delenv("TREMPLIN_DATABASE_URL", raising=False)
    (tmp_path / "ici").mkdir()
    monkeypatch.chdir(tmp_path / "ici")

    def command(*arguments: str) -> Ran:
        try:
            code = main(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return command


def sql(data: Path, order: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "tremplin.sqlite3")) as connection, connection:
        return connection.execute(order).fetchall()


def learner(run: Run) -> str:
    made = run("accounts", "add", "apprenant", "Alix Canari", "--json")
    identifier: str = json.loads(made.out)["identifiant"]
    return identifier


def recovery(said: str) -> str:
    return next(line.strip() for line in said.splitlines() if "TREMPLINSECRET" in line)


def test_init_prints_a_recovery_key_once_and_keeps_half_of_it(run: Run, data: Path) -> None:
    secret = recovery(run("init").out)
    assert secret not in (data / "cles.json").read_text(encoding="utf-8")
    assert "TREMPLINSECRET" not in run("init").out


def test_the_head_is_the_last_line_and_is_found_again(run: Run, data: Path) -> None:
    run("init")
    shown = run("audit", "head")
    head = shown.out.splitlines()[-1]
    assert shown.code == 0
    assert head.startswith("1 ")
    learner(run)
    held = run("audit", "verify", "--head", head)
    assert (held.code, held.err) == (0, "")
    assert "La tête imprimée est bien dans ce journal" in held.out
    sql(data, "UPDATE audit SET action = 'rien' WHERE sequence = 1")
    broken = run("audit", "verify")
    assert (broken.code, broken.out) == (1, "")
    assert "L’entrée 1 du journal" in broken.err
    said = json.loads(run("audit", "verify", "--json").out)
    assert said["defaut"]["entree"] == 1
    assert run("audit", "verify", "--head", "bonjour").code == 1
    assert run("audit").code == 2


def test_a_copy_is_two_files_for_one_person(run: Run, data: Path) -> None:
    run("init")
    who = learner(run)
    made = run("privacy", "export", who)
    assert made.code == 0
    for kind in ("html", "json"):
        file = Path(f"donnees-{who}.{kind}")
        assert "Alix Canari" in file.read_text(encoding="utf-8")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(run("privacy", "export", who, "--json").out)["identifiant"] == who
    assert sql(data, "SELECT count(*) FROM audit WHERE action = 'donnees.copiees'") == [(2,)]
    refused = run("privacy", "export", "personne-1")
    assert (refused.code, refused.out) == (1, "")
    assert "Aucun compte" in refused.err


def test_the_command_asks_an_administrator_where_two_people_decide(run: Run, data: Path) -> None:
    run("init")
    who = learner(run)
    with (data / "tremplin.toml").open("a", encoding="utf-8") as file:
        file.write("deux_personnes = true\n")
    asked = run("privacy", "erase", who)
    assert (asked.code, asked.out) == (1, "")
    assert "dans « Accords »" in asked.err.replace("\u00a0", " ")
    assert sql(data, "SELECT status FROM account WHERE role = 'learner'") == [("binned",)]
    assert sql(data, "SELECT kind, state, decided_by FROM agreement") == [
        ("effacement", "demande", None)
    ]
    assert sql(data, "SELECT action, actor FROM audit ORDER BY sequence DESC LIMIT 2") == [
        ("accord.demande", "commande"),
        ("compte.corbeille", "commande"),
    ]
    again = run("privacy", "erase", who)
    assert again.code == 1
    assert "déjà demandé" in again.err


def test_an_erased_person_stays_erased_after_an_older_backup(run: Run, data: Path) -> None:
    run("init")
    who = learner(run)
    assert run("backup", "copie").code == 0
    erased = run("privacy", "erase", who)
    assert erased.code == 0
    assert "sauvegardes déjà faites" in erased.out
    left = [f.name for f in data.rglob("*") if f.is_file() and b"Alix Canari" in f.read_bytes()]
    assert left == []
    again = run("privacy", "erase", who)
    assert (again.code, again.out) == (1, "")
    done = run("restore", "copie")
    assert done.code == 0
    assert "1 effacé de nouveau" in done.out
    assert "Supprimez-le" in done.out
    assert who not in run("accounts", "list").out
    assert run("audit", "verify").code == 0
    left = [f.name for f in data.rglob("*") if f.is_file() and b"Alix Canari" in f.read_bytes()]
    assert left == []


def test_erasures_kept_beside_the_backup_are_obeyed(run: Run, data: Path) -> None:
    run("init")
    who = learner(run)
    run("backup", "copie")
    run("privacy", "erase", who)
    (data / "effacements.txt").rename("effacements.txt")
    data.rename(data.with_name("ailleurs"))
    assert "1 effacé de nouveau" in run("restore", "copie").out
    assert who not in run("accounts", "list").out


@pytest.mark.parametrize(("typed", "code"), [("REMPLACER", 0), ("non", 1)])
def test_somebody_at_the_terminal_is_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch, typed: str, code: int
) -> None:
    run("init")
    who = learner(run)
    run("backup", "copie")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _words: typed)
    assert run("restore", "copie").code == code
    assert run("privacy", "erase", who).code == 1
    assert who in run("accounts", "list").out


def test_restore_needs_no_question_where_there_is_nothing(run: Run, data: Path) -> None:
    run("init")
    who = learner(run)
    made = run("backup", "copie")
    assert "gardez-le comme le site" in made.out
    assert stat.S_IMODE(Path("copie").stat().st_mode) == 0o600
    data.rename(data.with_name("ailleurs"))
    rehearsed = run("restore", "copie", "--essai")
    assert rehearsed.code == 0
    assert not data.exists()
    assert run("restore", "copie").code == 0
    assert who in run("accounts", "list").out
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "cles.json").stat().st_mode) == 0o600
    body = bytearray(Path("copie").read_bytes())
    body[-9] ^= 1
    Path("abimee").write_bytes(body)
    for words in (("abimee", "--remplacer"), ("abimee", "--essai"), ("absente",)):
        refused = run("restore", *words)
        assert (refused.code, refused.out) == (1, "")
        assert "sauvegarde" in refused.err
    assert who in run("accounts", "list").out


def test_a_sealed_backup_needs_the_printed_key(run: Run, data: Path, tmp_path: Path) -> None:
    secret = recovery(run("init").out)
    made = run("backup", "copie", "--pour", "site")
    assert "seule la clé de récupération l’ouvre" in made.out
    assert run("restore", "copie", "--essai").code == 1
    (tmp_path / "cle").write_text(secret, encoding="utf-8")
    data.rename(data.with_name("ailleurs"))
    assert run("restore", "copie", "--cle", str(tmp_path / "cle")).code == 0
    assert run("audit", "verify").code == 0


def test_a_folder_is_given_dated_files(run: Run, tmp_path: Path) -> None:
    run("init")
    (tmp_path / "cle-usb").mkdir()
    assert run("backup", str(tmp_path / "cle-usb"), "--garder", "1").code == 0
    assert len(list((tmp_path / "cle-usb").iterdir())) == 1
    assert run("backup", str(tmp_path / "cle-usb"), "--garder", "-1").code == 1


def test_a_running_site_is_neither_restored_nor_upgraded(run: Run, data: Path) -> None:
    run("init")
    run("backup", "copie")
    with serving(data):
        for words in (
            ("restore", "copie", "--remplacer"),
            ("upgrade",),
            ("migrate", "--to", "sqlite:////nulle/part"),
        ):
            refused = run(*words)
            assert (refused.code, refused.out) == (1, ""), words
            assert "en marche" in refused.err
    up = run("upgrade")
    assert up.code == 0
    assert "déjà à jour" in up.out
    assert run("migrate").code == 2


def test_retention_shows_then_does_and_stops_when_the_clock_jumped(run: Run, data: Path) -> None:
    run("init")
    assert run("retention", "run", "--dry-run").code == 0
    sql(data, "UPDATE upkeep SET at = at - 86400000000 * 3650")
    for words in (("retention", "run", "--dry-run"), ("retention", "run")):
        refused = run(*words)
        assert refused.code == 1
        assert "L’horloge a avancé de 3650 jours" in refused.err
    done = run("retention", "run", "--horloge-verifiee")
    assert (done.code, done.err) == (0, "")
    assert json.loads(run("retention", "run", "--json").out)["fait"] is True


@pytest.mark.parametrize(
    "words",
    [
        ("audit", "verify"),
        ("audit", "head"),
        ("privacy", "export"),
        ("privacy", "erase"),
        ("retention", "run"),
        ("backup",),
        ("restore",),
        ("upgrade",),
        ("migrate",),
    ],
)
def test_each_has_its_help_and_is_refused_before_init(run: Run, words: tuple[str, ...]) -> None:
    assert "montre cette aide" in run(*words, "--help").out
    if words[0] in {"restore", "migrate"}:
        return
    rest = ("x",) if words[0] in {"privacy", "backup"} else ()
    refused = run(*words, *rest)
    assert (refused.code, refused.out) == (1, "")
    assert "tremplin init" in refused.err
