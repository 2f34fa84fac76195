"""The closed lists of the programme: what may be noted of a person, and nothing else.

Codes are stored; the French words are what screens show. A site may hide lines (a setting) and
never writes its own: no list speaks of the cell, of the offence or of a release.
"""

# Forms of support that a group may have, each from a day on.
SUPPORT_FORMS: dict[str, str] = {
    "autonomie": "En autonomie",
    "atelier": "Atelier accompagné",
    "papier": "Sur papier",
    "mixte": "Mixte : écran et papier",
}
# Who gave human support: a kind of person, never a name.
SUPPORTERS: dict[str, str] = {
    "formateur": "Formateur",
    "conseiller": "Conseiller (CPIP)",
    "association": "Association",
    "createur": "Créateur d’entreprise",
    "enseignant": "Enseignant",
    "banque": "Banque ou microcrédit",
}
OBSERVATIONS: dict[str, str] = {
    "avance-seul": "Avance seul",
    "demande-aide": "Demande de l’aide quand il le faut",
    "lecture-difficile": "Lit avec difficulté",
    "calcul-difficile": "Calcule avec difficulté",
    "projet-precis": "Son projet se précise",
    "projet-change": "Son projet a changé",
    "rendez-vous": "Rendez-vous à prévoir",
}
PAUSES: dict[str, str] = {
    "etablissement": "Changement d’établissement",
    "activite": "Autre activité",
    "travail": "Travail",
    "indisponible": "Plus disponible",
    "envie": "Plus envie",
    "difficile": "Trop difficile",
    "autre": "Autre",
}
LEAVINGS: dict[str, str] = PAUSES
OUTCOMES: dict[str, str] = {
    "emploi": "Emploi",
    "formation": "Formation",
    "immatriculation": "Immatriculation",
    "projet": "Projet en cours",
    "autre-voie": "Autre voie",
    "inconnue": "Inconnue",
}
HELP_REASONS: dict[str, str] = {
    "lecon": "Je ne comprends pas cette leçon",
    "projet": "Parler de mon projet",
    "conseiller": "Voir mon conseiller",
    "impression": "Une impression",
}
BY_SORT: dict[str, dict[str, str]] = {
    "observation": OBSERVATIONS,
    "pause": PAUSES,
    "depart": LEAVINGS,
}
