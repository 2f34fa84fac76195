"""Who may do what: the whole policy on one screen. Views, commands and exports all ask it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The six roles."""

    LEARNER = "learner"
    TRAINER = "trainer"
    COUNSELLOR = "counsellor"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    EVALUATOR = "evaluator"


class Permission(StrEnum):
    """Everything that may be asked; each view declares exactly one."""

    PUBLIC = "public"  # no session needed
    SIGNED_IN = "signed_in"  # any role: own display, own session, help
    READ_COURSE = "read_course"  # lessons and tests: learners, and the team to train and to try
    FOLLOW_COURSE = "follow_course"  # what is a learner's own: review, requests, own data
    SEE_STAFF_HOME = "see_staff_home"
    RENEW_CARD = "renew_card"  # a new card for a learner of one's groups
    WRITE_COURSE = "write_course"  # the studio: write, check, preview
    PUBLISH_COURSE = "publish_course"
    GIVE_OPINION = "give_opinion"  # look at what is being written, and say what one thinks
    READ_ANSWERS = "read_answers"  # open answers and reports of one's groups
    SEE_MEETING = "see_meeting"  # « Ma séance »: one's groups
    SEE_STATISTICS = "see_statistics"  # of questions, without anybody's name
    FOLLOW_LEARNERS = "follow_learners"  # « À voir », groups, a learner's page
    MANAGE_GROUPS = "manage_groups"
    MOVE_DOSSIER = "move_dossier"  # export and import dossiers, of one's groups
    ANSWER_HELP = "answer_help"  # requests of help and of prints, of one's groups
    ISSUE_ATTESTATION = "issue_attestation"
    ENTER_ON_PAPER = "enter_on_paper"  # a questionnaire answered on a sheet
    SEE_EVALUATION = "see_evaluation"
    WATCH_ROOM = "watch_room"  # every room of the site: who is where, pause, lock, close
    RENEW_CARD_IN_ROOM = "renew_card_in_room"  # of any learner of the site, if a setting allows
    MANAGE_SITE = "manage_site"
    SEE_COMPONENTS = "see_components"  # the page of components


_STAFF = frozenset(
    {Role.TRAINER, Role.COUNSELLOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.EVALUATOR}
)

_SUPPORT = frozenset({Role.TRAINER, Role.COUNSELLOR, Role.ADMINISTRATOR})

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.PUBLIC: frozenset(Role),
    Permission.SIGNED_IN: frozenset(Role),
    Permission.READ_COURSE: frozenset(Role),
    Permission.FOLLOW_COURSE: frozenset({Role.LEARNER}),
    Permission.SEE_STAFF_HOME: _STAFF,
    Permission.RENEW_CARD: frozenset({Role.TRAINER, Role.COUNSELLOR, Role.ADMINISTRATOR}),
    Permission.WRITE_COURSE: frozenset({Role.TRAINER, Role.ADMINISTRATOR}),
    Permission.PUBLISH_COURSE: frozenset({Role.TRAINER, Role.ADMINISTRATOR}),
    Permission.GIVE_OPINION: frozenset({Role.TRAINER, Role.COUNSELLOR, Role.ADMINISTRATOR}),
    Permission.READ_ANSWERS: frozenset({Role.TRAINER}),
    Permission.SEE_MEETING: frozenset({Role.TRAINER}),
    Permission.SEE_STATISTICS: frozenset({Role.TRAINER, Role.ADMINISTRATOR}),
    Permission.FOLLOW_LEARNERS: frozenset({Role.COUNSELLOR, Role.ADMINISTRATOR}),
    Permission.MANAGE_GROUPS: frozenset({Role.COUNSELLOR, Role.ADMINISTRATOR}),
    Permission.MOVE_DOSSIER: frozenset({Role.COUNSELLOR, Role.ADMINISTRATOR}),
    Permission.ANSWER_HELP: _SUPPORT,
    Permission.ISSUE_ATTESTATION: _SUPPORT,
    Permission.ENTER_ON_PAPER: _SUPPORT,
    Permission.SEE_EVALUATION: frozenset({Role.EVALUATOR}),
    Permission.WATCH_ROOM: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    Permission.RENEW_CARD_IN_ROOM: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    Permission.MANAGE_SITE: frozenset({Role.ADMINISTRATOR}),
    Permission.SEE_COMPONENTS: frozenset({Role.TRAINER, Role.ADMINISTRATOR}),
}

# A supervisor is bounded by the site: rooms hold people of every group, and no mark is shown.
# These are bounded to the groups that the person is staff of, but for administrators.
BY_GROUP = frozenset(
    {
        Permission.RENEW_CARD,
        Permission.READ_ANSWERS,
        Permission.SEE_MEETING,
        Permission.FOLLOW_LEARNERS,
        Permission.MOVE_DOSSIER,
        Permission.ANSWER_HELP,
        Permission.ISSUE_ATTESTATION,
        Permission.ENTER_ON_PAPER,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person behind a request or a command, reduced to what rules need."""

    id: UUID
    role: Role
    site: str
    groups: frozenset[UUID] = frozenset()


def may(
    actor: Actor | None, permission: Permission, *, groups: frozenset[UUID] | None = None
) -> bool:
    """Tell whether ``actor`` may; ``groups`` are those of the person or thing acted upon."""
    if permission is Permission.PUBLIC:
        return True
    if actor is None or actor.role not in GRANTS[permission]:
        return False
    if permission not in BY_GROUP or groups is None or actor.role is Role.ADMINISTRATOR:
        return True
    return bool(actor.groups & groups)
