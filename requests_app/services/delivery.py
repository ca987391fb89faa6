"""送达: how and when an answer left, and when it arrived (law.md §1.14).

For the organ the day of posting or of signing for it counts, for the applicant's remedies the day
on which it arrived.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import past_day
from portal.common.errors import ActRefused
from requests_app.choices import DeliveryWay
from requests_app.models import Delivery, InformationRequest, Redelivery
from requests_app.services.answers import current_answer
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def deliver(
    *,
    request: InformationRequest,
    way: str,
    sent_on: dt.date,
    by: User,
    at: dt.datetime,
    arrived_on: dt.date | None = None,
    proof: str = "",
    unproved_reason: str = "",
) -> Delivery:
    """Write down how and when the answer left, and when it arrived (law.md §1.14)."""
    request, act = STEPS.begin(request, "deliver", by, at)
    today = timezone.localdate(at)
    if way not in DeliveryWay.values:
        raise ActRefused("请选择送达方式。")
    answer = current_answer(request)
    past_day(sent_on, today, "发出日期")
    if answer.signed_on and sent_on < answer.signed_on:
        raise ActRefused("发出日期早于签发日期，请核对。")
    arrived = arrived_on if way == DeliveryWay.POST else arrived_on or sent_on
    if arrived and (arrived < sent_on or arrived > today):
        raise ActRefused("申请人收到的日期应在发出之日与今天之间，请核对。")
    delivery = Delivery.objects.create(
        answer=answer, way=way, sent_on=sent_on, arrived_on=arrived,
        **_proven(way, proof, unproved_reason), by=by, at=at,
    )  # fmt: skip
    request.closed_on = sent_on
    STEPS.finish(request, act, by=by, at=at, details={"way": way, "sent_on": str(sent_on)})
    return delivery


@transaction.atomic
def redeliver(
    *,
    request: InformationRequest,
    returned_on: dt.date,
    way: str,
    sent_on: dt.date,
    by: User,
    at: dt.datetime,
    arrived_on: dt.date | None = None,
    proof: str = "",
    unproved_reason: str = "",
) -> Redelivery:
    """The letter came back: it goes out again. Whether the organ was in time does not change."""
    request, act = STEPS.begin(request, "redeliver", by, at)
    today = timezone.localdate(at)
    delivery = _last(request)
    if way not in DeliveryWay.values:
        raise ActRefused("请选择送达方式。")
    past_day(sent_on, today, "再次发出日期")
    if not _sent_last(delivery) <= returned_on <= sent_on:
        raise ActRefused("退回日期应在上次发出之后、再次发出之前，请核对。")
    arrived = arrived_on if way == DeliveryWay.POST else arrived_on or sent_on
    if arrived and not sent_on <= arrived <= today:
        raise ActRefused("申请人收到的日期应在发出之日与今天之间，请核对。")
    row = Redelivery.objects.create(
        delivery=delivery, returned_on=returned_on, way=way, sent_on=sent_on,
        **_proven(way, proof, unproved_reason), by=by, at=at,
    )  # fmt: skip
    if arrived:
        _arrived(delivery, arrived)
    details = {"returned_on": str(returned_on), "way": way, "sent_on": str(sent_on)}
    STEPS.finish(request, act, by=by, at=at, details=details)
    return row


@transaction.atomic
def record_arrival(
    *, request: InformationRequest, arrived_on: dt.date, by: User, at: dt.datetime
) -> Delivery:
    """A posted answer was signed for: from that day the applicant's remedies run."""
    request, act = STEPS.begin(request, "record_arrival", by, at)
    delivery = _last(request)
    past_day(arrived_on, timezone.localdate(at), "申请人收到日期")
    if arrived_on < _sent_last(delivery):
        raise ActRefused("申请人收到日期早于发出日期，请核对。")
    _arrived(delivery, arrived_on)
    STEPS.finish(request, act, by=by, at=at, details={"arrived_on": str(arrived_on)})
    return delivery


def _proven(way: str, proof: str, unproved_reason: str) -> dict[str, str]:
    """What proves the posting: its number, or why there is none. Raises ActRefused for post with
    neither: the day of posting decides whether the answer was in time.
    """
    number, why = proof.strip(), unproved_reason.strip()
    if way == DeliveryWay.POST and not number and not why:
        raise ActRefused("邮寄送达的，请填写邮件号；没有邮件号的，写明理由。")
    return {"proof": number, "unproved_reason": "" if number else why}


def _last(request: InformationRequest) -> Delivery:
    rows = Delivery.objects.filter(answer__request=request)
    return rows.order_by("-answer__version")[0]


def _sent_last(delivery: Delivery) -> dt.date:
    again = delivery.again.last()
    return again.sent_on if again else delivery.sent_on


def _arrived(delivery: Delivery, day: dt.date) -> None:
    delivery.arrived_on = day
    delivery.save(update_fields=["arrived_on"])
