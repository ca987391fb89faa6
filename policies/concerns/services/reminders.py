"""Those in charge hear of the hours of a concern before they are over, and when they are."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.urls import reverse

from policies.concerns.models import Concern
from policies.concerns.workflow import WRITER, Status
from portal.accounts.choices import Role
from portal.notifications.services.hour_reminders import HourTerm, remind_of_hours
from portal.notifications.services.reminders import Concern as About
from portal.notifications.services.reminders import Words

KIND: Final = "concerns.due"
_ABOUT: Final[About[Concern]] = About(
    KIND,
    lambda row: reverse("admin:policies_concern_change", args=[row.pk]),
    substitute=Role.SUPERVISOR,
    overview=lambda: reverse("admin:policies_concern_changelist") + "?queue=late",
)


def _turn(row: Concern) -> Role:
    return Role(Status(row.status).waits_for or WRITER)


INFORMATION: Final[HourTerm[Concern]] = HourTerm(
    _ABOUT,
    "information_due_at",
    _turn,
    Words("concern:{row.pk}:information:{due}:{stage}", "关切回应时限提醒：{row}",
          "{row}应在{due}以前发布回应，还有{left}小时。节假日和夜间照算。"),
    Words("concern:{row.pk}:information:{due}:late:{day}", "关切回应逾时：{row}",
          "{row}应在{due}以前发布回应，已经逾时，请立即办理。"),
)  # fmt: skip
PRESS: Final[HourTerm[Concern]] = HourTerm(
    _ABOUT,
    "press_due_at",
    lambda _row: Role(WRITER),
    Words("concern:{row.pk}:press:{due}:{stage}", "新闻发布会时限提醒：{row}",
          "{row}应在{due}以前举行新闻发布会，还有{left}小时；不开的，请写明理由。"),
    Words("concern:{row.pk}:press:{due}:late:{day}", "新闻发布会逾时：{row}",
          "{row}应在{due}以前举行新闻发布会，还没有记录；不开的，请写明理由。"),
)  # fmt: skip


def remind_of_concerns(*, at: dt.datetime) -> int:
    """Queue what every concern calls for now, at any hour; returns how many people were told."""
    rows = Concern.objects.running().select_related("organ", "handler")
    waiting = remind_of_hours(INFORMATION, rows.unanswered(), at=at)
    meeting = remind_of_hours(PRESS, rows.without_press(), at=at)
    return waiting.people + meeting.people
