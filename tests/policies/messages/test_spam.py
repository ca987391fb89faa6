"""Rules that hold a message: each by its name, and what never holds."""

from __future__ import annotations

import pytest

from policies.messages.spam import Sent, rules_met


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        (Sent(("问",), before=5), "当天留言过多"),
        (Sent(("问",), alike=2), "重复提交"),
        (Sent(("看 http://a.example www.b.example https://c.example",)), "链接过多"),
        (Sent(("问\u202e题",)), "含改变文字方向的字符"),
        (Sent(("车\u200b位\u200b在\u200b哪\u200b里",)), "含看不见的字符"),
        (Sent(("问",), seconds=2.9), "填写过快"),
        (Sent(("问",), trapped=True), "填了不该填的栏"),
    ],
)
def test_each_rule_holds_by_its_name(sent: Sent, rule: str) -> None:
    assert rules_met(sent) == [rule]


@pytest.mark.parametrize(
    "sent",
    [
        Sent(("答复请发 yanshi@163.com",), before=4, alike=1, seconds=3.0),
        Sent(("见 https://a.example 和 https://b.example",)),
        Sent(("复制来的\u200b一段\ufeff话",), seconds=None),
    ],
)
def test_what_goes_on_at_once(sent: Sent) -> None:
    assert rules_met(sent) == []
