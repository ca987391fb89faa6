"""What is taken out of the list, how and what for."""

from __future__ import annotations

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from portal.common.forms import SaidField
from requests_app.services.export import ExportPurpose

_FORMATS = (("xlsx", "Excel 工作簿（xlsx）"), ("csv", "文本表格（csv）"))


class ExportForm(forms.Form):
    """The format of the file."""

    kind = forms.ChoiceField(
        label="文件格式",
        choices=_FORMATS,
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择文件格式。", "invalid_choice": "请重新选择文件格式。"},
    )


class PersonalExportForm(ExportForm):
    """The same with a purpose and a reason; whether the reason will do is the act's to say."""

    purpose = forms.ChoiceField(
        label="用途",
        choices=[("", "请选择"), *ExportPurpose.choices],
        widget=UnfoldAdminSelectWidget,
        error_messages={
            "required": "请选择导出的用途。",
            "invalid_choice": "请重新选择导出的用途。",
        },
    )
    reason = SaidField(
        label="理由",
        max_length=300,
        help_text="会记入审计记录，不要写姓名、号码。",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        error_messages={
            "required": "请填写导出的理由。",
            "max_length": "理由最多%(limit_value)d字，请删减。",
        },
    )
