"""常用说法 in the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from policies.messages.models import StockPhrase
from policies.messages.services.phrases import save_phrase
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.common.forms import SaidTexts
from portal.desk.refused_forms import RefusedForms
from portal.organs.models import Organ


class PhraseForm(SaidTexts, forms.ModelForm[StockPhrase]):
    """What is said, and when."""

    class Meta:
        model = StockPhrase
        fields = ("organ", "title", "text", "position", "is_active")
        widgets = {
            "organ": UnfoldAdminSelectWidget,
            "title": UnfoldAdminTextInputWidget,
            "text": UnfoldAdminTextareaWidget(attrs={"rows": 6}),
            "position": UnfoldAdminIntegerFieldWidget,
            "is_active": UnfoldBooleanWidget,
        }


@admin.register(StockPhrase)
class StockPhraseAdmin(RefusedForms):
    """Those of the organs whose answers a person reviews."""

    form = PhraseForm
    list_display = ("title", "organ", "position", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("organ",)
    search_fields = ("title", "text")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[StockPhrase]:
        return super().get_queryset(request).filter(organ_id__in=_kept(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(_kept(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: StockPhrase | None = None) -> bool:
        kept = _kept(request)
        return bool(kept) if obj is None else obj.organ_id in kept

    has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del request, obj
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = Organ.objects.active().filter(pk__in=_kept(request))
        kwargs["empty_label"] = "请选择"
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: StockPhrase, form: PhraseForm, change: bool
    ) -> None:
        del form, change
        save_phrase(phrase=obj, by=signed_in(request.user), at=timezone.now())


def _kept(request: HttpRequest) -> set[int]:
    return organs_with_role(request.user, Role.ANSWER_REVIEWER)
