"""Editing the catalogues: everyone on the staff reads them, system administrators change them."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.permissions import is_staff_member, organs_with_role, signed_in
from portal.audit.services import record
from portal.common.admin import BackOfficeAdmin
from portal.taxonomy.models import Audience, DisclosureCategory, PolicyTag, SubjectWord, Theme


class CatalogueAdmin(BackOfficeAdmin):
    """A list that editors pick from."""

    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        del obj
        return is_staff_member(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, Role.SYSTEM_ADMIN))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        del obj
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        del request, obj
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        record(
            action="taxonomy.change" if change else "taxonomy.add",
            summary=f"{'修改' if change else '新增'}{obj._meta.verbose_name}：{obj}",
            by=signed_in(request.user),
            at=timezone.now(),
            subject=obj,
        )


@admin.register(Theme)
class ThemeAdmin(CatalogueAdmin):
    search_fields = ("path",)
    list_display = ("path",)


@admin.register(DisclosureCategory)
class DisclosureCategoryAdmin(CatalogueAdmin):
    search_fields = ("name", "wording")
    list_display = ("name", "wording")


@admin.register(PolicyTag)
class PolicyTagAdmin(CatalogueAdmin):
    search_fields = ("name",)
    list_display = ("name", "group", "is_active")


@admin.register(Audience)
class AudienceAdmin(CatalogueAdmin):
    search_fields = ("name",)
    list_display = ("name", "kind")


@admin.register(SubjectWord)
class SubjectWordAdmin(CatalogueAdmin):
    search_fields = ("word",)
    list_display = ("word", "is_blocked")
