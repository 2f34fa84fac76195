"""Who comes in: what the file says of it follows the program."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.domain.security_file import State
from learning.security import entry
from learning.security.scratch import Scratch, scratch_site
from learning.services import sessions, signin
from learning.services.site import make_site
from learning.services.work import Program
from learning.settings import Settings
from learning.web import signin as pages


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    made, _card = make_site(Settings(data=tmp_path / "var"))
    yield made
    made.database.dispose()


@pytest.fixture
def scratch() -> Iterator[Scratch]:
    """A site that wants its terminals known."""
    with scratch_site(Settings(postes_connus=True)) as made:
        yield made


def wrong(scratch: Scratch, program: Program) -> list[str]:
    statements = entry.describe(scratch, program).statements
    return [one.says for one in statements if one.state is State.WRONG]


def test_each_way_in_was_tried(scratch: Scratch, program: Program) -> None:
    section = entry.describe(scratch, program)
    assert {one.state for one in section.statements} == {State.GOOD}
    said = " ".join(one.says for one in section.statements)
    assert "5 mots parmi 2048, 55 bits" in said
    assert "argon2id, m=19456,t=2,p=1" in said
    assert "Après 5 essais manqués" in said
    assert "administrateur 1" in said
    cookies = {
        line.partition("=")[0]
        for answer in scratch.answers
        for line in answer.headers.getlist("Set-Cookie")
    }
    assert cookies == {"tremplin", "poste"}


def test_a_door_left_open_is_said(
    scratch: Scratch, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signin, "_FREE", 99)
    monkeypatch.setattr(signin, "_MOST", 99)
    monkeypatch.setattr(pages, "close_sessions", lambda *_: None)
    monkeypatch.setattr(sessions, "close_sessions", lambda *_, **__: None)
    monkeypatch.setattr(entry, "words", lambda: ("abri", "abricot", "bateau"))
    assert [says.partition("\u00a0:")[0] for says in wrong(scratch, program)] == [
        "Une phrase est tirée au hasard",
        "12 essais manqués de suite, et la bonne phrase entre aussitôt.",
        "Un témoin de connexion copié sert encore après la déconnexion.",
        "Deux sessions d’une même personne",
    ]
