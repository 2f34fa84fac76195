"""The word list of the sign-in phrases: five words of 2,048, told apart by four letters."""

import re
import unicodedata
from pathlib import Path

WORDS_FOLDER = Path(__file__).resolve().parents[2] / "learning" / "words"
LINES = (WORDS_FOLDER / "mots.txt").read_text(encoding="utf-8").split("\n")
WORDS = LINES[:-1]
# Roots that no card may show: insults, sex, violence, religion, crime and prison.
REFUSED_ROOTS = [
    "amant",
    "anus",
    "arme",
    "assass",
    "baise",
    "bander",
    "bite",
    "bombe",
    "bordel",
    "cachot",
    "cadavre",
    "cercueil",
    "chiant",
    "cocu",
    "condamn",
    "connard",
    "connas",
    "couill",
    "crime",
    "cul",
    "dealer",
    "délit",
    "détenu",
    "diable",
    "dieu",
    "drogue",
    "église",
    "encul",
    "enfer",
    "esclave",
    "évad",
    "flic",
    "fouet",
    "fusil",
    "gendarme",
    "gifle",
    "guerre",
    "haine",
    "jésus",
    "juge",
    "laideur",
    "menotte",
    "merde",
    "meurtr",
    "mort",
    "mosquée",
    "nazi",
    "nègre",
    "otage",
    "pédé",
    "pénis",
    "péter",
    "pisse",
    "police",
    "porno",
    "prêtre",
    "prison",
    "putain",
    "pute",
    "rançon",
    "sexe",
    "sodom",
    "suicide",
    "tribunal",
    "tuer",
    "vagin",
    "viol",
    "voleur",
    "voyou",
]
# Words that begin like a refused root and have nothing to do with it.
INNOCENT = frozenset({"culture", "violon"})


def without_accents(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def test_there_are_2048_words_and_a_final_line_end() -> None:
    assert LINES[-1] == ""
    assert len(WORDS) == 2048
    assert len(set(WORDS)) == 2048


def test_four_letters_without_accents_name_one_word() -> None:
    prefixes = {without_accents(word)[:4] for word in WORDS}
    assert len(prefixes) == len(WORDS)


def test_words_have_4_to_8_plain_lower_case_letters() -> None:
    assert [w for w in WORDS if not re.fullmatch("[a-z]{4,8}", without_accents(w))] == []


def test_accents_are_composed_so_that_screens_and_printers_agree() -> None:
    assert [word for word in WORDS if word != unicodedata.normalize("NFC", word)] == []


def test_words_are_in_order() -> None:
    assert sorted(WORDS, key=lambda word: (without_accents(word), word)) == WORDS


def test_no_word_is_another_one_with_a_plural_mark() -> None:
    known = set(WORDS)
    assert [word for word in WORDS if word[-1] in "sx" and word[:-1] in known] == []


def test_no_word_has_a_refused_root() -> None:
    roots = tuple(REFUSED_ROOTS)
    assert [w for w in WORDS if w.startswith(roots) and w not in INNOCENT] == []


def test_every_word_was_read_and_accepted() -> None:
    tools = Path(__file__).resolve().parents[2] / "tools"
    accepted = (tools / "words_accepted.txt").read_text(encoding="utf-8").splitlines()
    assert set(WORDS) <= set(accepted)


def test_the_licence_stands_beside_the_list() -> None:
    assert "wfrench" in (WORDS_FOLDER / "LICENCE.txt").read_text(encoding="utf-8")
