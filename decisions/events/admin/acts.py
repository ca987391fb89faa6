"""The acts of an event and of a sign-up as forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO, Final, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from decisions.events.choices import Kind, MaterialKind, Passing, Result, Unit
from decisions.events.models import Event, EventMaterial, EventSession, Suggestion
from decisions.events.models.event import LONGEST_TITLE
from decisions.events.moments import span_words
from decisions.events.services import (
    events,
    pools,
    retention,
    sessions,
    signups,
    suggestion_answers,
    suggestions,
)
from decisions.events.services.sessions import MOST_COMPANIONS
from decisions.ledgers.refusals import LONGEST_SUMMARY
from portal.common.forms import LongTextField
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk, Make

_ADDRESS: Final = "https:// 开头的地址，可以不填"
_GROUPS: Final = "每行“名称 名额”，如“市民 30”；各组合计等于名额；不分组的不填"
_PUBLISHED: Final = "会公布；不写姓名和联系方式"
_STATUSES: Final = {"yes": True, "no": False}


class SessionChoice(forms.ModelChoiceField[EventSession]):
    """Sessions by their times."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{span_words(obj.starts_at, obj.ends_at)}　{obj.places}{obj.get_unit_display()}"


def _session(case: Event) -> forms.Field:
    return SessionChoice(
        case.sessions.filter(called_off_at=None), label="场次", empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择场次。", "invalid_choice": "请重新选择场次。"},
    )  # fmt: skip


def _material(case: Event) -> forms.Field:
    return forms.ModelChoiceField[EventMaterial](
        case.materials.all(), label="材料、图片", empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择一项。", "invalid_choice": "请重新选择。"},
    )  # fmt: skip


def _upload(_case: Event) -> forms.Field:
    return forms.FileField(
        label="文件", required=False, widget=UnfoldAdminFileFieldWidget,
        help_text="图片用 PNG、JPEG，材料用 PDF、Word、Excel；检查以后公开的是清除了隐藏信息的副本",
        error_messages={"empty": "文件是空的，请重新选择。"},
    )  # fmt: skip


def _add_material(*, upload: UploadedFile[bytes] | None = None, **given: Any) -> Event:
    named = (cast("BinaryIO", upload), upload.name or "未命名文件") if upload else None
    return events.add_material(upload=named, **given)


def _moment(label: str, *, required: bool = True) -> Make:
    """A moment that begins empty: nobody holds an event now."""
    return lambda _case: f.MomentField(
        label=label,
        required=required,
        help_text="" if required else "不改的不填",
        widget=UnfoldAdminTextInputWidget(attrs={"type": "datetime-local"}),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "时间应写成 2026-01-31 09:00 的形式。",
        },
    )


def _companions(*, required: bool) -> Make:
    return lambda _case: forms.IntegerField(
        label="每人最多带几人",
        required=required,
        min_value=0,
        max_value=MOST_COMPANIONS,
        initial=0 if required else None,
        widget=UnfoldAdminIntegerFieldWidget,
        error_messages={
            "required": "请填写每人最多带几人，不能带的填0。",
            "invalid": "每人最多带几人应为整数。",
            "min_value": "每人最多带几人至少为0。",
            "max_value": f"每人最多带{MOST_COMPANIONS}人，请改少。",
        },
    )


def _picked(label: str, options: Any) -> Make:
    """One of a few, beginning with the first."""
    return lambda _case: forms.ChoiceField(
        label=label, choices=list(options), widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": f"请重新选择{label}。"},
    )  # fmt: skip


def _whether_tentative(_case: Any) -> forms.Field:
    return forms.TypedChoiceField(
        label="时间地点", required=False, empty_value=None, coerce=_STATUSES.__getitem__,
        choices=[("", "不改"), ("no", "已定"), ("yes", "暂定")], widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请重新选择时间地点。"},
    )  # fmt: skip


WORDS: Final[Mapping[str, Make]] = {
    "kind": f.choice("活动形式", Kind.choices),
    "title": f.word("活动名称", longest=LONGEST_TITLE),
    "series": f.word("系列", longest=LONGEST_TITLE, required=False, help_text="如：公开讲堂2026"),
    "text": f.text("内容", rows=6, help_text="写给市民：看什么、听什么、要注意什么；每段一行"),
    "place": f.word("地点", help_text="写到门口"),
    "map_url": f.word("地图地址", longest=500, required=False, help_text=_ADDRESS),
    "offers": f.word("无障碍服务", required=False, help_text="如：轮椅通道、手语、字幕"),
    "phone": f.word("咨询电话", longest=40, required=False),
}
_SESSION: Final[Mapping[str, Make]] = {
    "starts_at": _moment("开始"),
    "ends_at": _moment("结束"),
    "opens_at": _moment("报名开始"),
    "closes_at": _moment("报名截止"),
    "places": f.number("名额"),
    "unit": _picked("名额单位", Unit.choices),
    "most_companions": _companions(required=True),
    "passing": _picked("递补办法", Passing.choices),
    "conditions": f.word("参加条件", longest=300, required=False, help_text="如：年满6周岁"),
    "groups": f.lines("分组", _GROUPS, required=False),
    "is_tentative": f.tick("时间地点暂定"),
}
_CHANGE: Final[Mapping[str, Make]] = {
    "session": _session,
    "starts_at": _moment("开始", required=False),
    "ends_at": _moment("结束", required=False),
    "opens_at": _moment("报名开始", required=False),
    "closes_at": _moment("报名截止", required=False),
    "places": f.number("名额", required=False, help_text="不改的不填；改少不取消已经报上的人"),
    "groups": f.lines("分组", f"不改的不填；{_GROUPS}", required=False),
    "most_companions": _companions(required=False),
    "conditions": f.word("参加条件", longest=300, required=False, help_text="不改的不填"),
    "is_tentative": _whether_tentative,
}
_BUTTONS: Final = {
    "write": Button(events.write, WORDS),
    "add_session": Button(sessions.add_session, _SESSION),
    "drop_session": Button(sessions.drop_session, {"session": _session}),
    "change_session": Button(sessions.change_session, _CHANGE),
    "call_off_session": Button(
        sessions.call_off_session, {"session": _session, "reason": f.reason("取消的原因")}
    ),
    "submit": Button(),
    "publish": Button(events.publish),
    "return": Button(fields={"reason": f.reason("退回的理由")}),
    "discard": Button(fields={"reason": f.reason("放弃的理由")}),
    "link": Button(events.link, {
        "live_url": f.word("直播地址", longest=500, required=False, help_text=_ADDRESS),
        "recording_url": f.word("回放地址", longest=500, required=False, help_text=_ADDRESS),
    }),
    "add_material": Button(_add_material, {
        "kind": f.choice("种类", MaterialKind.choices),
        "title": f.word("说明文字", longest=LONGEST_TITLE,
            help_text="图片写看得到什么，给看不见的人听"),
        "upload": _upload,
        "url": f.word("或者地址", longest=500, required=False,
            help_text="放在别处的，写 https:// 开头的地址"),
    }),
    "clear_material": Button(events.clear_material, {
        "material": _material, "reason": f.reason("确认的理由"),
    }),
    "drop_material": Button(events.drop_material, {"material": _material}),
    "answer_suggestions": Button(suggestion_answers.answer, {
        "numbers": f.lines("建议的编号", "一条或者几条，用空格或者逗号分开"),
        "outcome": f.choice("处理结果", Result.choices),
        "summary": f.word("意见摘要", longest=LONGEST_SUMMARY, help_text=_PUBLISHED),
        "reason": f.text("理由", rows=3, help_text=_PUBLISHED),
        "change": f.text("怎样改进", required=False, help_text="采纳、部分采纳的填写"),
    }),
    "publish_suggestions": Button(suggestion_answers.publish),
    "finish": Button(events.finish, {
        "report": f.text("活动情况", rows=5,
            help_text="写给市民：来了多少人，说了什么，怎样采纳；不写个人情况"),
        "recording_url": f.word("回放地址", longest=500, required=False, help_text=_ADDRESS),
    }),
    "call_off": Button(events.call_off, {"reason": f.reason("取消的原因",
        help_text="写在网页上，并告诉每一个报名的人")}),
}  # fmt: skip


def _begins(action: str, event: Event) -> dict[str, Any]:
    """The words as they stand."""
    if action == "link":
        return {"live_url": event.live_url, "recording_url": event.recording_url}
    if action != "write":
        return {}
    return {
        **{name: getattr(event, name) for name in WORDS},
        "series": event.series.title if event.series else "",
    }


DESK: Final = Desk(events.STEPS, _BUTTONS, heading=str, back="返回活动", begins=_begins)
_SIGNUP_BUTTONS: Final = {
    "strike": Button(signups.strike, {
        "reason": f.reason("取消的原因", help_text="报名人看得到；不写别人的情况"),
    }),
    "hold": Button(retention.hold, {"reason": f.reason("延长保存的理由")}),
    "lift_hold": Button(retention.lift_hold, {"reason": f.reason("解除的理由")}),
}  # fmt: skip
SIGNUP_DESK: Final = Desk(pools.STEPS, _SIGNUP_BUTTONS, heading=str, back="返回报名")


def _shown_text(case: Suggestion) -> forms.Field:
    """What the machine masked, for a person to look at and mend."""
    return LongTextField(
        label="公开的文字", max_length=suggestions.LONGEST_TEXT,
        initial=suggestion_answers.proposed_text(case),
        help_text="机器隐去了号码、住址和称呼，请看过再公开",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        error_messages={"required": "请填写公开的文字。"},
    )  # fmt: skip


_SUGGESTION_BUTTONS: Final = {
    "show": Button(suggestion_answers.show, {"text": _shown_text}),
    "hide": Button(suggestion_answers.hide, {"reason": f.reason("撤下的理由")}),
}
SUGGESTION_DESK: Final = Desk(suggestions.STEPS, _SUGGESTION_BUTTONS, heading=str, back="返回建议")
