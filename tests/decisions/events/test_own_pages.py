"""Signing up on the page, and the own page by number and code: ticket, offer, giving up."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from decisions.events.models import EventSession, SignUp
from decisions.events.services import issued_tickets, pools, signups
from portal.accounts.choices import Role
from portal.tracking.codes import code_from
from tests.builders import City
from tests.conftest import NOON
from tests.decisions.events.cases import (
    DAY,
    HOUR,
    again,
    published,
    signed_up,
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


def test_signing_up_gives_a_receipt_and_a_ticket(client: Client, session: EventSession) -> None:
    answer = sent(client, session)
    row = SignUp.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/events/receipt/{row.number}/")
    receipt = client.get(answer["Location"]).content.decode()
    assert code_from(row.submission_key) in receipt
    page = client.get(row.get_absolute_url()).content.decode()
    code = issued_tickets.code_for(again(row).ticket)
    for words in ("已报上", code, "陈**", "取消报名"):
        assert words in page, words
    assert "陈先生" not in page
    picture = client.get(f"{row.get_absolute_url()}ticket/")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/svg+xml")
    assert "no-store" in picture["Cache-Control"]


def test_by_number_and_code_from_another_browser(client: Client, session: EventSession) -> None:
    row = signed_up(session, at=NOON)
    code = code_from(row.submission_key)
    other = Client()
    assert other.get(f"{row.get_absolute_url()}ticket/").status_code == 302
    answer = other.post("/events/track/", {"number": row.number, "code": code})
    assert answer["Location"] == row.get_absolute_url()
    assert other.get(answer["Location"]).status_code == 200
    assert client.get(row.get_absolute_url()).status_code == 302


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "请写一个称呼"),
        ({"contact": ""}, "请留手机号或者电子邮箱"),
        ({"contact": "139000"}, "请写一个手机号或者电子邮箱"),
        ({"contact": "a@b"}, "这个电子邮箱写得不对"),
        ({"companions": "7"}, "请重新选择几位一起来"),
        ({"who": ""}, "未满14周岁的由监护人报名"),
        ({"needs": "轮" * 201}, "最多写200字"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, session: EventSession, changes: dict[str, str], told: str
) -> None:
    answer = sent(client, session, **{"needs": "手语讲解", **changes})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert told in page
    assert changes.get("needs", "手语讲解") in page
    assert SignUp.objects.count() == 0


def test_refused_by_the_act_the_page_says_why(client: Client, session: EventSession) -> None:
    sent(client, session)
    answer = sent(Client(), session, needs="手语讲解")
    assert answer.status_code == 409
    assert "一人只报一次" in answer.content.decode()
    assert "手语讲解" in answer.content.decode()


def test_after_the_end_a_form_that_was_open_is_refused(
    client: Client, session: EventSession
) -> None:
    EventSession.objects.filter(pk=session.pk).update(closes_at=NOON)
    answer = sent(client, session, needs="手语讲解")
    assert answer.status_code == 409
    assert "截止，这份报名没有收" in answer.content.decode()
    assert "手语讲解" in answer.content.decode()
    page = client.get(form_of(session)).content.decode()
    assert "报名已截止" in page
    assert "提交报名" not in page


def test_markup_in_what_is_typed_stays_text(client: Client, session: EventSession) -> None:
    sent(client, session, name="<script>alert(1)</script>")
    page = client.get(SignUp.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert" not in page


def test_full_one_waits_and_reads_how_many_are_before(
    client: Client, session: EventSession
) -> None:
    for name in "甲乙丙":
        signed_up(session, name, at=NOON)
    assert "可以候补" in client.get(form_of(session)).content.decode()
    sent(client, session)
    page = client.get(SignUp.objects.latest("line").get_absolute_url()).content.decode()
    assert "前面还有1组" in page
    assert "票码" not in page


def test_giving_up_asks_once_and_gives_the_place_on(client: Client, session: EventSession) -> None:
    sent(client, session, companions="1")
    row = SignUp.objects.get()
    waiting = signed_up(session, "乙", at=NOON)
    address = f"{row.get_absolute_url()}withdraw/"
    assert client.get(address).status_code == 200
    assert again(row).status == "seated"
    assert client.post(address).status_code == 302
    assert (again(row).status, again(waiting).status) == ("withdrawn", "seated")
    assert "您取消了报名" in client.get(row.get_absolute_url()).content.decode()
    assert client.get(f"{row.get_absolute_url()}ticket/").status_code == 404


def test_an_offer_is_answered_on_the_page(city: City, client: Client) -> None:
    session = published(city, at=NOON - DAY, starts_at=NOON + 20 * HOUR, places=1)
    first = signed_up(session, "甲", at=NOON - DAY)
    sent(client, session)
    row = SignUp.objects.latest("line")
    signups.withdraw(signup=first, at=NOON)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "请在2026年11月20日16:00以前确认" in page
    assert client.get(f"{row.get_absolute_url()}accept/").status_code == 405
    client.post(f"{row.get_absolute_url()}accept/")
    assert again(row).status == "seated"
    again_page = client.post(f"{row.get_absolute_url()}decline/", follow=True).content.decode()
    assert "现在不能进行这项操作" in again_page


def test_a_lapsed_offer_is_told_as_such(city: City, client: Client) -> None:
    session = published(city, at=NOON - DAY, starts_at=NOON + 6 * HOUR, places=1)
    first = signed_up(session, "甲", at=NOON - DAY)
    sent(client, session)
    row = SignUp.objects.latest("line")
    signups.withdraw(signup=first, at=NOON)
    row.offers.update(until=NOON - HOUR)
    page = client.post(f"{row.get_absolute_url()}accept/", follow=True).content.decode()
    assert "确认的时间到" in page
    pools.lapse_offers(at=NOON)
    assert "逾期没有确认" in client.get(row.get_absolute_url()).content.decode()


def test_struck_one_reads_why(city: City, client: Client, session: EventSession) -> None:
    sent(client, session)
    row = SignUp.objects.get()
    by = city.people[Role.PARTICIPATION]
    signups.strike(signup=row, reason="不住在本区", by=by, at=NOON)
    assert "不住在本区" in client.get(row.get_absolute_url()).content.decode()
