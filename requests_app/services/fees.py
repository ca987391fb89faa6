"""信息处理费: the notice, its arrival, the payment, and its absence (第四十二条, 费办法).

Charging is a decision of an officer, never automatic. By item the fee of one application is the
price of its own place among the applicant's applications of the month, so that what earlier ones
cost is not asked for again; that place is counted here and not typed.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.acts.refusals import needed, past_day
from portal.common.errors import ActRefused
from requests_app.choices import FeeScale
from requests_app.fees import fee_for_items, fee_for_pages
from requests_app.models import FeeNotice, InformationRequest
from requests_app.outcomes import LAPSED_UNPAID
from requests_app.services.clock import clock_of
from requests_app.services.lapse import close_lapsed, unsign
from requests_app.services.steps import STEPS
from requests_app.workflow.states import Status

if TYPE_CHECKING:
    from portal.accounts.models import User


def place_in_month(request: InformationRequest) -> int:
    """Which application of the applicant to this organ in its natural month of receipt it is.

    What was split counts by its parts (一事一申请), what was joined to another not at all.
    """
    received = request.received_on
    if received is None:
        return 0
    if not request.identity_index:  # a letter without a number: nobody knows whose others are
        return 1
    month = InformationRequest.objects.filter(
        organ=request.organ_id,
        identity_index=request.identity_index,
        received_on__year=received.year,
        received_on__month=received.month,
        joined_to__isnull=True,
        parts__isnull=True,
    ).exclude(status__in=(Status.SPLIT, Status.JOINED))
    earlier = Q(received_on__lt=received) | Q(received_on=received, pk__lt=request.pk)
    return month.filter(earlier).exclude(pk=request.pk).count() + 1


@transaction.atomic
def ask_fee(
    *,
    request: InformationRequest,
    scale: str,
    by: User,
    at: dt.datetime,
    pages: int | None = None,
    received_on: dt.date | None = None,
) -> InformationRequest:
    """Ask for the fee by one of the two scales, within the term of the answer."""
    request, act = STEPS.begin(request, "ask_fee", by, at)
    quantity, amount = _reckoned(request, scale, pages)
    today = timezone.localdate(at)
    if received_on and past_day(received_on, today, "收到日期") < today:
        raise ActRefused("收到日期早于发出日期，请核对；今天以前没有发出过通知。")
    FeeNotice.objects.create(
        request=request,
        amount=Decimal(amount),
        scale=scale,
        quantity=quantity,
        sent_on=today,
        received_on=received_on,
        by=by,
        at=at,
    )
    return STEPS.finish(request, act, by=by, at=at, details={"amount": amount, "scale": scale})


@transaction.atomic
def record_fee_receipt(
    *, request: InformationRequest, received_on: dt.date, by: User, at: dt.datetime
) -> InformationRequest:
    """The notice reached the applicant: from the next day 20 working days run for the payment."""
    request, act = STEPS.begin(request, "record_fee_receipt", by, at)
    notice = FeeNotice.objects.get(request=request)
    past_day(received_on, timezone.localdate(at), "收到日期")
    if received_on < notice.sent_on:
        raise ActRefused("收到日期早于发出日期，请核对。")
    notice.received_on = received_on
    notice.save(update_fields=["received_on"])
    request.fee_notice = notice
    return STEPS.finish(request, act, by=by, at=at, details={"received_on": str(received_on)})


@transaction.atomic
def record_payment(
    *, request: InformationRequest, paid_on: dt.date, by: User, at: dt.datetime
) -> InformationRequest:
    """The fee was paid: the period is reckoned anew from the next day."""
    request, act = STEPS.begin(request, "record_payment", by, at)
    notice = FeeNotice.objects.get(request=request)
    past_day(paid_on, timezone.localdate(at), "缴费日期")
    notice.received_on = notice.received_on or notice.sent_on
    if paid_on < notice.received_on:
        raise ActRefused("缴费日期早于收到通知的日期，请核对。")
    request.fee_notice = notice
    found = clock_of(request, as_of=timezone.localdate(at))
    due = found.fee.due_on if found and found.fee else None
    if due and paid_on > due:
        raise ActRefused(
            f"缴费期限（{due.isoformat()}）已过，视为放弃申请（费办法第六条），请办理"
            "“逾期未缴费，不再处理”；申请人仍需要的，可以重新申请。"
        )
    notice.paid_on = paid_on
    notice.save(update_fields=["paid_on", "received_on"])
    return STEPS.finish(request, act, by=by, at=at, details={"paid_on": str(paid_on)})


@transaction.atomic
def lapse_unpaid(*, request: InformationRequest, by: User, at: dt.datetime) -> InformationRequest:
    """Not paid within 20 working days: the application counts as given up."""
    request, act = STEPS.begin(request, "lapse_unpaid", by, at)
    close_lapsed(request, LAPSED_UNPAID, by=by, at=at)
    return STEPS.finish(request, act, by=by, at=at)


@transaction.atomic
def recall_unpaid(
    *, request: InformationRequest, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """The fee had been paid in time and was heard of later: the payment is to be recorded."""
    request, act = STEPS.begin(request, "recall_unpaid", by, at)
    unsign(request, LAPSED_UNPAID)
    return STEPS.finish(request, act, by=by, at=at, reason=needed(reason, "按期缴费的依据"))


@transaction.atomic
def cancel_fee(
    *, request: InformationRequest, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """The notice was wrong, or the organ asks for no fee after all: the period of the answer is
    reckoned as if there had been none. What it said stays in the trail.
    """
    request, act = STEPS.begin(request, "cancel_fee", by, at)
    notice = FeeNotice.objects.get(request=request)
    text = needed(reason, "撤销的理由")
    details = {"amount": str(notice.amount), "scale": notice.scale, "quantity": notice.quantity}
    notice.delete()
    return STEPS.finish(STEPS.locked(request), act, by=by, at=at, reason=text, details=details)


def _reckoned(request: InformationRequest, scale: str, pages: int | None) -> tuple[int, int]:
    """(quantity, 元) of one application by one scale. Raises ActRefused when nothing is due."""
    if scale == FeeScale.ITEMS:
        place = place_in_month(request)
        amount = fee_for_items(place) - fee_for_items(place - 1)
        if not amount:
            raise ActRefused(
                f"这是同一申请人本自然月的第{place}件，10件以下不收费（费办法第四条）。"
            )
        return place, amount
    if scale != FeeScale.PAGES:
        raise ActRefused("请选择按件或者按量计收。")
    if not pages:
        raise ActRefused("按量计收的，请填写提供的页数。")
    amount = fee_for_pages(pages)
    if not amount:
        raise ActRefused(f"{pages}页在30页以下，不收费（费办法第五条）。")
    return pages, amount
