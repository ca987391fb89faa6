"""The acts of a meeting and of an application as forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.db.models import Q
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from decisions.dossiers.models import Decision
from decisions.events.models import EventSession
from decisions.events.moments import span_words
from decisions.seats.choices import Kind, Method
from decisions.seats.models import Applicant, ListLine, Sitting
from decisions.seats.models.sitting import LONGEST_TITLE
from decisions.seats.selectors import sessions_to_observe
from decisions.seats.services import (
    applicant_steps,
    closed_lists,
    draws,
    hearing,
    invitations,
    meeting,
    retention,
    sittings,
)
from decisions.seats.workflow import Place
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk, Make

_THROWS: Final = "十次十面骰，按掷出的次序，如 3 1 7 0 9 4 4 2 8 6"
_GROUPS: Final = "每行“名称 至少几席”，如“企业 2”；名称里不用空格和标点；不分组的不填"
_REASONS: Final = "每行“编号 理由”，如“7 住在拟改造的小区”；理由会公布，不写姓名"


class DecisionChoice(forms.ModelChoiceField[Decision]):
    """Decisions by their titles."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number}　{obj.title}"


def _decision(case: Any) -> forms.Field | None:
    if case is None:
        return None
    own = Decision.objects.filter(Q(organ=case.organ_id) | Q(maker=case.organ_id))
    return DecisionChoice(
        own.order_by("-pk"), label="重大行政决策", required=False, empty_label="不属于重大行政决策",
        widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请重新选择决策。"},
    )  # fmt: skip


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


def _of(label: str, options: Sequence[tuple[Any, str]]) -> forms.Field:
    return forms.TypedChoiceField(
        label=label, choices=[("", "请选择"), *options], coerce=int, widget=UnfoldAdminSelectWidget,
        error_messages={"required": f"请选择{label}。", "invalid_choice": f"请重新选择{label}。"},
    )  # fmt: skip


def _one_of(*states: Place) -> Make:
    """The number of somebody in one of the states."""

    def make(case: Sitting) -> forms.Field:
        rows = Applicant.objects.filter(sitting=case, status__in=states).order_by("line")
        return _of("编号", [
            (row.line, f"{row.line}号　{row.group}　{row.get_status_display()}") for row in rows
        ])  # fmt: skip

    return make


def _line(case: Sitting) -> forms.Field:
    rows = ListLine.objects.filter(sitting=case, out=None)
    return _of("编号", [(row.number, f"{row.number}号　{row.group}") for row in rows])


def _of_few(label: str, options: Sequence[Any]) -> Make:
    return f.choice(label, [(each.value, each.label) for each in options])


class _SessionChoice(forms.ModelChoiceField[EventSession]):
    """Sessions by what is held and when."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.event.title}　{span_words(obj.starts_at, obj.ends_at)}"


def _observing(case: Sitting) -> forms.Field:
    return _SessionChoice(
        sessions_to_observe(case), label="旁听的场次", empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        help_text="先在“开放活动”里办一场“听证会旁听”，另一人发布以后在这里选",
        error_messages={"required": "请选择场次。", "invalid_choice": "请重新选择场次。"},
    )  # fmt: skip


WORDS: Final[Mapping[str, Make]] = {
    "kind": f.choice("种类", Kind.choices),
    "decision": _decision,
    "topic": f.word("议题", longest=LONGEST_TITLE),
    "text": f.text("议题说明", rows=5, help_text="写给市民：讨论什么，和谁有关；每段一行"),
    "criteria": f.text("报名条件", rows=3, help_text="如：年满18周岁，住在本市"),
    "place": f.word("会议地点"),
    "meets_at": _moment("会议时间"),
    "phone": f.word("咨询电话", longest=40, required=False),
    "places": f.number("席位"),
    "groups": f.lines("分组", _GROUPS, required=False),
    "method": f.choice("产生办法", Method.choices),
    "choice_rule": f.word("怎样选定", longest=500, required=False, help_text="选定的才填，会公布"),
    "opens_at": _moment("报名开始"),
    "closes_at": _moment("报名截止", help_text="某日24时写成次日 00:00；到时自动公布名单"),
    "objection_days": f.number("异议期（工作日）", initial=settings.SEATS_OBJECTION_DAYS),
    "draw_at": _moment("抽签或者选定的时间", help_text="在异议期以后"),
    "draw_place": f.word("抽签地点", required=False, help_text="抽签的必填，公众可以到场"),
    "witnesses": f.word("见证人", required=False, help_text="抽签的必填，如：两位报名人、公证处"),
    "answer_hours": f.number("答复时限（小时）", initial=settings.SEATS_ANSWER_HOURS),
}
_BUTTONS: Final = {
    "write": Button(sittings.write, WORDS),
    "submit": Button(),
    "announce": Button(sittings.announce),
    "return": Button(fields={"reason": f.reason("退回的理由")}),
    "discard": Button(fields={"reason": f.reason("放弃的理由")}),
    "close": Button(closed_lists.close),
    "mark_out": Button(closed_lists.mark_out, {
        "number": _line,
        "reason": f.reason("理由", help_text="写在公布的名单上，不写姓名；编号留在名单上"),
    }),
    "enter_throws": Button(draws.enter_throws, {
        "throws": f.word("点数", longest=60, help_text=_THROWS),
    }),
    "check_throws": Button(draws.check_throws, {
        "throws": f.word("点数", longest=60, help_text=f"{_THROWS}；看现场或者录像，不抄另一人的"),
    }),
    "lose_code": Button(draws.lose_code, {
        "reason": f.reason("情况", help_text="作为事故公布，只能登记一次；骰子重掷"),
    }),
    "reveal": Button(draws.reveal, {
        "code": f.word("码", longest=80, required=False,
            help_text="不填的，开封存的码；填的要和公布的散列一致"),
    }),
    "choose": Button(draws.choose, {
        "chosen": f.lines("选定的代表", _REASONS),
        "substitutes": f.lines("候补", f"依次，{_REASONS}", required=False),
    }),
    "call": Button(invitations.call, {
        "number": _one_of(Place.INVITED, Place.COMING, Place.SUBSTITUTE),
        "channel": _of_few("联系方式", invitations.WAYS),
        "answer": _of_few("结果", invitations.ANSWERS),
        "note": f.word("情况", longest=300, required=False,
            help_text="不符合条件的必填；会公布，不写姓名"),
    }),
    "postpone": Button(hearing.postpone, {
        "meets_at": _moment("新的会议时间", help_text="只能改晚；报名、次序都不变"),
        "reason": f.reason("改期的原因", help_text="会公布，并告诉来的人和候补"),
    }),
    "send_materials": Button(hearing.send_materials, {
        "sent_on": f.day("送达日期"),
        "materials": f.text("送了哪些材料", rows=3, help_text="会公布，如：草案、起草说明"),
    }),
    "publish_names": Button(hearing.publish_names),
    "admit_observers": Button(hearing.admit_observers, {"session": _observing}),
    "sign_record": Button(hearing.sign_record, {
        "record": f.text("笔录摘要", rows=8, help_text="各方的意见、依据和理由；会公布，不写姓名"),
        "signed_on": f.day("签名日期"),
        "unsigned": f.lines("没有签名的", "每行“编号 原因”；都签了的不填", required=False),
    }),
    "hold": Button(meeting.hold, {
        "numbers": f.lines("到会的编号", "用空格或者逗号隔开；没有人到会的不填", required=False),
    }),
    "note_said": Button(meeting.note_said, {
        "number": _one_of(Place.ATTENDED),
        "said": f.text("说了什么", rows=5, help_text="会公布，不写姓名；没有发言的，写“没有发言”"),
    }),
    "note_outcome": Button(meeting.note_outcome, {
        "number": _one_of(Place.ATTENDED),
        "became": f.text("采纳情况", rows=4, help_text="采纳、部分采纳或者不采纳，为什么；会公布"),
    }),
    "tell": Button(meeting.tell),
    "abort": Button(sittings.abort, {"reason": f.reason("中止的原因",
        help_text="写在网页上，并告诉每一个报名的人；名单和已经公布的都留着")}),
}  # fmt: skip


def _begins(action: str, sitting: Sitting) -> dict[str, Any]:
    """The words as they stand."""
    if action != "write":
        return {}
    groups = "\n".join(f"{group.name} {group.quota}" for group in sitting.groups.all())
    return {**{name: getattr(sitting, name) for name in WORDS if name != "groups"},
            "groups": groups}  # fmt: skip


DESK: Final = Desk(sittings.STEPS, _BUTTONS, heading=str, back="返回列席和听证会", begins=_begins)
_APPLICANT_BUTTONS: Final = {
    "hold": Button(retention.hold, {"reason": f.reason("延长保存的理由")}),
    "lift_hold": Button(retention.lift_hold, {"reason": f.reason("解除的理由")}),
}
APPLICANT_DESK: Final = Desk(
    applicant_steps.STEPS, _APPLICANT_BUTTONS, heading=str, back="返回报名"
)
