"""What is written beside an act; the law is decided by the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from disclosure.choices import Openness


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
    publish_at = forms.SplitDateTimeField(
        label="公开时间",
        widget=UnfoldAdminSplitDateTimeWidget,
        error_messages={
            "required": "请填写公开的日期和时间。",
            "invalid": "日期和时间应写成 2026-01-31 和 09:00 的形式。",
            "invalid_date": "日期应为日历上有的日子，写成 2026-01-31 的形式。",
            "invalid_time": "时间应写成 09:00 的形式。",
        },
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
        "schedule": ("publish_at",),
        "unschedule": ("reason",),
        "keep_closed": ("ground", "article"),
        "reconsider": ("reason",),
    }

    REASONS = {
        "pass_secrecy": "保密审查意见",
        "confirm_personal_data": "可以公开的理由",
        "send_back": "退回理由",
        "withdraw": "撤回理由",
        "unschedule": "取消定时的理由",
        "reconsider": "可以公开的理由",
    }

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{action}_%s"
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.FIELDS.get(action, ())):
            del self.fields[name]
        if "reason" in self.fields:
            self.fields["reason"].label = self.REASONS[action]
