"""Advise on prose that is harder to read than trust.md's bars, naming the sentence."""

from collections.abc import Iterator, Sequence

from learning.content.finding import Finding, Report
from learning.content.fragments import plain_text
from learning.content.rates_file import Rates
from learning.content.readability import (
    HIGHEST_LIX,
    LONGEST_ESSENTIAL,
    LONGEST_MEAN,
    LOWEST_EASE,
    measure_text,
    sentences_of,
    words_of,
)
from learning.domain.course import BlockKind

_SHOWN = 80  # letters of a sentence that a finding cites

Text = tuple[int, BlockKind, str]  # first line, kind, Markdown


def judge_prose(file: str, texts: Sequence[Text], rates: Rates) -> list[Finding]:
    """Return the advice on one file's running text."""
    report = Report(file)
    sentences = list(_sentences(texts, rates))
    for line, kind, sentence in sentences:
        count = len(words_of(sentence))
        if kind is BlockKind.ESSENTIAL and count > LONGEST_ESSENTIAL:
            report.advise(
                line,
                f"cette phrase de l’essentiel a {count} mots : « {_short(sentence)} ».",
                f"Coupez-la en deux : {LONGEST_ESSENTIAL} mots au plus.",
            )
    if not sentences:
        return report.findings
    measured = measure_text("\n\n".join(sentence for _, _, sentence in sentences))
    line = next(line for line, _, sentence in sentences if sentence == measured.longest)
    faults = []
    if measured.mean_sentence > LONGEST_MEAN:
        faults.append(f"{measured.mean_sentence:.1f} mots par phrase, {LONGEST_MEAN:.0f} au plus")
    if measured.lix > HIGHEST_LIX:
        faults.append(f"LIX {measured.lix:.0f}, {HIGHEST_LIX:.0f} au plus")
    if measured.ease < LOWEST_EASE:
        faults.append(f"Kandel-Moles {measured.ease:.0f}, {LOWEST_EASE:.0f} au moins")
    if faults:
        report.advise(
            line,
            f"ce texte est difficile à lire ({' ; '.join(faults)})."
            f" Sa plus longue phrase : « {_short(measured.longest)} ».",
            "Coupez-la, et prenez des mots plus courts.",
        )
    return report.findings


def _sentences(texts: Sequence[Text], rates: Rates) -> Iterator[tuple[int, BlockKind, str]]:
    """Return every sentence with the line where it begins."""
    for first, kind, source in texts:
        lines = [" ".join(plain_text(line, rates).split()) for line in source.split("\n")]
        at = 0
        for sentence in sentences_of(plain_text(source, rates)):
            start = " ".join(sentence.split()[:3])
            found = next((n for n in range(at, len(lines)) if start in lines[n]), None)
            found = at if found is None else found
            at = found
            yield first + found, kind, sentence


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= _SHOWN else f"{sentence[:_SHOWN].rstrip()}…"
