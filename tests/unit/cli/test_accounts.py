"""``tremplin accounts`` and ``groups``: exit codes, French, cards, nothing twice."""

import json
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from learning.cli import main
from learning.services.work import Program, open_program
from learning.settings import Settings
from tests.support.small_site import COURSES

FILE = "role;nom;groupe\napprenant;Yanis Diallo;Matin\nconseiller;Karim Benali;\nchef;Paul;\n"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, as JSON and nothing else."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Run a command in this process on a site that is made and published."""
    monkeypatch.setenv("TREMPLIN_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("TREMPLIN_CONFIG", raising=False)
    monkeypatch.delenv("TREMPLIN_DATABASE_URL", raising=False)
    opened: list[Program] = []

    def keep(settings: Settings) -> Program:
        opened.append(open_program(settings))
        return opened[-1]

    for name in ("cli.accounts", "cli.groups", "cli.rooms", "cli.courses", "services.site"):
        monkeypatch.setattr(f"learning.{name}.open_program", keep)

    def command(*arguments: str) -> Ran:
        try:
            code = main(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    command("init")
    command("courses", "publish", str(COURSES))
    yield command
    for program in opened:
        program.database.dispose()


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A file of accounts."""
    path = tmp_path / "comptes.csv"
    path.write_text(FILE, encoding="cp1252")
    return str(path)


def test_groups_are_made_and_listed(run: Run) -> None:
    none = run("groups", "list")
    assert (none.code, "tremplin groups add" in none.err) == (1, True)
    made = run("groups", "add", "Matin")
    assert (made.code, "Groupe" in made.out) == (0, True)
    assert run("groups", "add", "Matin").code == 1
    assert "existe déjà" in run("groups", "add", "Matin").err
    assert run("groups", "add", " ").code == 1
    wrong = run("groups", "add", "Soir", "--parcours", "nulle-part")
    assert (wrong.code, "n’est pas publié" in wrong.err) == (1, True)
    assert run("groups", "add", "Soir", "--parcours", "essai", "--json").json["nom"] == "Soir"
    assert run("groups", "list", "--json").json == [
        {"nom": "Matin", "personnes": 0},
        {"nom": "Soir", "personnes": 0},
    ]
    assert "Matin" in run("groups", "list").out
    assert run("groups").code == 2


def test_a_file_is_shown_then_taken_once(run: Run, file: str, tmp_path: Path) -> None:
    run("groups", "add", "Matin")
    dry = run("accounts", "import", file, "--dry-run", "--json")
    assert (dry.code, dry.json["crees"], dry.json["fausses"]) == (1, 2, 1)
    assert len(run("accounts", "list", "--json").json) == 1
    cards = tmp_path / "cartes.csv"
    done = run("accounts", "import", file, "-o", str(cards))
    assert done.code == 1
    assert "ligne 4" in done.out
    assert "2 ; ajoutés" in done.out.replace("\u00a0", " ")
    lines = cards.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3
    assert stat.S_IMODE(cards.stat().st_mode) == 0o600
    again = run("accounts", "import", file, "--json")
    assert (again.json["crees"], again.json["deja_la"], again.json["cartes"]) == (0, 2, [])
    assert len(run("accounts", "list", "--json").json) == 3
    assert run("accounts", "import", file, "-o", str(cards)).code == 1


def test_cards_go_to_standard_output_without_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "un.csv"
    path.write_text("nom\nYanis\n", encoding="utf-8")
    done = run("accounts", "import", str(path), "--json")
    assert done.code == 0
    (card,) = done.json["cartes"]
    assert len(card["phrase"].split()) == 5
    path.write_text("nom\nNadia\n", encoding="utf-8")
    assert "phrase" in run("accounts", "import", str(path)).out


def test_a_file_that_cannot_be_is_refused(run: Run, tmp_path: Path) -> None:
    absent = run("accounts", "import", str(tmp_path / "absent.csv"))
    assert (absent.code, "ne se lit pas" in absent.err) == (1, True)
    wrong = tmp_path / "faux.csv"
    wrong.write_text("nom;écrou\nAlix;12\n", encoding="utf-8")
    refused = run("accounts", "import", str(wrong))
    assert (refused.code, "n’est pas connue" in refused.err) == (1, True)
    assert run("accounts", "import").code == 2


def test_an_account_is_suspended_and_opened_again(run: Run) -> None:
    who = run("accounts", "add", "apprenant", "Alix", "--json").json["identifiant"]
    assert run("accounts", "suspend", who).code == 0
    again = run("accounts", "suspend", who)
    assert (again.code, "Déjà suspendu" in again.err) == (1, True)
    states = {row["nom"]: row["etat"] for row in run("accounts", "list", "--json").json}
    assert states["Alix"] == "suspendu"
    assert run("accounts", "reopen", who, "--json").json["etat"] == "actif"
    assert run("accounts", "suspend", "personne-0000").code == 1


def test_an_account_is_closed_binned_or_made_one_with_another(run: Run) -> None:
    who, other = (
        run("accounts", "add", "apprenant", name, "--json").json["identifiant"]
        for name in ("Alix", "Alice")
    )
    assert run("accounts", "close", who, "--json").json["etat"] == "parti"
    dry = run("accounts", "merge", who, other, "--dry-run", "--json").json
    assert (dry["fait"], dry["garde"]["nom"], dry["double"]["nom"]) == (False, "Alix", "Alice")
    done = run("accounts", "merge", who, other)
    assert (done.code, "sont réunis" in done.out) == (0, True)
    assert run("accounts", "merge", who, other).code == 1
    assert "à la corbeille" in run("accounts", "bin", who).out
    assert "Alix" not in run("accounts", "list").out
    (admin,) = [row["identifiant"] for row in run("accounts", "list", "--json").json]
    for act in ("close", "bin"):
        refused = run("accounts", act, admin)
        assert (refused.code, "dernier administrateur" in refused.err) == (1, True)


def test_rooms_and_their_terminals_in_bulk(run: Run, tmp_path: Path) -> None:
    assert "tremplin rooms add" in run("rooms", "list").err
    assert run("rooms", "add", "Salle 1").code == 0
    assert run("rooms", "add", "Salle 1").code == 1
    series = ("rooms", "terminals", "Salle 1", "--serie", "1-3", "--adresse", "10.0.0.11")
    assert run(*series, "--dry-run", "--json").json["ajoutes"] == 3
    assert run("rooms", "list", "--json").json == [{"nom": "Salle 1", "postes": 0}]
    assert run(*series).code == 0
    assert run(*series, "--json").json == {"ajoutes": 0, "deja_la": 3, "fausses": 0, "lignes": []}
    lines = tmp_path / "postes.csv"
    lines.write_text("numero;adresse\n4;10.0.0.14\n5;10.0.0.11\n", encoding="utf-8")
    some = run("rooms", "terminals", "Salle 1", "--fichier", str(lines))
    assert some.code == 1
    assert "ligne 3" in some.out
    assert run("rooms", "list", "--json").json == [{"nom": "Salle 1", "postes": 4}]
    assert run("rooms", "terminals", "Salle 9", "--serie", "1-2").code == 1
    assert run("rooms", "terminals", "Salle 1", "--serie", "2-1").code == 1
    assert run("rooms", "terminals", "Salle 1", "--fichier", str(tmp_path / "absent")).code == 1
    assert run("rooms", "terminals", "Salle 1").code == 2


def test_the_last_administrator_is_not_suspended(run: Run) -> None:
    (admin,) = [row["identifiant"] for row in run("accounts", "list", "--json").json]
    refused = run("accounts", "suspend", admin)
    assert (refused.code, "dernier administrateur" in refused.err) == (1, True)


def test_a_grid_is_printed_for_the_team_alone(run: Run) -> None:
    (admin,) = [row["identifiant"] for row in run("accounts", "list", "--json").json]
    assert len(run("accounts", "grid", admin, "--json").json["codes"]) == 40
    assert "40" in run("accounts", "grid", admin).out
    learner = run("accounts", "add", "apprenant", "Alix", "--json").json["identifiant"]
    refused = run("accounts", "grid", learner)
    assert (refused.code, "l’équipe seulement" in refused.err) == (1, True)


@pytest.mark.parametrize(
    "name", ["add", "import", "reset", "close", "bin", "merge", "grid", "list"]
)
def test_each_command_explains_itself_in_french(run: Run, name: str) -> None:
    shown = run("accounts", name, "--help")
    assert shown.code == 0
    assert "montre cette aide" in shown.out
