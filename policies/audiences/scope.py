"""What narrows a push and what would widen it: pure.

Somebody is meant who bears, of every kind that a push names, at least one of its terms. To take a
term away therefore narrows it as long as another of its kind is left; with the last one its kind
would be asked of nobody any more, and the push would reach more people than before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

LAST_OF_KIND = (
    "“{kind}”只剩这些，去掉以后就不再按{kind}挑选，收到的人会变多。请留下一项，或者放弃推送。"
)
WIDER = "范围只能缩小：请选{within}里面的街镇，或者不改。"


def widened_by(kept: Mapping[int, str], dropped: Collection[int]) -> str:
    """The kind of which nothing would be left, "" when the push is narrowed or stays as it is.

    `kept` are the terms of a push with their kinds.
    """
    left = {kind for term, kind in kept.items() if term not in dropped}
    return next((kind for kind in sorted(set(kept.values())) if kind not in left), "")


def is_inside(path: str, within: str) -> bool:
    """Whether a region lies in another or is it; everything lies in none."""
    return path.startswith(within)
