"""How a person reads: text size, spacing, colours and depth, kept with the account."""

from collections.abc import Mapping

import sqlalchemy as sa

from learning.domain.errors import Invalid
from learning.services.work import Work
from learning.storage.people import account

ALLOWED: dict[str, tuple[str, ...]] = {
    "text_size": ("normal", "grand", "tres-grand"),
    "spacing": ("normal", "large"),
    "theme": ("clair", "sombre", "contraste"),
    "depth": ("complet", "essentiel"),
}


def set_display(work: Work, chosen: Mapping[str, str]) -> None:
    """Keep the settings given; those absent stay as they are.

    Raises:
        Invalid: a value that the page does not offer.

    """
    values = {name: chosen[name] for name in ALLOWED if name in chosen}
    for name, value in values.items():
        if value not in ALLOWED[name]:
            raise Invalid("Ce choix n’existe pas. Choisissez dans la liste.", field=name)
    if values:
        _update(work, values)


def finish_first_steps(work: Work) -> None:
    """Note that the four first screens were seen or skipped."""
    _update(work, {"first_steps_at": work.instant})


def _update(work: Work, values: Mapping[str, object]) -> None:
    work.connection.execute(
        sa.update(account)
        .where(account.c.site_id == work.site, account.c.id == work.me.id)
        .values(**values)
    )
