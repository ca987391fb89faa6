"""Files and tables that staff bring in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from unfold.widgets import UnfoldAdminFileFieldWidget

from disclosure.exchange.columns import Sheet
from portal.desk.fields import TypeAheadSelect
from portal.organs.models import Organ


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
        if not files and self.required:
            raise forms.ValidationError("请选择要导入的文件。", code="required")
        return [super(MultipleFileField, self).clean(file, initial) for file in files]


class ImportForm(forms.Form):
    """Files to import, and for which organ."""

    organ = forms.ModelChoiceField(
        label="录入机关",
        queryset=Organ.objects.none(),
        required=False,
        empty_label="由文件的发文机关确定",
        widget=TypeAheadSelect,
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
    """A table to import."""

    table = forms.FileField(
        label="表格",
        widget=UnfoldAdminFileFieldWidget,
        error_messages={"required": "请选择表格文件。", "empty": "文件是空的，请重新选择。"},
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sheet.formats_named(" 或 ")
        self.fields["table"].help_text = f"{kinds}；第一行为栏名，每行{sheet.row_is}"
