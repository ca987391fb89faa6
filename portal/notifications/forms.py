"""Input of the subscription page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict

from portal.common.forms import MailField
from portal.notifications.choices import Frequency

_LONGEST_ADDRESS = 254


class SubscribeForm(forms.Form):
    """Of what somebody with an account wants to be told, and how often. Where a topic has news of
    its own only, nothing is asked of what.
    """

    kinds = forms.MultipleChoiceField(
        label="告诉我什么",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选一种消息。",
            "invalid_choice": "请在所列的消息种类中选择。",
        },
    )
    frequency = forms.ChoiceField(
        label="通知方式",
        choices=Frequency.choices,
        initial=Frequency.IMMEDIATE,
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择通知方式。",
            "invalid_choice": "请在所列的通知方式中选择一种。",
        },
    )

    def __init__(
        self, data: QueryDict | None = None, *, kinds: Sequence[tuple[str, str]] = (), **kept: Any
    ) -> None:
        super().__init__(data, **kept)
        if len(kinds) > 1:
            field = cast("forms.MultipleChoiceField", self.fields["kinds"])
            field.choices = kinds
        else:
            del self.fields["kinds"]


class MailForm(SubscribeForm):
    """The same for somebody without one. `website` is a trap: people never see it."""

    email = MailField(
        label="电子邮箱",
        max_length=_LONGEST_ADDRESS,
        help_text="只用来发送这项订阅的通知。退订后立即删除。",
        error_messages={
            "required": "请填写接收通知的电子邮箱。",
            "invalid": "电子邮箱的写法不对，应如 name@example.com，请检查后改正。",
            "max_length": "电子邮箱最多%(limit_value)d个字符，请检查后改正。",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
    field_order = ("email", "kinds", "frequency", "website")
