"""The words for people and what the tags of the library mean, kept by the site's office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from policies.audiences.choices import TermKind
from policies.audiences.models import AudienceTerm, TagMeaning
from policies.audiences.permissions import may_keep_terms
from policies.audiences.services import terms
from portal.accounts.permissions import signed_in
from portal.common.admin import BackOfficeAdmin


class _KeptByTheOffice(BackOfficeAdmin):
    """Rows of the whole site."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(may_keep_terms(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del obj
        return self.has_module_permission(request)

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)


@admin.register(AudienceTerm)
class AudienceTermAdmin(_KeptByTheOffice):
    """Closed, never deleted: people and pushes rest on them. Regions follow the directory."""

    list_display = ("name", "kind", "code", "position", "is_active")
    list_filter = ("kind", "is_active")
    fields = ("kind", "code", "name", "position", "is_active")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AudienceTerm]:
        return super().get_queryset(request).exclude(kind=TermKind.REGION)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        del request
        return ("kind", "code") if obj else ()

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "kind":
            kwargs["choices"] = [each for each in TermKind.choices if each[0] != TermKind.REGION]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del request, obj
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        del form, change
        terms.save_term(obj, by=signed_in(request.user), at=timezone.now())


@admin.register(TagMeaning)
class TagMeaningAdmin(_KeptByTheOffice):
    """Which tags, themes and labels propose which term."""

    list_display = ("__str__", "term")
    list_select_related = ("tag", "theme", "label", "term")
    autocomplete_fields = ("tag", "theme", "label")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del obj
        return self.has_module_permission(request)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "term":
            rows = AudienceTerm.objects.filter(is_active=True)
            kwargs["queryset"] = rows.exclude(kind=TermKind.REGION)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        del form, change
        terms.save_meaning(obj, by=signed_in(request.user), at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        terms.delete_meaning(obj, by=signed_in(request.user), at=timezone.now())
