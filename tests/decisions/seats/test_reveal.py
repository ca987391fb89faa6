"""Who sees whoever applied, and how long that is kept."""

from __future__ import annotations

import datetime as dt

import pytest

from decisions.seats.services import retention
from decisions.seats.services.retention import APPLICANTS
from decisions.seats.services.reveal import reveal_applicant
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.decisions.seats.cases import AT, DAY, again, announced, applicant_brought, applied

pytestmark = pytest.mark.django_db


def test_seen_for_a_purpose_and_on_record(city: City) -> None:
    one, by = applied(announced(city), "欧阳试"), city.people[Role.PARTICIPATION]
    assert reveal_applicant(applicant=one, purpose="contact", by=by, at=AT).name == "欧阳试"
    entry = AuditEntry.objects.get(action="seats_applicants.reveal")
    assert "欧阳" not in f"{entry.summary}{entry.details}"
    with pytest.raises(ActRefused):
        reveal_applicant(applicant=one, purpose="curious", by=by, at=AT)
    for user in (city.people[Role.DECISION_REVIEWER], city.people[Role.SUPERVISOR], city.outsider):
        with pytest.raises(NotPermitted):
            reveal_applicant(applicant=one, purpose="contact", by=user, at=AT)


def test_the_person_goes_at_the_end_of_the_term_and_the_number_stays(city: City) -> None:
    one = applicant_brought(city, "withdrawn")
    assert one.closed_on is not None
    late = AT + dt.timedelta(days=400)
    APPLICANTS.purge_due(at=late, limit=10)
    gone = again(one)
    assert (gone.name, gone.email, gone.person_index, gone.line) == ("", "", "", 1)
    assert gone.purged_at is not None
    assert gone.may_name is False


def test_a_hold_keeps_it_longer(city: City) -> None:
    one, by = applicant_brought(city, "withdrawn"), city.people[Role.PARTICIPATION]
    retention.hold(applicant=one, reason="复核", by=by, at=AT + DAY)
    APPLICANTS.purge_due(at=AT + dt.timedelta(days=400), limit=10)
    assert again(one).purged_at is None
    retention.lift_hold(applicant=one, reason="复核完毕", by=by, at=AT + DAY)
    APPLICANTS.purge_due(at=AT + dt.timedelta(days=401), limit=10)
    assert again(one).purged_at is not None
