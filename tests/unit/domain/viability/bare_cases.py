"""The eight case studies with only what the facts say, and what each triggers.

The shipped worked examples (``learning/domain/worked``) are whole projects; these are the bare
figures of the courses, so that a check that speaks of them speaks of the facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Sheets = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStudy:
    """One case. ``triggers`` names the checks that speak of it, in the order of the sheets."""

    slug: str
    person: str
    title: str
    lesson: str  # what it teaches, in one sentence
    sheets: Sheets
    triggers: tuple[str, ...] = ()


def _sheets(**found: Mapping[str, str]) -> Sheets:
    return MappingProxyType({name.replace("_", "-"): one for name, one in found.items()})


def _fixed(**amounts: str) -> dict[str, str]:
    """Fixed costs of a month: those that the sheet names, then the others by their names."""
    rows = {"assurance": 1, "local": 2, "telephone": 3, "vehicule": 4, "banque": 5, "publicite": 6}
    found, free = {}, 7
    for name, amount in amounts.items():
        if name in rows:
            found[f"charges.{rows[name]}.montant"] = amount
            continue
        found[f"charges.{free}.nom"] = name.replace("_", " ").capitalize()
        found[f"charges.{free}.montant"] = amount
        free += 1
    return found


def _months(sales: str) -> dict[str, str]:
    return {f"mois.{month}.ventes": sales for month in range(1, 13)}


_MICRO = {"choix": "micro", "raison": "Pour démarrer seul, sans frais de création.", "acre": "non"}

CASE_STUDIES = (
    CaseStudy(
        slug="food-truck",
        person="Yanis, 34 ans",
        title="Food truck (plats chauds)",
        lesson="S’il pleut dix jours sur vingt, il vend 300 tickets et ne gagne presque rien.",
        sheets=_sheets(
            idee={
                "metier": "Food truck (plats chauds)", "activite": "restauration",
                "unite": "ticket", "client": "Les salariés d’une zone sans restaurant",
                "probleme": "Manger chaud, vite et près du travail",
                "offre": "Un plat chaud servi en cinq minutes",
            },
            prix={"depense": "3,30", "prix": "9,50", "ventes": "600"},
            seuil_de_rentabilite=_fixed(
                local="250", assurance="90", telephone="40", location_du_camion="750",
                gaz_et_carburant="180", divers="90",
            ),
            statut=_MICRO,
        ),
        triggers=("metier-demarche", "metier-demarche"),
    ),
    CaseStudy(
        slug="peinture",
        person="Moussa, 41 ans",
        title="Peinture intérieure (peinture fournie par le client)",
        lesson="Un jour de plus par mois, et la franchise de TVA peut se perdre l’année suivante.",
        sheets=_sheets(
            idee={
                "metier": "Peinture intérieure", "activite": "artisanat", "unite": "jour",
                "client": "Des familles qui emménagent",
                "probleme": "Des artisans libres dans trois mois seulement",
                "offre": "Une pièce repeinte en deux jours, à date fixe",
            },
            prix={"depense": "35", "prix": "250", "ventes": "12"},
            seuil_de_rentabilite=_fixed(
                assurance="130", vehicule="280", telephone="40", banque="10", publicite="20",
                petit_outillage="50",
            ),
            statut=_MICRO,
        ),
        triggers=("metier-qualification", "tva-proche"),
    ),
    CaseStudy(
        slug="nettoyage",
        person="Sandra, 29 ans",
        title="Nettoyage de bureaux et de logements",
        lesson="Les bureaux paient à 30 jours : il faut un mois de dépenses d’avance.",
        sheets=_sheets(
            idee={
                "metier": "Nettoyage de bureaux et de logements", "activite": "artisanat",
                "unite": "heure", "client": "De petites entreprises et des propriétaires",
                "probleme": "Personne pour quelques heures par semaine",
                "offre": "La même personne, le même jour, un devis clair",
            },
            prix={"depense": "3", "prix": "25", "ventes": "100"},
            seuil_de_rentabilite=_fixed(
                assurance="25", telephone="20", vehicule="190", banque="8", publicite="17",
                aspirateur="20",
            ),
            tresorerie={
                "premier": "9", "depart": "0", "delai_clients": "30", "tva": "non",
                "declaration": "mois", **_months("2500"),
            },
            statut=_MICRO,
        ),
        triggers=("caisse-sous-zero-clients-lents",),
    ),
    CaseStudy(
        slug="barber",
        person="Kevin, 25 ans",
        title="Coiffeur-barbier à domicile",
        lesson="Le temps de trajet n’est pas payé : il compte dans le prix d’une coupe.",
        sheets=_sheets(
            idee={
                "metier": "Coiffeur-barbier à domicile", "activite": "artisanat",
                "unite": "coupe", "client": "Des hommes qui travaillent tard",
                "probleme": "Les salons sont fermés quand ils rentrent",
                "offre": "Une coupe chez eux, le soir",
            },
            prix={"depense": "3,50", "prix": "18", "ventes": "140"},
            seuil_de_rentabilite=_fixed(
                assurance="20", telephone="20", vehicule="110", matériel="30",
                agenda_en_ligne="15", hygiène_et_linge="15",
            ),
            statut=_MICRO,
        ),
        triggers=("metier-qualification",),
    ),
    CaseStudy(
        slug="velo",
        person="Dimitri, 37 ans",
        title="Réparation de vélos à domicile (activité mixte)",
        lesson="Deux taux dans la même entreprise : la main-d’œuvre et les pièces.",
        sheets=_sheets(
            idee={
                "metier": "Réparation de vélos à domicile", "activite": "artisanat",
                "unite": "intervention", "client": "Des gens qui vont au travail à vélo",
                "probleme": "Dix jours d’attente à l’atelier",
                "offre": "Une réparation chez eux sous deux jours",
            },
            # 40 € of work at 21,98 % and 20 € of parts at 12,82 % make 11,356 € for 60 €.
            prix={
                "depense": "14", "prix": "60", "ventes": "45", "cotisations": "18,926667",
            },
            seuil_de_rentabilite={
                "cotisations": "18,926667",
                **_fixed(
                    local="150", assurance="35", telephone="20", publicite="15", outillage="60",
                    remorque="60", divers="50",
                ),
            },
            statut=_MICRO,
        ),
    ),
    CaseStudy(
        slug="livraison-velo",
        person="Ibrahim, 22 ans",
        title="Livraison à vélo pour une plateforme",
        lesson="Le seuil est vite atteint, l’heure mal payée : rentable n’est pas suffisant.",
        sheets=_sheets(
            idee={
                "metier": "Livraison à vélo", "activite": "service", "unite": "course",
                "client": "Une plateforme de repas",
                "probleme": "Livrer vite en centre-ville", "offre": "Des courses à vélo",
            },
            prix={
                "depense": "0,15", "prix": "4,20", "ventes": "400", "heures": "0,435",
            },
            seuil_de_rentabilite=_fixed(
                assurance="25", telephone="20", location_du_vélo="79", équipement="16",
                entretien="30",
            ),
            statut=_MICRO,
        ),
        triggers=("travail-peu-paye",),
    ),
    CaseStudy(
        slug="friperie",
        person="Nadia, 31 ans",
        title="Friperie en ligne",
        lesson="Acheter d’occasion pour revendre demande un registre et une déclaration.",
        sheets=_sheets(
            idee={
                "metier": "Friperie en ligne", "activite": "vente", "unite": "article",
                "client": "De jeunes adultes au petit budget",
                "probleme": "Des vêtements neufs trop chers ou trop fragiles",
                "offre": "Des pièces triées, lavées et photographiées",
            },
            prix={"depense": "7,04", "prix": "18", "ventes": "130"},
            seuil_de_rentabilite=_fixed(
                assurance="20", local="60", telephone="30", vehicule="40", logiciel_photo="15",
                registre_et_impressions="5",
            ),
            statut=_MICRO,
        ),
        triggers=("metier-demarche",),
    ),
    CaseStudy(
        slug="paysagiste",
        person="Thomas, 45 ans",
        title="Paysagiste (hors micro-entreprise)",
        lesson=(
            "Au régime réel, les cotisations portent sur le bénéfice : la MSA fait le calcul."
        ),
        sheets=_sheets(
            idee={
                "metier": "Paysagiste", "activite": "agricole", "unite": "heure",
                "client": "Des particuliers avec un jardin",
                "probleme": "Plus la force ou le temps de l’entretenir",
                "offre": "Un passage par mois, déchets emportés",
            },
            prix={"depense": "4", "prix": "32", "ventes": "80", "cotisations": "0"},
            seuil_de_rentabilite={
                "cotisations": "0",
                **_fixed(
                    assurance="45", telephone="20", vehicule="260", matériel="90",
                    déchetterie="35", divers="30",
                ),
            },
            statut={
                "choix": "ei", "acre": "non",
                "raison": "La MSA classe les jardins en activité agricole.",
            },
        ),
        triggers=("metier-hors-micro",),
    ),
)  # fmt: skip
_BY_SLUG = {one.slug: one for one in CASE_STUDIES}


def find_case(slug: str) -> CaseStudy | None:
    """Return the case of that name, or None."""
    return _BY_SLUG.get(slug)
