"""Checks of what is written: the market, the page, the pitch, the way out, the first acts."""

from decimal import Decimal

from learning.domain.viability.notice import Check, Values
from learning.domain.viability.view import LEAVING, MARKET, View
from learning.domain.worksheet.market import CANVAS
from learning.domain.worksheet.outcomes_market import (
    LONGEST,
    SHORTEST,
    pitch_words,
)
from learning.domain.worksheet.wording import count

PRICES, PEOPLE, ACTS, WORDS = 5, 20, 3, 40
WORDS_A_SECOND = Decimal("2.3")
_COURSE = "Méthode du cours"
_OPEN = ("", "a-faire")


def _few_prices(view: View) -> Values | None:
    if not view.begun(MARKET):
        return None
    numbers = view.figures.sheet(MARKET).numbers
    seen = sum(f"prix.{row}.montant" in numbers for row in range(1, PRICES + 1))
    if seen >= PRICES:
        return None
    return {"seen": f"avez relevé {count(seen, 'prix')}" if seen else "n’avez relevé aucun prix"}


def _few_people(view: View) -> Values | None:
    if not view.begun(MARKET):
        return None
    people = view.figures.own(MARKET, "nombre") or Decimal(0)
    if people >= PEOPLE:
        return None
    told = f"avez parlé à {count(people, 'personne')}" if people else "n’avez parlé à personne"
    return {"told": told}


def _no_competitor(view: View) -> Values | None:
    if not view.begun(MARKET):
        return None
    filled = view.figures.sheet(MARKET)
    return None if any(filled.text(f"concurrents.{row}.nom") for row in range(1, 6)) else {}


def _empty_boxes(view: View) -> Values | None:
    if not view.begun(CANVAS.slug):
        return None
    filled = view.figures.sheet(CANVAS.slug)
    empty = [asked.label for name, asked in CANVAS.cells() if not filled.text(name)]
    return {"boxes": " ; ".join(f"« {label} »" for label in empty)} if empty else None


def _long_sentence(view: View) -> Values | None:
    words = len(view.figures.text("idee", "phrase").split())
    return {"words": count(words, "mot")} if words > WORDS else None


def _seconds(view: View) -> int:
    return int((pitch_words(view.figures) / WORDS_A_SECOND).to_integral_value())


def _long_pitch(view: View) -> Values | None:
    if not view.begun("pitch") or _seconds(view) <= LONGEST:
        return None
    return {"seconds": count(_seconds(view), "seconde"), "most": count(LONGEST, "seconde")}


def _short_pitch(view: View) -> Values | None:
    if not view.begun("pitch") or _seconds(view) >= SHORTEST:
        return None
    return {"seconds": count(_seconds(view), "seconde"), "least": count(SHORTEST, "seconde")}


def _pitch_without_request(view: View) -> Values | None:
    if not view.begun("pitch") or view.figures.text("pitch", "demande"):
        return None
    return {}


def _still_open(view: View, line: str) -> Values | None:
    if not view.begun(LEAVING):
        return None
    return {} if view.states.get(line, "non") in _OPEN else None


def _no_identity(view: View) -> Values | None:
    return _still_open(view, "Carte d’identité ou titre de séjour")


def _no_address(view: View) -> Values | None:
    return _still_open(view, "Une adresse pour le courrier")


def _no_account(view: View) -> Values | None:
    return _still_open(view, "Un compte bancaire, ou le droit au compte")


def _counsellor_unasked(view: View) -> Values | None:
    return _still_open(view, "Le SPIP ou votre CPIP\u00a0: ce que votre situation permet")


def _nobody_to_call(view: View) -> Values | None:
    if not view.begun(LEAVING) or view.figures.text(LEAVING, "appeler"):
        return None
    return {}


def _acts_without_result(view: View) -> Values | None:
    filled = view.figures.sheet("premiere-action")
    rows = range(1, 13)
    acts = sum(bool(filled.text(f"actes.{row}.acte")) for row in rows)
    told = sum(bool(filled.text(f"actes.{row}.resultat")) for row in rows)
    return {"acts": count(acts, "acte")} if acts >= ACTS and not told else None


WORD_CHECKS = (
    Check(
        id="trop-peu-de-prix",
        sheet=MARKET,
        field="prix.1.montant",
        rule="fewer than five prices seen",
        source=_COURSE + " : relever cinq prix",
        sentence="Vous %(seen)s. Il en faut cinq pour situer le vôtre.",
        when=_few_prices,
    ),
    Check(
        id="trop-peu-de-personnes",
        sheet=MARKET,
        field="nombre",
        rule="fewer than twenty people asked",
        source=_COURSE + " : interroger vingt clients possibles",
        sentence=(
            "Vous %(told)s. Vingt réponses montrent si d’autres pensent comme"
            " vous : par courrier, au parloir, en permission."
        ),
        when=_few_people,
    ),
    Check(
        id="aucun-concurrent",
        sheet=MARKET,
        field="concurrents.1.nom",
        rule="no competitor named",
        source=_COURSE + " : compter les concurrents d’une zone",
        sentence=(
            "Vous n’avez nommé aucun concurrent. Ce que le client fait aujourd’hui en est un,"
            " même s’il se débrouille seul."
        ),
        when=_no_competitor,
    ),
    Check(
        id="cases-vides",
        sheet=CANVAS.slug,
        rule="boxes of the page left empty",
        source=_COURSE + " : canevas de neuf cases",
        sentence="Il reste des cases vides sur votre page : %(boxes)s.",
        when=_empty_boxes,
    ),
    Check(
        id="phrase-trop-longue",
        sheet="idee",
        field="phrase",
        rule="the idea takes more than forty words",
        source=_COURSE + " : « J’aide [qui] à [faire quoi] »",
        sentence=("Votre idée fait %(words)s. En quarante mots au plus, on la retient."),
        when=_long_sentence,
    ),
    Check(
        id="presentation-trop-longue",
        sheet="pitch",
        rule="the pitch lasts more than ninety seconds",
        source=_COURSE + " : 60 à 90 secondes",
        sentence="Votre présentation dure environ %(seconds)s, pour %(most)s au plus.",
        when=_long_pitch,
    ),
    Check(
        id="presentation-trop-courte",
        sheet="pitch",
        rule="the pitch lasts less than a minute",
        source=_COURSE + " : 60 à 90 secondes",
        sentence=(
            "Votre présentation dure environ %(seconds)s. Vous avez %(least)s : ajoutez une"
            " preuve ou un chiffre."
        ),
        when=_short_pitch,
    ),
    Check(
        id="presentation-sans-demande",
        sheet="pitch",
        field="demande",
        rule="the pitch asks for nothing",
        source=_COURSE + " : la demande du pitch",
        sentence="Votre présentation ne demande rien. Dites ce que la personne peut faire.",
        when=_pitch_without_request,
    ),
    Check(
        id="piece-d-identite",
        sheet=LEAVING,
        field="papiers.1.etat",
        rule="no identity papers yet",
        source="Code pénitentiaire R332-45 ; pièce demandée à l’immatriculation",
        sentence=(
            "Sans pièce d’identité valable, pas d’immatriculation ni de compte. Demandez où est"
            " la vôtre et sa date de fin."
        ),
        when=_no_identity,
    ),
    Check(
        id="adresse",
        sheet=LEAVING,
        field="adresse.2.etat",
        rule="no address yet",
        source="Code de commerce L123-10 ; code pénitentiaire L312-2",
        sentence=(
            "Il faut une adresse pour créer l’activité. L’adresse de la prison ne le permet pas :"
            " un proche, un CCAS ou une domiciliation, oui."
        ),
        when=_no_address,
    ),
    Check(
        id="compte-bancaire",
        sheet=LEAVING,
        field="compte.1.etat",
        rule="no bank account yet",
        source="Code monétaire et financier L312-1 ; décret 2022-347",
        sentence=(
            "Aucun compte n’est prévu. Si une banque refuse, la Banque de France en désigne une :"
            " c’est le droit au compte."
        ),
        when=_no_account,
    ),
    Check(
        id="situation-penale",
        sheet=LEAVING,
        field="aides.3.etat",
        rule="the counsellor has not been asked yet",
        source="Code pénal 131-27 ; code de commerce L128-1",
        sentence=(
            "Une interdiction prononcée par un juge peut fermer un métier ou la gestion. Relisez"
            " votre jugement : à vérifier avec votre CPIP."
        ),
        when=_counsellor_unasked,
    ),
    Check(
        id="personne-a-appeler",
        sheet=LEAVING,
        field="appeler",
        rule="nobody to call in the first week",
        source="Code pénitentiaire D522-4 : aide du SPIP pendant six mois après la sortie",
        sentence="Vous n’avez noté personne à appeler la première semaine. Écrivez un nom.",
        when=_nobody_to_call,
    ),
    Check(
        id="actes-sans-resultat",
        sheet="premiere-action",
        field="actes.1.resultat",
        rule="three acts and no result told",
        source="Méthode du cours : un petit acte, puis ce qui s’est passé",
        sentence=(
            "Vous avez noté %(acts)s sans dire ce qui s’est passé. Même un refus apprend quelque"
            " chose."
        ),
        when=_acts_without_result,
    ),
)
