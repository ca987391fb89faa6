"""What the window types to find somebody's applications."""

from __future__ import annotations

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from portal.common.forms import PlainField
from requests_app.services.lookup import Clue


class FindForm(forms.Form):
    """By what, and the whole of it."""

    clue = forms.ChoiceField(
        label="按什么查找",
        choices=Clue.choices,
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择按什么查找。", "invalid_choice": "请重新选择。"},
    )
    value = PlainField(
        label="完整的姓名、号码或者文号",
        max_length=200,
        help_text="要写全：加密保存的姓名和号码只能整个比对，写一部分找不到。按姓名、号码查找都有记录。",
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写要查找的内容。", "max_length": "最多200字，请核对。"},
    )
