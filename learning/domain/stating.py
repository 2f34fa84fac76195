"""From facts to what may be stated of a learner: success, assiduity, the summary of a path.

Only what was done and acquired is ever read here: no failed try, no reason, no place.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from learning.domain.attestation import (
    Acquired,
    Hours,
    Kind,
    Mark,
    Part,
    Statement,
)
from learning.domain.course import Module, Path
from learning.domain.facts import AnswerGiven, Fact, LessonDone, SessionHeld, SupportGiven
from learning.domain.order import order_of, place_of
from learning.domain.progress import Progress, measure
from learning.domain.review import paris_day

# Words that would tell where somebody learnt: no title and no ability says them.
_TELLING = re.compile(
    r"\b(?:prisons?|prisonni\w*|penitentiaires?|detenu\w*|detentions?|incarcer\w*|ecrous?"
    r"|surveillant\w*|cpip|spip|peines?|condamn\w*|liberations?|reinsertion|probation"
    r"|ministeres?|casier|delits?|infractions?|justice|maisons? d.arret|semi.liberte)\b"
)


def tells_where(text: str) -> bool:
    """Tell whether a text would show that somebody learnt in prison."""
    folded = unicodedata.normalize("NFD", text.casefold())
    return _TELLING.search("".join(c for c in folded if not unicodedata.combining(c))) is not None


def state_success(
    name: str, modules: Sequence[Module], facts: Sequence[Fact], path: Path | None = None
) -> Statement | None:
    """State that a path, or else one module, was passed; None when it was not."""
    known = {module.slug: measure(module, facts) for module in modules}
    if not modules or not all(progress.passed for progress in known.values()):
        return None
    parts = tuple(_part(module, known[module.slug]) for module in modules)
    return Statement(
        kind=Kind.SUCCESS,
        name=name,
        subject=f"parcours/{path.slug}" if path else f"module/{modules[0].slug}",
        title=path.title if path else modules[0].title,
        parts=parts,
        # Hours grow every day: an attestation of one module states that module alone.
        hours=hours_of(facts) if path else Hours(),
        pass_marks=_pass_marks(modules),
    )


def state_assiduity(name: str, facts: Sequence[Fact]) -> Statement | None:
    """State the hours, None when there are none."""
    hours = hours_of(facts)
    if not hours.minutes and not hours.support:
        return None
    return Statement(kind=Kind.ASSIDUITY, name=name, hours=hours)


def state_summary(
    name: str, path: Path, modules: Sequence[Module], facts: Sequence[Fact]
) -> Statement | None:
    """Sum up a path: lessons finished, tests passed, objectives acquired; None before any."""
    summed = [_summed_up(module, measure(module, facts), facts) for module in modules]
    parts = tuple(part for part in summed if part.lessons or part.mark or part.acquired)
    if not parts:
        return None
    return Statement(
        kind=Kind.SUMMARY,
        name=name,
        subject=f"parcours/{path.slug}",
        title=path.title,
        parts=parts,
        hours=hours_of(facts),
        pass_marks=_pass_marks(modules),
    )


def hours_of(facts: Iterable[Fact]) -> Hours:
    """Sum presence and, apart, human support, with the first and the last day."""
    seconds = support = 0
    days: list[date] = []
    for fact in {fact.id: fact for fact in facts}.values():
        if isinstance(fact, SessionHeld):
            seconds += fact.seconds
        elif isinstance(fact, SupportGiven):
            support += fact.minutes
        else:
            continue
        days.append(paris_day(fact.at))
    return Hours(
        minutes=seconds // 60,
        support=support,
        since=min(days, default=None),
        until=max(days, default=None),
    )


def before(facts: Iterable[Fact], one: Fact) -> list[Fact]:
    """Return what was done before a fact."""
    return [fact for fact in facts if place_of(fact) < place_of(one)]


def until(facts: Iterable[Fact], one: Fact) -> list[Fact]:
    """Return what was known once a fact was."""
    return [fact for fact in facts if place_of(fact) <= place_of(one)]


def telling_titles(statement: Statement) -> tuple[str, ...]:
    """Return the titles that would tell where somebody learnt: nothing is issued with them."""
    titles = (statement.title, *(part.title for part in statement.parts))
    return tuple(dict.fromkeys(title for title in titles if tells_where(title)))


def _pass_marks(modules: Iterable[Module]) -> tuple[int, ...]:
    return tuple(sorted({round(module.pass_mark * 100) for module in modules}))


def _part(module: Module, known: Progress) -> Part:
    best = known.best if known.passed else None
    if best is None:
        return Part(title=module.title)
    return Part(
        title=module.title,
        abilities=tuple(_sentences(module).values()),
        mark=Mark(points=best.points, out_of=best.out_of, day=paris_day(best.at)),
    )


def _sentences(module: Module) -> dict[str, str]:
    return {one.slug: one.sentence for one in module.objectives if not tells_where(one.sentence)}


def _summed_up(module: Module, known: Progress, facts: Sequence[Fact]) -> Part:
    """Return a module with its lessons finished and its objectives acquired."""
    finished = {
        fact.lesson
        for fact in facts
        if isinstance(fact, LessonDone) and fact.module == module.slug
    }
    return replace(
        _part(module, known),
        lessons=len(finished.intersection(lesson.slug for lesson in module.lessons)),
        acquired=_acquired(module, known, facts, _sentences(module)),
    )


def _acquired(
    module: Module, known: Progress, facts: Sequence[Fact], sentences: Mapping[str, str]
) -> tuple[Acquired, ...]:
    """Return the objectives acquired, each with its points on the day it was."""
    found = []
    for one in known.objectives:
        if one.acquired_by is None or one.slug not in sentences:
            continue
        sent = _sent_last_with(one.acquired_by, facts)
        then = measure(module, until(facts, sent)).objective(one.slug)
        if then is not None:
            found.append(
                Acquired(
                    sentence=sentences[one.slug],
                    points=then.points,
                    out_of=then.out_of,
                    day=paris_day(one.acquired_by.at),
                )
            )
    return tuple(found)


def _sent_last_with(answer: AnswerGiven, facts: Iterable[Fact]) -> AnswerGiven:
    """Return the last answer of the test that an answer is of: a test is sent whole."""
    if answer.attempt is None:
        return answer
    sent = [fact for fact in facts if isinstance(fact, AnswerGiven)]
    return max((fact for fact in sent if fact.attempt == answer.attempt), key=order_of)
