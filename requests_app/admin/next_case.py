"""下一件: what waits next for an officer of applications and of rectifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from portal.desk.next_case import Waiting
from requests_app.admin.acts import DESK
from requests_app.admin.filters import QUEUES
from requests_app.queues.day import awaited_assistances, awaited_letters
from requests_app.rectification.admin.acts import DESK as RECTIFICATION_DESK
from requests_app.rectification.admin.filters import RECTIFICATION_QUEUES

if TYPE_CHECKING:
    from portal.accounts.models import User

_KEPT = ("status__exact", "channel__exact", "applicant_kind__exact")


def _of_others(user: User) -> tuple[str, str] | None:
    """What other organs wait for."""
    if awaited_assistances(user) or awaited_letters(user):
        return reverse("admin:index"), "今天的工作：有协办、征求意见等您答复"
    return None


APPLICATIONS = Waiting(DESK, QUEUES, "reply_due_on", _KEPT, _of_others)
RECTIFICATIONS = Waiting(RECTIFICATION_DESK, RECTIFICATION_QUEUES, "due_on", _KEPT)
KINDS = (APPLICATIONS, RECTIFICATIONS)
