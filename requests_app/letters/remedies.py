"""救济段: what whoever disagrees can do (复议, 诉讼), by outcome: in the words of a page, with the
last days, and in the language of letters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from portal.statute import Article, chinese_number
from portal.workdays.calendar import chinese_date
from requests_app.deadlines import laws
from requests_app.outcomes import BY_CODE, PARTLY_OPEN, Remedy

# Where an organ has not said which court it is.
_ANY_COURT, _COMPETENT = "人民法院", "有管辖权的人民法院"
_COMPLAINT_LAW = Article(51)
# Choosing the review first does not give up the suit (行政诉讼法第四十四、四十五条).
_THEN = (
    f"先申请行政复议、对复议决定不服的，收到复议决定书之日起{laws.SUIT_AFTER_REVIEW_DAYS}日内"
    "还可以起诉。"
)
COMPLAINT = (
    "认为机关在政府信息公开工作中侵犯您的合法权益的，也可以向上一级行政机关或者政府信息公开工作"
    "主管部门投诉、举报（条例第五十一条）。"
)


class Reviewer(Protocol):
    """复议机关: the organ to which an application for review goes."""

    @property
    def name(self) -> str: ...

    @property
    def review_url(self) -> str: ...


@dataclass(frozen=True)
class Remedies:
    """Sentences, and where an application for review can be made online."""

    sentences: tuple[str, ...]
    online: str = ""
    review_organ: str = ""


def remedy_of(code: str, chosen: Mapping[str, str]) -> Remedy:
    """Whether a review comes first; where that is not settled, as the organ has chosen."""
    way = chosen.get(code)
    return Remedy(way) if way else BY_CODE[code].remedy


def of_answer(
    code: str,
    remedy: Remedy,
    reviewer: Reviewer | None,
    *,
    court: str = "",
    review: dt.date | None = None,
    suit: dt.date | None = None,
) -> Remedies:
    """Against an answer, by the code of its outcome, in the words of a page. Without the last days
    of review and suit they are counted from the day on which it arrives. The address for a review
    online is told however the answer was delivered (行政复议法第二十二条).
    """
    if remedy is Remedy.NONE:
        return Remedies(())
    by_review = _until(review, f"收到答复之日起{laws.REVIEW_DAYS}日内")
    by_suit = _until(suit, f"收到答复之日起{laws.SUIT_MONTHS}个月内")
    where, bench = _named(reviewer), court or _ANY_COURT
    first = (
        f"对不予公开的决定不服的，要先申请行政复议，再起诉：请{by_review}向{where}申请行政复议；"
        f"对复议决定仍然不服的，收到复议决定书之日起{laws.SUIT_AFTER_REVIEW_DAYS}日内可以向{bench}"
        f"起诉（{laws.REVIEW_FIRST.citation}）。"
    )
    either = (
        f"可以{by_review}向{where}申请行政复议，也可以{by_suit}直接向{bench}起诉，任选一种。{_THEN}"
    )
    if code == PARTLY_OPEN:
        sentences: tuple[str, ...] = (first, f"对已经提供的部分不服的，{either}")
    elif remedy is Remedy.REVIEW_FIRST:
        sentences = (first,)
    else:
        sentences = (f"对这份答复不服的，{either}",)
    return Remedies(
        (*sentences, COMPLAINT),
        reviewer.review_url if reviewer else "",
        reviewer.name if reviewer else "",
    )


def of_silence(
    reviewer: Reviewer | None, *, review: dt.date | None, suit: dt.date | None, court: str = ""
) -> Remedies:
    """When the day of the answer has passed without one."""
    by_review = _until(review, f"答复期限届满之日起{laws.REVIEW_DAYS}日内")
    by_suit = _until(suit, f"答复期限届满之日起{laws.SUIT_MONTHS}个月内")
    return _either(
        "机关没有在答复期限内答复。您可以打电话催办；也可以依法"
        f"{by_review}向{_named(reviewer)}申请行政复议，或者{by_suit}向{court or _ANY_COURT}起诉。",
        reviewer,
    )


def of_opening(reviewer: Reviewer | None, *, court: str = "") -> Remedies:
    """What a third party can do against the opening of which it was told. The day on which the
    letter arrives is written down nowhere: a date counted from its own would be too early.
    """
    review = _until(None, f"收到告知书之日起{laws.REVIEW_DAYS}日内")
    suit = _until(None, f"收到告知书之日起{laws.SUIT_MONTHS}个月内")
    return _either(
        f"对这个决定不服的，可以{review}向{_named(reviewer)}申请行政复议，也可以{suit}"
        f"直接向{court or _ANY_COURT}起诉，任选一种。{_THEN}",
        reviewer,
    )


def in_answer(
    code: str, remedy: Remedy, reviewer: Reviewer | None, *, court: str, paper: str = "本答复"
) -> tuple[str, ...]:
    """The same in the language of letters, for the letter that tells the outcome; `paper` is how
    the letter names itself.
    """
    if remedy is Remedy.NONE:
        return ()
    where, bench = _named(reviewer), court or _COMPETENT
    days, months = chinese_number(laws.REVIEW_DAYS), chinese_number(laws.SUIT_MONTHS)
    after = chinese_number(laws.SUIT_AFTER_REVIEW_DAYS)
    then = f"对行政复议决定不服的，可以自收到行政复议决定书之日起{after}日内向{bench}提起行政诉讼。"
    first = (
        f"如对{paper}中不予公开的决定不服，依照{laws.REVIEW_FIRST.citation}的规定，应当自收到"
        f"{paper}之日起{days}日内先向{where}申请行政复议；{then}"
    )
    either = (
        f"可以自收到{paper}之日起{days}日内向{where}申请行政复议，或者自收到{paper}之日起"
        f"{months}个月内向{bench}提起行政诉讼。{then}"
    )
    if code == PARTLY_OPEN:
        told: tuple[str, ...] = (first, f"如对{paper}的其他内容不服，{either}")
    elif remedy is Remedy.REVIEW_FIRST:
        told = (first,)
    else:
        told = (f"如对{paper}不服，{either}",)
    return (*told, *_ending(reviewer))


def in_opening(reviewer: Reviewer | None, *, court: str) -> tuple[str, ...]:
    """What a third party can do, in the language of letters."""
    return in_answer("", Remedy.EITHER, reviewer, court=court, paper="本告知书")


def _ending(reviewer: Reviewer | None) -> tuple[str, ...]:
    online = (
        f"行政复议申请可以通过互联网提交，网址：{reviewer.review_url}。"
        if reviewer and reviewer.review_url
        else ""
    )
    complaint = (
        f"认为本机关在政府信息公开工作中侵犯其合法权益的，可以依据{_COMPLAINT_LAW.citation}，"
        "向上一级行政机关或者政府信息公开工作主管部门投诉、举报。"
    )
    return tuple(text for text in (online, complaint) if text)


def _either(text: str, reviewer: Reviewer | None) -> Remedies:
    return Remedies(
        (text, COMPLAINT),
        reviewer.review_url if reviewer else "",
        reviewer.name if reviewer else "",
    )


def _named(reviewer: Reviewer | None) -> str:
    return reviewer.name if reviewer else "复议机关（一般是同级人民政府或者上一级人民政府）"


def _until(day: dt.date | None, otherwise: str) -> str:
    return f"在{chinese_date(day)}以前（{otherwise}）" if day else f"自{otherwise}"
