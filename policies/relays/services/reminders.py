"""The clerk who follows a task hears of the day that runs, and so does who supervises when it is
over.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.urls import reverse

from policies.relays.models import RelayTask
from policies.relays.services.relay_tasks import STEPS
from policies.relays.workflow import Status
from portal.accounts.choices import Role
from portal.notifications.services import pressure
from portal.notifications.services.reminders import Concern, Term, Words, remind

if TYPE_CHECKING:
    from portal.accounts.models import User

KIND: Final = "relays.due"
TERM: Final[Term[RelayTask]] = Term(
    Concern(
        KIND,
        lambda row: reverse("admin:policies_relaytask_change", args=[row.pk]),
        handler_role=Role.CLERK,
        substitute=Role.SUPERVISOR,
        overview=lambda: reverse("admin:policies_relaytask_changelist") + "?queue=late",
    ),
    Status,
    "due_on",
    Words("relay_task:{row.pk}:{due}:left:{stage}", "接力任务期限提醒：{row}",
          "接力任务{row}（{row.relay.name}）的期限是{due}，还有{left}个工作日，请提醒接力组织。"),
    Words("relay_task:{row.pk}:{due}:late:{today}", "接力任务逾期：{row}",
          "接力任务{row}（{row.relay.name}）的期限是{due}，已经逾期，请联系接力组织。"),
)  # fmt: skip


def remind_of_tasks(*, at: dt.datetime) -> int:
    """Queue what every open task calls for today; returns how many people were told."""
    rows = RelayTask.objects.filter(status__in=Status.open, due_on__isnull=False)
    return remind(TERM, rows.select_related("organ", "handler", "relay"), at=at).people


def urge(*, relay_task: RelayTask, by: User, at: dt.datetime) -> RelayTask:
    """催办: whoever follows the task reads of it."""
    return pressure.urge(STEPS, TERM, relay_task, by=by, at=at)
