"""What a relay tells: figures one after another, and questions with what is personal masked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from policies.relays.models import RelayFeedback, RelayFigure
from policies.relays.selectors import people_told
from policies.relays.services import reports
from portal.common.errors import ActRefused
from tests.builders import City
from tests.policies.audiences.pushing import AT, TODAY
from tests.policies.relays.handing import brought, handed

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
GOOD: dict[str, Any] = {"means": "board", "people": 30, "on": TODAY, "place": "东门公告栏"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"people": 0}, "人数至少为1"),
        ({"people": 1_000_001}, "人数至少为1"),
        ({"on": TODAY + DAY}, "日期晚于今天"),
        ({"on": TODAY - DAY}, "日期早于任务下达"),
        ({"place": "\u200b\x00 "}, "请填写地点"),
        ({"place": "门" * 101}, "地点最多100字"),
    ],
)
def test_figures_that_cannot_be(city: City, wrong: dict[str, Any], told: str) -> None:
    task = brought(city, "received")
    with pytest.raises(ActRefused, match=told):
        reports.report(relay_task=task, **{**GOOD, **wrong}, at=AT)
    assert not RelayFigure.objects.exists()


def test_figures_add_up_and_places_name_nobody(city: City) -> None:
    task = brought(city, "received")
    reports.report(relay_task=task, **GOOD, at=AT)
    place = {"place": "找张三 13800001111 的店"}
    task = reports.report(relay_task=task, **{**GOOD, **place, "people": 12}, at=AT)
    assert people_told(task) == 42
    assert "13800001111" not in RelayFigure.objects.latest("pk").place


def test_a_question_is_masked_before_it_is_kept(city: City) -> None:
    task = brought(city, "forwarded")
    text = "我叫李某，电话一三八0000一一一一，身份证 310101199003071234，什么时候开始？"
    reports.feed_back(relay_task=task, text=text, at=AT)
    kept = RelayFeedback.objects.get().text
    assert "什么时候开始" in kept
    assert "310101199003071234" not in kept
    assert "一三八0000" not in kept
    for wrong in ("\u200b", "问" * 2001):
        with pytest.raises(ActRefused):
            reports.feed_back(relay_task=task, text=wrong, at=AT)


def test_out_of_turn_nothing_is_taken(city: City) -> None:
    task = handed(city)
    with pytest.raises(ActRefused):
        reports.report(relay_task=task, **GOOD, at=AT)
    reports.receive(relay_task=task, at=AT)
    with pytest.raises(ActRefused, match="现在不能进行"):
        reports.receive(relay_task=task, at=AT)
