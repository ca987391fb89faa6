"""Proposals of groups: reference test 15, with planted copies of a campaign."""

from __future__ import annotations

import random
import time

from decisions.consultations.similarity import proposals

_SIGNS = (
    "停车收费标准应当公开透明方便老人残疾人家庭医院学校周边夜间"
    "错时开放共享价格监督投诉电话明示优惠月租临时泊位增加"
)
_CAMPAIGN = (
    "建议医院周边的停车场对陪护家属实行夜间优惠，每晚不超过十元，并且在入口写明收费标准和监督电话。"
)


def _own(draw: random.Random) -> str:
    return "".join(draw.choice(_SIGNS) for _ in range(draw.randrange(40, 70)))


def _copy(draw: random.Random) -> str:
    text = list(_CAMPAIGN)
    for _ in range(draw.randrange(3)):
        text[draw.randrange(len(text))] = draw.choice(_SIGNS)
    return "".join(text)


def test_the_same_and_almost_the_same_are_found() -> None:
    texts = {1: _CAMPAIGN, 2: f"{_CAMPAIGN}谢谢！", 3: "与此无关的另一条意见。", 4: _CAMPAIGN}
    assert proposals(texts) == [[1, 2, 4]]


def test_nothing_is_said_of_what_is_like_no_other() -> None:
    assert proposals({}) == []
    assert proposals({1: "好", 2: "", 3: "支持"}) == []


def test_half_alike_is_not_enough() -> None:
    one = "建议停车场夜间对居民开放，收取一半的费用"
    other = "建议停车场夜间对居民关闭，消防通道必须保留"
    assert proposals({1: one, 2: other}) == []


def test_five_thousand_with_two_thousand_copies() -> None:
    draw = random.Random(2026)  # noqa: S311
    planted = {key: _copy(draw) for key in range(2_000)}
    texts = planted | {key: _own(draw) for key in range(2_000, 5_000)}
    begun = time.thread_time()
    found = proposals(texts)
    assert time.thread_time() - begun < 10
    together = [set(each) for each in found]
    # Pairs, as precision and recall are reckoned.
    right = sum(len(each & planted.keys()) * (len(each & planted.keys()) - 1) for each in together)
    proposed = sum(len(each) * (len(each) - 1) for each in together)
    assert right / proposed >= 0.98
    assert right / (2_000 * 1_999) >= 0.98
