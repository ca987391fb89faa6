"""The desk of a questionnaire: every act as a form and one service call."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from decisions.dossiers.models import Decision
from decisions.events.models import Event
from decisions.surveys.choices import Method
from decisions.surveys.lines import written
from decisions.surveys.selectors import current, in_hand
from decisions.surveys.services import paper, results, surveys
from portal.common.forms import LongTextField
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk

if TYPE_CHECKING:
    from decisions.surveys.models import Survey

_MOMENT: Final = dt.timedelta(microseconds=1)
_LONGEST: Final = 40_000
_HOW: Final = (
    "每题一段，段间空一行。第一行写题型，后面可以写“必答”“最少1”“最多3”“单位元”；再写题目、“提示：”；"
    "选项每行用“- ”开头，矩阵的行用“= ”开头，要填字的“其他”写“- 其他：____”；"
    "只问一部分人的，写“如果：q2=A、B”，看的是前面的题。题型有单选、多选、是否、量表、数字、短文本、"
    "长文本、日期、排序、矩阵单选、说明文字。存下以后，每题、每个选项前面有一个编号，改的时候留着。"
)
_CROSS: Final = "每行一个，写成q2×q5；开始以后不再改，结果里只有这些"


def _questions(_case: Any) -> forms.Field:
    return LongTextField(
        label="问题", max_length=_LONGEST, help_text=_HOW,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 24}),
        error_messages={"required": "请写问题。"},
    )  # fmt: skip


def _decision(case: Survey) -> forms.Field:
    """The decisions that the organ prepares."""
    return forms.ModelChoiceField(
        Decision.objects.filter(organ=case.organ_id).order_by("-updated_at"),
        label="用于哪项决策", required=False, empty_label="不用于决策",
        widget=UnfoldAdminSelectWidget, error_messages={"invalid_choice": "请重新选择决策。"},
    )  # fmt: skip


def _event(case: Survey) -> forms.Field:
    """The events that the organ holds and has published."""
    return forms.ModelChoiceField(
        Event.objects.public().filter(organ=case.organ_id).order_by("-updated_at"),
        label="问哪次活动", required=False, empty_label="不问活动",
        widget=UnfoldAdminSelectWidget, error_messages={"invalid_choice": "请重新选择活动。"},
    )  # fmt: skip


_QUESTIONS = {
    "questions": _questions,
    "crossings": f.lines("交叉表", _CROSS, required=False),
}
BUTTONS = {
    "write": Button(surveys.write, {
        "title": f.word("名称", longest=120),
        "gist": f.text("说明", rows=4, required=False, help_text="写给大家：为什么问、多长时间"),
        "method": f.choice("谁能答", Method.choices),
        "opens_on": f.day("开始", help_text="从这一天0时起"),
        "closes_on": f.day("截止", help_text="到这一天24时为止"),
        "decision": _decision,
        "event": _event,
        **_QUESTIONS,
    }),
    "submit": Button(),
    "release": Button(surveys.release),
    "return": Button(fields={"reason": f.reason("退回的理由")}),
    "discard": Button(fields={"reason": f.reason("放弃的理由")}),
    "revise": Button(surveys.revise, dict(_QUESTIONS)),
    "renew": Button(surveys.renew, {
        "reason": f.reason("改的理由", help_text="公开的页面写明；已经答的留在原来那一版"),
    }),
    "prolong": Button(surveys.prolong, {
        "closes_on": f.day("新的截止", help_text="到这一天24时为止"),
        "reason": f.reason("延长的理由", help_text="公开的页面写明"),
    }),
    "enter": Button(paper.open_batch, {
        "place": f.word("收自哪里", longest=100, help_text="如：柳桥街道；不写个人姓名"),
        "sheets": f.number("份数"),
        "received_on": f.day("收到日期", help_text="截止以后收到的不计入"),
    }),
    "announce": Button(results.announce, {
        "outcome": f.text("结果怎样用", rows=5, help_text="写给大家：得到什么、改了什么"),
    }),
    "withdraw": Button(surveys.withdraw, {
        "reason": f.reason("撤回的理由", help_text="原来的网址上写明这个理由"),
    }),
    "stop": Button(surveys.stop, {
        "reason": f.reason("终止的理由", help_text="公开的页面写明这个理由，没有结果"),
    }),
}  # fmt: skip


def _begins(action: str, survey: Survey) -> dict[str, Any]:
    """The questions as they stand; for the draft everything else too."""
    if action not in ("write", "revise"):
        return {}
    version = in_hand(survey) or current(survey)
    asked = {
        "questions": written(version.questionnaire) if version else "",
        "crossings": "\n".join("×".join(pair) for pair in version.crossings) if version else "",
    }
    if action == "revise":
        return asked
    told: dict[str, Any] = {
        name: getattr(survey, name) for name in ("title", "gist", "method", "decision", "event")
    }
    if survey.opens_at and survey.closes_at:
        told["opens_on"] = timezone.localdate(survey.opens_at)
        told["closes_on"] = timezone.localdate(survey.closes_at - _MOMENT)
    return {**told, **asked}


DESK = Desk(
    surveys.STEPS,
    BUTTONS,
    heading=lambda row: f"{row}　{row.title}",
    back="返回问卷",
    begins=_begins,
)
