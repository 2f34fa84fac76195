"""The releases in memory: built once from the database's files and rendered HTML, then shared.

A release never changes, so nothing here is ever out of date.
"""

import threading
from collections.abc import Mapping

import sqlalchemy as sa

from learning.content import library as content_library
from learning.domain.course import Catalogue
from learning.domain.errors import NotFound
from learning.services.kept import Kept
from learning.services.question_shapes import QuestionView
from learning.storage.publishing import content_file, release, rendered

_KEPT = 4


class Library:
    """Catalogues by release; a missing one is read through the connection given."""

    def __init__(self) -> None:
        self.views: Kept[QuestionView] = Kept()
        self._catalogues: dict[str, Catalogue] = {}
        self._lock = threading.Lock()

    def catalogue(self, connection: sa.Connection, release_id: str) -> Catalogue:
        """Return a release whole.

        Raises:
            NotFound: no such release.

        """
        found = self._catalogues.get(release_id)
        if found is not None:
            return found
        with self._lock:
            if release_id not in self._catalogues:
                while len(self._catalogues) >= _KEPT:
                    self._catalogues.pop(next(iter(self._catalogues)))
                self._catalogues[release_id] = _read(connection, release_id)
            return self._catalogues[release_id]


def read_files(connection: sa.Connection, release_id: str) -> dict[str, bytes]:
    """Return the files of a release, by path."""
    row = connection.execute(sa.select(release.c.files).where(release.c.id == release_id)).first()
    if row is None:
        raise NotFound("Cette publication n’existe pas.")
    paths: Mapping[str, str] = row.files
    query = sa.select(content_file).where(content_file.c.digest.in_(set(paths.values())))
    bodies = {found.digest: found.body for found in connection.execute(query)}
    return {path: bodies[digest] for path, digest in paths.items()}


def read_rendered(
    connection: sa.Connection, files: Mapping[str, bytes]
) -> dict[str, dict[str, str]]:
    """Return the rendered HTML kept for those files, by part; absent if not yet rendered."""
    kept: dict[str, dict[str, str]] = {}
    for part, key in content_library.render_keys(files).items():
        query = sa.select(rendered.c.html).where(
            rendered.c.part_digest == key.part_digest, rendered.c.renderer == key.renderer
        )
        html = connection.execute(query).scalar()
        if html is not None:
            kept[part] = html
    return kept


def _read(connection: sa.Connection, release_id: str) -> Catalogue:
    files = read_files(connection, release_id)
    row = connection.execute(
        sa.select(release.c.choices, release.c.made_at).where(release.c.id == release_id)
    ).one()
    return content_library.build(
        files,
        read_rendered(connection, files),
        choice_ids={question: tuple(ids) for question, ids in row.choices.items()},
        release=release_id,
        on=row.made_at.date(),
    )
