"""The form of 第四十一条: which record about oneself, what is wrong in it, what it should say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from portal.common.forms import FilesField, LongTextField
from portal.organs.models import Organ
from requests_app.forms.application import TEXT_LIMITS, ApplicationForm
from requests_app.rectification.models import RectificationEvidence

_TYPES = "JPG、PNG 或 PDF，每个不超过10MB，可以一次选几个。"
_AGAIN = "提交不成功时，文件要重新选择。"
FILES = {
    "identity_files": RectificationEvidence.Purpose.IDENTITY,
    "proof_files": RectificationEvidence.Purpose.PROOF,
    "agent_files": RectificationEvidence.Purpose.AUTHORISATION,
}


def _story(label: str, missing: str, help_text: str, *, rows: int = 4) -> forms.CharField:
    return LongTextField(
        label=label,
        max_length=2000,
        help_text=help_text,
        error_messages={**TEXT_LIMITS, "required": missing},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RectificationForm(ApplicationForm):
    """One page; who applies and how to reach them is asked as in an application."""

    info_title = info_number = description = None  # type: ignore[assignment]
    medium = delivery_way = help_needed = None  # type: ignore[assignment]
    suggests_publication = other_files = None  # type: ignore[assignment]

    key = forms.UUIDField(widget=forms.HiddenInput)
    organ = forms.ModelChoiceField(
        label="哪个机关的记录",
        queryset=Organ.objects.none(),
        to_field_name="code",
        empty_label="请选择机关",
        help_text="选择作出这项记录的机关。选错了也不要紧，收到的机关可以转给有权更正的机关。",
        error_messages={"required": "请选择机关。", "invalid_choice": "请重新选择机关。"},
    )
    record = _story(
        "哪一项记录",
        "请写明是哪一项记录。",
        "如：某份登记表、档案、证照、名单中关于您或者您单位的那一项，连同文号或者日期。",
        rows=3,
    )
    inaccurate = _story("哪里不准确", "请写明记录中哪里不准确。", "记录上现在是怎样写的。")
    should_be = _story("应当是什么", "请写明正确的内容应当是什么。", "按您的证据，应当怎样写。")
    proof_files = FilesField(
        label="证明记录不准确的材料", help_text=f"如证件、证书、判决书。{_TYPES}{_AGAIN}"
    )
    confirmed = forms.BooleanField(
        label="上面的内容我都核对过，记录与我本人（本单位）有关，证据是真实的。",
        error_messages={"required": "请从头核对一遍，再在核对一栏打勾。"},
    )

    field_order: tuple[str, ...] = ("organ", "record", "inaccurate", "should_be", "proof_files")

    def __init__(
        self, data: Mapping[str, Any] | None = None, files: Any = None, *,
        organs: QuerySet[Organ], **kwargs: Any,
    ) -> None:  # fmt: skip
        handed = files.getlist("agent_files") if files else []
        super().__init__(data, files, has_identity=True, has_authorisation=bool(handed), **kwargs)
        choice = self.fields["organ"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = organs
        self.fields["identity_files"].help_text = f"证件的照片或者扫描件，{_TYPES}"
        self.fields["agent_files"].help_text = f"委托书和代理人的证件，{_TYPES}"

    def clean(self) -> dict[str, Any]:
        """Evidence is the condition of 第四十一条, so both kinds of file must be there."""
        given = super().clean()
        self._check_papers(given)
        return given

    def _check_papers(self, given: dict[str, Any]) -> None:
        if not given.get("identity_files"):
            self.add_error("identity_files", "请上传身份证明，如证件照片。")
        if not given.get("proof_files"):
            self.add_error("proof_files", "请上传能证明记录不准确的材料（条例第四十一条）。")

    def _check_described(self, given: dict[str, Any]) -> None:
        """Each of the three texts is required by its own field."""
