"""What readers are told of a 历史公文: the true first day, and that it is nothing new."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from disclosure.column_facts import holdings
from disclosure.models import Document
from disclosure.search_entries import entry_of
from disclosure.subscriptions import things
from portal.site.demo.builders import bring_to
from portal.site.front import latest
from tests.builders import City, published
from tests.disclosure.columns import a_column
from tests.disclosure.historical.batch import WHERE, a_batch, old_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(city: City, now: dt.datetime) -> Document:
    """Taken in at noon, after everything else was published."""
    document = old_draft(city, 1)
    a_batch(city, [document])
    document.refresh_from_db()
    return bring_to(document, "published", cast=city.cast, at=now)


def test_its_page_tells_both_days(client: Client, old: Document) -> None:
    words = client.get(old.get_absolute_url()).content.decode()
    assert "2019年3月15日首次公开，2026年11月20日收入本库" in words
    assert f"2019年3月15日（{WHERE}），2026年11月20日收入本库" in words
    assert "2026-11-20 12:00 发布" not in words
    assert "发布日期" not in words
    assert '"datePublished": "2019-03-15"' in words


def test_it_does_not_top_what_was_published_last(client: Client, city: City, old: Document) -> None:
    new = published(city)
    assert [row.url for row in latest(new.published_at.date()) or ()] == [
        new.get_absolute_url(), old.get_absolute_url(),
    ]  # fmt: skip
    assert list(Document.objects.public().newest_first()) == [new, old]
    page = client.get("/library/?sort=published_on").content.decode()
    assert page.index(new.get_absolute_url()) < page.index(old.get_absolute_url())
    assert "首次公开&nbsp;" in page
    feed = client.get("/library/feed/").content.decode()
    assert feed.index(new.title) < feed.index(old.title)
    assert "<published>2019-03-15T" in feed


def test_the_list_time_is_kept_by_the_database(city: City, old: Document) -> None:
    old.refresh_from_db()
    day = timezone.make_aware(dt.datetime(2019, 3, 15))  # noqa: DTZ001
    assert (old.listed_at, old.shown_at, entry_of(old)["published_at"]) == (day, day, day)
    new = published(city)
    new.refresh_from_db()
    assert new.listed_at == new.shown_at == new.published_at


def test_it_is_no_news_and_updates_no_column(city: City, old: Document) -> None:
    column = a_column(city, criteria="kind=official&validity=all")
    assert holdings([column])[column.pk].newest_at == old.shown_at
    since = old.published_at - dt.timedelta(days=1)
    new = published(city, at=old.published_at)
    assert [thing.news.object_id for thing in things(since, new.published_at)] == [new.pk]
