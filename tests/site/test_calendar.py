"""Days for people's own calendars, read back with the library that others read them with."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from pytest_django import Settings

from disclosure.choices import Reach, RelationKind
from disclosure.models import Document
from disclosure.services import review
from disclosure.services.relations import relate
from policies.collections.choices import Kind
from policies.collections.services import versions
from portal.accounts.choices import Role
from portal.common import calendars
from portal.common.calendars import Noted, calendar_of
from tests.builders import City, published
from tests.conftest import NOON
from tests.policies.collections.making import PACK, begun, released
from tests.policies.planted import in_index

pytestmark = pytest.mark.django_db
LONG = "关于进一步加强屋顶绿化养护管理、规范补贴发放的若干规定"
DAY = dt.timedelta(days=1)
HOST = "@127.0.0.1"


@pytest.fixture(autouse=True)
def today(city: City) -> Any:
    """Noon of a day in November, for the pages as well."""
    with time_machine.travel(NOON, tick=False):
        yield NOON.date()


def coming(city: City, number: int, **changes: Any) -> Document:
    return published(
        city,
        **{
            "title": f"{LONG}（{number}）",
            "doc_number": f"试府办规〔2026〕{number}号",
            "is_normative": True,
            "effective_on": dt.date(2026, 12, 1),
            "expires_on": dt.date(2031, 11, 30),
            **changes,
        },
    )


def asked(query: str = "") -> Any:
    return Client().get(f"/calendar.ics{query}", headers={"Host": "forged.example"})


def events(query: str = "") -> dict[str, Any]:
    answer = asked(query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert b"forged" not in answer.content
    read = Calendar.from_ical(answer.content)
    return {str(each["UID"]): each for each in read.walk("VEVENT")}


def test_the_days_of_a_document_are_read_back_whole(city: City) -> None:
    document = coming(city, 1)
    found = events()
    begins = found[f"document-{document.pk}-begins{HOST}"]
    ends = found[f"document-{document.pk}-ends{HOST}"]
    assert begins.decoded("DTSTART") == dt.date(2026, 12, 1)
    assert begins.decoded("DTEND") == dt.date(2026, 12, 2)
    assert begins["DTSTART"].params["VALUE"] == "DATE"
    assert ends.decoded("DTSTART") == dt.date(2031, 11, 30)
    assert str(begins["SUMMARY"]) == f"施行：{document.title}"
    assert str(ends["SUMMARY"]) == f"有效期至今日：{document.title}"
    assert str(begins["URL"]) == f"http://127.0.0.1:8000/documents/{document.pk}/"
    assert begins["STATUS"] == "CONFIRMED"
    assert int(begins["SEQUENCE"]) == 0
    assert begins.decoded("DTSTAMP") == document.published_at.replace(microsecond=0)


def test_it_is_the_same_until_something_changes_and_304_says_so(city: City) -> None:
    document = coming(city, 1)
    first = asked()
    with time_machine.travel(NOON + 3 * DAY, tick=False):
        again = asked()
        assert (again.content, again["ETag"]) == (first.content, first["ETag"])
        program = Client().get("/calendar.ics", headers={"If-None-Match": first["ETag"]})
        assert program.status_code == 304
        longer = published(
            city, at=NOON + 3 * DAY, title="关于延长有效期的通知", doc_number="试府办〔2026〕50号"
        )
        relate(
            source=longer, target=document, kind=RelationKind.EXTENDS,
            effective_on=dt.date(2026, 12, 2), extended_to=dt.date(2033, 1, 1),
            by=city.people[Role.SIGNER], at=NOON + 3 * DAY,
        )  # fmt: skip
        ends = events()[f"document-{document.pk}-ends{HOST}"]
        assert ends.decoded("DTSTART") == dt.date(2033, 1, 1)
        assert int(ends["SEQUENCE"]) > 0
        assert ends.decoded("DTSTAMP") > document.published_at


def test_what_is_withdrawn_is_off_for_a_while_and_says_nothing(
    city: City, settings: Settings
) -> None:
    document = coming(city, 1)
    before = events()[f"document-{document.pk}-begins{HOST}"]
    review.withdraw(document=document, reason="内容有误", by=city.people[Role.SIGNER], at=NOON)
    for query in ("", "?q=别的", f"?id={document.pk}"):
        off = events(query)[f"document-{document.pk}-begins{HOST}"]
        assert off["STATUS"] == "CANCELLED"
        assert str(off["SUMMARY"]) == "文件已撤回"
        assert "URL" not in off
        assert int(off["SEQUENCE"]) > int(before["SEQUENCE"])
    assert LONG.encode() not in asked().content
    settings.CALENDAR_PAST_DAYS = 1
    with time_machine.travel(NOON + 2 * DAY, tick=False):
        assert events() == {}


def test_what_is_addressed_or_not_public_is_nobodys_day(city: City) -> None:
    document = coming(city, 1, is_normative=False, doc_number="试府办〔2026〕1号")
    Document.objects.filter(pk=document.pk).update(
        reach=Reach.ADDRESSED, reach_reason="只告知有关单位"
    )
    for query in ("", f"?id={document.pk}", "?validity=all"):
        assert events(query) == {}


def test_the_filter_is_that_of_the_library(city: City, settings: Settings) -> None:
    coming(city, 1)
    other = coming(city, 2, title="停车场开放规定", organ=city.street)
    in_index(settings)
    wanted = {f"document-{other.pk}-begins{HOST}", f"document-{other.pk}-ends{HOST}"}
    for query in ("?organ=SJ-D-S", "?q=停车场", "?q=停车场&validity=all&page=9", f"?id={other.pk}"):
        assert set(events(query)) == wanted, query
    assert len(events()) == 4
    for query in ("?q=…", "?id=x", "?id=999999", "?year=1999", "?q=%00"):
        assert len(events(query)) in (0, 4), query
    assert events("?q=…") == events("?id=x") == {}


def test_a_packs_days_of_application(city: City) -> None:
    days = {"opens_on": dt.date(2026, 12, 10), "closes_on": dt.date(2027, 1, 10)}
    pack = released(city, begun(city, kind=Kind.PACK), **PACK, **days)
    number = pack.collection_id
    found = events()
    opens = found[f"collection-{number}-opens{HOST}"]
    assert str(opens["SUMMARY"]) == "申请开始：养老服务包"
    assert found[f"collection-{number}-closes{HOST}"].decoded("DTSTART") == days["closes_on"]
    assert set(events("?audience=老年人")) == set(found)
    assert events("?theme=科技、教育") == events("?audience=青年") == {}
    by = city.people[Role.SIGNER]
    versions.STEPS.perform(pack, "withdraw", by=by, at=NOON, reason="有误")
    off = events()[f"collection-{number}-opens{HOST}"]
    assert off["STATUS"] == "CANCELLED"
    assert str(off["SUMMARY"]) == "专题已撤下"
    assert int(off["SEQUENCE"]) > int(opens["SEQUENCE"])


def test_more_documents_take_no_more_queries(city: City) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked_of:
            asked()
        return len(asked_of)

    coming(city, 1)
    queries()
    one = queries()
    coming(city, 2)
    coming(city, 3)
    assert (one, queries()) == (8, 8)


def test_another_source_costs_a_registration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "_sources", {})
    noted = Noted("openday-1", NOON.date(), "政府开放日\x0b", "一、二；三，四", "/x/", NOON, 2)
    calendars.register_source("open_days", lambda *_asked: [noted])
    with pytest.raises(ValueError, match="另一含义"):
        calendars.register_source("open_days", lambda *_asked: [])
    assert f"UID:openday-1{HOST}".encode() in asked().content
    (event,) = Calendar.from_ical(calendar_of([noted], name="试").content).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == ("政府开放日", "一、二；三，四")


def test_pages_lead_to_it(city: City) -> None:
    document = coming(city, 1)
    page = Client().get(document.get_absolute_url()).content.decode()
    assert f'href="/calendar.ics?id={document.pk}"' in page
    assert (
        'href="/calendar.ics?organ=SJ-B"' in Client().get("/library/?organ=SJ-B").content.decode()
    )


@pytest.mark.parametrize("query", ["organ=%00", "theme=a%00b", "q=%00", "id=%00", "id=9" * 9])
def test_nonsense_in_the_address_is_forgiven(query: str) -> None:
    assert Client().get(f"/calendar.ics?{query}").status_code == 200
