"""Alembic's entry: the connection is given, never configured here."""

from alembic import context

from learning.storage import (
    activity,
    administration,
    audit,
    dossiers,
    evaluation,
    follow_up,
    people,
    publishing,
    rooms,
    sessions,
    trust,
    worksheets,
)
from learning.storage.base import metadata

TABLES = (
    activity,
    administration,
    audit,
    dossiers,
    evaluation,
    follow_up,
    people,
    publishing,
    rooms,
    sessions,
    trust,
    worksheets,
)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
