"""The desk of messages: every act as a form and one service call."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms

from policies.messages.choices import Door, Outcome, Revisited
from policies.messages.models import Message
from policies.messages.selectors import open_like, organs_that_answer
from policies.messages.services import (
    answers,
    assignment,
    distillation,
    feedback,
    mergers,
    pressure,
    publication,
    referrals,
    retention,
    supplements,
    triage,
    typical,
)
from policies.messages.services.routes import organ_of_theme
from policies.messages.services.steps import STEPS
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk

_DOOR_WORDS = {
    Door.PETITION: "信访事项十五日内书面告知受理情况",
    Door.DISCLOSURE: "由本人提出申请，才开始计算期限",
}


class SimilarField(forms.ModelChoiceField[Message]):
    """Messages by number and state: what they say stands on their pages."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number}（{obj.get_status_display()}，{obj.received_on:%Y-%m-%d}收到）"


def _organ(message: Any) -> forms.Field:
    return forms.ModelChoiceField(
        label="分给哪个机关",
        queryset=organs_that_answer().exclude(pk=message.organ_id),
        required=False,
        empty_label="本机关",
        help_text="留空的，由本机关办理；退回过的，再分给同一机关就是裁定，不能再退。",
        widget=f.TypeAheadSelect,
    )


def _into(message: Any) -> forms.Field:
    """Those that lie here unanswered; the likest come first in the list beside."""
    rows = Message.objects.filter(organ=message.organ_id, merged_into=None).exclude(pk=message.pk)
    takes = rows.filter(status__in=mergers.TAKES).order_by("received_on", "pk")
    likely = [each.row.pk for each in open_like(message, most=1)]
    return SimilarField(
        label="并入哪一件",
        queryset=takes,
        initial=likely[0] if likely else None,
        empty_label="请选择",
        help_text="期限按其中最早的一件算；各人的编号、查询码不变，互相看不到内容。",
        widget=f.TypeAheadSelect,
        error_messages={"required": "请选择并入哪一件。"},
    )


_REFER = {
    "door": f.choice("去处", Door.choices, help_text="；".join(_DOOR_WORDS.values())),
    "text": f.text("告知留言人的话", rows=4, help_text="说明为什么、到哪里去、怎样去"),
}
_BUTTONS: Mapping[str, Button] = {
    "release": Button(triage.release),
    "set_aside": Button(triage.set_aside, {"reason": f.reason("认定无效的理由")}),
    "assign": Button(assignment.assign, {"organ": _organ}),
    "accept": Button(assignment.accept),
    "hand_back": Button(assignment.hand_back, {
        "reason": f.reason("退回的理由", help_text="写明应当由谁办。只能退回一次"),
    }),
    "ask_back": Button(supplements.ask_back, {
        "text": f.text("请留言人补充什么", rows=3, help_text="一次问清；等候的时间不算进期限"),
    }),
    "resume": Button(supplements.resume, {"reason": f.reason("不再等候的理由")}),
    "propose": Button(answers.propose, {
        "outcome": f.choice("结果", Outcome.choices),
        "text": f.text(
            "答复", rows=10,
            help_text="先答问题，再说依据，最后说去哪里办；写明日期，不写“近期”“尽快”",
        ),
    }),
    "approve": Button(answers.approve),
    "return": Button(fields={"reason": f.reason("退回的理由", help_text="写明要改什么")}),
    "reopen": Button(supplements.reopen, {"reason": f.reason("再办的理由")}),
    "refer": Button(referrals.refer, _REFER),
    "refer_on": Button(partial(referrals.refer, action="refer_on"), _REFER),
    "merge": Button(mergers.merge, {"into": _into}),
    "unmerge": Button(mergers.unmerge, {"reason": f.reason("拆回的理由")}),
    "record_withdrawal": Button(triage.record_withdrawal, {
        "reason": f.reason("留言人怎样提出撤回"),
    }),
    "close": Button(feedback.close),
    "extend": Button(answers.extend, {
        "reason": f.reason("延期的理由", help_text="告知留言人。只能延期一次"),
    }),
    "revisit": Button(feedback.revisit, {
        "found": f.choice("结果", Revisited.choices),
        "text": f.text("回访的情况", rows=3),
    }),
    "record_acceptance": Button(referrals.record_acceptance, {
        "accepted_on": f.day("受理日期", today=True),
    }),
    "extend_petition": Button(referrals.extend_petition),
    "distill": Button(distillation.distill, {
        "question": f.word("问题", help_text="像大家会问的那样写；答复带过去，再由另一人审核"),
    }),
    "publish": Button(publication.publish, {
        "title": f.word("标题", longest=publication.LONGEST_TITLE),
        "question": f.text("留言", rows=5, help_text="个人情况已经自动隐去，请再看一遍"),
        "answer": f.text("答复", rows=8, help_text="不要出现留言人的姓名、号码、住址"),
    }),
    "keep_private": Button(fields={"reason": f.reason("不公开的理由")}),
    "take_down": Button(publication.take_down, {"reason": f.reason("撤下的理由")}),
    "choose_typical": Button(typical.choose, {
        "note": f.text("典型在哪里", rows=3, help_text="写给读者看：遇到这样的事怎样办、依据什么"),
    }),
    "drop_typical": Button(typical.drop, {"reason": f.reason("不再列为典型案例的理由")}),
    "hold": Button(retention.hold, {
        "reason": f.reason("延长保存的理由", help_text="如复议、诉讼、检查；不写个人情况"),
    }),
    "lift_hold": Button(retention.lift_hold, {"reason": f.reason("解除的理由")}),
    "urge": Button(pressure.urge),
}  # fmt: skip


def _begins(action: str, message: Any) -> Mapping[str, Any]:
    if action == "publish":
        return publication.proposed(message)
    if action == "choose_typical" and hasattr(message, "published"):
        return {"note": message.published.typical_note}
    if action == "distill":
        return {"question": publication.proposed(message)["title"]}
    if action == "assign":
        return {"organ": organ_of_theme(message.theme)}
    if action == "propose":
        draft = message.answers.last()
        is_draft = draft is not None and draft.approved_at is None
        return {"outcome": draft.outcome, "text": draft.text} if is_draft else {}
    return {}


DESK = Desk(
    STEPS, _BUTTONS, heading=lambda row: f"留言 {row}", back="返回留言", begins=_begins,
)  # fmt: skip
