"""机关代字 and 类字 of an organ's letters, and how a fee is paid to it."""

from __future__ import annotations

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from portal.common.forms import SaidField
from requests_app.services.letters.codes import Codes


def _code(label: str, longest: int, help_text: str) -> forms.CharField:
    return SaidField(
        label=label,
        max_length=longest,
        help_text=help_text,
        widget=UnfoldAdminTextInputWidget,
        error_messages={
            "required": f"请填写“{label}”。",
            "max_length": f"“{label}”最多%(limit_value)d个字。",
        },
    )


class LetterCodesForm(forms.Form):
    """Words of the 文号; whether they go together is the act's to say."""

    organ_prefix = _code("机关代字", 12, "文号开头的字，如“海数”。")
    answer_code = _code("答复的类字", 12, "用于答复书、不予处理告知书、不再处理告知书。")
    notice_code = _code("告知的类字", 12, "用于补正、延期、收费等告知书和通知书。")
    outside_code = _code("函的类字", 12, "用于征求意见书、协办函。")
    payment = SaidField(
        label="缴费方式",
        max_length=300,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="写在收费通知书里；不填的，写明与本机关联系办理。",
    )

    def codes(self) -> Codes:
        """What was written, once it is valid."""
        given = {name: self.cleaned_data[name].strip() for name in self.fields}
        return Codes(prefix=given.pop("organ_prefix"), **given)
