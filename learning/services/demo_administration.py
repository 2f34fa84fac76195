"""What a demonstration shows of administration: a card to print, a suspended account, the bin."""

from learning.domain.access import Role
from learning.services.accounts import add_account, add_group, find_account, find_group
from learning.services.admin_acts import Act, apply_act
from learning.services.admin_bin import put_group
from learning.services.work import Work

_GROUP = "Groupe d’essai"


def tell_administration(work: Work, path: str) -> None:
    """Leave something on each page; none of these accounts may sign in."""
    _add(work, Role.ADMINISTRATOR, "Direction adjointe")
    suspended = _add(work, Role.TRAINER, "Association de passage")
    apply_act(work, Act.SUSPEND.value, [find_account(work, suspended)])
    binned = _add(work, Role.SUPERVISOR, "Poste de l’ancienne salle")
    apply_act(work, Act.BIN.value, [find_account(work, binned)])
    add_group(work, name=_GROUP, path=path)
    put_group(work, find_group(work, _GROUP))


def _add(work: Work, role: Role, name: str) -> str:
    return add_account(work, None, role=role, name=name, made_by_demo=True).identifier
