"""Questions that are the same with other words around them, and those that are not."""

from __future__ import annotations

import pytest

from policies.messages.similarity import RAREST, rarest
from portal.common.alike import ALIKE, bigrams, containment

ASKED = "单位大院晚上能不能停车，去哪里看名单"


@pytest.mark.parametrize(
    ("other", "least"),
    [
        ("你好，请问单位大院晚上能不能停车，去哪里看名单？谢谢", 0.8),
        ("单位大院夜里能不能停车，去哪看名单", ALIKE),
        ("単", 0.0),
    ],
)
def test_containment(other: str, least: float) -> None:
    assert containment(bigrams(ASKED), bigrams(other)) >= least


def test_other_questions_are_not_proposed() -> None:
    for other in ("一楼不同意加装电梯，还能办吗", "公交末班车几点到白沙镇", ""):
        assert containment(bigrams(ASKED), bigrams(other)) < ALIKE


def test_marks_blanks_and_width_do_not_count() -> None:
    assert bigrams("Ａ区 停车！") == bigrams("a区停车") == {"a区", "区停", "停车"}


def test_the_rarest_pairs_are_sought() -> None:
    counts = {f"字{number}": number for number in range(1, 20)}
    assert rarest(["字19", "字3", "没有", "字1"], counts) == ["字1", "字3", "字19"]
    assert len(rarest(list(counts), counts)) == RAREST
