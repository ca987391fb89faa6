"""The queues of an officer's day, as a filter of the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from requests_app.queues import due_soon, mine, unconfirmed

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from requests_app.querysets import RequestQuerySet


class QueueFilter(admin.SimpleListFilter):
    """待我办理, 待确认, 将到期, 逾期, 全部."""

    title = "工作队列"
    parameter_name = "queue"
    queues: Mapping[str, str] = {
        "mine": "待我办理",
        "all": "全部",
        "new": "待确认",
        "soon": "将到期",
        "late": "逾期",
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        del request, model_admin
        return list(self.queues.items())

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Without a choice the list is the person's own queue, which has a name of its own."""
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return in_queue(queryset, self.value(), request.user, on=timezone.localdate())


def in_queue(
    cases: RequestQuerySet, name: str | None, user: User | AnonymousUser, *, on: dt.date
) -> RequestQuerySet:
    """The applications of a queue by its name in the address; without one the person's own."""
    match name:
        case None | "mine":
            return mine(cases, user, on=on)
        case "new":
            return unconfirmed(cases)
        case "soon":
            return due_soon(cases, on=on)
        case "late":
            return cases.overdue(on=on)
    return cases
