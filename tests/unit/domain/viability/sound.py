"""A project that no check remarks on, and how a test changes it."""

from collections.abc import Mapping

from learning.domain.worksheet.figures import Figures
from tests.support.law import law

Typed = dict[str, dict[str, str]]
Changes = Mapping[str, Mapping[str, str]]

TEXT = "Je nettoie des bureaux le soir. " * 5  # thirty words

BOXES = (
    "clients", "valeur", "canaux", "relation", "revenus", "ressources", "activites",
    "partenaires", "couts",
)  # fmt: skip


def _months(**columns: str) -> dict[str, str]:
    return {
        f"mois.{month}.{name}": value for month in range(1, 13) for name, value in columns.items()
    }


SOUND: Typed = {
    "idee": {
        "metier": "Nettoyage de bureaux", "activite": "artisanat", "unite": "heure",
        "client": "De petites entreprises", "probleme": "Personne pour nettoyer",
        "offre": "Deux heures par semaine", "difference": "J’habite le quartier",
        "phrase": "J’aide de petites entreprises à garder des bureaux propres.",
    },
    "etude-de-marche": {
        "concurrents.1.nom": "Une société de nettoyage",
        **{f"prix.{row}.montant": str(20 + 2 * row) for row in range(1, 6)},
        "nombre": "20", "clients_mois": "100",
    },
    "canevas": dict.fromkeys(BOXES, "Une phrase"),
    "budget-du-foyer": {
        "depenses.1.montant": "450", "depenses.3.montant": "300", "depenses.9.montant": "50",
        "depenses.10.montant": "50", "imprevus": "50",
    },
    "prix": {
        "depense": "3", "prix": "25", "ventes": "100", "heures": "1", "heures_sans": "10",
        "revenu": "1300",
    },
    "seuil-de-rentabilite": {"charges.1.montant": "25", "charges.4.montant": "255"},
    "compte-de-resultat": {
        "produits.2.an1": "30000", "produits.2.an2": "31000", "produits.2.an3": "32000",
        "autres.2.an1": "200", "autres.3.an1": "250",
        "externes.1.an2": "3600", "externes.1.an3": "3600",
    },
    "bfr": {"clients": "30"},
    "plan-de-financement": {
        "besoins.1.montant": "1500", "reserve": "600", "ressources.1.montant": "2000",
        "ressources.3.montant": "3000",
    },
    "emprunt": {"somme": "3000", "taux": "9,87", "duree": "24"},
    "tresorerie": {
        "premier": "9", "depart": "3400", "delai_clients": "30", "tva": "non",
        **_months(ventes="2500"),
    },
    "statut": {"choix": "micro", "raison": "Pour tester sans frais", "acre": "non"},
    "pitch": {
        "moi": TEXT, "probleme": TEXT, "solution": TEXT, "preuve": TEXT,
        "demande": f"{TEXT}Un prêt de 3 000 €.",
    },
    "sortie": {
        **{
            f"{table}.{row}.etat": "fait"
            for table, rows in (("papiers", 5), ("adresse", 3), ("compte", 4), ("aides", 5))
            for row in range(1, rows + 1)
        },
        "appeler": "La mission locale",
    },
    "premiere-action": {"actes.1.acte": "Écrire", "actes.1.resultat": "Une réponse"},
}  # fmt: skip


def changed(changes: Changes) -> Figures:
    """The sound project with some values changed; an empty value takes one out."""
    typed = {slug: dict(values) for slug, values in SOUND.items()}
    for slug, values in changes.items():
        typed.setdefault(slug, {}).update(values)
        typed[slug] = {key: value for key, value in typed[slug].items() if value}
    return Figures.of(typed, law())


def months(**columns: str) -> dict[str, str]:
    """The same value each month of the till."""
    return _months(**columns)
