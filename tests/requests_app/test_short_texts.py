"""Short messages: seventy characters with the number, what to do, and nothing of anybody."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from portal.notifications.choices import Channel
from portal.notifications.models import OutboxMessage
from portal.notifications.services.party_notices import sealed_in
from portal.notifications.services.short_texts import LONGEST, short_text
from requests_app.rectification.models import Rectification
from requests_app.rectification.services import notices
from requests_app.services import notices as application_notices
from requests_app.workflow.states import Status
from tests.builders import City
from tests.requests_app.cases import STEPS, SUBMITTED_AT, bring_to, desk, submitted
from tests.requests_app.officers import leaks
from tests.requests_app.rectification.cases import PERSONAL, filed, walk

MOBILE = "13800138000"
# As organs of a real city have them.
NUMBER = "SH-XH-FGW-2026-00017"
DAY = "2026-10-10"


@pytest.mark.parametrize(
    ("what", "short"),
    [
        *(
            ("申请", notice.short)
            for notice in (*application_notices.TOLD.values(), application_notices._REDATED)
        ),
        *(("更正申请", notice.short) for notice in notices.TOLD.values()),
    ],
)
def test_every_text_fits_with_number_and_way(what: str, short: str) -> None:
    text = short_text(what, NUMBER, short.format(day=DAY, organ="某机关"))
    assert len(text) <= LONGEST
    assert text.startswith(f"{what}{NUMBER}：")
    assert text.endswith("凭编号和查询码上网查看。")
    assert "{" not in text
    long = short_text(what, "X" * 80, short.format(day=DAY))
    assert len(long) <= LONGEST
    assert short.format(day=DAY) in long


@pytest.mark.django_db
def test_a_mobile_gets_the_short_one_and_the_mail_the_long_one(
    city: City, settings: Settings
) -> None:
    settings.SMS_GATEWAY_URL = "https://sms.example/send"
    people = desk(city)
    case = bring_to(
        submitted(city, phone=MOBILE, email="jia@people.example"), Status.HANDLING, people=people
    )
    OutboxMessage.objects.all().delete()
    STEPS["ask_correction"](case, people, SUBMITTED_AT)
    long, short = OutboxMessage.objects.order_by("channel")
    assert (long.channel, short.channel) == (Channel.MAIL, Channel.SMS)
    assert case.number in short.body
    assert "前补正，逾期视为放弃。凭编号和查询码上网查看。" in short.body
    assert len(short.body) <= LONGEST < len(long.body)
    assert leaks(short.body + short.subject) == []
    assert MOBILE not in short.body + short.recipient_ref


@pytest.mark.django_db
def test_requests_for_correction_too(city: City, settings: Settings) -> None:
    walk(filed(city, phone="0000-81234567"), city, "accept")
    case = filed(city)
    walk(case, city, "accept")
    assert not OutboxMessage.objects.filter(channel=Channel.SMS).exists()
    settings.SMS_GATEWAY_URL = "https://sms.example/send"
    walk(case, city, "decline", "approve_decline")
    row = OutboxMessage.objects.get(channel=Channel.SMS)
    assert (
        row.body == f"更正申请{case.number}：经核实没有更正，理由见网页。凭编号和查询码上网查看。"
    )
    assert [text for text in PERSONAL if text in row.body + row.subject] == []
    kept = sealed_in(Rectification)(case.pk)
    assert kept is not None
    assert kept.phone == case.phone
