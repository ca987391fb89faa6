"""The clock of columns (国办秘函〔2019〕19号): the rule, the reminders, the command."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from disclosure.freshness import Freshness, State, freshness, verdicts
from disclosure.models import Document, Rhythm
from disclosure.services.columns import remind_of_columns
from portal.notifications.models import OutboxMessage
from tests.builders import FILED_AT, City
from tests.disclosure.columns import DAY, a_column, a_plan, midday, two_plans


def days_before(days: int) -> dt.date:
    return DAY - dt.timedelta(days=days)


@pytest.fixture
def plans(city: City) -> list[Document]:
    return two_plans(city)


class TestClock:
    """The pure rule (T04)."""

    @pytest.mark.parametrize(
        ("rhythm", "days", "state"),
        [
            ("dynamic", 0, State.FRESH),
            ("dynamic", 9, State.FRESH),
            ("dynamic", 10, State.DUE),
            ("dynamic", 13, State.DUE),
            ("dynamic", 14, State.STALE),
            ("notices", 149, State.FRESH),
            ("notices", 150, State.DUE),
            ("notices", 179, State.DUE),
            ("notices", 180, State.STALE),
            ("none", 5000, State.FRESH),
        ],
    )
    def test_flags_on_the_day(self, rhythm: str, days: int, state: State) -> None:
        found = freshness(newest_on=days_before(days), rhythm=rhythm, on=DAY)
        assert (found.state, found.days) == (state, days)

    @pytest.mark.parametrize("rhythm", Rhythm.values)
    def test_nothing_at_all_is_blank(self, rhythm: str) -> None:
        assert freshness(newest_on=None, rhythm=rhythm, on=DAY).state is State.BLANK

    def test_days_left(self) -> None:
        assert freshness(newest_on=days_before(12), rhythm="dynamic", on=DAY).left == 2
        assert freshness(newest_on=days_before(20), rhythm="dynamic", on=DAY).left == -6

    def test_a_date_after_today_is_no_negative_age(self) -> None:
        assert freshness(newest_on=days_before(-3), rhythm="dynamic", on=DAY).days == 0

    @pytest.mark.parametrize(("blank", "count"), [(4, 0), (5, 1), (9, 1)])
    def test_five_blank_columns_are_an_error(self, blank: int, count: int) -> None:
        assert len(verdicts([Freshness(State.BLANK)] * blank)) == count

    def test_five_stale_ones_of_both_rhythms_together(self) -> None:
        dynamic = freshness(newest_on=days_before(14), rhythm="dynamic", on=DAY)
        notices = freshness(newest_on=days_before(180), rhythm="notices", on=DAY)
        due = freshness(newest_on=days_before(13), rhythm="dynamic", on=DAY)
        assert verdicts([dynamic] * 2 + [notices] * 2 + [due]) == []
        (sentence,) = verdicts([dynamic] * 2 + [notices] * 3)
        assert "5个" in sentence
        assert "国办秘函〔2019〕19号" in sentence

    def test_ten_long_stale_ones(self) -> None:
        old = freshness(newest_on=days_before(365), rhythm="notices", on=DAY)
        young = freshness(newest_on=days_before(364), rhythm="notices", on=DAY)
        assert [found.is_long_stale for found in (old, young)] == [True, False]
        assert len(verdicts([old] * 9 + [young])) == 1
        assert len(verdicts([old] * 10)) == 2

    def test_what_is_kept_when_there_is_occasion_owes_nothing(self) -> None:
        rules = freshness(newest_on=days_before(899), rhythm="none", on=DAY)
        assert (rules.state, rules.days, rules.is_long_stale) == (State.FRESH, 899, False)
        assert verdicts([rules] * 20) == []


@pytest.mark.django_db
class TestReminders:
    """Told by state, once a stage."""

    def _run(self, days: int, plans: list[Document]) -> int:
        newest = timezone.localdate(plans[1].first_published_at)
        return remind_of_columns(at=midday(newest + dt.timedelta(days=days)))

    def test_once_at_the_alert_and_once_when_stale(self, city: City, plans: list[Document]) -> None:
        a_column(city, rhythm=Rhythm.DYNAMIC)
        for days in range(20):
            self._run(days, plans)
            self._run(days, plans)
        told = OutboxMessage.objects.filter(kind="disclosure.column").order_by("id")
        assert [row.user.username for row in told] == ["p-clerk", "p-clerk"]
        assert "还有4天就超过更新期限" in told[0].body
        assert "已有14天没有更新，超过更新期限" in told[1].body

    def test_missed_runs_lose_nothing(self, city: City, plans: list[Document]) -> None:
        a_column(city, rhythm=Rhythm.NOTICES)
        assert self._run(149, plans) == 0
        assert self._run(400, plans) == 1
        assert OutboxMessage.objects.filter(kind="disclosure.column").count() == 1

    def test_something_new_begins_anew(self, city: City, plans: list[Document]) -> None:
        a_column(city, rhythm=Rhythm.DYNAMIC)
        self._run(11, plans)
        a_plan(
            city,
            "丁规划",
            at=FILED_AT + dt.timedelta(days=14),
        )
        assert self._run(13, plans) == 0
        assert self._run(25, plans) == 1
        assert OutboxMessage.objects.filter(kind="disclosure.column").count() == 2

    def test_only_listed_columns_with_a_rhythm(self, city: City, plans: list[Document]) -> None:
        a_column(city, rhythm=Rhythm.NONE)
        a_column(city, rhythm=Rhythm.DYNAMIC, is_listed=False)
        a_column(city, rhythm=Rhythm.DYNAMIC, organ=city.office, criteria="kind=notice")
        assert self._run(300, plans) == 1

    def test_a_blank_one_is_told_of_once(self, city: City) -> None:
        a_column(city)
        for _ in range(2):
            remind_of_columns(at=midday(DAY))
        assert "空白栏目" in OutboxMessage.objects.get(kind="disclosure.column").body


@pytest.mark.django_db
class TestCommand:
    """check_site."""

    def _check(self) -> tuple[str, int]:
        out = io.StringIO()
        try:
            call_command("check_site", on=DAY, stdout=out)
        except CommandError as error:
            return out.getvalue(), error.returncode
        return out.getvalue(), 0

    def test_a_kept_site_has_no_errors(self, city: City, plans: list[Document]) -> None:
        a_column(city)
        said, code = self._check()
        assert code == 0
        assert "没有错误" in said

    @pytest.mark.parametrize(("count", "code"), [(4, 0), (5, 1)])
    def test_each_blank_column_is_named_and_five_fail(
        self, city: City, count: int, code: int
    ) -> None:
        for _ in range(count):
            a_column(city, criteria="year=1999")
        said, found = self._check()
        assert found == code
        assert said.count("空白。") == count

    def test_four_stale_columns_are_named_and_five_fail(
        self, city: City, plans: list[Document]
    ) -> None:
        for count in range(1, 6):
            a_column(city, rhythm=Rhythm.DYNAMIC)
            said, code = self._check()
            assert code == (count == 5)
            assert said.count("超期未更新：16天没有更新") == count

    def test_only_a_date_is_a_date(self, city: City) -> None:
        with pytest.raises(CommandError):
            call_command("check_site", "--on", "31.3.2026")
