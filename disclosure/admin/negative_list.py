"""负面清单 of the organs for which a person reviews what may be open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from disclosure.models import NegativeListEntry
from disclosure.querysets import WORKING_ROLES
from disclosure.services.negative_list import save_entry
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.desk.refused_forms import RefusedForms
from portal.organs.models import Organ


@admin.register(NegativeListEntry)
class NegativeListEntryAdmin(RefusedForms):
    """Read by everybody who works on the organ's documents, kept by its openness reviewers."""

    list_display = ("title", "organ", "ground", "source", "in_use")
    list_filter = ("ground", "is_active")
    list_select_related = ("organ",)
    search_fields = ("title", "source")
    fields = ("organ", "title", "ground", "source", "is_active")
    actions = None

    @admin.display(description="使用中", ordering="is_active")
    def in_use(self, entry: NegativeListEntry) -> str:
        return "是" if entry.is_active else "停用"

    def get_queryset(self, request: HttpRequest) -> QuerySet[NegativeListEntry]:
        organs = organs_with_role(request.user, *WORKING_ROLES)
        return super().get_queryset(request).filter(organ_id__in=organs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, *WORKING_ROLES))

    def has_view_permission(
        self, request: HttpRequest, obj: NegativeListEntry | None = None
    ) -> bool:
        organs = organs_with_role(request.user, *WORKING_ROLES)
        return bool(organs) if obj is None else obj.organ_id in organs

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(_kept(request))

    def has_change_permission(
        self, request: HttpRequest, obj: NegativeListEntry | None = None
    ) -> bool:
        return bool(_kept(request)) if obj is None else obj.organ_id in _kept(request)

    def has_delete_permission(
        self, request: HttpRequest, obj: NegativeListEntry | None = None
    ) -> bool:
        """An entry stays: decisions rest on it."""
        del request, obj
        return False

    def get_readonly_fields(
        self, request: HttpRequest, obj: NegativeListEntry | None = None
    ) -> tuple[str, ...]:
        del request
        return ("organ",) if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = Organ.objects.filter(pk__in=_kept(request))
        kwargs.setdefault("empty_label", "请选择")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: NegativeListEntry, form: forms.ModelForm[Any], change: bool
    ) -> None:
        given = form.cleaned_data
        saved = save_entry(
            entry=NegativeListEntry.objects.get(pk=obj.pk) if change else None,
            organ=obj.organ,
            title=given["title"],
            ground=given["ground"],
            source=given["source"],
            is_active=given["is_active"],
            by=signed_in(request.user),
            at=timezone.now(),
        )
        obj.pk = saved.pk


def _kept(request: HttpRequest) -> set[int]:
    return organs_with_role(request.user, Role.OPENNESS_REVIEWER)
