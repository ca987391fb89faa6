"""What an applicant without an account types to see a case, and what they send in it."""

from __future__ import annotations

import unicodedata
from typing import Any, BinaryIO, cast

from django import forms

from portal.personal.handed_in import HandedIn
from requests_app.forms.application import TEXT_LIMITS, FilesField
from requests_app.models import Evidence


def _plain(text: str) -> str:
    """In capitals and half width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


class TrackForm(forms.Form):
    """The number and the code of the receipt."""

    number = forms.CharField(
        label="申请编号",
        max_length=80,
        help_text="在回执上，如：XH-2026-00012。",
        error_messages={**TEXT_LIMITS, "required": "请填写申请编号。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    code = forms.CharField(
        label="查询码",
        max_length=40,
        help_text="在回执上，八个字母和数字，不分大小写，横线可以不写。",
        error_messages={**TEXT_LIMITS, "required": "请填写查询码。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_number(self) -> str:
        """As numbers are written, whatever width or case it was typed in."""
        return _plain(self.cleaned_data["number"]).replace("—", "-")

    def clean_code(self) -> str:
        """The code however it was typed; its letters are sorted out where it is compared."""
        return _plain(self.cleaned_data["code"])


class ReplyForm(forms.Form):
    """What the applicant corrects or explains."""

    text = forms.CharField(
        max_length=4000,
        error_messages={**TEXT_LIMITS, "required": "请写明内容。"},
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, label: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].help_text = hint


class CorrectionForm(ReplyForm):
    """A correction, with papers where they help."""

    papers = FilesField(
        label="补充的材料",
        help_text="没有可以不传。JPG、PNG 或 PDF，每个不超过10MB；提交没有成功的，要重新选择。",
    )

    def clean_papers(self) -> list[HandedIn]:
        """As the act takes them; what each of them is, is found out there."""
        return [
            HandedIn(cast("BinaryIO", file), file.name or "", Evidence.Purpose.CORRECTION)
            for file in self.cleaned_data["papers"]
        ]
