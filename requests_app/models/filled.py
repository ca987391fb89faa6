"""What the database asks of a sealed text: that there is one. What it says it cannot ask."""

from django.db.models import F
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan


def filled(field: str) -> GreaterThan:
    """A condition for a constraint: an empty value stays empty in a sealed column."""
    return GreaterThan(Length(F(field)), 0)
