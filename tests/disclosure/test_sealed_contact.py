"""How to reach the writer of a 纠错 report stands sealed in the database."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection

from disclosure.models import ErrorReport
from disclosure.services.error_reports import report_error
from portal.vault.fields import SealedTextField
from tests.builders import City, published

pytestmark = pytest.mark.django_db
CONTACT = "13900001234"


def test_the_contact_is_sealed_in_its_column(city: City, now: dt.datetime) -> None:
    report = report_error(
        document=published(city), text="第三段有错别字", contact=CONTACT, key=uuid.uuid4(), at=now
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM disclosure_errorreport")
        column = cursor.fetchone()[0]
    assert column.startswith("v1.")
    assert CONTACT not in column
    assert ErrorReport.objects.get(pk=report.pk).contact == CONTACT


def test_what_was_sealed_under_the_name_of_before_is_still_read(
    city: City, now: dt.datetime
) -> None:
    report = report_error(document=published(city), text="有错字", key=uuid.uuid4(), at=now)
    before = SealedTextField(bound_to="disclosure.correctionreport.contact")
    sealed = before.sealed(CONTACT, seal_id=report.seal_id)
    ErrorReport.objects.filter(pk=report.pk).update(contact=sealed)
    assert ErrorReport.objects.get(pk=report.pk).contact == CONTACT
