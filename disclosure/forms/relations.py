"""A relation as staff type it: the other document by its number or address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from disclosure.choices import RelationKind
from disclosure.forms.named import NAMED, named_document
from portal.common.forms import SaidField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from disclosure.models import Document
    from portal.accounts.models import User


class RelationForm(forms.Form):
    """What this document does to another; what the person may not read is not found."""

    kind = forms.ChoiceField(
        label="关系", choices=RelationKind.choices, widget=UnfoldAdminSelectWidget
    )
    target = SaidField(
        label="另一份文件",
        max_length=300,
        help_text=NAMED,
        widget=UnfoldAdminTextInputWidget,
        error_messages={"required": "请填写另一份文件的发文字号、索引号、网址或标题。"},
    )
    effective_on = forms.DateField(
        label="生效日期",
        required=False,
        help_text="修改、废止、替代、新文本、延长有效期必填",
        widget=UnfoldAdminDateWidget,
        error_messages={"invalid": "日期应为日历上有的日子，写成 2026-01-31 的形式。"},
    )
    extended_to = forms.DateField(
        label="有效期延长至",
        required=False,
        help_text="只有“延长有效期”填写；文中只写继续有效、没有写到哪一天的，留空",
        widget=UnfoldAdminDateWidget,
        error_messages={"invalid": "日期应为日历上有的日子，写成 2026-01-31 的形式。"},
    )
    note = SaidField(
        label="说明",
        max_length=200,
        required=False,
        help_text="如：修改第六条",
        widget=UnfoldAdminTextInputWidget,
    )

    def __init__(self, *args: Any, reader: User | AnonymousUser, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "relate_%s")
        super().__init__(*args, **kwargs)
        self._reader = reader

    def clean_target(self) -> Document:
        """The one document meant."""
        return named_document(self.cleaned_data["target"], reader=self._reader)
