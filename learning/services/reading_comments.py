"""Comments that trainers keep to use again. They are the site's, and speak of nobody."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.errors import Invalid, NotFound
from learning.services.work import Work
from learning.storage.activity import reusable_comment

LONGEST = 500
_MOST = 30
_ALL = (
    sa.select(reusable_comment.c.id, reusable_comment.c.text)
    .where(reusable_comment.c.site_id == sa.bindparam("site"))
    .order_by(reusable_comment.c.made_at, reusable_comment.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReusableComment:
    """One comment to use again."""

    id: UUID
    text: str


def list_comments(work: Work) -> tuple[ReusableComment, ...]:
    """Return the comments in the order in which they were kept."""
    rows = work.connection.execute(_ALL, {"site": work.site})
    return tuple(ReusableComment(id=row.id, text=row.text) for row in rows)


def add_comment(work: Work, text: str) -> None:
    """Keep a comment; one that is already there stays as it is.

    Raises:
        Invalid: nothing was written, it is too long, or there are too many.

    """
    text = text.strip()
    if not text:
        raise Invalid("Écrivez le commentaire à garder.", field="texte")
    if len(text) > LONGEST:
        raise Invalid("Écrivez %(most)s caractères au plus.", field="texte", most=LONGEST)
    known = list_comments(work)
    if any(one.text == text for one in known):
        return
    if len(known) >= _MOST:
        raise Invalid(
            "Il y a déjà %(most)s commentaires. Retirez-en un avant d’en ajouter.",
            field="texte",
            most=_MOST,
        )
    work.connection.execute(
        sa.insert(reusable_comment),
        {"site_id": work.site, "id": uuid4(), "text": text, "made_at": work.instant},
    )


def retire_comment(work: Work, comment: UUID) -> None:
    """Take a comment out of the list; readings that used it keep their words.

    Raises:
        NotFound: no such comment.

    """
    gone = work.connection.execute(
        sa.delete(reusable_comment).where(
            reusable_comment.c.site_id == work.site, reusable_comment.c.id == comment
        )
    )
    if gone.rowcount == 0:
        raise NotFound("Ce commentaire n’est plus dans la liste.")
