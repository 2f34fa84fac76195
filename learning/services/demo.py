"""A demonstration made through the program's own services, the instant moved day by day."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from learning.content.source import read_folder
from learning.domain.access import Actor, Role
from learning.domain.course import LessonKind
from learning.domain.errors import Refused
from learning.domain.facts import TestSubmitted
from learning.domain.progress import NextStep
from learning.domain.standing import FAILED_TRIES
from learning.paths import COURSES
from learning.services import learn, publish, review
from learning.services import test as tests
from learning.services.accounts import (
    Card,
    PreparedCard,
    add_account,
    add_group,
    find_account,
    prepare_card,
    renew_card,
)
from learning.services.answer import answer_question
from learning.services.demo_administration import tell_administration
from learning.services.demo_answers import fill_form
from learning.services.demo_attestations import tell_attestations
from learning.services.demo_evaluation import tell_evaluation
from learning.services.demo_follow_up import Told, tell_follow_up
from learning.services.demo_order import order_by_date
from learning.services.demo_projects import tell_projects
from learning.services.demo_room import tell_room
from learning.services.display import finish_first_steps, set_display
from learning.services.question_view import question_seed
from learning.services.sessions import close_sessions, find_session, open_session, touch_session
from learning.services.work import Program, Work, with_release
from learning.storage.people import account, group

GROUP_SIZE = 30
_FULL_STORIES = 60  # learners told whole; beyond, short stories keep 3 000 under two minutes
_SHORT_MOVES = 4
_BATCH = 25
_SHOWN_LEARNERS = 4
_STAFF = (
    (Role.TRAINER, "Claire Fontaine"),
    (Role.COUNSELLOR, "Karim Benali"),
    (Role.SUPERVISOR, "Poste de la salle 1"),
    (Role.ADMINISTRATOR, "Administration du site"),
    (Role.EVALUATOR, "Évaluation du programme"),
)
_FIRST = [
    "Yanis",
    "Moussa",
    "Sandra",
    "Kevin",
    "Nadia",
    "Ibrahim",
    "Lucas",
    "Fatou",
    "Thomas",
    "Mehdi",
    "Julie",
    "Omar",
    "Pierre",
    "Samira",
    "Hugo",
    "Aïcha",
    "Bruno",
    "Leïla",
    "Marc",
    "Sofiane",
    "Élodie",
    "Rachid",
    "Noé",
    "Inès",
    "Jean-Baptiste",
]
_LAST = [
    "Martin",
    "Diallo",
    "Bernard",
    "Petit",
    "Benali",
    "Robert",
    "Traoré",
    "Durand",
    "Moreau",
    "Kaya",
    "Simon",
    "Laurent",
    "Cissé",
    "Garcia",
    "Roux",
    "Mercier",
    "Ngo",
    "Blanc",
    "Guérin",
    "Faure",
]
_LONG = "Marie-Antoinette de La Rochefoucauld-Montmorency Vandenbroucke"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """How a learner behaves: moves made, chance of being right, days since the last session.

    ``stops``: after three failed tests, until somebody helps.
    """

    moves: int
    right: float
    silent_days: int = 0
    leaves: bool = False
    stops: bool = False


STORIES = (
    Story(moves=0, right=0.8),
    Story(moves=6, right=0.7),
    Story(moves=40, right=0.75, silent_days=2),
    Story(moves=90, right=0.85, silent_days=1),
    Story(moves=170, right=0.9),
    Story(moves=260, right=0.98),
    Story(moves=130, right=0.25, silent_days=3, stops=True),
    Story(moves=20, right=0.6, silent_days=35),
    Story(moves=30, right=0.7, silent_days=20, leaves=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An account that the command shows, with its phrase."""

    role: Role
    card: Card


def make_demo(
    program: Program, *, learners: int, days: int, progress: Callable[[int, int], None]
) -> list[Shown]:
    """Fill a demonstration and return the accounts to show, a new learner first.

    Raises:
        Refused: the site is in use: it has a learner whom no demonstration made.

    """
    _refuse_site_in_use(program)
    _publish_if_needed(program)
    shown_count = min(_SHOWN_LEARNERS, learners)
    cards = [prepare_card(program.keys.pepper) for _ in range(len(_STAFF) + shown_count)]
    nobody = PreparedCard(words=(), hashed="")
    with program.writing() as work:
        groups = _groups(work, learners)
        staff = [_add_staff(work, role, name, cards.pop(), groups) for role, name in _STAFF]
    shown: list[Shown] = []
    made: list[UUID] = []
    for start in range(0, learners, _BATCH):
        with program.writing() as work:
            with_release(work)
            for number in range(start, min(start + _BATCH, learners)):
                prepared = cards.pop() if number < shown_count else nobody
                group_id = groups[number // GROUP_SIZE]
                card = _add_learner(work, number, prepared, group_id, days)
                made.append(find_account(work, card.identifier))
                if number < shown_count:
                    shown.append(Shown(role=Role.LEARNER, card=card))
        progress(min(start + _BATCH, learners), learners)
    with program.writing() as work:
        told = Told(
            groups=groups,
            counsellor=_identity(work, staff, Role.COUNSELLOR),
            learners=made,
            keys=program.keys,
        )
        tell_follow_up(with_release(work), told, days=days)
        tell_evaluation(work, made)
        tell_attestations(work, told, program.keys.signer)
        tell_projects(work, told, trainer=_identity(work, staff, Role.TRAINER), days=days)
        paths = work.catalogue.learner_paths
        tell_administration(work, paths[0].slug if paths else "")
        tell_room(work, _identity(work, staff, Role.SUPERVISOR), made[shown_count:])
        order_by_date(work)
    return [*shown, *staff]


def _identity(work: Work, staff: list[Shown], role: Role) -> UUID:
    card = next(one.card for one in staff if one.role is role)
    return find_account(work, card.identifier)


def _refuse_site_in_use(program: Program) -> None:
    query = sa.select(account.c.id).where(
        account.c.role == Role.LEARNER.value, account.c.made_by_demo == sa.false()
    )
    with program.reading() as work:
        if work.connection.execute(query.limit(1)).first() is not None:
            raise Refused(
                "Ce site sert déjà à de vraies personnes. La démonstration n’y touche pas : "
                "faites-la dans un autre dossier de données."
            )


def _publish_if_needed(program: Program) -> None:
    with program.reading() as work:
        if with_release(work).release is not None:
            return
        today = work.instant.date()
    prepared = publish.prepare_release(program, read_folder(COURSES), on=today)
    with program.writing() as work:
        publish.publish(work, prepared)


def _groups(work: Work, learners: int) -> list[UUID]:
    with_release(work)
    paths = work.catalogue.learner_paths
    path = paths[0].slug if paths else ""
    count = max(1, -(-learners // GROUP_SIZE))
    taken = set(work.connection.execute(sa.select(group.c.name)).scalars())
    found: list[UUID] = []
    number = 0
    while len(found) < count:
        number += 1
        name = f"Groupe {number}"
        if name not in taken:
            found.append(add_group(work, name=name, path=path))
    return found


def _add_staff(
    work: Work, role: Role, name: str, prepared: PreparedCard, groups: list[UUID]
) -> Shown:
    in_groups = tuple(groups[:3]) if role in {Role.TRAINER, Role.COUNSELLOR} else ()
    card = add_account(work, prepared, role=role, name=name, groups=in_groups, made_by_demo=True)
    return Shown(role=role, card=card)


def _name(number: int, chance: random.Random) -> str:
    if number == 5:  # noqa: PLR2004 - a long name, which every screen must bear
        return _LONG
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"


def _add_learner(
    work: Work, number: int, prepared: PreparedCard, group_id: UUID, days: int
) -> Card:
    """Make one learner and live their story, ending before today."""
    chance = random.Random(number)  # noqa: S311 - a demonstration must be the same each time
    story = STORIES[number % len(STORIES)]
    now = work.instant
    work.actor = None
    work.instant = now - timedelta(days=days, hours=chance.randint(0, 6))
    card = add_account(
        work, prepared, role=Role.LEARNER, name=_name(number, chance),
        groups=(group_id,), made_by_demo=True,
    )  # fmt: skip
    learner = find_account(work, card.identifier)
    actor = Actor(id=learner, role=Role.LEARNER, site=work.site)
    work.actor = actor
    finish_first_steps(work)
    if number % 11 == 6:  # noqa: PLR2004 - some read in large text, in dark colours
        set_display(work, {"text_size": "grand", "theme": "sombre"})
    moves = story.moves if number < _FULL_STORIES else min(story.moves, _SHORT_MOVES)
    _live(work, actor, story, moves, days, chance, now)
    if story.leaves:
        _leave(work, learner)
    if number == 3:  # noqa: PLR2004 - someone whose card was made again
        work.actor = None
        renew_card(work, prepared, learner)
    work.instant, work.actor = now, None
    return card


def _live(
    work: Work,
    actor: Actor,
    story: Story,
    moves: int,
    days: int,
    chance: random.Random,
    now: datetime,
) -> None:
    """Make the moves, twelve a session, the sessions spread up to the last day."""
    sessions = max(1, -(-moves // 12))
    last = now - timedelta(days=max(story.silent_days, 1))
    first = now - timedelta(days=max(days - 1, story.silent_days + 1))
    for session in range(sessions if moves else 0):
        share = (session + 1) / sessions
        start = first + (last - first) * share
        work.instant = start.replace(hour=9, minute=chance.randint(0, 50))
        token = open_session(work, actor.id, f"10.0.0.{chance.randint(11, 22)}")
        for _ in range(min(12, moves - session * 12)):
            work.instant += timedelta(seconds=chance.randint(40, 200))
            found = find_session(work, token)
            if found is not None:
                touch_session(work, found, "lecon")
            if not _move(work, story, chance):
                break
        close_sessions(work, actor.id)


def _move(work: Work, story: Story, chance: random.Random) -> bool:
    """Do the next thing: an answer, a lesson's end, a test, or the day's review."""
    page = learn.home(work)
    if story.stops and sum(isinstance(one, TestSubmitted) for one in page.facts) >= FAILED_TRIES:
        return False
    if page.review and chance.random() < 0.15:  # noqa: PLR2004
        _review(work, page.review, story, chance)
        return True
    if page.resume is None:
        return False
    step = page.resume.step
    if step.kind is LessonKind.TEST:
        _take_test(work, step, story, chance)
    elif step.question is None:
        learn.finish_lesson(work, step.module, step.lesson, anyway=True)
    else:
        _answer(work, step, step.question, story, chance)
    return True


def _answer(
    work: Work, step: NextStep, question_id: str, story: Story, chance: random.Random
) -> None:
    module = work.catalogue.module(step.module)
    question = module.question(question_id) if module else None
    if question is None:
        return
    seed = question_seed(work.me.id, question_id, 0)
    form = fill_form(question, seed, right=chance.random() < story.right, chance=chance)
    answer_question(work, step.module, step.lesson, question.name, form)


def _take_test(work: Work, step: NextStep, story: Story, chance: random.Random) -> None:
    tests.start_test(work, step.module, step.lesson)
    sitting = tests.find_sitting(work, step.module, step.lesson)
    if sitting is None:
        return
    for question in sitting.questions:
        if chance.random() < 0.03:  # noqa: PLR2004 - one left empty now and then
            continue
        work.instant += timedelta(seconds=chance.randint(20, 90))
        seed = tests.seed_for(sitting.started, question.id)
        form = fill_form(question, seed, right=chance.random() < story.right, chance=chance)
        tests.keep_answers(work, sitting, form)
    if chance.random() < 0.1:  # noqa: PLR2004 - a test left in the middle
        return
    tests.submit_test(work, sitting)


def _review(work: Work, questions: tuple[str, ...], story: Story, chance: random.Random) -> None:
    review.start_review(work)
    for question_id in questions:
        question = review.find_question(work, question_id)
        if question is None:
            continue
        work.instant += timedelta(seconds=chance.randint(10, 40))
        ordinal = review.ordinal_of(work, question_id)
        seed = question_seed(work.me.id, question_id, ordinal)
        form = fill_form(question, seed, right=chance.random() < story.right, chance=chance)
        review.answer_review(work, question_id, form)


def _leave(work: Work, learner: UUID) -> None:
    """Someone moved: the account stays, closed."""
    work.connection.execute(
        sa.update(account)
        .where(account.c.site_id == work.site, account.c.id == learner)
        .values(status="gone")
    )
