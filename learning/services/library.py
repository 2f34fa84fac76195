"""The releases in memory: built once from the database's files and rendered HTML, then shared.

A release never changes, so nothing here is ever out of date. A module that two releases have
alike is built once, and a server that watches goes on with the former release until the new
one is whole in memory: the first page after a publication waits for nothing.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from learning.content import library as content_library
from learning.content.rates_file import FILE
from learning.content.rates_table import rate_table
from learning.content.source import ROOT_FILES
from learning.domain.course import Catalogue, Module
from learning.domain.errors import NotFound
from learning.domain.finance.rates import RateTable
from learning.services.kept import Kept
from learning.services.question_shapes import QuestionView
from learning.storage.publishing import content_file, release, rendered

_KEPT = 6
LATE_SECONDS = 1.5  # a new release is served at most so late, built or not


@dataclass(frozen=True, slots=True)
class _Shelved:
    """A release with the name of all that each of its modules is built from."""

    catalogue: Catalogue
    prints: Mapping[str, str]


class Library:
    """Catalogues by release; a missing one is read through the connection given."""

    def __init__(self) -> None:
        self.views: Kept[QuestionView] = Kept()
        self.prepared: Kept[object] = Kept(4)  # what a preview made, for the publication after it
        self.watched = threading.Event()  # set while somebody builds new releases in advance
        self.wanted = threading.Event()  # a request met a release that is not built yet
        self._modules: Kept[Module] = Kept(40)  # of older releases
        self._rates: Kept[RateTable] = Kept(4)
        self._shelf: OrderedDict[str, _Shelved] = OrderedDict()
        self._served: str | None = None
        self._first_met: tuple[str, float] = ("", 0.0)
        self._lock = threading.Lock()

    def catalogue(self, connection: sa.Connection, release_id: str) -> Catalogue:
        """Return a release whole.

        Raises:
            NotFound: no such release.

        """
        found = self._shelf.get(release_id)
        if found is not None:
            return found.catalogue
        with self._lock:
            found = self._shelf.get(release_id)
            if found is None:
                found = self._shelve(release_id, self._read(connection, release_id))
            return found.catalogue

    def module(self, connection: sa.Connection, release_id: str, slug: str) -> Module | None:
        """Return one module of a release, read alone when that release is not in memory.

        Raises:
            NotFound: no such release.

        """
        shelved = self._shelf.get(release_id)
        if shelved is not None:
            return shelved.catalogue.module(slug)
        row = _release(connection, release_id)
        files = _module_alone(connection, row.files, slug)
        choices, on = _choices(row), row.made_at.date()
        name = content_library.module_prints(files, choices, on=on).get(slug, "")
        ready = self.ready(files, choices, on=on).get(slug) or self._modules.get(name)
        if ready is not None or not name:
            return ready
        rendered_now = read_rendered(connection, files, only={slug})
        built = content_library.build(files, rendered_now, choice_ids=choices, on=on).module(slug)
        return self._modules.put(name, built) if built else None

    def knows(self, connection: sa.Connection, release_id: str) -> bool:
        """Tell whether this site has a release: one that a dossier names may be another's."""
        if release_id in self._shelf:
            return True
        query = sa.select(release.c.id).where(release.c.id == release_id)
        return connection.execute(query).first() is not None

    def rates(self, connection: sa.Connection, release_id: str) -> RateTable:
        """Return the figures of law of a release, read once.

        Raises:
            NotFound: no such release.

        """
        found = self._rates.get(release_id)
        if found is None:
            paths = {p: d for p, d in _release(connection, release_id).files.items() if p == FILE}
            body = read_bodies(connection, paths).get(FILE, b"")
            found = self._rates.put(release_id, rate_table(body.decode()))
        return found

    def serving(self, release_id: str | None) -> str | None:
        """Return the release to serve when the site's is ``release_id``.

        It is the former one while the new one is being built in the background.
        """
        if release_id is None or release_id in self._shelf or not self.watched.is_set():
            self._served = release_id
            return release_id
        now = time.monotonic()
        if self._first_met[0] != release_id:
            self._first_met = (release_id, now)
            self.wanted.set()
        served = self._served
        if served in self._shelf and now - self._first_met[1] < LATE_SECONDS:
            return served
        return release_id

    def offer(self, catalogue: Catalogue, prints: Mapping[str, str]) -> None:
        """Take in a release that was just published from here: nothing is built again."""
        with self._lock:
            if catalogue.release not in self._shelf:
                self._shelve(catalogue.release, _Shelved(catalogue, prints))

    def _shelve(self, release_id: str, shelved: _Shelved) -> _Shelved:
        while len(self._shelf) >= _KEPT:
            oldest = next(one for one in self._shelf if one != self._served)
            del self._shelf[oldest]
        self._shelf[release_id] = shelved
        return shelved

    def _read(self, connection: sa.Connection, release_id: str) -> _Shelved:
        row = _release(connection, release_id)
        choices, on = _choices(row), row.made_at.date()
        files = read_bodies(connection, row.files)
        prints = content_library.module_prints(files, choices, on=on)
        ready = self.ready(files, choices, on=on)
        wanted = content_library.render_keys(files).keys() - ready.keys()
        catalogue = content_library.build(
            files,
            read_rendered(connection, files, only=wanted),
            choice_ids=choices,
            release=release_id,
            on=on,
            ready=ready,
        )
        return _Shelved(catalogue, prints)

    def ready(
        self, files: Mapping[str, bytes], choices: Mapping[str, tuple[str, ...]], *, on: date
    ) -> dict[str, Module]:
        """Return the modules that a release in memory has built from the very same."""
        prints = content_library.module_prints(files, choices, on=on)
        return {
            slug: module
            for shelved in tuple(self._shelf.values())
            for slug, name in prints.items()
            if shelved.prints.get(slug) == name
            and (module := shelved.catalogue.module(slug)) is not None
        }


def read_files(connection: sa.Connection, release_id: str) -> dict[str, bytes]:
    """Return the files of a release, by path."""
    return read_bodies(connection, _release(connection, release_id).files)


def _release(connection: sa.Connection, release_id: str) -> sa.Row[Any]:
    row = connection.execute(sa.select(release).where(release.c.id == release_id)).first()
    if row is None:
        raise NotFound("Cette publication n’existe pas.")
    return row


def _choices(row: sa.Row[Any]) -> dict[str, tuple[str, ...]]:
    return {question: tuple(ids) for question, ids in row.choices.items()}


def read_bodies(connection: sa.Connection, paths: Mapping[str, str]) -> dict[str, bytes]:
    """Return the bodies of files given by path and digest."""
    query = sa.select(content_file).where(content_file.c.digest.in_(set(paths.values())))
    bodies = {found.digest: found.body for found in connection.execute(query)}
    return {path: bodies[digest] for path, digest in paths.items()}


def _module_alone(
    connection: sa.Connection, paths: Mapping[str, str], slug: str
) -> dict[str, bytes]:
    """Return the files of one module, with the figures and the terms that it is read with."""
    return read_bodies(
        connection,
        {p: d for p, d in paths.items() if p in ROOT_FILES or p.startswith(f"{slug}/")},
    )


def read_rendered(
    connection: sa.Connection, files: Mapping[str, bytes], *, only: Collection[str] | None = None
) -> dict[str, dict[str, str]]:
    """Return the rendered HTML kept for those files, by part; absent if not yet rendered."""
    kept: dict[str, dict[str, str]] = {}
    for part, key in content_library.render_keys(files).items():
        if only is not None and part not in only:
            continue
        query = sa.select(rendered.c.html).where(
            rendered.c.part_digest == key.part_digest, rendered.c.renderer == key.renderer
        )
        html = connection.execute(query).scalar()
        if html is not None:
            kept[part] = html
    return kept
