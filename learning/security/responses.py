"""What every answer carries: headers and cookies, counted on the answers that the checks got."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.test import TestResponse

from learning.domain.security_file import Section, State, Statement, Table, judged
from learning.security.scratch import Scratch
from learning.security.visitor import Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """What a header must say, no less and no more, and what that is good for."""

    name: str
    parts: tuple[str, ...]
    purpose: str


# Written apart from the program's own list: weakening that one shows here.
REQUIRED = (
    Required(
        name="Content-Security-Policy",
        parts=(
            "default-src 'none'",
            *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "media")),
            "connect-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ),
        purpose="rien ne se charge d’ailleurs, aucun script écrit dans une page ne part",
    ),
    Required(
        name="X-Content-Type-Options",
        parts=("nosniff",),
        purpose="le navigateur ne prend pas un fichier pour un autre",
    ),
    Required(
        name="X-Frame-Options",
        parts=("DENY",),
        purpose="aucune autre page ne peut encadrer celle-ci",
    ),
    Required(
        name="Referrer-Policy",
        parts=("same-origin",),
        purpose="l’adresse d’une page n’est dite à aucun autre site",
    ),
    Required(
        name="Cross-Origin-Opener-Policy",
        parts=("same-origin",),
        purpose="aucune autre fenêtre ne tient celle-ci",
    ),
    Required(
        name="Cross-Origin-Resource-Policy",
        parts=("same-origin",),
        purpose="aucun autre site ne reprend ses fichiers",
    ),
    Required(
        name="Permissions-Policy",
        parts=("camera=()", "microphone=()", "geolocation=()", "usb=()"),
        purpose="ni caméra, ni micro, ni position, ni USB",
    ),
)
_COOKIES = {
    "tremplin": "porte la session",
    "poste": "dit de quel poste de la salle il s’agit",
}
FORBIDDEN = ("Server", "X-Powered-By", "Access-Control-Allow-Origin")
_VARYING = frozenset(
    {"Content-Length", "Content-Type", "Location", "Set-Cookie", "Date", "ETag", "Last-Modified"}
)
_ELSEWHERE = ("/absent", "/sante", "/static/absent.css", "/connexion?raison=%3Cscript%3E")
_METHODS = ("GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE")
_VALUES_SHOWN = 4
_FAULT = 500
_STATIC = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def describe(scratch: Scratch) -> Section:
    """Return what all the answers had in common, and what was missing from any."""
    visitor = scratch.visitor()
    _ask_everywhere(visitor)
    scratch.answers.extend(visitor.answers)
    answers = scratch.answers
    statements = [_no_fault(answers), *_required(answers), *_forbidden(answers)]
    statements.append(_not_stored(answers))
    statements += _cookies(answers, secure=scratch.program.settings.mandataire_tls)
    return Section(
        title="Ce que porte chaque réponse",
        lead=f"{len(answers)} réponses du site d’essai : pages, refus, renvois, erreurs, "
        "fichiers.",
        statements=tuple(statements),
        tables=(_statuses(answers), _headers(answers)),
    )


def _ask_everywhere(visitor: Visitor) -> None:
    """Errors, other methods, other names and static files: what people do not ask for too."""
    page = visitor.get("/connexion")
    for path in (*_STATIC.findall(page.html), *_ELSEWHERE):
        for method in _METHODS:
            visitor.ask(method, path)
    visitor.answers.append(visitor.client.get("/connexion", headers={"Host": "ailleurs.example"}))


def _required(answers: list[TestResponse]) -> Iterable[Statement]:
    for one in REQUIRED:
        wrong = Counter(
            fault
            for answer in answers
            for fault in _faults(one, _parts(answer.headers.get(one.name, "")))
        )
        told = " ; ".join(f"{fault}, {count} fois" for fault, count in sorted(wrong.items()))
        yield judged(
            not wrong,
            f"{one.name}, sur toutes les réponses : {one.purpose}."
            if not wrong
            else f"{one.name} : {told}.",
            f"{len(answers)} réponses. Exigé, sans rien de plus : {', '.join(one.parts)}.",
        )


def _faults(required: Required, parts: list[str]) -> Iterable[str]:
    """What is missing from one answer, and what is there beyond what is asked."""
    for part in required.parts:
        if part not in parts:
            yield f"manque {part}"
    for part in parts:
        if part and part not in required.parts:
            yield f"en trop {part}"


def _parts(value: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;,]", value)]


def _forbidden(answers: list[TestResponse]) -> Iterable[Statement]:
    for name in FORBIDDEN:
        having = sum(name in one.headers for one in answers)
        yield judged(
            not having,
            f"Aucune réponse ne porte {name}."
            if not having
            else f"{having} réponses portent {name}.",
            f"Cherché dans {len(answers)} réponses.",
        )


def _no_fault(answers: list[TestResponse]) -> Statement:
    failed = sum(one.status_code >= _FAULT for one in answers)
    return judged(
        not failed,
        "Aucune demande n’a mis le programme en faute."
        if not failed
        else f"Demandes qui ont mis le programme en faute : {failed}.",
        f"État HTTP de {len(answers)} réponses.",
    )


def _not_stored(answers: list[TestResponse]) -> Statement:
    pages = [one for one in answers if one.mimetype == "text/html"]
    kept = sum(one.headers.get("Cache-Control") != "no-store" for one in pages)
    return judged(
        not kept,
        f"Aucune des {len(pages)} pages ne reste dans le navigateur (no-store)."
        if not kept
        else f"{kept} pages peuvent rester dans le navigateur.",
        "Cache-Control lu sur chaque page.",
    )


def _cookies(answers: list[TestResponse], *, secure: bool) -> Iterable[Statement]:
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for one in answers:
        for line in one.headers.getlist("Set-Cookie"):
            name, _, rest = line.partition("=")
            kept = [part.strip() for part in rest.split(";")[1:]]
            seen[name]["; ".join(part for part in kept if not _dated(part))] += 1
    check = f"Set-Cookie lu sur {len(answers)} réponses."
    for name, kinds in sorted(seen.items()):
        wrong = sorted(kind for kind in kinds if not _is_kept(kind))
        yield judged(
            name in _COOKIES and not wrong,
            f"Témoin {name}, {sum(kinds.values())} fois ({_COOKIES[name]}) : hors de portée des "
            "scripts et des autres sites."
            if name in _COOKIES and not wrong
            else f"Témoin {name} : {' | '.join(wrong or ['inconnu'])}.",
            f"{check} Exigé : HttpOnly, SameSite=Lax, aucun Domain.",
        )
    yield judged(
        "tremplin" in seen,
        f"Témoins posés : {', '.join(sorted(seen)) or 'aucun'} ; aucun autre.",
        check,
    )
    yield Statement(
        says="Derrière le mandataire TLS, le témoin porte aussi Secure."
        if secure
        else "Sans mandataire TLS déclaré, le témoin ne porte pas Secure.",
        check="Réglage mandataire_tls du site.",
        state=State.GOOD if secure else State.TOLD,
    )


def _is_kept(attributes: str) -> bool:
    """Whether a cookie stays out of reach of scripts and of other sites."""
    held = set(attributes.split("; "))
    return {"HttpOnly", "SameSite=Lax"} <= held and "Domain=" not in attributes


def _dated(part: str) -> bool:
    return part.startswith(("Expires=", "Max-Age="))


def _statuses(answers: list[TestResponse]) -> Table:
    counted = Counter(one.status_code for one in answers)
    return Table(
        title="Réponses reçues",
        heads=("État HTTP", "Réponses"),
        rows=tuple((str(status), str(count)) for status, count in sorted(counted.items())),
    )


def _headers(answers: list[TestResponse]) -> Table:
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for one in answers:
        for name, value in one.headers.items():
            if name not in _VARYING:
                seen[name][re.sub(r"\d+; url=.*", "… ; url=…", value)] += 1
    rows = [
        (name, value, str(count))
        for name, values in sorted(seen.items())
        for value, count in values.most_common(_VALUES_SHOWN)
    ]
    return Table(
        title="En-têtes, tels que reçus",
        heads=("Nom", "Valeur", "Réponses"),
        rows=tuple(rows),
        code=True,
    )
