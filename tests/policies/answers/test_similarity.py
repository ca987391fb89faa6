"""Which wordings are of one question."""

from __future__ import annotations

import pytest

from policies.answers.similarity import likeness
from portal.common.alike import ALIKE, bigrams


@pytest.mark.parametrize(
    ("asked", "is_alike"),
    [
        ("屋顶绿化养护费由谁出", True),
        ("请问一下，屋顶绿化的养护费由谁来出呢？谢谢！", True),
        ("屋顶绿化", True),
        ("ＡＢＣ 屋顶 绿化 养护费", True),
        ("怎么办理居住证", False),
        ("谁出", False),
        ("", False),
        ("？！", False),
        ("屋", False),
    ],
)
def test_worded_another_way(asked: str, is_alike: bool) -> None:
    assert (likeness(bigrams(asked), ["屋顶绿化养护费由谁出"]) >= ALIKE) is is_alike


def test_the_best_of_several_wordings_counts() -> None:
    asked = bigrams("加装电梯补贴多少")
    assert likeness(asked, ["老楼装电梯有钱拿吗", "加装电梯补贴标准"]) > likeness(
        asked, ["老楼装电梯有钱拿吗"]
    )
    assert likeness(asked, []) == 0
