"""The desk of rectifications: every act as a form and one service call."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms

from portal.accounts.choices import Role
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from requests_app.forms.papers import papers
from requests_app.forms.query_codes import REPLACEMENT
from requests_app.rectification import workflow as flow
from requests_app.rectification.choices import DeclineGround, TellingWay
from requests_app.rectification.models import RectificationEvidence
from requests_app.rectification.services import (
    acceptance,
    decisions,
    forwarding,
    hold,
    pressure,
    query_codes,
    result,
    withdrawal,
)
from requests_app.rectification.services.papers import add_rectification_papers
from requests_app.rectification.services.steps import STEPS
from requests_app.selectors import organs_to_ask

if TYPE_CHECKING:
    from requests_app.rectification.models import Rectification


def _elsewhere(rectification: Any) -> forms.Field:
    """Organs of the site to which it may go: never where it was."""
    return forms.ModelChoiceField(
        label="转送至",
        queryset=organs_to_ask().exclude(pk__in=forwarding.organs_been_at(rectification)),
        empty_label="请选择",
        help_text="有权更正这项记录的机关；期限在那里重新起算，不能转回办理过的机关",
        widget=f.TypeAheadSelect,
        error_messages={"required": "请选择转送至哪个机关。", "invalid_choice": "请重新选择机关。"},
    )


def _way(rectification: Any) -> forms.Field:
    """How the applicant is told; on the site only those with an account."""
    ways = [way for way in TellingWay.choices if way[0] != TellingWay.SITE or rectification.user_id]
    return f.choice("告知申请人的方式", ways)(rectification)


_BUTTONS: Mapping[str, Button] = {
    "accept": Button(acceptance.accept, {
        "handler": f.holder("承办人", Role.REQUEST_HANDLER),
        "reason": f.word("改派的理由", required=False, help_text="已有承办人的，改派时必填"),
    }),
    "forward": Button(forwarding.forward, {
        "target": _elsewhere,
        "reason": f.reason("转送的理由", help_text="将告知申请人"),
        "told_by": _way,
    }),
    "correct": Button(decisions.correct, {
        "text": f.text("更正了什么", rows=3, help_text="将告知申请人"),
        "corrected_on": f.day("更正日期", today=True),
    }),
    "decline": Button(decisions.decline, {
        "ground": f.choice("情形", DeclineGround.choices),
        "text": f.text("不予更正的理由", rows=3, help_text="将告知申请人"),
    }),
    "refer": Button(decisions.refer, {
        "right_organ": f.word("有权更正的机关"),
        "right_contacts": f.word("该机关的联系方式", longest=300, help_text="电话、地址"),
        "text": f.text("说明", help_text="将告知申请人"),
    }),
    **{
        flow.approval_of(kind): Button(partial(decisions.approve, kind=kind))
        for kind in flow.DECISIONS
    },
    "return": Button(decisions.send_back, {
        "reason": f.reason("退回的理由", help_text="写明还要核实什么"),
    }),
    "tell": Button(result.tell, {
        "way": _way, "told_on": f.day("告知日期", today=True),
    }),
    "add_papers": Button(add_rectification_papers, {
        "purpose": f.choice("材料的用途", RectificationEvidence.Purpose.choices),
        "files": papers("文件", required=True, help_text="JPG、PNG或PDF，加密保存。"),
    }),
    "replace_code": Button(query_codes.replace_rectification_code, REPLACEMENT),
    "record_withdrawal": Button(withdrawal.record_withdrawal, {
        "reason": f.reason(
            "申请人怎样提出撤回", help_text="如：某日来信、来电；电话提出的，写明怎样核对了身份"
        ),
    }),
    "archive": Button(),
    "hold": Button(hold.hold_rectification, {
        "reason": f.reason("延长保存的理由", help_text="不要写个人信息"),
    }),
    "lift_hold": Button(hold.lift_rectification_hold, {"reason": f.reason("解除的理由")}),
    "urge": Button(pressure.urge),
}  # fmt: skip


def _begins(action: str, rectification: Rectification) -> dict[str, Any]:
    """A decision that was returned begins with what it said."""
    last = rectification.decisions.order_by("-id").first() if action in flow.DECISIONS else None
    if last is None or last.kind != action:
        return {}
    names = ("text", "corrected_on", "ground", "right_organ", "right_contacts")
    return {key: getattr(last, key) for key in names}


DESK = Desk(
    STEPS,
    _BUTTONS,
    heading=lambda rectification: f"更正申请 {rectification.number}",
    back="返回更正申请",
    begins=_begins,
)
