"""What the security file says of erasing and transferring: by one person, or by two."""

from dataclasses import replace
from pathlib import Path

import pytest

from learning.security import limits
from learning.services.site import make_site
from learning.settings import Settings


@pytest.mark.parametrize(
    ("two", "said"),
    [(False, "Un administrateur seul peut effacer"), (True, "commande du serveur aussi demande")],
    ids=["une", "deux"],
)
def test_the_setting_and_its_limit_are_said(tmp_path: Path, said: str, *, two: bool) -> None:
    program, _card = make_site(Settings(data=tmp_path / "var"))
    site = replace(program, settings=replace(program.settings, deux_personnes=two))
    says = [one.says for one in limits.describe(site).statements]
    program.database.dispose()
    assert [text for text in says if said in text]
    assert len([text for text in says if "transférer son dossier" in text]) == 1
