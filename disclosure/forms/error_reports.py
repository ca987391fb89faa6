"""A reader's report of an error, and the answer to it."""

from __future__ import annotations

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget

from disclosure.models import ErrorReport
from portal.common.forms import PlainField, SaidField, SaidTexts


class ErrorReportForm(forms.Form):
    """What a reader writes about an error on a page. `website` is a trap: people never see it."""

    text = SaidField(
        label="哪里有误",
        max_length=1000,
        help_text="请写明错误的内容，最好附上正确的写法，最多1000字。",
        error_messages={
            "required": "请写明哪里有误。",
            "max_length": "最多写%(limit_value)d字，现有%(show_value)d字，请删减后再提交。",
        },
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    place = SaidField(
        label="错误位置（选填）",
        max_length=100,
        required=False,
        help_text="如：第三条第二款、附件2。",
        error_messages={"max_length": "最多写%(limit_value)d字。"},
    )
    contact = PlainField(
        label="联系方式（选填）",
        max_length=100,
        required=False,
        help_text="电话或电子邮箱，仅用于告诉您处理结果，不会公开。",
        error_messages={"max_length": "最多写%(limit_value)d字。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "", "invalid": ""})


class ErrorReplyForm(SaidTexts, forms.ModelForm[ErrorReport]):
    """What was found and done about a reader's report."""

    class Meta:
        model = ErrorReport
        fields = ("reply",)
        widgets = {"reply": UnfoldAdminTextareaWidget(attrs={"rows": 5})}

    def clean_reply(self) -> str:
        reply: str = self.cleaned_data["reply"].strip()
        if not reply:
            raise forms.ValidationError("请写明处理结果。")
        return reply
