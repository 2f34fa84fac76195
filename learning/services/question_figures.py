"""The figures that questions cite, for the notes at the end of their page."""

import re
from collections.abc import Sequence

from learning.domain.course import Figure
from learning.domain.question import Question
from learning.services.work import Work

_CITED = re.compile(r'href="#chiffre-([\w.-]+)"')


def figures_cited(
    work: Work, questions: Sequence[Question], *, release: str | None = None
) -> tuple[Figure, ...]:
    """Return the figures that the prompts, hints and explanations of questions link to.

    They are those of today, or of the release that an old attempt is shown on.
    """
    cited = {
        found
        for question in questions
        for html in (question.prompt, question.hint, question.explanation, *_inside(question))
        if "#chiffre-" in html
        for found in _CITED.findall(html)
    }
    if not cited:
        return ()
    catalogue = work.library.catalogue(work.connection, release) if release else work.catalogue
    return tuple(figure for figure in catalogue.figures if figure.id in cited)


def _inside(question: Question) -> list[str]:
    """The HTML of choices with their reasons, and of the cells of a table."""
    choices = getattr(question, "choices", ())
    found = [html for choice in choices for html in (choice.html, choice.feedback)]
    found += [cell.html for row in getattr(question, "rows", ()) for cell in row]
    found += [str(part) for part in getattr(question, "parts", ()) if isinstance(part, str)]
    return found
