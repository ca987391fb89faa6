"""The supervisor's list: who let what pass the gate, why and when."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from disclosure.models import Confirmation
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_governed, organs_with_role
from portal.common.admin import BackOfficeAdmin

_READERS = (Role.OPENNESS_REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNER)


@admin.register(Confirmation)
class ConfirmationAdmin(BackOfficeAdmin):
    """Confirmations of the organs a person supervises or reviews for; nothing can be changed."""

    list_display = ("shown_at", "linked_document", "label", "where", "shown", "reason", "person")
    list_display_links = None
    list_filter = ("at",)
    list_select_related = ("document__organ", "by")
    list_per_page = 50
    search_fields = ("document__title", "document__doc_number", "reason")
    search_help_text = "按文件标题、文号、理由查找"
    ordering = ("-at", "-id")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Confirmation]:
        return super().get_queryset(request).filter(document__organ_id__in=_seen_by(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(_seen_by(request))

    def has_view_permission(self, request: HttpRequest, obj: Confirmation | None = None) -> bool:
        organs = _seen_by(request)
        return bool(organs) if obj is None else obj.document.organ_id in organs

    def has_add_permission(self, request: HttpRequest) -> bool:
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Confirmation | None = None) -> bool:
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Confirmation | None = None) -> bool:
        del request, obj
        return False

    @admin.display(description="时间", ordering="at")
    def shown_at(self, row: Confirmation) -> str:
        return f"{timezone.localtime(row.at):%Y-%m-%d %H:%M}"

    @admin.display(description="文件")
    def linked_document(self, row: Confirmation) -> str:
        address = reverse("admin:disclosure_document_change", args=[row.document_id])
        return format_html('<a href="{}#gate">{}</a>', address, row.document.title)

    @admin.display(description="确认人")
    def person(self, row: Confirmation) -> str:
        return row.by.get_full_name()


def _seen_by(request: HttpRequest) -> set[int]:
    return organs_with_role(request.user, *_READERS) | organs_governed(
        request.user, Role.SUPERVISOR
    )
