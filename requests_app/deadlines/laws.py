"""The articles and numbers the clock rests on, and what the law leaves to be chosen."""

import datetime as dt
from dataclasses import dataclass

from portal.statute import Article, Law

FEE_RULES = Law("费办法", "政府信息公开信息处理费管理办法", "国办函〔2020〕109号")
REVIEW_LAW = Law("行政复议法", "中华人民共和国行政复议法", "2023年修订")
REVIEW_RULES = Law("行政复议法实施条例", "中华人民共和国行政复议法实施条例", "2007年")
SUIT_LAW = Law("行政诉讼法", "中华人民共和国行政诉讼法", "2017年修正")
SUIT_READING = Law(
    "行诉法解释",
    "最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释",
    "法释〔2018〕1号",
)

CORRECTION_NOTICE_DAYS = 7
REPLY_DAYS = 20
LONGEST_EXTENSION = 20
OPINION_DAYS = 15
PAYMENT_DAYS = 20
REVIEW_DAYS = 60
SUIT_MONTHS = 6
SUIT_AFTER_REVIEW_DAYS = 15
# What a review or a suit asks of the organ, and until when it is decided.
REVIEW_ANSWER_DAYS = 10
BRIEF_REVIEW_ANSWER_DAYS = 5
SUIT_ANSWER_DAYS = 15
DECISION_DAYS = 60
BRIEF_DECISION_DAYS = 30
JUDGEMENT_MONTHS = 6

# The revised 条例 replaced other terms on this day.
IN_FORCE_FROM = dt.date(2019, 5, 15)

CORRECTION = Article(30)
THIRD_PARTY = Article(32)
REPLY = Article(33, 2)
EXCLUDED = Article(33, 3)
CO_MAKER = Article(34)
COMMENCEMENT = Article(56)
PAYMENT = Article(6, law=FEE_RULES)
REVIEW = Article(20, 1, law=REVIEW_LAW)
REVIEW_FIRST = Article(23, 1, 4, law=REVIEW_LAW)
REVIEW_OF_SILENCE = Article(16, 1, 1, law=REVIEW_RULES)
SUIT = Article(46, 1, law=SUIT_LAW)
SUIT_AFTER_REVIEW = Article(45, law=SUIT_LAW)
SUIT_OF_SILENCE = Article(66, law=SUIT_READING)
REVIEW_ANSWER = Article(48, law=REVIEW_LAW)
BRIEF_REVIEW_ANSWER = Article(54, law=REVIEW_LAW)
REVIEW_DECISION = Article(62, law=REVIEW_LAW)
SUIT_ANSWER = Article(67, law=SUIT_LAW)
JUDGEMENT = Article(81, law=SUIT_LAW)


@dataclass(frozen=True)
class Readings:
    """What the law does not say, or nobody could verify: chosen by the organ, never cited as law.

    `payment_restarts`: the reply period begins anew with payment; otherwise it runs through.
    `extension_outlives_restart`: an extension approved before a restart also prolongs the new
    period.
    """

    payment_restarts: bool = True
    extension_outlives_restart: bool = True


DEFAULT_READINGS = Readings()
