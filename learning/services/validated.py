"""« Validé ailleurs »: what a valid attestation of another site says, beside one's own marks.

It never becomes a mark of this site: it is shown apart, with the day and the points attested.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.attestation import Outcome, Signed
from learning.domain.errors import Conflict, Invalid
from learning.domain.grouped import from_letters
from learning.services import audit
from learning.services.transfer_people import find_mover, plain
from learning.services.transfer_sites import all_keys, directory_of
from learning.services.work import Keys, Work
from learning.signing import check_attestation, is_signed, public_key, read_public
from learning.storage.activity import fact
from learning.storage.dossiers import foreign_module, validated

_FIELD = "code"
_SENTENCES = {
    Outcome.CHANGED: "Cette attestation a été modifiée : sa signature est fausse.",
    Outcome.UNKNOWN: "Ce site ne connaît pas qui a signé cette attestation. "
    "Importez l’annuaire du programme, ou la carte de ce site.",
    Outcome.UNREADABLE: "Ce code ne se lit pas. Lisez le code carré à nouveau, en entier.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """A module validated elsewhere, as attested."""

    title: str
    points: float
    out_of: int
    day: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A module of another site that this one has not: what the person did in it, and its test."""

    title: str
    lessons: int
    answers: int
    passed: bool
    points: float | None
    out_of: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What a person did elsewhere: by module of this site, and the rest."""

    by_module: dict[str, Validated]
    others: tuple[Validated, ...]
    foreign: tuple[Foreign, ...]


def read_code(work: Work, keys: Keys, typed: str) -> tuple[Signed, str]:
    """Return what a valid attestation of another site says, and the number of who signed it.

    Raises:
        Invalid: it is not whole, not valid, or says of no module that it was passed.
        Conflict: this very site issued it.

    """
    if not is_signed(typed):
        raise Invalid(
            "Le code court ne dit ni le nom ni les modules. Lisez le code carré, "
            "ou tapez le code entier qui commence par TREMPLIN.",
            field=_FIELD,
        )
    checked = check_attestation(typed, public_key(keys.signing))
    if checked.outcome is Outcome.VALID:
        raise Conflict("Cette attestation a été faite par ce site : rien n’est à noter.")
    outcomes: list[Outcome] = [checked.outcome]
    for trusted in _trusted(work, keys):
        checked = check_attestation(typed, trusted)
        if checked.outcome is Outcome.VALID and checked.signed is not None:
            if not checked.signed.tests:
                raise Invalid(
                    "Cette attestation est valable, mais elle ne dit aucun module réussi.",
                    field=_FIELD,
                )
            return checked.signed, checked.issuer
        outcomes.append(checked.outcome)
    worst = Outcome.CHANGED if Outcome.CHANGED in outcomes else outcomes[-1]
    raise Invalid(_SENTENCES.get(worst, _SENTENCES[Outcome.UNREADABLE]), field=_FIELD)


def _trusted(work: Work, keys: Keys) -> list[bytes]:
    """The keys whose attestations are believed: the programme's, and those of sites known."""
    found = [one.card.attests for one in all_keys(work) if one.revoked_at is None]
    known = directory_of(work)
    if known is not None:
        found.append(from_letters(known.programme) or b"")
    if keys.certificate and keys.signer is not None:
        found.append(read_public(keys.signer.trusted))
    return found


def note_validated(
    work: Work, keys: Keys, learner: UUID, typed: str, *, same_person: bool = False
) -> Signed:
    """Mark the modules of a valid attestation « validé ailleurs »; the same twice is once.

    Raises:
        Invalid, Conflict: as ``read_code``; or the name is another, and nobody said it is they.
        NotFound: no such learner in reach.

    """
    mover = find_mover(work, learner)
    said, issuer = read_code(work, keys, typed)
    if plain(said.name) != plain(mover.name) and not same_person:
        raise Invalid(
            "Cette attestation est au nom de « %(name)s ». Si c’est bien cette personne, "
            "cochez la case.",
            field="meme",
            name=said.name,
        )
    query = sa.select(validated.c.title).where(
        validated.c.site_id == work.site,
        validated.c.learner_id == mover.id,
        validated.c.number == said.number,
    )
    known = set(work.connection.execute(query).scalars())
    slugs = _slugs(work)
    rows = [
        {
            "site_id": work.site,
            "id": uuid4(),
            "learner_id": mover.id,
            "number": said.number,
            "module": slugs.get(plain(title), ""),
            "title": title,
            "points": mark.points,
            "out_of": mark.out_of,
            "day": mark.day.isoformat(),
            "issuer": issuer,
            "at": work.instant,
            "made_at": work.site,
        }
        for title, mark in dict(said.tests).items()
        if title not in known
    ]
    if rows:
        work.connection.execute(sa.insert(validated), rows)
        audit.record(work, "module.valide-ailleurs", subject=str(mover.id))
    return said


def show_elsewhere(work: Work, learner: UUID) -> Elsewhere:
    """Return what a person did elsewhere: two statements, one more when there is any."""
    query = (
        sa.select(validated)
        .where(validated.c.site_id == work.site, validated.c.learner_id == learner)
        .order_by(validated.c.day, validated.c.title)
    )
    slugs = _slugs(work)
    by_module: dict[str, Validated] = {}
    others = []
    known = {module.slug for module in work.catalogue.modules}
    for row in work.connection.execute(query):
        one = Validated(
            title=row.title,
            points=row.points,
            out_of=row.out_of,
            day=row.day,
            number=row.number,
        )
        slug = row.module if row.module in known else slugs.get(plain(row.title), "")
        if slug:
            by_module[slug] = one
        else:
            others.append(one)
    return Elsewhere(
        by_module=by_module, others=tuple(others), foreign=_foreign(work, learner, known)
    )


def _foreign(work: Work, learner: UUID, known: set[str]) -> tuple[Foreign, ...]:
    titles = {
        row.module: row.title
        for row in work.connection.execute(
            sa.select(foreign_module.c.module, foreign_module.c.title).where(
                foreign_module.c.site_id == work.site, foreign_module.c.learner_id == learner
            )
        )
        if row.module not in known
    }
    if not titles:
        return ()
    kinds = ("lesson_done", "answer_given", "test_submitted")
    rows = work.connection.execute(
        sa.select(
            fact.c.module, fact.c.kind, fact.c.lesson, fact.c.flag, fact.c.points, fact.c.out_of
        ).where(
            fact.c.site_id == work.site,
            fact.c.learner_id == learner,
            fact.c.module.in_(titles),
            fact.c.kind.in_(kinds),
        )
    ).all()
    return tuple(
        _one_foreign(title, [row for row in rows if row.module == slug])
        for slug, title in sorted(titles.items(), key=lambda item: item[1])
    )


def _one_foreign(title: str, found: Sequence[Any]) -> Foreign:
    tests = [row for row in found if row.kind == "test_submitted"]
    best = max(tests, key=lambda row: (row.flag, row.points), default=None)
    return Foreign(
        title=title,
        lessons=len({row.lesson for row in found if row.kind == "lesson_done"}),
        answers=sum(row.kind == "answer_given" for row in found),
        passed=any(row.flag for row in tests),
        points=best.points if best is not None else None,
        out_of=best.out_of if best is not None else None,
    )


def _slugs(work: Work) -> dict[str, str]:
    if work.release is None:
        return {}
    return {plain(module.title): module.slug for module in work.catalogue.modules}
