"""What the studio puts in a text: each block and each kind of question, ready to fill in.

Every one is checked by a test: filled in as it stands, it has no ``erreur``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from learning.content.front_edit import free_name

_NAMED = re.compile(r"^:::question ([a-z0-9-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """A block to insert; ``group`` is bloc or question."""

    id: str
    label: str
    text: str
    group: str


def _block(name: str, label: str, inside: str) -> Insert:
    return Insert(id=name, label=label, text=f":::{name}\n{inside}\n:::\n", group="bloc")


def _question(name: str, label: str, inside: str) -> Insert:
    text = f":::question {name}\n{inside}\n:::\n"
    return Insert(id=name, label=label, text=text, group="question")


BLOCKS: tuple[Insert, ...] = (
    _block("essentiel", "L’essentiel", "Dites ici ce qui compte. Faites court."),
    _block("regle", "Une règle à retenir", "Une seule phrase, celle qu’il faut garder."),
    _block("exemple", "Un exemple", "Karim coupe les cheveux. Il prend 15 € par coupe."),
    _block("attention", "Attention", "Le piège à éviter, et ce qu’il faut faire."),
    _block("temoignage", "Un témoignage", "Ce qu’une personne raconte de son projet."),
    _block("approfondir", "Pour aller plus loin", "Un détail, pour qui veut en savoir plus."),
    Insert(
        id="atelier", label="Une feuille du projet", text=":::atelier prix :::\n", group="bloc"
    ),
    Insert(
        id="tirage",
        label="Des questions tirées d’une banque",
        text=":::tirage banque=nom-de-la-banque nombre=5 :::\n",
        group="bloc",
    ),
    Insert(
        id="tableau",
        label="Un tableau",
        text="| Dépense | Prix |\n| --- | ---: |\n| Le loyer | 400 € |\n",
        group="bloc",
    ),
)
QUESTIONS: tuple[Insert, ...] = (
    _question(
        "un-choix",
        "Un seul bon choix",
        "Quelle dépense revient tous les mois ?\n\n- (x) Le loyer\n- ( ) Le pain\n"
        "  > Le pain dépend du nombre de clients.\n\nExplication : Le loyer ne change pas.",
    ),
    _question(
        "plusieurs-choix",
        "Plusieurs bons choix",
        "Quelles dépenses reviennent tous les mois ?\n\n- [x] Le loyer\n- [x] L’assurance\n"
        "- [ ] Le pain\n  > Le pain dépend du nombre de clients.",
    ),
    _question(
        "vrai-ou-faux",
        "Vrai ou faux",
        "Le loyer change avec le nombre de clients.\n\n= Faux\n≠ Vrai\n"
        "> Regardez un mois sans client.\n\nExplication : Le loyer reste le même.",
    ),
    _question(
        "un-nombre",
        "Un nombre",
        "Un loyer de 400 € par mois : combien pour un an ?\n\n= 4 800 €\n\n"
        "Indice : Un an a douze mois.",
    ),
    _question(
        "un-mot",
        "Un mot ou deux",
        "Comment s’appelle ce que paient les clients en un an ?\n\n"
        '= "chiffre d’affaires" ; "le chiffre d’affaires"',
    ),
    _question(
        "associer",
        "Associer",
        "Reliez chaque dépense à son nom.\n\nAssocier :\n- Le loyer -> charge fixe\n"
        "- Le pain -> charge variable",
    ),
    _question(
        "mettre-en-ordre",
        "Mettre dans l’ordre",
        "Dans quel ordre ?\n\nOrdre :\n1. J’écoute mes clients\n2. Je fixe mon prix\n3. Je vends",
    ),
    _question(
        "texte-a-trous",
        "Un texte à trous",
        "Ce qui reste est le [[ résultat ; bénéfice ]]. Il est [[ (positif) | nul ]].",
    ),
    _question(
        "calcul",
        "Un calcul à nombres tirés au sort",
        "Vous vendez {n} coupes à {prix} €. Combien encaissez-vous ?\n\nVariables :\n"
        "- n = 20 à 60 pas 10\n- prix = 12 à 18\n\n= {n * prix} €",
    ),
    _question(
        "tableau-a-remplir",
        "Un tableau à remplir",
        "Remplissez le tableau.\n\n| | Par mois |\n| --- | ---: |\n| Ventes | 1 800 € |\n"
        "| Dépenses | [[= 600 ]] € |\n| Reste | [[= ligne1 - ligne2 ]] € |",
    ),
    _question(
        "texte-libre",
        "Une réponse libre, lue par un formateur",
        "Décrivez votre client en quelques phrases.\n\nRéponse libre : 5 lignes\n\nGrille :\n"
        "- dit qui est le client\n- dit ce dont il a besoin",
    ),
)
SCALE = _question(
    "echelle",
    "Une échelle",
    "Vous sentez-vous capable de trouver des clients ?\n\n"
    "Échelle : 1 (pas du tout) à 5 (tout à fait)",
)
_ALL = {one.id: one for one in (*BLOCKS, *QUESTIONS, SCALE)}


def inserts_for(kind: str) -> tuple[Insert, ...]:
    """Return what may be put in a text of that kind."""
    by_kind: dict[str, Callable[[], tuple[Insert, ...]]] = {
        "lesson": lambda: (*BLOCKS, *QUESTIONS),
        "test": lambda: (*BLOCKS, *QUESTIONS),
        "bank": lambda: QUESTIONS,
        "questionnaire": lambda: (SCALE,),
    }
    return by_kind.get(kind, tuple)()


def insert_block(body: str, insert: str, after_line: int | None) -> str:
    """Return the text with a block after a line, or at its end; a question gets a free name."""
    found = _ALL.get(insert)
    return body if found is None else insert_text(body, named_freely(found.text, body), after_line)


def insert_text(body: str, added: str, after_line: int | None) -> str:
    """Return the text with these lines set apart after a line, or at its end."""
    lines = body.rstrip("\n").split("\n") if body.strip() else []
    place = len(lines) if after_line is None else min(max(after_line, 0), len(lines))
    before, after = lines[:place], lines[place:]
    if before and before[-1].strip():
        before.append("")
    if after and after[0].strip():
        added = f"{added.rstrip()}\n"
    return (
        "\n".join([*before, *added.rstrip("\n").split("\n"), *([""] if after else []), *after])
        + "\n"
    )


def named_freely(text: str, body: str) -> str:
    """Return a question block under a name that the text does not use yet."""
    found = _NAMED.search(text)
    if found is None:
        return text
    name = free_name(found[1], set(_NAMED.findall(body)))
    return f":::question {name}{text[found.end() :]}"
