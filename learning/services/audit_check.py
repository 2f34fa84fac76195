"""Follow the chain of the audit from its last checkpoint, tell its head, and purge its start."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from learning.domain.errors import Invalid, Refused, Unavailable
from learning.domain.grouped import bare, grouped, to_letters
from learning.services.audit import entry_hash, last_entry, record
from learning.services.work import Work
from learning.signing import are_signed, public_text, read_public, sign_bytes
from learning.storage.audit import audit
from learning.storage.trust import audit_checkpoint

_PURPOSE = "journal"
_HEAD_BYTES = 20  # 160 bits, in 32 letters that somebody can type from paper
_HEAD_LETTERS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the chain stands: printed and kept elsewhere, it tells a chain written again."""

    sequence: int
    at: datetime | None
    hash: str

    @property
    def text(self) -> str:
        """« 1523 7K3M-92QX-… », as it is printed and typed back."""
        return f"{self.sequence} {_letters(self.hash)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """The first entry that does not hold, and why."""

    sequence: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What following the chain found. ``bad`` is None when all of it holds."""

    entries: int
    start: int
    head: Head
    bad: Bad | None


def read_head(work: Work) -> Head:
    """Return the head of the chain."""
    sequence, digest = last_entry(work)
    query = sa.select(audit.c.at).where(audit.c.site_id == work.site, audit.c.sequence == sequence)
    return Head(sequence=sequence, at=work.connection.execute(query).scalar(), hash=digest)


def verify(work: Work, secret: str, *, head: str = "") -> Verdict:
    """Follow the chain; ``head`` is one that was printed, which the chain must still hold.

    Raises:
        Invalid: ``head`` is no head.

    """
    wanted = _read_head_text(head) if head else None
    bad = _check_checkpoints(work, secret)
    start, previous = _last_checkpoint(work)
    sequence = start
    seen = {start: previous} if start else {}
    query = sa.select(audit).where(audit.c.site_id == work.site).order_by(audit.c.sequence)
    for row in work.connection.execute(query.execution_options(yield_per=1000)):
        said = (row.action, row.actor, row.subject)
        if bad is None:
            bad = _judge(row, sequence, previous)
        if bad is None and row.hash != entry_hash(
            previous, (work.site, row.sequence, row.at), said
        ):
            bad = Bad(sequence=row.sequence, sentence=_describe(row) + _CHANGED)
        sequence, previous = row.sequence, row.hash
        if wanted and row.sequence == wanted[0]:
            seen[row.sequence] = row.hash
    if bad is None and wanted:
        bad = _judge_head(wanted, seen, start, sequence)
    return Verdict(entries=sequence - start, start=start, head=read_head(work), bad=bad)


def purge(work: Work, before: datetime, secret: str) -> int:
    """Take the oldest entries out and leave a signed checkpoint; return how many went.

    Raises:
        Refused: the chain does not hold: nothing of it may go before somebody looked.
        Unavailable: the site has no key to sign with.

    """
    query = sa.select(audit.c.sequence, audit.c.hash).where(
        audit.c.site_id == work.site, audit.c.sequence == _last_old(work, before)
    )
    last = work.connection.execute(query).first()
    if last is None:
        return 0
    if not secret:
        raise Unavailable("Ce site n’a pas encore de clé. Lancez « tremplin init ».")
    if bad := verify(work, secret).bad:
        raise Refused("Le journal n’est pas purgé. %(bad)s", bad=bad.sentence)
    # Written first: an entry of the purge stands in the chain that goes on.
    record(work, "journal.purge", subject=f"jusqu’à {last.sequence}")
    work.connection.execute(
        sa.insert(audit_checkpoint),
        {
            "site_id": work.site,
            "sequence": last.sequence,
            "hash": last.hash,
            "at": work.instant,
            "signature": sign_bytes(
                _PURPOSE, _signed(work.site, last.sequence, last.hash, work.instant), secret
            ),
        },
    )
    gone = work.connection.execute(
        sa.delete(audit).where(audit.c.site_id == work.site, audit.c.sequence <= last.sequence)
    )
    return gone.rowcount


def count_old(work: Work, before: datetime) -> int:
    """Return how many entries ``purge`` would take out."""
    query = sa.select(sa.func.count()).where(
        audit.c.site_id == work.site, audit.c.sequence <= _last_old(work, before)
    )
    return work.connection.execute(query).scalar() or 0


_CHANGED = " ne correspond plus à son empreinte : elle a été modifiée."


def _last_old(work: Work, before: datetime) -> int:
    """Return the place before the first entry that is recent: a clock set back hides nothing."""
    first_kept = work.connection.execute(
        sa.select(sa.func.min(audit.c.sequence)).where(
            audit.c.site_id == work.site, audit.c.at >= before
        )
    ).scalar()
    return (first_kept or last_entry(work)[0] + 1) - 1


def _judge(row: sa.Row[tuple[object, ...]], sequence: int, previous: str) -> Bad | None:
    if row.sequence != sequence + 1:
        sentence = f"L’entrée {sequence + 1} du journal manque : elle a été retirée."
        return Bad(sequence=sequence + 1, sentence=sentence)
    if row.previous != previous:
        sentence = _describe(row) + " ne suit plus celle d’avant : la chaîne est coupée."
        return Bad(sequence=row.sequence, sentence=sentence)
    return None


def _describe(row: sa.Row[tuple[object, ...]]) -> str:
    return f"L’entrée {row.sequence} du journal ({row.action}, le {row.at:%d/%m/%Y})"


def _judge_head(
    wanted: tuple[int, str], seen: dict[int, str], start: int, last: int
) -> Bad | None:
    sequence, letters = wanted
    if sequence > last:
        sentence = (
            f"Le journal s’arrête à l’entrée {last}, avant la tête imprimée ({sequence}) : "
            "des entrées ont été retirées."
        )
        return Bad(sequence=last + 1, sentence=sentence)
    if sequence not in seen:
        sentence = (
            f"La tête imprimée ({sequence}) est d’avant la dernière purge ({start}) : "
            "elle ne peut plus être comparée. Prenez-en une plus récente."
        )
        return Bad(sequence=sequence, sentence=sentence)
    if bare(_letters(seen[sequence])) != letters:
        sentence = (
            f"L’entrée {sequence} du journal n’est pas celle de la tête imprimée : "
            "le journal a été réécrit."
        )
        return Bad(sequence=sequence, sentence=sentence)
    return None


def _letters(digest: str) -> str:
    return grouped(to_letters(bytes.fromhex(digest)[:_HEAD_BYTES]))


def _read_head_text(text: str) -> tuple[int, str]:
    number, _, rest = text.strip().partition(" ")
    letters = bare(rest)
    if not (number.isascii() and number.isdigit()) or len(letters or "") != _HEAD_LETTERS:
        raise Invalid(_NO_HEAD)
    return int(number), letters or ""


_NO_HEAD = (
    "Ce n’est pas une tête de journal. Copiez toute la dernière ligne de « tremplin audit head »."
)


def _last_checkpoint(work: Work) -> tuple[int, str]:
    query = (
        sa.select(audit_checkpoint.c.sequence, audit_checkpoint.c.hash)
        .where(audit_checkpoint.c.site_id == work.site)
        .order_by(audit_checkpoint.c.sequence.desc())
        .limit(1)
    )
    found = work.connection.execute(query).first()
    return (found.sequence, found.hash) if found else (0, "")


def _check_checkpoints(work: Work, secret: str) -> Bad | None:
    query = (
        sa.select(audit_checkpoint)
        .where(audit_checkpoint.c.site_id == work.site)
        .order_by(audit_checkpoint.c.sequence)
    )
    key = read_public(public_text(secret)) if secret else b""
    for row in work.connection.execute(query):
        body = _signed(work.site, row.sequence, row.hash, row.at)
        if not are_signed(_PURPOSE, body, row.signature, key):
            sentence = (
                f"Le point de contrôle {row.sequence} du journal n’est pas signé par ce site : "
                "il a été ajouté ou modifié."
            )
            return Bad(sequence=row.sequence, sentence=sentence)
    return None


def _signed(site: str, sequence: int, digest: str, at: datetime) -> bytes:
    return "\x1f".join((site, str(sequence), digest, at.isoformat())).encode()
