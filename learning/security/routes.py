"""Who may open which page: read in the program's own views, then tried cell by cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.routing import Rule

from learning.domain.access import BY_GROUP, GRANTS, Permission, Role
from learning.domain.security_file import Section, State, Statement, Table, judged
from learning.security.scratch import Scratch
from learning.security.visitor import Visitor

ROLE_NAMES = {
    Role.LEARNER: "apprenant",
    Role.TRAINER: "formateur",
    Role.COUNSELLOR: "conseiller",
    Role.SUPERVISOR: "surveillance",
    Role.ADMINISTRATOR: "administrateur",
    Role.EVALUATOR: "évaluateur",
}
_WHO = ("sans session", *ROLE_NAMES.values())
_NOBODY = UUID("00000000-0000-4000-8000-000000000000")
_SAMPLES = {"UUIDConverter": _NOBODY, "IntegerConverter": 1}
_REFUSED = 403
_SENT_AWAY = 303
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address and method of the program, and what its view asks for."""

    method: str
    address: str
    sample: str
    permission: Permission

    def open_to(self, role: Role | None) -> bool:
        """Tell whether the policy lets this role in; None is nobody signed in."""
        if self.permission is Permission.PUBLIC:
            return True
        return role is not None and role in GRANTS[self.permission]


def routes_of(app: Flask) -> list[Route]:
    """Every route of a running program, from its map and its views; none is listed by hand."""
    found = [
        Route(
            method=method,
            address=rule.rule,
            sample=_sample(app, rule),
            permission=_permission(app.view_functions[rule.endpoint]),
        )
        for rule in app.url_map.iter_rules()
        for method in _METHODS
        if method in (rule.methods or set())
    ]
    return sorted(found, key=lambda one: (one.address, one.method))


def _permission(view: Any) -> Permission:
    found: Permission = view.permission  # the program does not start with a view without one
    return found


def _sample(app: Flask, rule: Rule) -> str:
    values = {
        name: _SAMPLES.get(type(converter).__name__, "essai")
        for name, converter in rule._converters.items()  # noqa: SLF001 - the only way to them
    }
    return app.url_map.bind("localhost").build(rule.endpoint, values, method=None)


def describe(scratch: Scratch) -> Section:
    """Return the matrix, and what trying each of its closed cells gave."""
    routes = routes_of(scratch.app)
    tried = list(_try_all(scratch, routes))
    wrong = [sentence for _, sentence in tried if sentence]
    closed = len(tried)
    posts = sum(one.method != "GET" for one in routes)
    statements = [
        judged(
            not wrong,
            f"{closed} cases fermées de la matrice, {len(wrong)} qui s’ouvre."
            if wrong
            else f"{closed} cases fermées de la matrice : toutes refusent.",
            "Chaque adresse demandée sur un site d’essai par chaque rôle qui n’y a pas droit "
            "(refus 403), puis sans session (renvoi à la connexion).",
        ),
        *(
            Statement(says=sentence, check="La même demande.", state=State.WRONG)
            for sentence in wrong
        ),
        Statement(
            says=f"{len(routes)} adresses et méthodes, dont {posts} qui écrivent.",
            check="Lu dans la table des adresses du programme lancé.",
        ),
        Statement(
            says="Une vue sans droit déclaré arrête le programme au démarrage.",
            check="Le site d’essai vient de démarrer : toutes ses vues en déclarent un.",
        ),
    ]
    return Section(
        title="Qui ouvre quoi",
        lead="« oui » : permis. « groupes » : permis pour les personnes de ses groupes. Une case "
        "vide est fermée. GET lit, POST écrit.",
        statements=tuple(statements),
        tables=(_opened(routes), _matrix(routes)),
    )


def _matrix(routes: list[Route]) -> Table:
    """One row for the methods of an address that the same people may use."""
    lines: dict[tuple[str, ...], list[str]] = {}
    for one in routes:
        cells = tuple(_cell(one, role) for role in (None, *ROLE_NAMES))
        lines.setdefault((one.address, *cells), []).append(one.method)
    return Table(
        title="Adresses et rôles",
        heads=("Méthode", "Adresse", *_WHO),
        rows=tuple((" ".join(methods), *line) for line, methods in lines.items()),
        code=True,
    )


def _opened(routes: list[Route]) -> Table:
    """How many addresses and methods each opens, and how many of those write."""
    rows = []
    for who, role in zip(_WHO, (None, *ROLE_NAMES), strict=True):
        mine = [one for one in routes if one.open_to(role)]
        writing = sum(one.method != "GET" for one in mine)
        rows.append((who, str(len(mine)), str(writing)))
    return Table(
        title="Ce qui s’ouvre à chacun",
        heads=("Rôle", "Adresses et méthodes", "dont celles qui écrivent"),
        rows=tuple(rows),
    )


def _cell(route: Route, role: Role | None) -> str:
    if not route.open_to(role):
        return ""
    bounded = route.permission in BY_GROUP and role is not Role.ADMINISTRATOR
    return "groupes" if bounded else "oui"


def _try_all(scratch: Scratch, routes: list[Route]) -> Iterator[tuple[Route, str]]:
    """Ask for each closed cell; the sentence is empty when it refused as it must."""
    for role in (None, *Role):
        closed = [one for one in routes if not one.open_to(role)]
        if not closed:
            continue
        visitor = scratch.visitor(scratch.of(role) if role else None)
        token = _token(visitor)
        for one in closed:
            values: dict[str, str | list[str]] = {"csrf_token": token}
            reply = visitor.ask(one.method, one.sample, values if one.method != "GET" else None)
            wanted = _REFUSED if role else _SENT_AWAY
            who = ROLE_NAMES[role] if role else "sans session"
            right = reply.status_code == wanted
            yield (
                one,
                "" if right else f"{one.method} {one.address}, {who} : {reply.status_code}.",
            )
        scratch.answers.extend(visitor.answers)


def _token(visitor: Visitor) -> list[str]:
    forms = visitor.get("/activation").forms
    return next(form.values["csrf_token"] for form in forms if "csrf_token" in form.values)
