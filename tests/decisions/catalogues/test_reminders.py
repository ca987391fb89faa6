"""Whoever keeps a catalogue that is not published hears of its last day, once a stage."""

from __future__ import annotations

import datetime as dt

import pytest

from decisions.catalogues.services import completion
from decisions.catalogues.services.reminders import (
    KIND,
    remind_of_accounts,
    remind_of_catalogues,
)
from portal.accounts.choices import Role
from portal.notifications.choices import Channel
from portal.notifications.models import OutboxMessage
from portal.notifications.stages import STAGES
from tests.builders import City
from tests.decisions.catalogues.cases import closed, handler, noon, released, reviewer
from tests.decisions.catalogues.cases import told as tell
from tests.decisions.catalogues.test_terms import term

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def told() -> list[OutboxMessage]:
    rows = OutboxMessage.objects.filter(kind=KIND, channel=Channel.INBOX)
    return list(rows.exclude(dedup_key__startswith="gathered:").order_by("pk"))


def test_each_stage_once_and_lateness_on_every_day_of_work(city: City) -> None:
    """31 March 2026 is a Tuesday; of the week after it Saturday to Monday (清明) are no work."""
    term(city, reaches_below=False)
    for number in range(40):
        for _ in range(2):
            remind_of_catalogues(at=noon(2026, 2, 20) + number * DAY)
    ahead = told()
    assert len(ahead) == len(STAGES)
    assert {row.user for row in ahead} == {handler(city)}
    assert "还有" in ahead[0].body
    for number in range(7):
        remind_of_catalogues(at=noon(2026, 4, 1) + number * DAY)
    late = told()[len(ahead):]  # fmt: skip
    assert [row.dedup_key[-10:] for row in late] == [
        "2026-04-01", "2026-04-02", "2026-04-03", "2026-04-07",
    ]  # fmt: skip
    assert "已经迟了1天" in late[0].body
    letters = OutboxMessage.objects.filter(
        user=city.people[Role.SUPERVISOR], dedup_key__startswith=f"gathered:{KIND}"
    )
    assert {row.dedup_key[-10:] for row in letters} == {row.dedup_key[-10:] for row in late}


def test_who_has_published_hears_nothing(city: City) -> None:
    term(city)
    term(city, organ=city.other_district, due_on=None, basis="今年不编")
    released(city)
    released(city, organ=city.district)
    remind_of_catalogues(at=noon(2026, 4, 1))
    assert {row.subject for row in told()} == {
        f"逾期没有公布：{city.street.short_name}2026年决策事项目录"
    }


def test_without_a_day_nobody_is_told(city: City) -> None:
    assert remind_of_catalogues(at=noon(2026, 4, 1)) == 0
    term(city, due_on=None, basis="不编")
    assert remind_of_catalogues(at=noon(2026, 4, 1)) == 0


def test_the_account_of_the_year_is_spoken_of_before_its_end_and_when_late(city: City) -> None:
    """31 December 2026 is a Thursday, a day of work; of the year after it no calendar is loaded."""
    row = released(city)
    for number in range(40):
        remind_of_accounts(at=noon(2026, 11, 22) + number * DAY)
    ahead = told()
    assert len(ahead) == len(STAGES)
    assert {each.user for each in ahead} == {handler(city)}
    assert "应在2026-12-31以前逐项公布完成情况" in ahead[-1].body
    remind_of_accounts(at=noon(2027, 1, 4))
    (late,) = told()[len(ahead):]  # fmt: skip
    assert "已经逾期" in late.body
    # With those who publish it, it is theirs to hear of.
    tell(row, city, noon(2027, 1, 4))
    completion.account(catalogue=row, by=handler(city), at=noon(2027, 1, 4))
    remind_of_accounts(at=noon(2027, 1, 5))
    assert told()[-1].user == reviewer(city)


def test_once_it_is_public_what_became_of_the_items_nobody_hears_of_it(city: City) -> None:
    closed(city)
    assert remind_of_accounts(at=noon(2027, 1, 4)) == 0
