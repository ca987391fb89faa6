"""登录资料变更: what waits for the security administrator, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.admin.people import organs_seen, sees_people
from portal.accounts.choices import Role
from portal.accounts.models import SignInChange
from portal.accounts.permissions import organs_with_role, signed_in
from portal.accounts.services.sign_in_changes import confirm_change, refuse_change
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused


@admin.register(SignInChange)
class SignInChangeAdmin(BackOfficeAdmin):
    """Asked by the system administrator, decided by the security administrator, seen by all
    three offices; decided in the list, each as one act.
    """

    list_display = ("user", "kind", "shown", "state", "asked_by", "asked_at", "decided_by")
    list_filter = ("state", "kind")
    list_select_related = ("user", "asked_by", "decided_by")
    fields = readonly_fields = (
        *("user", "kind", "shown", "state", "asked_by", "asked_at", "decided_by", "decided_at"),
    )
    ordering = ("-asked_at", "-id")
    actions = ("confirm", "refuse")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SignInChange]:
        changes: QuerySet[SignInChange] = super().get_queryset(request)
        if request.user.is_superuser:
            return changes
        seen = Q(user__memberships__organ__in=organs_seen(request))
        if organs_with_role(request.user, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
            seen |= Q(user__memberships__isnull=True)
        return changes.filter(seen).distinct()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return sees_people(request)

    def has_view_permission(self, request: HttpRequest, obj: SignInChange | None = None) -> bool:
        del obj
        return sees_people(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: SignInChange | None = None) -> bool:
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SignInChange | None = None) -> bool:
        del request, obj
        return False

    @admin.display(description="变更内容")
    def shown(self, change: SignInChange) -> str:
        """The new address as it is asked for while it waits, masked afterwards."""
        if not change.new_masked:
            return "—"
        return f"{change.old_masked} → {change.new_value or change.new_masked}"

    @admin.action(description="确认变更（请先向本人核实）", permissions=["view"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[SignInChange]) -> None:
        self._each(request, queryset, confirm_change, "已确认变更")

    @admin.action(description="不予变更", permissions=["view"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[SignInChange]) -> None:
        self._each(request, queryset, refuse_change, "未予变更")

    def _each(
        self,
        request: HttpRequest,
        changes: QuerySet[SignInChange],
        act: Callable[..., Any],
        done: str,
    ) -> None:
        for change in changes:
            try:
                act(change=change, by=signed_in(request.user), at=timezone.now())
            except ActRefused as refusal:
                self.message_user(request, f"{change}：{refusal}", messages.ERROR)
            else:
                self.message_user(request, f"{change}：{done}。", messages.SUCCESS)
