"""Texts for mobiles: one message, with the number and the way to the page where they fit."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from portal.notifications.services.short_texts import LONGEST, short_text, takes_texts

WAY = "凭编号和查询码上网查看。"


def test_the_way_goes_before_the_number_and_the_text_stays() -> None:
    assert short_text("来信", "T-1", "已收到。") == f"来信T-1：已收到。{WAY}"
    long = "已收到" * 16 + "。"
    assert short_text("来信", "T-2026-00001", long) == f"来信T-2026-00001：{long}"
    assert short_text("来信", "X" * 80, "已收到。") == f"您的来信：已收到。{WAY}"
    assert len(short_text("来信", "T-1", "已收到" * 80)) == LONGEST


@pytest.mark.parametrize(
    ("phone", "takes"),
    [("13800138000", True), ("0000-81234567", False), ("12800138000", False), ("", False)],
)
def test_only_mobiles_and_only_with_a_gateway(settings: Settings, phone: str, takes: bool) -> None:
    settings.SMS_GATEWAY_URL = "https://sms.example/send"
    assert takes_texts(phone) is takes
    settings.SMS_GATEWAY_URL = ""
    assert not takes_texts(phone)
