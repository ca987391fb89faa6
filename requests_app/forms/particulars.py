"""What a clerk puts right about an applicant; nothing is filled in before, it is sealed."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from portal.common.forms import MailField, NumberField, PlainField, TelephoneField
from portal.desk import fields as f
from portal.desk.buttons import Make
from requests_app.choices import IdentityKind
from requests_app.models import InformationRequest

_SAME = [("", "不更正")]


def _kind(_case: InformationRequest) -> forms.Field:
    return forms.ChoiceField(
        label="证件类型",
        choices=[*_SAME, *IdentityKind.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请重新选择证件类型。"},
    )


def _typed(field: type[forms.CharField], label: str, longest: int, told: str = "") -> Make:
    """A field with its own form of what is typed; blank where nothing is put right."""
    return lambda _case: field(
        label=label,
        max_length=longest,
        help_text=told,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        error_messages={"max_length": f"{label}最多{longest}字，请删减。"},
    )


def _email(_case: InformationRequest) -> forms.Field:
    return MailField(
        label="电子邮箱",
        max_length=200,
        required=False,
        widget=UnfoldAdminEmailInputWidget,
        error_messages={"invalid": "电子邮箱的写法不对，应当像 name@example.com。"},
    )


PARTICULARS: Mapping[str, Make] = {
    "name": _typed(PlainField, "姓名或者名称", 100, "不更正的各项留空"),
    "identity_kind": _kind,
    "identity_number": _typed(NumberField, "证件号码", 40),
    "phone": _typed(TelephoneField, "联系电话", 40),
    "email": _email,
    "address": _typed(PlainField, "通信地址", 200),
    "agent_name": _typed(PlainField, "代理人姓名", 100),
    "agent_number": _typed(NumberField, "代理人证件号码", 40),
    "reason": f.reason("更正的理由", help_text="如：来信补充、登记笔误；不写个人信息"),
}
