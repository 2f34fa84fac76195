"""« Se former et essayer »: the team's own path, and the learners' modules as a learner sees them.

What somebody of the team answers stays theirs: no figure about learners counts it.
"""

from dataclasses import dataclass

from learning.domain.course import Module, Path
from learning.services.activity import facts_of
from learning.services.learn import ModuleStanding, Resume, path_modules, resume_of, standings_of
from learning.services.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPath:
    """A path of the team, and where the person is in it."""

    path: Path
    standings: tuple[ModuleStanding, ...]
    resume: Resume | None

    @property
    def is_done(self) -> bool:
        """Every module of the path is passed."""
        return bool(self.standings) and all(one.progress.passed for one in self.standings)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPage:
    """What the person may follow for themselves, then what they may try."""

    own: tuple[OwnPath, ...]
    tried: tuple[tuple[Path, tuple[Module, ...]], ...]
    others: tuple[Module, ...]  # modules of learners that no path names


def show(work: Work) -> TrainingPage:
    """Build the page from the person's own facts."""
    facts = facts_of(work, work.me.id)
    own = []
    for path in work.catalogue.staff_paths:
        modules = path_modules(work, path)
        standings = standings_of(modules, facts)
        own.append(OwnPath(path=path, standings=standings, resume=resume_of(modules, standings)))
    tried = tuple((path, path_modules(work, path)) for path in work.catalogue.learner_paths)
    named = {module.slug for _, modules in tried for module in modules}
    return TrainingPage(
        own=tuple(own),
        tried=tried,
        others=tuple(one for one in work.catalogue.learner_modules if one.slug not in named),
    )
