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
    ("GET", "learner_project.show"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/apprenants/{uuid4()}/projet",
        {404},
    ),
    ("GET", "learner_project.for_management"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/apprenants/{uuid4()}/projet/direction",
        {404},
    ),
    ("GET", "attestations.index"): (Permission.ISSUE_ATTESTATION, "/suivi/attestations", {200}),
    ("GET", "attestations.show_group"): (
        Permission.ISSUE_ATTESTATION,
        f"/suivi/attestations/groupes/{uuid4()}",
        {404},
    ),
    ("GET", "attestations.show_learner"): (
        Permission.ISSUE_ATTESTATION,
        f"/suivi/apprenants/{uuid4()}/attestations",
        {404},
    ),
    ("GET", "attestations.preview"): (
        Permission.ISSUE_ATTESTATION,
        f"/suivi/apprenants/{uuid4()}/attestations/apercu",
        {404},
    ),
    ("POST", "attestations.issue"): (
        Permission.ISSUE_ATTESTATION,
        "/suivi/attestations/emettre",
        {422},
    ),
    ("GET", "attestations.sheets"): (
        Permission.ISSUE_ATTESTATION,
        "/suivi/attestations/feuilles",
        {404},
    ),
    ("GET", "attestations.pdf"): (
        Permission.ISSUE_ATTESTATION,
        "/suivi/attestations/pdf",
        {404},
    ),
    ("GET", "attestations.show"): (
        Permission.ISSUE_ATTESTATION,
        "/suivi/attestations/7K3M92QXHD4T",
        {404},
    ),
    ("POST", "attestations.revoke"): (
        Permission.ISSUE_ATTESTATION,
        "/suivi/attestations/7K3M92QXHD4T/revoquer",
        {422},
    ),
    ("GET", "attestations.revoked"): (
        Permission.ISSUE_ATTESTATION,
        "/suivi/attestations/revoquees",
        {200},
    ),
    ("GET", "attestations.checking_page"): (
        Permission.ISSUE_ATTESTATION,
        "/suivi/attestations/page-de-verification",
        {200},
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
    ("POST", "outcomes.note"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/apprenants/{uuid4()}/suites",
        {404},
    ),
    ("GET", "paper.index"): (Permission.ENTER_ON_PAPER, "/suivi/questionnaires", {200}),
    ("GET", "paper.sheet"): (
        Permission.ENTER_ON_PAPER,
        "/suivi/questionnaires/absent/feuille",
        {404},
    ),
    ("GET", "paper.choose"): (
        Permission.ENTER_ON_PAPER,
        "/suivi/questionnaires/absent/saisir",
        {404},
    ),
    ("GET", "paper.form"): (
        Permission.ENTER_ON_PAPER,
        f"/suivi/questionnaires/absent/saisir/{uuid4()}",
        {404},
    ),
    ("POST", "paper.enter"): (
        Permission.ENTER_ON_PAPER,
        f"/suivi/questionnaires/absent/saisir/{uuid4()}",
        {404},
    ),
    ("POST", "learners.follow"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/apprenants/{uuid4()}/mes-personnes",
        {404},
    ),
    ("GET", "project_file.show"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/apprenants/{uuid4()}/dossier",
        {404},
    ),
    ("GET", "project_file.sheets"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/apprenants/{uuid4()}/dossier/feuilles",
        {404},
    ),
    ("POST", "project_file.hand"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/apprenants/{uuid4()}/dossier/pdf",
        {404},
    ),
    ("POST", "privacy.give"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/apprenants/{uuid4()}/donnees",
        {404},
    ),
}
