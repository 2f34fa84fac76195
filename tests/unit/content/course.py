"""A small valid course that tests spoil in one place at a time."""

from collections.abc import Mapping
from datetime import date

from learning.content.check import Finding, check

TODAY = date(2026, 11, 25)

RATES = """\
- id: micro.cotisations.services
  label: "Cotisations des services"
  value: 21.2
  unit: "%"
  valid_from: "2026-01-01"
  valid_to: null
  source: "texte officiel"
  confidence: high

- id: smic.horaire
  label: "Smic de l’heure"
  value: 11.88
  unit: "€/h"
  valid_from: "2025-01-01"
  valid_to: "2025-12-31"
  source: "texte officiel"
  confidence: high

- id: prime.essai
  label: "Prime à l’essai"
  value: 300
  unit: "€"
  valid_from: null
  valid_to: null
  source: "une seule source"
  confidence: low

- id: date.reforme
  label: "Jour de la réforme"
  value: "2026-09-01"
  unit: "date"
  valid_from: null
  valid_to: null
  source: "texte officiel"
  confidence: medium
"""

GLOSSARY = """\
Charge fixe
:   Dépense qui revient chaque mois, même sans client.

Loyer
:   Somme payée pour un local.
"""

MODULE = """\
---
titre: Mon budget
but: Savoir ce que mon projet coûte
objectifs:
  classer-charges = Classer mes charges
  calculer-resultat = Calculer mon résultat
durée: 3 h
seuil: 80 %
vérifié: 2026-11-23
---

Ce module vous aide à compter.
"""

HEAD = """\
---
titre: Charges fixes
objectif: classer-charges
---

# Charges fixes

"""
HEAD_LINES = 7  # the lines before the body

LESSON = (
    HEAD
    + """\
:::essentiel
Une charge fixe revient chaque mois.
:::

## Le loyer

Le loyer se paie même sans client.

:::question charges-fixes
Quelle dépense revient tous les mois ?

- (x) Le loyer
- ( ) Le pain
  > Le pain dépend des ventes.

Explication : Sans client, le loyer reste à payer.
:::

:::question resultat
Combien font 100 € moins 40 € ?

= 60 €

Objectif : calculer-resultat
:::
"""
)

BANK = """\
:::question tirage-a
Est-ce une charge fixe ?

= Vrai
≠ Faux
> Elle revient chaque mois.

Objectif : classer-charges
:::

:::question tirage-b
Combien font 2 et 2 ?

= 4

Objectif : calculer-resultat
:::
"""

RESERVE = """\
:::question assurance
L’assurance est une charge fixe.

= Vrai
≠ Faux
> Elle revient chaque mois.

Objectif : classer-charges
:::

:::question farine
La farine est une charge fixe.

= Faux
≠ Vrai
> Elle dépend des ventes.

Objectif : classer-charges
:::

:::question reste
Combien font 90 € moins 30 € ?

= 60 €

Objectif : calculer-resultat
:::

:::question perte
Combien font 30 € moins 40 € ?

= -10 €

Objectif : calculer-resultat
:::
"""

TEST = """\
---
titre: Épreuve
type: évaluation
---

# Épreuve

:::tirage banque=epreuve nombre=2 :::
"""

PATH = """\
---
titre: De l’idée au plan
public: apprenants
modules: budget
attestation: oui
---

Vous avez une idée.
"""

QUESTIONNAIRE = """\
---
titre: Avant de commencer
moment: avant
information: Répondre est libre.
---

:::question sentiment
Je me sens capable.

Échelle : 1 (pas du tout) à 5 (tout à fait)
:::
"""

LESSON_FILE = "budget/10-charges.md"
BANK_FILE = "budget/banques/epreuve.md"

COURSE: Mapping[str, str] = {
    "referentiel.yaml": RATES,
    "glossaire.md": GLOSSARY,
    "parcours/createur.md": PATH,
    "questionnaires/avant.md": QUESTIONNAIRE,
    "budget/module.md": MODULE,
    LESSON_FILE: LESSON,
    "budget/90-epreuve.md": TEST,
    BANK_FILE: BANK,
    "budget/banques/reserve.md": RESERVE,
}


def files_of(changed: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """Return the files of the course with some replaced or added."""
    every: dict[str, str | bytes] = {**COURSE, **changed}
    return {
        path: body if isinstance(body, bytes) else body.encode() for path, body in every.items()
    }


def findings(changed: Mapping[str, str | bytes]) -> tuple[Finding, ...]:
    """Return what the checker says of the course with some files replaced or added."""
    return check(files_of(changed), on=TODAY)


def lesson_findings(body: str) -> tuple[Finding, ...]:
    """Return what the checker says of one lesson; its first line is line 8 of the file."""
    found = findings({"budget/20-autre.md": HEAD + body})
    return tuple(finding for finding in found if finding.file == "budget/20-autre.md")


def question_findings(body: str) -> tuple[Finding, ...]:
    """Return what the checker says of a question; its first line is line 9 of the file."""
    return lesson_findings(f":::question essai\n{body.strip(chr(10))}\n:::\n")
