"""An extension beside a restart of the reply period, where the organ reads that it ends with it."""

from __future__ import annotations

import pytest

from requests_app.deadlines.clock import clock
from requests_app.deadlines.facts import Correction, Extension, Facts, Fee
from requests_app.deadlines.laws import Readings
from tests.requests_app.clocks import D, due
from tests.workdays.calendars import CALENDAR

ENDS_WITH_IT = Readings(extension_outlives_restart=False)


@pytest.mark.parametrize(
    ("approved", "days", "reply_due"),
    [
        # 2024-04-10 the corrected application came in: before, on and after that day.
        ("2024-04-09", 20, "2024-05-10"),
        ("2024-04-10", 25, "2024-05-16"),
        ("2024-04-11", 25, "2024-05-16"),
    ],
)
def test_an_extension_of_the_day_of_the_correction_is_of_the_new_period(
    approved: str, days: int, reply_due: str
) -> None:
    facts = Facts(
        D("2024-01-30"),
        corrections=(Correction(D("2024-02-06"), D("2024-04-10")),),
        extension=Extension(D(approved), 5),
    )
    answer = clock(facts, CALENDAR, readings=ENDS_WITH_IT)
    assert (answer.period.days, due(answer)) == (days, reply_due)


def test_an_extension_of_the_day_of_the_receipt_counts() -> None:
    facts = Facts(D("2024-01-30"), extension=Extension(D("2024-01-30"), 5))
    assert clock(facts, CALENDAR, readings=ENDS_WITH_IT).period.days == 25


@pytest.mark.parametrize(("approved", "days"), [("2026-10-10", 20), ("2026-10-12", 25)])
def test_an_extension_of_the_day_of_the_payment_is_of_the_new_period(
    approved: str, days: int
) -> None:
    facts = Facts(
        D("2026-09-10"),
        fee=Fee(D("2026-09-22"), D("2026-10-12")),
        extension=Extension(D(approved), 5),
    )
    assert clock(facts, CALENDAR, readings=ENDS_WITH_IT).period.days == days
