"""An inquiry: ordered within one's tree, published by another hand, gone at once when withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from policies.inquiries.models import Inquiry
from policies.inquiries.permissions import ROLES, RULES
from policies.inquiries.services import inquiries
from policies.inquiries.services.reminders import KIND, remind_of_inquiries
from policies.inquiries.workflow import OF_THE_OFFICE, Status
from portal.accounts.choices import Role
from portal.acts.refusals import Blocked
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from portal.search.models import SearchEntry
from tests.builders import City, person
from tests.policies.inquiries.cases import AT, DUE, TEXTS, ordered, published, walk
from tests.policies.messages.cases import written

pytestmark = pytest.mark.django_db


def test_from_the_order_to_what_everybody_reads(city: City) -> None:
    message = written(city)
    row = published(city, messages=[message])
    assert (row.status, row.published_at) == (Status.PUBLISHED, AT)
    assert SearchEntry.objects.filter(kind="inquiry", object_id=row.pk, title=row.title).exists()
    ordered_as = AuditEntry.objects.get(action="inquiries.order")
    assert ordered_as.details["messages"] == [message.number]
    walk(row, city, "withdraw")
    assert not SearchEntry.objects.filter(kind="inquiry", title=row.title).exists()
    assert walk(row, city, "resume").status == Status.WORKING


def test_the_same_hand_does_not_publish(city: City) -> None:
    row = walk(ordered(city), city, "accept", "submit")
    by = city.people[Role.MESSAGE_RESPONDER]
    with pytest.raises(NotPermitted):
        inquiries.publish(inquiry=row, by=by, at=AT)


def test_what_is_not_written_is_not_sent_on(city: City) -> None:
    row = walk(ordered(city), city, "accept")
    with pytest.raises(ActRefused, match="还没有写查明的情况、采取的措施"):
        inquiries.STEPS.perform(row, "submit", by=city.people[Role.MESSAGE_RESPONDER], at=AT)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"due_on": dt.date(2026, 9, 6)}, "今天以后"),
        ({"due_on": dt.date(2028, 1, 1)}, "一年以内"),
        ({"title": " "}, "请填写题目"), ({"title": "长" * 101}, "题目最多100字"),
        ({"question": "长" * 5001}, "请删减"), ({"question": "问13800138000"}, "请先隐去"),
    ],
)  # fmt: skip
def test_what_cannot_be_ordered_is_said(city: City, given: dict[str, Any], error: str) -> None:
    with pytest.raises(ActRefused, match=error):
        ordered(city, **given)
    assert not Inquiry.objects.exists()


def test_only_within_the_reach_of_those_who_distribute(city: City) -> None:
    for by in (city.people[Role.MESSAGE_RESPONDER], city.outsider):
        with pytest.raises(NotPermitted):
            ordered(city, by=by)
    street = person("street", organs=[city.street], roles=[Role.MESSAGE_DESK])
    about = {"title": "停车", "question": "为什么", "due_on": DUE, "by": street, "at": AT}
    with pytest.raises(NotPermitted, match=r"不在.*的范围内"):
        inquiries.order(office=city.street, organ=city.office, **about)
    # The office of a government sees to all of it.
    assert ordered(city, organ=city.street).organ == city.street


def test_the_office_follows_what_it_ordered_and_alone_changes_its_term(city: City) -> None:
    row, desk = ordered(city, organ=city.street), city.people[Role.MESSAGE_DESK]
    street = person("street", organs=[city.street], roles=list(ROLES))
    assert RULES.may_read(desk, row)
    assert RULES.may_read(street, row)
    assert not RULES.may_read(city.outsider, row)
    for action in OF_THE_OFFICE:
        assert RULES.judge(desk, row, action)
        assert not RULES.judge(street, row, action)
        assert not RULES.judge(city.outsider, row, action)
    assert not RULES.judge(desk, row, "accept")
    assert RULES.judge(street, row, "accept")


@pytest.mark.parametrize("name", ["title", "question", "findings", "measures"])
def test_numbers_of_persons_stop_it(city: City, name: str) -> None:
    row = walk(ordered(city), city, "accept")
    by = city.people[Role.MESSAGE_RESPONDER]
    with pytest.raises(Blocked, match="身份证"):
        inquiries.write(inquiry=row, by=by, at=AT, **{**TEXTS, name: "310110199001011237的人"})


def test_another_day_keeps_the_former_in_the_trail(city: City) -> None:
    row = ordered(city)
    by, later = city.people[Role.MESSAGE_DESK], DUE + dt.timedelta(days=30)
    row = inquiries.postpone(inquiry=row, due_on=later, reason="还要座谈", by=by, at=AT)
    assert row.due_on == later
    assert AuditEntry.objects.get(action="inquiries.postpone").details["former"] == "2026-10-30"


def test_its_day_is_told_once_a_stage(city: City) -> None:
    ordered(city)
    late = dt.datetime(2026, 11, 2, 1, 0, tzinfo=dt.UTC)
    told = [remind_of_inquiries(at=late) for _ in range(3)]
    assert told[0] > 0
    assert OutboxMessage.objects.filter(kind=KIND).count() == told[0]
