"""What somebody writes to apply for a seat."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from decisions.seats.models import Sitting
from decisions.seats.services.applications import LONGEST_NAME, Asked
from portal.common.forms import NumberField, PlainField, written_contact
from portal.statute import DECISION_RULES, Article

_LIMITS: Final = {"max_length": "最多写%(limit_value)d字，现有%(show_value)d字，请删减。"}


class ApplyForm(forms.Form):
    """Who applies, how they are reached, for which group they stand."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = PlainField(
        label="姓名", max_length=LONGEST_NAME, help_text="抽中以后核对身份用，名单上不写姓名。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={**_LIMITS, "required": "请写姓名。"},
    )  # fmt: skip
    contact = NumberField(
        label="怎样告诉您", max_length=200,
        help_text="手机号或者电子邮箱，写一个。只用来联系您，到期删除。",
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
        error_messages={**_LIMITS, "required": "请留手机号或者电子邮箱，好把结果告诉您。"},
    )  # fmt: skip
    group = forms.ChoiceField(
        label="您属于哪一组", widget=forms.RadioSelect,
        help_text="只选一组，报名以后不能改；抽中以后要出示证明。",
        error_messages={"required": "请选择一个组别。", "invalid_choice": "请重新选择组别。"},
    )  # fmt: skip
    meets = forms.BooleanField(
        label="我符合上面的报名条件", error_messages={"required": "不符合报名条件的不能报名。"}
    )
    may_name = forms.BooleanField(
        label="我同意公开我的称呼（选填，不同意也能报名；以后可以撤回）", required=False
    )

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        if sitting.is_hearing:
            # The law has the names of those who take part published before a hearing.
            fields["may_name"].required = True
            fields["may_name"].label = (
                "我同意在听证会以前公布我的姓名"
                f"（{Article(16, law=DECISION_RULES).citation}要求公布参加人名单；选不上的不公布）"
            )
            fields["may_name"].error_messages["required"] = (
                "参加人的名单依法要在听证会以前公布，不同意公布姓名的不能报名；"
                "可以旁听，也可以书面提意见。"
            )
        if names := [group.name for group in sitting.groups.all()]:
            fields["group"].choices = [(name, name) for name in names]
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
            group=given.get("group") or "",
            may_name=given["may_name"],
        )
