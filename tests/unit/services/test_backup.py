"""A backup is whole or refused, sealed or not; restored, whoever was erased since goes again."""

import stat
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from learning.domain.errors import Conflict, Invalid, LearningError, Refused, Unavailable
from learning.exchange.backup_file import read_backup
from learning.sealing import box_key_text, make_box_secret
from learning.services.audit_check import verify
from learning.services.backup import back_up, gather, keep_last, open_backup, write
from learning.services.erasure import erase_person
from learning.services.moving import move_site
from learning.services.restore import is_in_use, rehearse, restore
from learning.services.running import CUT_FILE, serving
from learning.services.site import make_site
from learning.services.tombstones import marks_beside
from learning.services.transfer_desk import keep_received
from learning.services.upgrading import upgrade_site
from learning.services.work import Program, make_keys, open_program, read_keys
from learning.settings import Settings
from learning.storage.audit import audit
from learning.storage.base import metadata
from learning.storage.database import Database
from learning.storage.dumping import count_rows, hash_rows
from learning.storage.people import account
from learning.storage.sessions import terminal_session
from learning.storage.trust import audit_name
from learning.storage.upgrade import HEAD, current_version, upgrade
from tests.support.canary import plant, traces
from tests.support.postgres import Cluster


@dataclass
class Site:
    """A site of either kind, and one learner in it."""

    settings: Settings
    learner: UUID
    identifier: str

    def open(self) -> Program:
        return open_program(self.settings)

    def back_up(self, file: Path, key: str = "") -> Path:
        program = self.open()
        try:
            return back_up(program, file, key=key).file
        finally:
            program.database.dispose()

    def has(self, person: UUID) -> bool:
        program = self.open()
        try:
            with program.reading() as work:
                query = sa.select(account.c.id).where(account.c.id == person)
                return work.connection.execute(query).first() is not None
        finally:
            program.database.dispose()

    def erase(self) -> None:
        program = self.open()
        erase_person(program, self.learner)
        program.database.dispose()

    def content(self) -> dict[str, str]:
        """Every table but those that restoring itself writes in."""
        program = self.open()
        try:
            with program.reading() as work:
                return {
                    table.name: hash_rows(work.connection, table)
                    for table in metadata.sorted_tables
                    if table.name not in {"audit", "upkeep", "terminal_session"}
                }
        finally:
            program.database.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    """A site in its own folder, as ``init`` makes it."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    settings = Settings(data=tmp_path / "var", database_url=url)
    program, _ = make_site(settings)
    learner, identifier = plant(program, others=6)
    program.database.dispose()
    return Site(settings, learner, identifier)


def test_a_backup_is_one_file_for_its_owner_and_holds_the_whole_site(
    site: Site, tmp_path: Path
) -> None:
    file = site.back_up(tmp_path / "copie")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    backup = read_backup(file.read_bytes())
    assert {"base", "cles.json", "tremplin.toml"} <= set(backup.parts)
    assert backup.version == HEAD
    assert backup.counts["account"] == 8
    assert not list(tmp_path.rglob(".sauvegarde-*"))
    assert not list(tmp_path.rglob("*.nouveau"))


def test_restored_it_is_the_same_site(site: Site, tmp_path: Path) -> None:
    before = site.content()
    file = site.back_up(tmp_path / "copie")
    done = restore(open_backup(file), site.settings)
    assert done.erased == 0
    assert site.content() == before
    program = site.open()
    with program.reading() as work:
        assert verify(work, program.keys.signing).bad is None
        states = work.connection.execute(sa.select(terminal_session.c.state)).scalars()
        assert set(states) == {"closed"}
    program.database.dispose()
    assert not (site.settings.data / CUT_FILE).exists()


def test_whoever_was_erased_since_is_erased_again(site: Site, tmp_path: Path) -> None:
    file = site.back_up(tmp_path / "copie")
    site.erase()
    done = restore(open_backup(file), site.settings)
    assert done.erased == 1
    assert done.marks_until is not None
    assert not site.has(site.learner)
    program = site.open()
    assert traces(program, site.learner, site.identifier) == []
    program.database.dispose()
    assert len(marks_beside(site.settings.data)) == 1


def test_a_file_of_erasures_kept_elsewhere_is_obeyed(site: Site, tmp_path: Path) -> None:
    if not site.settings.database.startswith("sqlite"):
        return
    file = site.back_up(tmp_path / "copie")
    site.erase()
    marks = marks_beside(site.settings.data)
    elsewhere = Settings(data=tmp_path / "ailleurs")
    assert not is_in_use(elsewhere)
    assert restore(open_backup(file), elsewhere).erased == 0
    other = Settings(data=tmp_path / "encore")
    assert restore(open_backup(file), other, others=marks).erased == 1


def test_a_later_backup_carries_the_erasures(site: Site, tmp_path: Path) -> None:
    site.erase()
    backup = open_backup(site.back_up(tmp_path / "apres"))
    assert len(backup.parts["effacements.txt"].splitlines()) == 3
    assert rehearse(backup, site.settings).marks_until is not None


def test_rehearsed_it_is_loaded_whole_and_nothing_is_left_of_it(
    site: Site, tmp_path: Path
) -> None:
    backup = open_backup(site.back_up(tmp_path / "copie"))
    site.erase()
    before, files = site.content(), sorted(site.settings.data.rglob("*"))
    done = rehearse(backup, site.settings)
    assert done.erased == 1
    assert done.rows == sum(backup.counts.values())
    assert site.content() == before
    assert [one for one in sorted(site.settings.data.rglob("*")) if one not in files] == []
    assert databases(site) == []


def test_rehearsed_with_a_row_less_it_is_refused(site: Site, tmp_path: Path) -> None:
    backup = open_backup(site.back_up(tmp_path / "copie"))
    short = replace(backup, counts={**backup.counts, "account": backup.counts["account"] + 1})
    with pytest.raises(Invalid):
        rehearse(short, site.settings)
    assert databases(site) == []


@pytest.mark.postgres
def test_a_role_that_makes_no_database_is_told_how(
    postgres_cluster: Cluster, postgres_url: str, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path / "var", database_url=postgres_url)
    program, _ = make_site(settings)
    program.database.dispose()
    made = Site(settings, uuid4(), "").back_up(tmp_path / "copie")
    postgres_cluster.add_role("pauvre")
    url = make_url(postgres_url).set(username="pauvre").render_as_string()
    poor = replace(settings, database_url=url)
    with pytest.raises(Unavailable, match="ALTER ROLE pauvre CREATEDB"):
        rehearse(open_backup(made), poor)
    with pytest.raises(Conflict, match="PostgreSQL"):
        rehearse(open_backup(made), Settings(data=tmp_path / "var"))


def databases(site: Site) -> list[str]:
    """Databases of a rehearsal that were left on the server."""
    if site.settings.database.startswith("sqlite"):
        return []
    program = site.open()
    with program.reading() as work:
        query = sa.text("SELECT datname FROM pg_database WHERE datname LIKE 'tremplin_essai%'")
        found = list(work.connection.execute(query).scalars())
    program.database.dispose()
    return found


def test_a_dossier_in_hand_stays_out_of_backups(site: Site, tmp_path: Path) -> None:
    program = site.open()
    keep_received(program, site.learner, b"un dossier")
    program.database.dispose()
    backup = open_backup(site.back_up(tmp_path / "copie"))
    assert not [name for name in backup.parts if "recu" in name]


def test_while_it_runs_the_site_is_not_replaced(site: Site, tmp_path: Path) -> None:
    backup = open_backup(site.back_up(tmp_path / "copie"))
    before = site.content()
    with serving(site.settings.data), serving(site.settings.data):
        with pytest.raises(Refused, match="en marche"):
            restore(backup, site.settings)
        with pytest.raises(Refused, match="en marche"):
            upgrade_site(site.settings)
        with pytest.raises(Refused, match="en marche"):
            move_site(site.settings, "sqlite:////nulle/part")
    assert site.content() == before


def test_a_damaged_backup_is_refused_wherever_it_is_damaged(site: Site, tmp_path: Path) -> None:
    file = site.back_up(tmp_path / "copie")
    whole = file.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 150)):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1
        file.write_bytes(spoilt)
        with pytest.raises(Invalid):
            open_backup(file)
    for size in (0, 10, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:size])
        with pytest.raises(Invalid):
            open_backup(file)
    file.write_bytes(whole + b"x")
    with pytest.raises(Invalid):
        open_backup(file)
    with pytest.raises(Invalid, match="vérifiez son nom"):
        open_backup(tmp_path / "absente")


def test_sealed_it_opens_with_the_recovery_key_alone(site: Site, tmp_path: Path) -> None:
    secret = make_box_secret()
    file = site.back_up(tmp_path / "scellee", box_key_text(secret))
    assert b"cles.json" not in file.read_bytes()
    with pytest.raises(Refused, match="scellée"):
        open_backup(file)
    with pytest.raises(Invalid, match="autre clé"):
        open_backup(file, make_box_secret())
    assert open_backup(file, secret).counts["account"] == 8
    with pytest.raises(Invalid, match="clé publique"):
        site.back_up(tmp_path / "autre", "n’importe quoi")
    assert not (tmp_path / "autre").exists()


def test_a_newer_backup_is_refused(site: Site, tmp_path: Path) -> None:
    backup = replace(open_backup(site.back_up(tmp_path / "copie")), version="9999")
    with pytest.raises(Unavailable, match="plus récente"):
        restore(backup, site.settings)
    assert site.has(site.learner)


def test_a_database_damaged_inside_a_good_file_is_refused(site: Site, tmp_path: Path) -> None:
    backup = open_backup(site.back_up(tmp_path / "copie"))
    body = bytearray(backup.parts["base"])
    body[len(body) // 3 :] = b"\0" * (len(body) - len(body) // 3)
    spoilt = replace(backup, parts={**backup.parts, "base": bytes(body)})
    with pytest.raises(LearningError):
        restore(spoilt, site.settings)
    assert site.has(site.learner)


def test_a_file_that_is_no_backup_is_never_written_over(site: Site, tmp_path: Path) -> None:
    other = tmp_path / "lettre.txt"
    other.write_text("bonjour", encoding="utf-8")
    with pytest.raises(Refused, match="n’est pas une sauvegarde"):
        site.back_up(other)
    assert other.read_text(encoding="utf-8") == "bonjour"
    file = site.back_up(tmp_path / "copie")
    assert site.back_up(file) == file
    with pytest.raises(Refused, match="ne peut pas être écrite"):
        site.back_up(tmp_path / "absent" / "copie")


def test_a_folder_keeps_dated_backups_and_the_last_ones(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "sauvegardes"
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"tremplin-202601{day:02}-000000.sauvegarde").write_bytes(b"")
    made = site.back_up(folder)
    assert made.name.startswith("tremplin-20")
    assert len(keep_last(folder, 2)) == 2
    assert made in folder.iterdir()
    assert len(list(folder.iterdir())) == 2


def test_a_restoration_that_was_cut_is_said(site: Site) -> None:
    (site.settings.data / CUT_FILE).write_text("", encoding="utf-8")
    with pytest.raises(Unavailable, match="coupée"):
        site.open()


def old_site(settings: Settings, version: str = "0004") -> None:
    """A site of an earlier program, with entries of the audit that hold an id."""
    settings.data.mkdir(parents=True)
    make_keys(settings.data)
    database = Database(settings.database)
    upgrade(database, version)
    person = UUID(int=5)
    columns = "id name created_at site_id role identifier status made_by_demo"
    columns += " sequence at action actor subject previous hash"
    rows: dict[str, dict[str, object]] = {
        "site": {"id": "site", "name": "Essai", "created_at": 0},
        "account": {"site_id": "site", "role": "learner", "identifier": "alix-1", "name": "Alix"}
        | {"id": person.hex if database.is_sqlite else person}
        | {"status": "active", "created_at": 0, "made_by_demo": False},
        "audit": {"site_id": "site", "sequence": 1, "at": 0, "action": "compte.cree"}
        | {"actor": "commande", "subject": str(person), "previous": "", "hash": "x"},
    }
    with database.writing() as connection:
        for name, row in rows.items():
            table = sa.table(name, *map(sa.column, columns.split()))
            connection.execute(sa.insert(table), row)
    database.dispose()


def test_an_upgrade_backs_up_first_and_changes_no_row(database_url: str, tmp_path: Path) -> None:
    url = "" if database_url.startswith("sqlite") else database_url
    settings = Settings(data=tmp_path / "ancien", database_url=url)
    old_site(settings)
    done = upgrade_site(settings, clock=lambda: datetime(2026, 11, 25, tzinfo=UTC))
    assert (done.before, done.after) == ("0004", HEAD)
    assert done.backup is not None
    assert open_backup(done.backup).version == "0004"
    assert open_backup(done.backup).counts["account"] == 1
    program = open_program(settings)
    with program.reading() as work:
        assert current_version(work.connection) == HEAD
        name = work.connection.execute(sa.select(audit_name.c.name)).scalar_one()
        rows = work.connection.execute(sa.select(audit).order_by(audit.c.sequence)).all()
        assert [row.subject for row in rows] == [name, f"0004-{HEAD}"]
        assert verify(work, program.keys.signing).bad is None
    assert count_rows(program.database)["account"] == 1
    program.database.dispose()
    assert upgrade_site(settings).backup is None
    assert len(list((settings.data / "sauvegardes").iterdir())) == 1


def test_an_old_backup_whose_rows_were_counted_apart_is_restored(
    database_url: str, tmp_path: Path
) -> None:
    url = "" if database_url.startswith("sqlite") else database_url
    settings = Settings(data=tmp_path / "ancien", database_url=url)
    old_site(settings, "0008")
    database = Database(settings.database)
    whole = gather(settings, database, datetime(2026, 11, 25, tzinfo=UTC))
    database.dispose()
    backup = replace(whole, counts={**whole.counts, "audit": whole.counts["audit"] + 1})
    write(backup, tmp_path / "copie", read_keys(settings.data).signing)
    backup = open_backup(tmp_path / "copie")
    assert backup.version == "0008"
    if url:
        assert restore(backup, settings).erased == 0
        backup = replace(backup, version="0009")
    with pytest.raises(Invalid, match="abîmé ou coupé"):
        restore(backup, settings)


def test_a_newer_database_is_not_upgraded(site: Site) -> None:
    program = site.open()
    with program.writing() as work:
        work.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    program.database.dispose()
    for act in (upgrade_site, make_site):
        with pytest.raises(Unavailable, match="plus récente"):
            act(site.settings)
    assert not (site.settings.data / "sauvegardes").exists()


def test_init_on_an_older_site_backs_it_up_too(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "ancien")
    old_site(settings)
    program, _ = make_site(settings)
    program.database.dispose()
    assert len(list((settings.data / "sauvegardes").iterdir())) == 1
