"""The small city, built once by its services and set down again, row by row, for every test.

Building it takes 145 queries and most tests begin with it; setting it down takes one per model.
The rows keep their keys: sequences are never set back, so that nothing else is given one of them.
"""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass

from django.db.models import DateTimeField, Model
from django.utils import timezone

from portal.accounts.models import Membership, PasswordHistory, User
from portal.organs.models import Organ, OrganPrefix, SiteProfile
from tests.builders import City, small_city

# Everything the builder writes to, each after what it points to.
MODELS: tuple[type[Model], ...] = (
    Organ,
    OrganPrefix,
    SiteProfile,
    User,
    PasswordHistory,
    Membership,
)


@dataclass(frozen=True)
class Foundation:
    """A city as the builder returned it, and its rows as they were then."""

    city: City
    rows: tuple[list[Model], ...]

    def set_down(self) -> City:
        """The city in an empty database, founded now."""
        copied = copy.deepcopy(self)
        now = timezone.now()
        for model, rows in zip(MODELS, copied.rows, strict=True):
            for row in rows:
                _date(row, now)
            model._base_manager.bulk_create(rows)  # type: ignore[attr-defined]
        for user in (*copied.city.people.values(), copied.city.outsider):
            _date(user, now)
        return copied.city


_FOUNDATIONS: list[Foundation] = []


def founded_city() -> City:
    """The small city of a test; by its builder where there are organs or people already."""
    if any(model._base_manager.exists() for model in (Organ, User)):  # type: ignore[attr-defined]
        return small_city()
    if _FOUNDATIONS:
        return _FOUNDATIONS[0].set_down()
    city = small_city()
    rows = tuple(list(model._base_manager.order_by("pk")) for model in MODELS)  # type: ignore[attr-defined]
    _FOUNDATIONS.append(copy.deepcopy(Foundation(city, rows)))
    return city


def _date(row: Model, now: dt.datetime) -> None:
    """Give every instant of a row the one at which it would have been made."""
    for field in row._meta.concrete_fields:
        if isinstance(field, DateTimeField) and getattr(row, field.attname) is not None:
            setattr(row, field.attname, now)
