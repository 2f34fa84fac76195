"""What a check is, and what it says once its rule is met."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from learning.domain.viability.view import View

Values = Mapping[str, str]
When = Callable[[View], Values | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One reason, in plain French. ``sheet`` and ``field`` say where to change it."""

    id: str
    sentence: str
    sheet: str
    field: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the table. ``when`` gives the figures of the sentence, None when all is well.

    ``rule`` says in English what is looked at; ``sentence`` holds ``%(name)s`` values.
    """

    id: str
    sheet: str
    rule: str
    source: str
    sentence: str
    when: When
    field: str = ""

    def notice(self, values: Values) -> Notice:
        """Fill the sentence."""
        return Notice(
            id=self.id,
            sentence=self.sentence % values,
            sheet=self.sheet,
            field=self.field,
            source=self.source,
        )
