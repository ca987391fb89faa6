"""What somebody without an account types at a door."""

from __future__ import annotations

from typing import Any

from django import forms

from portal.common.forms import NumberField

_LIMITS = {"max_length": "最多写%(limit_value)d字，现有%(show_value)d字，请删减。"}


class TrackForm(forms.Form):
    """The number and the code of a paper; a kind of case says which paper and how numbers look."""

    paper = "回执"
    called = "编号"
    example = "XH-2026-00012"

    number = NumberField(
        max_length=80,
        error_messages=_LIMITS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    code = NumberField(
        label="查询码",
        max_length=40,
        error_messages={**_LIMITS, "required": "请填写查询码。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number, code = self.fields["number"], self.fields["code"]
        number.label = self.called
        number.help_text = f"在{self.paper}上，如：{self.example}。"
        number.error_messages["required"] = f"请填写{self.called}。"
        code.help_text = f"在{self.paper}上，八个字母和数字，不分大小写，横线可以不写。"

    def clean_number(self) -> str:
        """As numbers are written, whatever width or case it was typed in."""
        return _plain(self.cleaned_data["number"])

    def clean_code(self) -> str:
        """The code however it was typed; its letters are sorted out where it is compared."""
        return _plain(self.cleaned_data["code"])


def _plain(text: str) -> str:
    """In capitals, without blanks."""
    return "".join(text.split()).upper()
