"""A day that was written down wrongly is put right: by the head, with a reason, both in the trail.

Every term follows from these days, those of the applicant's remedies too, so a slip of the pen
must not stand for ever; nor may it be changed without a trace.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed, past_day
from portal.common.errors import ActRefused
from requests_app.choices import CONFIRMED, Channel
from requests_app.deadlines.facts import FactsError
from requests_app.models import (
    Consultation,
    CorrectionNotice,
    Delivery,
    FeeNotice,
    InformationRequest,
    Remedy,
)
from requests_app.services.clock import clock_of
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User

_DISORDER = "更正后的日期与其他日期的先后不符，请先核对、更正其他日期。"
Row = InformationRequest | CorrectionNotice | Consultation | FeeNotice | Delivery | Remedy


@dataclass(frozen=True)
class WrittenDay:
    """One day as it stands: the row and field that keep it, and its name for officers."""

    row: Row
    field: str
    label: str

    @property
    def now(self) -> dt.date:
        day: dt.date = getattr(self.row, self.field)
        return day

    @property
    def key(self) -> str:
        return f"{self.row._meta.model_name}.{self.field}.{self.row.pk}"


def days_of(request: InformationRequest) -> list[WrittenDay]:
    """The days of a case that somebody wrote down; those the portal takes itself are not here."""
    return [day for day in _days(request) if getattr(day.row, day.field) is not None]


@transaction.atomic
def rectify(
    *,
    request: InformationRequest,
    fact: str,
    day: dt.date,
    reason: str,
    by: User,
    at: dt.datetime,
) -> InformationRequest:
    """Write the right day; every term of the case is reckoned anew."""
    request, act = STEPS.begin(request, "rectify", by, at)
    text = needed(reason, "更正的理由")
    wrong = next((each for each in days_of(request) if each.key == fact), None)
    if wrong is None:
        raise ActRefused("请选择要更正的日期。")
    past_day(day, timezone.localdate(at), "正确的日期")
    before = wrong.now
    if day == before:
        raise ActRefused("正确的日期与现在登记的相同。")
    setattr(wrong.row, wrong.field, day)
    _refuse_disorder(wrong)
    wrong.row.save(update_fields=[wrong.field])
    request = STEPS.locked(request)
    if isinstance(wrong.row, InformationRequest) and wrong.field == "arrived_on":
        _arrived(request)
    if isinstance(wrong.row, Delivery) and wrong.field == "sent_on":
        request.closed_on = day
    _refuse_late_payment(request, as_of=timezone.localdate(at))
    details = {"fact": wrong.key, "before": str(before), "after": str(day)}
    return STEPS.finish(request, act, by=by, at=at, reason=text, details=details)


@transaction.atomic
def check_arrival(
    *, request: InformationRequest, reason: str, by: User, at: dt.datetime
) -> InformationRequest:
    """Say that a day of arrival is right though it lies doubtfully far back."""
    request, act = STEPS.begin(request, "check_arrival", by, at)
    text = needed(reason, "核对的依据")
    request.arrival_checked = True
    return STEPS.finish(request, act, by=by, at=at, reason=text)


def _arrived(request: InformationRequest) -> None:
    """The right day of arrival, which over the counter and by signed mail is that of receipt."""
    request.arrival_checked = True
    if request.channel not in CONFIRMED:
        request.received_on = request.arrived_on


def _days(request: InformationRequest) -> Iterator[WrittenDay]:
    if request.channel != Channel.ONLINE:
        yield WrittenDay(request, "arrived_on", "来件日期")
    yield WrittenDay(request, "received_on", "收到申请之日")
    for notice in CorrectionNotice.objects.filter(request=request):
        yield WrittenDay(notice, "received_on", "收到补正日期")
    for letter in Consultation.objects.filter(request=request):
        yield WrittenDay(letter, "served_on", f"{letter.number}送达日期")
        yield WrittenDay(letter, "closed_on", f"{letter.number}收到意见、结束日期")
    for fee in FeeNotice.objects.filter(request=request):
        yield WrittenDay(fee, "received_on", "申请人收到收费通知日期")
        yield WrittenDay(fee, "paid_on", "缴费日期")
    deliveries = Delivery.objects.filter(answer__request=request).select_related("answer")
    if last := deliveries.order_by("-answer__version").first():
        yield WrittenDay(last, "sent_on", "答复发出日期")
        yield WrittenDay(last, "arrived_on", "申请人收到答复日期")
    for remedy in Remedy.objects.filter(request=request):
        yield WrittenDay(remedy, "notified_on", f"{remedy.get_route_display()}收到受理通知日期")
        yield WrittenDay(
            remedy, "decided_on", f"{remedy.get_route_display()}收到决定书、判决书日期"
        )


def _refuse_disorder(wrong: WrittenDay) -> None:
    """What the acts refuse when a day is first written down."""
    row, day = wrong.row, wrong.now
    least = None
    if isinstance(row, InformationRequest) and wrong.field == "received_on":
        least = row.arrived_on
    elif isinstance(row, InformationRequest):
        latest = timezone.localdate(row.submitted_at)
        if row.channel in CONFIRMED and row.received_on:
            latest = min(latest, row.received_on)
        if day > latest:
            raise ActRefused(_DISORDER)
    elif isinstance(row, Consultation) and wrong.field == "closed_on":
        least = row.served_on
    elif isinstance(row, Delivery):
        least = row.answer.signed_on
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise ActRefused(_DISORDER) from error
    if least and day < least:
        raise ActRefused(_DISORDER)


def _refuse_late_payment(request: InformationRequest, *, as_of: dt.date) -> None:
    try:
        found = clock_of(request, as_of=as_of)
    except FactsError as error:
        raise ActRefused(str(error)) from error
    fee = found.facts.fee if found else None
    if found and found.fee and fee and fee.paid_on and found.fee.is_overdue(on=fee.paid_on):
        raise ActRefused("缴费日期晚于缴费期限，视为放弃申请，请核对日期。")
