"""What a clerk writes for somebody who asks over the counter or by letter to correct a record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from portal.organs.models import Organ
from requests_app.forms.intake import PapersField, arrival_check, arrival_day
from requests_app.rectification.forms.application import RectificationForm
from requests_app.rectification.services.intake import written_channels

_AGAIN = "没有登记成功的，文件须重新选择。"
_PAPER = "，或者核对纸质原件后勾选“有纸质材料”"
# What is said to the clerk where the public form speaks to the applicant.
_TOLD = {
    "organ": "不归本机关更正的，登记以后再转送",
    "record": "登记表、档案、证照、名单中关于申请人的哪一项，连同文号或者日期",
    "inaccurate": "照来件写：记录上现在是怎样写的",
    "should_be": "照来件写：申请人认为应当怎样写",
}


class RectificationIntakeForm(RectificationForm):
    """The request of 第四十一条 with how and when it came; papers may be scanned later."""

    website = confirmed = None  # type: ignore[assignment]  # nobody but staff sees this form

    channel = forms.ChoiceField(
        label="来件方式",
        error_messages={"required": "请选择来件方式。", "invalid_choice": "请重新选择来件方式。"},
    )
    arrived_on = arrival_day()
    arrival_checked = arrival_check()
    scans = PapersField(
        label="来件扫描件", required=False, help_text=f"来信、更正申请表的扫描件。{_AGAIN}"
    )
    identity_files = PapersField(  # type: ignore[assignment]
        label="身份证明", required=False, help_text=f"证件的照片或者扫描件。{_AGAIN}"
    )
    proof_files = PapersField(  # type: ignore[assignment]
        label="证明记录不准确的材料",
        required=False,
        help_text=f"如证件、证书、判决书的扫描件。{_AGAIN}",
    )
    agent_files = PapersField(  # type: ignore[assignment]
        label="授权委托书和代理人证件", required=False, help_text=f"有代理人的上传。{_AGAIN}"
    )
    on_paper = forms.BooleanField(
        label="有纸质材料：身份证明、证明材料（有代理人的，连同委托书）已经核对",
        required=False,
        help_text="没有全部扫描的必须勾选，扫描件可以随后在这一件的“补充材料”中补录",
    )

    field_order = (
        "organ", "channel", "arrived_on", "arrival_checked", "scans", "record", "inaccurate",
        "should_be",
        "applicant_kind", "name", "identity_kind", "identity_number", "phone", "email", "address",
        "agent_name", "agent_number", "on_paper", "identity_files", "proof_files",
    )  # fmt: skip

    def __init__(self, *args: Any, organs: QuerySet[Organ], **kwargs: Any) -> None:
        super().__init__(*args, organs=organs, **kwargs)
        for name in ("identity_files", "agent_files"):
            self.fields[name].help_text = type(self).base_fields[name].help_text
        self.fields["organ"].label = "收件机关"
        for name, told in _TOLD.items():
            self.fields[name].help_text = told
        if len(organs) == 1:
            self.fields["organ"].initial = organs[0]
        channel = self.fields["channel"]
        if isinstance(channel, forms.ChoiceField):
            ways = [(way.value, way.label) for way in written_channels()]
            channel.choices = [("", "请选择"), *ways]
        self.fields["arrived_on"].initial = timezone.localdate()

    def _check_papers(self, given: dict[str, Any]) -> None:
        """What is not scanned is on paper before the clerk, who says so."""
        if given.get("on_paper"):
            return
        if not given.get("identity_files"):
            self.add_error("identity_files", f"请上传身份证明{_PAPER}。")
        if not given.get("proof_files"):
            self.add_error("proof_files", f"请上传能证明记录不准确的材料{_PAPER}。")
        if given.get("agent_name") and not given.get("agent_files"):
            self.add_error("agent_files", f"请上传授权委托书{_PAPER}。")

    def _check_agent(self, given: dict[str, Any]) -> None:
        """Name and number go together; the letter of authority is asked for with the papers."""
        if bool(given.get("agent_name")) != bool(given.get("agent_number")):
            missing = "agent_number" if given.get("agent_name") else "agent_name"
            self.add_error(missing, "由代理人申请的，姓名和证件号码都要填写。")
