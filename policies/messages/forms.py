"""What somebody writes into a message, and into it afterwards."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from policies.messages.choices import Category, Score
from policies.messages.models import MessageChannel
from policies.messages.services.intake import LONGEST_TEXT
from portal.common.forms import FilesField, LongTextField, MailField, NumberField, PlainField
from portal.common.typed import half_width, telephone
from portal.personal.free_text import personal

_LIMITS: Final = {"max_length": "最多写%(limit_value)d字，现有%(show_value)d字，请删减。"}
_MOST_TOLD: Final = 4


@dataclass(frozen=True)
class Particulars:
    """Who somebody says they are, and the one way of reaching them that they left."""

    name: str
    phone: str
    email: str


class MessageForm(forms.Form):
    """Five fields at most: what, who, how to tell them, what kind, and whether it may be shown.

    `sure` is sent with a text in which something personal stands and was pointed out; `looked` with
    one beside which answers to others were shown; `opened` when the form was drawn, signed.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    opened = PlainField(required=False, widget=forms.HiddenInput)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)
    looked = forms.BooleanField(required=False, widget=forms.HiddenInput)
    text = LongTextField(
        label="您想问什么",
        help_text="写一件事就好。请不要写身份证号、电话和门牌号。",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={**_LIMITS, "required": "请写明您想问的事。"},
    )
    category = forms.ChoiceField(
        label="这是", choices=Category.choices, initial=Category.CONSULT,
        error_messages={"required": "请选择是咨询、建议还是别的。"},
    )  # fmt: skip
    name = PlainField(
        label="怎样称呼您",
        max_length=40,
        error_messages={**_LIMITS, "required": "请写一个称呼，如：陈先生。"},
    )
    contact = NumberField(
        label="怎样告诉您",
        help_text="手机号或者电子邮箱，写一个。只用来答复这件留言，不公开。",
        max_length=200,
        required=False,
        error_messages={"required": "请留手机号或者电子邮箱，好把答复告诉您。"},
    )
    may_publish = forms.BooleanField(
        label="可以公开我的留言和答复（不显示姓名和联系方式，随时可以收回）", required=False
    )
    papers = FilesField(label="附件", help_text="照片或者 PDF，最多三个，每个不超过 10MB。")
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, channel: MessageChannel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = channel.needs_name
        self.fields["contact"].required = channel.needs_contact
        if channel.category:
            del self.fields["category"]

    def clean_contact(self) -> str:
        """A telephone number or a mail address in its written form."""
        given = half_width(self.cleaned_data["contact"])
        if not given:
            return ""
        if "@" in given:
            try:
                validate_email(given)
            except ValidationError as error:
                raise ValidationError("这个电子邮箱写得不对，请核对。") from error
            return given
        number = telephone(given)
        if number is None:
            raise ValidationError("请写一个手机号或者电子邮箱。")
        return number

    def clean(self) -> dict[str, Any]:
        """Something personal in the text is pointed out once; who sends it all the same may."""
        given: dict[str, Any] = super().clean() or {}
        grave = [spot for spot in personal(given.get("text", "")) if spot.is_grave]
        if grave and not given.get("sure"):
            told = "、".join(f"{spot.kind}（{spot.masked}）" for spot in grave[:_MOST_TOLD])
            self.add_error(
                "text",
                f"里面好像有{told}。请删掉再提交；一定要写的，直接再点一次“提交”，我们加密保存、不会公开。",
            )
            self._resend("sure")
        if given.get("key"):
            # The same sheet with other words is another message: of the first a receipt was given.
            words = "".join(given.get("text", "").split())
            given["key"] = uuid.uuid5(given["key"], words)
        return given

    @property
    def particulars(self) -> Particulars:
        """Who wrote, and the contact under its own name."""
        name, contact = (self.cleaned_data.get(one, "") for one in ("name", "contact"))
        is_mail = "@" in contact
        return Particulars(name, "" if is_mail else contact, contact if is_mail else "")

    def ask_to_look(self) -> None:
        """The next time this is sent, the answers beside it have been seen."""
        self._resend("looked")

    def _resend(self, name: str) -> None:
        """What is drawn again sends this box ticked."""
        self.data = {**self.data.dict(), name: "on"}  # type: ignore[attr-defined]


class AlsoForm(forms.Form):
    """Where to tell somebody without an account that there is another answer."""

    email = MailField(label="电子邮箱（可不填）", required=False)
    from_writing = forms.BooleanField(required=False, widget=forms.HiddenInput)


class WordForm(forms.Form):
    """One more word of the writer's: what was missing, or a further question."""

    text = LongTextField(
        label="内容",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={**_LIMITS, "required": "请写明内容。"},
    )

    def __init__(self, *args: Any, label: str = "内容", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label


class RatingForm(forms.Form):
    """How the writer finds the answer, and why."""

    score = forms.ChoiceField(
        label="您对答复", choices=Score.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择满意、基本满意或者不满意。"},
    )  # fmt: skip
    text = LongTextField(
        label="为什么（不满意的请写明）",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=_LIMITS,
    )
