"""Handing a policy over: one task each, its days, who hears of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail

from disclosure.services import review
from policies.relays.models import RelayTask
from policies.relays.services import relay_tasks
from policies.relays.services.notices import KIND
from policies.relays.services.reminders import remind_of_tasks
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications import services
from portal.notifications.models import OutboxMessage
from portal.tracking.codes import code_from
from tests.builders import City, draft
from tests.policies.audiences.pushing import AT, policy, sent
from tests.policies.relays.handing import CONTACT, handed, relay, walk
from tests.policies.relays.test_pages import inside
from tests.requests_app.officers import signed_in

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_each_relay_gets_one_task_of_a_push_and_one_without(city: City) -> None:
    document, by = policy(city, "elderly"), city.people[Role.CLERK]
    push, both = sent(city, document), [relay(city, "甲"), relay(city, "乙")]
    for given, new in ((push, 2), (push, 0), (None, 2), (None, 0)):
        made = relay_tasks.hand_over(document=document, relays=both, push=given, by=by, at=AT)
        assert len(made) == new
    assert {task.number for task in RelayTask.objects.all()} == {
        f"SJ-B-2026-JL0000{number}" for number in range(1, 5)
    }


def test_what_cannot_be_handed_over(city: City) -> None:
    document, by = policy(city, "elderly"), city.people[Role.CLERK]
    one = relay(city)
    for stranger in (city.outsider, city.people[Role.SIGNER]):
        with pytest.raises(NotPermitted):
            relay_tasks.hand_over(document=document, relays=[one], by=stranger, at=AT)
    with pytest.raises(ActRefused, match="请选接力组织"):
        relay_tasks.hand_over(document=document, relays=[], by=by, at=AT)
    unpublished = draft(city, doc_number="试府办〔2026〕16号")
    with pytest.raises(ActRefused, match="已经公开"):
        relay_tasks.hand_over(document=unpublished, relays=[one], by=by, at=AT)


def test_the_days_are_working_days_and_follow_what_is_done(city: City) -> None:
    """Received from Monday 2026-09-07 within 2, reported within 10 more (RELAY_…_DAYS)."""
    task = handed(city)
    assert task.due_on == task.receive_due_on == dt.date(2026, 9, 9)
    task = walk(task, city, "receive", at=AT + DAY)
    assert task.received_on == dt.date(2026, 9, 8)
    # Sunday 09-20 is worked, 09-25 to 09-27 are not (Mid-Autumn).
    assert task.due_on == task.report_due_on == dt.date(2026, 9, 21)
    task = walk(task, city, "report", at=AT + 2 * DAY)
    assert (task.due_on, task.reported_on) == (None, dt.date(2026, 9, 9))
    task = walk(task, city, "report", "feed_back", "close", at=AT + 5 * DAY)
    assert task.reported_on == dt.date(2026, 9, 9)
    assert task.closed_on == dt.date(2026, 9, 12)
    assert task.figures.count() == 2


def test_beyond_the_calendar_no_day_is_guessed_and_nobody_is_late(
    city: City, settings: Any
) -> None:
    settings.RELAY_RECEIVE_DAYS = 400
    task = handed(city)
    assert (task.due_on, task.receive_due_on) == (None, None)
    assert remind_of_tasks(at=AT + 500 * DAY) == 0
    assert relay_tasks.complete_dates(at=AT + DAY) == 0
    settings.RELAY_RECEIVE_DAYS = 3
    assert relay_tasks.complete_dates(at=AT + DAY) == 1
    task.refresh_from_db()
    assert task.due_on == task.receive_due_on == dt.date(2026, 9, 10)


def test_the_contact_is_written_to_without_the_code(city: City) -> None:
    task = handed(city, relay(city))
    message = OutboxMessage.objects.get(kind=KIND)
    assert message.address == ""
    assert code_from(task.submission_key) not in message.body
    assert not any(value in message.body for value in CONTACT.values())
    services.deliver_due(at=AT + DAY)
    (letter,) = mail.outbox
    assert letter.to == [CONTACT["contact_mail"]]
    assert f"/relays/track/{task.number}/" in str(letter.body)
    walk(task, city, "cancel")
    assert OutboxMessage.objects.filter(kind=KIND, subject__contains="已取消").count() == 1
    handed(city, relay(city, "没有联系人", contact={}))
    assert OutboxMessage.objects.filter(kind=KIND).count() == 2


def test_of_a_withdrawn_policy_nothing_is_told_or_taken(city: City) -> None:
    task = handed(city, relay(city))
    document = task.document
    client, own = inside(task), task.get_absolute_url()
    assert document.title in client.get(own).content.decode()
    review.withdraw(document=document, reason="有误", by=city.people[Role.SIGNER], at=AT)
    assert not OutboxMessage.objects.filter(kind=KIND).exists()
    shown = client.get(own).content.decode()
    assert document.title not in shown
    assert "不用再转了" in shown
    with pytest.raises(ActRefused, match="已经撤下"):
        walk(task, city, "receive")
    clerk = signed_in(city.people[Role.CLERK])
    for page in ("?queue=all", f"{task.pk}/change/"):
        shown = clerk.get(f"/admin/policies/relaytask/{page}").content.decode()
        assert document.title not in shown
        assert "文件已撤下" in shown
    walk(task, city, "cancel")
    assert document.title not in OutboxMessage.objects.get(kind=KIND).body


def test_who_may_have_told_it_on_is_asked_to_take_it_down(city: City) -> None:
    """Whoever has only been told of it hears nothing more."""
    passed = walk(handed(city, relay(city)), city, "receive", "report")
    waiting = handed(city, relay(city, "演示园区"), passed.document)
    OutboxMessage.objects.all().delete()
    review.withdraw(document=passed.document, reason="有误", by=city.people[Role.SIGNER], at=AT)
    (letter,) = OutboxMessage.objects.filter(kind=KIND, channel="mail")
    assert passed.number in letter.body
    assert waiting.number not in letter.body
    assert "贴出去的请取下" in letter.body
    assert passed.document.title not in letter.body
