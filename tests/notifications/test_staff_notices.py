"""Notices by role: who hears one, how many are counted, how often people are looked up."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.notifications.models import OutboxMessage
from portal.notifications.services.staff_notices import StaffNotice, Told, tell_staff
from portal.organs.models import Organ
from tests.notifications.conftest import AT
from tests.notifications.staff import bureau, holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def organ() -> Organ:
    return bureau()


def notice(organ: Organ, *roles: Role, key: str = "row:1", **changes: Any) -> StaffNotice:
    words: dict[str, Any] = {"subject": "提醒", "body": "请办理。", "url": "/admin/"}
    return StaffNotice(kind="test.due", key=key, organ=organ, roles=roles, **(words | changes))


def heard() -> list[str]:
    rows = OutboxMessage.objects.order_by("user__username")
    return list(rows.values_list("user__username", flat=True))


def test_everyone_with_a_role_hears_it_once(organ: Organ) -> None:
    both = holder(organ, "both", Role.SIGNER, Role.CLERK)
    holder(organ, "clerk", Role.CLERK)
    holder(bureau("T-2"), "elsewhere", Role.CLERK)
    told = tell_staff([notice(organ, Role.CLERK, Role.SIGNER)] * 2, at=AT)
    # Counted as said twice, and heard once for the key.
    assert told == Told(notices=2, people=4)
    assert heard() == ["both", "clerk"]
    row = OutboxMessage.objects.get(user=both)
    assert (row.kind, row.subject, row.url) == ("test.due", "提醒", "/admin/")


def test_whoever_left_hears_nothing_and_is_not_counted(organ: Organ) -> None:
    User.objects.filter(pk=holder(organ, "gone", Role.CLERK).pk).update(is_active=False)
    assert tell_staff([notice(organ, Role.CLERK)], at=AT) == Told()
    assert heard() == []


def test_a_handler_hears_it_alone_while_they_hold_the_role(organ: Organ) -> None:
    handler = holder(organ, "handler", Role.REQUEST_HANDLER)
    holder(organ, "other", Role.REQUEST_HANDLER)
    holder(organ, "supervisor", Role.SUPERVISOR)
    roles = Role.REQUEST_HANDLER, Role.SUPERVISOR
    tell_staff([notice(organ, *roles, handler=handler)], at=AT)
    assert heard() == ["handler", "supervisor"]
    OutboxMessage.objects.all().delete()
    Membership.objects.filter(user=handler).delete()
    tell_staff([notice(organ, *roles, handler=handler)], at=AT)
    assert heard() == ["other", "supervisor"]


def test_the_substitute_hears_what_has_nobody_any_more(organ: Organ) -> None:
    holder(organ, "supervisor", Role.SUPERVISOR)
    assert tell_staff([notice(organ, Role.SIGNER)], at=AT) == Told()
    given = notice(organ, Role.SIGNER, substitute=Role.SUPERVISOR)
    assert tell_staff([given], at=AT) == Told(notices=1, people=1)
    holder(organ, "signer", Role.SIGNER)
    OutboxMessage.objects.all().delete()
    tell_staff([given], at=AT)
    assert heard() == ["signer"]


@pytest.mark.parametrize("number", [1, 40])
def test_people_are_looked_up_once_for_each_organ_and_role(organ: Organ, number: int) -> None:
    other = bureau("T-2")
    for place in (organ, other):
        holder(place, f"{place.code}-clerk", Role.CLERK)
        holder(place, f"{place.code}-signer", Role.SIGNER)
    notices = [
        notice(place, Role.CLERK, Role.SIGNER, key=f"row:{serial}")
        for serial in range(number)
        for place in (organ, other)
    ]
    with CaptureQueriesContext(connection) as queries:
        tell_staff(notices, at=AT)
    asked = [one for one in queries if 'FROM "accounts_membership"' in one["sql"]]
    assert len(asked) == 4
