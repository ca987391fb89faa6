"""From the rows of a case to what it waits for (`requests_app.waits`)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone

from requests_app.choices import ConsultationKind, RemedyRoute
from requests_app.models import (
    Answer,
    Assistance,
    Consultation,
    Delivery,
    InformationRequest,
    Remedy,
)
from requests_app.outcomes import LAPSED
from requests_app.querysets import RequestQuerySet
from requests_app.services.doubts import has_doubtful_arrival
from requests_app.waits import Contest, Help, Letter, Situation, Wait, waits_of
from requests_app.workflow.states import OPEN, UNSIGNED, Status

if TYPE_CHECKING:
    from portal.workdays.calendar import WorkingCalendar

_WITH_APPLICANT = (Status.AWAITING_CORRECTION, Status.AWAITING_REASONS, Status.AWAITING_PAYMENT)


def waiting_cases(rows: RequestQuerySet) -> RequestQuerySet:
    """Those of the rows that may wait for something, with all that tells what; of these
    `waits_in` finds for some that they wait for nothing.
    """
    own = OuterRef("pk")
    letters = Consultation.objects.filter(request=own, closed_on=None)
    helps = Assistance.objects.filter(request=own, answered_on=None)
    posted = Delivery.objects.filter(answer__request=own, arrived_on=None)
    contests = Remedy.objects.filter(Q(result="") | Q(redo_by__isnull=False), request=own)
    early = Q(arrived_on__lt=F("submitted_at") - _lookback(), arrival_checked=False)
    found = rows.filter(
        Q(status__in=(*_WITH_APPLICANT, Status.DELIVERING))
        | (Q(status__in=OPEN) & (Q(reply_not_before__isnull=False) | early))
        | Q(Exists(letters) | Exists(helps), status__in=UNSIGNED)
        | Q(Exists(posted), status__in=(Status.ANSWERED, Status.ARCHIVED))
        | Q(Exists(contests)),
        purged_at=None,
    )
    return with_facts(found)


def with_facts(rows: RequestQuerySet) -> RequestQuerySet:
    """Cases with the rows that `situation_of` reads, a query for each kind of row."""
    answers = Answer.objects.select_related("delivery").prefetch_related("delivery__again")
    return rows.select_related(
        "organ", "handler", "correction_notice", "reasons_demand", "fee_notice"
    ).prefetch_related(
        "consultations",
        Prefetch("assistances", Assistance.objects.select_related("organ")),
        Prefetch("answers", answers),
        "remedies",
        "reopenings",
    )


def waits_in(case: InformationRequest, calendar: WorkingCalendar) -> tuple[Wait, ...]:
    """What a case waits for, the soonest first."""
    return waits_of(situation_of(case), calendar, settings.WAITING_DAYS)


def situation_of(case: InformationRequest) -> Situation:
    """The facts of a case by which it may wait."""
    notice, demand = getattr(case, "correction_notice", None), getattr(case, "reasons_demand", None)
    fee = getattr(case, "fee_notice", None)
    signed = [row for row in case.answers.all() if row.signed_on]
    last = max(signed, key=lambda row: row.version, default=None)
    delivery = getattr(last, "delivery", None)
    unpaid = fee if fee and fee.paid_on is None else None
    return Situation(
        status=case.status,
        registered_on=timezone.localdate(case.submitted_at),
        received_on=case.received_on,
        reply_due_on=case.reply_due_on,
        not_before=case.reply_not_before,
        correction=(notice.noticed_on, notice.respond_by) if notice else None,
        reasons=(demand.asked_on, demand.respond_by) if demand else None,
        fee_sent_on=unpaid.sent_on if unpaid else None,
        fee_received_on=unpaid.received_on if unpaid else None,
        letters=tuple(
            Letter(row.number, row.sent_on, row.served_on, row.kind == ConsultationKind.THIRD_PARTY)
            for row in case.consultations.all()
            if row.closed_on is None
        ),
        helps=tuple(
            Help(str(row.pk), row.organ.short_name, row.asked_on, row.due_on)
            for row in case.assistances.all()
            if row.answered_on is None
        ),
        signed_on=last.signed_on if last else None,
        has_lapsed=case.outcome in LAPSED,
        posted_on=_on_its_way_since(delivery),
        contests=tuple(_contest(row, case, last) for row in case.remedies.all()),
        has_doubtful_arrival=has_doubtful_arrival(case),
    )


def _on_its_way_since(delivery: Delivery | None) -> dt.date | None:
    """The day on which an answer left that nobody has signed for."""
    if delivery is None or delivery.arrived_on:
        return None
    return max([delivery.sent_on, *(again.sent_on for again in delivery.again.all())])


def _contest(row: Remedy, case: InformationRequest, last: Answer | None) -> Contest:
    """A review or a suit; what it ordered is met once the case was taken up again or answered
    since, whether or not the decision was named as the reason.
    """
    delivery: Delivery | None = getattr(last, "delivery", None)
    since = row.decided_on
    again = [each.reopened_on for each in case.reopenings.all()]
    return Contest(
        key=str(row.pk),
        authority=row.authority,
        is_review=row.route == RemedyRoute.REVIEW,
        notified_on=row.notified_on,
        is_brief=row.is_brief,
        answered_on=row.answered_on,
        is_ended=bool(row.result),
        redo_by=row.redo_by,
        decided_on=row.decided_on,
        is_met=since is not None
        and (
            any(day >= since for day in again) or (delivery and delivery.sent_on > since) or False
        ),
    )


def _lookback() -> dt.timedelta:
    return dt.timedelta(days=settings.ARRIVAL_LOOKBACK_DAYS)
