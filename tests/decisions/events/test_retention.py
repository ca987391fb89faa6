"""Personal data of a sign-up go when their term is over; what figures count stays."""

from __future__ import annotations

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from decisions.events.models import Scan, SignUp
from decisions.events.selectors import board_of
from decisions.events.services import attendance, issued_tickets, retention, signups
from decisions.events.services.retention import SIGNUPS
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.decisions.events.cases import AT, DAY, again, published, signed_up

pytestmark = pytest.mark.django_db


def test_it_goes_after_its_term_and_not_before(city: City) -> None:
    session = published(city)
    row = signed_up(session, "欧阳修远", phone="13800138000", needs="需要轮椅")
    given = SignUp.objects.select_related("ticket").get(pk=row.pk)
    attendance.check_in(
        session=session, typed=issued_tickets.code_for(given.ticket),
        by=city.people[Role.PARTICIPATION], at=session.starts_at,
    )  # fmt: skip
    last = timezone.localtime(session.ends_at) + relativedelta(months=6)
    assert SIGNUPS.purge_due(at=last, limit=9) == 0
    assert SIGNUPS.purge_due(at=last + DAY, limit=9) == 1
    assert SIGNUPS.purge_due(at=last + DAY, limit=9) == 0
    gone = again(row)
    assert (gone.name, gone.phone, gone.needs, gone.person_index, gone.code_index) == ("",) * 5
    assert (gone.persons, gone.line, gone.status) == (1, 1, "seated")
    assert (Scan.objects.count(), len(board_of(session).entries)) == (1, 1)
    assert not OutboxMessage.objects.filter(dedup_key__startswith=f"event_signup:{row.pk}:")
    assert AuditEntry.objects.filter(action="event_signups.purge").count() == 1


def test_a_hold_stands_above_the_term(city: City) -> None:
    session = published(city)
    row = signed_up(session)
    signups.withdraw(signup=row, at=AT)
    planner, late = city.people[Role.PARTICIPATION], AT + 400 * DAY
    with pytest.raises(ActRefused, match="请填写延长保存的理由"):
        retention.hold(signup=row, reason="", by=planner, at=AT)
    retention.hold(signup=row, reason="复议", by=planner, at=AT)
    assert SIGNUPS.purge_due(at=late, limit=9) == 0
    retention.lift_hold(signup=row, reason="复议终结", by=planner, at=AT)
    assert SIGNUPS.purge_due(at=late, limit=9) == 1
