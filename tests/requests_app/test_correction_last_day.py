"""补正期限 to its last moment: the whole last day is the applicant's."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from portal.common.errors import ActRefused
from requests_app.models import CorrectionNotice, InformationRequest
from requests_app.workflow import Status
from tests.builders import City
from tests.requests_app.cases import DAY, STEPS, Desk, bring_to, desk, submitted

pytestmark = pytest.mark.django_db
# What `STEPS` adds to the day it is given, so that a walk to this act is lawful.
LATER = 40 * DAY


@pytest.fixture
def people(city: City) -> Desk:
    return desk(city)


@pytest.fixture
def waiting(city: City, people: Desk) -> InformationRequest:
    return bring_to(submitted(city), Status.AWAITING_CORRECTION, people=people)


def last_day(case: InformationRequest) -> dt.date:
    return CorrectionNotice.objects.get(request=case).respond_by


def local(day: dt.date, hour: int, minute: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (12, 0), (23, 59)])
def test_nobody_is_given_up_on_the_last_day(
    waiting: InformationRequest, people: Desk, hour: int, minute: int
) -> None:
    at = local(last_day(waiting), hour, minute)
    with pytest.raises(ActRefused, match="还没有届满"):
        STEPS["lapse_uncorrected"](waiting, people, at - LATER)
    waiting.refresh_from_db()
    assert waiting.status == Status.AWAITING_CORRECTION
    STEPS["supply_correction"](waiting, people, at)
    waiting.refresh_from_db()
    assert waiting.status == Status.HANDLING


def test_the_day_after_it_is_over(waiting: InformationRequest, people: Desk) -> None:
    at = local(last_day(waiting) + DAY, 0, 0)
    STEPS["lapse_uncorrected"](waiting, people, at - LATER)
    waiting.refresh_from_db()
    assert waiting.status == Status.DELIVERING
