"""The evaluators' pages: the dashboard and the protocols."""

from uuid import uuid4

from learning.domain.access import Permission
from tests.support.routes.route import Routes

_SEE = Permission.SEE_EVALUATION
_STUDY = f"/evaluation/protocoles/{uuid4()}"

EVALUATOR: Routes = {
    ("GET", "evaluation.show_page"): (_SEE, "/evaluation", {200}),
    ("GET", "evaluation.sheet"): (_SEE, "/evaluation/feuille?par=parcours", {200}),
    ("POST", "evaluation.export"): (_SEE, "/evaluation/tableur", {404}),
    ("GET", "exports.ask"): (_SEE, "/evaluation/export", {200}),
    ("POST", "exports.make"): (_SEE, "/evaluation/export", {200}),
    ("GET", "exports.codebook"): (_SEE, "/evaluation/variables", {200}),
    ("GET", "studies.index"): (_SEE, "/evaluation/protocoles", {200}),
    ("GET", "studies.new"): (_SEE, "/evaluation/protocoles/nouveau", {200}),
    ("POST", "studies.make"): (_SEE, "/evaluation/protocoles/nouveau", {422}),
    ("GET", "studies.show"): (_SEE, _STUDY, {404}),
    ("GET", "studies.sheet"): (_SEE, f"{_STUDY}/feuille", {404}),
    ("GET", "studies.edit"): (_SEE, f"{_STUDY}/modifier", {404}),
    ("POST", "studies.change"): (_SEE, f"{_STUDY}/modifier", {404}),
    ("GET", "studies.ask_freeze"): (_SEE, f"{_STUDY}/figer", {404}),
    ("POST", "studies.freeze"): (_SEE, f"{_STUDY}/figer", {404}),
}
