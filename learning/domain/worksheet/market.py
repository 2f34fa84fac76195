"""The sheets about the idea, the customers and how to tell of them."""

from learning.domain.worksheet.fields import Ask, Choice, Field, Part, Sheet, Table

# One activity decides contributions, allowances and chambers: see finance.micro_entreprise.
ACTIVITIES = (
    Choice("vente", "J’achète et je revends"),
    Choice("fabrication", "Je fabrique et je vends"),
    Choice("restauration", "Je prépare des repas à vendre"),
    Choice("artisanat", "Je rends un service manuel : réparer, nettoyer, coiffer, bâtir"),
    Choice("service", "Je rends un service commercial : livrer, transporter, louer"),
    Choice("liberal", "Je conseille, j’enseigne ou je crée (profession libérale)"),
    Choice("agricole", "Je cultive, j’élève ou j’entretiens des jardins (activité agricole)"),
)

IDEA = Sheet(
    slug="idee",
    title="Mon idée",
    aim="Qui est votre client, quel est son problème, ce que vous lui proposez.",
    in_words=True,
    parts=(
        Part(
            title="Votre métier",
            items=(
                Field(
                    name="metier",
                    label="Le métier que vous voulez faire",
                    hint="Quelques mots : coiffeur à domicile, réparation de vélos.",
                ),
                Field(
                    name="activite",
                    label="Ce que vous faites surtout",
                    ask=Ask.CHOICE,
                    choices=ACTIVITIES,
                    hint="Les cotisations et les démarches en dépendent.",
                ),
                Field(
                    name="unite",
                    label="Ce que vous vendez",
                    hint="Un mot : une coupe, une heure, un repas.",
                ),
            ),
        ),
        Part(
            title="Votre client",
            items=(
                Field(name="client", label="Qui est votre client ?", ask=Ask.TEXT),
                Field(name="probleme", label="Quel problème a-t-il ?", ask=Ask.TEXT),
                Field(name="offre", label="Que lui proposez-vous ?", ask=Ask.TEXT),
                Field(
                    name="difference",
                    label="Pourquoi vous, et pas un autre ?",
                    ask=Ask.TEXT,
                ),
            ),
        ),
        Part(
            title="En une phrase",
            items=(
                Field(
                    name="phrase",
                    label="Votre idée en une phrase",
                    ask=Ask.TEXT,
                    hint="« J’aide (qui) à (quoi) grâce à (votre offre). »",
                ),
            ),
        ),
    ),
)

MARKET = Sheet(
    slug="etude-de-marche",
    title="Mon étude de marché",
    aim="Ce que vous savez des prix, des concurrents et des clients.",
    counts=True,
    in_words=True,
    parts=(
        Part(
            title="Vos concurrents",
            items=(
                Table(
                    name="concurrents",
                    label="Qui fait déjà ce métier près du lieu où vous irez",
                    first=Field(name="nom", label="Nom ou lieu"),
                    free_rows=5,
                    columns=(
                        Field(name="bien", label="Ce qu’il fait bien"),
                        Field(name="manque", label="Ce qui lui manque"),
                    ),
                ),
            ),
        ),
        Part(
            title="Cinq prix relevés",
            items=(
                Table(
                    name="prix",
                    label="Des prix pour la même chose que vous",
                    first=Field(name="lieu", label="Où"),
                    free_rows=5,
                    columns=(Field(name="montant", label="Prix", ask=Ask.MONEY, unit="€"),),
                ),
            ),
        ),
        Part(
            title="Vingt questions",
            items=(
                Table(
                    name="questions",
                    label="Ce que vous voulez savoir des clients",
                    hint="Demandez ce que la personne a fait, pas ce qu’elle ferait.",
                    first=Field(name="question", label="Votre question"),
                    free_rows=20,
                    columns=(Field(name="reponse", label="Ce qu’on vous a répondu"),),
                ),
            ),
        ),
        Part(
            title="Ce que vous avez vu",
            items=(
                Field(
                    name="nombre",
                    label="À combien de personnes avez-vous parlé ?",
                    ask=Ask.COUNT,
                    unit="personnes",
                    most=10_000,
                ),
                Field(name="vu", label="Ce que vous avez vu ou appris", ask=Ask.TEXT),
                Field(name="clients_mois", label="Combien de clients pensez-vous avoir par mois ?",
                      ask=Ask.COUNT, unit="clients", most=100_000),
            ),
        ),
    ),
)  # fmt: skip

_BOXES = (
    ("clients", "Mes clients"),
    ("valeur", "Ce que je leur apporte"),
    ("canaux", "Comment ils me trouvent et m’achètent"),
    ("relation", "Comment je les garde"),
    ("revenus", "Ce qu’ils me paient"),
    ("ressources", "Ce qu’il me faut pour travailler"),
    ("activites", "Ce que je fais chaque semaine"),
    ("partenaires", "Qui m’aide"),
    ("couts", "Ce que je dépense"),
)

CANVAS = Sheet(
    slug="canevas",
    title="Mon projet sur une page",
    aim="Neuf cases pour voir tout le projet d’un coup d’œil.",
    in_words=True,
    parts=(
        Part(
            title="Les neuf cases",
            items=tuple(Field(name=name, label=label, ask=Ask.TEXT) for name, label in _BOXES),
        ),
    ),
)

PITCH = Sheet(
    slug="pitch",
    title="Je présente mon projet",
    aim="Une présentation de 60 à 90 secondes, à lire à voix haute.",
    counts=True,
    in_words=True,
    parts=(
        Part(
            title="Votre texte",
            items=(
                Field(name="moi", label="Qui je suis", ask=Ask.TEXT,
                      hint="Votre prénom, votre métier, ce que vous savez faire."),
                Field(name="probleme", label="Le problème que j’ai vu", ask=Ask.TEXT,
                      carried="idee.probleme"),
                Field(name="solution", label="Ce que je propose", ask=Ask.TEXT,
                      carried="idee.offre"),
                Field(name="preuve", label="Ce qui le montre", ask=Ask.TEXT,
                      hint="Un chiffre, un client, un essai."),
                Field(name="demande", label="Ce que je demande", ask=Ask.TEXT,
                      hint="Un prêt de 2 000 €, un conseil, un premier client."),
            ),
        ),
    ),
)  # fmt: skip
