"""The receipt of a registered request for correction: handed over again until its data are gone."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.tracking.codes import code_from
from requests_app.tasks import purge_old_cases
from tests.builders import City
from tests.requests_app.officers import signed_in
from tests.requests_app.rectification.cases import ROADS, taken_in, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
# Withdrawn on 2026-09-07 and kept for 24 months: the last day, and the first day after it.
LAST_DAY = dt.datetime(2028, 9, 7, 4, tzinfo=dt.UTC)
AFTER_IT = dt.datetime(2028, 9, 8, 4, tzinfo=dt.UTC)


def test_no_receipt_once_the_personal_data_are_purged(city: City, settings: Settings) -> None:
    settings.AXES_ENABLED = False
    case = walk(taken_in(city), city, *ROADS["withdrawn"])
    slip = reverse(f"admin:{case._meta.app_label}_{case._meta.model_name}_receipt", args=[case.pk])
    intake = signed_in(city.people[Role.REQUEST_INTAKE])
    with time_machine.travel(LAST_DAY):
        purge_old_cases()
    answer = intake.get(slip)
    assert answer.status_code == 200
    assert code_from(case.submission_key) in answer.content.decode()
    with time_machine.travel(AFTER_IT):
        purge_old_cases()
    case.refresh_from_db()
    assert case.purged_at
    assert intake.get(slip).status_code == 404
