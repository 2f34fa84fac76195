"""From one database to another: every row, the same on both sides, or nothing."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from learning.domain.errors import Conflict, Invalid, Unavailable
from learning.services import moving
from learning.services.audit_check import verify
from learning.services.moving import move_site
from learning.services.site import make_site
from learning.services.work import open_program
from learning.settings import Settings
from learning.storage.base import metadata
from learning.storage.database import Database
from learning.storage.dumping import count_rows, hash_rows, version_of
from learning.storage.people import account
from tests.support.canary import plant

pytestmark = pytest.mark.postgres


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A small site on SQLite, with people and their work."""
    made = Settings(data=tmp_path / "var")
    program, _ = make_site(made)
    plant(program, others=8)
    program.database.dispose()
    return made


def content(url: str) -> dict[str, tuple[int, str]]:
    database = Database(url)
    counts = count_rows(database)
    with database.reading() as connection:
        found = {
            table.name: (counts[table.name], hash_rows(connection, table))
            for table in metadata.sorted_tables
        }
    database.dispose()
    return found


def test_every_row_moves_and_the_site_goes_on_there(settings: Settings, postgres_url: str) -> None:
    moved = move_site(settings, postgres_url)
    here, there = content(settings.database), content(postgres_url)
    assert here == there
    assert moved.rows == sum(count for count, _ in there.values())
    assert there["fact"][0] == 240
    program = open_program(Settings(data=settings.data, database_url=postgres_url))
    with program.reading() as work:
        assert verify(work, program.keys.signing).bad is None
    program.database.dispose()


def test_a_database_in_use_and_a_wrong_address_are_refused(
    settings: Settings, postgres_url: str
) -> None:
    move_site(settings, postgres_url)
    before = content(postgres_url)
    with pytest.raises(Conflict, match="n’est pas vide"):
        move_site(settings, postgres_url)
    with pytest.raises(Conflict, match="déjà"):
        move_site(settings, settings.database)
    for wrong in ("bonjour", "oracle://x", "postgresql+rien://x"):
        with pytest.raises(Invalid, match="adresse"):
            move_site(settings, wrong)
    with pytest.raises(Invalid, match="ne s’ouvre pas"):
        move_site(settings, "sqlite:////nulle/part/base.sqlite3")
    assert content(postgres_url) == before


def test_a_row_that_changed_on_the_way_leaves_nothing_there(
    settings: Settings, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = moving._copy_table

    def spoil(here: sa.Connection, there: sa.Connection, table: sa.Table) -> int:
        count = whole(here, there, table)
        if table is account:
            there.execute(sa.update(account).values(name="Autre"))
        return count

    monkeypatch.setattr(moving, "_copy_table", spoil)
    with pytest.raises(Unavailable, match="account"):
        move_site(settings, postgres_url)
    database = Database(postgres_url)
    assert version_of(database) is None or count_rows(database) == {}
    database.dispose()
    monkeypatch.undo()
    assert move_site(settings, postgres_url).rows


def test_hashes_tell_two_tables_apart(settings: Settings) -> None:
    before = content(settings.database)["account"]
    program = open_program(settings)
    with program.writing() as work:
        work.connection.execute(sa.update(account).values(text_size="grand"))
    program.database.dispose()
    assert content(settings.database)["account"] != before
