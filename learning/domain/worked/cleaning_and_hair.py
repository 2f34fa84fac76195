"""Sandra, who cleans offices and homes; Kevin, who cuts hair at home."""

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

_CLEANING = fixed(
    ("25", "", "20", "190", "8", "17"), (("Aspirateur, part du mois", "20"),)
)  # fmt: skip
CLEANING = Worked(
    slug="nettoyage",
    person="Sandra, 29 ans",
    trade="Nettoyage de bureaux et de logements",
    rule="Aucun diplôme n’est demandé. Certains clients demandent le bulletin n° 3.",
    lesson="Les bureaux paient à 30 jours ou plus. Il faut prévoir un mois de dépenses d’avance.",
    remarks=("plan-de-financement-incomplet", "caisse-sous-zero-clients-lents"),
    sheets={
        "idee": {
            "metier": "Nettoyage de bureaux et de logements",
            "activite": "artisanat",
            "unite": "heure",
            "client": "De petites entreprises sans personne pour le ménage, et des agences.",
            "probleme": "Leur salarié fait le ménage entre deux tâches, et il est mal fait.",
            "offre": "Deux passages par semaine, avant 9 h, toujours la même personne.",
            "difference": "J’habite à dix minutes, et je remplace le jour même.",
            "phrase": "J’aide les petites entreprises à garder des bureaux propres grâce à deux "
            "passages par semaine.",
        },
        "etude-de-marche": market(
            (
                ("Une société nationale", "Assurances, remplaçants", "Jamais la même personne"),
                ("Une voisine déclarée", "Connue, pas chère", "Elle n’a plus d’heures libres"),
            ),
            (
                ("Société nationale", "29"), ("Société locale", "27"), ("Indépendante", "24"),
                ("Annonce en ligne", "20"), ("Agence, logements", "25"),
            ),
            (
                ("Qui nettoie vos bureaux aujourd’hui ?", "9 sur 20 : personne de fixe."),
                ("Quand payez-vous vos fournisseurs ?", "À 30 jours, parfois 45."),
            ),
            ("20", "Le matin avant 9 h est l’heure la plus demandée.", "100"),
        ),
        "canevas": canvas(
            "Petites entreprises, agences qui remettent des logements en état.",
            "Des bureaux propres chaque matin, sans y penser.",
            "Je passe la porte avec un tract et un essai d’une heure.",
            "Un cahier de passage, un appel par mois.",
            "25 € de l’heure, facturés en fin de mois.",
            "Une petite voiture, un aspirateur, des produits, une assurance.",
            "Vingt-cinq heures de ménage par semaine, les factures le 30.",
            "Une agence, la mission locale, une association de création.",
            "La voiture, les produits, l’assurance.",
        ),
        "budget-du-foyer": {
            **column("depenses", "montant",
                     ("480", "70", "320", "30", "20", "45", "60", "90", "", "")),
            "imprevus": "50",
            **column("ressources", "montant", ("230",), 2),
        },
        "prix": {
            "depense": "3", "heures": "1", "prix": "25", "ventes": "100", "heures_sans": "11",
            "revenu": "1370",
        },
        "seuil-de-rentabilite": _CLEANING,
        "compte-de-resultat": three_years(
            2, ("30000", "32000", "34000"), ("3600", "3840", "4080"), _CLEANING,
            {**column("autres", "an1", ("120", "113"), 2),
             **column("autres", "an2", ("120", "42"), 2),
             **column("autres", "an3", ("120",), 2)},
        ),
        "bfr": {"stock": "10", "clients": "30", "fournisseurs": "0"},
        "plan-de-financement": {
            **column("besoins", "montant", ("650", "1500", "100", "", "150", "", "80")),
            "reserve": "560",
            **column("ressources", "montant", ("600", "500", "2000")),
        },
        "emprunt": {"somme": "2000", "duree": "24", "frais": "100"},
        "tresorerie": {
            "premier": "3", "depart": "620", "tva": "non", "delai_clients": "30",
            "delai_achats": "0", "declaration": "mois", **months((2500,) * 12),
        },
        "statut": {
            "choix": "micro", "acre": "non", "liberatoire": "non",
            "raison": "Je suis seule et j’achète peu de produits.",
        },
        "pitch": pitch(
            "Je m’appelle Sandra. J’ai tenu les cuisines et les sols d’un hôtel de soixante "
            "chambres, avec une heure à respecter chaque matin et un contrôle tous les jours.",
            "Neuf petites entreprises sur les vingt que j’ai vues n’ont personne pour le ménage. "
            "Un salarié le fait entre deux tâches, et les clients le voient en entrant.",
            "Je propose deux passages par semaine, avant 9 h, toujours par la même personne, avec "
            "un cahier de passage que le client lit quand il veut.",
            "Je demande 25 € de l’heure. Les prix relevés vont de 20 à 29 €. Mes charges sont "
            "payées à partir de dix-sept heures par mois, et j’en prévois cent.",
            "Je cherche 2 000 € de microcrédit et trois premiers clients. Les bureaux paient à "
            "trente jours : il me faut un mois de dépenses d’avance pour tenir.",
        ),
        "sortie": leaving("ffffc", "ffc", "fcnn", "ffcac", "La mission locale, le lundi."),
        "premiere-action": lines(
            "actes", ("acte", "resultat", "suite"),
            (("Écrire le tract et le faire relire", "Relu, une phrase à couper", "Le recopier"),),
        ),
    },
)  # fmt: skip

_BARBER = fixed(
    ("20", "", "20", "110"),
    (("Matériel", "30"), ("Agenda en ligne", "15"), ("Hygiène, linge", "15")),
)
BARBER = Worked(
    slug="barber",
    person="Kevin, 25 ans",
    trade="Coiffeur-barbier à domicile",
    rule="Il faut un CAP pour coiffer à domicile. Pour ouvrir un salon, un brevet professionnel "
    "ou trois ans d’expérience.",
    lesson="Le temps de trajet n’est pas payé : il faut le compter dans chaque coupe.",
    remarks=("metier-qualification", "travail-peu-paye"),
    sheets={
        "idee": {
            "metier": "Coiffeur-barbier à domicile",
            "activite": "artisanat",
            "unite": "coupe",
            "client": "Des hommes qui travaillent tard, des personnes âgées, un foyer.",
            "probleme": "Le salon ferme avant eux, ou il est trop loin.",
            "offre": "Une coupe et la barbe à 18 €, chez eux, jusqu’à 21 h.",
            "difference": "J’ai le CAP, et je viens au foyer un soir par semaine.",
            "phrase": "J’aide ceux qui ne peuvent pas aller au salon à être bien coiffés grâce à "
            "une coupe chez eux.",
        },
        "etude-de-marche": market(
            (
                ("Salon du centre", "Beau lieu", "Ferme à 19 h"),
                ("Barbier de la gare", "Rapide", "Une heure d’attente le samedi"),
                ("Coiffeuse à domicile", "Appréciée", "Ne fait pas la barbe"),
            ),
            (
                ("Salon du centre", "24"), ("Barbier de la gare", "17"), ("Domicile 1", "20"),
                ("Domicile 2", "18"), ("Salon à bas prix", "14"),
            ),
            (
                ("Quand avez-vous été coiffé ?", "Il y a cinq semaines, en moyenne."),
                ("Qu’est-ce qui vous gêne ?", "L’horaire, puis l’attente."),
            ),
            ("25", "Un foyer de 60 résidents cherche quelqu’un un soir par semaine.", "150"),
        ),
        "canevas": canvas(
            "Hommes qui travaillent tard, personnes âgées, un foyer.",
            "Une coupe nette, chez soi, sans attendre.",
            "Le bouche-à-oreille, une affiche au foyer, un agenda en ligne.",
            "Un message cinq semaines après la coupe.",
            "18 € par coupe, payés tout de suite.",
            "Un CAP, un scooter, des tondeuses, du linge propre.",
            "Trente-cinq coupes par semaine, laver le linge, répondre aux messages.",
            "Le foyer, une pharmacie, une association de création.",
            "Le scooter, le matériel, les produits.",
        ),
        "budget-du-foyer": {
            **column("depenses", "montant",
                     ("380", "50", "300", "30", "20", "40", "50", "", "100", "60")),
            "imprevus": "50",
        },
        "prix": {
            "depense": "3,50", "heures": "0,9", "prix": "18", "ventes": "140",
            "heures_sans": "10", "revenu": "1250",
        },
        "seuil-de-rentabilite": _BARBER,
        "compte-de-resultat": three_years(
            2, ("30240", "31500", "32800"), ("5880", "6125", "6380"), _BARBER,
            {**column("autres", "an1", ("300", "69"), 2),
             **column("autres", "an2", ("300", "11"), 2),
             **column("autres", "an3", ("300",), 2)},
        ),
        "bfr": {"stock": "15", "clients": "0", "fournisseurs": "0"},
        "plan-de-financement": {
            **column("besoins", "montant", ("480", "700", "90", "", "60", "", "40")),
            "reserve": "420",
            **column("ressources", "montant", ("600", "", "1500")),
        },
        "emprunt": {"somme": "1500", "duree": "18", "frais": "75"},
        "tresorerie": {
            "premier": "9", "depart": "730", "tva": "non", "delai_clients": "0",
            "delai_achats": "0", "declaration": "mois",
            **months((2160, 2520, 2520, 2880, 2340, 2340, 2520, 2520, 2700, 2700, 2700, 2340)),
        },
        "statut": {
            "choix": "micro", "acre": "non", "liberatoire": "non",
            "raison": "Je commence seul, et mes achats sont petits.",
        },
        "pitch": pitch(
            "Je m’appelle Kevin. J’ai un CAP de coiffure et j’ai fait la barbe deux ans dans un "
            "salon, le samedi, quand la file va jusqu’à la porte et que chacun regarde l’heure.",
            "Beaucoup de gens finissent après 19 h, ou ne se déplacent plus. Un foyer de soixante "
            "résidents attend quelqu’un un soir par semaine et ne trouve personne.",
            "Je viens jusqu’à 21 h, avec mon matériel et du linge propre. La coupe et la barbe "
            "coûtent 18 €, et le rendez-vous se prend par un message.",
            "J’ai parlé à vingt-cinq personnes. Mes charges sont payées à partir de vingt coupes "
            "par mois ; j’en prévois cent quarante, trajets comptés dans mon temps.",
            "J’apporte 600 €. Je demande 1 500 € de microcrédit sur dix-huit mois, pour le "
            "scooter d’occasion, l’assurance et mes tondeuses, et l’accord écrit du foyer.",
        ),
        "sortie": leaving("ffffa", "fff", "fcca", "ffcac", "Le foyer, la chambre de métiers."),
        "premiere-action": lines(
            "actes", ("acte", "resultat", "suite"),
            (("Écrire au foyer", "Réponse : un essai en septembre", "Préparer la date"),),
        ),
    },
)  # fmt: skip
