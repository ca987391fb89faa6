"""The name, the place and the file of an attachment as a clerk types them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextInputWidget,
)

from portal.common.forms import SaidField

if TYPE_CHECKING:
    from disclosure.models import DocumentAttachment


class AttachmentForm(forms.Form):
    """Public title, name of the file without its ending, and which of the attachments it is."""

    title = SaidField(
        label="附件名称",
        max_length=200,
        help_text="公众看到的名称",
        widget=UnfoldAdminTextInputWidget,
        error_messages={"required": "请填写附件名称。"},
    )
    file_name = SaidField(
        label="文件名",
        max_length=240,
        help_text="公众下载时的文件名，不含扩展名",
        widget=UnfoldAdminTextInputWidget,
        error_messages={"required": "请填写文件名。"},
    )
    place = forms.IntegerField(
        label="次序",
        min_value=1,
        max_value=9999,
        help_text="第几个附件",
        widget=UnfoldAdminIntegerFieldWidget,
        error_messages={
            "required": "请填写次序。",
            "invalid": "次序应为整数，如 1。",
            "min_value": "次序从 1 起。",
            "max_value": "次序最多写到 9999。",
        },
    )


class ReplacementForm(forms.Form):
    """The file that comes in the place of an attachment's own."""

    file = forms.FileField(
        label="新的文件",
        widget=UnfoldAdminFileFieldWidget,
        allow_empty_file=True,
        error_messages={"required": "请选择文件。"},
    )


def begins_with(attachment: DocumentAttachment, place: int) -> dict[str, Any]:
    """What the form of an attachment begins with."""
    stem = Path(attachment.file.name).stem
    return {"title": attachment.title, "file_name": stem, "place": place}
