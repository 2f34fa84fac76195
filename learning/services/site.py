"""Make a site, once: data directory, keys, database, and the first administrator's card."""

import os

import sqlalchemy as sa

from learning.domain.access import Role
from learning.services.accounts import Card, add_account, prepare_card
from learning.services.retention import note_clock
from learning.services.upgrading import upgrade_site
from learning.services.work import Program, make_keys, open_program
from learning.settings import COMMENTED, Settings
from learning.storage.database import Database
from learning.storage.dumping import version_of
from learning.storage.people import account, site
from learning.storage.upgrade import HEAD, upgrade


def make_site(settings: Settings) -> tuple[Program, Card | None]:
    """Make what is missing and return the program, with a card if there was no administrator."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.umask(0o077)  # what the site writes is for its own user
    make_keys(settings.data)
    file = settings.data / "tremplin.toml"
    if not file.exists():
        file.write_text(COMMENTED, encoding="utf-8")
    _make_database(settings)
    program = open_program(settings)
    with program.reading() as work:
        known = work.connection.execute(sa.select(site.c.id)).first()
        administrator = work.connection.execute(
            sa.select(account.c.id).where(account.c.role == Role.ADMINISTRATOR.value)
        ).first()
    prepared = prepare_card(program.keys.pepper)
    with program.writing() as work:
        if known is None:
            work.connection.execute(
                sa.insert(site),
                {"id": program.site, "name": settings.nom, "created_at": work.instant},
            )
            note_clock(work)
        if administrator is not None:
            return program, None
        card = add_account(
            work, prepared, role=Role.ADMINISTRATOR, name="Administration", activation=True
        )
    return program, card


def _make_database(settings: Settings) -> None:
    """Make the tables of a new site; an older one is backed up before it is upgraded."""
    database = Database(settings.database)
    try:
        version = version_of(database)
        if version is None:
            upgrade(database)
    finally:
        database.dispose()
    if version not in {None, HEAD}:
        upgrade_site(settings)
