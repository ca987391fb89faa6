"""下一件: what waits next for an officer of applications and of rectifications."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from portal.desk import next_case
from portal.desk.next_case import Waiting
from requests_app.admin.acts import DESK
from requests_app.admin.filters import QUEUES
from requests_app.models import InformationRequest
from requests_app.queues import awaited_assistances, awaited_letters, mine
from requests_app.rectification.admin.acts import DESK as RECTIFICATION_DESK
from requests_app.rectification.admin.filters import RECTIFICATION_QUEUES
from requests_app.rectification.models import Rectification

if TYPE_CHECKING:
    from portal.accounts.models import User

_KEPT = ("status__exact", "channel__exact", "applicant_kind__exact")


def _applications(user: User, on: dt.date) -> Any:
    waiting = mine(InformationRequest.objects.worked_on_by(user), user, on=on)
    return waiting.order_by("reply_due_on", "pk")


def _rectifications(user: User, on: dt.date) -> Any:
    del on
    return Rectification.objects.waiting_for(user).order_by("due_on", "pk")


def _of_others(user: User) -> tuple[str, str] | None:
    """What other organs wait for."""
    if awaited_assistances(user) or awaited_letters(user):
        return reverse("admin:index"), "今天的工作：有协办、征求意见等您答复"
    return None


_KINDS = (
    Waiting(DESK, _applications, QUEUES, "reply_due_on", _KEPT),
    Waiting(RECTIFICATION_DESK, _rectifications, RECTIFICATION_QUEUES, "due_on", _KEPT),
)
came_from = partial(next_case.came_from, kept=_KEPT)
led_back = partial(next_case.led_back, kinds=_KINDS, elsewhere=_of_others)
