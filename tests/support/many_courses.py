"""Courses as large as asked, made of plain lessons and of every common kind of question."""

WORDS = (
    "Une charge fixe revient chaque mois, même sans client. Le loyer en est une. "
    "Une charge variable suit les ventes. La farine en est une pour un boulanger. "
)
KINDS = (
    (
        "Que paie-t-on chaque mois ?\n\n- (x) Le loyer {n}\n- ( ) La farine {n}\n  > Elle suit "
        "les ventes.\n- ( ) Le sourire {n}\n  > Il est gratuit.\n"
    ),
    "Combien font {n} plus 12 ?\n\n= {sum} € ± 0\n\n≠ 1 €\n> Relisez.\n",
    "Le loyer {n} est une charge fixe.\n\n= Vrai\n≠ Faux\n> Il revient chaque mois.\n",
    'Comment s’appelle ce qui reste {n} ?\n\n= "marge {n}"\n',
    "Que paie un marchand {n} ?\n\n- [x] Le loyer\n- [x] La farine\n- [ ] Le vent\n  > Non.\n",
)


def many_courses(modules: int, lessons: int, questions: int) -> dict[str, bytes]:
    """Return that many modules holding in all that many lessons and questions."""
    files = {
        "parcours/tout.md": _text(
            "titre: Tout", "modules: " + ", ".join(f"module-{n}" for n in range(modules))
        ),
        "glossaire.md": "marge\n:   Ce qui reste.\n",
        "referentiel.yaml": (
            "- id: essai.taux\n  label: Un taux\n  value: 20\n  unit: '%'\n"
            "  valid_from: 2026-01-01\n  valid_to: null\n  source: Essai\n  confidence: high\n"
        ),
    }
    for number in range(modules):
        files[f"module-{number}/module.md"] = _text(
            f"titre: Module {number}", "but: Savoir compter", "objectifs:", "  compter = Compter",
            "durée: 60 h",
        )  # fmt: skip
    for number in range(lessons):
        own = range(number * questions // lessons, (number + 1) * questions // lessons)
        files[f"module-{number % modules}/{10 + number}-lecon-{number}.md"] = lesson(number, own)
    return {path: text.encode() for path, text in files.items()}


def lesson(number: int, questions: range) -> str:
    """A lesson of about 4 kB of prose, with these questions."""
    parts = [
        f"# Leçon {number}\n",
        f":::essentiel\nLe loyer {number} reste à payer. La marge le paie.\n:::\n",
        *(
            f"## Partie {part} de {number}\n\n{WORDS * 4}\n\n| Poste | Montant |\n|---|---:|\n"
            f"| Loyer | {part + number} € |\n| Farine | **{part}** € |\n\n- Un\n- Deux\n"
            for part in range(4)
        ),
        *(question(one) for one in questions),
    ]
    return _text(f"titre: Leçon {number}", "objectif: compter", "durée: 90 min") + "\n".join(parts)


def question(number: int, expected: int = 12) -> str:
    """A question; a number's answer is ``number`` plus what is expected."""
    body = KINDS[number % len(KINDS)].format(n=number, sum=number + expected)
    return f":::question q-{number}\n{body}\nExplication : C’est ainsi, {number} fois.\n:::\n"


def _text(*lines: str) -> str:
    return "---\n" + "\n".join(lines) + "\n---\n\n"
