"""What somebody writes to sign up, and afterwards to make a suggestion."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from decisions.events.models import EventSession, SessionGroup
from decisions.events.services.signups import LONGEST_NAME, LONGEST_NEEDS, Asked
from decisions.events.services.suggestions import LONGEST_TEXT
from portal.common.forms import LongTextField, NumberField, PlainField, written_contact

_LIMITS: Final = {"max_length": "最多写%(limit_value)d字，现有%(show_value)d字，请删减。"}


class SignUpForm(forms.Form):
    """How somebody is called and reached, who comes along, and what they need."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = PlainField(
        label="怎样称呼您", max_length=LONGEST_NAME, help_text="现场点名用，如：陈先生。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={**_LIMITS, "required": "请写一个称呼，如：陈先生。"},
    )  # fmt: skip
    contact = NumberField(
        label="怎样告诉您", max_length=200,
        help_text="手机号或者电子邮箱，写一个。只用来告诉您名额和变动，到期删除。",
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
        error_messages={**_LIMITS, "required": "请留手机号或者电子邮箱，好把名额的情况告诉您。"},
    )  # fmt: skip
    companions = forms.TypedChoiceField(
        label="几位一起来", coerce=int, widget=forms.RadioSelect, initial=0,
        error_messages={
            "required": "请选择几位一起来。", "invalid_choice": "请重新选择几位一起来。",
        },
    )  # fmt: skip
    group: forms.ModelChoiceField[SessionGroup] = forms.ModelChoiceField(
        SessionGroup.objects.none(), label="组别", empty_label=None, widget=forms.RadioSelect,
        error_messages={"required": "请选择组别。", "invalid_choice": "请重新选择组别。"},
    )  # fmt: skip
    needs = LongTextField(
        label="需要我们准备什么（选填）", required=False, max_length=LONGEST_NEEDS,
        help_text="如：轮椅、手语讲解。只有办活动的人看得到。",
        widget=forms.Textarea(attrs={"rows": 2}), error_messages=_LIMITS,
    )  # fmt: skip
    who = forms.ChoiceField(
        label="报名的是", widget=forms.RadioSelect,
        choices=[("adult", "我已满14周岁"), ("guardian", "我是监护人，替未满14周岁的孩子报名")],
        error_messages={
            "required": "请选择。未满14周岁的由监护人报名。", "invalid_choice": "请重新选择。",
        },
    )  # fmt: skip

    def __init__(self, *args: Any, session: EventSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        most = session.most_companions
        if most:
            own = [(0, "我一个人")]
            fields["companions"].choices = own + [(n, f"{n + 1}位") for n in range(1, most + 1)]
        else:
            del self.fields["companions"]
        groups = session.groups.all()
        if groups:
            fields["group"].queryset = groups
        else:
            del self.fields["group"]

    def clean_contact(self) -> str:
        """A telephone number or a mail address in its written form."""
        return written_contact(self.cleaned_data["contact"])

    @property
    def asked(self) -> Asked:
        """What was written, for the act."""
        given = self.cleaned_data
        is_mail = "@" in given["contact"]
        return Asked(
            name=given["name"],
            phone="" if is_mail else given["contact"],
            email=given["contact"] if is_mail else "",
            companions=given.get("companions") or 0,
            group=given.get("group"),
            needs=given["needs"],
            by_guardian=given["who"] == "guardian",
        )


class SuggestForm(forms.Form):
    """What could be better, of somebody who came."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = LongTextField(
        label="您的建议", max_length=LONGEST_TEXT,
        help_text="哪里可以更好、怎么改。请不要写姓名、电话和门牌号。",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={**_LIMITS, "required": "请写明您的建议。"},
    )  # fmt: skip
    may_publish = forms.BooleanField(
        label="同意公开这条建议（不写姓名，隐去号码和住址）", required=False,
        help_text="不同意的，只公布工作人员写的摘要和处理结果。随时可以收回。",
    )  # fmt: skip
