"""How hard a French text is to read: a guide for authors, which certifies nothing."""

import re
from dataclasses import dataclass

_SENTENCE_END = re.compile(
    r"(?<=[.!?…])[\s\u00a0]+(?=[«\"“A-ZÀ-ÖØ-Þ0-9])|\n\s*\n|\n(?=\s*[-•*] )|[:;]\s*\n"
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"
_HIATUS = re.compile(r"é(?=[aeioâàéèêu])|(?<=[aoue])[ïëü]|[ao](?=[âéè])")  # cré-er, no-ël
_CLUSTER = re.compile(r"(?<=[bcdfgptv][lr])i(?=[aoeéè])")  # cli-ent, ouvri-er
_LONG = 7  # LIX: a long word has more than six letters
LONGEST_MEAN = 12.0
LONGEST_ESSENTIAL = 20
HIGHEST_LIX = 35.0
LOWEST_EASE = 70.0


@dataclass(frozen=True, slots=True)
class Readability:
    """Measures of one text: mean sentence in words, LIX, Kandel-Moles ease."""

    words: int
    sentences: int
    mean_sentence: float
    lix: float
    ease: float
    longest: str


def sentences_of(text: str) -> list[str]:
    """Cut a text in sentences; a line of a list or a table counts as one."""
    found = []
    for paragraph in re.split(r"\n\s*\n|\n(?=\s*(?:[-•*]|[0-9]+\.) )", text):
        joined = " ".join(paragraph.split())
        found += [part for part in _SENTENCE_END.split(joined) if part and _WORD.search(part)]
    return found


def words_of(text: str) -> list[str]:
    """Cut a text in words; « l’idée » is two."""
    return [part for word in _WORD.findall(text) for part in re.split(r"['’]", word) if part]


def syllables(word: str) -> int:
    """Count the spoken syllables of a French word: « créer » has two, « table » one.

    « souvent » and « parlent » are written alike: both count as said.
    """
    letters = word.casefold()
    letters = re.sub(r"(?<=[qg])u(?=[eiéèêy])", "", letters)
    letters = re.sub(f"(?<=[{_VOWELS}])y(?=[{_VOWELS}])", "i-i", letters).replace("pays", "pai-is")
    letters = _CLUSTER.sub("i-", letters)
    said = re.sub(r"es?$", "", letters)
    spoken = said if re.search(f"[{_VOWELS}]", said) else letters
    groups = re.findall(f"[{_VOWELS}]+", spoken)
    return max(1, sum(1 + len(_HIATUS.findall(group)) for group in groups))


def measure_text(text: str) -> Readability:
    """Measure a text."""
    sentences = sentences_of(text)
    words = [word for sentence in sentences for word in words_of(sentence)]
    count, lines = max(1, len(words)), max(1, len(sentences))
    mean = count / lines
    long_share = 100 * sum(len(word) >= _LONG for word in words) / count
    spoken = sum(syllables(word) for word in words) / count
    return Readability(
        words=len(words),
        sentences=len(sentences),
        mean_sentence=mean,
        lix=mean + long_share,
        ease=207 - 1.015 * mean - 73.6 * spoken,
        longest=max(sentences, key=lambda one: len(words_of(one)), default=""),
    )
