"""负面清单 of the organs for which a person reviews what may be open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from disclosure.models import NegativeListEntry
from disclosure.querysets import WORKING_ROLES
from disclosure.services.negative_list import save_entry
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.common.admin import OrganRows
from portal.desk.refused_forms import RefusedForms


@admin.register(NegativeListEntry)
class NegativeListEntryAdmin(OrganRows, RefusedForms):
    """Read by everybody who works on the organ's documents, kept by its openness reviewers."""

    list_display = ("title", "organ", "ground", "source", "in_use")
    list_filter = ("ground", "is_active")
    list_select_related = ("organ",)
    search_fields = ("title", "source")
    fields = ("organ", "title", "ground", "source", "is_active")

    @admin.display(description="使用中", ordering="is_active")
    def in_use(self, entry: NegativeListEntry) -> str:
        return "是" if entry.is_active else "停用"

    def kept_organs(self, request: HttpRequest) -> set[int]:
        return organs_with_role(request.user, Role.OPENNESS_REVIEWER)

    def read_organs(self, request: HttpRequest) -> set[int]:
        return organs_with_role(request.user, *WORKING_ROLES)

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
