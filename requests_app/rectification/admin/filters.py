"""The queues of requests for rectification, as a filter of the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone

from requests_app.admin.filters import QueueFilter

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from requests_app.rectification.querysets import RectificationQuerySet


class RectificationQueueFilter(QueueFilter):
    """待我办理, 超过内部期限, 全部."""

    queues: Mapping[str, str] = {"mine": "待我办理", "late": "超过内部期限", "all": "全部"}

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return in_rectification_queue(queryset, self.value(), request.user, on=timezone.localdate())


def in_rectification_queue(
    rows: RectificationQuerySet, name: str | None, user: User | AnonymousUser, *, on: dt.date
) -> RectificationQuerySet:
    """The same of requests for rectification."""
    match name:
        case None | "mine":
            return rows.waiting_for(user)
        case "late":
            return rows.overdue(on=on)
    return rows
