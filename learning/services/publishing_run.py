"""A publication in the background: one at a time for a site, in a thread of this process.

It writes a beat in short units of its own; the release itself is made in one transaction, so
that a run cut short at any instant leaves what was published as it was.
"""

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.content.library import module_prints
from learning.domain.access import Actor
from learning.domain.errors import Conflict, LearningError, NotFound
from learning.services.publish import CHECKING, RECORDING, Prepared, publish
from learning.services.publishing import (
    Selection,
    prepare_selection,
    refuse_without_opinions,
    select_former,
    select_parts,
)
from learning.services.remark import plan_remarks
from learning.services.work import Program, Work, with_release
from learning.storage.people import site
from learning.storage.publishing import publishing_run

UNDER_WAY, PUBLISHED, REFUSED, CUT = "en-cours", "publie", "refuse", "interrompu"
SILENCE = timedelta(seconds=30)  # a run that says nothing for so long was cut short
_BEAT_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What was looked at and chosen before the run: it publishes this, or nothing."""

    parts: tuple[str, ...]
    digest: str  # of the files that the preview showed
    downwards: bool = False
    back_to: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run as its page shows it."""

    id: UUID
    state: str
    step: str
    done: int
    total: int
    message: str
    started_at: datetime
    seconds_left: int | None


def start_run(work: Work, chosen: Chosen) -> UUID:
    """Note that a publication begins; the thread is started once this is committed.

    Raises:
        Conflict: another publication is under way on this site.

    """
    held = sa.select(site.c.id).where(site.c.id == work.site).with_for_update()
    work.connection.execute(held).first()
    fresh = work.instant - SILENCE
    query = sa.select(publishing_run.c.id).where(
        publishing_run.c.site_id == work.site,
        publishing_run.c.state == UNDER_WAY,
        publishing_run.c.beat_at > fresh,
    )
    if work.connection.execute(query).first() is not None:
        raise Conflict(
            "Une publication est déjà en cours sur ce site. Attendez qu’elle finisse, puis "
            "regardez à nouveau ce qui change."
        )
    name = uuid4()
    work.connection.execute(
        sa.insert(publishing_run),
        {
            "site_id": work.site,
            "id": name,
            "by": work.actor.id if work.actor else None,
            "started_at": work.instant,
            "beat_at": work.instant,
            "step": CHECKING,
            "done": 0,
            "total": 0,
            "state": UNDER_WAY,
            "message": "",
            "options": {
                "parts": list(chosen.parts),
                "digest": chosen.digest,
                "downwards": chosen.downwards,
                "back_to": str(chosen.back_to) if chosen.back_to else "",
            },
        },
    )
    return name


def start_thread(program: Program, run: UUID, actor: Actor, *, on: date) -> threading.Thread:
    """Run a publication that was noted, in a thread of this process."""
    thread = threading.Thread(
        target=run_publication, args=(program, run, actor), kwargs={"on": on}, name="publication"
    )
    thread.daemon = True
    thread.start()
    return thread


def run_publication(program: Program, run: UUID, actor: Actor, *, on: date) -> None:
    """Publish what was chosen; whatever happens, the run says how it ended."""
    beat = _Beat(program, run)
    try:
        chosen = _chosen(program, run)
        _publish(program, chosen, actor, beat, on=on)
    except LearningError as error:
        beat.end(REFUSED, error.sentence())
    except Exception:
        logging.getLogger(__name__).exception("a publication failed")
        beat.end(REFUSED, _UNEXPECTED)
        raise


_UNEXPECTED = (
    "Un incident a arrêté la publication. Rien n’est publié, et vos textes sont gardés. "
    "Prévenez l’administrateur s’il se répète."
)


def find_run(work: Work, run: UUID) -> Run:
    """Return a run; one that no longer beats was cut short.

    Raises:
        NotFound: no such run on this site.

    """
    row = work.connection.execute(
        sa.select(publishing_run).where(
            publishing_run.c.site_id == work.site, publishing_run.c.id == run
        )
    ).first()
    if row is None:
        raise NotFound("Cette publication n’existe pas. Revenez aux versions.")
    state = row.state
    if state == UNDER_WAY and work.instant - row.beat_at > SILENCE:
        state = CUT
    return Run(
        id=row.id,
        state=state,
        step=row.step,
        done=row.done,
        total=row.total,
        message=row.message,
        started_at=row.started_at,
        seconds_left=_seconds_left(row),
    )


def _seconds_left(row: sa.Row[Any]) -> int | None:
    """Reckon the time left of the step under way, None while nothing tells."""
    if not 0 < row.done <= row.total:
        return None
    spent = (row.beat_at - row.started_at).total_seconds()
    return max(0, round(float(spent / row.done * (row.total - row.done))))


def _publish(program: Program, chosen: Chosen, actor: Actor, beat: "_Beat", *, on: date) -> None:
    with program.reading() as work:
        work.actor = actor
        with_release(work)
        selection = _select(work, chosen)
    if selection.digest != chosen.digest:
        raise Conflict(
            "Les textes ont changé depuis que vous avez regardé ce qui change. Rien n’est "
            "publié : regardez à nouveau, puis publiez."
        )
    refuse_without_opinions(selection, required=program.settings.avis_exiges)
    prepared = prepare_selection(program, selection, on=on, told=beat.tell)
    if prepared.refused:
        raise Conflict(
            "Il reste des erreurs dans les textes. Rien n’est publié : corrigez-les, puis publiez."
        )
    with program.reading() as work:
        with_release(work)
        planned = plan_remarks(work, prepared.corrected, downwards=chosen.downwards)
    beat.tell(RECORDING, 0, 0)
    with program.writing() as work:
        work.actor = actor
        publish(
            work,
            prepared,
            downwards=chosen.downwards,
            planned=planned,
            details=details_of(selection),
        )
        beat.write(work, state=PUBLISHED)
    _offer(program, prepared, on=on)


def details_of(selection: Selection) -> Mapping[str, Any]:
    """Return what a publication keeps of how it was chosen."""
    return {
        "parts": list(selection.parts),
        "missing": [list(pair) for pair in selection.missing],
        "opinions": [list(one) for one in selection.given],
        "back_to": str(selection.back_to) if selection.back_to else "",
    }


def _select(work: Work, chosen: Chosen) -> Selection:
    if chosen.back_to is not None:
        return select_former(work, chosen.back_to)
    return select_parts(work, chosen.parts)


def _chosen(program: Program, run: UUID) -> Chosen:
    with program.reading() as work:
        row = work.connection.execute(
            sa.select(publishing_run.c.options).where(
                publishing_run.c.site_id == work.site, publishing_run.c.id == run
            )
        ).one()
    options = row.options
    return Chosen(
        parts=tuple(options["parts"]),
        digest=options["digest"],
        downwards=options["downwards"],
        back_to=UUID(options["back_to"]) if options["back_to"] else None,
    )


def _offer(program: Program, prepared: Prepared, *, on: date) -> None:
    """Give this process the release that it has just made; the others look for it."""
    if prepared.catalogue is not None:
        prints = module_prints(prepared.files, prepared.choices, on=on)
        program.library.offer(prepared.catalogue, prints)


class _Beat:
    """Says where a run is, at most twice a second, each time in a short unit of its own."""

    def __init__(self, program: Program, run: UUID) -> None:
        self._program = program
        self._run = run
        self._said = ("", 0.0)

    def tell(self, step: str, done: int, total: int) -> None:
        """Say the step, and how much of it is done."""
        now = time.monotonic()
        if step == self._said[0] and now - self._said[1] < _BEAT_SECONDS:
            return
        self._said = (step, now)
        with self._program.writing() as work:
            self.write(work, step=step, done=done, total=total)

    def end(self, state: str, message: str) -> None:
        """Say how it ended without publishing."""
        with self._program.writing() as work:
            self.write(work, state=state, message=message)

    def write(self, work: Work, **values: object) -> None:
        """Write in this unit: the end of a publication is said by the very one that made it."""
        work.connection.execute(
            sa.update(publishing_run)
            .where(publishing_run.c.site_id == work.site, publishing_run.c.id == self._run)
            .values(beat_at=work.instant, **values)
        )
