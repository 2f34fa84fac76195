"""Dimitri, who repairs bicycles; Ibrahim, who delivers by bicycle."""

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

_BICYCLE = fixed(
    ("35", "150", "20", "", "", "15"),
    (("Outillage", "60"), ("Remorque", "60"), ("Divers", "50")),
)
BICYCLE = Worked(
    slug="velo",
    person="Dimitri, 37 ans",
    trade="Réparation de vélos à domicile",
    rule="La loi demande une qualification pour réparer les véhicules « à moteur ». Le vélo "
    "classique n’en est pas un ; pour le vélo électrique, demandez à la chambre de métiers.",
    lesson="Deux taux dans une seule entreprise : 21,98 % sur 40 € de main-d’œuvre, 12,82 % sur "
    "20 € de pièces. Sur 60 €, cela fait 18,93 %.",
    sheets={
        "idee": {
            "metier": "Réparation de vélos à domicile",
            "activite": "artisanat",
            "unite": "intervention",
            "client": "Ceux qui vont travailler à vélo, et deux écoles.",
            "probleme": "Un vélo en panne reste dix jours à l’atelier.",
            "offre": "Je répare devant chez vous, le soir ou le samedi, à 60 € pièces comprises.",
            "difference": "J’ai remis en état cent vélos dans un atelier associatif.",
            "phrase": "J’aide ceux qui roulent chaque jour à ne pas perdre leur vélo dix jours "
            "grâce à une réparation devant chez eux.",
        },
        "etude-de-marche": market(
            (
                ("Magasin de sport", "Pièces en stock", "Dix jours d’attente"),
                ("Atelier associatif", "Pas cher", "Il faut réparer soi-même"),
            ),
            (
                ("Magasin de sport", "65"), ("Réparateur du centre", "70"),
                ("Réparateur à domicile", "58"), ("Autre ville, à domicile", "62"),
                ("Station-service vélo", "55"),
            ),
            (
                ("Quand votre vélo est-il tombé en panne ?", "13 sur 21 : cette année."),
                ("Combien avez-vous payé ?", "Entre 35 et 90 €, pièces comprises."),
            ),
            ("21", "La plupart des pannes sont les mêmes : freins, chaîne, roue voilée.", "50"),
        ),
        "canevas": canvas(
            "Ceux qui vont travailler à vélo ; deux écoles.",
            "Un vélo réparé le soir même.",
            "Une carte laissée sur les parkings à vélos, un site simple.",
            "Un rappel avant l’hiver.",
            "40 € de main-d’œuvre et 20 € de pièces, en moyenne.",
            "Une remorque, des outils, un box pour les pièces.",
            "Onze réparations par semaine, les commandes de pièces.",
            "Un grossiste, l’atelier associatif, une école.",
            "Le box, les outils, les pièces.",
        ),
        "budget-du-foyer": {
            **column("depenses", "montant",
                     ("450", "60", "290", "20", "20", "40", "50", "100", "60", "40")),
            "imprevus": "50",
            **column("ressources", "montant", ("150",), 2),
        },
        "prix": {
            "depense": "14", "cotisations": "18,92667", "heures": "1,75", "prix": "60",
            "ventes": "45", "heures_sans": "15", "revenu": "1150",
        },
        "seuil-de-rentabilite": {"cotisations": "18,92667", **_BICYCLE},
        "compte-de-resultat": {
            **three_years(
                2, ("21600", "22000", "22500"), ("7560", "7700", "7875"), _BICYCLE,
                {**column("autres", "an1", ("400", "104"), 2),
                 **column("autres", "an2", ("400", "17"), 2),
                 **column("autres", "an3", ("400",), 2)},
            ),
            **{f"produits.1.an{year}": amount
               for year, amount in enumerate(("10800", "11000", "11250"), start=1)},
        },
        "bfr": {"stock": "20", "clients": "0", "fournisseurs": "0"},
        "plan-de-financement": {
            **column("besoins", "montant", ("1100", "350", "420", "", "105", "150", "60")),
            "reserve": "800",
            **column("ressources", "montant", ("1150", "", "2250")),
        },
        "emprunt": {"somme": "2250", "duree": "18", "frais": "113"},
        "tresorerie": {
            "premier": "4", "depart": "1215", "tva": "non", "delai_clients": "0",
            "delai_achats": "0", "declaration": "mois", "cotisations": "18,93",
            **months((2400, 3000, 3240, 3240, 2640, 3300, 3000, 2640, 2100, 2160, 2220, 2460)),
        },
        "statut": {
            "choix": "micro", "acre": "non", "liberatoire": "non",
            "raison": "Deux taux, une seule déclaration : je sépare pièces et main-d’œuvre.",
        },
        "pitch": pitch(
            "Je m’appelle Dimitri. J’ai remis en état plus de cent vélos dans un atelier "
            "associatif, du vélo d’enfant au vélo cargo, et j’ai appris à d’autres à le faire.",
            "Un vélo en panne reste dix jours au magasin. Treize des vingt et une personnes que "
            "j’ai vues ont eu une panne cette année, et vont travailler à vélo.",
            "Je répare devant chez elles, le soir ou le samedi. Une intervention coûte 60 € en "
            "moyenne : quarante de main-d’œuvre et vingt de pièces, dites sur le devis.",
            "Mes charges sont payées à partir de douze interventions par mois. J’en prévois "
            "quarante-cinq, moins en hiver : ma caisse est comptée mois par mois.",
            "J’apporte 1 150 €. Je demande un microcrédit de 2 250 € sur dix-huit mois, pour les "
            "outils, la remorque, le stock de pièces et deux mois d’avance.",
        ),
        "sortie": leaving("fffcn", "fcf", "ffcc", "cnfcf", "L’atelier associatif."),
        "premiere-action": lines(
            "actes", ("acte", "resultat", "suite"),
            (("Écrire à la chambre de métiers pour le vélo électrique", "", ""),),
        ),
    },
)  # fmt: skip

_DELIVERY = fixed(
    ("25", "", "20"), (("Location du vélo", "79"), ("Équipement", "16"), ("Entretien", "30"))
)
DELIVERY = Worked(
    slug="livraison-velo",
    person="Ibrahim, 22 ans",
    trade="Livraison à vélo pour une plateforme",
    rule="Le registre des transporteurs vise les véhicules à moteur. Le vélo classique n’en est "
    "pas un ; pour le vélo électrique, il faut vérifier.",
    lesson="Le seuil est atteint dès 54 courses, mais 174 heures de travail donnent 6,27 € de "
    "l’heure. Rentable ne veut pas dire suffisant.",
    remarks=("travail-peu-paye",),
    sheets={
        "idee": {
            "metier": "Livraison à vélo",
            "activite": "service",
            "unite": "course",
            "client": "Une plateforme, qui choisit le prix et les courses.",
            "probleme": "Les restaurants veulent livrer le soir, surtout le vendredi.",
            "offre": "Des courses à vélo, du mercredi au dimanche.",
            "difference": "Je connais la ville. Plus tard, je veux mes propres clients.",
            "phrase": "J’aide des restaurants à livrer le soir grâce à mes courses à vélo.",
        },
        "etude-de-marche": market(
            (("Deux cents autres livreurs", "Rapides", "Aucun n’a ses propres clients"),),
            (
                ("Plateforme A, midi", "3,80"), ("Plateforme A, soir", "4,40"),
                ("Plateforme B", "4,20"), ("Fleuriste, à la course", "7"),
                ("Pharmacie, à la course", "6,50"),
            ),
            (
                ("Combien de courses faites-vous par soirée ?", "Entre 12 et 20."),
                ("Qui vous paie les jours sans course ?", "Personne."),
            ),
            ("20", "Un fleuriste paie 7 € la course : presque deux fois plus.", "400"),
        ),
        "canevas": canvas(
            "Une plateforme ; peut-être un fleuriste et une pharmacie.",
            "Une livraison en vingt minutes.",
            "L’application ; pour les commerces, je passe les voir.",
            "Être à l’heure, prévenir d’un retard.",
            "4,20 € par course, versés chaque semaine.",
            "Un vélo loué, un sac, un téléphone, une assurance.",
            "Quatre-vingt-dix courses par semaine, entretenir le vélo.",
            "Un loueur, une coopérative de livreurs à rencontrer.",
            "La location du vélo, l’entretien, le téléphone.",
        ),
        "budget-du-foyer": {
            **column("depenses", "montant",
                     ("350", "40", "300", "10", "20", "35", "50", "", "90", "")),
            "imprevus": "40",
        },
        "prix": {
            "depense": "0,15", "heures": "0,435", "prix": "4,20", "ventes": "400",
            "revenu": "935",
        },
        "seuil-de-rentabilite": _DELIVERY,
        "compte-de-resultat": three_years(
            2, ("20160", "20160", "20160"), ("720", "720", "720"), _DELIVERY,
        ),
        "bfr": {"stock": "0", "clients": "7", "fournisseurs": "0"},
        "plan-de-financement": {
            **column("besoins", "montant", ("160", "", "", "", "50", "150", "")),
            "bfr": "390", "reserve": "350",
            **column("ressources", "montant", ("700", "400")),
        },
        "tresorerie": {
            "premier": "5", "depart": "740", "tva": "non", "delai_clients": "0",
            "delai_achats": "0", "declaration": "mois", **months((1680,) * 12),
        },
        "statut": {
            "choix": "micro", "acre": "non", "liberatoire": "non",
            "raison": "Pour essayer trois mois, tout en cherchant mes propres clients.",
        },
        "pitch": pitch(
            "Je m’appelle Ibrahim. Je connais chaque rue de la ville, je roule par tous les temps "
            "et je n’ai jamais manqué un rendez-vous pendant mes deux saisons de livraison.",
            "Les restaurants livrent par des plateformes, qui fixent le prix. Un fleuriste et une "
            "pharmacie m’ont dit chercher quelqu’un de fixe, qui connaisse leurs clients.",
            "Je commence par la plateforme, quatre cents courses par mois, et je garde deux "
            "matinées pour des commerces qui paient 6,50 à 7 € la course.",
            "À 4,20 € la course, mes charges sont payées dès cinquante-quatre courses. Mais mon "
            "heure de travail ne me paie que 6,27 € : je le sais, et je veux en sortir.",
            "Je cherche trois commerces pour un essai d’un mois, et un conseil pour choisir entre "
            "ma micro-entreprise et une coopérative de livreurs. Je n’emprunte rien.",
        ),
        "sortie": leaving("ffcan", "fcc", "cccn", "fccac", "La mission locale."),
        "premiere-action": lines(
            "actes", ("acte", "resultat", "suite"),
            (("Écrire au fleuriste", "Il accepte un essai le samedi", "Fixer le prix par écrit"),),
        ),
    },
)  # fmt: skip
