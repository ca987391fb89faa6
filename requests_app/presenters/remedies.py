"""What an applicant who disagrees can do, by outcome and with the last days (复议, 诉讼)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from portal.organs.models import Organ
from portal.workdays.calendar import Deadline, chinese_date
from requests_app.choices import DeliveryWay
from requests_app.deadlines import laws
from requests_app.deadlines.clock import Clock, State
from requests_app.models import Answer, Delivery, InformationRequest
from requests_app.outcomes import BY_CODE, Remedy

_PARTLY_OPEN = "3.2"
# Choosing the review first does not give up the suit (行政诉讼法第四十四、四十五条).
_THEN = (
    f"先申请行政复议、对复议决定不服的，收到复议决定书之日起{laws.SUIT_AFTER_REVIEW_DAYS}日内"
    "还可以起诉。"
)
COMPLAINT = (
    "认为机关在政府信息公开工作中侵犯您的合法权益的，也可以向上一级行政机关或者政府信息公开工作"
    "主管部门投诉、举报（条例第五十一条）。"
)


@dataclass(frozen=True)
class Remedies:
    """Sentences, and where an application for review can be made online."""

    sentences: tuple[str, ...]
    online: str = ""
    review_organ: str = ""


def remedy_of(code: str) -> Remedy:
    """Whether a review comes first; where that is not settled, as the organ has chosen."""
    chosen = settings.OUTCOME_REMEDIES.get(code)
    return Remedy(chosen) if chosen else BY_CODE[code].remedy


def remedies_of(request: InformationRequest, delivery: Delivery, clock: Clock | None) -> Remedies:
    """The paragraph of a delivered answer."""
    # Before the answer is known to have arrived, a date would be that of a silence there is not.
    return _remedies(
        request,
        delivery.answer.outcome,
        clock if delivery.arrived_on else None,
        is_online=delivery.way == DeliveryWay.ONLINE,
    )


def remedies_on_paper(answer: Answer) -> Remedies:
    """As they stand in a letter on its way: counted from the day on which it arrives."""
    return _remedies(answer.request, answer.outcome, None, is_online=False)


def _remedies(
    request: InformationRequest, outcome: str, clock: Clock | None, *, is_online: bool
) -> Remedies:
    remedy = remedy_of(outcome)
    if remedy is Remedy.NONE:
        return Remedies(())
    review_organ = request.organ.review_organ
    review = _until(clock.review if clock else None, f"收到答复之日起{laws.REVIEW_DAYS}日内")
    suit = _until(clock.suit if clock else None, f"收到答复之日起{laws.SUIT_MONTHS}个月内")
    where = _named(review_organ)
    first = (
        f"对不予公开的决定不服的，要先申请行政复议，再起诉：请{review}向{where}申请行政复议；"
        f"对复议决定仍然不服的，收到复议决定书之日起{laws.SUIT_AFTER_REVIEW_DAYS}日内可以向人民法院"
        f"起诉（{laws.REVIEW_FIRST.citation}）。"
    )
    either = f"可以{review}向{where}申请行政复议，也可以{suit}直接向人民法院起诉，任选一种。{_THEN}"
    if outcome == _PARTLY_OPEN:
        sentences: tuple[str, ...] = (first, f"对已经提供的部分不服的，{either}")
    elif remedy is Remedy.REVIEW_FIRST:
        sentences = (first,)
    else:
        sentences = (f"对这份答复不服的，{either}",)
    online = is_online and review_organ
    return Remedies(
        (*sentences, COMPLAINT),
        review_organ.website if online and review_organ else "",
        review_organ.name if review_organ else "",
    )


def remedies_of_silence(request: InformationRequest, clock: Clock | None) -> Remedies | None:
    """What can be done when the day of the answer has passed without one."""
    if clock is None or clock.state is not State.OVERDUE:
        return None
    review = _until(clock.review, f"答复期限届满之日起{laws.REVIEW_DAYS}日内")
    suit = _until(clock.suit, f"答复期限届满之日起{laws.SUIT_MONTHS}个月内")
    organ = request.organ.review_organ
    text = (
        "机关没有在答复期限内答复。您可以打电话催办；也可以依法"
        f"{review}向{_named(organ)}申请行政复议，或者{suit}向人民法院起诉。"
    )
    return Remedies((text, COMPLAINT), organ.website if organ else "", organ.name if organ else "")


def remedies_of_opening(request: InformationRequest) -> Remedies:
    """What a third party can do against the opening of which it was told. The day on which the
    letter arrives is written down nowhere: a date counted from its own would be too early.
    """
    review = _until(None, f"收到告知书之日起{laws.REVIEW_DAYS}日内")
    suit = _until(None, f"收到告知书之日起{laws.SUIT_MONTHS}个月内")
    organ = request.organ.review_organ
    text = (
        f"对这个决定不服的，可以{review}向{_named(organ)}申请行政复议，也可以{suit}"
        f"直接向人民法院起诉，任选一种。{_THEN}"
    )
    return Remedies((text, COMPLAINT), organ.website if organ else "", organ.name if organ else "")


def _named(organ: Organ | None) -> str:
    return organ.name if organ else "复议机关（一般是同级人民政府或者上一级人民政府）"


def _until(deadline: Deadline | None, otherwise: str) -> str:
    day: dt.date | None = deadline.due_on if deadline else None
    return f"在{chinese_date(day)}以前（{otherwise}）" if day else f"自{otherwise}"
