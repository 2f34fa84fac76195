"""The variables of the evaluation's export: each declared once with its formula and source.

A file of people is written and read from this table alone: what is not declared here has no
column.
"""

from collections.abc import Iterable

from learning.domain.codebook_shape import LONGEST, SLUG, Nature, Person, Value, Variable
from learning.domain.evaluation import Stage, Subject, week_band
from learning.domain.lists import LEAVINGS, OUTCOMES, SUPPORT_FORMS

WITHOUT_STUDY = "sans"
NOT_STARTED, TOO_SOON = "pas-commence", "trop-tot"
MODULE, ITEM = "module.", "item."
MODULE_STATES = {
    NOT_STARTED: "Pas commencé",
    "en-cours": "En cours",
    "reussi": "Réussi",
}
_HOUR = 60


def last_week_code(subject: Subject) -> str:
    """Return until which watched week somebody was there, as a code."""
    if subject.stage is Stage.REACHED:
        return NOT_STARTED
    return TOO_SOON if subject.last_week is None else str(week_band(subject.last_week))


WEEK_CODES = {
    NOT_STARTED: "N’a pas commencé",
    TOO_SOON: "A commencé depuis moins de 12 semaines",
    "0": "Moins d’une semaine",
    "1": "1 à 2 semaines",
    "2": "2 à 4 semaines",
    "4": "4 à 8 semaines",
    "8": "8 à 12 semaines",
    "12": "12 semaines ou plus",
}
STAGE_CODES = {
    Stage.REACHED.value: "Atteint, sans réponse",
    Stage.STARTED.value: "A commencé",
    Stage.FINISHED.value: "A terminé le parcours",
}


_ANSWERS, _PROGRESS, _GROUPS = "Réponses", "Réponses et épreuves", "Groupes"
_TEAM, _OUTCOMES = "Observations de l’équipe", "Suites notées par l’équipe"


def _score(name: str, label: str, place: int) -> Variable:
    """Declare one of somebody's two scores, by its place."""
    return Variable(
        name=name,
        label=label,
        nature=Nature.SCORE,
        formula="Moyenne des questions communes aux deux questionnaires, si la moitié au moins a"
        " une réponse, et seulement si la personne a les deux scores.",
        source="Questionnaires",
        high=99,
        read=lambda person: "" if person.subject.scores is None else person.subject.scores[place],
    )


VARIABLES: tuple[Variable, ...] = (
    Variable(
        name="pseudonyme",
        label="La personne, sans son nom",
        nature=Nature.PSEUDONYM,
        formula="HMAC-SHA256 du numéro de la personne, 24 lettres. Avec une étude : sous la clé"
        " de l’étude, le même à chaque site et à chaque vague. Sans étude : sous une clé tirée"
        " pour ce fichier et détruite aussitôt.",
        source="Comptes",
        read=lambda person: person.pseudonym,
        required=True,
    ),
    Variable(
        name="etude",
        label="Le numéro de la clé de l’étude",
        nature=Nature.CODE,
        formula="Huit lettres tirées de la clé ; « sans » quand le fichier est fait sans étude.",
        source="Clé de l’étude",
        read=lambda person: person.study,
        required=True,
        pattern=f"{WITHOUT_STUDY}|[0-9A-HJKMNP-TV-Z]{{8}}",
    ),
    Variable(
        name="mois_export",
        label="Le mois où le fichier a été fait",
        nature=Nature.MONTH,
        formula="Mois de l’export.",
        source="Horloge du site",
        read=lambda person: person.made_in,
        required=True,
    ),
    Variable(
        name="parcours",
        label="Le parcours suivi",
        nature=Nature.CODE,
        formula="Parcours du premier groupe où la personne est entrée ; vide sans groupe.",
        source=_GROUPS,
        read=lambda person: person.subject.path,
    ),
    Variable(
        name="forme",
        label="La forme d’accompagnement à l’arrivée",
        nature=Nature.CODE,
        formula="Forme du premier groupe le jour où la personne y est entrée ; vide si aucune"
        " n’est notée.",
        source=_GROUPS,
        values=SUPPORT_FORMS,
        read=lambda person: person.subject.form,
    ),
    Variable(
        name="mois_arrivee",
        label="Le mois d’arrivée",
        nature=Nature.MONTH,
        formula="Mois d’ouverture du premier groupe, sinon mois d’entrée dans ce groupe, sinon"
        " mois de création du compte.",
        source=_GROUPS,
        read=lambda person: person.subject.month,
        required=True,
    ),
    Variable(
        name="etape",
        label="Jusqu’où la personne est allée",
        nature=Nature.CODE,
        formula="« termine » si tous les modules du parcours sont réussis ; sinon « commence »"
        " s’il y a une réponse à une question ; sinon « atteint ».",
        source=_PROGRESS,
        values=STAGE_CODES,
        read=lambda person: person.subject.stage.value,
        required=True,
    ),
    Variable(
        name="mois_debut",
        label="Le mois de la première réponse",
        nature=Nature.MONTH,
        formula="Mois de la première réponse à une question ; vide sans réponse.",
        source=_ANSWERS,
        read=lambda person: person.first_month,
    ),
    Variable(
        name="mois_dernier",
        label="Le mois de la dernière réponse",
        nature=Nature.MONTH,
        formula="Mois de la dernière réponse à une question ; vide sans réponse.",
        source=_ANSWERS,
        read=lambda person: person.last_month,
    ),
    Variable(
        name="semaine",
        label="Jusqu’à quelle semaine la personne est restée",
        nature=Nature.CODE,
        formula="Semaines entières entre la première et la dernière réponse, ramenées à 0, 1, 2,"
        " 4, 8 ou 12 ; seulement 12 semaines après la première réponse.",
        source=_ANSWERS,
        values=WEEK_CODES,
        read=lambda person: last_week_code(person.subject),
        required=True,
    ),
    Variable(
        name="reponses",
        label="Le nombre de réponses",
        nature=Nature.WHOLE,
        formula="Nombre de réponses à des questions, reprises et révisions comprises.",
        source=_ANSWERS,
        read=lambda person: person.answers,
        required=True,
    ),
    Variable(
        name="epreuves",
        label="Le nombre d’épreuves envoyées",
        nature=Nature.WHOLE,
        formula="Nombre d’épreuves envoyées, réussies ou non.",
        source="Épreuves",
        read=lambda person: person.tests,
        required=True,
    ),
    Variable(
        name="modules_reussis",
        label="Le nombre de modules réussis",
        nature=Nature.WHOLE,
        formula="Nombre de modules dont une épreuve envoyée atteint le seuil.",
        source="Épreuves",
        read=lambda person: sum(state == "reussi" for state in person.modules.values()),
        required=True,
    ),
    Variable(
        name="heures",
        label="Les heures d’assiduité",
        nature=Nature.WHOLE,
        formula="Somme des temps entre deux actions, 5 minutes au plus chacun (10 sur une page où"
        " écrire), en heures entières.",
        source="Séances",
        read=lambda person: person.seconds // (_HOUR * _HOUR),
        required=True,
    ),
    Variable(
        name="heures_accompagnement",
        label="Les heures d’accompagnement humain",
        nature=Nature.WHOLE,
        formula="Somme des durées notées par l’équipe, en heures entières.",
        source="Registre de l’accompagnement",
        read=lambda person: person.support_minutes // _HOUR,
        required=True,
    ),
    _score("score_avant", "Sentiment d’efficacité, avant", 0),
    _score("score_apres", "Sentiment d’efficacité, après", 1),
    Variable(
        name="depart",
        label="La raison de départ",
        nature=Nature.CODE,
        formula="Dernière raison notée par l’équipe, dans la liste fermée.",
        source=_TEAM,
        values=LEAVINGS,
        read=lambda person: person.subject.leaving,
    ),
    Variable(
        name="mois_depart",
        label="Le mois du départ",
        nature=Nature.MONTH,
        formula="Mois noté avec la dernière raison de départ.",
        source=_TEAM,
        read=lambda person: person.left_in,
    ),
    Variable(
        name="suite",
        label="La suite connue",
        nature=Nature.CODE,
        formula="Dernière suite notée par l’équipe, dans la liste fermée.",
        source=_OUTCOMES,
        values=OUTCOMES,
        read=lambda person: person.subject.outcome,
    ),
    Variable(
        name="mois_suite",
        label="Le mois de la suite",
        nature=Nature.MONTH,
        formula="Mois noté avec la dernière suite.",
        source=_OUTCOMES,
        read=lambda person: person.outcome_in,
    ),
    Variable(
        name="faits",
        label="Le nombre de faits gardés",
        nature=Nature.WHOLE,
        formula="Nombre de faits gardés sur la personne, sans les réponses aux questionnaires,"
        " qui peuvent être retirées. De deux lignes d’une même personne, la réunion garde celle"
        " qui en a le plus.",
        source="Tous les faits",
        read=lambda person: person.facts,
        required=True,
    ),
)
BY_NAME = {variable.name: variable for variable in VARIABLES}


def module_variable(slug: str, title: str = "") -> Variable:
    """Return the column of one module."""
    return Variable(
        name=f"{MODULE}{slug}",
        label=f"Module « {title} »" if title else f"Module {slug}",
        nature=Nature.CODE,
        formula="« reussi » si une épreuve envoyée du module atteint le seuil ; sinon « en-cours »"
        " s’il y a une réponse ; sinon « pas-commence ».",
        source=_PROGRESS,
        values=MODULE_STATES,
        read=lambda person: person.modules.get(slug, NOT_STARTED),
    )


def item_variable(
    questionnaire: str, item: str, *, words: str = "", low: int = 0, high: int = 10
) -> Variable:
    """Return the column of one question of a questionnaire."""

    def read(person: Person) -> Value:
        value = person.items.get(questionnaire, {}).get(item)
        return "" if value is None else value

    return Variable(
        name=f"{ITEM}{questionnaire}.{item}",
        label=words or f"Question {item}",
        nature=Nature.WHOLE,
        formula="Dernière réponse qui compte ; vide si la question a été passée, si la personne"
        " n’a pas répondu, ou si elle a retiré ses réponses.",
        source=f"Questionnaire « {questionnaire} »",
        low=low,
        high=high,
        read=read,
    )


def find_variable(name: str) -> Variable | None:
    """Return the variable of a column, None when none is declared under that name."""
    if name in BY_NAME:
        return BY_NAME[name]
    if len(name) > 2 * LONGEST:
        return None
    head, _, rest = name.partition(".")
    parts = rest.split(".")
    if not all(SLUG.fullmatch(part) for part in parts):
        return None
    if f"{head}." == MODULE and len(parts) == 1:
        return module_variable(parts[0])
    if f"{head}." == ITEM and len(parts) == 2:  # noqa: PLR2004 - a questionnaire and a question
        return item_variable(parts[0], parts[1])
    return None


def row_of(variables: Iterable[Variable], person: Person) -> tuple[str, ...]:
    """Return the cells of somebody, one for each variable."""
    return tuple(variable.write(person) for variable in variables)
