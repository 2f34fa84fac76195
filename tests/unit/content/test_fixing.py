"""A correction: what it writes, that its fault goes, that no other comes, what it refuses."""

from dataclasses import dataclass

import pytest

from learning.content.check import Finding, Severity
from learning.content.finding import Edit, Fix
from learning.content.fixing import apply_fix
from learning.domain.errors import Conflict, Invalid
from tests.unit.content import test_course_faults, test_question_faults
from tests.unit.content.course import (
    HEAD,
    LESSON,
    LESSON_FILE,
    MODULE,
    PATH,
    QUESTIONNAIRE,
    TEST,
    files_of,
    findings,
)

OTHER = "budget/20-autre.md"
MODULE_FILE, TEST_FILE = "budget/module.md", "budget/90-epreuve.md"
PATH_FILE = "parcours/createur.md"
SCALES = "questionnaires/avant.md"


@dataclass(frozen=True)
class Case:
    """A text that holds ``wrong``, which one correction turns into ``right``."""

    wrong: str
    right: str
    file: str = OTHER
    text: str = ""
    more: tuple[tuple[str, bytes], ...] = ()

    def files(self) -> dict[str, str | bytes]:
        """The files that are spoilt, or added."""
        return {**dict(self.more), self.file: self.text or HEAD + self.wrong}


def question(wrong: str, right: str) -> Case:
    """A question of a lesson, around its answers."""
    before, after = "Une charge fixe ?\n\n", "\nExplication : Elle revient.\n:::\n"
    shell = f":::question essai\n{before}%s{after}"
    return Case(shell % wrong, shell % right)


def spoilt(file: str, text: str, old: str, wrong: str, right: str) -> Case:
    """A file of the course, spoilt in one place."""
    assert old in text
    return Case(wrong, right, file, text.replace(old, wrong, 1))


CASES = {
    # Blocks
    "an unclosed block before a heading": Case(
        ":::essentiel\nPayer.\n\n## Le loyer\n\nOn paie.\n",
        ":::essentiel\nPayer.\n:::\n\n## Le loyer\n\nOn paie.\n",
    ),
    "an unclosed question": Case(
        ":::question a\nEst-ce vrai ?\n\n= Vrai\n", ":::question a\nEst-ce vrai ?\n\n= Vrai\n:::\n"
    ),
    "an unclosed draw": Case(
        ":::tirage banque=epreuve nombre=1\n", ":::tirage banque=epreuve nombre=1 :::\n"
    ),
    "a name stuck to its block": Case(
        ":::questionpayer\nEst-ce vrai ?\n\n= Vrai\n:::\n",
        ":::question payer\nEst-ce vrai ?\n\n= Vrai\n:::\n",
    ),
    "a sign in the name of a block": Case(
        ":::exempl)e\nOn paie.\n:::\n", ":::exemple\nOn paie.\n:::\n"
    ),
    "a text on the opening line": Case(":::regle Je paie.\n:::\n", ":::regle\nJe paie.\n:::\n"),
    "a text on a line that closes too": Case(
        ":::regle Je paie. :::\n", ":::regle\nJe paie.\n:::\n"
    ),
    "a count in words": Case(
        ":::tirage banque=epreuve nombre=deux :::\n", ":::tirage banque=epreuve nombre=2 :::\n"
    ),
    "an argument of a draw": Case(
        ":::tirage banqe=epreuve nombre=2 :::\n", ":::tirage banque=epreuve nombre=2 :::\n"
    ),
    # Headings
    "a heading and those under it": Case(
        "### Un\n\n#### Deux\n\n### Trois\n\n## Quatre\n",
        "## Un\n\n### Deux\n\n## Trois\n\n## Quatre\n",
    ),
    # Front matter
    "a title that the text has": Case(
        "objectif", "titre", OTHER, "---\nobjectif: classer-charges\n---\n\n# Payer\n\nOn paie.\n"
    ),
    "no front matter at all": Case(
        "# Payer", "---\ntitre: Payer\n---\n\n# Payer", OTHER, "# Payer\n"
    ),
    "a key without its colon": spoilt(
        LESSON_FILE, LESSON, "titre: Charges fixes", "titre = Charges fixes",
        "titre: Charges fixes",
    ),
    "a key twice for one value": spoilt(
        LESSON_FILE, LESSON, "titre: Charges fixes\n",
        "titre: Charges fixes\ntitre: Charges fixes\n", "titre: Charges fixes\n",
    ),
    "a duration in another spelling": spoilt(
        LESSON_FILE, LESSON, "titre:", "durée: 12 mn\ntitre:", "durée: 12 min\ntitre:"
    ),
    "a threshold in words": spoilt(
        MODULE_FILE, MODULE, "seuil: 80 %", "seuil: 80 pour cent", "seuil: 80 %"
    ),
    "a threshold as a fraction": spoilt(
        MODULE_FILE, MODULE, "80 %", "0,8", "seuil: 80 %"
    ),
    "a day as people write it": spoilt(
        MODULE_FILE, MODULE, "2026-11-23", "23 novembre 2026", "2026-11-23"
    ),
    "a day in figures": spoilt(MODULE_FILE, MODULE, "2026-11-23", "23/11/2026", "2026-11-23"),
    "an objective twice for one sentence": spoilt(
        MODULE_FILE, MODULE, "  classer-charges = Classer mes charges\n",
        "  classer-charges = Classer mes charges\n" * 2,
        "  classer-charges = Classer mes charges\n",
    ),
    "a kind of lesson": spoilt(TEST_FILE, TEST, "évaluation", "évaluaton", "évaluation"),
    "an attestation in another word": spoilt(PATH_FILE, PATH, "oui", "yes", "oui"),
    "a moment": spoilt(SCALES, QUESTIONNAIRE, "moment: avant", "moment: avent", "moment: avant"),
    "a scale with another sign": spoilt(
        SCALES, QUESTIONNAIRE, "(pas du tout) à 5", "(pas du tout) - 5", "1 (pas du tout) à 5"
    ),
    "a sound near by": Case(
        "audio: loier.mp3", "audio: loyer.mp3", OTHER,
        HEAD.replace("objectif:", "audio: loier.mp3\nobjectif:"),
        (("budget/media/loyer.mp3", b"x"),),
    ),
    # Markdown
    "bold and italics in HTML": Case(
        "Un <b>mot </b>et <b>deux</b>.\n\nUn <b>autre</b>.\n",
        "Un **mot** et **deux**.\n\nUn **autre**.\n",
    ),
    "italics in HTML": Case("Un <i>mot</i>.\n", "Un *mot*.\n"),
    "what Word writes around a text": Case(
        'Un <span style="x">mot</span>.\n', "Un mot.\n"
    ),
    "an image out of media": Case(
        "![Un étal](marche.png)\n", "![Un étal](media/marche.png)\n", OTHER, "",
        (("budget/media/marche.png", b"x"),),
    ),
    "an image of another spelling": Case(
        "![Un étal](media/Marché.png)\n", "![Un étal](media/marche.png)\n", OTHER, "",
        (("budget/media/marche.png", b"x"),),
    ),
    "a figure closed by one brace": Case(
        "Le Smic : {{ smic.horaire }.\n", "Le Smic : {{ smic.horaire }}.\n"
    ),
    # Questions
    "boxes of two kinds, one right": question(
        "- (x) Le loyer\n- [ ] Le pain\n☐ Le sel\n",
        "- (x) Le loyer\n- ( ) Le pain\n- ( ) Le sel\n",
    ),
    "boxes of two kinds, two right": question(
        "- (x) Le loyer\n- [ ] Le pain\n- [x] L’eau\n",
        "- [x] Le loyer\n- [ ] Le pain\n- [x] L’eau\n",
    ),
    "variants without quotes": question(
        "= Kbis ; extrait Kbis\n", '= "Kbis" ; "extrait Kbis"\n'
    ),
    "one variant without quotes": question('= "Kbis" ; extrait\n', '= "Kbis" ; "extrait"\n'),
    "variants on two lines": question('= "Kbis"\n= "extrait"\n', '= "Kbis" ; "extrait"\n'),
    "the same answer twice": question("= 12 €\n= 12 €\n", "= 12 €\n"),
    "a tolerance on a keyboard": question("= 12 € +/- 0,01\n", "= 12 € ± 0,01\n"),
    "a tolerance as people say it": question("= 12 € à 0,01 € près\n", "= 12 € ± 0,01\n"),
    "a tolerance in words": question("= 12 € ± -2 pour cent\n", "= 12 € ± 2 %\n"),
    "a colon that is missing": question(
        "= 12 €\n\nIndice Comptez.\n", "= 12 €\n\nIndice : Comptez.\n"
    ),
    "a list without its colon": question(
        "Associer\n- a -> b\n- c -> d\n", "Associer :\n- a -> b\n- c -> d\n"
    ),
    "a pair with another sign": question(
        "Associer :\n- a -> b\n- c : d\n", "Associer :\n- a -> b\n- c -> d\n"
    ),
    "a pair without its dash": question(
        "Associer :\n- a -> b\n- c -> d\ne -> f\n", "Associer :\n- a -> b\n- c -> d\n- e -> f\n"
    ),
    "the same keyword twice": question(
        "= 12 €\nPoints : 2\nPoints : 2\n", "= 12 €\nPoints : 2\n"
    ),
    "lines in words": question(
        "Réponse libre : cinq\nGrille :\n- Une idée\n",
        "Réponse libre : 5 lignes\nGrille :\n- Une idée\n",
    ),
    "a formula without its braces": question(
        "Pour {n} ?\n\nVariables :\n- n = 1 à 5\n= n * 2 €\n",
        "Pour {n} ?\n\nVariables :\n- n = 1 à 5\n= {n * 2} €\n",
    ),
    "a variable near by": question(
        "Pour {prix} ?\n\nVariables :\n- prix = 1 à 5\n= {prx * 2} €\n",
        "Pour {prix} ?\n\nVariables :\n- prix = 1 à 5\n= {prix * 2} €\n",
    ),
    "a shown variable near by": question(
        "Pour {prx} ?\n\nVariables :\n- prix = 1 à 5\n= {prix * 2} €\n",
        "Pour {prix} ?\n\nVariables :\n- prix = 1 à 5\n= {prix * 2} €\n",
    ),
    "a gap closed by one bracket": question("Le [[ client ] paie.\n", "Le [[ client ]] paie.\n"),
}  # fmt: skip


def corrected(files: dict[str, str | bytes], finding: Finding) -> str:
    """Return the file after one correction."""
    assert finding.fix is not None
    return apply_fix(files_of(files)[finding.file].decode(), finding.fix)


def errors(found: tuple[Finding, ...]) -> set[tuple[str, str]]:
    """Return the faults that block, whatever their line."""
    return {(one.file, one.message) for one in found if one.severity is Severity.ERROR}


def judge_corrections(files: dict[str, str | bytes]) -> int:
    """Check that each correction takes its fault away and adds none; return their number."""
    found = findings(files)
    offered = [one for one in found if one.fix is not None]
    for one in offered:
        after = findings({**files, one.file: corrected(files, one)})
        assert one not in after, str(one)
        assert errors(after) <= errors(found), str(one)
    return len(offered)


@pytest.mark.parametrize("name", CASES)
def test_a_correction_writes_what_was_meant(name: str) -> None:
    case = CASES[name]
    found = [one for one in findings(case.files()) if one.file == case.file and one.fix]
    texts = [corrected(case.files(), one) for one in found]
    assert any(case.right in text for text in texts), texts or "no correction"
    assert judge_corrections(case.files()) == len(found)


@pytest.mark.parametrize("name", test_course_faults.FAULTS)
def test_a_correction_takes_the_fault_of_a_course_away(name: str) -> None:
    judge_corrections(test_course_faults.FAULTS[name].files)


@pytest.mark.parametrize("name", test_question_faults.FAULTS)
def test_a_correction_takes_the_fault_of_a_question_away(name: str) -> None:
    body = test_question_faults.FAULTS[name].body.strip("\n")
    judge_corrections({OTHER: f"{HEAD}:::question essai\n{body}\n:::\n"})


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("Combien ?\n\n= 1.234 €\n", "peut se lire"),
        ("Est-ce vrai ?\n\n= Vria\n", "ni un nombre ni un texte"),
        ("Est-ce vrai ?\n\n= Oui\n", "ni un nombre ni un texte"),
        ("Laquelle ?\n\n- ( ) Le loyer\n- ( ) Le pain\n", "aucune bonne réponse"),
        ("Laquelle ?\n\n- (x) Le loyer\n- (x) Le pain\n", "deux bonnes réponses"),
        ("Combien ?\n\n= 12 €\nRemarque : Bravo.\n", "est inconnu"),
        ("Idnice : Comptez.\nCombien ?\n\n= 12 €\n", "est inconnu"),
        ("![](media/a.png)\n\n= 12 €\n", "texte de remplacement"),
    ],
)
def test_two_remedies_are_no_correction(body: str, what: str) -> None:
    found = findings({OTHER: f"{HEAD}:::question essai\n{body}:::\n", "budget/media/a.png": b"x"})
    said = [one for one in found if what in one.message]
    assert said
    assert all(one.fix is None for one in said)


def test_two_near_words_are_no_correction() -> None:
    twice = MODULE.replace("calculer-resultat", "classer-charge")
    found = findings(
        {MODULE_FILE: twice, OTHER: HEAD.replace("classer-charges", "classer-chargs")}
    )
    said = [one for one in found if "classer-chargs" in one.message]
    assert said
    assert all(one.fix is None for one in said)


def test_a_correction_keeps_the_ends_of_lines_and_what_it_does_not_change() -> None:
    text = "\ufeff---\r\ntitre:\tUn\r\nb\r\nc"
    assert apply_fix(text, Fix(3, "b", "B\nd")) == "\ufeff---\r\ntitre:\tUn\r\nB\r\nd\r\nc"
    assert apply_fix(text, Fix(1, "---", "---\nbut: x")).startswith("\ufeff---\r\nbut: x\r\n")
    assert apply_fix(text, Fix(2, "titre:    Un", "")) == "\ufeff---\r\nb\r\nc"
    assert apply_fix(text, Fix(4, "c", "")) == "\ufeff---\r\ntitre:\tUn\r\nb"
    assert apply_fix("seule", Fix(1, "seule", "")) == ""


def test_a_correction_reads_letters_as_the_reader_does() -> None:
    assert apply_fix("e\u0301te\u0301", Fix(1, "été", "hiver")) == "hiver"


def test_a_text_that_changed_is_not_corrected() -> None:
    with pytest.raises(Conflict, match="ligne 2"):
        apply_fix("a\nautre", Fix(2, "b", "c"))
    with pytest.raises(Conflict, match="ligne 9"):
        apply_fix("a\nb", Fix(9, "b", "c"))
    with pytest.raises(Conflict, match="ligne 1"):
        apply_fix("autre\nb", Fix(2, "b", "c", (Edit(1, "a", ""),)))


def test_a_correction_that_makes_no_sense_is_refused() -> None:
    for fix in (Fix(0, "a", "b"), Fix(1, "a", "b", (Edit(1, "a", "c"),))):
        with pytest.raises(Invalid):
            apply_fix("a", fix)
