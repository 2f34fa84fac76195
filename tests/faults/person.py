"""A learner at a terminal during a fault; every browser hangs up at the end of its test."""

from dataclasses import dataclass

from tests.support.little_site import LESSON, Learner
from tests.support.sites import ServedSite
from tests.support.visitor import Answered, Visitor

TAKEN = 303
AGAIN = f"{LESSON}?essayer=combien"
OPEN: list[Visitor] = []


@dataclass(slots=True)
class Person:
    """A learner at a terminal, who answers with numbers never typed before."""

    learner: Learner
    visitor: Visitor
    values: dict[str, list[str]]
    typed: int = 1000

    def answer(self) -> Answered:
        """Answer once more."""
        self.typed += 1
        typed = {"combien": str(self.typed), "enregistrer": "combien"}
        answered = self.visitor.ask("POST", LESSON, {**self.values, **typed})
        if answered.status == TAKEN:
            self.values = self.values | {"jeton": [str(int(self.values["jeton"][0]) + 1)]}
        return answered


def person_at(site: ServedSite, learner: Learner) -> Person:
    """Sign in and open the lesson."""
    visitor = Visitor(site.url)
    OPEN.append(visitor)
    visitor.sign_in(learner.identifier, learner.phrase)
    return Person(learner, visitor, visitor.get(AGAIN).page.form("combien").values)
