"""The queues of an officer's day, as a filter of the list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from requests_app.querysets import RequestQuerySet
from requests_app.queues import due_soon, mine, unconfirmed

_QUEUES = {"mine": "待我办理", "all": "全部", "new": "待确认", "soon": "将到期", "late": "逾期"}


class QueueFilter(admin.SimpleListFilter):
    """待我办理, 待确认, 将到期, 逾期, 全部."""

    title = "工作队列"
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        del request, model_admin
        return list(_QUEUES.items())

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Without a choice the list is the person's own queue, which has a name of its own."""
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: Any) -> RequestQuerySet:
        cases: RequestQuerySet = queryset
        match self.value():
            case None | "mine":
                return mine(cases, request.user, on=timezone.localdate())
            case "new":
                return unconfirmed(cases)
            case "soon":
                return due_soon(cases, on=timezone.localdate())
            case "late":
                return cases.overdue(on=timezone.localdate())
        return cases
