"""What offices keep: the rules of 三同步, the guide of elements, and the exceptions recorded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from disclosure.forms.named import NAMED
from disclosure.querysets import WORKING_ROLES
from policies.interpretations.admin.acts import meant
from policies.interpretations.models import GuideElement, InStep, StepException
from policies.interpretations.permissions import may_keep_guide
from policies.interpretations.services.in_step import except_policy, save_element, save_rule
from portal.accounts.choices import Role
from portal.accounts.permissions import (
    organs_governed,
    organs_in_view,
    organs_with_role,
    signed_in,
)
from portal.common.forms import LongTextField, SaidField
from portal.desk.fields import TypeAheadSelect
from portal.desk.refused_forms import RefusedForms
from portal.organs.models import Organ
from portal.statute import BUSINESS_RULES, Article

_EXAMPLE = Article(74, 2, law=BUSINESS_RULES)


@admin.register(InStep)
class InStepAdmin(RefusedForms):
    """Read by those who work on the organ's documents, kept by its office."""

    list_display = ("about", "source", "organ", "asks", "in_use")
    list_filter = ("is_active",)
    list_select_related = ("organ", "tag")
    fields = (
        "organ",
        ("normative", "rule"),
        ("doc_type", "genre"),
        "tag",
        "article",
        "guideline",
        ("needs_material", "needs_english"),
        "is_active",
    )
    actions = None

    @admin.display(description="哪些文件")
    def about(self, rule: InStep) -> str:
        return rule.about

    @admin.display(description="出处")
    def source(self, rule: InStep) -> str:
        return rule.as_rule().source

    @admin.display(description="要求")
    def asks(self, rule: InStep) -> str:
        words = (("同步解读", rule.needs_material), ("英文文本或者摘要", rule.needs_english))
        return "、".join(word for word, asked in words if asked)

    @admin.display(description="使用中", ordering="is_active")
    def in_use(self, rule: InStep) -> str:
        return "是" if rule.is_active else "停用"

    def get_queryset(self, request: HttpRequest) -> QuerySet[InStep]:
        """Those that bear on an organ in view: its own, and those of the organs above it."""
        rows = super().get_queryset(request)
        paths = Organ.objects.filter(pk__in=_in_view(request)).values_list("path", flat=True)
        above = {path[:end] for path in paths for end in range(4, len(path) + 1, 4)}
        return rows.filter(organ__path__in=above) | rows.filter(organ__in=_kept(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(_in_view(request))

    def has_view_permission(self, request: HttpRequest, obj: InStep | None = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return self.get_queryset(request).filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(_kept(request))

    def has_change_permission(self, request: HttpRequest, obj: InStep | None = None) -> bool:
        return bool(_kept(request)) if obj is None else obj.organ_id in _kept(request)

    def has_delete_permission(self, request: HttpRequest, obj: InStep | None = None) -> bool:
        """A rule stays: exceptions were recorded by it; it is put out of use."""
        del request, obj
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "organ":
            kwargs["queryset"] = Organ.objects.filter(pk__in=_kept(request))
            kwargs["widget"] = TypeAheadSelect()
        kwargs.setdefault("empty_label", "不限" if db_field.name == "tag" else "请选择")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "article":
            # An example: which law binds depends on the place, so none is set beforehand.
            field.help_text = f"法规全名和条款；上海涉经营主体的，如{_EXAMPLE.citation}"
        inner = getattr(field.widget if field else None, "widget", None)
        if inner is not None and db_field.name in ("tag", "organ"):
            field.widget = inner
        return field

    def save_model(
        self, request: HttpRequest, obj: InStep, form: forms.ModelForm[Any], change: bool
    ) -> None:
        del form, change
        save_rule(rule=obj, by=signed_in(request.user), at=timezone.now())


@admin.register(GuideElement)
class ElementAdmin(RefusedForms):
    """Seen by everybody who writes interpretations, kept by the heads of offices."""

    list_display = ("name", "kind", "hint", "required", "in_use")
    list_filter = ("kind", "is_active")
    fields = ("kind", "name", "hint", "is_required", "position", "is_active")
    actions = None

    @admin.display(description="必备", ordering="is_required")
    def required(self, element: GuideElement) -> str:
        return "必备" if element.is_required else "选填"

    @admin.display(description="使用中", ordering="is_active")
    def in_use(self, element: GuideElement) -> str:
        return "是" if element.is_active else "停用"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, *WORKING_ROLES, Role.OFFICE_HEAD))

    def has_view_permission(self, request: HttpRequest, obj: GuideElement | None = None) -> bool:
        del obj
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(may_keep_guide(request.user))

    def has_change_permission(self, request: HttpRequest, obj: GuideElement | None = None) -> bool:
        del obj
        return bool(may_keep_guide(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: GuideElement | None = None) -> bool:
        """An element stays: interpretations were written under it; it is put out of use."""
        del request, obj
        return False

    def save_model(
        self, request: HttpRequest, obj: GuideElement, form: forms.ModelForm[Any], change: bool
    ) -> None:
        del form, change
        save_element(element=obj, by=signed_in(request.user), at=timezone.now())


class ExceptionForm(forms.ModelForm[StepException]):
    """Which document goes out without its interpretation, and why."""

    named = SaidField(
        label="文件",
        max_length=300,
        help_text=NAMED,
        widget=UnfoldAdminTextInputWidget,
        error_messages={"required": "请填写文件。"},
    )
    reason = LongTextField(
        label="不同步解读的理由",
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        error_messages={
            "required": "请填写理由。",
            "max_length": "理由最多500字，请删减。",
        },
    )

    class Meta:
        model = StepException
        fields = ("reason",)


@admin.register(StepException)
class StepExceptionAdmin(RefusedForms):
    """Recorded by signers, seen by those who work on the organ's documents and who supervise."""

    form = ExceptionForm
    list_display = ("document", "organ", "source", "reason", "by", "at")
    list_display_links = None
    list_select_related = ("document", "organ", "by")
    fields = ("named", "reason")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[StepException]:
        return super().get_queryset(request).filter(organ__in=_in_view(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(_in_view(request))

    def has_view_permission(self, request: HttpRequest, obj: StepException | None = None) -> bool:
        return bool(_in_view(request)) if obj is None else obj.organ_id in _in_view(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, Role.SIGNER))

    def has_change_permission(self, request: HttpRequest, obj: StepException | None = None) -> bool:
        """What was recorded stays as it was."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: StepException | None = None) -> bool:
        del request, obj
        return False

    def get_fields(self, request: HttpRequest, obj: StepException | None = None) -> Any:
        del request
        return ("document", "organ", "source", "reason", "by", "at") if obj else self.fields

    def save_model(
        self, request: HttpRequest, obj: StepException, form: forms.ModelForm[Any], change: bool
    ) -> None:
        del change
        by, given = signed_in(request.user), form.cleaned_data
        saved = except_policy(
            document=meant(given["named"], by), reason=given["reason"], by=by, at=timezone.now()
        )
        obj.pk = saved.pk
        obj.document, obj.reason = saved.document, saved.reason


def _in_view(request: HttpRequest) -> set[int]:
    return organs_in_view(request.user, *WORKING_ROLES, Role.OFFICE_HEAD)


def _kept(request: HttpRequest) -> set[int]:
    return organs_governed(request.user, Role.OFFICE_HEAD)
