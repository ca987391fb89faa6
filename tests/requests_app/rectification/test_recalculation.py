"""A changed calendar moves the internal days of requests for rectification in the same run."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from requests_app.models import RedatedRectification, Redating
from requests_app.rectification import workflow as flow
from requests_app.rectification.models import Rectification
from requests_app.rectification.services.recalculation import preview_rectifications
from requests_app.services import recalculation
from tests.builders import City
from tests.requests_app.cases import SUBMITTED_AT
from tests.requests_app.officers import signed_in
from tests.requests_app.rectification.cases import PERSONAL, brought, filed, walk

pytestmark = pytest.mark.django_db
ADD = "/admin/requests_app/redating/add/"
WRONG = dt.date(2026, 9, 30)


@pytest.fixture(autouse=True)
def no_lockout(settings: object) -> None:
    settings.AXES_ENABLED = False  # type: ignore[attr-defined]


@pytest.fixture
def rows(city: City) -> list[Rectification]:
    """Two open ones and one decided, whose days the calendar as it is now would not give."""
    made = [filed(city), brought(city, flow.Status.VERIFYING), brought(city, flow.Status.CORRECTED)]
    Rectification.objects.update(due_on=WRONG)
    return made


def test_preview_reason_audit_and_once(city: City, rows: list[Rectification]) -> None:
    above = city.people[Role.SUPERVISOR]
    shifts = preview_rectifications(by=above)
    assert [shift.rectification.pk for shift in shifts] == [rows[0].pk, rows[1].pk]
    right = shifts[0].after
    assert right is not None
    assert preview_rectifications(by=city.outsider) == []
    with pytest.raises(ActRefused, match="理由"):
        recalculation.begin_redating(reason=" ", by=above, at=SUBMITTED_AT)
    with pytest.raises(NotPermitted):
        recalculation.begin_redating(
            reason="试", by=city.people[Role.REQUEST_HANDLER], at=SUBMITTED_AT
        )
    run = recalculation.begin_redating(reason="防台停工一日", by=above, at=SUBMITTED_AT)
    # Decided between the preview and its turn: its day stays.
    walk(rows[1], city, "record_withdrawal")
    OutboxMessage.objects.all().delete()
    # A worker that was killed left the second one.
    assert recalculation.go_on(at=SUBMITTED_AT, limit=1) == 1
    run.refresh_from_db()
    assert run.finished_at is None
    assert recalculation.go_on(at=SUBMITTED_AT) == 1
    assert recalculation.go_on(at=SUBMITTED_AT) == 0
    run.refresh_from_db()
    assert run.finished_at is not None
    days = list(Rectification.objects.order_by("pk").values_list("due_on", flat=True))
    assert days == [right, WRONG, WRONG]
    first = RedatedRectification.objects.order_by("pk")[0]
    assert (first.due_before, first.due_after) == (WRONG, right)
    entry = AuditEntry.objects.get(action="records.redate")
    assert entry.details["reason"] == "防台停工一日"
    assert rows[0].number in entry.summary
    told = OutboxMessage.objects.filter(kind="requests.redated")
    assert told.exists()
    assert [text for text in PERSONAL for row in told if text in row.body + row.subject] == []
    with pytest.raises(ActRefused, match="没有期限会变动"):
        recalculation.begin_redating(reason="再试", by=above, at=SUBMITTED_AT)


def test_the_page_shows_both_kinds(city: City, rows: list[Rectification]) -> None:
    client = signed_in(city.people[Role.SUPERVISOR])
    page = client.get(ADD).content.decode()
    assert rows[0].number in page
    assert "重算 2 件的期限" in page
    assert rows[0].number not in signed_in(city.outsider).get(ADD).content.decode()
    assert client.post(ADD, {"reason": "日历更正"}).status_code == 302
    assert Redating.objects.get().records.filter(done_at=None).count() == 0
    assert "日历更正" in client.get("/admin/requests_app/redating/").content.decode()
