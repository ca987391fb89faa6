"""Those who look into something hear of its day, and their supervisors when it is past."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.urls import reverse

from policies.inquiries.models import Inquiry
from policies.inquiries.workflow import Status
from portal.accounts.choices import Role
from portal.notifications.services.reminders import Concern, Term, Words, remind

KIND: Final = "inquiries.due"
_TERM: Final[Term[Inquiry]] = Term(
    Concern(
        KIND,
        lambda row: reverse("admin:policies_inquiry_change", args=[row.pk]),
        handler_role=Role.MESSAGE_RESPONDER,
        substitute=Role.SUPERVISOR,
        overview=lambda: reverse("admin:policies_inquiry_changelist") + "?queue=late",
    ),
    Status,
    "due_on",
    Words("inquiry:{row.pk}:{due}:left:{stage}", "专题调查期限提醒：{row}",
          "{row}应在{due}前公布结果，还有{left}个工作日。"),
    Words("inquiry:{row.pk}:late:{today}", "专题调查逾期：{row}",
          "{row}应在{due}前公布结果，已经逾期，请尽快办理。"),
)  # fmt: skip


def remind_of_inquiries(*, at: dt.datetime) -> int:
    """Queue what every open inquiry calls for today; returns how many people were told."""
    rows = Inquiry.objects.open().select_related("organ", "handler")
    return remind(_TERM, rows, at=at).people
