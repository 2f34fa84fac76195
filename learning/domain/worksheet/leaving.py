"""The sheets about the legal form, what to prepare before leaving, and small acts."""

from learning.domain.worksheet.fields import Ask, Choice, Field, Part, Sheet, Table
from learning.domain.worksheet.money import YES_NO, euros

LEGAL_FORM = Sheet(
    slug="statut",
    title="Mon statut",
    aim="Comparer quatre formes d’entreprise avec vos chiffres.",
    counts=True,
    parts=(
        Part(
            title="Une année",
            items=(
                euros("ventes", "Vos ventes d’une année", carried="compte-de-resultat.=ventes1"),
                euros("charges", "Toutes vos dépenses d’une année",
                      carried="compte-de-resultat.=charges1",
                      hint="Sans vos cotisations ni ce que vous prenez pour vivre."),
                Field(name="acre", label="Comptez-vous l’Acre ?", ask=Ask.CHOICE, choices=YES_NO,
                      hint="Une baisse de cotisations la première année, sur demande."),
                Field(name="liberatoire", label="Versement libératoire de l’impôt ?",
                      ask=Ask.CHOICE, choices=YES_NO),
                Field(name="parts", label="Parts du foyer pour l’impôt", ask=Ask.NUMBER,
                      unit="parts", hint="Laissé vide : 1, une personne seule.", most=20),
            ),
        ),
        Part(
            title="Votre choix",
            items=(
                Field(name="choix", label="La forme que vous pensez choisir", ask=Ask.CHOICE,
                      choices=(Choice("micro", "Micro-entreprise"),
                               Choice("ei", "Entreprise individuelle au réel"),
                               Choice("eurl", "EURL"), Choice("sasu", "SASU"),
                               Choice("autre", "Un test d’abord : Cape, coopérative, portage"),
                               Choice("emploi", "Un emploi d’abord"))),
                Field(name="raison", label="Pourquoi", ask=Ask.TEXT),
            ),
        ),
    ),
)  # fmt: skip

_STATES = (
    Choice("fait", "Fait"),
    Choice("en-cours", "En cours"),
    Choice("a-faire", "À faire"),
    Choice("non", "Pas pour moi"),
)
_STATE = Field(name="etat", label="Où j’en suis", ask=Ask.CHOICE, choices=_STATES)
_WHO = Field(name="qui", label="Avec qui, quand")


def _list_of(name: str, label: str, *rows: str) -> Table:
    return Table(name=name, label=label, rows=rows, columns=(_STATE, _WHO))


LEAVING = Sheet(
    slug="sortie",
    title="Je prépare ma sortie",
    aim="Ce qui doit être prêt avant d’ouvrir une activité dehors.",
    counts=True,
    in_words=True,
    parts=(
        Part(
            title="Papiers et adresse",
            items=(
                _list_of("papiers", "Vos papiers", "Carte d’identité ou titre de séjour",
                         "Carte Vitale et droits à jour", "Numéro de sécurité sociale",
                         "Diplômes et attestations", "Permis de conduire"),
                _list_of("adresse", "Votre adresse", "Un logement pour la sortie",
                         "Une adresse pour le courrier", "L’accord pour y domicilier l’activité"),
            ),
        ),
        Part(
            title="Argent",
            items=(
                _list_of("compte", "Votre compte", "Un compte bancaire, ou le droit au compte",
                         "Un compte séparé pour l’activité", "Un plan pour les dettes",
                         "Un plan pour les indemnités et les amendes"),
            ),
        ),
        Part(
            title="Aides et contacts",
            items=(
                _list_of("aides", "Qui vous accompagne", "France Travail : inscription",
                         "Mission locale, si vous avez moins de 26 ans",
                         "Le SPIP ou votre CPIP : ce que votre situation permet",
                         "Une association de création (Adie, BGE, Initiative)",
                         "Une assurance pour l’activité"),
                Field(name="appeler", label="Qui appeler la première semaine", ask=Ask.TEXT,
                      hint="Un service, une association, un numéro."),
            ),
        ),
    ),
)  # fmt: skip

ACTION = Sheet(
    slug="premiere-action",
    title="Ma première action",
    aim="Un petit acte par semaine, et ce qui s’est passé.",
    in_words=True,
    parts=(
        Part(
            title="Mes actes",
            items=(
                Table(
                    name="actes",
                    label="Un acte par semaine, puis son résultat",
                    hint="Un petit acte que vous pouvez faire : écrire, demander, essayer.",
                    rows=tuple(f"Semaine\u00a0{number}" for number in range(1, 13)),
                    columns=(
                        Field(name="acte", label="Ce que je fais"),
                        Field(name="resultat", label="Ce qui s’est passé"),
                        Field(name="suite", label="Ce que je fais ensuite"),
                    ),
                ),
            ),
        ),
    ),
)
