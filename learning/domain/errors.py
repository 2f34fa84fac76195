"""The five families of errors, one for each answer that the web can give.

Each carries a French sentence that says what happened and what to do. The sentence is a
message identifier: whoever shows it passes it through gettext with its parameters.
"""

import errno
from collections.abc import Callable

# What a system says in English of a file or a port.
_REASONS = {
    errno.ENOENT: "ce nom n’existe pas",
    errno.EACCES: "les droits ne le permettent pas",
    errno.EPERM: "les droits ne le permettent pas",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOSPC: "il n’y a plus de place",
    errno.EDQUOT: "il n’y a plus de place",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.EADDRINUSE: "un autre programme s’en sert",
    errno.EADDRNOTAVAIL: "cette machine n’a pas cette adresse",
    errno.EIO: "le disque a échoué",
}


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


def reason(error: OSError) -> str:
    """Why the system refused a file or a port, in French where it is one that people meet."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))
