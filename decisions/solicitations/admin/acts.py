"""The acts of a solicitation and of a proposal as forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from decisions.events.models import Event
from decisions.solicitations.choices import Kind, Outcome
from decisions.solicitations.models import Solicitation
from decisions.solicitations.models.solicitation import LONGEST_TITLE
from decisions.solicitations.selectors import events_to_link
from decisions.solicitations.services import (
    mergers,
    projects,
    proposal_steps,
    retention,
    solicitations,
)
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk, Make

_NUMBERS: Final = "建议的编号，用空格或者逗号隔开"
_OUTCOMES: Final = "每件一行“序号 列入、以后再办、不列入 理由”，如“3 列入 明年第一季度开工”；会公布"


def _moment(label: str, *, help_text: str = "") -> Make:
    """A moment that begins empty."""
    return lambda _case: f.MomentField(
        label=label,
        help_text=help_text,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "datetime-local"}),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "时间应写成 2026-01-31 09:00 的形式。",
        },
    )


def _project(*, new: bool = False, chosen: bool = False) -> Make:
    """One of the projects; with `new` none of them, for one that is made."""

    def make(case: Solicitation) -> forms.Field:
        rows = case.projects.filter(outcome=Outcome.CHOSEN) if chosen else case.projects.all()
        first = [(0, "新的一件")] if new else [("", "请选择")]
        options = [(row.number, f"第{row.number}件　{row.title}") for row in rows]
        return forms.TypedChoiceField(
            label="归入哪一件" if new else "哪一件", choices=[*first, *options], coerce=int,
            required=not new, widget=UnfoldAdminSelectWidget,
            error_messages={"required": "请选择哪一件。", "invalid_choice": "请重新选择哪一件。"},
        )  # fmt: skip

    return make


def _event(case: Solicitation) -> forms.Field:
    return forms.ModelChoiceField[Event](
        events_to_link(case), label="办成的活动", empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择活动。", "invalid_choice": "请重新选择活动。"},
    )  # fmt: skip


WORDS: Final[Mapping[str, Make]] = {
    "kind": f.choice("征集什么", Kind.choices),
    "title": f.word("名称", longest=LONGEST_TITLE),
    "text": f.text("说明", rows=5, help_text="写给市民：征集什么、怎么用；每段一行"),
    "conditions": f.text("条件", rows=3, required=False, help_text="如：当年立项、当年完成，普惠"),
    "phone": f.word("咨询电话", longest=40, required=False),
    "opens_at": _moment("开始"),
    "closes_at": _moment("截止", help_text="某日24时写成次日 00:00"),
}
_BUTTONS: Final = {
    "write": Button(solicitations.write, WORDS),
    "submit": Button(),
    "announce": Button(solicitations.announce),
    "return": Button(fields={"reason": f.reason("退回的理由")}),
    "discard": Button(fields={"reason": f.reason("放弃的理由")}),
    "merge": Button(mergers.merge, {
        "numbers": f.lines("建议", _NUMBERS),
        "project": _project(new=True),
        "title": f.word("事项名称", longest=LONGEST_TITLE, required=False, help_text="新的才填"),
        "text": f.text("事项内容", rows=4, required=False, help_text="新的才填；会公布，不写姓名"),
    }),
    "put_aside": Button(mergers.put_aside, {
        "numbers": f.lines("建议", _NUMBERS),
        "reason": f.reason("不列入的理由", help_text="写给建议人看"),
    }),
    "take_back": Button(mergers.take_back, {"numbers": f.lines("建议", _NUMBERS)}),
    "publish": Button(mergers.publish),
    "put_to_vote": Button(projects.put_to_vote, {
        "votes_each": f.number("每人最多选几件", initial=3),
        "opens_on": f.day("投票开始"),
        "closes_on": f.day("投票截止", help_text="当天24时"),
    }),
    "decide": Button(projects.decide, {
        "outcomes": f.lines("每件的结果", _OUTCOMES, required=False),
        "upshot": f.text("结果说明", rows=4, help_text="总的说明，会公布"),
    }),
    "send_back": Button(fields={"reason": f.reason("退回的理由")}),
    "answer": Button(projects.answer),
    "note_progress": Button(projects.note_progress, {
        "project": _project(chosen=True),
        "on": f.day("日期"),
        "words": f.text("进展", rows=3, help_text="做到哪里了，会公布"),
        "is_built": f.tick("已经办成"),
    }),
    "show_progress": Button(projects.show_progress),
    "link_event": Button(projects.link_event, {"project": _project(chosen=True), "event": _event}),
    "finish": Button(),
    "stop": Button(solicitations.stop, {"reason": f.reason("终止的原因",
        help_text="写在网页上，并告诉每一个提建议的人")}),
}  # fmt: skip


def _begins(action: str, row: Solicitation) -> dict[str, Any]:
    """The words as they stand."""
    return {name: getattr(row, name) for name in WORDS} if action == "write" else {}


DESK: Final = Desk(solicitations.STEPS, _BUTTONS, heading=str, back="返回征集", begins=_begins)
_PROPOSAL_BUTTONS: Final = {
    "hold": Button(retention.hold, {"reason": f.reason("延长保存的理由")}),
    "lift_hold": Button(retention.lift_hold, {"reason": f.reason("解除的理由")}),
}
PROPOSAL_DESK: Final = Desk(proposal_steps.STEPS, _PROPOSAL_BUTTONS, heading=str, back="返回建议")
