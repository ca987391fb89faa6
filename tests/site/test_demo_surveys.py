"""The questionnaires of the demo city: three with a result, one that is open."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from decisions.surveys.models import Survey
from portal.organs.organs_file import load_organs_file
from portal.site.demo import loader, surveys
from tests.floor import kinds
from tests.floor.offered import walked

pytestmark = pytest.mark.django_db


def test_questionnaires_with_results_and_again_none(
    now: dt.datetime, client: Client, at_noon: None
) -> None:
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    loader.load_site_profile()
    assert surveys.load_surveys(now=now) == len(surveys.listed()) == 4
    assert surveys.load_surveys(now=now) == 0
    assert Survey.objects.with_result().count() == 3
    assert Survey.objects.open(now).count() == 1
    for row in Survey.objects.all():
        page = client.get(row.get_absolute_url())
        assert page.status_code == 200
        assert "演示" in page.content.decode()
    assert "已收到310多份" in client.get(reverse("decisions:participate")).content.decode()
    assert walked(kinds.SURVEYS, at=now)
