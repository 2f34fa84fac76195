"""Every fault that a question can hold: its line, its sentence, its remedy."""

from dataclasses import dataclass

import pytest

from learning.content.check import Severity
from tests.unit.content.course import question_findings

ERROR, WARNING, ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE


@dataclass(frozen=True)
class Fault:
    """A question body, whose first line is line 9, and what must be said of it."""

    body: str
    line: int
    message: str
    remedy: str
    severity: Severity = ERROR


FAULTS = {
    "no right answer": Fault(
        "Laquelle ?\n\n- ( ) Le loyer\n  > Non.\n- ( ) Le pain\n  > Non.\n",
        8, "aucune bonne réponse", "« - ( ) » devient « - (x) »",
    ),
    "no right answer among boxes": Fault(
        "Lesquelles ?\n\n- [ ] Le loyer\n  > Non.\n- [ ] Le pain\n  > Non.\n",
        8, "aucune bonne réponse", "« - [x] »",
    ),
    "two right answers": Fault(
        "Laquelle ?\n\n- (x) Le loyer\n- (x) Le pain\n", 12, "deux bonnes réponses", "[x]",
    ),
    "mixed brackets": Fault(
        "Laquelle ?\n\n- (x) Le loyer\n- [ ] Le pain\n  > Non.\n", 12, "mélangés", "( )",
    ),
    "one choice alone": Fault("Laquelle ?\n\n- (x) Le loyer\n", 8, "deux choix", "Ajoutez"),
    "the same choice twice": Fault(
        "Laquelle ?\n\n- (x) Le loyer\n- ( ) le Loyer\n  > Non.\n", 12, "deux fois", "Retirez",
    ),
    "an empty choice": Fault(
        "Laquelle ?\n\n- (x) Le loyer\n- ( )\n  > Non.\n", 12, "vide", "Écrivez",
    ),
    "a wrong choice without its reason": Fault(
        "Laquelle ?\n\n- (x) Le loyer\n- ( ) Le pain\n",
        12, "n’a pas d’explication", "« > pourquoi c’est faux »", ADVICE,
    ),
    "a reason under nothing": Fault(
        "Laquelle ?\n\n- (x) Le loyer\n- ( ) Le pain\n  > Non.\nIndice : Relisez.\n> Ici.\n",
        15, "« > »", "sous",
    ),
    "no answer at all": Fault("Que pensez-vous ?\n", 8, "pas de réponse", "= Vrai"),
    "no text": Fault("= 12 €\n", 8, "pas de texte", "Écrivez"),
    "two kinds": Fault(
        "Laquelle ?\n\n- (x) Le loyer\n- ( ) Le pain\n  > Non.\n= 12 €\n",
        8, "deux sortes", "deux questions",
    ),
    "a number and an order": Fault(
        "Combien ?\n\n= 12 €\n\nOrdre :\n1. Un\n2. Deux\n", 8, "deux sortes", "deux questions",
    ),
    "a misspelt keyword": Fault(
        "Combien ?\n\n= 12 €\n\nExplicaton : Douze.\n",
        13, "« Explicaton : » est inconnu", "« Explication : »",
    ),
    "a swapped keyword before any answer": Fault(
        "Idnice : Comptez.\nCombien ?\n\n= 12 €\n", 9, "« Idnice : » est inconnu", "« Indice : »",
    ),
    "an unknown keyword after the answer": Fault(
        "Combien ?\n\n= 12 €\n\nRemarque : Bravo.\n", 13, "« Remarque : » est inconnu", "",
    ),
    "a keyword twice": Fault(
        "Combien ?\n\n= 12 €\nIndice : a.\nIndice : b.\n", 13, "deux fois", "un",
    ),
    "an ambiguous number": Fault(
        "Combien ?\n\n= 1.234 €\n",
        11, "« 1.234 € » peut se lire 1,234 ou 1 234", "« 1 234 » (mille deux cent trente-quatre)",
    ),
    "an ambiguous number with a comma": Fault(
        "Combien ?\n\n= 1,234\n", 11, "peut se lire 1,234 ou 1 234", "« 1,2340 »",
    ),
    "an unreadable number": Fault("Combien ?\n\n= 12x4 €\n", 11, "ne se lit pas", "Écrivez"),
    "a tolerance that is no number": Fault(
        "Combien ?\n\n= 12 € ± environ\n", 11, "tolérance", "« ± 0,01 »",
    ),
    "an unquoted word": Fault(
        "Quel papier ?\n\n= Kbis\n", 11, "« Kbis »", '= "Kbis"',
    ),
    "two number lines": Fault("Combien ?\n\n= 12 €\n= 13 €\n", 12, "une seule", "variantes"),
    "a foreseen number that is right": Fault(
        "Combien ?\n\n= 12 €\n≠ 12 €\n> Non.\n", 12, "bonne réponse", "≠",
    ),
    "a foreseen word without quotes": Fault(
        'Quel papier ?\n\n= "Kbis"\n≠ SARL\n> Non.\n', 12, "guillemets", "SARL",
    ),
    "a foreseen answer that is not true or false": Fault(
        "Est-ce vrai ?\n\n= Vrai\n≠ Peut-être\n> Non.\n", 12, "Vrai ou Faux", "≠",
    ),
    "a foreseen truth that is right": Fault(
        "Est-ce vrai ?\n\n= Vrai\n≠ Vrai\n> Non.\n", 12, "bonne réponse", "≠ Faux",
    ),
    "true or false without a reason": Fault(
        "Est-ce vrai ?\n\n= Vrai\n", 11, "n’a pas d’explication", "≠ Faux", ADVICE,
    ),
    "an arrow that is missing": Fault(
        "Associez.\n\nAssocier :\n- a -> b\n- c d\n", 13, "« -> »", "A -> B",
    ),
    "one pair alone": Fault(
        "Associez.\n\nAssocier :\n- a -> b\n", 8, "deux lignes", "A -> B",
    ),
    "the same left side twice": Fault(
        "Associez.\n\nAssocier :\n- a -> b\n- A -> c\n", 13, "deux fois", "Retirez",
    ),
    "one item alone": Fault("Classez.\n\nOrdre :\n1. a\n", 8, "deux lignes", "1."),
    "the same item twice": Fault(
        "Classez.\n\nOrdre :\n1. Vendre\n2. Vendre\n", 13, "deux fois", "Retirez",
    ),
    "a gap without text": Fault("Complétez.\n\nLe [[ ]] paie.\n", 11, "vide", "[["),
    "a gap that is not closed": Fault("Complétez.\n\nLe [[ client paie.\n", 11, "]]", "]]"),
    "a gap of choices without a right one": Fault(
        "Complétez.\n\nIl est [[ positif | nul ]].\n", 11, "parenthèses", "(juste)",
    ),
    "a gap with the same choice twice": Fault(
        "Complétez.\n\nIl est [[ (nul) | nul ]].\n", 11, "deux fois", "Retirez",
    ),
    "a variable used but not defined": Fault(
        "Combien pour {n} ?\n\nVariables :\n- n = 1 à 5\n= {n * prix} €\n",
        13, "« prix »", "Variables",
    ),
    "a variable shown but not defined": Fault(
        "Combien pour {n} à {prix} ?\n\nVariables :\n- n = 1 à 5\n= {n * 2} €\n",
        9, "« {prix} »", "Variables",
    ),
    "a variable never used": Fault(
        "Combien pour {n} ?\n\nVariables :\n- n = 1 à 5\n- m = 1 à 5\n= {n * 2} €\n",
        13, "« m »", "Retirez", WARNING,
    ),
    "a variable twice": Fault(
        "Combien pour {n} ?\n\nVariables :\n- n = 1 à 5\n- n = 1 à 9\n= {n * 2} €\n",
        13, "deux fois", "nom",
    ),
    "a variable that cannot be read": Fault(
        "Combien pour {n} ?\n\nVariables :\n- n de 1 à 5\n= {n * 2} €\n",
        12, "ne se lit pas", "« n = 20 à 60 pas 10 »",
    ),
    "an empty range": Fault(
        "Combien pour {n} ?\n\nVariables :\n- n = 9 à 5\n= {n * 2} €\n", 12, "vide", "plus grand",
    ),
    "a step of nothing": Fault(
        "Combien pour {n} ?\n\nVariables :\n- n = 1 à 5 pas 0\n= {n * 2} €\n", 12, "pas", "",
    ),
    "a formula without variables": Fault(
        "Combien ?\n\n= {2 * 3} €\n", 11, "variable", "Variables",
    ),
    "a formula that cannot be read": Fault(
        "Combien pour {n} ?\n\nVariables :\n- n = 1 à 5\n= {n * } €\n", 13, "formule", "",
    ),
    "a formula that calls what it may not": Fault(
        "Combien pour {n} ?\n\nVariables :\n- n = 1 à 5\n= {n ** 9} €\n", 13, "formule", "",
    ),
    "a division by zero in the range": Fault(
        "Combien pour {n} ?\n\nVariables :\n- n = 20 à 60 pas 10\n= {100 / (n - 40)} €\n",
        13, "divise par zéro quand n = 40", "plage",
    ),
    "an unknown figure in a formula": Fault(
        "Combien pour {n} ?\n\nVariables :\n- n = 1 à 5\n"
        "= {n * ref(micro.cotisation.services)} €\n",
        13, "« micro.cotisation.services »", "« micro.cotisations.services »",
    ),
    "a figure of a formula that is no number": Fault(
        "Combien pour {n} ?\n\nVariables :\n- n = 1 à 5\n= {n * ref(date.reforme)} €\n",
        13, "pas un nombre", "",
    ),
    "a shaky figure in a key": Fault(
        "Combien pour {n} ?\n\nVariables :\n- n = 1 à 5\n= {n * ref(prime.essai)} €\n",
        13, "prime.essai", "",
    ),
    "an unknown figure in the text": Fault(
        "Avec {{ smic.horair }}, combien ?\n\n= 12 €\n", 9, "« smic.horair »", "« smic.horaire »",
    ),
    "a figure out of date": Fault(
        "Avec {{ smic.horaire }}, combien ?\n\n= 12 €\n", 9, "smic.horaire", "", WARNING,
    ),
    "a case table with a missing cell": Fault(
        "Finissez.\n\n| Ligne | Montant |\n|---|---|\n| Loyer |\n| Total | [[= 12 ]] € |\n",
        13, "case", "|",
    ),
    "a case table without its line of dashes": Fault(
        "Finissez.\n\n| Ligne | Montant |\n| Loyer | 10 € |\n| Total | [[= 12 ]] € |\n",
        11, "tableau", "|---|",
    ),
    "a cell that names no cell": Fault(
        "Finissez.\n\n| Ligne | Montant |\n|---|---|\n| Loyer | 10 € |\n"
        "| Total | [[= ligne1 + ligne7 ]] € |\n",
        14, "« ligne7 »", "ligne2",
    ),
    "a cell that names itself": Fault(
        "Finissez.\n\n| Ligne | Montant |\n|---|---|\n| Total | [[= ligne1 + 2 ]] € |\n",
        13, "« ligne1 »", "",
    ),
    "cells that go round in a circle": Fault(
        "Finissez.\n\n| Ligne | Montant |\n|---|---|\n| A | [[= ligne2 + 1 ]] € |\n"
        "| B | [[= ligne1 + 1 ]] € |\n",
        13, "tourne", "",
    ),
    "a cell that divides by zero": Fault(
        "Finissez.\n\n| Ligne | Montant |\n|---|---|\n| A | 0 € |\n| B | [[= 5 / ligne1 ]] € |\n",
        14, "divise par zéro", "",
    ),
    "an ambiguous number in a cell": Fault(
        "Finissez.\n\n| Ligne | Montant |\n|---|---|\n| A | 10 € |\n| B | [[= 1.234 ]] € |\n",
        14, "peut se lire", "1 234",
    ),
    "an open answer without lines": Fault(
        "Racontez.\n\nRéponse libre : beaucoup\nGrille :\n- Une idée\n", 11, "lignes", "5 lignes",
    ),
    "an open answer without a grid": Fault(
        "Racontez.\n\nRéponse libre : 5 lignes\n", 11, "grille", "Grille", ADVICE,
    ),
    "a scale outside a questionnaire": Fault(
        "Je me sens capable.\n\nÉchelle : 1 (pas du tout) à 5 (tout à fait)\n",
        11, "questionnaire", "",
    ),
    "points that are no number": Fault(
        "Combien ?\n\n= 12 €\nPoints : deux\n", 12, "points", "Points : 2",
    ),
    "an unknown objective": Fault(
        "Combien ?\n\n= 12 €\nObjectif : calculer-resultats\n",
        12, "« calculer-resultats »", "« calculer-resultat »",
    ),
    "a calculation in an explanation": Fault(
        "Pour {prix} ?\n\nVariables :\n- prix = 30 à 40\n- n = 2 à 4\n= {prix * n} €\n\n"
        "Explication : Voici.\nReste {prix - 21} €.\n",
        17, "« {prix - 21} » n’est pas une variable",
        "Ici, seulement un nom : {n} ou {prix}. Un calcul ne s’écrit que dans la réponse.",
    ),
    "an ambiguous bound": Fault(
        "Finissez.\n\nVariables :\n- n = 1.234 à 5 000\n= {n * 2} €\n",
        12, "peut se lire", "1 234",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_a_question_is_told(name: str) -> None:
    fault = FAULTS[name]
    found = question_findings(fault.body)
    assert any(
        one.line == fault.line
        and one.severity is fault.severity
        and fault.message.replace("\u00a0", " ") in one.message.replace("\u00a0", " ")
        and fault.remedy.replace("\u00a0", " ") in one.remedy.replace("\u00a0", " ")
        for one in found
    ), "\n".join(str(one) for one in found) or "nothing was said"
