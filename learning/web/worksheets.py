"""The sheets of a project as frames to fill in on paper, until the sheets themselves exist."""

from learning.web.i18n import translate

_SHEETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "idee": (
        "Mon idée",
        ("Qui est mon client ?", "Quel problème a-t-il ?", "Qu’est-ce que je lui propose ?",
         "Mon idée en une phrase :"),
    ),
    "etude-de-marche": (
        "Mon étude de marché",
        ("Mes concurrents :", "Cinq prix relevés :", "À qui ai-je parlé ?", "Ce que j’ai vu :"),
    ),
    "canevas": (
        "Mon projet sur une page",
        ("Mes clients :", "Mon offre :", "Comment on me trouve :", "Mes partenaires :",
         "Mes dépenses :", "Mes ventes :"),
    ),
    "prix": (
        "Mon prix",
        ("Revenu voulu par mois :", "Heures ou unités vendues par mois :", "Dépenses fixes :",
         "Dépenses par unité :", "Mon prix le plus bas :"),
    ),
    "seuil-de-rentabilite": (
        "Mon seuil",
        ("Mes dépenses fixes du mois :", "Ma marge sur une vente :",
         "Nombre de ventes pour ne rien perdre :"),
    ),
    "plan-de-financement": (
        "Mon départ",
        ("Ce que je dois acheter :", "L’argent à avancer :", "Ce que j’apporte :",
         "Ce que je dois trouver :"),
    ),
    "compte-de-resultat": (
        "Mon année",
        ("Mes ventes :", "Mes dépenses variables :", "Mes dépenses fixes :", "Ce qui reste :"),
    ),
    "tresorerie": (
        "Ma caisse, mois par mois",
        ("Argent au départ :", "Reçu ce mois :", "Payé ce mois :", "Reste à la fin du mois :"),
    ),
    "bfr": (
        "L’argent à avancer",
        ("Mon stock :", "Ce que les clients me doivent :", "Ce que je dois aux fournisseurs :"),
    ),
    "budget-du-foyer": (
        "Le budget de mon foyer",
        ("Logement, énergie :", "Nourriture :", "Transport, téléphone :",
         "Dettes, amendes, pensions :", "Ressources sûres :", "Ce que l’activité doit apporter :"),
    ),
    "emprunt": (
        "Mon emprunt",
        ("Somme :", "Durée :", "Montant par mois :", "Coût total :"),
    ),
    "statut": (
        "Mon statut",
        ("Mon activité :", "Mes ventes prévues :", "Les statuts possibles :",
         "Mon choix et pourquoi :"),
    ),
    "pitch": (
        "Je présente mon projet",
        ("Qui je suis :", "Le problème :", "Ma solution :", "Ma preuve :", "Ma demande :"),
    ),
    "sortie": (
        "Je prépare ma sortie",
        ("Mes papiers :", "Mon adresse :", "Mon compte :", "Qui appeler :"),
    ),
    "premiere-action": (
        "Ma première action",
        ("Ce que je fais cette semaine :", "Avec qui :", "Ce qui s’est passé :"),
    ),
}  # fmt: skip


def worksheet_title(name: str) -> str:
    """The title of a sheet."""
    return translate(_SHEETS[name][0])


def worksheet_questions(name: str) -> list[str]:
    """The questions of a sheet."""
    return [translate(question) for question in _SHEETS[name][1]]
