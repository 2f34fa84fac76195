"""The five families of errors, one for each answer that the web can give.

Each carries a French sentence that says what happened and what to do. The sentence is a
message identifier: whoever shows it passes it through gettext with its parameters.
"""

from collections.abc import Callable


class LearningError(Exception):
    """Something a person must be told; ``message`` is French, ``parameters`` fill it."""

    def __init__(self, message: str, **parameters: object) -> None:
        super().__init__(message)
        self.message = message
        self.parameters = parameters

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence to show, translated and filled."""
        text = translate(self.message)
        return text % self.parameters if self.parameters else text

    def __str__(self) -> str:
        return self.sentence()


class NotFound(LearningError):  # noqa: N818 - the five families read as answers
    """Nothing there, or nothing that this person may know of (404)."""


class Refused(LearningError):  # noqa: N818
    """The person may not do this (403)."""


class Invalid(LearningError):  # noqa: N818
    """What was typed cannot be used; ``field`` names the form field at fault (422)."""

    def __init__(self, message: str, *, field: str = "", **parameters: object) -> None:
        super().__init__(message, **parameters)
        self.field = field


class Conflict(LearningError):  # noqa: N818
    """Somebody, or another page of the same person, was there first (409)."""


class Unavailable(LearningError):  # noqa: N818
    """It cannot be done just now and nothing was lost (503)."""
