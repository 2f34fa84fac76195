"""Every blueprint of the program, by audience: whoever adds pages adds a line here."""

from learning.web import closing, display, enrolment, health, media, pause, second_step, signin
from learning.web import help as help_pages
from learning.web.admin import (
    accounts,
    acts,
    audit_head,
    imports,
    journal,
    merging,
    room_series,
    rooms,
)
from learning.web.admin import bin as admin_bin
from learning.web.admin import cards as admin_cards
from learning.web.admin import home as administration
from learning.web.counsellor import (
    attestations,
    follow_up,
    groups,
    learners,
    outcomes,
    privacy,
)
from learning.web.counsellor import project_file as handed_file
from learning.web.counsellor import projects as learner_projects
from learning.web.counsellor import requests as asked
from learning.web.evaluator import evaluation, exports, studies
from learning.web.learner import attestations as own_attestations
from learning.web.learner import (
    home,
    lesson,
    notices,
    own_data,
    project,
    project_examples,
    project_sharing,
    questionnaires,
    requests,
    review,
)
from learning.web.learner import project_file as own_project_file
from learning.web.staff import arrivals, components, dossier_sites, dossiers, training
from learning.web.staff import home as staff_home
from learning.web.staff import questionnaires as paper
from learning.web.supervisor import cards as room_cards
from learning.web.supervisor import room
from learning.web.trainer import (
    archive,
    bank_import,
    figures,
    meeting,
    opinions,
    projects,
    publishing,
    reading,
    reports,
    statistics,
    studio,
    text,
    versions,
)
from learning.web.trainer import media as trainer_media

_EVERYBODY = (
    second_step.bp,
    signin.bp,
    signin.lock,
    display.bp,
    closing.bp,
    help_pages.bp,
    health.bp,
    media.bp,
    pause.bp,
    enrolment.bp,
)
_LEARNER = (
    display.first_steps,
    home.bp,
    lesson.bp,
    review.bp,
    requests.bp,
    notices.bp,
    own_attestations.bp,
    own_data.bp,
    project.bp,
    own_project_file.bp,
    project_examples.bp,
    project_sharing.bp,
    questionnaires.bp,
)
_STAFF = (
    staff_home.bp,
    staff_home.cards,
    arrivals.bp,
    components.bp,
    dossier_sites.bp,
    dossiers.bp,
    paper.bp,
    training.bp,
)

_TRAINER = (
    archive.bp,
    bank_import.bp,
    figures.bp,
    meeting.bp,
    opinions.bp,
    projects.bp,
    publishing.bp,
    reading.bp,
    reports.bp,
    statistics.bp,
    studio.bp,
    text.bp,
    trainer_media.bp,
    versions.bp,
)

_COUNSELLOR = (
    asked.bp,
    attestations.bp,
    follow_up.bp,
    groups.bp,
    handed_file.bp,
    learner_projects.bp,
    learners.bp,
    outcomes.bp,
    privacy.bp,
)

_EVALUATOR = (
    evaluation.bp,
    exports.bp,
    studies.bp,
)

_ROOM = (
    room.bp,
    room_cards.bp,
    room_series.bp,
    rooms.bp,
)

_ADMINISTRATOR = (
    audit_head.bp,
    accounts.bp,
    acts.bp,
    admin_bin.bp,
    administration.bp,
    admin_cards.bp,
    imports.bp,
    journal.bp,
    merging.bp,
)

BLUEPRINTS = (
    *_EVERYBODY,
    *_LEARNER,
    *_STAFF,
    *_TRAINER,
    *_COUNSELLOR,
    *_EVALUATOR,
    *_ADMINISTRATOR,
    *_ROOM,
)
