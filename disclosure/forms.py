"""Input of the staff's pages: shape and cleaning; the law is decided by the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from disclosure.choices import Openness
from disclosure.models import CorrectionReport, Document, DocumentIssuer
from disclosure.services.documents import ELEMENTS, LABELS
from portal.organs.docnumbers import is_strict
from portal.organs.models import Organ
from portal.taxonomy.models import SubjectWord

_BAD_DATE = "日期应为日历上有的日子，写成 2026-01-31 的形式，请核对原件后改正。"


class DocumentForm(forms.ModelForm[Document]):
    """The elements of a draft. Only the title is needed to save; the rest before submission."""

    issuer_names = forms.CharField(
        label="发文机关",
        required=False,
        help_text="每行一个，按次序，第一行为牵头机关",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )

    class Meta:
        model = Document
        fields = ("organ", *ELEMENTS, *LABELS)
        widgets = {
            name: UnfoldAdminTextareaWidget(attrs={"rows": rows})
            for name, rows in {"recipients": 2, "body": 16, "copy_to": 2, "abstract": 3}.items()
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "issuer_names" in self.fields:
            names = self.instance.issuer_rows.values_list("name", flat=True)
            self.fields["issuer_names"].initial = "\n".join(names)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.error_messages["invalid"] = _BAD_DATE

    def clean_subject_words(self) -> list[SubjectWord]:
        words = list(self.cleaned_data["subject_words"])
        if blocked := [word.word for word in words if word.is_blocked]:
            raise forms.ValidationError(f"不得使用的主题词：{'、'.join(blocked)}，请另选。")
        return words

    def clean_doc_number(self) -> str:
        number: str = self.cleaned_data["doc_number"].strip()
        if number and not is_strict(number):
            raise forms.ValidationError(
                "发文字号应写成“机关代字〔年份〕顺序号号”，如 海府规〔2026〕3号。"
            )
        return number

    def clean_issuer_names(self) -> str:
        names: str = self.cleaned_data["issuer_names"]
        limit = DocumentIssuer._meta.get_field("name").max_length or 0
        if any(len(name.strip()) > limit for name in names.splitlines()):
            raise forms.ValidationError(f"每个发文机关名称不超过{limit}字，请每行只写一个。")
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("effective_on"), cleaned.get("expires_on")
        if begins and ends and ends < begins:
            self.add_error("expires_on", "有效期届满不能早于施行日期。")
        return cleaned

    def elements(self) -> dict[str, Any]:
        """The cleaned elements, as the acts take them."""
        return {name: self.cleaned_data[name] for name in ELEMENTS if name in self.cleaned_data}

    def issuers(self) -> list[str]:
        """The names of the issuing organs in order."""
        return str(self.cleaned_data.get("issuer_names", "")).splitlines()


class ActForm(forms.Form):
    """What a reviewer writes beside an act; which fields show depends on the act."""

    openness = forms.ChoiceField(
        label="公开属性", choices=Openness.choices, widget=UnfoldAdminSelectWidget
    )
    ground = forms.CharField(
        label="理由",
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text="依申请公开、不予公开时必填",
    )
    article = forms.CharField(
        label="依据条款",
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text="如：条例第十六条第二款",
    )
    reason = forms.CharField(
        label="意见", max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )

    FIELDS = {
        "confirm_openness": ("openness", "ground", "article"),
        "pass_secrecy": ("reason",),
        "confirm_personal_data": ("reason",),
        "send_back": ("reason",),
        "withdraw": ("reason",),
    }

    REASONS = {
        "pass_secrecy": "保密审查意见",
        "confirm_personal_data": "可以公开的理由",
        "send_back": "退回理由",
        "withdraw": "撤回理由",
    }

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{action}_%s"
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.FIELDS.get(action, ())):
            del self.fields[name]
        if "reason" in self.fields:
            self.fields["reason"].label = self.REASONS[action]


class MultipleFileInput(UnfoldAdminFileFieldWidget):
    """A file input that takes many files at once."""

    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """Many files; empty ones are kept, so that each is reported by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=MultipleFileInput(attrs={"multiple": True}), allow_empty_file=True, **kwargs
        )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        files = data if isinstance(data, list | tuple) else [data]
        if not files:
            raise forms.ValidationError("请选择要导入的文件。", code="required")
        return [super(MultipleFileField, self).clean(file, initial) for file in files]


class ImportForm(forms.Form):
    """Files to import, and for which organ."""

    organ = forms.ModelChoiceField(
        label="录入机关",
        queryset=Organ.objects.none(),
        required=False,
        empty_label="由文件的发文机关确定",
        widget=UnfoldAdminSelectWidget,
    )
    files = MultipleFileField(  # type: ignore[assignment]  # a form's own `files` is its input
        label="文件",
        help_text="可一次选择多个（最多100个）：docx、PDF、txt、HTML、xlsx、OFD；每个不超过 50 MB",
    )

    def __init__(self, *args: Any, organ_ids: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organ"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows for the type checker
        field.queryset = Organ.objects.filter(pk__in=organ_ids)


class TableForm(forms.Form):
    """A table of documents to import."""

    table = forms.FileField(
        label="表格",
        help_text="CSV、XLSX 或 JSON Lines；第一行为栏名，每行一份文件",
        widget=UnfoldAdminFileFieldWidget,
    )


class CorrectionForm(forms.Form):
    """What a reader writes about an error on a page. `website` is a trap: people never see it."""

    text = forms.CharField(
        label="哪里有误",
        max_length=1000,
        help_text="请写明错误的内容，最好附上正确的写法，最多1000字。",
        error_messages={
            "required": "请写明哪里有误。",
            "max_length": "最多写%(limit_value)d字，现有%(show_value)d字，请删减后再提交。",
        },
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    place = forms.CharField(
        label="错误位置（选填）",
        max_length=100,
        required=False,
        help_text="如：第三条第二款、附件2。",
        error_messages={"max_length": "最多写%(limit_value)d字。"},
    )
    contact = forms.CharField(
        label="联系方式（选填）",
        max_length=100,
        required=False,
        help_text="电话或电子邮箱，仅用于告诉您处理结果，不会公开。",
        error_messages={"max_length": "最多写%(limit_value)d字。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "", "invalid": ""})


class CorrectionReplyForm(forms.ModelForm[CorrectionReport]):
    """What was found and done about a reader's report."""

    class Meta:
        model = CorrectionReport
        fields = ("reply",)
        widgets = {"reply": UnfoldAdminTextareaWidget(attrs={"rows": 5})}

    def clean_reply(self) -> str:
        reply: str = self.cleaned_data["reply"].strip()
        if not reply:
            raise forms.ValidationError("请写明处理结果。")
        return reply
