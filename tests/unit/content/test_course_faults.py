"""Every fault that a course can hold outside its questions: line, sentence, remedy."""

from dataclasses import dataclass

import pytest

from learning.content.check import Finding, Severity
from tests.unit.content.course import (
    BANK,
    BANK_FILE,
    GLOSSARY,
    HEAD,
    LESSON,
    LESSON_FILE,
    MODULE,
    PATH,
    QUESTIONNAIRE,
    RATES,
    TEST,
    findings,
)

ERROR, WARNING, ADVICE, INFO = Severity


@dataclass(frozen=True)
class Fault:
    """Files that are replaced or added, and what must be said of one of them."""

    files: dict[str, str | bytes]
    file: str
    line: int
    message: str
    remedy: str
    severity: Severity = ERROR


def lesson(body: str, line: int, message: str, remedy: str, severity: Severity = ERROR) -> Fault:
    """Spoil the body of a lesson added to the course; its first line is line 8."""
    name = "budget/20-autre.md"
    return Fault({name: HEAD + body}, name, line, message, remedy, severity)


def spoilt(
    file: str, old: str, new: str, line: int, message: str, remedy: str, severity: Severity = ERROR
) -> Fault:
    """Spoil one file of the course."""
    text = {
        LESSON_FILE: LESSON, BANK_FILE: BANK, "budget/module.md": MODULE,
        "parcours/createur.md": PATH, "questionnaires/avant.md": QUESTIONNAIRE,
        "referentiel.yaml": RATES, "glossaire.md": GLOSSARY, "budget/90-epreuve.md": TEST,
    }[file]  # fmt: skip
    assert old in text
    return Fault({file: text.replace(old, new, 1)}, file, line, message, remedy, severity)


MODULE_FILE, TEST_FILE = "budget/module.md", "budget/90-epreuve.md"
PATH_FILE, SCALES, RATES_FILE = (
    "parcours/createur.md",
    "questionnaires/avant.md",
    "referentiel.yaml",
)

FAULTS = {
    # Blocks
    "an unclosed block": lesson(
        ":::essentiel\nPayer le loyer.\n",
        8, "« essentiel » n’est pas fermé : il s’ouvre à cette ligne", "« ::: »",
    ),
    "a block inside another": lesson(
        ":::essentiel\nPayer.\n\n:::regle\nJe paie.\n:::\n", 8, "n’est pas fermé", "« ::: »"
    ),
    "an unknown block": lesson(
        ":::esentiel\nPayer.\n:::\n", 8, "« esentiel » est inconnu", "« essentiel »"
    ),
    "a block that closes nothing": lesson("Payer.\n\n:::\n", 10, "« ::: »", "Retirez"),
    "an empty block": lesson(":::regle\n:::\n", 8, "« regle » est vide", ""),
    "an unknown worksheet": lesson(
        ":::atelier prixx :::\n", 8, "« prixx » est inconnue", "« prix »"
    ),
    "an unknown bank": lesson(
        ":::tirage banque=epreuves nombre=1 :::\n", 8, "« epreuves » n’existe pas", "« epreuve »"
    ),
    "a draw without a number": lesson(
        ":::tirage banque=epreuve :::\n", 8, "nombre de questions", "nombre=5"
    ),
    "a bank with fewer questions than drawn": spoilt(
        TEST_FILE, "nombre=2", "nombre=9", 8, "a 2 questions, pas 9", "ajoutez"
    ),
    "a lesson that shares a name with its bank": lesson(
        ":::question tirage-a\nVrai ?\n\n= Vrai\n≠ Faux\n> Non.\n:::\n\n"
        ":::tirage banque=epreuve nombre=1 :::\n",
        8, "« tirage-a »", "nom",
    ),
    "a question without a name": lesson(
        ":::question\nVrai ?\n\n= Vrai\n≠ Faux\n> Non.\n:::\n", 8, "nom", ":::question"
    ),
    "a question with a bad name": lesson(
        ":::question Prix d’une coupe\nVrai ?\n\n= Vrai\n≠ Faux\n> Non.\n:::\n",
        8, "« Prix d’une coupe »", "« :::question prix-d-une-coupe » : des lettres sans accent",
    ),
    "a name used twice": lesson(
        ":::question a\nVrai ?\n\n= Vrai\n≠ Faux\n> Non.\n:::\n\n"
        ":::question a\nFaux ?\n\n= Faux\n≠ Vrai\n> Non.\n:::\n",
        16, "« a »", "nom",
    ),
    # Markdown
    "a heading that skips a level": lesson("### Payer\n", 8, "saute un niveau", "« ## »"),
    "a link outside": lesson(
        "Payer.\n\nVoir [le site](https://exemple.fr).\n", 10, "https://exemple.fr", "Internet"
    ),
    "a link that hides its place": lesson(
        "Voir [le site](//exemple.fr).\n", 8, "//exemple.fr", "Internet"
    ),
    "a link by reference": lesson(
        "Voir [le site][1].\n\n[1]: https://exemple.fr\n", 10, "https://exemple.fr", "Internet"
    ),
    "a script": lesson("Payer.\n\n<script>alert(1)</script>\n", 10, "« script »", "Markdown"),
    "an event handler": lesson(
        "Payer.\n\nUn <em onclick=x()>mot</em>.\n", 10, "onclick", "Markdown"
    ),
    "a comment of HTML": lesson("Payer.\n\n<!-- caché -->\n", 10, "commentaire", ""),
    "an image missing": lesson(
        "Payer.\n\n![Un marché](media/marche.png)\n", 10, "« media/marche.png » manque", "media/"
    ),
    "a remote image": lesson(
        "![Un marché](https://exemple.fr/a.png)\n", 8, "https://exemple.fr/a.png", "media/"
    ),
    "an image without its text": Fault(
        {"budget/20-autre.md": HEAD + "![](media/a.png)\n", "budget/media/a.png": b"\x89PNG"},
        "budget/20-autre.md", 8, "texte de remplacement", "![",
    ),
    "a drawing that may hold scripts": Fault(
        {"budget/20-autre.md": HEAD + "![Un plan](media/a.svg)\n",
         "budget/media/a.svg": b"<svg/>"},
        "budget/media/a.svg", 1, "SVG", "PNG",
    ),
    "an unknown figure": lesson(
        "Payer.\n\nLe taux est {{ micro.cotisation.services }}.\n",
        10, "« micro.cotisation.services » est inconnu", "« micro.cotisations.services »",
    ),
    "an unknown figure when no figure was read": Fault(
        {"budget/20-autre.md": HEAD + "Le taux est {{ micro.taux }}.\n", "referentiel.yaml": ""},
        "budget/20-autre.md", 8, "« micro.taux » est inconnu",
        "vérifiez le dossier entier des cours, où se trouve referentiel.yaml",
    ),
    "a figure out of date": lesson(
        "Payer.\n\nLe Smic est {{ smic.horaire }}.\n", 10, "31/12/2025", "référentiel", WARNING
    ),
    "a figure that is not closed": lesson(
        "Le taux est {{ micro.cotisations.services.\n", 8, "« {{ »", "« }} »"
    ),
    # Prose
    "a long sentence in the essential": lesson(
        f":::essentiel\nPayer.\n\n{'Vous payez le loyer et ' * 5}le reste.\n:::\n",
        11, "« Vous payez le loyer", "Coupez", ADVICE,
    ),
    "prose hard to read": lesson(
        "L’accomplissement des formalités administratives réglementairement obligatoires "
        "nécessite préalablement l’identification systématique des interlocuteurs compétents.\n",
        8, "L’accomplissement", "", ADVICE,
    ),
    # Front matter
    "a lesson without a title": Fault(
        {"budget/20-autre.md": "---\nobjectif: classer-charges\n---\n\nPayer.\n"},
        "budget/20-autre.md", 1, "« titre »", "titre:",
    ),
    "a lesson without an objective": Fault(
        {"budget/20-autre.md": "---\ntitre: Payer\n---\n\nPayer.\n"},
        "budget/20-autre.md", 1, "objectif", "classer-charges",
    ),
    "an unknown objective": spoilt(
        LESSON_FILE, "classer-charges", "classer-charge", 3,
        "« classer-charge »", "« classer-charges »"
    ),
    "an unknown kind of lesson": spoilt(
        TEST_FILE, "évaluation", "examen", 3, "type", "évaluation"
    ),
    "a front matter that is not closed": Fault(
        {"budget/20-autre.md": "---\ntitre: Payer\n\nPayer.\n"},
        "budget/20-autre.md", 1, "pas fermé", "« --- »",
    ),
    "an unknown key": spoilt(
        LESSON_FILE, "titre:", "durées: 3 min\ntitre:", 2, "« durées » est inconnu", "« durée »"
    ),
    "a key twice": spoilt(
        LESSON_FILE, "titre:", "titre: Un\ntitre:", 3, "deux fois", "une seule"
    ),
    "a line of front matter that is no key": spoilt(
        LESSON_FILE, "titre:", "bonjour\ntitre:", 2, "« bonjour »", "clé"
    ),
    "a duration that cannot be read": spoilt(
        LESSON_FILE, "titre:", "durée: longtemps\ntitre:", 2, "« longtemps »", "12 min"
    ),
    "a lesson longer than stated": spoilt(
        LESSON_FILE, "titre:", "durée: 1 min\ntitre:", 2, "plus que", "durée", WARNING
    ),
    "a sound that is missing": spoilt(
        LESSON_FILE, "titre:", "audio: a.mp3\ntitre:", 2, "« a.mp3 »", "media"
    ),
    "a threshold that cannot be read": spoilt(
        MODULE_FILE, "80 %", "beaucoup", 8, "« beaucoup »", "80 %"
    ),
    "a day that cannot be read": spoilt(
        MODULE_FILE, "2026-11-23", "hier", 9, "« hier »", "2026-11-23"
    ),
    "an unknown prerequisite": spoilt(
        MODULE_FILE, "durée:", "prérequis: budjet\ndurée:", 7, "« budjet »", "« budget »"
    ),
    "a module without objectives": Fault(
        {MODULE_FILE: "---\ntitre: a\nbut: b\n---\n"}, MODULE_FILE, 1,
        "« objectifs »", "objectifs:",
    ),
    "an objective twice": spoilt(
        MODULE_FILE, "calculer-resultat =", "classer-charges =", 6, "deux fois", "un"
    ),
    "an objective that no question tests": spoilt(
        MODULE_FILE, "durée:", "  trouver-clients = Trouver mes clients\ndurée:",
        7, "« trouver-clients »", "question", WARNING,
    ),
    "an objective with too few questions to be acquired": Fault(
        {LESSON_FILE: LESSON.replace("Objectif : calculer-resultat\n", "")}, MODULE_FILE, 6,
        "« calculer-resultat » n’a que 3 questions : il en faut 4",
        "Objectif : calculer-resultat", WARNING,
    ),
    "a bank question without an objective": spoilt(
        BANK_FILE, "Objectif : classer-charges\n", "", 1, "n’a pas d’objectif", "Objectif :"
    ),
    # Paths, questionnaires
    "an unknown module in a path": spoilt(
        PATH_FILE, "budget", "budjet", 4, "« budjet »", "« budget »"
    ),
    "a module twice in a path": spoilt(
        PATH_FILE, "budget", "budget, budget", 4, "deux fois", ""
    ),
    "an attestation that is neither yes nor no": spoilt(
        PATH_FILE, "oui", "peut-être", 5, "« peut-être »", "oui"
    ),
    "an unknown moment": spoilt(SCALES, "moment: avant", "moment: hier", 3, "moment", "avant"),
    "a questionnaire without its information": spoilt(
        SCALES, "information: Répondre est libre.\n", "", 1, "« information »", ""
    ),
    "a questionnaire that has a right answer": spoilt(
        SCALES, "Échelle : 1 (pas du tout) à 5 (tout à fait)", "= Vrai", 7, "échelles", "Échelle"
    ),
    "a scale that cannot be read": spoilt(
        SCALES, "1 (pas du tout) à 5", "un à cinq", 10, "ne se lit pas", "1 (pas du tout)"
    ),
    "a name twice in a questionnaire": Fault(
        {SCALES: QUESTIONNAIRE + QUESTIONNAIRE.split("---\n\n", 1)[1]},
        SCALES, 12, "« sentiment »", "nom",
    ),
    # Glossary
    "a term without a definition": spoilt(
        "glossaire.md", "Charge fixe\n", "Capital\n\nCharge fixe\n", 1, "« Capital »", ":"
    ),
    "a definition without a term": spoilt(
        "glossaire.md", "Charge fixe\n", ":   Seule.\n\nCharge fixe\n", 1, "terme", ""
    ),
    "a term twice": spoilt("glossaire.md", "Loyer", "Charge Fixe", 4, "deux fois", ""),
    # Référentiel
    "an unknown unit": spoilt(RATES_FILE, '"%"', '"bananes"', 4, "« bananes »", "€/mois"),
    "an unknown confidence": spoilt(RATES_FILE, "high", "sûre", 8, "« sûre »", "high"),
    "a value that is no number": spoilt(RATES_FILE, "21.2", "beaucoup", 3, "« beaucoup »", "12.5"),
    "a day that does not exist": spoilt(
        RATES_FILE, '"2026-01-01"', '"2026-02-30"', 5, "« 2026-02-30 »", "2026-07-01"
    ),
    "an unknown key of a figure": spoilt(
        RATES_FILE, "label:", "labell:", 2, "« labell »", "« label »"
    ),
    "a figure without a source": spoilt(
        RATES_FILE, '  source: "texte officiel"\n', "", 1, "source", "Ajoutez"
    ),
    "a key of a figure twice": spoilt(
        RATES_FILE, "  value: 21.2\n", "  value: 21.2\n  value: 3\n", 4, "deux fois", ""
    ),
    "rows that overlap": Fault(
        {RATES_FILE: RATES + RATES.split("\n\n")[1].replace("2025-12-31", "2026-12-31") + "\n"},
        RATES_FILE, 36, "se chevauchent", "date",
    ),
    "a validity that ends before it starts": spoilt(
        RATES_FILE, '"2025-12-31"', '"2024-12-31"', 15, "finit avant", ""
    ),
    "an alias": spoilt(RATES_FILE, "value: 21.2", "value: &a 21.2", 3, "alias", ""),
    "a tag": spoilt(
        RATES_FILE, "value: 21.2", "value: !!python/name:os.system 1",
        3, "étiquette", "",
    ),
    "a référentiel that is no list": Fault({RATES_FILE: "a: 1\n"}, RATES_FILE, 1, "liste", "- id"),
    "a référentiel that cannot be read": Fault(
        {RATES_FILE: "- id: [\n"}, RATES_FILE, 2, "ne se lit pas", ""
    ),
    # Files
    "a file that is not UTF-8": Fault(
        {"budget/20-autre.md": HEAD.encode() + b"Pay\xe9.\n"},
        "budget/20-autre.md", 8, "UTF-8", "Enregistrez",
    ),
    "a file too long": Fault(
        {"budget/20-autre.md": HEAD + "Payer.\n\n" * 10_000}, "budget/20-autre.md", 1, "64 ko", ""
    ),
    "a line too long": lesson("a" * 2_001 + "\n", 8, "trop longue", "2 000"),
    "a lesson without a number": Fault(
        {"budget/autre.md": LESSON}, "budget/autre.md", 1, "nom", "10-mon-titre.md"
    ),
    "two lessons of one name": Fault(
        {"budget/20-charges.md": LESSON}, "budget/20-charges.md", 1, "« charges »", "nom"
    ),
    "a folder with a bad name": Fault(
        {"Mon_Budget/module.md": MODULE}, "Mon_Budget/module.md", 1, "« Mon_Budget »", ""
    ),
    "a bank with a bad name": Fault(
        {"budget/banques/Mes Questions.md": BANK}, "budget/banques/Mes Questions.md", 1, "nom", ""
    ),
    "a folder without a module": Fault(
        {"autre/10-a.md": LESSON}, "autre/10-a.md", 1, "module.md", "Ajoutez"
    ),
    "a module without a lesson": Fault(
        {"autre/module.md": MODULE}, "autre/module.md", 1, "pas de leçon", "Ajoutez"
    ),
    "a file out of place": Fault({"notes.txt": "a"}, "notes.txt", 1, "sa place", ""),
}  # fmt: skip


def _says(fault: Fault, one: Finding) -> bool:
    return (
        one.file == fault.file
        and one.line == fault.line
        and one.severity is fault.severity
        and fault.message in one.message.replace("\u00a0", " ")
        and fault.remedy in one.remedy.replace("\u00a0", " ")
    )


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_a_course_is_told(name: str) -> None:
    fault = FAULTS[name]
    found = findings(fault.files)
    assert any(_says(fault, one) for one in found), (
        "\n".join(str(one) for one in found) or "nothing was said"
    )


def test_a_sound_course_has_nothing_to_say_of_it() -> None:
    assert findings({}) == ()


@pytest.mark.parametrize(
    "spoilt_lesson",
    [
        LESSON.replace("Objectif : calculer-resultat", "Objectif : calculer"),
        LESSON.replace("objectif: classer-charges", "objectif: classer"),
        LESSON.replace("= 60 €", "= soixante"),
    ],
)
def test_what_follows_from_an_error_is_not_told(spoilt_lesson: str) -> None:
    found = findings({LESSON_FILE: spoilt_lesson})
    assert [one.severity for one in found] == [ERROR]


def test_all_faults_of_all_files_come_in_one_pass_by_file_and_line() -> None:
    found = findings(
        {
            LESSON_FILE: LESSON.replace("(x)", "( )").replace("= 60", "= 1.234"),
            BANK_FILE: BANK.replace("= 4", "= quatre"),
            PATH_FILE: PATH.replace("budget", "budjet"),
        }
    )
    places = [(one.file, one.line) for one in found if one.severity is ERROR]
    assert places == sorted(places)
    assert {file for file, _ in places} == {LESSON_FILE, BANK_FILE, PATH_FILE}
    assert len(places) == 4


def test_a_finding_is_printed_in_the_form_that_programs_read() -> None:
    finding = Finding("a.md", 6, ERROR, "une phrase.", "un remède.")
    assert str(finding).replace("\u00a0", " ") == (
        "a.md:6: erreur : une phrase.\n    → un remède."
    )
