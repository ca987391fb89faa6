"""How to reach the writer of a 纠错 report stands sealed in the database."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection

from disclosure.models import CorrectionReport
from disclosure.services.corrections import report_error
from tests.builders import City, published

pytestmark = pytest.mark.django_db
CONTACT = "13900001234"


def test_the_contact_is_sealed_in_its_column(city: City, now: dt.datetime) -> None:
    report = report_error(
        document=published(city), text="第三段有错别字", contact=CONTACT, key=uuid.uuid4(), at=now
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM disclosure_correctionreport")
        column = cursor.fetchone()[0]
    assert column.startswith("v1.")
    assert CONTACT not in column
    assert CorrectionReport.objects.get(pk=report.pk).contact == CONTACT
