"""The 21 ways in which an application ends (国办公开办函〔2021〕30号, table three), as data.

Each leaf carries the article it rests on, whether it withholds something (then it is reviewed
twice and filed before it leaves), which remedy its letter names, and what must have happened or be
written before an answer may say so (`requires`; the rules are in `preconditions.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.statute import Article
from requests_app.deadlines.laws import PAYMENT


class Remedy(StrEnum):
    """What an applicant who disagrees does: review first (复议前置), or either way."""

    REVIEW_FIRST = "review_first"
    EITHER = "either"
    NONE = "none"


class Need(StrEnum):
    """What an outcome rests on: without it the letter would tell what never was."""

    REASON = "reason"
    PROVISION = "provision"
    PARTS = "parts"
    CONSULTED = "consulted"
    CORRECTED = "corrected"
    EXPLAINED = "explained"
    EARLIER = "earlier"
    IN_CHARGE = "in_charge"


@dataclass(frozen=True)
class Outcome:
    """One leaf: its code in the table, its exact name, its heading, its article.

    `key` is how officers choose it: of 3.4.1 there are two, for one leaf tells what 第三十六条 has
    as two items. `offered` is how a list names it where the table's words would mislead.
    """

    code: str
    name: str
    group: str
    basis: Article | None
    remedy: Remedy = Remedy.EITHER
    withholds: bool = False
    by_letter: bool = True
    requires: tuple[Need, ...] = ()
    key: str = ""
    offered: str = ""

    @property
    def label(self) -> str:
        """The name as the table has it."""
        return self.name if self.name == self.group else f"{self.group}：{self.name}"

    @property
    def choice(self) -> tuple[str, str]:
        """As officers choose it: key and words."""
        return (
            self.key or self.code,
            f"{self.group}：{self.offered}" if self.offered else self.label,
        )


_OPEN = "予以公开"
_PART = "部分公开"
_CLOSED = "不予公开"
_CANNOT = "无法提供"
_NOT = "不予处理"
_OTHER = "其他处理"
_FIRST = Remedy.REVIEW_FIRST

# What ends without an answer (其他处理) requires nothing here: its act is refused until the term
# of the correction or of the payment is over (`services/obstacles.py`).
_WHY = (Need.REASON,)
# A whole refusal is one part that is everything; each part has its ground and its reason.
_REFUSED = (Need.REASON, Need.PARTS)

OUTCOMES: tuple[Outcome, ...] = (
    Outcome("3.1", _OPEN, _OPEN, Article(36, item=2), requires=(Need.PROVISION,)),
    Outcome("3.2", _PART, _PART, Article(37), _FIRST, withholds=True,
            requires=(Need.PROVISION, Need.PARTS)),
    Outcome("3.3.1", "属于国家秘密", _CLOSED, Article(14), _FIRST, withholds=True,
            requires=_REFUSED),
    Outcome("3.3.2", "其他法律行政法规禁止公开", _CLOSED, Article(14), _FIRST, withholds=True,
            requires=_REFUSED),
    Outcome("3.3.3", "危及“三安全一稳定”", _CLOSED, Article(14), _FIRST, withholds=True,
            requires=_REFUSED),
    Outcome("3.3.4", "保护第三方合法权益", _CLOSED, Article(15), _FIRST, withholds=True,
            requires=(*_REFUSED, Need.CONSULTED)),
    Outcome("3.3.5", "属于三类内部事务信息", _CLOSED, Article(16, 1), _FIRST, withholds=True,
            requires=_REFUSED),
    Outcome("3.3.6", "属于四类过程性信息", _CLOSED, Article(16, 2), _FIRST, withholds=True,
            requires=_REFUSED),
    Outcome("3.3.7", "属于行政执法案卷", _CLOSED, Article(16, 2), _FIRST, withholds=True,
            requires=_REFUSED),
    Outcome("3.3.8", "属于行政查询事项", _CLOSED, Article(36, item=7), withholds=True,
            requires=_WHY),
    Outcome("3.4.1", "本机关不掌握相关政府信息", _CANNOT, Article(36, item=4), withholds=True,
            requires=_WHY, offered="政府信息不存在（本机关没有制作或者获取）"),
    Outcome("3.4.2", "没有现成信息需要另行制作", _CANNOT, Article(38), withholds=True,
            requires=_WHY),
    Outcome("3.4.3", "补正后申请内容仍不明确", _CANNOT, Article(30), withholds=True,
            requires=(Need.REASON, Need.CORRECTED)),
    Outcome("3.5.1", "信访举报投诉类申请", _NOT, Article(39, 1), requires=_WHY),
    Outcome("3.5.2", "重复申请", _NOT, Article(36, item=6),
            requires=(Need.REASON, Need.EARLIER)),
    Outcome("3.5.3", "要求提供公开出版物", _NOT, Article(39, 2), requires=_WHY),
    Outcome("3.5.4", "无正当理由大量反复申请", _NOT, Article(35),
            requires=(Need.REASON, Need.EXPLAINED)),
    Outcome("3.5.5", "要求行政机关确认或重新出具已获取信息", _NOT, None, requires=_WHY),
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
)  # fmt: skip
# The other half of 3.4.1: it may well exist, elsewhere.
ELSEWHERE = Outcome(
    "3.4.1", "本机关不掌握相关政府信息", _CANNOT, Article(36, item=5), withholds=True,
    requires=(Need.REASON, Need.IN_CHARGE), key="3.4.1-5", offered="不属于本机关负责公开",
)  # fmt: skip
# Withheld, but not on the grounds of 第十四条 to 第十六条: nothing says whether a review is first.
UNSETTLED = ("3.3.8",)
BY_CODE = {outcome.code: outcome for outcome in OUTCOMES}
# What an applicant's own silence or withdrawal ends; nobody drafts these as an answer.
LAPSED_UNCORRECTED = "3.6.1"
LAPSED_UNPAID = "3.6.2"
LAPSED = (LAPSED_UNCORRECTED, LAPSED_UNPAID)
WITHDRAWN = "3.6.3"
ANSWERS = tuple(outcome for outcome in OUTCOMES if outcome.group != _OTHER)
_AFTER_NOT_HELD = 1 + [outcome.code for outcome in ANSWERS].index(ELSEWHERE.code)
# What an officer chooses from.
CHOICES = (*ANSWERS[:_AFTER_NOT_HELD], ELSEWHERE, *ANSWERS[_AFTER_NOT_HELD:])
BY_KEY = {outcome.choice[0]: outcome for outcome in CHOICES}
# Grounds of 第十四条 to 第十六条 on which a part is kept back, by the codes of the outcomes that
# keep all of it back on the same ground.
GROUNDS = tuple(found for found in ANSWERS if found.group == _CLOSED and found.remedy is _FIRST)
GROUND_CODES = tuple(ground.code for ground in GROUNDS)
PARTLY_OPEN = "3.2"
THIRD_PARTY_GROUND = "3.3.4"
REFUSED = Article(36, item=3)


def outcome_of(code: str, *, is_elsewhere: bool = False) -> Outcome:
    """The outcome of an answer; `is_elsewhere` where another organ is in charge of 3.4.1."""
    return ELSEWHERE if is_elsewhere else BY_CODE[code]


def basis_of(code: str, *, is_elsewhere: bool = False, is_public: bool = False) -> Article | None:
    """The article an answer rests on; 第三十六条 has items of their own for what another organ is
    in charge of (`is_elsewhere`) and for what is public already (`is_public`).
    """
    if code == "3.1" and is_public:
        return Article(36, item=1)
    return outcome_of(code, is_elsewhere=is_elsewhere).basis


def law_of(
    code: str,
    *,
    is_elsewhere: bool = False,
    is_public: bool = False,
    grounds: Iterable[str] = (),
) -> tuple[Article, ...]:
    """Every article an answer cites, each once: a refusal rests on its grounds (`grounds`, of the
    parts) and on 第三十六条第（三）项, which makes it a decision with reasons.
    """
    basis = basis_of(code, is_elsewhere=is_elsewhere, is_public=is_public)
    found = [basis] if basis else []
    kept_back = [BY_CODE[ground].basis for ground in grounds]
    found += [article for article in kept_back if article]
    if code == PARTLY_OPEN or code in GROUND_CODES:
        found.append(REFUSED)
    return tuple(dict.fromkeys(found))
