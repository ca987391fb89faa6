"""The queues of a person's day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from disclosure.querysets import DocumentQuerySet
from disclosure.workflow import Status

_QUEUES = {
    "all": "全部",
    "returned": "已退回",
    "late": "逾期未公开",
    "scheduled": "待定时公开",
    "expiring": "有效期将届满",
    "rereview": "公开属性待复核",
}


class QueueFilter(admin.SimpleListFilter):
    """待我办理, 已退回, 逾期未公开, 即将届满, 待复核, 待定时公开."""

    title = "工作队列"
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        del request, model_admin
        return list(_QUEUES.items())

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Without a choice the list is the person's own queue."""
        rows = list(super().choices(changelist))
        rows[0]["display"] = "待我办理"
        yield from rows

    def queryset(self, request: HttpRequest, queryset: Any) -> DocumentQuerySet:
        documents: DocumentQuerySet = queryset
        match self.value():
            case None | "mine":
                return documents.waiting_for(request.user)
            case "returned":
                return documents.filter(status=Status.RETURNED)
            case "late":
                return documents.late(on=timezone.localdate())
            case "expiring":
                days = max(settings.EXPIRY_REMINDER_DAYS, default=0)
                ending = documents.expiring(on=timezone.localdate(), within=days)
                return ending.order_by("expires_on", "pk")
            case "rereview":
                return documents.due_for_openness_review(on=timezone.localdate())
            case "scheduled":
                return documents.filter(status=Status.SCHEDULED)
        return documents
