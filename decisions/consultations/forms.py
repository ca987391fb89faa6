"""What somebody writes into a consultation."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from decisions.consultations.choices import Stance
from decisions.consultations.models import DraftClause
from decisions.consultations.services.intake import LONGEST_QUOTE, LONGEST_TEXT
from portal.common.forms import LongTextField, NumberField, PlainField, written_contact
from portal.personal.free_text import grave

WHOLE: Final = "whole"
_LIMITS: Final = {"max_length": "最多写%(limit_value)d字，现有%(show_value)d字，请删减。"}
_MOST_TOLD: Final = 4


class OpinionForm(forms.Form):
    """On which clause, what, and by whom. `version` is the one the writer has read; `sure` is sent
    with a text in which something personal stands and was pointed out.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10_000)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)
    clause = forms.ChoiceField(
        label="对哪一条",
        error_messages={
            "required": "请选择对哪一条，或者对全文。",
            "invalid_choice": "没有这一条，请重新选择。",
        },
    )  # fmt: skip
    quote = LongTextField(
        label="对其中哪句话（可不填）",
        help_text="照条文抄一句，好知道您说的是哪里。",
        max_length=LONGEST_QUOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=_LIMITS,
    )
    stance = forms.ChoiceField(
        label="您的态度", choices=Stance.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择支持、反对、建议修改或者其他。"},
    )  # fmt: skip
    text = LongTextField(
        label="您的意见",
        help_text="请不要写身份证号、电话和门牌号。",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={**_LIMITS, "required": "请写明您的意见。"},
    )
    name = PlainField(
        label="怎样称呼您（可不填）", max_length=40, required=False, error_messages=_LIMITS
    )
    contact = NumberField(
        label="怎样告诉您结果（可不填）",
        help_text="手机号或者电子邮箱，写一个。只用来告诉您采纳情况，不公开。",
        max_length=200,
        required=False,
    )
    may_publish = forms.BooleanField(
        label="可以公开我的意见（先隐去个人信息，不显示称呼，随时可以收回）", required=False
    )
    may_name = forms.BooleanField(
        label="公开时可以写上我的称呼（另外同意，随时可以收回）", required=False
    )
    is_child = forms.BooleanField(label="提意见的人不满十四周岁", required=False)
    guardian = PlainField(
        label="监护人姓名和联系方式（不满十四周岁的填写，表示监护人同意）",
        max_length=120,
        required=False,
        error_messages=_LIMITS,
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(
        self, *args: Any, clauses: Sequence[DraftClause], shows_each: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["clause"]
        field.choices = [(WHOLE, "对全文"), *((each.anchor, each.label) for each in clauses)]
        if not shows_each:
            del self.fields["may_publish"], self.fields["may_name"]

    def clean_contact(self) -> str:
        """A telephone number or a mail address in its written form."""
        return written_contact(self.cleaned_data["contact"])

    def clean(self) -> dict[str, Any]:
        """Something personal in the text is pointed out once; who sends it all the same may. A
        sheet with other words is another opinion.
        """
        given: dict[str, Any] = super().clean() or {}
        spots = grave(f"{given.get('text', '')}\n{given.get('quote', '')}")
        if spots and not given.get("sure"):
            told = "、".join(f"{spot.kind}（{spot.masked}）" for spot in spots[:_MOST_TOLD])
            self.add_error(
                "text",
                f"里面好像有{told}。请删掉再提交；一定要写的，直接再点一次“提交”，我们加密保存、不会公开。",
            )
            self.data = {**self.data.dict(), "sure": "on"}  # type: ignore[attr-defined]
        if given.get("website"):
            raise ValidationError("没有提交成功，请重新打开页面再写一次。")
        if given.get("key"):
            words = "".join(f"{given.get('clause')}{given.get('text', '')}".split())
            given["key"] = uuid.uuid5(given["key"], words)
        return given

    @property
    def reached_by(self) -> dict[str, str]:
        """The contact under its own name."""
        contact = self.cleaned_data.get("contact", "")
        return {"email": contact} if "@" in contact else {"phone": contact}
