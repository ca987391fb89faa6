"""First answer before follow-ups, the stopped clock, the extension, days beyond the calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from policies.messages.models import Message
from policies.messages.presenters.standing import term_of
from policies.messages.services.clock import settle_provisional
from policies.messages.workflow import Status
from portal.common.errors import ActRefused
from portal.workdays.services import load_arrangements
from portal.workdays.sheet import read_csv
from tests.builders import City
from tests.policies.messages.cases import at_nine, brought, channel, passed_down, walk, written

pytestmark = pytest.mark.django_db


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_a_passed_down_message_is_signed_for_and_answered(city: City) -> None:
    message = passed_down(city, "2026-09-24")
    assert (message.accept_due_on, message.due_on) == (day("2026-09-28"), day("2026-10-09"))
    told = term_of(message, today=day("2026-09-24"))
    assert "答复期限 2026-10-09（机关自定）" in told
    assert "9月25日至9月27日（中秋节放假）" in told
    assert "10月1日至10月7日（国庆节放假）" in told
    for days, due in ((10, "2026-10-15"), (15, "2026-10-22")):
        assert passed_down(city, "2026-09-24", reply_days=days).due_on == day(due)


def test_the_end_of_the_calendar_is_provisional_and_nobody_is_late(city: City) -> None:
    row = channel(office=city.office, reply_days=5)
    message = written(city, at=at_nine("2026-12-28"), by_channel=row)
    assert message.due_on is None
    told = term_of(message, today=day("2027-01-20"))
    assert "暂定 2027-01-05，待国务院办公厅公布安排" in told
    assert not Message.objects.overdue(on=day("2027-06-01")).exists()


def test_a_provisional_day_becomes_certain_when_the_year_is_loaded(city: City) -> None:
    row = channel(office=city.office, reply_days=5)
    message = written(city, at=at_nine("2026-12-28"), by_channel=row)
    assert settle_provisional() == 0
    load_2027(at_nine("2026-12-29"))
    assert settle_provisional() == 1
    message.refresh_from_db()
    assert message.due_on == day("2027-01-06")


def load_2027(at: dt.datetime) -> None:
    """An invented arrangement with two days off at the new year."""
    head = "year,number,issued_on,kind,first,last,name,title,url,verified\n"
    rest = "2027,演示发〔2026〕1号,2026-11-20,休,2027-01-01,2027-01-04,元旦,2027年安排（试）,,否\n"
    load_arrangements(read_csv(head + rest), by=None, at=at)


def test_first_answer_then_follow_ups(city: City) -> None:
    row = channel(office=city.office, reply_days=5, follow_up_days=2)
    message = written(city, at=at_nine("2026-09-07"), by_channel=row)
    assert message.due_on == day("2026-09-14")
    to_answer = ("assign", "accept", "propose", "approve")
    message = walk(message, city, *to_answer, at=at_nine("2026-09-09"))
    assert (message.status, message.due_on, message.counts_days) == (Status.ANSWERED, None, None)
    message = walk(message, city, "ask_again", at=at_nine("2026-09-10"))
    assert (message.status, message.due_on) == (Status.ANSWERING, day("2026-09-14"))
    message = walk(message, city, "propose", "approve", at=at_nine("2026-09-11"))
    assert (message.due_on, message.answered_on) == (None, day("2026-09-09"))


def test_waiting_for_the_writer_stops_the_clock_and_is_named(city: City) -> None:
    row = channel(office=city.office, reply_days=5)
    message = written(city, at=at_nine("2026-09-07"), by_channel=row)
    message = walk(message, city, "assign", "accept", "ask_back", at=at_nine("2026-09-09"))
    assert (message.due_on, message.days_left) == (None, 3)
    told = term_of(message, today=day("2026-09-20"))
    assert told.startswith("自2026年9月9日起等待补充，期限停止计算")
    assert not Message.objects.overdue(on=day("2026-12-01")).exists()
    message = walk(message, city, "supplement", at=at_nine("2026-09-23"))
    assert (message.due_on, message.paused_on) == (day("2026-09-29"), None)


def test_resuming_is_never_late_at_once(city: City) -> None:
    row = channel(office=city.office, reply_days=5)
    message = written(city, at=at_nine("2026-09-07"), by_channel=row)
    message = walk(message, city, "assign", "accept", "ask_back", at=at_nine("2026-09-16"))
    assert message.days_left == 1
    message = walk(message, city, "resume", at=at_nine("2026-10-10"))
    assert message.due_on == day("2026-10-12")


def test_one_extension_with_its_reason(city: City) -> None:
    row = channel(office=city.office, reply_days=5, extension_days=5)
    message = written(city, at=at_nine("2026-09-07"), by_channel=row)
    message = walk(message, city, "assign", "accept", "extend", at=at_nine("2026-09-09"))
    assert message.due_on == day("2026-09-20")  # a Sunday that is worked
    with pytest.raises(ActRefused, match="已经延期过一次"):
        walk(message, city, "extend", at=at_nine("2026-09-10"))


def test_no_extension_after_the_day(city: City) -> None:
    row = channel(office=city.office, reply_days=5)
    message = walk(written(city, by_channel=row), city, "assign", "accept")
    late = timezone.localtime(at_nine("2026-09-15"))
    with pytest.raises(ActRefused, match="已经过了答复期限"):
        walk(message, city, "extend", at=late)


def test_a_held_message_keeps_its_day(city: City) -> None:
    row = channel(office=city.office, reply_days=5)
    message = brought(city, Status.HELD, by_channel=row)
    assert message.due_on == day("2026-09-14")
    assert walk(message, city, "release", at=at_nine("2026-09-11")).due_on == day("2026-09-14")
