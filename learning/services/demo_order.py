"""The order of a demonstration: its past is told person by person, then by each of the team."""

import sqlalchemy as sa

from learning.services.work import Work
from learning.storage.activity import fact
from learning.storage.worksheets import worksheet_version


def order_by_date(work: Work) -> None:
    """Give everything the place of its date: nothing was told in the order of the days."""
    for table in (fact, worksheet_version):
        work.connection.execute(
            sa.update(table).where(table.c.site_id == work.site).values(sequence=table.c.at)
        )
