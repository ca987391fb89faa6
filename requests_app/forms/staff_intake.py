"""What a clerk writes for an applicant who came by post, by fax or to the window."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from disclosure.forms.uploads import MultipleFileField
from portal.organs.models import Organ
from requests_app.choices import Channel
from requests_app.forms.applying import ApplicationForm
from requests_app.services.applying import offered_channels

_AGAIN = "没有提交成功的，文件须重新选择。"


class PapersField(MultipleFileField):
    """Many files or none."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return super().clean(data, initial) if data else []


class IntakeForm(ApplicationForm):
    """The application of 第二十九条 with how and when it came. Papers may come later."""

    website = None  # type: ignore[assignment]  # nobody but staff sees this form
    key = forms.UUIDField(widget=forms.HiddenInput)
    organ = forms.ModelChoiceField(
        label="收件机关",
        queryset=Organ.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择收件机关。", "invalid_choice": "请重新选择收件机关。"},
    )
    channel = forms.ChoiceField(
        label="来件方式",
        error_messages={"required": "请选择来件方式。", "invalid_choice": "请重新选择来件方式。"},
        help_text="当面、挂号信和特快专递以来件之日为收到之日；平常信函、传真要与申请人确认。",
    )
    arrived_on = forms.DateField(
        label="来件日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "请填写来件日期。",
            "invalid": "日期应为日历上有的日子，写成 2026-01-31 的形式。",
        },
    )
    scans = PapersField(
        label="来件扫描件", required=False, help_text=f"信函、传真、申请表的扫描件。{_AGAIN}"
    )
    identity_files = PapersField(  # type: ignore[assignment]  # may come later
        label="身份证明", required=False, help_text=f"可以以后补交。{_AGAIN}"
    )
    agent_files = PapersField(  # type: ignore[assignment]
        label="授权委托书和代理人证件", required=False, help_text=f"有代理人的上传。{_AGAIN}"
    )

    field_order = ("organ", "channel", "arrived_on", "scans")

    def __init__(self, *args: Any, organ_ids: set[int], **kwargs: Any) -> None:
        super().__init__(*args, has_identity=True, **kwargs)
        organ = self.fields["organ"]
        if isinstance(organ, forms.ModelChoiceField):
            organ.queryset = Organ.objects.filter(pk__in=organ_ids, is_active=True)
            if len(organ_ids) == 1:
                organ.initial = next(iter(organ_ids))
        channel = self.fields["channel"]
        if isinstance(channel, forms.ChoiceField):
            offered = [way for way in Channel if way in offered_channels()]
            ways = [(way.value, way.label) for way in offered if way != Channel.ONLINE]
            channel.choices = [("", "请选择"), *ways]
        self.fields["arrived_on"].initial = timezone.localdate()

    def _check_agent(self, given: dict[str, Any]) -> None:
        """Name and number go together; the letter of authority is on paper before the clerk."""
        if bool(given.get("agent_name")) != bool(given.get("agent_number")):
            missing = "agent_number" if given.get("agent_name") else "agent_name"
            self.add_error(missing, "由代理人申请的，姓名和证件号码都要填写。")
