"""When a terminal was last heard of, so that one that is off is shown as such."""

import sqlalchemy as sa
from alembic import op

from learning.storage.base import UtcDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    with op.batch_alter_table("terminal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("heard_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("terminal", schema=None) as batch_op:
        batch_op.drop_column("heard_at")
