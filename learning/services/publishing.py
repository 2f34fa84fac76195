"""What a publication would do, before it does it: parts, findings, questions, texts and marks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from learning.content.check import Finding
from learning.content.library import release_id
from learning.content.pairing import Change
from learning.content.source import digest_of, module_slugs
from learning.domain.course import Catalogue
from learning.domain.errors import Invalid, NotFound, Refused
from learning.domain.question import Question
from learning.domain.remarking import QuestionPlan, RemarkPlan
from learning.domain.shown import without_markup
from learning.services.differences import Difference, find_differences, part_of, title_of
from learning.services.library import read_files
from learning.services.manuscripts import Manuscript, changed, files_now, published_files
from learning.services.opinions import (
    KINDS,
    ModuleOpinions,
    Opinion,
    counted,
    modules_with_opinions,
)
from learning.services.publish import Prepared, Told, prepare_release
from learning.services.remark import Planned, plan_remarks
from learning.services.work import Program, Work, with_release
from learning.storage.publishing import publication

DATED = "dated"  # nothing was written: the date of a figure has come
SITE = "_site"  # the référentiel, the glossary, the paths and the questionnaires


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What may be chosen: a module, or what is the site's.

    ``state`` is new, changed, removed, or dated.
    """

    name: str
    title: str
    state: str
    texts: int  # files written since the last publication
    last_at: datetime
    opinions: Mapping[str, Opinion]
    missing: tuple[str, ...]  # kinds of opinion that nobody else gave on this content
    overtaken: tuple[str, ...] = ()  # texts begun on a version that another has replaced since


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The files to publish, and what they were chosen from."""

    files: Mapping[str, bytes]
    former: Mapping[str, bytes]
    parts: tuple[str, ...]
    missing: tuple[tuple[str, str], ...] = ()  # title of the module, kind of opinion
    given: tuple[tuple[str, str, bool], ...] = ()  # module, kind, favourable
    overtaken: tuple[str, ...] = ()  # texts begun on a version that another has replaced since
    left: tuple[str, ...] = ()  # titles of the parts changed and not chosen, "" for the site's
    back_to: UUID | None = None

    @property
    def digest(self) -> str:
        """Name what would be published."""
        return digest_of(self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """One question that changes, with its words and what becomes of its answers."""

    change: Change
    module: str
    text: str
    plan: QuestionPlan | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What would happen: nothing is changed yet."""

    selection: Selection
    prepared: Prepared
    differences: tuple[Difference, ...]
    questions: tuple[QuestionLine, ...]
    planned: Planned
    first: bool  # nothing was published before

    @property
    def plan(self) -> RemarkPlan:
        """The marks that would move."""
        return self.planned.plan

    @property
    def refused(self) -> bool:
        """An ``erreur`` refuses the publication."""
        return self.prepared.refused

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is found in the parts chosen."""
        chosen = set(self.selection.parts)
        return tuple(
            one
            for one in self.prepared.findings
            if self.refused or (part_of(one.file) or SITE) in chosen
        )

    @property
    def empty(self) -> bool:
        """Nothing would change: not a text, not a figure whose date has come."""
        return not self.differences and self.prepared.id == self.prepared.former


def list_parts(work: Work) -> tuple[Part, ...]:
    """Return the parts that differ from what is published."""
    now, before = files_now(work), published_files(work)
    modules = {one.slug: one for one in modules_with_opinions(work, now)}
    written: dict[str, list[Manuscript]] = {}
    for one in changed(work):
        written.setdefault(part_of(one.path) or SITE, []).append(one)
    publisher = work.actor.id if work.actor else None
    parts = [
        _part(name, texts, now, before, modules.get(name), publisher)
        for name, texts in sorted(written.items())
    ]
    if SITE not in written and work.release and _has_new_figure(work, before):
        parts.insert(0, _dated(work))
    return tuple(parts)


def _has_new_figure(work: Work, files: Mapping[str, bytes]) -> bool:
    """Tell whether the files published show another figure since a date has come."""
    return release_id(files, on=work.instant.date()) != work.release


def _dated(work: Work) -> Part:
    return Part(
        name=SITE,
        title="",
        state=DATED,
        texts=0,
        last_at=work.instant,
        opinions={},
        missing=(),
    )


def select_parts(work: Work, parts: Collection[str]) -> Selection:
    """Take the chosen parts as they are being written, and the others as they are published.

    Raises:
        Invalid: nothing was chosen that has changed.

    """
    known = {part.name: part for part in list_parts(work)}
    chosen = [known[name] for name in dict.fromkeys(parts) if name in known]
    if not chosen:
        raise Invalid("Choisissez au moins une partie à publier.", field="partie")
    now, before = files_now(work), published_files(work)
    names = {part.name for part in chosen}
    files = {path: body for path, body in now.items() if (part_of(path) or SITE) in names}
    files |= {path: body for path, body in before.items() if (part_of(path) or SITE) not in names}
    return Selection(
        files=files,
        former=before,
        parts=tuple(part.name for part in chosen),
        missing=tuple((part.title, kind) for part in chosen for kind in part.missing),
        given=tuple(
            (part.name, kind, found.favourable)
            for part in chosen
            for kind, found in part.opinions.items()
        ),
        overtaken=tuple(title for part in chosen for title in part.overtaken),
        left=tuple(part.title for part in known.values() if part.name not in names),
    )


def former_release(work: Work, publication_id: UUID) -> str:
    """Return the release of an earlier publication.

    Raises:
        NotFound: no such publication on this site.

    """
    found: str | None = work.connection.execute(
        sa.select(publication.c.release_id).where(
            publication.c.site_id == work.site, publication.c.id == publication_id
        )
    ).scalar()
    if found is None:
        raise NotFound("Cette version n’existe pas. Revenez à la liste des versions.")
    return found


def select_former(work: Work, publication_id: UUID) -> Selection:
    """Take the very files of an earlier publication.

    Raises:
        NotFound: no such publication on this site.

    """
    former = former_release(work, publication_id)
    files, before = read_files(work.connection, former), published_files(work)
    parts = {part_of(one.path) or SITE for one in find_differences(before, files)}
    return Selection(
        files=files, former=before, parts=tuple(sorted(parts)), back_to=publication_id
    )


def refuse_without_opinions(selection: Selection, *, required: bool) -> None:
    """Refuse when the site requires both opinions and one is missing.

    Raises:
        Refused: an opinion is missing.

    """
    if required and selection.missing:
        titles = ", ".join(
            f"« {title} »" for title in dict.fromkeys(t for t, _ in selection.missing)
        )
        raise Refused(
            "Ce site demande les deux avis avant de publier. Il en manque pour %(titles)s. "
            "Rien n’est publié : demandez-les, puis publiez.",
            titles=titles,
        )


def prepare_selection(
    program: Program, selection: Selection, *, on: date, told: Told | None = None
) -> Prepared:
    """Prepare a release, or take what the preview of the very same has just prepared."""
    with program.reading() as work:
        former = with_release(work).release
    key = (selection.digest, former, on)
    kept = program.library.prepared.get(key)
    if isinstance(kept, Prepared):
        # What the preview rendered may have been kept by another publication meanwhile.
        return kept
    made = prepare_release(program, selection.files, on=on, told=told)
    program.library.prepared.put(key, made)
    return made


def foresee(program: Program, selection: Selection, *, on: date) -> Outlook:
    """Say what a publication would do, from the very plan that it would apply."""
    prepared = prepare_selection(program, selection, on=on)
    with program.reading() as work:
        with_release(work)
        planned = plan_remarks(work, prepared.corrected)
        current = work.catalogue if work.release else None
    return Outlook(
        selection=selection,
        prepared=prepared,
        differences=find_differences(selection.former, selection.files),
        questions=_question_lines(prepared, current, planned.plan),
        planned=planned,
        first=current is None,
    )


def with_downwards(outlook: Outlook, *, downwards: bool) -> Outlook:
    """Return the same outlook, lower marks taken or not."""
    plan = replace(outlook.plan, downwards=downwards)
    return replace(outlook, planned=replace(outlook.planned, plan=plan))


def _question_lines(
    prepared: Prepared, current: Catalogue | None, plan: RemarkPlan
) -> tuple[QuestionLine, ...]:
    plans = {one.question: one for one in plan.questions}
    lines = []
    for change in prepared.changes:
        slug = change.question.split("/", 1)[0]
        question, title = _find(prepared.catalogue, slug, change.question)
        if question is None:
            question, title = _find(current, slug, change.question)
        lines.append(
            QuestionLine(
                change=change,
                module=title or slug,
                text=words_of(question) if question else change.question,
                plan=plans.get(change.question),
            )
        )
    return tuple(lines)


def _find(catalogue: Catalogue | None, slug: str, question_id: str) -> tuple[Question | None, str]:
    module = catalogue.module(slug) if catalogue else None
    return (module.question(question_id), module.title) if module else (None, "")


def words_of(question: Question) -> str:
    """Return the last sentence of the prompt, which is the question itself."""
    texts = [without_markup(part) for part in question.prompt.split("</p>")]
    words = [" ".join(text.split()) for text in texts]
    return next((text for text in reversed(words) if text), question.name)


def _part(
    name: str,
    texts: list[Manuscript],
    now: Mapping[str, bytes],
    before: Mapping[str, bytes],
    module: ModuleOpinions | None,
    publisher: UUID | None,
) -> Part:
    state, title = "changed", ""
    if name != SITE:
        path = f"{name}/module.md"
        in_now, in_before = name in module_slugs(now), name in module_slugs(before)
        state = "removed" if not in_now else "changed" if in_before else "new"
        body = now.get(path) or before.get(path)
        title = title_of(path, body) if body else name
    opinions = counted(module, publisher) if module else {}
    return Part(
        name=name,
        title=title,
        state=state,
        texts=len(texts),
        last_at=max(one.saved_at for one in texts),
        opinions=opinions,
        missing=tuple(kind for kind in KINDS if kind not in opinions) if module else (),
        overtaken=tuple(
            title_of(one.path, now.get(one.path) or before.get(one.path, b""))
            for one in texts
            if one.overtaken
        ),
    )
