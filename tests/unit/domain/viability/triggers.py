"""For each check, a project that triggers it and one that just does not."""

from tests.unit.domain.viability.sound import Changes, months

IDEA, MARKET, HOME, PRICE = "idee", "etude-de-marche", "budget-du-foyer", "prix"
EVEN, INCOME, CAPITAL = "seuil-de-rentabilite", "compte-de-resultat", "bfr"
FUNDING, LOAN, CASH, FORM = "plan-de-financement", "emprunt", "tresorerie", "statut"
LEAVING, PITCH, ACTION = "sortie", "pitch", "premiere-action"
NO_LOAN: dict[str, dict[str, str]] = {
    LOAN: {"somme": "", "taux": "", "duree": ""}, INCOME: {"autres.3.an1": ""},
}  # fmt: skip
LONG = "mot " * 60


def sales(amount: str) -> dict[str, dict[str, str]]:
    """Yearly sales of the legal form sheet."""
    return {FORM: {"ventes": amount, "charges": "3000"}}


# id of the check: what triggers it, what just does not
TRIGGERS: dict[str, tuple[Changes, Changes]] = {
    # 3 € a sale, 21,98 % of contributions: 3,85 € leaves a loss, 3,86 € a fraction of a cent.
    "vente-a-perte": ({PRICE: {"prix": "3,84"}}, {PRICE: {"prix": "3,85"}}),
    "prix-sous-les-charges": ({PRICE: {"prix": "7,43"}}, {PRICE: {"prix": "7,44"}}),
    # 1 370,50 € for 112 hours is 12,24 €; for 111 hours, 12,35 €, above 12,31 €.
    "travail-peu-paye": ({PRICE: {"heures_sans": "12"}}, {PRICE: {"heures_sans": "11"}}),
    "prix-sous-le-revenu-voulu": ({PRICE: {"prix": "24,09"}}, {PRICE: {"prix": "24,10"}}),
    "revenu-voulu-sous-le-besoin": ({PRICE: {"revenu": "899"}}, {PRICE: {"revenu": "900"}}),
    "heures-impossibles": ({PRICE: {"heures_sans": "109"}}, {PRICE: {"heures_sans": "108"}}),
    "prix-plus-haut-que-les-autres": ({PRICE: {"prix": "30,01"}}, {PRICE: {"prix": "30"}}),
    "prix-plus-bas-que-les-autres": (
        {MARKET: {"prix.1.montant": "25,01", "prix.2.montant": "26"}},
        {MARKET: {"prix.1.montant": "25", "prix.2.montant": "26"}},
    ),
    "seuil-non-atteint": ({EVEN: {"ventes": "16"}}, {EVEN: {"ventes": "17"}}),
    "seuil-fragile": ({EVEN: {"ventes": "19"}}, {EVEN: {"ventes": "20"}}),
    # 17 sales pay 280,59 € a month: eleven months do not pay twelve of fixed costs.
    "mois-sans-ventes-non-payes": (
        {EVEN: {"ventes": "17", "mois": "11"}},
        {EVEN: {"ventes": "17", "mois": "12"}},
    ),
    "assurance-oubliee": ({EVEN: {"charges.1.montant": ""}}, {EVEN: {"charges.1.montant": "1"}}),
    "activite-sous-le-besoin-du-foyer": (
        {HOME: {"depenses.3.montant": "770,51"}},
        {HOME: {"depenses.3.montant": "770,50"}},
    ),
    "plus-de-ventes-que-de-clients": ({MARKET: {"clients_mois": "99"}}, {}),
    "logement-oublie": ({HOME: {"depenses.1.montant": ""}}, {HOME: {"depenses.1.montant": "0"}}),
    "rien-pour-l-imprevu": ({HOME: {"imprevus": ""}}, {HOME: {"imprevus": "1"}}),
    "dettes-oubliees": (
        {HOME: {"depenses.9.montant": ""}},
        {HOME: {"depenses.9.montant": ""}, LEAVING: {"compte.3.etat": "non"}},
    ),
    "indemnites-oubliees": (
        {HOME: {"depenses.10.montant": ""}},
        {HOME: {"depenses.10.montant": "0"}},
    ),
    # 30 000 - 3 600 - 3 360 - 450 - 6 594 leaves 15 996 €.
    "annee-en-perte": (
        {INCOME: {"autres.1.an1": "15996,01"}},
        {INCOME: {"autres.1.an1": "15996"}},
    ),
    "ventes-qui-montent-vite": (
        {INCOME: {"produits.2.an2": "45001"}},
        {INCOME: {"produits.2.an2": "45000"}},
    ),
    "usure-oubliee": (
        {INCOME: {"autres.2.an1": ""}, FUNDING: {"besoins.1.montant": "500"}},
        {INCOME: {"autres.2.an1": ""}, FUNDING: {"besoins.1.montant": "499"}},
    ),
    "interets-oublies": ({INCOME: {"autres.3.an1": ""}}, NO_LOAN),
    # The lowest month holds 1 781,75 €.
    "caisse-sous-zero-clients-lents": (
        {CASH: {"depart": "1618,24"}},
        {CASH: {"depart": "1618,25"}},
    ),
    "caisse-sous-zero": (
        {CASH: {"delai_clients": "0", **months(retrait="1900")}},
        {CASH: {"delai_clients": "60", **months(retrait="1900")}},
    ),
    "caisse-mince": ({CASH: {"depart": "1898,24"}}, {CASH: {"depart": "1898,25"}}),
    # 15 996 € a year is 1 333 € a month.
    "retraits-plus-grands-que-le-resultat": (
        {CASH: months(retrait="1333,01")},
        {CASH: months(retrait="1333")},
    ),
    "pour-vivre-oublie": ({CASH: months(retrait="0")}, {CASH: months(retrait="1")}),
    "ventes-differentes": ({CASH: months(ventes="2750,01")}, {CASH: months(ventes="2750")}),
    "delais-differents": ({CAPITAL: {"clients": "45"}}, {CAPITAL: {"clients": "44"}}),
    "echeance-trop-petite": ({CASH: {"echeance": "138,24"}}, {CASH: {"echeance": "138,25"}}),
    # Needs 1 500 + 600 + 2 465,75 € to advance; 5 000 € are found.
    "plan-de-financement-incomplet": (
        {FUNDING: {"besoins.1.montant": "1934,26"}},
        {FUNDING: {"besoins.1.montant": "1934,25"}},
    ),
    "aucun-apport": (
        {FUNDING: {"ressources.1.montant": "0", "ressources.2.montant": "2000"}},
        {FUNDING: {"ressources.1.montant": "1", "ressources.2.montant": "2000"}},
    ),
    "reserve-trop-petite": ({FUNDING: {"reserve": "279,99"}}, {FUNDING: {"reserve": "280"}}),
    "argent-a-avancer-oublie": ({FUNDING: {"bfr": "2465,74"}}, {FUNDING: {"bfr": "2465,75"}}),
    "caisse-de-depart-differente": ({CASH: {"depart": "3500,01"}}, {CASH: {"depart": "3500"}}),
    "formalites-oubliees": (
        {FORM: {"choix": "sasu"}, FUNDING: {"besoins.4.montant": "229,71"}},
        {FORM: {"choix": "sasu"}, FUNDING: {"besoins.4.montant": "229,72"}},
    ),
    "microcredit-trop-grand": (
        {FUNDING: {"ressources.3.montant": "17000,01"}},
        {FUNDING: {"ressources.3.montant": "17000"}},
    ),
    "microcredit-trop-long": ({LOAN: {"duree": "61"}}, {LOAN: {"duree": "60"}}),
    "emprunt-absent-du-plan": ({LOAN: {"somme": "3001"}}, {LOAN: {"somme": "3000"}}),
    # The household paid, 138,25 € are left for an instalment of 138,25 €, then a cent less.
    "echeance-trop-lourde": (
        {HOME: {"depenses.3.montant": "632,26"}},
        {HOME: {"depenses.3.montant": "632,25"}},
    ),
    "plafond-micro-depasse": (sales("83600,01"), sales("83600")),
    "tva-due-dans-l-annee": (sales("41250,01"), sales("41250")),
    "tva-due-l-annee-suivante": (sales("37500,01"), sales("37500")),
    "tva-proche": (sales("33750"), sales("33749,99")),
    "depenses-plus-grandes-que-l-abattement": (
        {FORM: {"charges": "15000,01"}},
        {FORM: {"charges": "15000"}},
    ),
    "versement-liberatoire-plus-cher": (
        {FORM: {"liberatoire": "oui"}},
        {FORM: {"liberatoire": "oui", "ventes": "45000", "charges": "3000"}},
    ),
    # Acre saves 5,3 % of 2 500 €: 132,50 € a month.
    "rien-apres-l-acre": (
        {FORM: {"acre": "oui"}, HOME: {"depenses.3.montant": "771"}},
        {FORM: {"acre": "oui"}, HOME: {"depenses.3.montant": "770"}},
    ),
    "compte-separe": (
        {FORM: {"ventes": "10000,01"}, LEAVING: {"compte.2.etat": "a-faire"}},
        {FORM: {"ventes": "10000"}, LEAVING: {"compte.2.etat": "a-faire"}},
    ),
    "statut-sans-raison": ({FORM: {"raison": ""}}, {FORM: {"raison": "", "choix": ""}}),
    "societe-pour-un-petit-resultat": (
        {FORM: {"choix": "eurl"}, HOME: {"depenses.3.montant": "770,51"}},
        {FORM: {"choix": "eurl"}, HOME: {"depenses.3.montant": "770,50"}},
    ),
    "trop-peu-de-prix": ({MARKET: {"prix.5.montant": ""}}, {MARKET: {"prix.5.montant": "40"}}),
    "trop-peu-de-personnes": ({MARKET: {"nombre": "19"}}, {MARKET: {"nombre": "20"}}),
    "aucun-concurrent": (
        {MARKET: {"concurrents.1.nom": ""}},
        {MARKET: {"concurrents.1.nom": "", "concurrents.5.nom": "Le client lui-même"}},
    ),
    "cases-vides": ({"canevas": {"couts": ""}}, {}),
    "phrase-trop-longue": ({IDEA: {"phrase": "mot " * 41}}, {IDEA: {"phrase": "mot " * 40}}),
    # 2,3 words a second: 207 words last 90 seconds, 138 last 60.
    "presentation-trop-longue": (
        {
            PITCH: {
                "moi": LONG,
                "probleme": LONG,
                "solution": LONG,
                "preuve": "mot " * 28,
                "demande": "Oui",
            }
        },
        {
            PITCH: {
                "moi": LONG,
                "probleme": LONG,
                "solution": LONG,
                "preuve": "mot " * 26,
                "demande": "Oui",
            }
        },
    ),
    "presentation-trop-courte": (
        {
            PITCH: {
                "moi": LONG,
                "probleme": LONG,
                "solution": "mot " * 15,
                "preuve": "",
                "demande": "Oui",
            }
        },
        {
            PITCH: {
                "moi": LONG,
                "probleme": LONG,
                "solution": "mot " * 17,
                "preuve": "",
                "demande": "Oui",
            }
        },
    ),
    "presentation-sans-demande": ({PITCH: {"demande": ""}}, {PITCH: {"demande": "Un conseil"}}),
    "piece-d-identite": (
        {LEAVING: {"papiers.1.etat": "a-faire"}},
        {LEAVING: {"papiers.1.etat": "en-cours"}},
    ),
    "adresse": ({LEAVING: {"adresse.2.etat": ""}}, {LEAVING: {"adresse.2.etat": "non"}}),
    "compte-bancaire": (
        {LEAVING: {"compte.1.etat": "a-faire"}},
        {LEAVING: {"compte.1.etat": "en-cours"}},
    ),
    "situation-penale": (
        {LEAVING: {"aides.3.etat": "a-faire"}},
        {LEAVING: {"aides.3.etat": "en-cours"}},
    ),
    "personne-a-appeler": ({LEAVING: {"appeler": ""}}, {LEAVING: {"appeler": "Ma sœur"}}),
    "actes-sans-resultat": (
        {ACTION: {"actes.1.resultat": "", "actes.2.acte": "Lire", "actes.3.acte": "Appeler"}},
        {ACTION: {"actes.1.resultat": "", "actes.2.acte": "Lire"}},
    ),
}
