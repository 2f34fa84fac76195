"""The two opinions asked before publishing a module, on its content as it is being written.

They come from somebody else than who wrote it last, and hold for that very content.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.content.source import digest_of, module_files, module_slugs
from learning.domain.errors import Invalid, NotFound, Refused
from learning.services import audit
from learning.services.activity import drafts_of, drop_draft, keep_draft
from learning.services.differences import Difference, find_differences, part_of, title_of
from learning.services.manuscripts import Manuscript, changed, files_now, published_files
from learning.services.work import Work
from learning.storage.publishing import opinion

ACTIVITY, DETENTION = "activite", "detention"
KINDS = (ACTIVITY, DETENTION)
LONGEST = 500

_OF_SITE = (
    sa.select(opinion)
    .where(opinion.c.site_id == sa.bindparam("site"))
    .order_by(opinion.c.at, opinion.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One opinion: by which function, when, and whether it is on the content of now."""

    kind: str
    favourable: bool
    comment: str
    by: UUID
    by_role: str
    at: datetime
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleOpinions:
    """A module that is being written: what changed in it, and the latest opinion of each kind."""

    slug: str
    title: str
    digest: str
    changed: tuple[Manuscript, ...]
    opinions: tuple[Opinion, ...]  # every one given, in the order of time

    @property
    def given(self) -> dict[str, Opinion]:
        """The latest opinion of each kind, on this content or an older one."""
        return {one.kind: one for one in self.opinions}

    @property
    def missing(self) -> tuple[str, ...]:
        """The kinds of opinion that nobody gave on the content of now."""
        return tuple(
            kind for kind in KINDS if (found := self.given.get(kind)) is None or not found.current
        )

    @property
    def last_writer(self) -> UUID | None:
        """Who wrote in this module last."""
        last = max(self.changed, key=lambda one: one.saved_at, default=None)
        return last.saved_by if last else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionPage:
    """One module to give an opinion on."""

    module: ModuleOpinions
    differences: tuple[Difference, ...]
    history: tuple[Opinion, ...]
    may_give: bool  # not who wrote last
    typed: Mapping[str, str]  # what was kept of a form sent after the session had ended


def list_modules(work: Work) -> tuple[ModuleOpinions, ...]:
    """Return the modules being written, those that differ from what is published first."""
    files = files_now(work)
    found = modules_with_opinions(work, files)
    return tuple(sorted(found, key=lambda one: (not one.changed, one.title)))


def modules_with_opinions(work: Work, files: Mapping[str, bytes]) -> tuple[ModuleOpinions, ...]:
    """Return every module of these files with what was written in it and its opinions."""
    written = changed(work)
    opinions = _opinions(work)
    return tuple(
        _module(files, slug, written, opinions.get(slug, ())) for slug in module_slugs(files)
    )


def show_module(work: Work, slug: str) -> OpinionPage:
    """Return what is new in a module, and the opinions given on it.

    Raises:
        NotFound: no such module is being written.

    """
    files = files_now(work)
    if slug not in module_slugs(files):
        raise NotFound("Ce module n’existe pas. Revenez aux avis.")
    module = _module(files, slug, changed(work), _opinions(work).get(slug, ()))
    return OpinionPage(
        module=module,
        differences=find_differences(
            module_files(published_files(work), slug), module_files(files, slug)
        ),
        history=module.opinions[::-1],
        may_give=module.last_writer != work.me.id,
        typed={
            name: value
            for fields, _ in drafts_of(work, work.me.id, _draft_key(slug)).values()
            for name, value in fields
        },
    )


def keep_typed(work: Work, slug: str, fields: Mapping[str, str]) -> bool:
    """Keep what a form carried after the session had ended; tell whether there was anything."""
    kept = tuple((name, value[:LONGEST]) for name, value in fields.items() if value.strip())
    if kept:
        keep_draft(work, work.me.id, _draft_key(slug), kept)
    return bool(kept)


def _draft_key(slug: str) -> str:
    return f"avis:{slug}:"


def give_opinion(
    work: Work, slug: str, *, kind: str, favourable: bool | None, comment: str, digest: str
) -> None:
    """Keep an opinion on the content that was looked at.

    Raises:
        NotFound: no such module.
        Refused: the person wrote in this module last.
        Invalid: something is missing, or the content changed meanwhile.

    """
    module = show_module(work, slug).module
    if module.last_writer == work.me.id:
        raise Refused(
            "Vous avez écrit dans ce module en dernier. L’avis vient de quelqu’un d’autre : "
            "demandez à un collègue."
        )
    _judge_form(kind, favourable, comment)
    if digest != module.digest:
        raise Invalid(
            "Le module a changé pendant que vous le lisiez. Regardez ce qui est nouveau "
            "ci-dessous, puis donnez votre avis."
        )
    work.connection.execute(
        sa.insert(opinion),
        {
            "site_id": work.site,
            "id": uuid4(),
            "module": slug,
            "digest": digest,
            "kind": kind,
            "favourable": bool(favourable),
            "comment": comment.strip(),
            "by": work.me.id,
            "by_role": work.me.role.value,
            "at": work.instant,
        },
    )
    drop_draft(work, work.me.id, _draft_key(slug))
    audit.record(work, "avis.donne", subject=slug)


def _judge_form(kind: str, favourable: object, comment: str) -> None:
    if kind not in KINDS:
        raise Invalid("Choisissez sur quoi porte votre avis.", field="sujet")
    if favourable is None:
        raise Invalid("Choisissez : favorable, ou à revoir.", field="avis")
    if len(comment) > LONGEST:
        raise Invalid(
            "Votre commentaire dépasse %(most)s signes : raccourcissez-le.",
            field="commentaire",
            most=LONGEST,
        )
    if not favourable and not comment.strip():
        raise Invalid("Dites ce qui est à revoir, en une phrase.", field="commentaire")


def counted(module: ModuleOpinions, publisher: UUID | None) -> dict[str, Opinion]:
    """Return the opinions that count for who publishes: on this content, by somebody else."""
    return {one.kind: one for one in module.opinions if one.current and one.by != publisher}


def _opinions(work: Work) -> dict[str, tuple[sa.Row[tuple[object, ...]], ...]]:
    found: dict[str, tuple[sa.Row[tuple[object, ...]], ...]] = {}
    for row in work.connection.execute(_OF_SITE, {"site": work.site}):
        found[row.module] = (*found.get(row.module, ()), row)
    return found


def _module(
    files: Mapping[str, bytes],
    slug: str,
    written: tuple[Manuscript, ...],
    rows: tuple[sa.Row[tuple[object, ...]], ...],
) -> ModuleOpinions:
    digest = digest_of(module_files(files, slug))
    return ModuleOpinions(
        slug=slug,
        title=title_of(f"{slug}/module.md", files[f"{slug}/module.md"]),
        digest=digest,
        changed=tuple(one for one in written if part_of(one.path) == slug),
        opinions=tuple(_opinion(row, digest) for row in rows),
    )


def _opinion(row: sa.Row[tuple[object, ...]], digest: str) -> Opinion:
    return Opinion(
        kind=row.kind,
        favourable=row.favourable,
        comment=row.comment,
        by=row.by,
        by_role=row.by_role,
        at=row.at,
        current=row.digest == digest,
    )
