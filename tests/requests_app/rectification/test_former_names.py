"""更正申请 once had other names in the database: what was sealed and noted under them is found."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.audit.services import export_rows, record
from portal.notifications.models import InboxNotice
from portal.vault.registry import sealed_columns
from requests_app.rectification import workflow as flow
from tests.builders import City
from tests.requests_app.cases import SUBMITTED_AT
from tests.requests_app.rectification.cases import NAME, WRONG, brought, filed
from tests.requests_app.test_sealed_texts import migrated_to, opened

pytestmark = pytest.mark.django_db
BEFORE = ("requests_app", "0017_record_letters")


def former(name: str) -> Any:
    """A model as it was called before."""
    state = MigrationExecutor(connection).loader.project_state(BEFORE)
    return state.apps.get_model("requests_app", name)


@pytest.mark.upgrade
def test_what_was_sealed_under_the_former_names_opens(city: City) -> None:
    case = brought(city, flow.Status.DECLINED)
    brought(city, flow.Status.FORWARDED)
    kept = opened()
    migrated_to(BEFORE)
    row = former("RecordCorrection").objects.get(pk=case.pk)
    assert (row.name, row.inaccurate) == (NAME, WRONG)
    # Sealed by what the code was then, under the label it had then.
    row.should_be = "按当时的名称加密"
    row.save(update_fields=["should_be"])
    migrated_to(*MigrationExecutor(connection).loader.graph.leaf_nodes("requests_app"))
    changed = ("rectification", case.pk, "should_be")
    assert opened() == kept | {changed: "按当时的名称加密"}


def test_every_sealed_text_stays_bound_to_its_former_label() -> None:
    """Otherwise nothing sealed before the renaming would open."""
    labels = {
        model._meta.object_name: {column.label.rsplit(".", 1)[0] for column in columns}
        for model, columns in sealed_columns()
        if model.__module__.startswith("requests_app.rectification.")
    }
    assert labels == {
        "Rectification": {"requests_app.recordcorrection"},
        "RectificationDecision": {"requests_app.recorddecision"},
        "RectificationForwarding": {"requests_app.recordforwarding"},
        "RectificationAct": {"requests_app.recordact"},
        "RectificationLetter": {"requests_app.recordletter"},
    }


def test_the_trail_of_a_case_is_whole_under_either_name(city: City) -> None:
    case = filed(city)
    old = former("RecordCorrection")(pk=case.pk)
    record(action="records.accept", summary="改名以前", by=None, at=SUBMITTED_AT, subject=old)
    types = AuditEntry.objects.filter(object_id=str(case.pk)).values_list("object_type", flat=True)
    assert {"requests_app.Rectification", "requests_app.RecordCorrection"} <= set(types)
    for name in ("Rectification", "RecordCorrection"):
        rows = export_rows(subject=(f"requests_app.{name}", str(case.pk)))
        assert [row["action"] for row in rows] == ["records.submit", "records.accept"]


@pytest.mark.upgrade
def test_links_of_notices_that_were_sent_lead_on(city: City) -> None:
    case = filed(city)
    migrated_to(BEFORE)
    InboxNotice.objects.create(
        user=city.outsider, dedup_key="record:1", title="更正申请", created_at=SUBMITTED_AT,
        url=f"/admin/requests_app/recordcorrection/{case.pk}/change/",
    )  # fmt: skip
    migrated_to(*MigrationExecutor(connection).loader.graph.leaf_nodes("requests_app"))
    address = reverse("admin:requests_app_rectification_change", args=[case.pk])
    assert InboxNotice.objects.get(dedup_key="record:1").url == address
