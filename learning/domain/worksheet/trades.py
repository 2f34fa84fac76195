"""Trades that the law watches: closed by some convictions, qualified, regulated, outside micro.

Data, not rules: each line has its source and the day on which it was looked at. A line never
says that somebody may not: it says what to look into, and with whom.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LOOKED_AT = date(2026, 11, 23)


class Watch(StrEnum):
    """Why a trade is watched; the value ends the name of its check."""

    CONVICTION = "casier"
    QUALIFIED = "qualification"
    REGULATED = "demarche"
    OUTSIDE = "hors-micro"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One trade. ``words`` are how its name begins, in plain lower case; ``=`` asks for it all.

    ``unless`` are words that make it another trade (« vélo » for a mechanic).
    """

    name: str
    watch: Watch
    words: tuple[str, ...]
    sentence: str
    source: str
    unless: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()  # of « Mon idée », whatever the trade is called
    confidence: str = "high"
    looked_at: date = LOOKED_AT


_CRAFT = "Code de l’artisanat L121-1, R121-1 à R121-3"
_PROOF = "un diplôme (CAP ou équivalent) ou trois ans d’expérience"

TRADES: tuple[Trade, ...] = (
    Trade(
        name="Taxi et VTC",
        watch=Watch.CONVICTION,
        words=("taxi", "=vtc", "=uber"),
        sentence=(
            "Conduire un taxi ou un VTC suppose un bulletin n° 2 sans certaines condamnations :"
            " délits routiers graves, crime, ou six mois et plus pour vol, violences, escroquerie"
            " ou stupéfiants."
        ),
        source="Code des transports R3120-8",
    ),
    Trade(
        name="Sécurité privée",
        watch=Watch.CONVICTION,
        words=("securite", "gardien", "vigile", "videur"),
        unless=("informatique", "sociale", "routiere"),
        sentence=(
            "La sécurité privée demande une autorisation après enquête. Un dirigeant ne doit avoir"
            " aucune peine au bulletin n° 2."
        ),
        source="Code de la sécurité intérieure L612-7 et L612-20",
    ),
    Trade(
        name="Débit de boissons",
        watch=Watch.CONVICTION,
        words=("=bar", "=bars", "bistro", "cafe", "cave a vin", "alcool", "caviste"),
        sentence=(
            "Vendre de l’alcool à boire sur place est fermé à vie après un crime ou pour"
            " proxénétisme, et cinq ans après un mois de prison ou plus pour vol ou stupéfiants,"
            " par exemple."
        ),
        source="Code de la santé publique L3336-2",
        confidence="medium",
    ),
    Trade(
        name="Transport motorisé de marchandises",
        watch=Watch.CONVICTION,
        words=("livr", "colis", "coursier", "demenag", "transport", "chauffeur"),
        unless=("velo", "pied", "trottinette", "vtc", "taxi"),
        sentence=(
            "Transporter des marchandises avec un véhicule à moteur demande une inscription au"
            " registre : honorabilité au bulletin n° 2, capacité, et 1 800 € de fonds propres pour"
            " le premier véhicule."
        ),
        source="Code des transports L3211-1 ; fiche Adie sur le transport de moins de 3,5 tonnes",
        confidence="medium",
    ),
    Trade(
        name="Auto-école",
        watch=Watch.CONVICTION,
        words=("auto-ecole", "auto ecole", "moniteur", "conduite"),
        unless=("sport", "ski"),
        sentence=(
            "Enseigner la conduite ou tenir une auto-école est fermé par une liste de"
            " condamnations."
        ),
        source="Code de la route L212-2",
    ),
    Trade(
        name="Enfants et personnes fragiles",
        watch=Watch.CONVICTION,
        words=(
            "enfant",
            "nourrice",
            "assistante mater",
            "baby",
            "creche",
            "garderie",
            "animat",
            "aide a domicile",
            "auxiliaire de vie",
            "personnes agees",
            "handicap",
            "soutien scol",
        ),
        sentence=(
            "Travailler auprès d’enfants ou de personnes fragiles est fermé par certaines"
            " condamnations et souvent soumis à un agrément."
        ),
        source="Code de l’action sociale et des familles L133-6",
        confidence="medium",
    ),
    Trade(
        name="Bâtiment",
        watch=Watch.QUALIFIED,
        words=(
            "batiment",
            "peintre",
            "peinture",
            "macon",
            "plomb",
            "electric",
            "carrel",
            "couvreur",
            "toiture",
            "menuis",
            "charpent",
            "platr",
            "plaqu",
            "chauffag",
            "isol",
            "renov",
            "serrur",
            "vitrier",
            "ramon",
            "demolition",
            "facad",
            "bricol",
            "multi-service",
        ),
        unless=("tableau", "portrait", "toile"),
        sentence=(
            f"Ce métier demande une qualification : {_PROOF}. L’assurance décennale est"
            " obligatoire avant le premier chantier."
        ),
        source=f"{_CRAFT} ; code des assurances L241-1",
        confidence="medium",
    ),
    Trade(
        name="Coiffure et soins",
        watch=Watch.QUALIFIED,
        words=("coiff", "barb", "esthet", "onglerie", "manucure", "massage", "maquill"),
        unless=("barbecue",),
        sentence=(
            f"Ce métier demande une qualification : {_PROOF}. Un salon de coiffure demande un"
            " brevet professionnel."
        ),
        source=f"{_CRAFT} ; loi 46-1173 du 23/05/1946 pour la coiffure",
        confidence="medium",
    ),
    Trade(
        name="Réparation de véhicules à moteur",
        watch=Watch.QUALIFIED,
        words=("mecan", "garage", "carross", "automobile", "scooter", "moto"),
        unless=("velo", "cycle", "location", "couture"),
        sentence=f"Réparer des véhicules à moteur demande une qualification : {_PROOF}.",
        source=_CRAFT,
    ),
    Trade(
        name="Métiers de bouche",
        watch=Watch.QUALIFIED,
        words=("boulang", "patiss", "boucher", "charcut", "poissonn", "glacier"),
        sentence=f"Ce métier demande une qualification : {_PROOF}.",
        source=_CRAFT,
        confidence="medium",
    ),
    Trade(
        name="Restauration",
        watch=Watch.REGULATED,
        words=("food", "restau", "traiteur", "cuisin", "snack", "pizza", "sandwich", "repas"),
        activities=("restauration",),
        sentence=(
            "Servir à manger demande une formation à l’hygiène et une déclaration. L’alcool"
            " demande une licence et un permis d’exploitation."
        ),
        source="Code rural L233-4 et R233-4 ; code de la santé publique L3332-1-1",
        confidence="medium",
    ),
    Trade(
        name="Commerce ambulant",
        watch=Watch.REGULATED,
        words=("ambulant", "marche", "food", "forain", "brocant"),
        unless=("etude", "bon marche"),
        sentence=(
            "Vendre hors de sa commune demande une carte de commerçant ambulant (30 €, quatre"
            " ans), et chaque place une autorisation."
        ),
        source="Code de commerce L123-29 ; arrêté du 19/07/2019",
    ),
    Trade(
        name="Revente d’objets d’occasion",
        watch=Watch.REGULATED,
        words=("occasion", "fripe", "friperie", "brocant", "seconde main", "revente", "vide-gr"),
        sentence=(
            "Acheter et revendre des objets d’occasion demande un registre et une déclaration à la"
            " préfecture. Sans registre : jusqu’à six mois de prison et 30 000 € d’amende."
        ),
        source="Code pénal 321-7 et R321-1",
    ),
    Trade(
        name="Jardins et activités agricoles",
        watch=Watch.OUTSIDE,
        words=("paysag", "jardin", "espaces verts", "elag", "tonte", "maraich", "agric", "elev"),
        activities=("agricole",),
        unless=("meuble", "decoration"),
        sentence=(
            "Cette activité relève de la MSA : elle n’ouvre pas droit à la micro-entreprise de"
            " l’Urssaf. Une entreprise individuelle à la MSA ou une coopérative, oui."
        ),
        source="msa.fr, activité de paysagiste (07/10/2021) ; code rural L722-1",
        confidence="medium",
    ),
    Trade(
        name="Achat et vente d’immeubles",
        watch=Watch.OUTSIDE,
        words=("immobilier", "marchand de biens", "lotisseur"),
        sentence=(
            "Les opérations sur les immeubles n’ouvrent pas droit à la micro-entreprise. L’agent"
            " immobilier demande en plus une carte professionnelle, fermée par certaines"
            " condamnations."
        ),
        source="CGI 50-0, 2 ; loi 70-9 du 02/01/1970, article 9",
        confidence="medium",
    ),
)
