"""Projects of a demonstration: sheets filled in day after day, one read, one that waits.

The figures are those of the case studies; the sentences are each learner's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from learning.domain.access import Actor, Role
from learning.domain.worked.projects import find_example
from learning.services.consultations import note_consultation
from learning.services.demo_follow_up import Told
from learning.services.project import save_sheet
from learning.services.project_access import PAGE, allow
from learning.services.project_given import Given, give_reading
from learning.services.project_reading import ask_reading
from learning.services.work import Work

_NUMBERS = ("prix", "seuil-de-rentabilite", "compte-de-resultat", "bfr", "plan-de-financement",
            "emprunt", "tresorerie", "statut")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Project:
    """A learner's project: whose, the case study that lends its figures, how far it went."""

    place: int  # the learner's number among those made
    case: str
    idea: Mapping[str, str]
    sheets: int  # how many of the sheets with figures are filled in
    first_price: str = ""  # what was typed before the price of the case study
    asked: bool = False
    said: Mapping[str, str] | None = None  # what the trainer answered
    allowed: bool = False


_PROJECTS = (
    _Project(
        place=2,
        case="barber",
        sheets=3,
        first_price="12",
        idea={
            "metier": "Coupe à domicile",
            "activite": "artisanat",
            "unite": "coupe",
            "client": "Les personnes âgées de mon quartier, et leurs voisins.",
            "probleme": "Elles ne peuvent plus aller au salon.",
            "offre": "Je viens chez elles, avec tout le matériel, en une demi-heure.",
            "phrase": "Je coiffe chez eux ceux qui ne peuvent plus se déplacer.",
        },
        said={
            "idee": "On voit bien qui est votre client. Dites aussi comment il apprend que "
            "vous existez.",
            "prix": "Votre nouveau prix paie vos dépenses. Comptez le temps de trajet : il n’est "
            "pas encore dans vos heures.",
        },
    ),
    _Project(
        place=3,
        case="friperie",
        sheets=8,
        asked=True,
        idea={
            "metier": "Vente de vêtements d’occasion",
            "activite": "vente",
            "unite": "article",
            "client": "Des jeunes qui cherchent une marque, moins chère que neuve.",
            "probleme": "Ils ne savent pas si l’article est en bon état.",
            "offre": "Un article lavé, mesuré, photographié sous quatre angles.",
            "difference": "Chaque défaut est montré en photo.",
            "phrase": "Je vends des vêtements d’occasion dont on connaît chaque défaut.",
        },
    ),
    _Project(
        place=4,
        case="velo",
        sheets=5,
        allowed=True,
        idea={
            "metier": "Réparation de vélos chez les gens",
            "activite": "artisanat",
            "unite": "intervention",
            "client": "Les familles qui ont trois vélos dans une cave.",
            "probleme": "Porter trois vélos à l’atelier prend une matinée.",
            "offre": "Je viens le mercredi et le samedi, pièces comprises.",
            "phrase": "Je répare les vélos de la famille sans qu’elle bouge.",
        },
    ),
    _Project(
        place=12,
        case="nettoyage",
        sheets=1,
        idea={"metier": "Ménage de bureaux", "activite": "artisanat", "unite": "heure"},
    ),
    _Project(
        place=13,
        case="livraison-velo",
        sheets=2,
        idea={
            "metier": "Livraison de repas à vélo",
            "activite": "service",
            "unite": "course",
            "client": "Une plateforme, puis trois restaurants de ma rue.",
        },
    ),
)


def tell_projects(work: Work, told: Told, *, trainer: UUID, days: int) -> None:
    """Fill the sheets of some learners, let one ask for a reading, and answer another."""
    now = work.instant
    for one in _PROJECTS:
        if one.place < len(told.learners):
            learner = Actor(id=told.learners[one.place], role=Role.LEARNER, site=work.site)
            team = replace(
                learner, id=trainer, role=Role.TRAINER, groups=frozenset(told.groups[:3])
            )
            _fill(work, one, learner, now, days)
            _share(work, one, learner, team, now)
            if one.allowed:
                work.actor = replace(team, id=told.counsellor, role=Role.COUNSELLOR)
                note_consultation(work, learner.id, PAGE)
    work.actor, work.instant = None, now


def _fill(work: Work, one: _Project, learner: Actor, now: datetime, days: int) -> None:
    """Save the idea, then a sheet with figures a day, up to the day before yesterday."""
    case = find_example(one.case)
    work.actor = learner
    typed = {slug: case.sheets[slug] for slug in _NUMBERS if case and slug in case.sheets}
    sheets = [("idee", one.idea), *list(typed.items())[: one.sheets]]
    if one.first_price:
        sheets.insert(1, ("prix", {**typed["prix"], "prix": one.first_price}))
    for place, (slug, values) in enumerate(sheets):
        back = min(len(sheets) - place + 2, max(days - 1, 0))
        work.instant = now - timedelta(days=back) + timedelta(minutes=place)
        save_sheet(work, slug, values, seen=0)


def _share(work: Work, one: _Project, learner: Actor, team: Actor, now: datetime) -> None:
    work.instant = now - timedelta(hours=20)
    if one.asked or one.said:
        ask_reading(work)
    if one.allowed:
        allow(work, allowed=True)
    work.instant = now - timedelta(hours=2)
    if one.said:
        work.actor = team
        note_consultation(work, learner.id, PAGE)
        give_reading(work, learner.id, Given(comments=one.said, versions={}))
