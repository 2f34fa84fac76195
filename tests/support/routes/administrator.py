"""Administration: what only administrators open."""

from uuid import uuid4

from learning.domain.access import Permission
from tests.support.routes.route import Routes

_SITE = Permission.MANAGE_SITE
_ADMIN = "/administration"

ADMINISTRATOR: Routes = {
    ("GET", "administration.show"): (_SITE, _ADMIN, {200}),
    ("GET", "administration.settings"): (_SITE, f"{_ADMIN}/reglages", {200}),
    ("GET", "administration.health"): (_SITE, f"{_ADMIN}/etat", {200}),
    ("GET", "admin_journal.show"): (_SITE, f"{_ADMIN}/journal", {200}),
    ("GET", "admin_accounts.index"): (_SITE, f"{_ADMIN}/comptes", {200}),
    ("GET", "admin_accounts.new"): (_SITE, f"{_ADMIN}/comptes/nouveau", {200}),
    ("POST", "admin_accounts.make"): (_SITE, f"{_ADMIN}/comptes/nouveau", {422}),
    ("GET", "admin_accounts.show"): (_SITE, f"{_ADMIN}/comptes/{uuid4()}", {404}),
    ("POST", "admin_accounts.change"): (_SITE, f"{_ADMIN}/comptes/{uuid4()}", {404}),
    ("GET", "admin_accounts.ask_grid"): (_SITE, f"{_ADMIN}/comptes/{uuid4()}/grille", {404}),
    ("POST", "admin_accounts.grid"): (_SITE, f"{_ADMIN}/comptes/{uuid4()}/grille", {404}),
    ("GET", "admin_acts.look"): (_SITE, f"{_ADMIN}/comptes/acte?acte=suspendre", {422}),
    ("POST", "admin_acts.do"): (_SITE, f"{_ADMIN}/comptes/acte", {422}),
    ("GET", "admin_imports.ask"): (_SITE, f"{_ADMIN}/comptes/importer", {200}),
    ("POST", "admin_imports.look"): (_SITE, f"{_ADMIN}/comptes/importer", {422}),
    ("POST", "admin_imports.apply"): (_SITE, f"{_ADMIN}/comptes/importer/appliquer", {422}),
    ("GET", "admin_merging.ask"): (_SITE, f"{_ADMIN}/comptes/fusion", {200}),
    ("POST", "admin_merging.merge"): (_SITE, f"{_ADMIN}/comptes/fusion", {422}),
    ("GET", "admin_cards.index"): (_SITE, f"{_ADMIN}/cartes", {200}),
    ("GET", "admin_cards.look"): (_SITE, f"{_ADMIN}/cartes/apercu", {422}),
    ("POST", "admin_cards.sheet"): (_SITE, f"{_ADMIN}/cartes/feuille", {422}),
    ("GET", "admin_bin.index"): (_SITE, f"{_ADMIN}/corbeille", {200}),
    ("POST", "admin_bin.put_back"): (_SITE, f"{_ADMIN}/corbeille/{uuid4()}/remettre", {404}),
    ("GET", "admin_bin.ask_erase"): (_SITE, f"{_ADMIN}/corbeille/{uuid4()}/effacer", {404}),
    ("POST", "admin_bin.erase_now"): (_SITE, f"{_ADMIN}/corbeille/{uuid4()}/effacer", {404}),
    ("GET", "admin_bin.agreements"): (_SITE, f"{_ADMIN}/accords", {200}),
    ("POST", "admin_bin.agree"): (_SITE, f"{_ADMIN}/accords/{uuid4()}/donner", {404}),
    ("POST", "admin_bin.disagree"): (_SITE, f"{_ADMIN}/accords/{uuid4()}/refuser", {404}),
    ("GET", "admin_bin.groups"): (_SITE, f"{_ADMIN}/groupes", {200}),
    ("GET", "admin_bin.ask_group"): (_SITE, f"{_ADMIN}/groupes/{uuid4()}/corbeille", {404}),
    ("POST", "admin_bin.bin_group"): (_SITE, f"{_ADMIN}/groupes/{uuid4()}/corbeille", {404}),
    ("GET", "audit_head.show"): (_SITE, f"{_ADMIN}/journal/tete", {200}),
}
