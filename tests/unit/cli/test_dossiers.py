"""``tremplin dossier`` and ``cles`` between two data directories: codes, sentences, files."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from learning.cli import main
from learning.services import transfer_keys
from learning.services.work import Program
from tests.support.passed import pass_test
from tests.support.two_sites import NAMES, Place, code_of, introduce, make_place

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def places(tmp_path: Path) -> Iterator[dict[str, Place]]:
    """Two sites that do not know each other yet."""
    made = {name: make_place(tmp_path / name, title) for name, title in NAMES.items()}
    yield made
    for one in made.values():
        one.program.database.dispose()


@pytest.fixture
def run(
    places: dict[str, Place],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run ``tremplin`` at one of the sites."""
    monkeypatch.delenv("TREMPLIN_CONFIG", raising=False)
    monkeypatch.delenv("TREMPLIN_DATABASE_URL", raising=False)

    def command(site: str, *arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setitem(os.environ, "TREMPLIN_DATA", str(data(places[site].program)))
        try:
            code = main([*map(str, arguments)])
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def data(program: Program) -> Path:
    return program.settings.data


def test_the_whole_way_by_commands(places: dict[str, Place], run: Run, tmp_path: Path) -> None:
    west, east = places["ouest"], places["est"]
    alix = west.accounts["alix"].identifier
    pass_test(west.program, west.accounts["alix"])
    cards = {}
    for name in places:
        cards[name] = tmp_path / f"{name}.carte"
        code, out, _ = run(name, "cles", "export", "--carte", cards[name])
        assert (code, "Empreinte, à lire au téléphone" in out) == (0, True)
    # A site outside the directory: the fingerprint first.
    code, _, err = run("ouest", "cles", "import", cards["est"])
    assert (code, "Faites-vous lire" in err, err.count("-")) == (1, True, 1)
    code, _, err = run("ouest", "cles", "import", cards["est"], "--empreinte", "7K3M")
    assert (code, "n’est pas celle" in err) == (1, True)
    for here, there in (("ouest", "est"), ("est", "ouest")):
        keys = transfer_keys.keys_of(data(places[there].program))
        seen = transfer_keys.own_card(keys, NAMES[there]).print
        code, out, _ = run(here, "cles", "import", cards[there], "--empreinte", seen)
        assert (code, "est connu" in out) == (0, True)
    code, out, _ = run("ouest", "cles", "sites")
    assert (code, NAMES["est"] in out, "(ce site)" in out) == (0, True, True)

    file = tmp_path / "dossier"
    code, _, err = run("ouest", "dossier", "export", alix, "--to", "Site du Nord", "-o", file)
    assert (code, "ne connaît pas le site" in err) == (1, True)
    code, _, err = run(
        "ouest", "dossier", "export", "personne-1", "--to", NAMES["est"], "-o", file
    )
    assert (code, "Aucun apprenant" in err) == (1, True)
    code, _, err = run("ouest", "dossier", "export", alix, "--to", NAMES["est"], "-o", "/absent/x")
    assert (code, west.status(west.id())) == (1, "active")
    code, out, _ = run("ouest", "dossier", "export", alix, "--to", NAMES["est"], "-o", file)
    assert (code, "Empreinte du fichier" in out, west.status(west.id())) == (0, True, "gone")
    assert b"Alix" not in file.read_bytes()

    code, _, err = run("ouest", "dossier", "examine", file)
    assert (code, "adressé à un autre site" in err) == (1, True)
    code, out, _ = run("est", "dossier", "examine", file)
    assert (code, "Dossier de Alix" in out, "un compte sera créé" in out) == (0, True, True)
    code, out, _ = run("est", "dossier", "examine", file, "--json")
    assert (code, '"deja": false' in out) == (0, True)
    code, out, _ = run("est", "dossier", "import", file, "--groupe", "Groupe du matin")
    assert (code, "Faites sa carte" in out) == (0, True)
    code, out, _ = run("est", "dossier", "import", file)
    assert (code, "Déjà importé" in out) == (0, True)
    assert len(east.facts(west.id())) == len(west.facts(west.id()))


def test_another_name_is_answered_by_an_option(
    places: dict[str, Place], run: Run, tmp_path: Path
) -> None:
    introduce(places["ouest"], places["est"])
    pass_test(places["ouest"].program, places["ouest"].accounts["alix"])
    code_of_alix = code_of(places["ouest"])
    who = {name: one.accounts["alix"].identifier for name, one in places.items()}
    chloe = places["est"].accounts["chloe"].identifier
    file = tmp_path / "dossier"
    assert (
        run("ouest", "dossier", "export", who["ouest"], "--to", NAMES["est"], "-o", file)[0] == 0
    )
    for words in (
        ("dossier", "import", file, "--compte", chloe),
        ("dossier", "valide", chloe, code_of_alix),
    ):
        code, out, err = run("est", *words)
        assert (code, out, "case" in err) == (1, "", False)
        assert "au nom de «\u00a0Alix" in err
        assert "ajoutez «\u00a0--autre-nom\u00a0»" in err
        assert run("est", *words, "--autre-nom")[0] == 0


def test_requests_and_departures(places: dict[str, Place], run: Run, tmp_path: Path) -> None:
    introduce(places["ouest"], places["est"])
    bilal = {name: one.accounts["bilal"].identifier for name, one in places.items()}
    code, out, _ = run("est", "dossier", "demande", bilal["est"], "--to", NAMES["ouest"])
    assert (code, "Demande de dossier pour Bilal" in out) == (0, True)
    letters = out.splitlines()[-1]
    code, _, err = run("ouest", "dossier", "recue", letters[:-3] + "000", bilal["ouest"])
    assert (code, "signature" in err or "lettre" in err) == (1, True)
    code, _, err = run("est", "dossier", "recue", letters, bilal["est"])
    assert (code, "autre site" in err) == (1, True)
    code, out, _ = run("ouest", "dossier", "recue", letters, bilal["ouest"])
    assert (code, "notée pour Bilal" in out) == (0, True)
    code, out, _ = run("ouest", "dossier", "list")
    assert (code, "demandé" in out) == (0, True)
    folder = tmp_path / "tous"
    assert run("ouest", "dossier", "export", "--en-attente", "-o", folder)[0] == 0
    (file,) = folder.iterdir()
    code, out, _ = run("est", "dossier", "import", file)
    assert (code, "Importé" in out) == (0, True)
    code, _, err = run("ouest", "dossier", "export", "--en-attente", "-o", folder)
    assert (code, "Personne n’attend" in err) == (1, True)
    assert run("ouest", "dossier", "export", "-o", folder)[0] == 1
    assert run("ouest", "dossier", "export")[0] == 2


def test_new_keys_and_revoked_ones(places: dict[str, Place], run: Run, tmp_path: Path) -> None:
    introduce(places["ouest"], places["est"])
    card, notice = tmp_path / "carte", tmp_path / "revocation"
    code, out, _ = run("ouest", "cles", "rotate", "-o", card)
    assert (code, "sans empreinte" in out) == (0, True)
    code, out, _ = run("est", "cles", "import", card)
    assert (code, "est connu" in out) == (0, True)
    keys = transfer_keys.keys_of(data(places["ouest"].program))
    key = transfer_keys.own_card(keys, "").key
    code, out, _ = run("ouest", "cles", "revoke", key, "-o", notice)
    assert (code, "révoquée" in out) == (0, True)
    code, out, _ = run("est", "cles", "import", notice)
    assert (code, key in out) == (0, True)
    code, _, err = run("est", "cles", "import", card)
    assert (code, "clé révoquée" in err) == (1, True)
    code, _, err = run("est", "cles", "revoke", "0000-0000")
    assert (code, "ne connaît pas la clé" in err) == (1, True)
    code, _, err = run("est", "dossier", "examine", card)
    assert (code, "n’est pas un dossier" in err) == (1, True)
    code, _, err = run("est", "dossier", "examine", tmp_path / "absent")
    assert (code, "ne se lit pas" in err) == (1, True)


def test_the_programme_s_directory(places: dict[str, Place], run: Run, tmp_path: Path) -> None:
    secret, public = tmp_path / "secret", tmp_path / "cle"
    code, out, _ = run("ouest", "cles", "programme", "-o", secret)
    public.write_text(out, encoding="utf-8")
    cards = []
    for name in places:
        cards.append(tmp_path / f"{name}.carte")
        run(name, "cles", "export", "--carte", cards[-1])
    first, second = tmp_path / "annuaire-1", tmp_path / "annuaire-2"
    common = ("--programme", secret, "-o")
    assert run("ouest", "cles", "annuaire", *cards, *common, first)[0] == 0
    assert run("ouest", "cles", "annuaire", "--depuis", first, *common, second)[0] == 0
    code, _, err = run("est", "cles", "import", second)
    assert (code, "clé du programme" in err) == (1, True)
    code, out, _ = run("est", "cles", "import", second, "--programme", public)
    assert (code, "édition 2, 2 sites" in out) == (0, True)
    code, _, err = run("est", "cles", "import", first)
    assert (code, "plus ancien" in err) == (1, True)
    other = tmp_path / "autre"
    run("ouest", "cles", "programme", "-o", other)
    run("ouest", "cles", "annuaire", *cards, "--programme", other, "-o", tmp_path / "faux")
    code, _, err = run("est", "cles", "import", tmp_path / "faux", "--programme", public)
    assert (code, "autre programme" in err) == (1, True)
    altered = second.read_bytes().replace(b'"edition":2', b'"edition":9')
    (tmp_path / "change").write_bytes(altered)
    code, _, err = run("est", "cles", "import", tmp_path / "change")
    assert (code, "modifié" in err) == (1, True)
