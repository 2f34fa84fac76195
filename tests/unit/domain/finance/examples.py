"""Worked examples that others published, with where: the figures that the engine must find again.

Each holds under the law of its day. Decimal figures are texts, as they were printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """What was given, what was found, and by how much one may differ."""

    id: str
    kind: str
    source: str
    given: Mapping[str, Any]
    found: Mapping[str, Any]
    within: str = "0"
    days: tuple[date, ...] = field(default=(date(2026, 11, 1),))


KAONTY = "kaonty.fr/seuil-rentabilite.html"
SCRIBD_TVA = "scribd.com/document/814100299, corrections d’exercices de TVA"
COURS_GRATUIT = "lecoursgratuit.com, quinze exercices sur le budget de trésorerie"
LOANS = "scribd.com/document/550006313 et etude-generale.com, emprunts indivis"
MARGINS = "france83.free.fr/TTT, K. Petit, Les marges et le commerce"
URSSAF = "betagouv/mon-entreprise, instantanés de non-régression du simulateur"
URSSAF_IS = f"{URSSAF}, impôt-société"
SHARED = "suites de tests publiques, « 42 500 x 15 % »"
F1419 = "service-public.fr F1419"
SCALE_2026 = (
    (0, 11600, 0), (11600, 29579, "0.11"), (29579, 84577, "0.3"),
    (84577, 181917, "0.41"), (181917, None, "0.45"),
)  # fmt: skip
OF_19_6 = (date(2013, 12, 31),)
OF_20 = (date(2014, 1, 1), date(2026, 11, 1))
SINCE_2023 = (date(2022, 12, 31), date(2026, 11, 1))
OLD_ACRE = (date(2026, 6, 30),)

EXAMPLES = (
    Example(
        "be10", "break_even", "scribd.com/document/408813946, DUT GEA 2205, cas CUP",
        {
            "chiffre_affaires": 500000, "charges_variables": 350000, "charges_fixes": 120000,
            "prix_unitaire": 8, "mois": 11,
        },
        {
            "marge": 150000, "taux_marge": "0.3", "resultat": 30000, "seuil": 400000,
            "unites": 50000, "point_mort_mois": "8.8", "marge_securite": 100000,
            "indice_securite": "0.2",
        },
    ),
    Example(
        "be01", "break_even", KAONTY,
        {"chiffre_affaires": 10000, "charges_variables": 3000, "charges_fixes": 4000},
        {"marge": 7000, "taux_marge": "0.7", "seuil": 5714}, "0.5",
    ),
    Example(
        "be02", "break_even_rate", KAONTY, {"charges_fixes": 8000, "taux_marge": "0.65"},
        {"seuil": 12308}, "0.5",
    ),
    Example(
        "be03", "break_even_rate", KAONTY, {"charges_fixes": 1500, "taux_marge": "0.9"},
        {"seuil": 1667}, "0.5",
    ),
    Example(
        "be04", "break_even_rate", KAONTY, {"charges_fixes": 3000, "taux_marge": "0.45"},
        {"seuil": 6667}, "0.5",
    ),
    Example(
        "be06", "break_even_units", "calculateur.net/calculateurs/seuil-rentabilite.html",
        {"charges_fixes": 60000, "prix_unitaire": 600, "cout_variable_unitaire": 100},
        {"unites": 120},
    ),
    Example(
        "be08", "break_even_units", "scribd.com/document/622942267, SR comment faire",
        {"charges_fixes": 60000, "prix_unitaire": 100, "cout_variable_unitaire": 25},
        {"taux_marge": "0.75", "seuil": 80000},
    ),
    Example(
        "be14", "safety", "maxicours.com, le risque d’exploitation",
        {"chiffre_affaires": 2000000, "seuil": 1250000}, {"marge_securite": 750000},
    ),
    Example(
        "ca03", "cash_plan", f"{COURS_GRATUIT}, 1",
        {"solde_initial": 5000, "encaissements": [12000], "decaissements": [10000]},
        {"soldes": [7000]},
    ),
    Example(
        "ca04", "cash_plan", f"{COURS_GRATUIT}, 2",
        {"solde_initial": 3000, "encaissements": [10000], "decaissements": [15000]},
        {"soldes": [-2000]},
    ),
    Example(
        "ca06", "cash_plan", f"{COURS_GRATUIT}, 4",
        {
            "solde_initial": 5000, "encaissements": [20000, 15000],
            "decaissements": [25000, 10000],
        },
        {"soldes": [0, 5000]},
    ),
    Example(
        "ca08", "cash_plan", "lecoursgratuit.com, budget de trésorerie, exercices corrigés",
        {
            "solde_initial": 2000, "encaissements": [15000, 12000, 15000],
            "decaissements": [8000, 9000, 10000],
        },
        {"flux": [7000, 3000, 5000], "soldes": [9000, 12000, 17000]},
    ),
    Example(
        "ca09", "payment_terms", "compta-cours.com, budget de trésorerie, OPTIMEX",
        {
            "ventes_ttc": 126000, "part_comptant_ventes": "0.3", "achats_ttc": 50330,
            "part_comptant_achats": "0.4", "tva": "0.196",
        },
        {
            "ventes_comptant": 37800, "ventes_30j": 88200, "achats_comptant": 20132,
            "achats_30j": 30198, "achats_ht": "42081.94", "ventes_ht": "105351.17",
        },
        "0.006", OF_19_6,
    ),
    Example(
        "ca10", "financing_plan", "entreprise-individuelle.net, évaluer ses besoins financiers",
        {"besoins": [1500, 12500, 2000, 1000, 1000, 15000], "ressources": [10000]},
        {"total_besoins": 33000, "total_ressources": 10000, "ecart": -23000},
    ),
    Example(
        "ca11", "working_capital", "debutencompta.canalblog.com, 29/06/2013",
        {"creances_clients": 1000, "stocks": 200, "dettes_fournisseurs": 500}, {"bfr": 700},
    ),
    Example(
        "is03", "corporate_tax", "eurodemarche.fr, calcul de l’IS 2025", {"benefice": 100000},
        {"impot": 20750, "part_15": 6375, "part_25": 14375}, "0.001", SINCE_2023,
    ),
    Example(
        "is06", "corporate_tax", URSSAF_IS, {"benefice": 2000}, {"impot": 300}, "0.5",
        SINCE_2023,
    ),
    Example(
        "is07", "corporate_tax", URSSAF_IS, {"benefice": 20000}, {"impot": 3000}, "0.5",
        SINCE_2023,
    ),
    Example(
        "is08", "corporate_tax", "betagouv/mon-entreprise, imposition.test.ts",
        {"benefice": 42500}, {"impot": 6375}, "0.5", SINCE_2023,
    ),
    Example(
        "is10", "corporate_tax", URSSAF_IS, {"benefice": 2000000}, {"impot": 495750}, "0.5",
        SINCE_2023,
    ),
    Example(
        "is11", "corporate_tax", URSSAF_IS, {"benefice": 1000000}, {"impot": 245750}, "0.5",
        SINCE_2023,
    ),
    Example(
        "is12", "corporate_tax_full", f"{URSSAF_IS}, bénéfices 7",
        {"benefice": 20000000, "chiffre_affaires": 20000000, "taux_reduit": False},
        {"impot": 5000000, "contribution_sociale": 139821}, "0.5",
    ),
    Example(
        "is14", "corporate_tax_prorata", f"{URSSAF_IS}, prorata temporis 3",
        {"benefice": 1000000, "debut": "2025-01-01", "fin": "2026-06-01"}, {"impot": 243980},
        "0.6",
    ),
    Example("is16", "corporate_tax", SHARED, {"benefice": 120000}, {"impot": 25750}, "0.001"),
    Example(
        "is18", "corporate_tax_instalment", SHARED, {"benefice_reference": 60000},
        {"impot": 10750, "acompte": 2688}, "0.5",
    ),
    Example(
        "is19", "corporate_tax_old", "interfimo.fr, glossaire, IS",
        {"seuil": 38120, "taux_reduit": "0.15", "taux_normal": "0.25", "benefice": 38120},
        {"impot": 5718}, "0.001", (date(2022, 12, 30),),
    ),
    Example(
        "am01", "depreciation", "formation-logiciel-comptabilite.fr",
        {"valeur": 500, "annees": 5},
        {"dotations": [100] * 5, "vnc": [400, 300, 200, 100, 0]},
    ),
    Example(
        "ir01", "income_tax", F1419, {"revenu": 30000, "parts": 1, "bareme": SCALE_2026},
        {"impot": "2103.99"}, "0.006",
    ),
    Example(
        "ir02", "income_tax", F1419, {"revenu": 60000, "parts": 2, "bareme": SCALE_2026},
        {"impot": "4207.98"}, "0.006",
    ),
    Example(
        "ln01", "loan_monthly", "numpy-financial, pmt",
        {"capital": 200000, "taux_annuel": "0.075", "mois": 180},
        {"mensualite": "1854.0247200054619"}, "0.000001",
    ),
    Example(
        "ln03", "loan_monthly", "OpenStax, Principles of Finance, m00054 (CC BY-NC-SA 4.0)",
        {"capital": 32000, "taux_annuel": "0.06", "mois": 36},
        {
            "mensualite": "973.5", "total_verse": 35046, "total_interets": "3046.08",
            "tableau": {
                1: ("813.5", 160, "31186.5"), 2: ("817.57", "155.93", "30368.93"),
                3: ("821.66", "151.84", "29547.27"), 4: ("825.77", "147.74", "28721.51"),
                5: ("829.89", "143.61", "27891.61"), 33: ("954.27", "19.23", "2891.54"),
                34: ("959.04", "14.46", "1932.5"), 35: ("963.84", "9.66", "968.66"),
                36: ("968.66", "4.84", 0),
            },
        },
        "0.15",
    ),
    Example(
        "ln05", "loan_annual", f"{LOANS}, 3",
        {"capital": 450000, "taux_annuel": "0.135", "annees": 6},
        {"annuite": "114140.64", "interet_3": "45361.48", "capital_debut_3": "336010.98"},
        "0.05",
    ),
    Example(
        "ln06", "loan_table", f"{LOANS}, 1",
        {"capital": 180000, "taux_annuel": "0.11", "amortissements": [0, 90000, 0, 90000]},
        {
            "tableau": {
                1: (0, 19800, 180000), 2: (90000, 19800, 90000), 3: (0, 9900, 90000),
                4: (90000, 9900, 0),
            },
            "annuites": [19800, 109800, 9900, 99900],
        },
    ),
    Example(
        "ln09", "loan_inverse", "forum.cultureco.com, sujet 135391",
        {"amortissement_4": 31704, "amortissement_6": 37668, "amortissement_dernier": 44753},
        {
            "taux_annuel": "0.09", "duree": 8, "amortissement_1": "24481.31",
            "capital": "269991.49", "annuite": "48780.51",
        },
        "0.6",
    ),
    Example(
        "ln11", "loan_monthly", "qcalculator.pages.dev, amortization",
        {"capital": 250000, "taux_annuel": "0.065", "mois": 360},
        {"mensualite": 1580, "total_interets": 318900}, "50",
    ),
    Example(
        "mg01", "margin", MARGINS, {"prix_vente": 200, "prix_achat": 150},
        {"taux_marque": "0.25", "taux_marge": "0.33333"}, "0.0034",
    ),
    Example(
        "mg02", "margin_price_from_marque", MARGINS, {"prix_achat": 72, "taux_marque": "0.2"},
        {"prix_vente": 90},
    ),
    Example(
        "mg03", "margin_cost_from_marge", MARGINS, {"prix_vente": 260, "taux_marge": "0.3"},
        {"prix_achat": 200},
    ),
    Example(
        "mi01", "micro_social", "service-public.fr F37353, copie kremlinbicetre.fr",
        {"activite": "vente", "periode": "mois", "chiffre_affaires": 3500},
        {"cotisations": "430.5"}, "0.001", (date(2022, 10, 1), date(2026, 11, 1)),
    ),
    Example(
        "mi02", "micro_year", f"{URSSAF}, activités 1",
        {
            "activite": "liberale_ssi", "chiffre_affaires_annuel": 20000,
            "taux_cotisations": "0.256", "taux_cfp": "0.002", "taux_taxe_chambre": 0,
        },
        {"cotisations_mensuelles": 427, "revenu_net_annuel": 14836}, "0.6",
        (date(2026, 1, 1), date(2026, 11, 1)),
    ),
    Example(
        "mi03", "micro_year", f"{URSSAF}, activités 2",
        {
            "activite": "liberale_cipav", "chiffre_affaires_annuel": 20000,
            "taux_cotisations": "0.232", "taux_cfp": "0.002", "taux_taxe_chambre": 0,
        },
        {"cotisations_mensuelles": 387, "revenu_net_annuel": 15316}, "0.6",
        (date(2024, 7, 1), date(2026, 11, 1)),
    ),
    Example(
        "mi06", "micro_year", f"{URSSAF}, activités 5",
        {
            "activite": "commerce_vente", "chiffre_affaires_annuel": 20000,
            "taux_cotisations": "0.123", "taux_cfp": "0.001", "taux_taxe_chambre": "0.00015",
        },
        {"cotisations_mensuelles": 205, "revenu_net_annuel": 17520}, "0.6",
        (date(2022, 10, 1), date(2026, 11, 1)),
    ),
    Example(
        "mi08", "micro_mixed", f"{URSSAF}, activité mixte 4",
        {
            "service_bic": 20000, "service_bnc": 10000, "vente": 15000,
            "taux": ["0.212", "0.256", "0.123"],
        },
        {"cotisations_mensuelles": [353, 213, 154], "total": 720}, "0.6",
        (date(2026, 1, 1), date(2026, 11, 1)),
    ),
    Example(
        "mi10", "micro_vfl", "suite de tests publique, dépôt non identifié",
        {"chiffre_affaires": 36000, "taux_cotisations": "0.256", "taux_vfl": "0.022"},
        {"cotisations": 9216, "impot": 792, "net": 25992}, "0.001",
    ),
    Example(
        "mi11", "micro_abatement", "lepointjuridique.fr, versement libératoire",
        {"chiffre_affaires": 10000, "abattement": "0.71"}, {"revenu_imposable": 2900},
    ),
    Example(
        "mi13", "micro_acre", f"{URSSAF}, ACRE 2",
        {"chiffre_affaires_annuel": 22986, "taux_acre": "0.128"},
        {"cotisations_mensuelles": 245}, "0.6", OLD_ACRE,
    ),
    Example(
        "mi15", "micro_acre", f"{URSSAF}, ACRE 4",
        {"chiffre_affaires_annuel": 22564, "taux_acre": "0.106"},
        {"cotisations_mensuelles": 199}, "0.6", OLD_ACRE,
    ),
    Example(
        "mi16", "micro_acre", f"{URSSAF}, ACRE 5",
        {"chiffre_affaires_annuel": 22410, "taux_acre": "0.106"},
        {"cotisations_mensuelles": 198}, "0.6", OLD_ACRE,
    ),
    Example(
        "va01", "vat_due", f"{SCRIBD_TVA}, 1",
        {"ventes_ht": 50000, "achats_ht": 20000, "taux": "0.2"},
        {"collectee": 10000, "deductible": 4000, "a_payer": 6000}, "0", OF_20,
    ),
    Example(
        "va03", "vat_simple", f"{SCRIBD_TVA}, 6", {"ht": 40000, "taux": "0.2"}, {"tva": 8000},
        "0", OF_20,
    ),
    Example(
        "va05", "vat_credit", "public.iutenligne.net, TVA déductible, cas 2",
        {
            "taux": "0.196", "ventes_ht": [80000, 100000, 60000],
            "achats_ht": [100000, 90000, 70000],
        },
        {"solde_mois": [-3920, 1960, -1960], "credit_cumule": [-3920, -1960, -3920]},
        "0.001", OF_19_6,
    ),
    Example(
        "va07", "vat_balance", "etudier.com, correction P3 TVA, 3",
        {
            "collectee": 28763, "deductible_abs": 25360, "deductible_immo": 2940,
            "credit_anterieur": 700,
        },
        {"solde": -237},
    ),
    Example(
        "va09", "vat_from_ttc", "psteger.free.fr, marges et taux de marque",
        {"ttc": 28, "taux": "0.196"}, {"ht": "23.41"}, "0.0051", OF_19_6,
    ),
    Example(
        "va10", "vat_simple", "sites.google.com/site/comptaecritures, amortissement linéaire",
        {"ht": 40000, "taux": "0.2"}, {"tva": 8000, "ttc": 48000}, "0", OF_20,
    ),
    Example(
        "va11", "vat_simple", "exercice corrigé de TVA, copie pompyciepla.szczecin.pl",
        {"ht": 200, "taux": "0.2"}, {"tva": 40}, "0", OF_20,
    ),
)  # fmt: skip
