"""Personal data of a closed case: sealed, kept for a term, held, purged."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.audit.services import verify
from portal.common.errors import ActRefused, NotPermitted
from portal.personal.retention import GONE
from requests_app.models import InformationRequest
from requests_app.services.retention import hold, purge
from requests_app.services.retention.cases import CASES
from requests_app.workflow.states import Status
from tests.builders import City
from tests.requests_app.cases import SUBMITTED_AT, bring_to, desk, submitted

PERSONAL = ("演示申请人甲", "990101199001010019", "0000-81234567")


def _months(number: int) -> dt.datetime:
    return SUBMITTED_AT + dt.timedelta(days=31 * number)


@pytest.fixture
def closed(city: City) -> InformationRequest:
    return bring_to(submitted(city), Status.ARCHIVED, people=desk(city))


def _dump() -> str:
    """Every row of every table of the case, and of the audit trail, as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND (table_name LIKE 'requests_app%' OR table_name LIKE 'audit%'"
            " OR table_name LIKE 'notifications%')"
        )
        names = [row[0] for row in cursor.fetchall()]
        text = []
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names from the catalogue
            text += [str(row) for row in cursor.fetchall()]
    return "\n".join(text)


def test_nothing_personal_stands_in_the_database_in_the_clear(closed: InformationRequest) -> None:
    dump = _dump()
    assert closed.number in dump
    assert all(text not in dump for text in PERSONAL)
    again = InformationRequest.objects.get(pk=closed.pk)
    assert (again.name, again.identity_number, again.phone) == PERSONAL


def test_the_term_is_kept_to_the_day(closed: InformationRequest) -> None:
    assert CASES.keep_until(closed) == dt.date(2031, 9, 7)
    assert purge.purge_due(at=dt.datetime(2031, 9, 7, 4, tzinfo=dt.UTC)) == 0
    assert purge.purge_due(at=dt.datetime(2031, 9, 8, 4, tzinfo=dt.UTC)) == 1
    assert purge.purge_due(at=dt.datetime(2031, 9, 9, 4, tzinfo=dt.UTC)) == 0


def test_what_was_withdrawn_is_kept_for_less(city: City) -> None:
    withdrawn = bring_to(submitted(city), Status.WITHDRAWN, people=desk(city))
    assert CASES.keep_until(withdrawn) == dt.date(2028, 9, 7)
    open_one = submitted(city)
    assert CASES.keep_until(open_one) is None


def test_a_purge_leaves_the_figures_and_the_audit_trail(
    closed: InformationRequest,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    kept = (
        "organ_id",
        "applicant_kind",
        "channel",
        "received_on",
        "outcome",
        "closed_on",
        "status",
    )
    before = {name: getattr(closed, name) for name in kept}
    file = closed.evidence.get().file
    with django_capture_on_commit_callbacks(execute=True):
        purge.purge_due(at=_months(70))
    closed.refresh_from_db()
    assert {name: getattr(closed, name) for name in kept} == before
    assert (closed.name, closed.identity_number, closed.identity_index) == ("", "", "")
    assert closed.description == GONE
    assert closed.evidence.count() == 0
    assert not file.storage.exists(file.name)
    assert AuditEntry.objects.filter(action="requests.purge").count() == 1
    assert verify() is None


def test_a_hold_keeps_it_until_it_is_lifted(city: City, closed: InformationRequest) -> None:
    head, now = city.people[Role.OFFICE_HEAD], SUBMITTED_AT
    with pytest.raises(NotPermitted):
        hold.hold(request=closed, reason="诉讼", by=city.people[Role.SIGNER], at=now)
    with pytest.raises(ActRefused, match="理由"):
        hold.hold(request=closed, reason=" ", by=head, at=now)
    hold.hold(request=closed, reason="行政诉讼未结", by=head, at=now)
    assert purge.purge_due(at=_months(70)) == 0
    hold.lift_hold(request=closed, reason="判决生效", by=head, at=now)
    assert purge.purge_due(at=_months(70)) == 1
