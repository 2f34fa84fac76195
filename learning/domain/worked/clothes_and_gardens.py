"""Nadia, who sells second-hand clothes; Thomas, who keeps gardens."""

from learning.domain.worked.worked import (
    Worked,
    canvas,
    column,
    fixed,
    leaving,
    lines,
    market,
    months,
    pitch,
    three_years,
)

_CLOTHES = fixed(
    ("20", "60", "30"),
    (("Logiciel photo", "15"), ("Registre, impressions", "5"), ("Déplacements", "40")),
)
CLOTHES = Worked(
    slug="friperie",
    person="Nadia, 31 ans",
    trade="Friperie en ligne",
    rule="Il faut un registre des objets achetés d’occasion et une déclaration à la préfecture "
    "avant de commencer.",
    lesson="Les 7,04 € d’un article : 5 € d’achat, 0,60 € d’emballage et 1,44 € de commission "
    "de la plateforme. La commission s’oublie facilement.",
    remarks=("metier-demarche", "travail-peu-paye"),
    sheets={
        "idee": {
            "metier": "Friperie en ligne",
            "activite": "vente",
            "unite": "article",
            "client": "Des femmes de 20 à 45 ans qui achètent d’occasion.",
            "probleme": "Elles trient des heures, et la taille ne va pas.",
            "offre": "Des pièces choisies, lavées, mesurées, à 18 € en moyenne.",
            "difference": "Je couds : je répare ce que les autres jettent.",
            "phrase": "J’aide celles qui achètent d’occasion à ne pas se tromper grâce à des "
            "pièces choisies et mesurées.",
        },
        "etude-de-marche": market(
            (
                ("Vendeuses particulières", "Pas cher", "Pas de mesures, pas de retour"),
                ("Friperie du centre", "On essaie", "Fermée le soir, peu de tailles"),
            ),
            (
                ("En ligne, particulière", "12"), ("En ligne, boutique 1", "19"),
                ("En ligne, boutique 2", "22"), ("Friperie du centre", "18"),
                ("Dépôt-vente", "16"),
            ),
            (
                ("Quel est votre dernier achat d’occasion ?", "Il y a moins d’un mois : 15 / 20."),
                ("Pourquoi avez-vous rendu une pièce ?", "La taille, 11 fois."),
            ),
            ("20", "Des mesures écrites font vendre plus vite qu’un prix bas.", "140"),
        ),
        "canevas": canvas(
            "Celles qui achètent d’occasion, en ligne.",
            "Une pièce qui va, lavée et mesurée.",
            "Deux plateformes de vente, une page de photos.",
            "Un mot dans le colis, un bon pour le suivant.",
            "18 € par article, versés par la plateforme.",
            "Un box, un téléphone, une machine à coudre, un registre.",
            "Acheter au poids, réparer, photographier, envoyer.",
            "Un grossiste au kilo, une ressourcerie, la poste.",
            "Les achats, l’emballage, la commission, le box.",
        ),
        "budget-du-foyer": {
            **column("depenses", "montant",
                     ("420", "60", "305", "40", "20", "35", "60", "150", "30", "")),
            "imprevus": "40",
            **column("ressources", "montant", ("330",), 2),
        },
        "prix": {
            "depense": "7,04", "heures": "0,75", "prix": "18", "ventes": "130",
            "heures_sans": "20", "revenu": "950",
        },
        "seuil-de-rentabilite": _CLOTHES,
        "compte-de-resultat": three_years(
            1, ("28080", "29500", "31000"), ("10982,40", "11535", "12120"), _CLOTHES,
            {**column("autres", "an1", ("80", "56"), 2), **column("autres", "an2", ("80",), 2),
             **column("autres", "an3", ("80",), 2)},
        ),
        "bfr": {"stock": "45", "clients": "7", "fournisseurs": "0"},
        "plan-de-financement": {
            **column("besoins", "montant", ("240", "", "700", "", "60", "60", "")),
            "bfr": "1900", "reserve": "340",
            **column("ressources", "montant", ("1300", "500", "1500")),
        },
        "emprunt": {"somme": "1500", "duree": "12", "frais": "75"},
        "tresorerie": {
            "premier": "9", "depart": "2240", "tva": "non", "delai_clients": "0",
            "delai_achats": "0", "declaration": "trimestre",
            **months((2000, 2300, 2600, 3000, 1900, 2000, 2400, 2500, 2500, 2400, 2200, 2280)),
        },
        "statut": {
            "choix": "micro", "acre": "non", "liberatoire": "non",
            "raison": "J’achète et je revends seule, loin des plafonds.",
        },
        "pitch": pitch(
            "Je m’appelle Nadia. Je couds depuis quinze ans et j’ai trié le linge d’une "
            "ressourcerie : je reconnais une belle matière, et je sais réparer ce que d’autres "
            "jettent.",
            "Celles qui achètent d’occasion trient des heures, et renvoient une pièce sur cinq à "
            "cause de la taille. Quinze personnes sur vingt me l’ont dit, avec un exemple.",
            "Je vends des pièces choisies, lavées, réparées et mesurées, à 18 € en moyenne, sur "
            "deux plateformes. Chaque annonce donne les mesures en centimètres.",
            "Un article me coûte 7,04 €, commission comprise. Mes charges sont payées à partir "
            "de vingt articles par mois, et j’en prévois cent trente.",
            "J’apporte 1 300 € et ma famille 500 €. Je demande 1 500 € de microcrédit sur un "
            "an, pour mon premier stock, et un rendez-vous à la préfecture pour ouvrir mon "
            "registre d’achats.",
        ),
        "sortie": leaving("fffcn", "fff", "ffcn", "fnccf", "La ressourcerie."),
        "premiere-action": lines(
            "actes", ("acte", "resultat", "suite"),
            (("Écrire vingt fiches de mesures", "Dix-huit faites", "Les relire à voix haute"),),
        ),
    },
)  # fmt: skip

_GARDEN = fixed(("60", "", "20", "260", "10", "20"), (("Outils, entretien", "110"),))
GARDEN = Worked(
    slug="paysagiste",
    person="Thomas, 45 ans",
    trade="Paysagiste, au régime réel",
    rule="Le paysagisme n’ouvre pas droit à la micro-entreprise : il relève de la MSA, au régime "
    "réel.",
    lesson="Au réel, les cotisations se paient sur le bénéfice : ici 42 %, une hypothèse pour "
    "apprendre. Avec un minimum de 100 € par mois, le seuil passe de 18 à 21 heures.",
    remarks=("metier-hors-micro",),
    sheets={
        "idee": {
            "metier": "Paysagiste, entretien de jardins",
            "activite": "agricole",
            "unite": "heure",
            "client": "Des copropriétés et des personnes âgées avec un jardin.",
            "probleme": "Les haies dépassent, et personne ne vient pour une petite surface.",
            "offre": "Un passage par mois, à 32 € de l’heure, déchets emportés.",
            "difference": "Quinze ans de métier, un diplôme, et je reste après l’orage.",
            "phrase": "J’aide ceux qui ont un petit jardin à le garder net grâce à un passage "
            "par mois.",
        },
        "etude-de-marche": market(
            (
                ("Grande société", "Machines", "Refuse les petits jardins"),
                ("Un voisin retraité", "Pas cher", "Pas d’assurance"),
            ),
            (
                ("Grande société", "42"), ("Paysagiste 1", "35"), ("Paysagiste 2", "32"),
                ("Annonce en ligne", "25"), ("Association", "30"),
            ),
            (
                ("Qui a taillé votre haie la dernière fois ?", "8 sur 20 : personne."),
                ("Combien avez-vous payé ?", "Entre 60 et 180 €."),
            ),
            ("20", "Une copropriété paie à 30 jours, mais pour toute l’année.", "80"),
        ),
        "canevas": canvas(
            "Copropriétés, personnes âgées avec un jardin.",
            "Un jardin net, sans avoir à y penser.",
            "Le syndic, une affiche à la boulangerie.",
            "Un passage fixe, le même jour chaque mois.",
            "32 € de l’heure, déchets emportés.",
            "Un fourgon, des outils, un diplôme, une assurance.",
            "Vingt heures de jardin par semaine, la déchetterie, les devis.",
            "La MSA, la chambre d’agriculture, deux syndics.",
            "Le fourgon, le carburant, l’entretien des outils.",
        ),
        "budget-du-foyer": {
            **column("depenses", "montant",
                     ("430", "80", "320", "40", "20", "60", "50", "", "60", "30")),
            "imprevus": "60",
            **column("ressources", "montant", ("300",), 2),
        },
        "prix": {
            "depense": "4", "cotisations": "0", "heures": "1,3", "prix": "32", "ventes": "80",
            "heures_sans": "16", "revenu": "1750",
        },
        "seuil-de-rentabilite": {"cotisations": "0", **_GARDEN},
        "compte-de-resultat": three_years(
            2, ("30720", "32000", "33000"), ("3840", "4000", "4125"), _GARDEN,
            {**column("autres", "an1", ("800", "427"), 2),
             **column("autres", "an2", ("800", "273"), 2),
             **column("autres", "an3", ("800", "103"), 2),
             **{f"cotisations.1.an{year}": amount
                for year, amount in enumerate(("8870,40", "9340,80", "9708,30"), start=1)}},
        ),
        "bfr": {"stock": "0", "clients": "30", "fournisseurs": "0"},
        "plan-de-financement": {
            **column("besoins", "montant", ("1400", "2600", "", "80", "180", "", "60")),
            "reserve": "1500",
            **column("ressources", "montant", ("2120", "1300", "5000")),
        },
        "emprunt": {"somme": "5000", "duree": "36", "frais": "250"},
        "tresorerie": {
            "premier": "3", "depart": "4100", "tva": "non", "delai_clients": "30",
            "delai_achats": "0", "declaration": "mois", "cotisations": "28,88",
            **months((2400, 3200, 3520, 3520, 2880, 2560, 2880, 3040, 2240, 1440, 1280, 1760)),
        },
        "statut": {
            "choix": "ei",
            "raison": "La micro-entreprise m’est fermée : la MSA m’inscrit au réel.",
        },
        "pitch": pitch(
            "Je m’appelle Thomas. J’ai un diplôme de jardinier et quinze ans de chantiers, des "
            "ronds-points aux petits jardins, avec des machines que j’entretiens moi-même.",
            "Les grandes sociétés refusent les petits jardins. Huit personnes sur les vingt que "
            "j’ai vues n’ont trouvé personne pour tailler leur haie cette année.",
            "Je passe une fois par mois, le même jour, à 32 € de l’heure, déchets emportés. La "
            "copropriété signe pour l’année, paie à trente jours, et sait ce qu’elle dépense.",
            "Mes charges sont payées à partir de dix-huit heures par mois, vingt et une en "
            "comptant le minimum de la MSA. J’en prévois quatre-vingts, moins en hiver.",
            "J’apporte 2 120 €, ma famille 1 300 €. Je demande 5 000 € sur trois ans, pour un "
            "fourgon et mes outils, et un rendez-vous avec la MSA avant de m’inscrire.",
        ),
        "sortie": leaving("fffff", "cff", "ffcc", "cncac", "La MSA, puis le syndic."),
        "premiere-action": lines(
            "actes", ("acte", "resultat", "suite"),
            (("Demander à la MSA ce que je paierais la première année", "", ""),),
        ),
    },
)  # fmt: skip
