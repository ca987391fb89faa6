"""Twenty at once: no number twice, none left out, one request for each key."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

import pytest

from portal.audit.services import verify
from requests_app.rectification.models import Rectification, RectificationEvidence
from requests_app.rectification.numbers import is_rectification_number
from requests_app.rectification.services.intake import submit_rectification
from tests.builders import City, organ, small_city
from tests.requests_app.cases import SUBMITTED_AT, submitted
from tests.requests_app.rectification.cases import asked, filed, papers
from tests.requests_app.test_intake_race import at_once

MANY = 20


def submit(city: City, key: uuid.UUID) -> Any:
    return submit_rectification(asked=asked(city), evidence=papers(), key=key, at=SUBMITTED_AT)


@pytest.mark.django_db(transaction=True)
def test_twenty_submissions_give_numbers_without_gaps() -> None:
    city = small_city()
    keys = [uuid.uuid4() for _ in range(MANY // 2)]
    # Each key comes twice: a form pressed twice.
    receipts: list[Any] = list(at_once([partial(submit, city, key) for key in [*keys, *keys]]))
    numbers = sorted(Rectification.objects.values_list("number", flat=True))
    assert numbers == [f"SJ-B-2026-GZ{n:05d}" for n in range(1, MANY // 2 + 1)]
    assert sum(receipt.is_new for receipt in receipts) == MANY // 2
    assert len({receipt.code for receipt in receipts}) == MANY // 2
    assert RectificationEvidence.objects.count() == MANY
    assert verify() is None


@pytest.mark.django_db
def test_numbers_are_never_those_of_applications(city: City) -> None:
    """Not even where an organ's code ends in the letters of a rectification."""
    tricky = organ("SJ-B-2026-GZ", "试江市改革局", "city", "department", city.root)
    case, other = filed(city), submitted(city, organ=tricky)
    assert is_rectification_number(case.number)
    assert not is_rectification_number(other.number)
    assert case.number != other.number
