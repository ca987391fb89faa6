"""What a clerk writes for an applicant who came by post, by fax or to the window."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from disclosure.forms.uploads import MultipleFileField
from portal.organs.models import Organ
from requests_app.choices import Channel
from requests_app.forms.application import ApplicationForm
from requests_app.services.intake import offered_channels

_AGAIN = "没有提交成功的，文件须重新选择。"


class PapersField(MultipleFileField):
    """Many files or none."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return super().clean(data, initial) if data else []


def arrival_day() -> forms.DateField:
    """The day on which it came."""
    return forms.DateField(
        label="来件日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "请填写来件日期。",
            "invalid": "日期应为日历上有的日子，写成 2026-01-31 的形式。",
        },
    )


def arrival_check() -> forms.BooleanField:
    """That a day far back is what stands on the letter."""
    return forms.BooleanField(
        label="来件日期已与来件核对",
        required=False,
        help_text="来件日期在很久以前的才需要勾选",
    )


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
        help_text="当面、挂号信和特快专递以来件之日为收到之日；平常信函、传真、电话要与申请人确认。",
    )
    arrived_on = arrival_day()
    arrival_checked = arrival_check()
    scans = PapersField(
        label="来件扫描件", required=False, help_text=f"信函、传真、申请表的扫描件。{_AGAIN}"
    )
    identity_files = PapersField(  # type: ignore[assignment]  # may come later
        label="身份证明", required=False, help_text=f"可以以后补交。{_AGAIN}"
    )
    other_files = PapersField(  # type: ignore[assignment]
        label="其他材料", required=False, help_text=f"申请人另附的材料。{_AGAIN}"
    )
    agent_files = PapersField(  # type: ignore[assignment]
        label="授权委托书和代理人证件", required=False, help_text=f"有代理人的上传。{_AGAIN}"
    )

    written_down = forms.BooleanField(
        label="口头提出，由工作人员代为填写，已念给申请人听并经其确认",
        required=False,
        help_text="书面确有困难的（条例第二十九条）；电话提出的必须勾选",
    )

    field_order = ("organ", "channel", "arrived_on", "arrival_checked", "written_down", "scans")

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
        number = self.fields["identity_number"]
        number.required, number.help_text = False, "来件没有写的不填，登记后告知申请人补正。"

    def clean(self) -> dict[str, Any]:
        """What is told by telephone is written down and read out before it is registered."""
        given = super().clean()
        if given.get("channel") == Channel.PHONE and not given.get("written_down"):
            self.add_error("written_down", "电话提出的，请念给申请人听，经其确认后勾选这一项。")
        return given

    def _check_reachable(self, given: dict[str, Any]) -> None:
        """A letter may name no way of reaching whoever wrote it, and is registered all the same."""
        if any(given.get(name, "").strip() for name in ("phone", "email", "address")):
            super()._check_reachable(given)

    def _check_agent(self, given: dict[str, Any]) -> None:
        """Name and number go together; the letter of authority is on paper before the clerk."""
        if bool(given.get("agent_name")) != bool(given.get("agent_number")):
            missing = "agent_number" if given.get("agent_name") else "agent_name"
            self.add_error(missing, "由代理人申请的，姓名和证件号码都要填写。")
