"""The queues of a person's day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from disclosure.choices import Status
from disclosure.querysets import DocumentQuerySet


class QueueFilter(admin.SimpleListFilter):
    """待我办理, 已退回, 逾期未公开."""

    title = "工作队列"
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        del request, model_admin
        return [("all", "全部"), ("returned", "已退回"), ("late", "逾期未公开")]

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
        return documents
