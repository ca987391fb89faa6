"""The public pages of events: the month, one event, signing up, the ticket; feeds and calendars."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as live
from django.test import Client
from icalendar import Calendar

from decisions.events.models import EventSession, SignUp
from decisions.events.services import events
from portal.accounts.choices import Role
from tests.builders import City
from tests.conftest import NOON
from tests.decisions.events.cases import (
    DAY,
    TITLE,
    drafted,
    published,
    signed_up,
    with_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
START = NOON + 12 * DAY


@pytest.fixture
def session(city: City) -> EventSession:
    return published(city, at=NOON - DAY, starts_at=START, places=2)


def given(**changes: Any) -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()), "name": "陈先生", "contact": "chen@example.test",
        "companions": "0", "needs": "", "who": "adult", **changes,
    }  # fmt: skip


def form_of(session: EventSession) -> str:
    return f"/events/sessions/{session.pk}/"


def sent(client: Client, session: EventSession, **changes: Any) -> Any:
    return client.post(form_of(session), given(**changes))


def page_of(client: Client, address: str) -> str:
    """A page as it reads, whatever is put between its words."""
    return str(client.get(address).content.decode().replace("<wbr>", ""))


def test_a_month_as_weeks_and_as_a_list(client: Client, session: EventSession) -> None:
    month = f"{START:%Y-%m}"
    for query in (f"?month={month}", f"?month={month}&view=list"):
        page = page_of(client, f"/events/{query}")
        assert TITLE in page
        assert "还有2个名额，共2人" in page
    assert "<table" in page_of(client, f"/events/?month={month}")
    assert "<table" not in page_of(client, f"/events/?month={month}&view=list")
    assert TITLE not in page_of(client, "/events/?month=2026-01")
    assert TITLE in page_of(client, f"/events/?month={month}&kind=open_day")
    assert TITLE not in page_of(client, f"/events/?month={month}&kind=lecture")
    organ = session.event.organ.code
    assert TITLE in page_of(client, f"/events/?month={month}&organ={organ}")
    assert TITLE not in page_of(client, f"/events/?month={month}&organ=SJ-X")


@pytest.mark.parametrize(
    "query", ["month=2026-13", "month=9999-99", "month=%00", "kind=%00x", "organ='--", "view=%00"]
)
def test_nonsense_in_the_address_is_as_good_as_nothing(client: Client, query: str) -> None:
    assert client.get(f"/events/?{query}").status_code == 200


def test_the_open_month_says_that_it_is(client: Client, settings: Any) -> None:
    assert "8月是政府开放月" in client.get("/events/?month=2026-08").content.decode()
    settings.EVENT_OPEN_MONTH = 9
    assert "政府开放月" not in client.get("/events/?month=2026-08").content.decode()
    assert live.EVENT_NOTICE_DAYS == 15


def test_a_draft_is_nobodys_to_see(city: City, client: Client) -> None:
    event = drafted(city)
    row = with_session(city, event)
    for address in (event.get_absolute_url(), form_of(row), f"{form_of(row)}calendar.ics"):
        assert client.get(address).status_code == 404
    assert client.post(form_of(row), given()).status_code == 404
    assert SignUp.objects.count() == 0


def test_an_event_says_what_where_and_how_many(client: Client, session: EventSession) -> None:
    page = page_of(client, session.event.get_absolute_url())
    for words in (
        TITLE, "看一杯水怎样来", "试江市自来水厂东门", "https://map.example/water", "轮椅通道",
        "系列：政府开放月", "每人最多带3人", "报名中", "共2人", form_of(session),
    ):  # fmt: skip
        assert words in page, words


def test_called_off_the_pages_say_so(city: City, client: Client, session: EventSession) -> None:
    by = city.people[Role.DECISION_REVIEWER]
    events.call_off(event=session.event, reason="台风", by=by, at=NOON)
    for address in (session.event.get_absolute_url(), form_of(session)):
        page = client.get(address).content.decode()
        assert "台风" in page
        assert "提交报名" not in page
    entry = calendar_of(client.get(f"{form_of(session)}calendar.ics"))[0]
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CANCELLED", 1)
    assert "（已取消）" in client.get("/events/feed/").content.decode()


def calendar_of(answer: Any) -> list[Any]:
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return [each for each in Calendar.from_ical(answer.content).walk() if each.name == "VEVENT"]


def test_a_session_goes_into_a_calendar(client: Client, session: EventSession) -> None:
    for address in (f"{form_of(session)}calendar.ics", "/events/calendar.ics"):
        (entry,) = calendar_of(client.get(address))
        assert entry.decoded("DTSTART") == START.astimezone(dt.UTC)
        assert str(entry["SUMMARY"]) == TITLE
        assert str(entry["UID"]).startswith(f"event-session-{session.pk}@")
        assert entry["STATUS"] == "CONFIRMED"
    first, second = (client.get("/events/calendar.ics").content for _ in range(2))
    assert first == second


def test_feeds_bring_the_newest(client: Client, session: EventSession) -> None:
    assert TITLE in client.get("/events/feed/").content.decode()
    items = client.get("/events/feed.json").json()["items"]
    assert [each["title"] for each in items] == [TITLE]
    assert items[0]["url"].endswith(session.event.get_absolute_url())


def test_too_many_from_one_address_are_told_to_wait(
    client: Client, session: EventSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.tracking.submissions.within", lambda _limit: False)
    answer = sent(client, session, needs="手语讲解")
    assert answer.status_code == 429
    assert "报名太频繁了" in answer.content.decode()
    assert "手语讲解" in answer.content.decode()


@pytest.mark.parametrize("many", [1, 12])
def test_queries_do_not_grow(
    city: City,
    client: Client,
    session: EventSession,
    django_assert_num_queries: Callable[[int], Any],
    many: int,
) -> None:
    for number in range(many):
        row = published(
            city, at=NOON - DAY, starts_at=START, place=f"试江市{number}号", title=f"第{number}场"
        )
        signed_up(row, at=NOON)
        signed_up(session, at=NOON)
    budgets = {
        f"/events/?month={START:%Y-%m}": 2,
        f"/events/?month={START:%Y-%m}&view=list": 2,
        session.event.get_absolute_url(): 8,
        form_of(session): 3,
        "/events/plans/2026/": 2,
        "/events/feed/": 2,
        "/events/calendar.ics": 1,
    }
    for address, queries in budgets.items():
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200, address
