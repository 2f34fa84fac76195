"""What the inventory says of a table, and the words that its lines share."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """What holds for every column of one table, and the purpose of each."""

    readers: str
    kept: str
    erased: str
    columns: dict[str, str]


SITE = "le site qui tient la ligne"
WITH_PERSON = "avec le compte, en cascade"
COURSE_END = "2 ans après la fin du parcours"
FOR_GOOD = "tant que le site existe"
