"""The eight worked examples, in the order of the courses."""

from learning.domain.worked.bicycles import BICYCLE, DELIVERY
from learning.domain.worked.cleaning_and_hair import BARBER, CLEANING
from learning.domain.worked.clothes_and_gardens import CLOTHES, GARDEN
from learning.domain.worked.meals_and_paint import MEALS, PAINT
from learning.domain.worked.worked import Worked

EXAMPLES: tuple[Worked, ...] = (
    MEALS, PAINT, CLEANING, BARBER, BICYCLE, DELIVERY, CLOTHES, GARDEN,
)  # fmt: skip
_BY_SLUG = {one.slug: one for one in EXAMPLES}


def find_example(slug: str) -> Worked | None:
    """Return the worked example of that name, or None."""
    return _BY_SLUG.get(slug)
