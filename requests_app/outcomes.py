"""The 21 ways in which an application ends (国办公开办函〔2021〕30号, table three), as data.

Each leaf carries the article it rests on, whether it withholds something (then it is reviewed
twice and filed before it leaves), and which remedy its letter names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.statute import Article
from requests_app.deadlines.laws import PAYMENT


class Remedy(StrEnum):
    """What an applicant who disagrees does: review first (复议前置), or either way."""

    REVIEW_FIRST = "review_first"
    EITHER = "either"
    NONE = "none"


@dataclass(frozen=True)
class Outcome:
    """One leaf: its code in the table, its exact name, its heading, its article."""

    code: str
    name: str
    group: str
    basis: Article | None
    remedy: Remedy = Remedy.EITHER
    withholds: bool = False
    by_letter: bool = True

    @property
    def label(self) -> str:
        """The name as a list offers it."""
        return self.name if self.name == self.group else f"{self.group}：{self.name}"


_OPEN = "予以公开"
_PART = "部分公开"
_CLOSED = "不予公开"
_CANNOT = "无法提供"
_NOT = "不予处理"
_OTHER = "其他处理"
_FIRST = Remedy.REVIEW_FIRST

OUTCOMES: tuple[Outcome, ...] = (
    Outcome("3.1", _OPEN, _OPEN, Article(36, item=2)),
    Outcome("3.2", _PART, _PART, Article(37), _FIRST, withholds=True),
    Outcome("3.3.1", "属于国家秘密", _CLOSED, Article(14), _FIRST, withholds=True),
    Outcome("3.3.2", "其他法律行政法规禁止公开", _CLOSED, Article(14), _FIRST, withholds=True),
    Outcome("3.3.3", "危及“三安全一稳定”", _CLOSED, Article(14), _FIRST, withholds=True),
    Outcome("3.3.4", "保护第三方合法权益", _CLOSED, Article(15), _FIRST, withholds=True),
    Outcome("3.3.5", "属于三类内部事务信息", _CLOSED, Article(16, 1), _FIRST, withholds=True),
    Outcome("3.3.6", "属于四类过程性信息", _CLOSED, Article(16, 2), _FIRST, withholds=True),
    Outcome("3.3.7", "属于行政执法案卷", _CLOSED, Article(16, 2), _FIRST, withholds=True),
    Outcome("3.3.8", "属于行政查询事项", _CLOSED, Article(36, item=7), withholds=True),
    Outcome("3.4.1", "本机关不掌握相关政府信息", _CANNOT, Article(36, item=4), withholds=True),
    Outcome("3.4.2", "没有现成信息需要另行制作", _CANNOT, Article(38), withholds=True),
    Outcome("3.4.3", "补正后申请内容仍不明确", _CANNOT, Article(30), withholds=True),
    Outcome("3.5.1", "信访举报投诉类申请", _NOT, Article(39, 1)),
    Outcome("3.5.2", "重复申请", _NOT, Article(36, item=6)),
    Outcome("3.5.3", "要求提供公开出版物", _NOT, Article(39, 2)),
    Outcome("3.5.4", "无正当理由大量反复申请", _NOT, Article(35)),
    Outcome("3.5.5", "要求行政机关确认或重新出具已获取信息", _NOT, None),
    Outcome(
        "3.6.1",
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        _OTHER,
        Article(30),
    ),
    Outcome(
        "3.6.2",
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        _OTHER,
        PAYMENT,
    ),
    Outcome("3.6.3", "其他", _OTHER, None, Remedy.NONE, by_letter=False),
)
# Withheld, but not on the grounds of 第十四条 to 第十六条: nothing says whether a review is first.
UNSETTLED = ("3.3.8",)
BY_CODE = {outcome.code: outcome for outcome in OUTCOMES}
# What an applicant's own silence or withdrawal ends; nobody drafts these as an answer.
LAPSED_UNCORRECTED = "3.6.1"
LAPSED_UNPAID = "3.6.2"
LAPSED = (LAPSED_UNCORRECTED, LAPSED_UNPAID)
WITHDRAWN = "3.6.3"
ANSWERS = tuple(outcome for outcome in OUTCOMES if outcome.group != _OTHER)


def basis_of(code: str, *, in_charge: bool = False, is_public: bool = False) -> Article | None:
    """The article an answer rests on; 第三十六条 has items of their own for what another organ is
    in charge of (`in_charge`) and for what is public already (`is_public`).
    """
    if code == "3.4.1" and in_charge:
        return Article(36, item=5)
    if code == "3.1" and is_public:
        return Article(36, item=1)
    return BY_CODE[code].basis
