"""What a clerk puts right about an applicant; nothing is filled in before, it is sealed."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminSelectWidget

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


def _email(_case: InformationRequest) -> forms.Field:
    return forms.EmailField(
        label="电子邮箱",
        max_length=200,
        required=False,
        widget=UnfoldAdminEmailInputWidget,
        error_messages={"invalid": "电子邮箱的写法不对，应当像 name@example.com。"},
    )


PARTICULARS: Mapping[str, Make] = {
    "name": f.word("姓名或者名称", longest=100, required=False, help_text="不更正的各项留空"),
    "identity_kind": _kind,
    "identity_number": f.word("证件号码", longest=40, required=False),
    "phone": f.word("联系电话", longest=40, required=False),
    "email": _email,
    "address": f.word("通信地址", required=False),
    "agent_name": f.word("代理人姓名", longest=100, required=False),
    "agent_number": f.word("代理人证件号码", longest=40, required=False),
    "reason": f.reason("更正的理由", help_text="如：来信补充、登记笔误；不写个人信息"),
}
