"""What a project file keeps to itself: a bank has no business with where somebody was.

What the person wrote is theirs and is shown as it is; only the product's own sentences are cut.
"""

import re

from learning.domain.viability.flags import ASK
from learning.domain.viability.notice import Notice
from learning.domain.worksheet.trades import Watch

# Sheets and checks that are about the person and not about the business.
SHEETS = frozenset({"sortie", "premiere-action", "pitch"})
CHECKS = frozenset({f"metier-{Watch.CONVICTION}", "indemnites-oubliees", "dettes-oubliees"})
TELLING = re.compile(
    r"\b(CPIP|Spip|prison|détention|détenue?s?|sortie|dehors|peine|jugement|condamn\w*|écrou"
    r"|amendes?)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CHECK = "C’est à vérifier avant de commencer."


def quiet(notice: Notice) -> str:
    """Return what the file says of a notice, "" for nothing."""
    if notice.sheet in SHEETS or notice.id in CHECKS:
        return ""
    text = notice.sentence.replace(ASK, _CHECK)
    kept = [one for one in _SENTENCE.split(text) if not TELLING.search(one)]
    return "" if kept in ([], [_CHECK]) else " ".join(kept)
