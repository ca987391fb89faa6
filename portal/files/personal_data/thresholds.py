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


_LOOKED_AT = 40

THRESHOLDS: Final = {
    row.kind: row
    for row in (
        Threshold(Kind.ID_CARD, warn_from=_LOOKED_AT, block_from=70, final=True),
        Threshold(Kind.BANK_CARD, warn_from=_LOOKED_AT, block_from=70),
        *(
            Threshold(kind, warn_from=_LOOKED_AT)
            for kind in Kind
            if kind not in (Kind.ID_CARD, Kind.BANK_CARD)
        ),
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
    "misread": Sign(0, "有字母写成或者认成了数字的样子"),
    "glued": Sign(0, "与别的号码连写"),
    # Contacts and plates.
    "shape": Sign(40, "写法相符"),
    "office_domain": Sign(-20, "是政府网站的邮箱"),
    # Places.
    "room": Sign(40, "写到室号"),
    "village_group": Sign(20, "写到村组"),
    "street_number": Sign(20, "写到门牌号"),
    "exact_place": Sign(20, "坐标精确到住宅"),
    "home_word": Sign(20, "写着住址"),
    "office_word": Sign(-30, "写着单位、窗口"),
    # Numbers that only their label makes personal.
    "paper_word": Sign(20, "前面写着证件名称"),
    "paper_shape": Sign(20, "与这种证件的号码写法相符"),
    "security_word": Sign(40, "前面写着社保、医保"),
    "account_word": Sign(40, "前面写着账号"),
    "bank_word": Sign(20, "写着银行、户名"),
    "organisation": Sign(-60, "户名是单位"),
    "login_word": Sign(-40, "是登录账号"),
    # People.
    "private_label": Sign(50, "前面写着当事人等称谓"),
    "name_label": Sign(40, "前面写着姓名"),
    "kin": Sign(50, "前面写着亲属关系"),
    "sex_behind": Sign(40, "姓名后面写着性别"),
    "official": Sign(-50, "写着职务，是公职人员"),
    "list_heading": Sign(40, "名单标题下有多个姓名"),
    "id_column": Sign(40, "成列的身份证号"),
    "name_column": Sign(40, "姓名一列"),
    "single_name": Sign(20, "姓名一列，只有一行"),
    "private_column": Sign(20, "另有个人情况的栏目"),
    "telling_column": Sign(20, "有这一类情况的栏目"),
    "column_cells": Sign(40, "表头写明这一栏的内容，各行写法相符"),
    "office_column": Sign(-60, "另有职务一列"),
    "public_list": Sign(-40, "是公职人员、代表、机构成员的名单"),
    "person": Sign(20, "同一句里有姓名或者证件号码"),
    "health_word": Sign(30, "写着病情、残疾"),
    "minor_word": Sign(30, "写着学生、幼儿"),
    "birth_date": Sign(30, "写着出生日期"),
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
