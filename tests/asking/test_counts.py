"""Counting what is asked, so that nobody can be found in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from pytest_django import Settings

from portal.asking.models import AskedQuery, Asker
from portal.asking.selectors import asked, popular
from portal.asking.services import counts
from portal.asking.services.counts import forget, note, stretch_of
from portal.asking.tasks import forget_asked
from tests.asking.cases import AT, DAY, TODAY
from tests.asking.conftest import Ask

pytestmark = pytest.mark.django_db


def texts() -> list[str]:
    return list(AskedQuery.objects.exclude(text="").values_list("text", flat=True))


def everything_kept() -> str:
    """All that the tables hold, as text."""
    rows = [*AskedQuery.objects.values_list(), *Asker.objects.values_list()]
    return repr(rows)


class TestTheTextOfFew:
    def test_is_not_kept_until_enough_wrote_it(self, ask: Ask) -> None:
        ask("屋顶绿化补贴", people=4)
        assert "屋顶" not in everything_kept()
        ask("屋顶绿化补贴？", people=1, first=5)
        assert texts() == ["屋顶绿化补贴"]

    def test_one_who_asks_often_is_one(self, ask: Ask) -> None:
        for _ in range(9):
            ask("屋顶绿化补贴", people=1)
        assert texts() == []
        row = AskedQuery.objects.get()
        assert (row.times, row.askers) == (9, 1)

    def test_the_same_few_on_many_days_stay_few(self, ask: Ask) -> None:
        for day in range(6):
            ask("屋顶绿化补贴", people=2, at=AT + day * DAY)
        assert texts() == []

    def test_in_a_longer_stretch_days_are_one(self, ask: Ask, settings: Settings) -> None:
        settings.SEARCH_LOG_STRETCH_DAYS = 7
        first = stretch_of(TODAY)
        noon = dt.datetime.combine(first, dt.time(4), dt.UTC)
        ask("屋顶绿化补贴", people=3, at=noon)
        ask("屋顶绿化补贴", people=3, at=noon + 6 * DAY, first=3)
        assert [row.since for row in AskedQuery.objects.filter(text="屋顶绿化补贴")] == [first]

    def test_never_fewer_than_two(self, ask: Ask, settings: Settings) -> None:
        settings.SEARCH_LOG_LEAST_ASKERS = 0
        ask("屋顶绿化补贴", people=1)
        assert texts() == []


class TestWhoAsked:
    def test_neither_address_nor_text_is_kept(self, ask: Ask) -> None:
        ask("屋顶绿化补贴", people=3)
        assert "192.0.2" not in everything_kept()
        assert "屋顶" not in everything_kept()

    def test_two_questions_of_one_do_not_meet(self, ask: Ask) -> None:
        ask("屋顶绿化", people=1)
        ask("加装电梯", people=1)
        assert len(set(Asker.objects.values_list("digest", flat=True))) == 2

    def test_nor_the_same_of_two_days(self, ask: Ask) -> None:
        ask("屋顶绿化", people=1)
        ask("屋顶绿化", people=1, at=AT + DAY)
        digests = Asker.objects.values_list("digest", flat=True)
        keys = AskedQuery.objects.values_list("key", flat=True)
        assert len(set(digests)) == len(set(keys)) == 2

    def test_without_the_salt_no_hash_is_made_again(self, ask: Ask) -> None:
        ask("屋顶绿化", people=1)
        cache.clear()
        ask("屋顶绿化", people=1)
        assert len(set(AskedQuery.objects.values_list("key", flat=True))) == 2


@pytest.mark.parametrize("text", ["王小明 低保", "13800001111", "", "。", "长" * 41])
def test_what_is_personal_or_too_long_is_not_even_counted(ask: Ask, text: str) -> None:
    ask(text, people=6)
    assert not AskedQuery.objects.exists()
    assert not Asker.objects.exists()


def test_what_found_nothing_is_counted_apart(ask: Ask) -> None:
    ask("加装电梯", people=5, found=3)
    ask("加装电梯", people=2, first=6)
    ask("屋顶绿化", people=6, found=1)
    (row,) = asked(since=TODAY, in_vain=True, most=9)
    assert (row.text, row.times, row.in_vain, row.askers) == ("加装电梯", 7, 2, 7)
    assert [one.text for one in asked(since=TODAY, in_vain=False, most=9)] == [
        "加装电梯",
        "屋顶绿化",
    ]


def test_days_are_added_up(ask: Ask) -> None:
    ask("加装电梯", people=5)
    ask("加装电梯", people=6, at=AT + DAY)
    (row,) = asked(since=TODAY, in_vain=True, most=9)
    assert (row.times, row.last) == (11, TODAY + DAY)
    assert not asked(since=TODAY + 2 * DAY, in_vain=True, most=9)


class TestWhatCannotBeCounted:
    """It costs the reader nothing."""

    def test_a_cache_that_does_not_answer(self, broken_cache: None) -> None:
        note(text="屋顶绿化", found=0, at=AT)
        assert not AskedQuery.objects.exists()

    def test_a_database_that_takes_nothing(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE asking_asker RENAME TO asking_away")
        note(text="屋顶绿化", found=0, at=AT)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE asking_away RENAME TO asking_asker")
        assert not AskedQuery.objects.exists()

    def test_one_who_asks_without_end(self, ask: Ask, monkeypatch: Any) -> None:
        for number in range(70):
            ask(f"第{number}个问题", people=1)
        assert AskedQuery.objects.count() == counts.NOTED_FROM_ADDRESS.most

    def test_where_counting_is_switched_off(self, ask: Ask, settings: Settings) -> None:
        settings.SEARCH_LOG = False
        ask("屋顶绿化", people=6)
        assert not AskedQuery.objects.exists()

    def test_it_is_a_few_statements(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(4):  # a savepoint, the patience, the count, the release
            note(text="屋顶绿化", found=0, at=AT)


class TestForgetting:
    def test_traces_and_the_questions_of_few_go_with_their_stretch(self, ask: Ask) -> None:
        ask("屋顶绿化", people=4)
        ask("加装电梯", people=5)
        assert forget(at=AT) == 0
        assert forget(at=AT + DAY) == 10
        assert not Asker.objects.exists()
        assert texts() == ["加装电梯"]
        assert forget(at=AT + DAY) == 0

    def test_all_goes_with_its_term(self, ask: Ask, settings: Settings) -> None:
        settings.SEARCH_LOG_KEEP_DAYS = 30
        ask("加装电梯", people=5)
        forget(at=AT + 30 * DAY)
        assert texts() == ["加装电梯"]
        forget(at=AT + 31 * DAY)
        assert not AskedQuery.objects.exists()

    def test_the_task_does_it(self, ask: Ask, at_noon: None) -> None:
        ask("屋顶绿化", people=4, at=AT - DAY)
        forget_asked()
        assert not AskedQuery.objects.exists()


def test_what_others_asked_and_found_is_popular(ask: Ask) -> None:
    ask("加装电梯补贴", people=6, found=1)
    ask("加装电梯", people=7, found=1)
    ask("加装充电桩", people=8, found=0)
    ask("加装雨棚", people=4, found=1)
    assert popular("加装", on=TODAY, most=9) == ["加装电梯", "加装电梯补贴"]
    assert popular("加装", on=TODAY + 31 * DAY, most=9) == []
