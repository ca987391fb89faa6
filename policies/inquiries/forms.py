"""What is typed to order an inquiry."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from policies.inquiries.services.inquiries import LONGEST_TEXT, LONGEST_TITLE
from policies.messages.models import Message
from portal.common.forms import LongTextField
from portal.desk import fields as f
from portal.organs.models import Organ

_MOST = 200


class OrderForm(forms.Form):
    """Who is to look into what, until when, and which messages gave rise to it."""

    office: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), label="交办机关", empty_label=None, widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请选择您分办留言的机关。"},
    )  # fmt: skip
    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), label="调查机关", empty_label="请选择", widget=f.TypeAheadSelect,
        error_messages={"required": "请选择调查机关。", "invalid_choice": "请重新选择调查机关。"},
    )  # fmt: skip
    title = LongTextField(
        label="题目", max_length=LONGEST_TITLE, widget=UnfoldAdminTextInputWidget,
        error_messages={"required": "请填写题目。"},
    )  # fmt: skip
    question = LongTextField(
        label="调查什么", max_length=LONGEST_TEXT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text="将来公布；不写留言人的情况",
        error_messages={"required": "请写明调查什么。"},
    )  # fmt: skip
    due_on = f.day("公布期限")(None)
    messages = LongTextField(
        label="起因的留言", required=False, max_length=_MOST * 40,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="留言的编号，每行一个，可以不填；编号不公布",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, offices: Any, organs: Any) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["office"].queryset, fields["organ"].queryset = offices, organs
        self._offices = offices

    def clean_messages(self) -> list[Message]:
        """The messages of these numbers that the offices of the person distributed."""
        numbers = list(dict.fromkeys(self.cleaned_data["messages"].split()))
        if len(numbers) > _MOST:
            raise forms.ValidationError(f"最多填{_MOST}件留言。")
        found = Message.objects.filter(number__in=numbers, office__in=self._offices)
        rows = {row.number: row for row in found}
        if missing := [number[:40] for number in numbers if number not in rows]:
            raise forms.ValidationError(f"没有这些留言，请核对编号：{'、'.join(missing[:5])}。")
        return [rows[number] for number in numbers]
