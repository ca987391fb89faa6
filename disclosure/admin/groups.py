"""定向对象组 of the organs for which a person files documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from disclosure.models import AddresseeGroup
from disclosure.services.groups import save_group
from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.accounts.permissions import organs_with_role, signed_in
from portal.desk.refused_forms import RefusedForms
from portal.organs.models import Organ


@admin.register(AddresseeGroup)
class AddresseeGroupAdmin(RefusedForms):
    """Groups are seen and kept by the clerks of their organ only."""

    list_display = ("name", "owner")
    list_select_related = ("owner",)
    search_fields = ("name",)
    fields = ("owner", "name", "organs", "people")
    filter_horizontal = ("organs", "people")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[AddresseeGroup]:
        return super().get_queryset(request).filter(owner_id__in=_own(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(_own(request))

    def has_view_permission(self, request: HttpRequest, obj: AddresseeGroup | None = None) -> bool:
        return bool(_own(request)) if obj is None else obj.owner_id in _own(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(
        self, request: HttpRequest, obj: AddresseeGroup | None = None
    ) -> bool:
        return self.has_view_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: AddresseeGroup | None = None
    ) -> bool:
        """A group stays: documents were addressed to it."""
        del request, obj
        return False

    def get_readonly_fields(
        self, request: HttpRequest, obj: AddresseeGroup | None = None
    ) -> tuple[str, ...]:
        del request
        return ("owner",) if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "owner":
            kwargs["queryset"] = Organ.objects.filter(pk__in=_own(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only those who work for some organ are offered: nobody browses citizens."""
        if db_field.name == "people":
            staff = Membership.objects.values("user_id")
            kwargs["queryset"] = User.objects.filter(pk__in=staff, is_active=True)
        else:
            kwargs["queryset"] = Organ.objects.active()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: AddresseeGroup, form: forms.ModelForm[Any], change: bool
    ) -> None:
        given = form.cleaned_data
        saved = save_group(
            group=AddresseeGroup.objects.get(pk=obj.pk) if change else None,
            owner=obj.owner,
            name=given["name"],
            organs=list(given["organs"]),
            people=list(given["people"]),
            by=signed_in(request.user),
            at=timezone.now(),
        )
        obj.pk = saved.pk

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """Members were set by the act."""


def _own(request: HttpRequest) -> set[int]:
    return organs_with_role(request.user, Role.CLERK)
