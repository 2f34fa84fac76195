"""Sign-in phrases: five words out of 2 048, each reduced to its first four letters.

55 bits, so no secret hangs on a name or a date; four letters are enough because the words
differ there, and accents, case, spaces and endings then do not matter.
"""

import hmac
import secrets
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from learning.paths import WORDS

WORD_COUNT = 5
_LETTERS = 4
# Each hash takes 19 MiB, which a thread keeps once it had them: two threads, whatever the server.
_HASHING = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hachage")
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def words() -> tuple[str, ...]:
    """Return the word list, read once."""
    return tuple(WORDS.read_text(encoding="utf-8").split())


def draw_phrase() -> tuple[str, ...]:
    """Draw five words."""
    return tuple(secrets.choice(words()) for _ in range(WORD_COUNT))


def draw_identifier() -> str:
    """Draw an identifier such as ``colibri-4718``; it says nothing about the person."""
    return f"{plain(secrets.choice(words()))}-{secrets.randbelow(9000) + 1000}"


def plain(text: str) -> str:
    """Lower case, without accents."""
    unaccented = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    return "".join(c for c in unaccented if not unicodedata.combining(c)).casefold()


def reduce_phrase(text: str) -> str:
    """Reduce what was typed to what is hashed: four letters of each word."""
    letters = "".join(c if c.isalpha() else " " for c in plain(text[:400]))
    return " ".join(word[:_LETTERS] for word in letters.split())


def hash_phrase(text: str, pepper: str) -> str:
    """Hash a phrase (28 ms): never inside a write transaction."""
    return _HASHING.submit(_HASHER.hash, _peppered(text, pepper)).result()


def phrase_matches(text: str, hashed: str | None, pepper: str) -> bool:
    """Check a phrase; a missing account costs the same time as a wrong phrase."""
    try:
        known = hashed or _nobody(pepper)
        _HASHING.submit(_HASHER.verify, known, _peppered(text, pepper)).result()
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(hashed)


@cache
def _nobody(pepper: str) -> str:
    return hash_phrase(" ".join(draw_phrase()), pepper)


def _peppered(text: str, pepper: str) -> str:
    return hmac.new(pepper.encode(), reduce_phrase(text).encode(), sha256).hexdigest()
