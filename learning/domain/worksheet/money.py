"""The sheets about the price, what is left, and what the household needs."""

from learning.domain.worksheet.fields import Ask, Choice, Field, Part, Sheet, Table

YES_NO = (Choice("oui", "Oui"), Choice("non", "Non"))


def euros(name: str, label: str, *, hint: str = "", carried: str = "", unit: str = "€") -> Field:
    """A field of euros."""
    return Field(name=name, label=label, ask=Ask.MONEY, unit=unit, hint=hint, carried=carried)


_AMOUNT = euros("montant", "Montant")
_FIXED = ("Assurance", "Local ou emplacement", "Téléphone et internet", "Véhicule et carburant",
          "Banque", "Publicité")  # fmt: skip
_MARGIN_FIELDS = (
    euros(
        "depense",
        "Ce que vous dépensez pour chaque vente",
        hint="Produits, marchandise, emballage, trajet.",
    ),
    Field(
        name="cotisations",
        label="Cotisations",
        ask=Ask.PERCENT,
        unit="%",
        carried="=cotisations",
        hint="La part de vos ventes qui paie les cotisations.",
    ),
)

PRICE = Sheet(
    slug="prix",
    title="Mon prix",
    aim="Le prix le plus bas qui paie vos dépenses, vos cotisations et votre travail.",
    counts=True,
    parts=(
        Part(
            title="Pour une vente",
            items=(
                *_MARGIN_FIELDS,
                Field(
                    name="heures",
                    label="Temps pour chaque vente",
                    ask=Ask.NUMBER,
                    unit="h",
                    hint="Trajets et préparation compris : 1,5 pour une heure et demie.",
                    most=1000,
                ),
                euros("prix", "Le prix que vous pensez demander"),
            ),
        ),
        Part(
            title="Pour un mois",
            items=(
                euros("fixes", "Charges fixes d’un mois", carried="seuil-de-rentabilite.=charges"),
                Field(
                    name="ventes",
                    label="Ventes que vous prévoyez",
                    ask=Ask.NUMBER,
                    unit="par mois",
                    most=100_000,
                ),
                Field(
                    name="heures_sans",
                    label="Heures de travail non vendues",
                    ask=Ask.NUMBER,
                    unit="h par mois",
                    hint="Papiers, devis, achats, trouver des clients.",
                    most=744,
                ),
                euros("revenu", "Ce que vous voulez gagner", unit="€/mois",
                      carried="budget-du-foyer.=besoin"),
            ),
        ),
    ),
)  # fmt: skip

BREAK_EVEN = Sheet(
    slug="seuil-de-rentabilite",
    title="Mon seuil de rentabilité",
    aim="À partir de combien de ventes vous gagnez de l’argent.",
    counts=True,
    parts=(
        Part(
            title="Pour une vente",
            items=(
                euros("prix", "Prix d’une vente", carried="prix.prix"),
                euros("depense", "Ce que vous dépensez pour chaque vente", carried="prix.depense"),
                Field(name="cotisations", label="Cotisations", ask=Ask.PERCENT, unit="%",
                      carried="=cotisations"),
            ),
        ),
        Part(
            title="Charges fixes d’un mois",
            items=(
                Table(
                    name="charges",
                    label="Ce que vous payez même sans rien vendre",
                    rows=_FIXED,
                    free_rows=4,
                    first=Field(name="nom", label="Autre charge"),
                    columns=(_AMOUNT,),
                    total="montant",
                ),
            ),
        ),
        Part(
            title="Vos ventes",
            items=(
                Field(name="ventes", label="Ventes que vous prévoyez", ask=Ask.NUMBER,
                      unit="par mois", carried="prix.ventes", most=100_000),
                Field(name="mois", label="Mois travaillés dans l’année", ask=Ask.COUNT,
                      unit="mois", hint="Laissé vide : 12 mois.", most=12),
            ),
        ),
    ),
)  # fmt: skip

_YEARS = tuple(euros(f"an{year}", f"Année {year}") for year in (1, 2, 3))

INCOME = Sheet(
    slug="compte-de-resultat",
    title="Mon compte de résultat",
    aim="Ce que rapporte et ce que coûte l’activité, sur trois ans.",
    counts=True,
    parts=(
        Part(
            title="Ce qui entre",
            items=(
                Table(name="produits", label="Vos ventes d’une année", columns=_YEARS,
                      rows=("Ventes de marchandises", "Ventes de services"),
                      hint="Laissé vide : les ventes de « Mon seuil de rentabilité »."),
            ),
        ),
        Part(
            title="Ce qui sort",
            items=(
                Table(name="achats", label="Ce qui change avec les ventes", columns=_YEARS,
                      rows=("Marchandises et matières", "Emballages et petites fournitures")),
                Table(name="externes", label="Charges fixes d’une année", columns=_YEARS,
                      rows=_FIXED, free_rows=3, first=Field(name="nom", label="Autre charge")),
                Table(name="autres", label="Autres charges d’une année", columns=_YEARS,
                      rows=("Salaires et cotisations de salariés", "Usure du matériel",
                            "Intérêts d’emprunt")),
                Table(name="cotisations", label="Vos cotisations d’une année", columns=_YEARS,
                      rows=("Cotisations",), hint="Laissé vide : le taux de votre activité."),
            ),
        ),
    ),
)  # fmt: skip

HOUSEHOLD = Sheet(
    slug="budget-du-foyer",
    title="Le budget de mon foyer",
    aim="Ce que l’activité doit vous rapporter chaque mois pour vivre.",
    counts=True,
    parts=(
        Part(
            title="Ce qui sort chaque mois",
            items=(
                Table(
                    name="depenses",
                    label="Vos dépenses d’un mois, une fois dehors",
                    rows=("Logement", "Eau, gaz, électricité", "Nourriture",
                          "Transport", "Téléphone", "Assurances, mutuelle", "Vêtements, santé",
                          "Enfants, pensions", "Dettes à rembourser", "Indemnités, amendes"),
                    free_rows=3,
                    first=Field(name="nom", label="Autre dépense"),
                    columns=(_AMOUNT,),
                    total="montant",
                ),
                euros("imprevus", "Réserve pour l’imprévu", hint="Une panne, une facture."),
            ),
        ),
        Part(
            title="Ce qui entre sans l’activité",
            items=(
                Table(
                    name="ressources",
                    label="Vos ressources sûres d’un mois",
                    rows=("Salaire d’un emploi", "Aides (RSA, prime, logement)",
                          "Revenu d’une autre personne du foyer"),
                    free_rows=2,
                    first=Field(name="nom", label="Autre ressource"),
                    columns=(_AMOUNT,),
                    total="montant",
                ),
            ),
        ),
    ),
)  # fmt: skip
