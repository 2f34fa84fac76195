"""``tremplin attestation``: what a check says, its exit code, and that it needs no site."""

import json
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from learning.cli import main
from learning.domain.attestation import short_of
from learning.domain.grouped import grouped
from learning.services import attestations
from learning.services.work import Program, open_program
from learning.settings import Settings
from learning.signing import Signer, sign_register
from tests.support.attested import (
    ALONE,
    NUMBER,
    OTHER_SECRET,
    PROGRAMME_KEY,
    REVOKED,
    SITE_KEY,
    certified,
    code_of,
    register,
)
from tests.support.passed import pass_test
from tests.support.small_site import as_trainer, make

Run = Callable[..., tuple[int, str, str]]
GOOD, WITHDRAWN = code_of(), code_of(number=REVOKED)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory that does not exist yet."""
    return tmp_path / "var"


@pytest.fixture
def run(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Run a command here; nothing answers at the address of its database."""
    monkeypatch.setenv("TREMPLIN_DATA", str(data))
    monkeypatch.delenv("TREMPLIN_CONFIG", raising=False)
    monkeypatch.delenv("TREMPLIN_DATABASE_URL", raising=False)
    opened: list[Program] = []

    def keep(settings: Settings) -> Program:
        opened.append(open_program(settings))
        return opened[-1]

    monkeypatch.setattr("learning.cli.attestation.open_program", keep)

    def command(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["attestation", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    yield command
    for program in opened:
        program.database.dispose()


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The public key of the site that signed."""
    return written(tmp_path / "cle.txt", SITE_KEY)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """Its signed list."""
    known = register((NUMBER, GOOD), (REVOKED, WITHDRAWN))
    return written(tmp_path / "liste.json", sign_register(known, ALONE))


def written(path: Path, text: str) -> Path:
    path.write_text(f"{text}\n", encoding="utf-8")
    return path


def test_a_good_code_is_told_in_french(run: Run, key: Path) -> None:
    code, out, err = run("verify", GOOD, "--key", key)
    assert (code, err) == (0, "")
    assert out.splitlines()[:3] == [
        "Valable\u00a0: la signature est juste.",
        f"Attestation de réussite n°\u00a0{grouped(NUMBER)}",
        "Nom\u00a0: Inès Ferreira",
    ]
    assert "Module 1, 16,5 sur 20, le 8 septembre 2026" in out.replace("\u00a0", " ")
    assert "Heures d’assiduité\u00a0: 21\u00a0h\u00a040" in out
    assert "une révocation ne se voit pas" in out


def test_a_file_is_read_as_well_as_a_text(run: Run, key: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "code.txt", f"\ufeff{GOOD[:70]}\n{GOOD[70:]}")
    assert run("verify", file, "--key", key)[0] == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"{GOOD[:-9]}{'7' if GOOD[-9] != '7' else '8'}{GOOD[-8:]}", "Modifiée"),
        (code_of(Signer(secret=OTHER_SECRET)), "Émetteur non reconnu"),
        (GOOD[:50], "Illisible"),
        ("absent.txt", "Illisible"),
        ("", "Illisible"),
        (WITHDRAWN, "Révoquée\u00a0: elle n’est plus valable depuis le 24\u00a0novembre 2026"),
        (NUMBER + "0" * 12, "Code inconnu"),
    ],
)
def test_what_does_not_hold_is_refused_with_1(
    run: Run, key: Path, listed: Path, text: str, sentence: str
) -> None:
    code, _, err = run("verify", text, "--key", key, "--revocations", listed)
    assert code == 1
    assert err.startswith(sentence)


def test_an_unknown_issuer_is_never_quoted(run: Run, key: Path) -> None:
    code, out, _ = run("verify", code_of(Signer(secret=OTHER_SECRET)), "--key", key)
    assert (code, out) == (1, "")


def test_a_short_code_is_typed_with_the_list(run: Run, key: Path, listed: Path) -> None:
    short = grouped(short_of(NUMBER, GOOD)).lower().replace("0", "o")
    code, out, _ = run("verify", short, "--key", key, "--revocations", listed)
    assert code == 0
    assert out.startswith("Code reconnu")
    assert "Inès" not in out
    code, _, err = run("verify", short, "--key", key)
    assert code == 1
    assert "--revocations" in err


def test_the_programme_key_recognises_its_sites(run: Run, tmp_path: Path) -> None:
    key = written(tmp_path / "programme.txt", PROGRAMME_KEY)
    assert run("verify", code_of(certified()), "--key", key)[0] == 0
    code, _, err = run("verify", GOOD, "--key", key)
    assert (code, err.startswith("Émetteur non reconnu")) == (1, True)


def test_a_program_reads_json(run: Run, key: Path, listed: Path) -> None:
    code, out, _ = run("verify", GOOD, "--key", key, "--revocations", listed, "--json")
    said = json.loads(out)
    assert code == 0
    assert (said["etat"], said["nom"], said["numero"]) == ("valide", "Inès Ferreira", NUMBER)
    assert said["epreuves"][0] == {
        "module": "Module 1", "points": 16.5, "sur": 20, "jour": "2026-09-08"
    }  # fmt: skip
    code, out, _ = run("verify", WITHDRAWN, "--key", key, "--revocations", listed, "--json")
    assert (code, json.loads(out)["etat"], json.loads(out)["motif"]) == (1, "revoquee", "nom")


def test_files_that_do_not_serve_are_refused_in_a_sentence(
    run: Run, key: Path, listed: Path, tmp_path: Path
) -> None:
    large = tmp_path / "gros.txt"
    large.write_bytes(b"0" * 5_000_001)
    for arguments, sentence in (
        ((large, "--key", key), "trop gros"),
        ((GOOD, "--key", large), "trop gros"),
        ((GOOD, "--key", tmp_path / "absente"), "ne se lit pas"),
        ((GOOD, "--key", tmp_path), "ne se lit pas"),
        ((GOOD, "--key", listed), "clé publique"),
        ((GOOD, "--revocations", listed), "ajoutez --key"),
        ((GOOD, "--key", key, "--revocations", key), "liste signée"),
    ):
        code, out, err = run("verify", *arguments)
        assert (code, out) == (1, ""), sentence
        assert sentence in err


def test_a_check_needs_no_site_no_database_and_no_network(key: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "learning", "attestation", "verify", GOOD, "--key", str(key)],
        capture_output=True,
        text=True,
        check=False,
        env={
            "TREMPLIN_DATA": str(tmp_path / "absent"),
            "TREMPLIN_DATABASE_URL": "postgresql://personne@127.0.0.1:1/rien",
            "PATH": "",
            "PYTHONUTF8": "1",
        },
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert not (tmp_path / "absent").exists()


def test_a_site_writes_its_list_and_its_page(run: Run, data: Path, tmp_path: Path) -> None:
    program, accounts = make(data, phrases=False)
    pass_test(program, accounts["alix"])
    with program.writing() as work:
        as_trainer(work, accounts["trainer"])
        chosen = [(accounts["alix"].id, "reussite/module/essai")]
        ready = attestations.prepare_issue(work, program.keys.signer, chosen)
        attestations.issue(work, ready)
    program.database.dispose()
    listed, page = tmp_path / "liste.json", tmp_path / "page.html"
    assert run("list", "-o", listed) == (0, f"Écrit dans «\u00a0{listed}\u00a0».\n", "")
    assert run("page", "-o", page)[0] == 0
    assert ready[0].number in listed.read_text(encoding="utf-8")
    assert ready[0].number in page.read_text(encoding="utf-8")
    short = short_of(ready[0].number, ready[0].code)
    # On the site itself, its own key is the one that is trusted.
    assert run("verify", short, "--revocations", listed)[0] == 0
    assert run("verify", ready[0].code)[0] == 0
    code, _, err = run("list", "-o", tmp_path / "absent" / "liste.json")
    assert (code, "ne peut pas être écrit" in err) == (1, True)


def test_a_site_without_a_key_says_how_to_have_one(run: Run, data: Path, tmp_path: Path) -> None:
    program, _ = make(data, phrases=False)
    program.database.dispose()
    keys = data / "cles.json"
    kept = json.loads(keys.read_text(encoding="utf-8"))
    keys.write_text(json.dumps({**kept, "signing": ""}), encoding="utf-8")
    for what in ("list", "page"):
        code, _, err = run(what, "-o", tmp_path / "sortie")
        assert (code, "tremplin init" in err) == (1, True)
    assert run("verify", GOOD)[0] == 1
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600


def test_keys_that_cannot_be_read_are_no_keys(run: Run, data: Path) -> None:
    data.mkdir()
    (data / "cles.json").write_text("{", encoding="utf-8")
    code, _, err = run("verify", GOOD)
    assert (code, err.startswith("Émetteur non reconnu")) == (1, True)


def test_wrong_words_exit_with_2(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ((), ("verify",), ("list",), ("verifier", "x")):
        with pytest.raises(SystemExit) as left:
            run(*words)
        assert left.value.code == 2
    assert capsys.readouterr().err
