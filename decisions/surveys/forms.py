"""What begins an answer: an address, where no account stands for one."""

from __future__ import annotations

from typing import Any

from django import forms

from portal.common.forms import MailField

_LONGEST_ADDRESS = 254


class BeginForm(forms.Form):
    """An address for the link. `website` is a trap: people never see it."""

    email = MailField(
        label="电子邮箱",
        max_length=_LONGEST_ADDRESS,
        help_text="只用来发答问卷的链接，一个邮箱一份。交卷以后就删除，答卷上没有邮箱。",
        error_messages={
            "required": "请填写电子邮箱，好发给您答问卷的链接。",
            "invalid": "电子邮箱的写法不对，应如 name@example.com，请检查后改正。",
            "max_length": "电子邮箱最多%(limit_value)d个字符，请检查后改正。",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(self, data: Any = None, *, by_mail: bool) -> None:
        super().__init__(data)
        if not by_mail:
            del self.fields["email"]
