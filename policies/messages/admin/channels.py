"""Channels and who is in charge of which subject, kept by those who distribute messages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from policies.messages.models import MessageChannel, Responsibility
from portal.accounts.choices import Role
from portal.accounts.permissions import serves_site, signed_in
from portal.audit.services import record
from portal.common.admin import BackOfficeAdmin
from portal.organs.models import SiteProfile


class _KeptByTheOffice(BackOfficeAdmin):
    """Rows that the message desk of the site keeps; each change has its audit entry."""

    noun = ""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return serves_site(request.user, Role.MESSAGE_DESK)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del obj
        return self.has_module_permission(request)

    has_change_permission = has_view_permission

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        site = SiteProfile.objects.filter(is_current=True).select_related("organ").first()
        record(
            action=f"messages.{obj._meta.model_name}",
            summary=f"{'修改' if change else '新设'}{self.noun}：{obj}",
            by=signed_in(request.user),
            at=timezone.now(),
            organ=site.organ if site else None,
            subject=obj,
            details={"changed": sorted(form.changed_data)},
        )


@admin.register(MessageChannel)
class MessageChannelAdmin(_KeptByTheOffice):
    """What makes a channel differ; it is closed, never deleted."""

    noun = "留言渠道"
    list_display = ("name", "entrance", "routing", "reply_days", "publication", "is_open")
    prepopulated_fields = {"slug": ("name",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del request, obj
        return False


@admin.register(Responsibility)
class ResponsibilityAdmin(_KeptByTheOffice):
    """谁管什么."""

    noun = "留言分工"
    list_display = ("theme", "organ")
    list_select_related = ("theme", "organ")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del obj
        return self.has_module_permission(request)
