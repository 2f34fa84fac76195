"""Who comes in, and how: phrases, tries, sessions, terminals; tried on the scratch site."""

import math
import re
from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.security_file import Section, Statement, judged
from learning.security.routes import ROLE_NAMES
from learning.security.scratch import Scratch
from learning.security.visitor import Visitor
from learning.services.phrases import WORD_COUNT, draw_phrase, reduce_phrase, words
from learning.services.work import Program
from learning.storage.people import account

_HOME, _SIGN_IN, _ENROL = "/accueil", "/connexion", "/poste"
_LEAST_BITS = 55
_FREE_TRIES = 5
_MOST_TRIES = 12
_SLOWED, _SEEN, _SENT_AWAY = 429, 200, 303
_TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')
_HASH = re.compile(r"\$(argon2id)\$v=\d+\$([^$]+)\$")


def describe(scratch: Scratch, program: Program) -> Section:
    """Try to come in wrongly; then say who may come in on the real site."""
    return Section(
        title="Qui entre, et comment",
        lead="Un identifiant et une phrase, remis sur une carte. Aucune adresse électronique, "
        "aucun téléphone.",
        statements=(
            _phrases(),
            _hashes(scratch),
            _one_reply(scratch),
            _slowed(scratch),
            _left(scratch),
            _newest(scratch),
            _enrolled(scratch),
            _locked(program),
            _accounts(program),
        ),
    )


def _phrases() -> Statement:
    count = len({reduce_phrase(word) for word in words()})
    bits = WORD_COUNT * math.log2(count)
    return judged(
        bits >= _LEAST_BITS,
        f"Une phrase est tirée au hasard : {WORD_COUNT} mots parmi {count}, {bits:.0f} bits.",
        "Mots de la liste du programme, comptés à leurs premières lettres.",
    )


def _hashes(scratch: Scratch) -> Statement:
    with scratch.program.reading() as work:
        query = sa.select(account.c.phrase_hash).where(account.c.phrase_hash.is_not(None))
        found = [_HASH.match(text) for text in work.connection.execute(query).scalars()]
    kinds = sorted({f"{one[1]}, {one[2]}" for one in found if one})
    return judged(
        bool(found) and all(found),
        f"Une phrase n’est gardée que par son empreinte : {' ; '.join(kinds)}."
        if found and all(found)
        else "Des phrases sont gardées autrement que par leur empreinte argon2id.",
        f"{len(found)} phrases lues dans la base du site d’essai.",
    )


def _try(visitor: Visitor, identifier: str, phrase: str) -> tuple[int, str]:
    """Type both; return the status and the page, without what changes each time."""
    form = next(one for one in visitor.get(_SIGN_IN).forms if "phrase" in one.typed)
    reply = visitor.post(form, {"identifiant": identifier, "phrase": phrase})
    page = _TOKEN.sub("", reply.get_data(as_text=True)).replace(identifier, "")
    return reply.status_code, page


def _wrong() -> str:
    return " ".join(draw_phrase())


def _one_reply(scratch: Scratch) -> Statement:
    visitor = scratch.visitor()
    known = _try(visitor, scratch.learners[1].identifier, _wrong())
    unknown = _try(visitor, "personne-0000", _wrong())
    scratch.answers.extend(visitor.answers)
    same = known == unknown and known[0] != _SENT_AWAY
    return judged(
        same,
        "Une phrase fausse et un identifiant inconnu reçoivent la même page."
        if same
        else "Une phrase fausse et un identifiant inconnu reçoivent deux pages différentes.",
        "Les deux essayés ; les pages comparées lettre à lettre.",
    )


def _slowed(scratch: Scratch) -> Statement:
    tried = scratch.learners[-1]
    visitor = scratch.visitor()
    count = 0
    while count < _MOST_TRIES and _try(visitor, tried.identifier, _wrong())[0] != _SLOWED:
        count += 1
    right = _try(visitor, tried.identifier, tried.phrase)[0]
    scratch.answers.extend(visitor.answers)
    held = count <= _FREE_TRIES and right == _SLOWED
    return judged(
        held,
        f"Après {count} essais manqués, il faut attendre ; la bonne phrase attend aussi."
        if held
        else f"{count} essais manqués de suite, et la bonne phrase entre aussitôt.",
        "Phrases fausses essayées l’une après l’autre, puis la bonne.",
    )


def _left(scratch: Scratch) -> Statement:
    visitor = scratch.visitor(scratch.learners[0])
    held = visitor.client.get_cookie("tremplin")
    for form in visitor.get("/fin").forms:
        if form.action == "/deconnexion":
            visitor.post(form, {})
    if held is not None:
        visitor.client.set_cookie("tremplin", held.value)
    status = visitor.ask("GET", _HOME).status_code
    scratch.answers.extend(visitor.answers)
    return judged(
        held is not None and status == _SENT_AWAY,
        "Un témoin de connexion copié ne sert plus après la déconnexion."
        if status == _SENT_AWAY
        else "Un témoin de connexion copié sert encore après la déconnexion.",
        "Témoin gardé, déconnexion, témoin remis : renvoi à la connexion attendu.",
    )


def _newest(scratch: Scratch) -> Statement:
    before, after = (scratch.visitor(scratch.learners[0]) for _ in range(2))
    statuses = tuple(one.ask("GET", _HOME).status_code for one in (before, after))
    for one in (before, after):
        scratch.answers.extend(one.answers)
    return judged(
        statuses == (_SENT_AWAY, _SEEN),
        "Une personne n’a qu’une session : la nouvelle ferme l’ancienne."
        if statuses == (_SENT_AWAY, _SEEN)
        else f"Deux sessions d’une même personne : réponses {statuses[0]} et {statuses[1]}.",
        "Même personne entrée sur deux navigateurs ; le premier est renvoyé à la connexion.",
    )


def _enrolled(scratch: Scratch) -> Statement:
    """A code makes a terminal known once; a second browser that types it gets nothing."""
    cookies = []
    for _ in range(2):
        visitor = scratch.visitor()
        form = next(one for one in visitor.get(_ENROL).forms if "code" in one.typed)
        visitor.post(form, {"code": scratch.terminal_code})
        cookies.append(visitor.client.get_cookie("poste"))
        scratch.answers.extend(visitor.answers)
    right = cookies[0] is not None and cookies[1] is None
    return judged(
        right,
        "Le code d’un poste ne l’inscrit qu’une fois."
        if right
        else "Le code d’un poste ne l’inscrit pas, ou l’inscrit deux fois.",
        "Même code tapé dans deux navigateurs.",
    )


def _locked(program: Program) -> Statement:
    settings = program.settings
    return Statement(
        says=f"Sans activité, l’écran se verrouille en {settings.verrou_lecon} min sur une leçon, "
        f"une épreuve ou une feuille, en {settings.verrou_ailleurs} min ailleurs. Une session "
        f"dure {settings.session_heures} h au plus.",
        check="Réglages verrou_lecon, verrou_ailleurs et session_heures.",
    )


def _accounts(program: Program) -> Statement:
    with program.reading() as work:
        query = sa.select(account.c.role).where(
            account.c.site_id == work.site, account.c.status == "active"
        )
        counted = Counter(map(Role, work.connection.execute(query).scalars()))
    return Statement(
        says=f"Comptes ouverts sur ce site : {', '.join(_counts(counted)) or 'aucun'}.",
        check="Comptés dans la base du site.",
    )


def _counts(counted: Counter[Role]) -> Iterator[str]:
    return (f"{name} {counted[role]}" for role, name in ROLE_NAMES.items() if counted[role])
