"""Fields with which officers hand files and public documents to an act."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from disclosure.forms.uploads import MultipleFileField
from disclosure.models import Document
from portal.common.forms import SaidField
from portal.desk.fields import Make
from portal.organs.docnumbers import parse
from portal.personal.handed_in import HandedIn
from requests_app.models import AnswerFile, Evidence, InformationRequest
from requests_app.services.prepared_files import prepared_of
from requests_app.services.recorded_days import days_of

_AGAIN = "没有办理成功的，文件须重新选择。"


class HandedInField(MultipleFileField):
    """Files as the services take them; none when none were chosen."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        if not data:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return []
        files = super().clean(data, initial)
        return [
            HandedIn(cast("BinaryIO", file), file.name or "", Evidence.Purpose.OTHER)
            for file in files
        ]


class PublicDocumentsField(SaidField):
    """Published documents by index number or 文号, one a line; all of them must be public."""

    def clean(self, value: Any) -> Any:
        wanted = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        found = []
        for text in wanted:
            known = Document.objects.public()
            number = parse(text)
            rows = list(known.filter(index_no=text))
            if not rows and number:
                rows = list(known.filter(doc_number_key=number.key)[:2])
            if len(rows) != 1:
                told = "没有找到" if not rows else "不止一件"
                raise forms.ValidationError(f"已公开的文件中{told}“{text}”，请填写索引号。")
            found += rows
        return found


class AnswerFilesField(forms.ModelMultipleChoiceField[Any]):
    """Files that are there already, each by its name and format."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}（{obj.extension.lstrip('.').upper()}）"


def papers(label: str, *, help_text: str = "", required: bool = False) -> Make:
    """Any number of files."""
    return lambda _case: HandedInField(
        label=label,
        required=required,
        help_text=f"{help_text}{_AGAIN}",
        error_messages={"required": f"请选择{label}。"},
    )


def public_documents(label: str) -> Make:
    return lambda _case: PublicDocumentsField(
        label=label,
        required=False,
        help_text="已经主动公开的，每行写一件的索引号或者文号，答复中自动附上链接",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )


def kept_files(case: InformationRequest) -> forms.Field | None:
    """What was attached to the draft before."""
    last = case.answers.order_by("-version").first()
    # What was taken up to be redacted is given as it came of that, not as it was.
    rows = AnswerFile.objects.filter(answer=last, taken_up__isnull=True)
    if not rows:
        return None
    return AnswerFilesField(
        label="上一稿的附件",
        queryset=rows,
        required=False,
        initial=rows,
        help_text="不勾选的不再提供",
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )


def prepared_files(case: InformationRequest) -> forms.Field | None:
    """What was made ready for this answer, all of it given unless unticked."""
    rows = prepared_of(case)
    if not rows:
        return None
    return AnswerFilesField(
        label="准备好的文件",
        queryset=rows,
        required=False,
        initial=rows,
        help_text="不勾选的不提供",
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )


def unfinished_remedy(case: InformationRequest) -> forms.Field:
    """A review or a suit that has not ended."""
    return forms.ModelChoiceField(
        label="复议、诉讼",
        queryset=case.remedies.filter(result=""),
        empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择复议或者诉讼。"},
    )


def unanswered_remedy(case: InformationRequest) -> forms.Field:
    """A review or a suit that the organ has not answered."""
    return forms.ModelChoiceField(
        label="复议、诉讼",
        queryset=case.remedies.filter(result="", answered_on=None),
        empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择复议或者诉讼。"},
    )


def correcting_remedy(case: InformationRequest) -> forms.Field:
    """A decision that corrected the answer and after which nothing was done yet."""
    return forms.ModelChoiceField(
        label="依据的复议、诉讼",
        queryset=case.remedies.filter(result="corrected", reopening__isnull=True),
        required=False,
        empty_label="无（本机关自行纠正）",
        widget=UnfoldAdminSelectWidget,
    )


def wrong_day(case: InformationRequest) -> forms.Field:
    """A day that was written down and can be put right."""
    days = [(day.key, f"{day.label}（现为{day.now.isoformat()}）") for day in days_of(case)]
    return forms.ChoiceField(
        label="要更正的日期",
        choices=[("", "请选择"), *days],
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择要更正的日期。", "invalid_choice": "请重新选择。"},
    )
