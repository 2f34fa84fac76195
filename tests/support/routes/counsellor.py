"""Following: what counsellors open, and those who help."""

from uuid import uuid4

from learning.domain.access import Permission
from tests.support.routes.route import Routes

COUNSELLOR: Routes = {
    ("GET", "follow_up.show"): (Permission.FOLLOW_LEARNERS, "/suivi", {200}),
    ("GET", "follow_up.sheet"): (Permission.FOLLOW_LEARNERS, "/suivi/feuille", {200}),
    ("POST", "follow_up.see"): (Permission.FOLLOW_LEARNERS, "/suivi/vu", {409}),
    ("GET", "staff_requests.helps"): (Permission.ANSWER_HELP, "/suivi/demandes", {200}),
    ("POST", "staff_requests.answer"): (
        Permission.ANSWER_HELP,
        f"/suivi/demandes/{uuid4()}/repondu",
        {404},
    ),
    ("GET", "staff_requests.sheets"): (Permission.ANSWER_HELP, "/suivi/a-imprimer", {200}),
    ("GET", "staff_requests.printing"): (
        Permission.ANSWER_HELP,
        "/suivi/a-imprimer/feuilles",
        {200},
    ),
    ("POST", "staff_requests.mark"): (
        Permission.ANSWER_HELP,
        "/suivi/a-imprimer/imprimees",
        {404},
    ),
    ("GET", "groups.index"): (Permission.FOLLOW_LEARNERS, "/suivi/groupes", {200}),
    ("GET", "groups.show"): (Permission.FOLLOW_LEARNERS, f"/suivi/groupes/{uuid4()}", {404}),
    ("GET", "groups.sheet"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/groupes/{uuid4()}/feuille",
        {404},
    ),
    ("POST", "groups.export"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/groupes/{uuid4()}/tableur",
        {404},
    ),
    ("GET", "groups.new"): (Permission.MANAGE_GROUPS, "/suivi/groupes/nouveau", {200}),
    ("POST", "groups.make"): (Permission.MANAGE_GROUPS, "/suivi/groupes/nouveau", {422}),
    ("GET", "groups.edit"): (
        Permission.MANAGE_GROUPS,
        f"/suivi/groupes/{uuid4()}/modifier",
        {404},
    ),
    ("POST", "groups.change"): (
        Permission.MANAGE_GROUPS,
        f"/suivi/groupes/{uuid4()}/modifier",
        {404},
    ),
    ("POST", "groups.add"): (
        Permission.MANAGE_GROUPS,
        f"/suivi/groupes/{uuid4()}/membres",
        {404},
    ),
    ("POST", "groups.remove"): (
        Permission.MANAGE_GROUPS,
        f"/suivi/groupes/{uuid4()}/membres/{uuid4()}/retirer",
        {404},
    ),
    ("POST", "groups.set_form"): (
        Permission.MANAGE_GROUPS,
        f"/suivi/groupes/{uuid4()}/forme",
        {404},
    ),
    ("POST", "groups.support"): (
        Permission.MANAGE_GROUPS,
        f"/suivi/groupes/{uuid4()}/accompagnement",
        {404},
    ),
    ("GET", "learners.show"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/apprenants/{uuid4()}",
        {404},
    ),
    ("POST", "learners.note"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/apprenants/{uuid4()}/observations",
        {404},
    ),
    ("POST", "learners.follow"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/apprenants/{uuid4()}/mes-personnes",
        {404},
    ),
}
