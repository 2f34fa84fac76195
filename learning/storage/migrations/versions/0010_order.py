"""A place for each fact and each version of a sheet; those already there keep their order.

The place is the date itself, and never depends on what else a site holds: two sites that have
the same fact give it the same place.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_ORDERED = ("fact", "worksheet_version")
_OF_LEARNER = ("site_id", "learner_id")


def upgrade() -> None:
    for name in _ORDERED:
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.add_column(
                sa.Column("sequence", sa.BigInteger(), nullable=False, server_default="0")
            )
        at = sa.column("at", sa.BigInteger())
        table = sa.table(name, sa.column("sequence", sa.BigInteger()), at)
        op.execute(sa.update(table).values(sequence=sa.case((at > 0, at), else_=1)))
    op.create_index("ix_fact_order", "fact", [*_OF_LEARNER, "sequence"])
    op.drop_index("ix_fact_learner_module", table_name="fact")
    op.create_index("ix_fact_learner_module", "fact", [*_OF_LEARNER, "module", "sequence"])


def downgrade() -> None:
    op.drop_index("ix_fact_learner_module", table_name="fact")
    op.create_index("ix_fact_learner_module", "fact", [*_OF_LEARNER, "module"])
    op.drop_index("ix_fact_order", table_name="fact")
    for name in reversed(_ORDERED):
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.drop_column("sequence")
