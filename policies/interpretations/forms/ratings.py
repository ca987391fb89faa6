"""What a reader says of an interpretation."""

from __future__ import annotations

from django import forms

from policies.interpretations.choices import Understood
from portal.common.forms import LongTextField


class RatingForm(forms.Form):
    """Whether it was understood, and what was not. `website` is a trap: people never see it."""

    understood = forms.ChoiceField(
        label="这篇讲明白了吗？",
        choices=Understood.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一项。", "invalid_choice": "请重新选择。"},
    )
    reason = LongTextField(
        label="哪里不明白（选填，请不要写姓名和电话）",
        max_length=300,
        required=False,
        error_messages={"max_length": "最多写%(limit_value)d字，现有%(show_value)d字，请删减。"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
