"""Every route of the program, by audience: whoever adds a view adds it here."""

from tests.support.routes.administrator import ADMINISTRATOR
from tests.support.routes.counsellor import COUNSELLOR
from tests.support.routes.dossiers import DOSSIERS
from tests.support.routes.evaluator import EVALUATOR
from tests.support.routes.everybody import EVERYBODY
from tests.support.routes.learner import LEARNER
from tests.support.routes.route import Routes
from tests.support.routes.supervisor import SUPERVISOR
from tests.support.routes.trainer import TRAINER

ROUTES: Routes = {
    **EVERYBODY,
    **ADMINISTRATOR,
    **LEARNER,
    **TRAINER,
    **COUNSELLOR,
    **DOSSIERS,
    **EVALUATOR,
    **SUPERVISOR,
}
