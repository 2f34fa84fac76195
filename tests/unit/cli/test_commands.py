"""The commands as contract.md promises them: names, outputs and exit codes 0, 1 and 2."""

import json
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from learning.cli import main
from learning.services.activity import facts_of
from learning.services.work import Program, open_program
from learning.settings import Settings
from tests.support.small_site import COURSES

ROLES = {"apprenant", "formateur", "conseiller", "surveillant", "administrateur", "evaluateur"}


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> Any:
        """Standard output, as JSON and nothing else."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory that does not exist yet."""
    return tmp_path / "var"


@pytest.fixture
def run(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Run a command in this process, on the test's own data; what it opens is closed after."""
    monkeypatch.setenv("TREMPLIN_DATA", str(data))
    monkeypatch.delenv("TREMPLIN_CONFIG", raising=False)
    monkeypatch.delenv("TREMPLIN_DATABASE_URL", raising=False)
    opened: list[Program] = []

    def keep(settings: Settings) -> Program:
        opened.append(open_program(settings))
        return opened[-1]

    for name in ("accounts", "courses", "demo", "doctor", "serve"):
        monkeypatch.setattr(f"learning.cli.{name}.open_program", keep)
    monkeypatch.setattr("learning.services.site.open_program", keep)

    def command(*arguments: str) -> Ran:
        try:
            code = main(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    yield command
    for program in opened:
        program.database.dispose()


def test_init_asks_nothing_and_a_second_time_changes_nothing(run: Run, data: Path) -> None:
    first = run("init")
    assert first.code == 0
    assert "Carte d’activation" in first.out
    keys = (data / "cles.json").read_bytes()
    assert stat.S_IMODE((data / "cles.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    second = run("init")
    assert second.code == 0
    assert "Carte" not in second.out
    assert (data / "cles.json").read_bytes() == keys
    assert [row["role"] for row in run("accounts", "list", "--json").rows] == ["administrateur"]


def test_commands_before_init_are_refused_in_a_sentence(run: Run) -> None:
    for words in (("demo",), ("accounts", "list"), ("courses", "publish"), ("doctor",)):
        refused = run(*words)
        assert refused.code == 1, words
        assert refused.out == ""
        assert "tremplin init" in refused.err


@pytest.mark.parametrize(
    "words",
    [(), ("absente",), ("accounts",), ("accounts", "add", "roi", "Nom"), ("demo", "--learners")],
)
def test_wrong_words_exit_with_2(run: Run, words: tuple[str, ...]) -> None:
    wrong = run(*words)
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err


@pytest.mark.parametrize(
    "words",
    [(), ("init",), ("demo",), ("serve",), ("courses", "check"), ("accounts", "add"), ("doctor",)],
)
def test_each_command_has_its_help_in_french(run: Run, words: tuple[str, ...]) -> None:
    shown = run(*words, "--help")
    assert shown.code == 0
    assert "montre cette aide" in shown.out


def test_a_demonstration_is_filled_and_refused_on_a_site_in_use(run: Run, data: Path) -> None:
    run("init")
    run("courses", "publish", str(COURSES))
    made = run("demo", "--learners", "8", "--days", "20", "--json")
    assert (made.code, made.err) == (0, "")
    assert {row["role"] for row in made.rows} == ROLES
    for row in made.rows:
        assert set(row) == {"role", "identifiant", "phrase"}
        assert row["identifiant"][-1].isdigit()
        assert len(row["phrase"].split()) == 5
    first = next(row for row in made.rows if row["role"] == "apprenant")
    program = open_program(Settings(data=data))
    listed = {row["identifiant"] for row in run("accounts", "list", "--json").rows}
    assert {row["identifiant"] for row in made.rows} <= listed
    with program.reading() as work:
        found = work.connection.exec_driver_sql(
            "SELECT id FROM account WHERE identifier = ?", (first["identifiant"],)
        ).scalar()
        assert found
        assert facts_of(work, UUID(found)) == []
    program.database.dispose()
    assert run("accounts", "add", "apprenant", "Une vraie personne").code == 0
    refused = run("demo", "--learners", "8")
    assert (refused.code, refused.out) == (1, "")
    assert "vraies personnes" in refused.err


def test_a_demonstration_shows_a_table_of_columns_two_spaces_apart(run: Run) -> None:
    run("init")
    run("courses", "publish", str(COURSES))
    made = run("demo", "--learners", "2", "--days", "2")
    head, *rows = made.out.strip().splitlines()
    assert head.split() == ["rôle", "identifiant", "phrase"]
    for row in rows:
        role, identifier, phrase = (part for part in row.split("  ") if part)
        assert role in ROLES
        assert identifier.strip()[-1].isdigit()
        assert len(phrase.split()) == 5


def test_accounts_are_added_reset_and_listed(run: Run) -> None:
    run("init")
    learner = run("accounts", "add", "apprenant", "Alix Martin", "--json").rows
    assert set(learner) == {"identifiant", "phrase"}
    trainer = run("accounts", "add", "formateur", "Claire Fontaine", "--json").rows
    assert set(trainer) == {"identifiant", "code"}
    again = run("accounts", "reset", learner["identifiant"], "--json").rows
    assert again["identifiant"] == learner["identifiant"]
    assert again["phrase"] != learner["phrase"]
    rows = run("accounts", "list", "--json").rows
    roles = {row["nom"]: row["role"] for row in rows}
    assert (roles["Alix Martin"], roles["Claire Fontaine"]) == ("apprenant", "formateur")
    text = run("accounts", "list").out
    assert learner["identifiant"] in text
    assert again["phrase"] not in text


def test_accounts_refuse_in_a_sentence(run: Run) -> None:
    run("init")
    for words in (
        ("accounts", "reset", "personne-0000"),
        ("accounts", "add", "apprenant", "   "),
        ("accounts", "add", "apprenant", "Nom", "--groupe", "Absent"),
    ):
        refused = run(*words)
        assert refused.code == 1, words
        assert refused.out == ""
        assert refused.err.strip().endswith((".", "?"))


def test_check_needs_no_site_and_counts_findings(run: Run, tmp_path: Path) -> None:
    right = run("courses", "check", str(COURSES), "--le", "2026-11-25")
    assert right.code == 0
    folder = tmp_path / "cours"
    (folder / "essai").mkdir(parents=True)
    (folder / "essai" / "10-lecon.md").write_text(":::question\n", encoding="utf-8")
    wrong = run("courses", "check", str(folder), "--json")
    assert wrong.code == 1
    assert {"fichier", "ligne", "gravite", "phrase", "remede", "correction"} == set(wrong.rows[0])
    assert "erreur" in {row["gravite"] for row in wrong.rows}
    text = run("courses", "check", str(folder))
    assert text.code == 1
    assert ": erreur : " in text.out.replace("\u00a0", " ")
    assert run("courses", "check", str(COURSES), "--le", "hier").code == 1


def test_render_gives_a_safe_fragment_without_a_key(run: Run, tmp_path: Path) -> None:
    shown = run("courses", "render", str(COURSES / "essai" / "10-formes.md"))
    assert shown.code == 0
    for tag in ("<html", "<head", "<meta", "<link", "<script", "<svg"):
        assert tag not in shown.out
    assert 'name="nombre"' in shown.out
    assert "Un nom ne coûte rien" not in shown.out
    wrong = tmp_path / "10-lecon.md"
    wrong.write_text("---\ntitre: Essai\n---\n\n:::question\n", encoding="utf-8")
    refused = run("courses", "render", str(wrong))
    assert (refused.code, refused.out) == (1, "")
    assert "erreur" in refused.err


def test_publish_tells_then_publishes_and_keeps_the_last_good_release(
    run: Run, tmp_path: Path
) -> None:
    run("init")
    tried = run("courses", "publish", str(COURSES), "--dry-run")
    assert (tried.code, "Rien n’a changé" in tried.out) == (0, True)
    assert "Aucun cours publié" in run("doctor").out
    done = run("courses", "publish", str(COURSES))
    assert (done.code, "Publié" in done.out) == (0, True)
    broken = tmp_path / "cours"
    (broken / "essai").mkdir(parents=True)
    (broken / "essai" / "10-lecon.md").write_text(":::question\n", encoding="utf-8")
    refused = run("courses", "publish", str(broken))
    assert refused.code == 1
    assert "Rien n’est publié" in refused.err
    points = {row["sujet"]: row["etat"] for row in run("doctor", "--json").rows}
    assert points["cours"] == "ok"


def test_doctor_says_what_to_do_and_its_code_follows(run: Run, data: Path) -> None:
    run("init")
    before = run("doctor", "--json")
    assert before.code == 1
    assert {"sujet", "etat", "phrase"} == set(before.rows[0])
    run("courses", "publish", str(COURSES))
    after = run("doctor")
    assert after.code == 0, after.out
    (data / "cles.json").chmod(0o644)
    loose = run("doctor", "--json")
    assert loose.code == 1


def test_an_unknown_setting_stops_the_program(run: Run, data: Path) -> None:
    run("init")
    (data / "tremplin.toml").write_text("vitesse = 3\n", encoding="utf-8")
    refused = run("doctor")
    assert refused.code == 1
    assert "vitesse" in refused.err
    (data / "tremplin.toml").write_text("verrou_lecon = 90\n", encoding="utf-8")
    assert "5 à 30" in run("doctor").err


def test_serve_refuses_an_address_that_others_reach(run: Run) -> None:
    run("init")
    refused = run("serve", "--host", "0.0.0.0")  # noqa: S104 - it must be refused
    assert refused.code == 1
    assert "en clair" in refused.err
