"""What an answer to what somebody said must hold to be kept, and a copy of it to be shown: one rule
for every kind that is answered one by one.
"""

from __future__ import annotations

from typing import Final

from decisions.ledgers.ledger import is_concentrated
from decisions.ledgers.terms import DECLINED, NOT_WHOLLY_ADOPTED, OUTCOMES, OUTSIDE
from portal.acts.refusals import text_of
from portal.common.errors import ActRefused
from portal.personal.free_text import grave

LONGEST_SUMMARY: Final = 500
_LONGEST_REASON: Final = 2_000
_LONGEST_CHANGE: Final = 1_000
# What many are told must say more than that it was looked at.
_SHORTEST_EXPLANATION: Final = 20


def answer_of(outcome: str, reason: str, change: str, *, changed: str) -> dict[str, str]:
    """An outcome, its reason, and what is changed for it, which is called `changed`, as they are
    kept. Raises ActRefused for an outcome there is not, one without a reason, and a change for what
    was not adopted.
    """
    if outcome not in OUTCOMES:
        raise ActRefused("请选择处理结果。")
    if outcome in (DECLINED, OUTSIDE) and change.strip():
        raise ActRefused(f"没有采纳的，不写{changed}，请核对。")
    return {
        "outcome": outcome,
        "reason": public_text(reason, "理由", longest=_LONGEST_REASON),
        "change": public_text(change, changed, longest=_LONGEST_CHANGE, required=False),
    }


def summary_of(text: str, *, required: bool = True) -> str:
    """What was said in a few words, as everybody reads it."""
    return public_text(text, "意见摘要", longest=LONGEST_SUMMARY, required=required)


def explained(number: int, outcome: str, reason: str, *, least: int) -> None:
    """Raises ActRefused where so many say it that a bare word is no explanation."""
    if outcome not in NOT_WHOLLY_ADOPTED or not is_concentrated(number, least=least):
        return
    if len(reason) < _SHORTEST_EXPLANATION:
        raise ActRefused(
            f"有{number}条意见说的是同一件事，没有全部采纳，理由会单独公布，请至少写"
            f"{_SHORTEST_EXPLANATION}个字，说明为什么。"
        )


def public_text(text: str, what: str, longest: int, *, required: bool = True) -> str:
    """Words that everybody reads: no number of a person in them."""
    kept = text_of(text, what, longest=longest, required=required)
    if spots := grave(kept):
        raise ActRefused(f"{what}里疑似有{spots[0].kind}（{spots[0].masked}），会公布，请隐去。")
    return kept


def clean(text: str, which: str = "公开的文字") -> str:
    """A copy that may be shown: of what is personal nothing is left in it."""
    if spots := grave(text):
        raise ActRefused(
            f"{which}里还有{spots[0].kind}（{spots[0].masked}），请打开那一条隐去再公开。"
        )
    return text
