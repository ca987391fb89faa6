"""What an applicant without an account types to see a case, and what they send in it."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django import forms

from portal.common.forms import FilesField, LongTextField
from portal.personal.handed_in import HandedIn
from portal.tracking.forms import TrackForm
from requests_app.forms.application import TEXT_LIMITS
from requests_app.models import Evidence


class CaseDoorForm(TrackForm):
    """The number and the code of an application, or of a rectification."""

    called = "申请编号"


class ReplyForm(forms.Form):
    """What the applicant corrects or explains."""

    text = LongTextField(
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
