"""What each sign weighs, and from which sum on a kind is reported or stops publication: data.

A candidate adds up the points of its signs. The measured effect of the figures stands in
docs/personal-data.md; whoever changes one measures again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from portal.files.personal_data.kinds import Kind, Severity


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which score on a kind is reported, and from which it stops publication (or never).

    ``final`` kinds cannot be published with a reason once they stop publication.
    """

    kind: Kind
    warn_from: int
    block_from: int | None = None
    final: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of evidence: what it adds or takes, and how it is said to a person."""

    points: int
    words: str


THRESHOLDS: Final = {
    row.kind: row
    for row in (
        Threshold(Kind.ID_CARD, warn_from=40, block_from=70, final=True),
        Threshold(Kind.BANK_CARD, warn_from=40, block_from=70),
        Threshold(Kind.MOBILE, warn_from=40),
        Threshold(Kind.LANDLINE, warn_from=40),
        Threshold(Kind.EMAIL, warn_from=40),
        Threshold(Kind.PLATE, warn_from=40),
        Threshold(Kind.ADDRESS, warn_from=40),
        Threshold(Kind.NAME_LIST, warn_from=40),
    )
}

SIGNS: Final = {
    # Identity numbers.
    "id_check": Sign(100, "18位，出生日期和校验码都相符"),
    "id_15": Sign(40, "15位，地区和出生日期相符，像旧身份证号"),
    "id_slip": Sign(10, "18位，有出生日期，但校验码不符"),
    "id_word": Sign(30, "前面写着证件"),
    "credit_code": Sign(-100, "是统一社会信用代码"),
    "code_word": Sign(-30, "前面写着编号、代码"),
    # Bank cards.
    "luhn": Sign(30, "银行卡校验位相符"),
    "unionpay": Sign(40, "以银联卡号段开头"),
    "old_issuer": Sign(20, "以旧银行卡号段开头"),
    "foreign_issuer": Sign(10, "以国际卡号段开头"),
    "card_word": Sign(40, "前面写着卡号、账户"),
    "card_is_date": Sign(-30, "中间像出生日期"),
    # How a number stands there.
    "boxes": Sign(0, "一格一位"),
    "grouped": Sign(0, "分段书写"),
    "wrapped": Sign(0, "跨行书写"),
    "drawn": Sign(0, "用带圈数字或者中文数字书写"),
    "glued": Sign(0, "与别的号码连写"),
    # The other kinds.
    "shape": Sign(40, "写法相符"),
}


def judge(kind: Kind, signs: Iterable[str]) -> tuple[Severity | None, str, bool]:
    """Severity (None: not reported), the evidence as a sentence, whether it may be overridden.

    An unknown sign raises KeyError.
    """
    rows = [SIGNS[sign] for sign in signs]
    score = sum(row.points for row in rows)
    threshold = THRESHOLDS[kind]
    evidence = "；".join(row.words for row in rows) + "。"
    if threshold.block_from is not None and score >= threshold.block_from:
        return Severity.BLOCK, evidence, not threshold.final
    return (Severity.WARN if score >= threshold.warn_from else None), evidence, True
