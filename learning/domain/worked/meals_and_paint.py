"""Yanis, who sells hot meals from a van; Moussa, who paints rooms."""

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

_VAN = fixed(
    ("90", "250", "40", "750"), (("Gaz et carburant", "180"), ("Divers", "90"))
)  # fmt: skip
MEALS = Worked(
    slug="food-truck",
    person="Yanis, 34 ans",
    trade="Food truck, plats chauds",
    rule="Il faut une carte d’ambulant, une autorisation pour chaque emplacement et une formation "
    "à l’hygiène. La licence et le permis d’exploitation ne sont demandés que pour l’alcool.",
    lesson="600 tickets demandent 30 ventes par jour, 20 jours par mois. S’il pleut dix jours "
    "sur vingt, il vend 300 tickets et il ne lui reste que 106,17 €.",
    remarks=("metier-demarche", "metier-demarche", "travail-peu-paye"),
    sheets={
        "idee": {
            "metier": "Food truck, plats chauds",
            "activite": "restauration",
            "unite": "ticket",
            "client": "Les salariés d’une zone d’activité, à midi, et les clients du marché.",
            "probleme": "Ils ont quarante minutes pour manger, et rien de chaud à côté.",
            "offre": "Un plat chaud complet à 9,50 €, servi en cinq minutes.",
            "difference": "J’ai travaillé trois ans en cuisine : je sais servir vite.",
            "phrase": "J’aide les salariés de la zone à manger chaud à midi grâce à un plat "
            "complet servi en cinq minutes.",
        },
        "etude-de-marche": market(
            (
                ("Boulangerie de la zone", "Rapide, connue", "Rien de chaud après 13 h"),
                ("Kebab de la gare", "Ouvert tard", "Quinze minutes à pied"),
                ("Supermarché", "Pas cher", "Il faut réchauffer soi-même"),
            ),
            (
                ("Boulangerie, formule", "8,90"), ("Kebab, menu", "9,50"),
                ("Supermarché, plat et dessert", "7,80"), ("Autre camion, marché", "10,50"),
                ("Brasserie, plat du jour", "14"),
            ),
            (
                ("Où avez-vous mangé hier midi ?", "14 sur 22 : dans leur voiture."),
                ("Combien avez-vous payé ?", "Entre 7 et 11 €."),
            ),
            ("22", "Les gens ne marchent pas plus de cinq minutes, sauf le vendredi.", "600"),
        ),
        "canevas": canvas(
            "Les salariés d’une zone d’activité ; le samedi, le marché.",
            "Un plat chaud et complet, en cinq minutes, sans prendre la voiture.",
            "Le camion lui-même, une affiche avec le menu de la semaine.",
            "Une carte : le dixième plat est offert.",
            "9,50 € par ticket, payés tout de suite.",
            "Un camion loué, du matériel de cuisine, une formation à l’hygiène.",
            "Acheter, préparer, servir cinq midis, nettoyer, compter la caisse.",
            "Un grossiste, la mairie pour l’emplacement, une association de création.",
            "Le camion, l’emplacement, le gaz, les produits.",
        ),
        "budget-du-foyer": {
            **column("depenses", "montant",
                     ("520", "70", "300", "40", "20", "45", "60", "", "80", "50")),
            "imprevus": "60",
        },
        "prix": {
            "depense": "3,30", "heures": "0,2", "prix": "9,50", "ventes": "600",
            "heures_sans": "20", "revenu": "1500",
        },
        "seuil-de-rentabilite": _VAN,
        "compte-de-resultat": three_years(
            1, ("68400", "72000", "75000"), ("23760", "25000", "26050"), _VAN,
            {
                **column("autres", "an1", ("800", "428"), 2),
                **column("autres", "an2", ("800", "274"), 2),
                **column("autres", "an3", ("800", "104"), 2),
            },
        ),
        "bfr": {"stock": "4", "clients": "0", "fournisseurs": "0"},
        "plan-de-financement": {
            **column("besoins", "montant", ("2400", "", "450", "60", "270", "1500", "150")),
            "reserve": "2800",
            **column("ressources", "montant", ("2900", "", "5000")),
        },
        "emprunt": {"somme": "5000", "duree": "36", "frais": "250"},
        "tresorerie": {
            "premier": "3", "depart": "3060", "tva": "non", "delai_clients": "0",
            "delai_achats": "0", "declaration": "mois",
            **months((5200, 5700, 6100, 6500, 6300, 4600, 6400, 6100, 5600, 5300, 5100, 5500)),
        },
        "statut": {
            "choix": "micro", "acre": "non", "liberatoire": "non",
            "raison": "Pour démarrer avec peu de papiers, et voir une année entière.",
        },
        "pitch": pitch(
            "Je m’appelle Yanis. J’ai travaillé trois ans en cuisine collective : deux cents "
            "repas par jour, à l’heure, avec un budget à tenir. C’est là que j’ai appris mon "
            "métier.",
            "Dans la zone d’activité, quatre cents personnes ont quarante minutes pour manger. "
            "J’en ai interrogé vingt-deux : quatorze mangent un sandwich dans leur voiture, "
            "parce que rien de chaud n’est assez près.",
            "Je propose un plat chaud complet, à 9,50 €, servi en cinq minutes, au bout du "
            "parking. Le menu change chaque jour et se lit le lundi pour toute la semaine.",
            "Je gagne de l’argent à partir de 279 tickets par mois. J’en prévois 600, soit trente "
            "par jour. Deux autres camions du marché en vendent davantage.",
            "J’apporte 2 900 €. Je demande un microcrédit de 5 000 €, sur trois ans, pour le "
            "matériel et deux mois de charges d’avance. L’échéance tient dans ma caisse chaque "
            "mois.",
        ),
        "sortie": leaving("fffac", "cfa", "fcac", "cnccc", "L’association de création."),
        "premiere-action": lines(
            "actes", ("acte", "resultat", "suite"),
            (
                ("Écrire à la mairie pour connaître les emplacements", "Une liste reçue",
                 "Demander celui de la zone"),
                ("Calculer le coût de trois plats", "Entre 3,10 et 3,45 €", ""),
            ),
        ),
    },
)  # fmt: skip

_PAINT = fixed(("130", "", "40", "280", "10", "20"), (("Petit outillage", "50"),))
PAINT = Worked(
    slug="peinture",
    person="Moussa, 41 ans",
    trade="Peinture intérieure",
    rule="Il faut un CAP ou trois ans d’expérience, et une assurance décennale avant le premier "
    "chantier.",
    lesson="36 000 € par an, c’est juste sous les 37 500 € de la franchise de TVA. Un treizième "
    "jour par mois, et il pourrait la perdre l’année suivante.",
    remarks=("metier-qualification", "tva-proche"),
    sheets={
        "idee": {
            "metier": "Peintre en bâtiment, intérieur",
            "activite": "artisanat",
            "unite": "jour",
            "client": "Des propriétaires qui louent, et des agences.",
            "probleme": "Entre deux locataires, un logement vide coûte un loyer chaque mois.",
            "offre": "Un logement repeint en une semaine. Le client fournit la peinture.",
            "difference": "J’ai peint six ans pour un patron. Je laisse un chantier propre.",
            "phrase": "J’aide les propriétaires à relouer vite grâce à un logement repeint en "
            "une semaine.",
        },
        "etude-de-marche": market(
            (
                ("Entreprise de huit peintres", "Travail soigné", "Trois mois d’attente"),
                ("Deux artisans du quartier", "Prix doux", "Ils ne font pas de devis écrit"),
            ),
            (
                ("Entreprise de huit peintres", "310"), ("Artisan 1", "230"),
                ("Artisan 2", "240"), ("Annonce en ligne", "200"), ("Agence, prix payé", "270"),
            ),
            (
                ("Combien de temps avez-vous attendu le peintre ?", "De trois à dix semaines."),
                ("Qu’est-ce qui vous a déplu ?", "Le retard, puis la poussière."),
            ),
            ("20", "Les agences paient à 30 jours, mais donnent du travail toute l’année.", "12"),
        ),
        "canevas": canvas(
            "Propriétaires qui louent, agences, quelques particuliers.",
            "Un logement reloué un mois plus tôt.",
            "Deux agences, une annonce, le bouche-à-oreille.",
            "Un devis écrit sous deux jours, une photo avant et après.",
            "250 € par jour de travail.",
            "Un véhicule, des outils, une assurance décennale, un diplôme.",
            "Deux visites et devis par semaine, trois jours de chantier.",
            "Un magasin de peinture, la chambre de métiers, deux agences.",
            "Le véhicule, l’assurance, les petites fournitures de chaque jour.",
        ),
        "budget-du-foyer": {
            **column("depenses", "montant",
                     ("560", "90", "380", "60", "25", "70", "60", "180", "60", "40")),
            "imprevus": "75",
            **column("ressources", "montant", ("350",), 2),
        },
        "prix": {
            "depense": "35", "heures": "8", "prix": "250", "ventes": "12", "heures_sans": "16",
            "revenu": "1380",
        },
        "seuil-de-rentabilite": _PAINT,
        "compte-de-resultat": three_years(
            2, ("36000", "36000", "37000"), ("5040", "5040", "5180"), _PAINT,
            {
                **column("autres", "an1", ("300", "172"), 2),
                **column("autres", "an2", ("300", "64"), 2),
                **column("autres", "an3", ("300",), 2),
            },
        ),
        "bfr": {"stock": "5", "clients": "30", "fournisseurs": "0"},
        "plan-de-financement": {
            **column("besoins", "montant", ("900", "560", "", "", "390", "", "150")),
            "reserve": "1060",
            **column("ressources", "montant", ("3088,95", "", "3000")),
        },
        "emprunt": {"somme": "3000", "duree": "24", "frais": "150"},
        "tresorerie": {
            "premier": "2", "depart": "4088,95", "tva": "non", "delai_clients": "30",
            "delai_achats": "0", "declaration": "mois",
            **months((2500, 3000, 3250, 3250, 3500, 3500, 2250, 3500, 3250, 3000, 2500, 2500)),
        },
        "statut": {
            "choix": "micro", "acre": "non", "liberatoire": "non",
            "raison": "Mes dépenses sont petites : le client fournit la peinture.",
        },
        "pitch": pitch(
            "Je m’appelle Moussa. J’ai un CAP de peintre et six ans de chantiers pour un patron, "
            "dans des logements occupés, où il faut protéger, finir à l’heure et laisser propre.",
            "Un logement vide coûte un loyer chaque mois. J’ai parlé à vingt propriétaires et à "
            "deux agences : ils attendent un peintre de trois à dix semaines.",
            "Je repeins un logement en une semaine, avec un devis écrit sous deux jours. Le "
            "client choisit et fournit sa peinture : il sait d’avance ce qu’il paie.",
            "Mon prix est de 250 € par jour. Les prix relevés vont de 200 à 310 €. Mes charges "
            "sont payées à partir de quatre jours de travail par mois, et j’en prévois douze.",
            "Je demande un microcrédit de 3 000 €, sur deux ans, pour attendre les premiers "
            "paiements des agences, qui viennent à trente jours, et un premier chantier.",
        ),
        "sortie": leaving("fffff", "cfa", "ffcc", "cnccf", "L’agence qui a promis un chantier."),
        "premiere-action": lines(
            "actes", ("acte", "resultat", "suite"),
            (("Demander un devis d’assurance décennale", "1 560 € par an", "En demander deux"),),
        ),
    },
)  # fmt: skip
