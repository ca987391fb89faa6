"""Telling the party of a case: account, sealed mail, mobile, each once; and forgetting it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest
from pytest_django import Settings

from portal.accounts.models import User
from portal.notifications import services
from portal.notifications.models import InboxNotice, OutboxMessage
from portal.notifications.services.party_notices import (
    Notice,
    Party,
    Way,
    forget_party,
    tell_party,
)
from portal.organs.models import Organ
from tests.notifications.conftest import AT

pytestmark = pytest.mark.django_db
MOBILE, SEALED = "13800138000", "sealed@people.example"
PARTY = Party(
    kind="test.mail",
    place="test.place",
    noun="来信",
    keys="letter:{row.pk}:",
    by_account=Way(lambda row: f"/mine/{row.number}/", "请登录查看。\n\n"),
    by_mail=Way(lambda row: f"/track/{row.number}/", "请凭查询码查看。\n\n"),
)
ANSWER = Notice(
    "{organ}已答复", "将在{day}前办结。", "{organ}将在{day}以前办结。", lambda row: row.due_on
)


@dataclass
class Letter:
    """A row of a kind of case that exists for these tests."""

    pk: int = 7
    user: User | None = None
    email: str = ""
    phone: str = ""
    due_on: dt.date | None = dt.date(2026, 12, 1)
    organ: Organ = field(default_factory=lambda: Organ(name="试市信访局", phone="0000-8100"))

    @property
    def number(self) -> str:
        return f"T-{self.pk}"


def told(letter: Letter, *, key: str = "1") -> list[OutboxMessage]:
    """What is queued of a letter when it is told twice."""
    for _ in range(2):
        tell_party(PARTY, letter, ANSWER, key=key, at=AT)
    return list(OutboxMessage.objects.order_by("channel"))


def test_an_account_has_it_inside_and_by_its_own_mail(reader: User) -> None:
    inside, mail = told(Letter(user=reader, email=SEALED))
    assert [inside.channel, mail.channel] == ["inbox", "mail"]
    assert {row.user for row in (inside, mail)} == {reader}
    assert mail.subject == "来信T-7：试市信访局已答复"
    assert mail.body == (
        "来信编号：T-7\n\n试市信访局将在2026-12-01以前办结。请登录查看。\n\n"
        "看不明白的，请联系试市信访局，电话0000-8100。"
    )
    assert (mail.url, mail.dedup_key) == ("/mine/T-7/", "letter:7:1")


def test_without_an_account_it_goes_to_the_sealed_address() -> None:
    letter = Letter(email=SEALED, due_on=None, organ=Organ(name="试市信访局"))
    (mail,) = told(letter)
    assert (mail.channel, mail.user, mail.address) == ("mail", None, "")
    assert (mail.recipient_ref, mail.url) == ("test.place:7", "/track/T-7/")
    assert mail.body.endswith(
        "将在网页上写明的日期以前办结。请凭查询码查看。\n\n看不明白的，请联系试市信访局。"
    )
    row = OutboxMessage.objects.values_list().get()
    assert not [value for value in row if SEALED in str(value)]


def test_an_account_without_mail_is_reached_at_the_sealed_address_too() -> None:
    silent = User.objects.create_user("silent", password="x")
    inside, mail = told(Letter(user=silent, email=SEALED))
    assert (inside.channel, inside.user, inside.url) == ("inbox", silent, "/mine/T-7/")
    assert (mail.channel, mail.recipient_ref, mail.url) == ("mail", "test.place:7", "/track/T-7/")


def test_a_mobile_has_the_short_one(settings: Settings) -> None:
    assert told(Letter(phone=MOBILE)) == []
    settings.SMS_GATEWAY_URL = "https://sms.example/send"
    (text,) = told(Letter(phone=MOBILE))
    assert (text.channel, text.recipient_ref, text.address) == ("sms", "test.place:7", "")
    assert text.subject == "试市信访局已答复"
    assert text.body == "来信T-7：将在2026-12-01前办结。凭编号和查询码上网查看。"


def test_nobody_to_reach_is_no_message() -> None:
    assert told(Letter()) == []


def test_another_key_is_told_anew() -> None:
    letter = Letter(email=SEALED)
    told(letter)
    assert len(told(letter, key="2")) == 2


def test_forgetting_takes_what_was_told_of_this_case_alone(reader: User) -> None:
    told(Letter(user=reader))
    told(Letter(pk=70, user=reader))
    services.deliver_due(at=AT)
    forget_party(PARTY, Letter(user=reader))
    assert set(OutboxMessage.objects.values_list("dedup_key", flat=True)) == {"letter:70:1"}
    assert set(InboxNotice.objects.values_list("dedup_key", flat=True)) == {"letter:70:1"}
