"""What the database itself holds to: acts are never changed, numbers have no gaps."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import InternalError, transaction

from tests.builders import City
from tests.floor.kinds import KINDS, Kind

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("kind", KINDS, ids=str)]


@pytest.mark.parametrize("column", ["action", "source", "target"])
def test_an_act_is_never_changed(city: City, kind: Kind, column: str) -> None:
    rows = kind.filed(city).acts.all()
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        rows.update(**{column: "withdraw"})
    assert rows.get().action == "submit"


def test_an_act_is_never_deleted(city: City, kind: Kind) -> None:
    rows = kind.filed(city).acts.all()
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        rows.all().delete()
    assert rows.count() == 1


def count_of(case: Any) -> int:
    """The count at the end of a number: 7 of SJ-B-2026-GZ00007."""
    return int("".join(char for char in case.number.rsplit("-", 1)[1] if char.isdigit()))


def test_a_number_that_was_rolled_back_is_given_to_the_next(city: City, kind: Kind) -> None:
    first = count_of(kind.filed(city))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert count_of(kind.filed(city)) == first + 1
        raise ZeroDivisionError
    assert count_of(kind.filed(city)) == first + 1
