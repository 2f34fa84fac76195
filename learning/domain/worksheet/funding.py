"""The sheets about the money to start with, to advance, to borrow and to hold."""

from learning.domain.worksheet.fields import Ask, Choice, Field, Part, Sheet, Table
from learning.domain.worksheet.money import YES_NO, euros

_AMOUNT = euros("montant", "Montant")

FUNDING = Sheet(
    slug="plan-de-financement",
    title="Mon plan de financement",
    aim="Ce qu’il faut payer pour démarrer, et d’où vient l’argent.",
    counts=True,
    parts=(
        Part(
            title="Ce qu’il faut payer",
            items=(
                Table(
                    name="besoins",
                    label="Avant la première vente",
                    rows=("Matériel, outils", "Véhicule", "Stock de départ",
                          "Formalités, immatriculation", "Assurance, première échéance",
                          "Dépôt de garantie", "Publicité, enseigne"),
                    free_rows=3,
                    first=Field(name="nom", label="Autre besoin"),
                    columns=(_AMOUNT,),
                    total="montant",
                ),
                euros("bfr", "Argent à avancer", carried="bfr.=bfr"),
                euros("reserve", "Réserve pour les premiers mois"),
            ),
        ),
        Part(
            title="D’où vient l’argent",
            items=(
                Table(
                    name="ressources",
                    label="Ce que vous avez ou demandez",
                    rows=("Votre apport", "Aide de la famille", "Microcrédit", "Prêt d’honneur",
                          "Prêt bancaire", "Aides et primes"),
                    free_rows=2,
                    first=Field(name="nom", label="Autre ressource"),
                    columns=(_AMOUNT,),
                    total="montant",
                ),
            ),
        ),
    ),
)  # fmt: skip

MONTHS = tuple(f"Mois\u00a0{number}" for number in range(1, 13))
MONTH_NAMES = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
                "septembre", "octobre", "novembre", "décembre")  # fmt: skip
MONTH_SIGNS = ("jan", "fév", "mar", "avr", "mai", "juin", "juil", "août", "sep", "oct", "nov",
               "déc")  # fmt: skip

CASH = Sheet(
    slug="tresorerie",
    spreads=True,
    title="Ma caisse, mois par mois",
    aim="L’argent qui reste à la fin de chaque mois, sur douze mois.",
    counts=True,
    parts=(
        Part(
            title="Le départ",
            items=(
                Field(name="premier", label="Premier mois", ask=Ask.CHOICE,
                      choices=tuple(Choice(str(number), name)
                                    for number, name in enumerate(MONTH_NAMES, start=1))),
                euros("depart", "Argent en caisse au départ",
                      hint="Ce qui reste de votre plan de financement, une fois tout payé."),
                Field(name="tva", label="Facturez-vous la TVA ?", ask=Ask.CHOICE, choices=YES_NO,
                      hint="Non, tant que vous restez sous le seuil de la franchise."),
            ),
        ),
        Part(
            title="Mois par mois",
            items=(
                Field(name="saison", label="Quand vendez-vous le plus ?", ask=Ask.CHOICE,
                      choices=(Choice("egale", "Toute l’année pareil"),
                               Choice("ete", "Surtout l’été"),
                               Choice("fetes", "Surtout en fin d’année"),
                               Choice("beaux-jours", "Du printemps à l’automne")),
                      hint="« Répartir mes ventes » remplit les douze mois : corrigez ensuite."),
                Table(
                    name="mois",
                    label="Ce que vous vendez et payez chaque mois",
                    rows=MONTHS,
                    by_month=True,
                    columns=(
                        euros("ventes", "Ventes"),
                        euros("achats", "Achats"),
                        euros("fixes", "Charges fixes"),
                        euros("retrait", "Pour vivre"),
                    ),
                    hint="Charges fixes vides : celles de « Mon seuil de rentabilité ». "
                    "Achats vides : la dépense de vos ventes. "
                    "Pour vivre vide : ce que demande votre foyer.",
                ),
            ),
        ),
        Part(
            title="Quand l’argent bouge",
            items=(
                Field(name="delai_clients", label="Vos clients vous paient après", ask=Ask.CHOICE,
                      choices=(Choice("0", "Tout de suite"), Choice("30", "30 jours"),
                               Choice("60", "60 jours"), Choice("90", "90 jours"))),
                Field(name="delai_achats", label="Vous payez vos achats après", ask=Ask.CHOICE,
                      choices=(Choice("0", "Tout de suite"), Choice("30", "30 jours"),
                               Choice("60", "60 jours"))),
                Field(name="declaration", label="Vous déclarez vos ventes", ask=Ask.CHOICE,
                      choices=(Choice("mois", "Chaque mois"),
                               Choice("trimestre", "Chaque trimestre"))),
                Field(name="cotisations", label="Cotisations", ask=Ask.PERCENT, unit="%",
                      carried="=cotisations"),
                euros("echeance", "Échéance d’emprunt", unit="€/mois",
                      carried="emprunt.=echeance"),
            ),
        ),
    ),
)  # fmt: skip

WORKING_CAPITAL = Sheet(
    slug="bfr",
    title="L’argent à avancer",
    aim="Ce que vous payez avant d’être payé : le besoin en fonds de roulement (BFR).",
    counts=True,
    parts=(
        Part(
            title="Sur une année",
            items=(
                euros("ventes", "Vos ventes d’une année", carried="compte-de-resultat.=ventes1"),
                euros("achats", "Vos achats d’une année", carried="compte-de-resultat.=achats1"),
            ),
        ),
        Part(
            title="Les délais",
            items=(
                Field(name="stock", label="Jours de stock", ask=Ask.COUNT, unit="jours", most=730,
                      hint="Combien de jours de marchandise vous gardez."),
                Field(name="clients", label="Vos clients vous paient après", ask=Ask.COUNT,
                      unit="jours", most=365),
                Field(name="fournisseurs", label="Vous payez vos fournisseurs après",
                      ask=Ask.COUNT, unit="jours", most=365),
            ),
        ),
    ),
)  # fmt: skip

LOAN = Sheet(
    slug="emprunt",
    title="Mon emprunt",
    aim="Ce que coûte un microcrédit, échéance par échéance.",
    counts=True,
    parts=(
        Part(
            title="Le prêt",
            items=(
                euros("somme", "Somme empruntée"),
                Field(name="taux", label="Taux d’une année", ask=Ask.PERCENT, unit="%",
                      carried="=taux_microcredit"),
                Field(name="duree", label="Durée", ask=Ask.COUNT, unit="mois", most=360),
                Field(name="differe", label="Mois sans rembourser au début", ask=Ask.COUNT,
                      unit="mois", most=24, hint="Laissé vide : aucun."),
                euros("frais", "Frais et contribution", hint="Payés au départ."),
            ),
        ),
    ),
)  # fmt: skip
