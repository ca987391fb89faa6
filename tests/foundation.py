"""The small city, built once by its services and set down again, row by row, for every test.

Building it takes 145 queries and most tests begin with it; setting it down takes one.
The rows keep their keys: sequences are never set back, so that nothing else is given one of them.
"""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Model
from django.db.models.sql import InsertQuery
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
    """A city as the builder returned it, and the statement that writes the rows it had then."""

    city: City
    statement: str
    values: tuple[Any, ...]

    @classmethod
    def under(cls, city: City) -> Foundation:
        """What lies beneath a city that has just been built in an empty database."""
        inserts = [_insert(model) for model in MODELS]
        statement = ";".join(sql for sql, _ in inserts)
        values = tuple(value for _, given in inserts for value in given)
        return cls(copy.deepcopy(city), statement, values)

    def set_down(self) -> City:
        """The city in an empty database, founded now."""
        now = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(self.statement, tuple(_dated(value, now) for value in self.values))
        city = copy.deepcopy(self.city)
        for user in (*city.people.values(), city.outsider):
            _date(user, now)
        return city


_FOUNDATIONS: list[Foundation] = []


def founded_city() -> City:
    """The small city of a test; by its builder where there are organs or people already."""
    if any(model._base_manager.exists() for model in (Organ, User)):  # type: ignore[attr-defined]
        return small_city()
    if _FOUNDATIONS:
        return _FOUNDATIONS[0].set_down()
    city = small_city()
    _FOUNDATIONS.append(Foundation.under(city))
    return city


def _insert(model: type[Model]) -> tuple[str, tuple[object, ...]]:
    """The statement, and its values, that writes every row of the table once more."""
    query = InsertQuery(model)
    rows = list(model._base_manager.order_by("pk"))  # type: ignore[attr-defined]
    query.insert_values(model._meta.concrete_fields, rows)
    ((sql, values),) = query.get_compiler(connection=connection).as_sql()
    return sql, values


def _dated(value: Any, now: dt.datetime) -> Any:
    """A value of a row, or a column of them, as it would be if the row were made now."""
    if isinstance(value, list):
        return [_dated(each, now) for each in value]
    return now if isinstance(value, dt.datetime) else value


def _date(row: Model, now: dt.datetime) -> None:
    """Give every instant of a row the one at which it would have been made."""
    for field in row._meta.concrete_fields:
        if isinstance(field, DateTimeField) and getattr(row, field.attname) is not None:
            setattr(row, field.attname, now)
