"""What ``doctor`` says of what lies about on the server of databases."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from learning.services.doctor import examine
from learning.services.site import make_site
from learning.settings import Settings


@pytest.mark.postgres
def test_the_database_of_a_cut_rehearsal_is_named_with_what_to_type(
    postgres_url: str, tmp_path: Path
) -> None:
    name = "tremplin_essai_5ca1ab1e"
    program, _ = make_site(Settings(data=tmp_path / "var", database_url=postgres_url))
    engine = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")

    def said() -> list[str]:
        return [one.sentence for one in examine(program) if one.subject == "répétition"]

    with engine.connect() as connection:
        assert said() == []
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            (sentence,) = said()
        finally:
            connection.exec_driver_sql(f"DROP DATABASE {name}")
    assert sentence.endswith(f"sudo -u postgres dropdb {name}")
    engine.dispose()
    program.database.dispose()
