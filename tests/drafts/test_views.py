"""A form that was open while somebody signed in anew in another tab."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from portal.drafts.models import KeptText
from requests_app.workflow.states import HANDLER, Status
from tests.builders import City
from tests.drafts.test_keeping import AT, KEEP, LONG, mark_in, text_of
from tests.requests_app.cases import bring_to, desk, submitted
from tests.requests_app.officers import page_of

pytestmark = pytest.mark.django_db
OURS = "http://testserver"


def test_what_a_stale_page_sends_is_kept_and_a_forged_form_is_not(
    city: City, settings: Settings
) -> None:
    settings.AXES_ENABLED = False
    people = desk(city)
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    address = page_of(case, "act/log_contact")
    client = Client(enforce_csrf_checks=True)
    client.force_login(people[HANDLER])
    given = {"form_mark": mark_in(text_of(client, address)), "summary": LONG}
    with time_machine.travel(AT):
        for origin in ({}, {"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}):
            forged: Any = client.post(address, given, **origin)
            assert forged.status_code == 403
            assert "填写的内容没有保存" in forged.content.decode()
        assert not KeptText.objects.exists()
        stale: Any = client.post(address, given, HTTP_ORIGIN=OURS)
        assert stale.status_code == 403
        assert "填写的内容已经保存" in stale.content.decode()
        assert client.post(KEEP, given, HTTP_ORIGIN=OURS).status_code == 204
    assert LONG in text_of(client, address)
    assert LONG not in [row.summary for row in case.contacts.all()]
