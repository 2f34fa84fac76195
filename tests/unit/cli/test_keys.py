"""``tremplin cles``: the site's public key, the programme's, and the certificate between them."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from learning.cli import main
from learning.services.doctor import examine
from learning.services.site import make_site
from learning.services.work import open_program, read_keys
from learning.settings import Settings
from learning.signing import check_attestation, read_public, sign_attestation
from tests.support.attested import PROGRAMME_KEY

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data directory of a site just made."""
    program, _card = make_site(Settings(data=tmp_path / "var"))
    program.database.dispose()
    return tmp_path / "var"


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run ``tremplin cles`` in this process."""
    monkeypatch.setenv("TREMPLIN_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("TREMPLIN_CONFIG", raising=False)
    monkeypatch.delenv("TREMPLIN_DATABASE_URL", raising=False)

    def command(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["cles", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def signing_point(data: Path) -> tuple[str, str]:
    """What doctor says of the key of attestations."""
    program = open_program(Settings(data=data))
    found = next(point for point in examine(program) if point.subject == "signature")
    program.database.dispose()
    return found.state, found.sentence


def test_a_new_site_has_a_key_that_nobody_else_may_read(data: Path, run: Run) -> None:
    code, out, _ = run("export")
    assert code == 0
    assert len(read_public(out)) == 32
    assert mode(data / "cles.json") == 0o600
    assert read_keys(data).signing not in out


def test_two_sites_have_two_keys(data: Path, tmp_path: Path) -> None:
    program, _card = make_site(Settings(data=tmp_path / "autre"))
    program.database.dispose()
    assert read_keys(data).signing != read_keys(tmp_path / "autre").signing


def test_a_site_made_before_attestations_gets_its_key_and_keeps_the_others(data: Path) -> None:
    before = json.loads((data / "cles.json").read_text(encoding="utf-8"))
    del before["signing"]
    (data / "cles.json").write_text(json.dumps(before), encoding="utf-8")
    assert signing_point(data)[0] == "erreur"
    program, _card = make_site(Settings(data=data))
    program.database.dispose()
    after = read_keys(data)
    assert (after.cookies, after.pepper) == (before["cookies"], before["pepper"])
    assert after.signing
    assert mode(data / "cles.json") == 0o600


def test_without_a_key_or_a_site_the_command_says_what_to_do(data: Path, run: Run) -> None:
    kept = json.loads((data / "cles.json").read_text(encoding="utf-8"))
    (data / "cles.json").write_text(json.dumps({**kept, "signing": ""}), encoding="utf-8")
    assert "tremplin init" in run("export")[2]
    (data / "cles.json").unlink()
    code, out, err = run("export")
    assert (code, out, "tremplin init" in err) == (1, "", True)


def test_the_programme_certifies_a_site(data: Path, run: Run, tmp_path: Path) -> None:
    assert signing_point(data)[0] == "attention"
    secret, public, certificate = (tmp_path / name for name in ("secret", "cle", "certificat"))
    code, out, _ = run("programme", "-o", secret)
    assert (code, mode(secret)) == (0, 0o600)
    programme = read_public(out)
    public.write_text(run("export")[1], encoding="utf-8")
    assert run("certifier", public, "--programme", secret, "-o", certificate)[0] == 0
    code, out, _ = run("import", certificate)
    assert (code, "Redémarrez" in out) == (0, True)
    assert mode(data / "cles.json") == 0o600
    assert signing_point(data)[0] == "ok"
    signer = read_keys(data).signer
    assert signer is not None
    text = sign_attestation(b"{}", signer)
    assert check_attestation(text, programme).issuer
    assert read_public(signer.trusted) == programme
    # Made again, the site keeps its certificate.
    program, _card = make_site(Settings(data=data))
    program.database.dispose()
    assert read_keys(data).signer == signer


def test_a_certificate_of_another_key_is_refused(data: Path, run: Run, tmp_path: Path) -> None:
    secret, public, certificate = (tmp_path / name for name in ("secret", "cle", "certificat"))
    run("programme", "-o", secret)
    public.write_text(PROGRAMME_KEY, encoding="utf-8")
    run("certifier", public, "--programme", secret, "-o", certificate)
    before = (data / "cles.json").read_bytes()
    code, _, err = run("import", certificate)
    assert (code, "autre site" in err) == (1, True)
    code, _, err = run("import", public)
    assert (code, "certificat" in err) == (1, True)
    assert (data / "cles.json").read_bytes() == before


def test_a_secret_never_takes_the_place_of_a_file(run: Run, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    before = os.umask(0)
    run("programme", "-o", secret)
    os.umask(before)
    assert mode(secret) == 0o600
    kept = secret.read_bytes()
    code, _, err = run("programme", "-o", secret)
    assert (code, "existe déjà" in err) == (1, True)
    assert secret.read_bytes() == kept
    code, _, err = run("certifier", secret, "--programme", secret, "-o", tmp_path / "sortie")
    assert (code, "clé publique" in err) == (1, True)


def test_a_cut_while_keys_are_written_loses_none(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (data / "cles.json").read_bytes()
    kept = json.loads(before)
    (data / "cles.json").write_text(json.dumps({**kept, "signing": ""}), encoding="utf-8")
    cut = (data / "cles.json").read_bytes()

    def stop(_descriptor: int) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(OSError):  # noqa: PT011 - any fault of the disk
        make_site(Settings(data=data))
    assert (data / "cles.json").read_bytes() == cut
