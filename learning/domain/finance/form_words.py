"""What figures do not say of a legal form: protection, formalities, and limits said plainly."""

from dataclasses import dataclass

from learning.domain.finance.legal_form import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWords:
    """French sentences about one form, each with its source."""

    name: str
    protection: str
    property: str
    formalities: str
    source: str


WORDS = {
    Form.MICRO: FormWords(
        name="Micro-entreprise",
        protection=(
            "Maladie et retraite de base selon vos ventes. Pas de chômage,"
            " pas d’accident du travail. Sans vente, rien à payer et peu de droits."
        ),
        property=(
            "Vos biens personnels sont séparés de ceux de l’entreprise, sauf faute grave,"
            " caution ou renonciation signée."
        ),
        formalities=(
            "Gratuit sur formalites.entreprises.gouv.fr. Une déclaration chaque mois"
            " ou chaque trimestre, même à 0\u00a0€. Livre des recettes."
        ),
        source="CSS L613-7\u00a0; code de commerce L526-22\u00a0; CGI 50-0",
    ),
    Form.EI: FormWords(
        name="Entreprise individuelle au réel",
        protection=(
            "Comme en micro, avec des cotisations sur le bénéfice. Un minimum est dû"
            " même sans bénéfice."
        ),
        property=(
            "Vos biens personnels sont séparés de ceux de l’entreprise, sauf faute grave,"
            " caution ou renonciation signée."
        ),
        formalities=(
            "Une comptabilité complète, souvent avec un comptable (à compter dans vos"
            " dépenses). Une déclaration de résultat par an."
        ),
        source="CSS L131-6\u00a0; code de commerce L123-12 et L526-22",
    ),
    Form.EURL: FormWords(
        name="EURL à l’impôt sur les sociétés",
        protection=(
            "Gérant indépendant\u00a0: maladie et retraite, pas de chômage, pas d’accident du"
            " travail. Un minimum est dû même sans paie."
        ),
        property="La société possède ses biens. Une banque demande souvent votre caution.",
        formalities=(
            "Statuts, annonce légale, registre, comptes déposés chaque année. Comptable"
            " presque toujours."
        ),
        source="Code de commerce L223-1, L232-22\u00a0; CGI 206 et 62",
    ),
    Form.SASU: FormWords(
        name="SASU",
        protection=(
            "Président assimilé salarié\u00a0: meilleure couverture maladie et retraite,"
            " accidents du travail compris, pas de chômage. Sans paie, rien à payer,"
            " et aucun droit."
        ),
        property="La société possède ses biens. Une banque demande souvent votre caution.",
        formalities=(
            "Statuts, annonce légale, registre, fiche de paie, comptes déposés chaque année."
            " Comptable presque toujours."
        ),
        source="CSS L311-3, 23°\u00a0; code de commerce L227-1, L232-23",
    ),
}

LIMITS = (
    (
        "Les quatre formes partent des mêmes ventes et des mêmes dépenses. Un comptable coûte en"
        " plus hors de la micro-entreprise\u00a0: ajoutez-le à vos dépenses."
    ),
    (
        "Une année entière et régulière. La première année d’un indépendant hors micro"
        " commence par des cotisations sur une base fixe, régularisées ensuite."
    ),
    (
        "Les cotisations des indépendants hors micro suivent le modèle de l’Urssaf"
        ". La réforme de l’assiette change le résultat de quelques centaines"
        " d’euros au plus pour de petits revenus\u00a0: demandez un calcul à l’Urssaf."
    ),
    "Le foyer n’a pas d’autre revenu dans ce calcul. L’impôt réel dépend du foyer entier.",
    (
        "En société, tout ce qui reste vous est versé en paie : ni bénéfice, ni dividende."
        " L’Acre n’est pas comptée pour une SASU."
    ),
    (
        "La TVA, la CFE, l’assurance et les aides n’y sont pas. Les droits à la retraite et les"
        " indemnités ne sont pas chiffrés."
    ),
    "Ce calcul ne dit pas quelle forme choisir. Parlez-en à un conseiller avant de signer.",
)
