"""The law as values: an `Article` names its place in a law and prints as officials write it.

Every term, ground and transition of the portal carries one of these, so that the page, the
audit entry and the test all show the same article.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Write 1 to 999 in Chinese numerals as in article numbers (12 -> 十二, 105 -> 一百零五)."""
    if not 0 < number < 1000:
        raise ValueError(f"article numbers run from 1 to 999, not {number}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        # 12 is 十二 but 112 is 一百一十二.
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


@dataclass(frozen=True)
class Law:
    """A law or regulation, by the short name officials use and its full citation."""

    short: str
    title: str
    number: str

    @property
    def cited(self) -> str:
        """Its title as a text cites it."""
        return f"《{self.title}》"

    @property
    def brief(self) -> str:
        """Its short name, for a text that has introduced it."""
        return f"《{self.short}》"


REGULATION = Law("条例", "中华人民共和国政府信息公开条例", "国务院令第711号")
REGULATION_IN_FORCE = dt.date(2019, 5, 15)
SECRETS_LAW = Law("保密法", "中华人民共和国保守国家秘密法", "2024年修订")
SECRETS_RULES = Law("保密法实施条例", "中华人民共和国保守国家秘密法实施条例", "2024年修订")
PRIVACY_LAW = Law("个人信息保护法", "中华人民共和国个人信息保护法", "2021年")
DECISION_RULES = Law("决策程序条例", "重大行政决策程序暂行条例", "国务院令第713号")
COMPETITION_RULES = Law("公平竞争审查条例", "公平竞争审查条例", "国务院令第783号")
STATE_BUSINESS_RULES = Law("优化营商环境条例", "优化营商环境条例", "国务院令第722号")
BUSINESS_RULES = Law("上海优化营商环境条例", "上海市优化营商环境条例", "2024年文本")
DOCUMENT_RULES = Law("公文处理条例", "党政机关公文处理工作条例", "中办发〔2012〕14号")
PETITION_RULES = Law("信访工作条例", "信访工作条例", "2022年")
DOCUMENT_FORMAT = Law("公文格式", "党政机关公文格式", "GB/T 9704-2012")


@dataclass(frozen=True)
class Article:
    """One article of a law, with its paragraph (款) and item (项) where there is one."""

    number: int
    paragraph: int | None = None
    item: int | None = None
    law: Law = REGULATION

    def __str__(self) -> str:
        text = f"第{chinese_number(self.number)}条"
        if self.paragraph:
            text += f"第{chinese_number(self.paragraph)}款"
        if self.item:
            text += f"第（{chinese_number(self.item)}）项"
        return text

    @property
    def citation(self) -> str:
        """The article with its law: 《中华人民共和国政府信息公开条例》第二十六条."""
        return f"{self.law.cited}{self}"


@dataclass(frozen=True)
class OwnRule(Article):
    """What an organ has ruled for itself, named and without an article: it is not printed as law,
    nor is it any.
    """

    number: int = 0

    def __str__(self) -> str:
        return ""

    @property
    def citation(self) -> str:
        """Its name, without the marks in which laws are cited."""
        return self.law.title


def citations(articles: Iterable[Article]) -> str:
    """Every article once, a law named only where it differs from the one before."""
    told: list[str] = []
    before: Law | None = None
    for article in articles:
        told.append(str(article) if article.law == before else article.citation)
        before = article.law
    return "、".join(told)
