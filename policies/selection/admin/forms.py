"""Forms of the staff pages of selections."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from policies.interpretations.models import Interpretation
from policies.selection.models import Expert, Nomination
from policies.selection.selectors import Nominee
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.common.forms import LongTextField, MailField
from portal.desk.fields import Make, PersonChoiceField
from portal.organs.models import Organ


class BeginForm(forms.Form):
    """A new selection: whose and of which year; the rest is written in the draft."""

    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), label="主办机关", empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择主办机关。", "invalid_choice": "请选择您录入的机关。"},
    )  # fmt: skip
    year = forms.IntegerField(
        label="年度", min_value=2008, max_value=2200, widget=UnfoldAdminIntegerFieldWidget,
        error_messages={
            "required": "请填写年度。", "invalid": "年度应为四位数字，如 2026。",
            "min_value": "年度过早，请核对。", "max_value": "年度过晚，请核对。",
        },
    )  # fmt: skip
    title = LongTextField(
        label="名称", max_length=100, initial="好解读评选", widget=UnfoldAdminTextInputWidget,
        help_text="前面会加上年度，如“2026年好解读评选”",
        error_messages={"required": "请填写名称。", "max_length": "名称最多100字，请删减。"},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, organs: set[int]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["organ"].queryset = Organ.objects.filter(pk__in=organs)
        if len(organs) == 1:
            fields["organ"].initial = next(iter(organs))


class EditionField(forms.ModelChoiceField[Interpretation]):
    """Interpretations by their titles."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}（{obj.organ.short_name}）"


class NominateForm(forms.Form):
    """One interpretation, and why it is good."""

    edition = EditionField(
        Interpretation.objects.none(), label="解读", empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={
            "required": "请选择解读。",
            "invalid_choice": "这份解读不能提名：没有公开，或者已经提名。",
        },
    )  # fmt: skip
    reason = LongTextField(
        label="提名理由", max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        error_messages={
            "required": "请填写提名理由。", "max_length": "提名理由最多500字，请删减。",
        },
    )  # fmt: skip

    def __init__(self, data: Any = None, *, editions: Any) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["edition"].queryset = editions


class _NominationField(forms.ModelChoiceField[Nomination]):
    """Nominations by what they nominate."""

    def __init__(self, *args: Any, nominees: list[Nominee], **kwargs: Any) -> None:
        self.titles = {each.row.pk: each.title for each in nominees}
        super().__init__(*args, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return (
            f"{self.titles.get(obj.pk, obj)}（{obj.organ.short_name}，{obj.get_listing_display()}）"
        )


def nomination_field(nominees_of: Any, but: str) -> Make:
    """The nominations of a selection that do not stand as `but` already."""

    def make(case: Any) -> forms.Field:
        rows = Nomination.objects.filter(selection=case).exclude(listing=but)
        return _NominationField(
            rows.select_related("organ", "selection").order_by("pk"),
            nominees=nominees_of(case, listed=False),
            label="提名",
            empty_label="请选择",
            widget=UnfoldAdminSelectWidget,
            error_messages={"required": "请选择提名。", "invalid_choice": "请重新选择提名。"},
        )

    return make


def expert_field(case: Any) -> forms.Field:
    """Those who are invited."""
    return forms.ModelChoiceField(
        Expert.objects.filter(selection=case, dismissed_at=None).select_related("selection"),
        label="专家",
        empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择专家。", "invalid_choice": "请重新选择专家。"},
    )


def account_field(case: Any) -> forms.Field:
    """People who work for an organ of the city."""
    people = User.objects.filter(
        memberships__organ__path__startswith=case.organ.root_path,
        memberships__role__in=[role for role in Role if role != Role.AUDITOR],
        is_active=True,
    )
    return PersonChoiceField(
        people.distinct().order_by("pk"),
        label="账号",
        required=False,
        empty_label="没有账号，发邮件",
        widget=UnfoldAdminSelectWidget,
    )


def mail_field(_case: Any) -> forms.Field:
    """The address of somebody without an account."""
    return MailField(
        label="电子邮箱",
        required=False,
        max_length=254,
        help_text="没有账号的填写；加密保存，公布结果时删除",
        widget=UnfoldAdminTextInputWidget,
        error_messages={"invalid": "电子邮箱的写法不对，应如 name@example.com，请检查后改正。"},
    )
