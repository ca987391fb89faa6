"""What somebody writes to propose something."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from decisions.solicitations.models.solicitation import LONGEST_TITLE
from decisions.solicitations.services.proposals import LONGEST_TEXT, Asked
from portal.common.forms import LongTextField, NumberField, PlainField, written_contact
from portal.personal.free_text import grave

_LIMITS: Final = {"max_length": "最多写%(limit_value)d字，现有%(show_value)d字，请删减。"}


class ProposeForm(forms.Form):
    """What is proposed, and how its writer hears of it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = PlainField(
        label="一句话说建议", max_length=LONGEST_TITLE,
        error_messages={**_LIMITS, "required": "请用一句话写明建议什么。"},
    )  # fmt: skip
    text = LongTextField(
        label="具体怎么做、为什么",
        help_text="写清在哪里、解决什么。请不要写身份证号、电话和门牌号。",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={**_LIMITS, "required": "请写明具体怎么做。"},
    )
    name = PlainField(
        label="怎样称呼您（可不填）", max_length=40, required=False, error_messages=_LIMITS,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    contact = NumberField(
        label="怎样告诉您结果（可不填）",
        help_text="手机号或者电子邮箱，写一个。只用来告诉您结果，到期删除。",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
        error_messages=_LIMITS,
    )

    def clean_text(self) -> str:
        """What is personal is pointed out before it is sent."""
        text: str = self.cleaned_data["text"]
        if spots := grave(text):
            raise ValidationError(f"里面有{spots[0].kind}（{spots[0].masked}），请去掉再提交。")
        return text

    def clean_contact(self) -> str:
        """A mobile or an address, in its one written form."""
        return written_contact(self.cleaned_data["contact"])

    @property
    def asked(self) -> Asked:
        """What it says, once it is clean."""
        given: dict[str, Any] = self.cleaned_data
        is_mail = "@" in given["contact"]
        return Asked(
            title=given["title"],
            text=given["text"],
            name=given["name"],
            phone="" if is_mail else given["contact"],
            email=given["contact"] if is_mail else "",
        )
