"""The application form of 第二十九条: what is wanted, how, by whom. It never asks what for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms

from portal.common.forms import (
    FilesField,
    LongTextField,
    MailField,
    NumberField,
    PlainField,
    TelephoneField,
)
from portal.files.personal_data.numbers import is_id15, is_id18
from requests_app.choices import ApplicantKind, DeliveryWay, IdentityKind, Medium

TEXT_LIMITS = {"max_length": "最多写%(limit_value)d字，现有%(show_value)d字，请删减。"}
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{15,20}")
_LOOSE = re.compile(r"[0-9A-Za-z()（）\-/ ]{4,40}")
# An answer is entrusted to another organ by the organ, not by the applicant.
_WAYS = [choice for choice in DeliveryWay.choices if choice[0] != DeliveryWay.ENTRUSTED]

# The word of the law says little to people who apply for themselves.
_KINDS = [
    (code, "个人（自然人）" if code == ApplicantKind.PERSON else label)
    for code, label in ApplicantKind.choices
]


def _text(
    label: str, most: int, *, required: str = "",
    field: type[forms.CharField] = LongTextField, **kwargs: Any,
) -> forms.CharField:  # fmt: skip
    errors = {**TEXT_LIMITS, "required": required}
    return field(
        label=label, max_length=most, required=bool(required), error_messages=errors, **kwargs
    )


def _choice(label: str, choices: Sequence[Any], missing: str, **kwargs: Any) -> forms.ChoiceField:
    errors = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, **kwargs
    )


class ApplicationForm(forms.Form):
    """One page, in the order in which people tell it. `website` is a trap nobody sees."""

    info_title = _text(
        "信息名称", 300, help_text="文件、报告、合同、批复等的名称，记得多少写多少。"
    )
    info_number = _text("文号", 100, help_text="知道的话填写，如：某府办〔2025〕1号。")
    description = _text(
        "其他描述",
        2000,
        help_text="哪一年、哪个地方、什么事、由谁制作等，写得越具体，越容易找到。",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    other_files = FilesField(
        label="其他材料",
        help_text="描述写不下的、能帮助查找的，如线索、照片、旧文件。JPG、PNG 或 PDF，可以不传。",
    )
    medium = _choice("要什么形式", Medium.choices, "请选择要什么形式：纸质、电子文件或现场查阅。")
    delivery_way = _choice("怎样给您", _WAYS, "请选择怎样把答复给您。")
    help_needed = _text(
        "需要什么帮助",
        300,
        help_text="阅读、看、听有困难的，写明需要什么，如：大字版、念给我听、手语。没有就不填。",
    )
    suggests_publication = forms.BooleanField(
        label="建议向全社会公开这项信息", required=False, help_text="（条例第四十四条）"
    )
    applicant_kind = _choice("申请人是", _KINDS, "请选择申请人类别。", initial=ApplicantKind.PERSON)
    name = _text(
        "姓名或者单位名称",
        100,
        required="请填写姓名或者单位名称。",
        field=PlainField,
        help_text="与证件上的一致。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    identity_kind = forms.ChoiceField(
        label="证件类型", choices=IdentityKind.choices, initial=IdentityKind.ID_CARD,
        error_messages={"required": "请选择证件类型。", "invalid_choice": "请选择证件类型。"},
    )  # fmt: skip
    identity_number = _text(
        "证件号码",
        40,
        required="请填写证件号码。",
        field=NumberField,
        help_text="加密保存，只有办理这件申请的人员能看到。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    identity_files = FilesField(
        label="身份证明",
        help_text="证件的照片或者扫描件，JPG、PNG 或 PDF，每个不超过10MB，"
        "合计不超过40MB，可以一次选几个。",
    )
    phone = _text(
        "联系电话", 40, field=TelephoneField, help_text="手机或者带区号的座机。",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    email = MailField(
        label="电子邮箱", max_length=200, required=False, help_text="如：name@example.com。",
        error_messages={**TEXT_LIMITS, "invalid": "电子邮箱的写法不对，应当像 name@example.com。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    address = _text(
        "通信地址", 200, field=PlainField, help_text="省、市、区、路、门牌号，连同邮政编码。",
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )  # fmt: skip
    agent_name = _text("代理人姓名", 100, field=PlainField, help_text="自己申请的，这一栏不用填。")
    agent_number = _text(
        "代理人证件号码", 40, field=NumberField, help_text="同样加密保存。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    agent_files = FilesField(
        label="授权委托书和代理人证件",
        help_text="由申请人签名或者盖章的委托书，以及代理人的证件。",
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, files: Any = None, *,
        has_identity: bool = False, has_authorisation: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        """`has_identity`, `has_authorisation`: what the draft already holds."""
        super().__init__(cast(Any, data), files, **kwargs)
        self._has_identity = has_identity
        self._has_authorisation = has_authorisation

    @classmethod
    def typed_names(cls) -> tuple[str, ...]:
        """The fields whose text a draft keeps."""
        files = ("identity_files", "agent_files", "other_files", "website")
        return tuple(name for name in cls.base_fields if name not in files)

    def clean(self) -> dict[str, Any]:
        """What several fields must say together."""
        given = super().clean() or {}
        self._check_number(given)
        self._check_described(given)
        self._check_reachable(given)
        self._check_agent(given)
        if not self._has_identity:
            self.add_error("identity_files", "请上传身份证明（条例第二十九条），如证件照片。")
        return given

    def _check_number(self, given: dict[str, Any]) -> None:
        number, kind = given.get("identity_number", ""), given.get("identity_kind")
        if not number or not kind:
            return
        plain = re.sub(r"\s", "", number).upper()
        if kind == IdentityKind.ID_CARD and not (is_id18(plain) or is_id15(plain)):
            self.add_error("identity_number", "身份证号码不对，请对照证件逐位核对。")
        elif kind == IdentityKind.CREDIT_CODE and not _CREDIT_CODE.fullmatch(plain):
            self.add_error(
                "identity_number", "统一社会信用代码是18位数字和大写字母，请对照证照核对。"
            )
        elif not _LOOSE.fullmatch(number):
            self.add_error("identity_number", "证件号码只写数字和字母，请对照证件核对。")
        else:
            given["identity_number"] = plain

    def _check_described(self, given: dict[str, Any]) -> None:
        names = ("info_title", "info_number", "description")
        if not any(given.get(name) for name in names) and not any(
            name in self.errors for name in names
        ):
            self.add_error("info_title", "请写明要什么信息：名称、文号、其他描述，至少写一项。")

    def _check_reachable(self, given: dict[str, Any]) -> None:
        names = ("phone", "email", "address")
        if any(name in self.errors for name in names):
            return
        if not any(given.get(name) for name in names):
            self.add_error("phone", "请至少填写一种联系方式：电话、电子邮箱或通信地址。")
        elif given.get("delivery_way") == DeliveryWay.EMAIL and not given["email"]:
            self.add_error("email", "选择了用电子邮件给您，请填写电子邮箱。")
        elif given.get("delivery_way") == DeliveryWay.POST and not given["address"]:
            self.add_error("address", "选择了邮寄，请填写通信地址。")

    def _check_agent(self, given: dict[str, Any]) -> None:
        name, number = given.get("agent_name", ""), given.get("agent_number", "")
        if not (name or number):
            return
        if not name:
            self.add_error("agent_name", "由代理人申请的，请填写代理人姓名；自己申请的，不用填。")
        if not number:
            self.add_error("agent_number", "请填写代理人的证件号码。")
        elif not _LOOSE.fullmatch(number):
            self.add_error("agent_number", "证件号码只写数字和字母，请对照证件核对。")
        if not self._has_authorisation:
            self.add_error("agent_files", "由代理人申请的，请上传授权委托书。")
