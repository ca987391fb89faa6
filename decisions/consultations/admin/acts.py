"""The desk of a consultation: every act as a form and one service call."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.urls import reverse
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from decisions.consultations.choices import Placing, Result, Showing, Way
from decisions.consultations.models import ChannelRecord, Consultation, DraftClause, OpinionGroup
from decisions.consultations.selectors import last_day, newest, waiting_version
from decisions.consultations.serials import NotSerials, serials_of
from decisions.consultations.services import (
    answers,
    channels,
    consultations,
    outcomes,
    places,
    public_copies,
)
from decisions.consultations.services.steps import STEPS
from decisions.consultations.workflow import Status
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from portal.common.forms import LongTextField
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from portal.desk.next_case import Waiting
from portal.desk.queues import ALL, Queue, mine
from portal.text.forms import TextEditor, TextFormField
from portal.text.model import Text

if TYPE_CHECKING:
    from portal.accounts.models import User

_SERIALS_HELP: Final = "台账里的序号，如：3、5、8-12"
_PUBLISHED: Final = "会公布；不写姓名和联系方式"


def _long(label: str, *, required: bool = False, rows: int = 3, help_text: str = "") -> f.Make:
    return lambda _case: LongTextField(
        label=label, max_length=20_000, required=required, help_text=help_text,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。"},
    )  # fmt: skip


def _count(label: str, *, help_text: str = "") -> f.Make:
    return lambda _case: forms.IntegerField(
        label=label, min_value=0, max_value=1_000_000, initial=0, help_text=help_text,
        widget=UnfoldAdminIntegerFieldWidget,
        error_messages={
            "required": f"请填写{label}。", "invalid": f"{label}应为整数。",
            "min_value": f"{label}不能是负数。", "max_value": f"{label}过大，请核对。",
        },
    )  # fmt: skip


def _rows(label: str, rows: Any, *, required: bool = True, help_text: str = "") -> f.Make:
    """One of the rows of a case."""
    return lambda case: forms.ModelChoiceField(
        label=label, queryset=rows(case), required=required, help_text=help_text,
        empty_label="请选择" if required else "无", widget=UnfoldAdminSelectWidget,
        error_messages={"required": f"请选择{label}。", "invalid_choice": f"请重新选择{label}。"},
    )  # fmt: skip


def _many(label: str, rows: Any, *, help_text: str = "") -> f.Make:
    return lambda case: forms.ModelMultipleChoiceField(
        label=label, queryset=rows(case), required=False, help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": f"请重新选择{label}。"},
    )  # fmt: skip


def _draft_text(case: Any) -> forms.Field:
    """The draft in the editor, beginning with the version before."""
    before = case.versions.order_by("-version").first()
    field = TextFormField(label="草案", base=before.text if before else Text())
    cast("TextEditor", field.widget).clean_address = reverse("admin:disclosure_document_pasted")
    return field


def _channels_of(case: Consultation) -> Any:
    return ChannelRecord.objects.filter(consultation=case, struck_at__isnull=True)


def _groups_of(case: Consultation) -> Any:
    return OpinionGroup.objects.filter(consultation=case)


def _open_groups_of(case: Consultation) -> Any:
    return _groups_of(case).filter(outcome="")


def _left_clauses(case: Consultation) -> Any:
    """The clauses whose opinions wait."""
    waiting = case.opinions.counted().filter(placing=Placing.WAITING).values("now")
    return DraftClause.objects.filter(pk__in=waiting)


def _new_clauses(case: Consultation) -> Any:
    return DraftClause.objects.filter(version=newest(case))


def _numbers(text: str) -> set[int]:
    """Raises ActRefused for what is no number, named."""
    try:
        return serials_of(text)
    except NotSerials as error:
        raise ActRefused(f"“{error.part}”不是序号，请写成“3、5、8-12”。") from error


def _group(*, serials: str, **given: Any) -> None:
    answers.group(serials=_numbers(serials), **given)


def _ungroup(*, serials: str = "", **given: Any) -> None:
    answers.ungroup(serials=_numbers(serials), **given)


def _answer(*, serials: str = "", **given: Any) -> None:
    answers.answer(serials=_numbers(serials), **given)


def _place(*, serials: str = "", **given: Any) -> None:
    places.place(serials=frozenset(_numbers(serials)), **given)


def _show(*, serials: str, **given: Any) -> None:
    public_copies.show_opinions(serials=_numbers(serials), **given)


def _stop(*, consultation: Consultation, reason: str, by: User, at: dt.datetime) -> None:
    consultations.stop(consultation=consultation, reason=reason, by=by, at=at)


_UNTIL: Final = "到这一天24时为止"
BUTTONS = {
    "write": Button(consultations.write, {
        "title": f.word("名称"),
        "gist": _long("为什么征求意见", required=True, rows=4, help_text=_PUBLISHED),
        "basis": f.word("依据", longest=500, required=False),
        "opens_at": f.moment("发布时间"),
        "last_day": f.day("最后一天", help_text=f"{_UNTIL}；发布当日不计，一般不少于三十日"),
        "short_reason": f.word("不足三十日的理由", longest=500, required=False,
                               help_text=_PUBLISHED),
        "ways": _long("其他提意见的方式", help_text="单位的通信地址、电子邮箱、电话，不写个人的"),
        "showing": f.choice("意见公开", Showing.choices),
        "asks_enterprises": f.tick("涉及经营主体", help_text="不得少于三十日"),
    }),
    "put_draft": Button(consultations.put_draft, {
        "text": _draft_text,
        "explanation": _long("起草说明", rows=5),
        "note": f.word("改了什么", longest=500, required=False,
                       help_text="发布以后再改的必填，会公布"),
    }),
    "submit": Button(),
    "discard": Button(fields={"reason": f.reason("放弃的理由")}),
    "return": Button(fields={"reason": f.reason("退回的理由")}),
    "announce": Button(consultations.announce),
    "release_draft": Button(consultations.release_draft),
    "extend": Button(consultations.extend, {
        "last_day": f.day("新的最后一天", help_text=_UNTIL),
        "reason": f.reason("延长的理由", help_text=_PUBLISHED),
    }),
    "note_channel": Button(channels.note_channel, {
        "way": f.choice("方式", [each for each in Way.choices if each[0] != Way.ONLINE]),
        "first": f.day("开始日期"),
        "last": f.day("结束日期", required=False, help_text="一天的不填"),
        "people": _count("参加人数"),
        "opinions": _count("意见条数", help_text="随后在“登记意见”里逐条录入，条数要相符"),
        "minutes": _long("记录摘要", help_text=_PUBLISHED),
        "reference": f.word("材料编号", required=False, help_text="本机关案卷里的编号，不公开"),
        "selection": f.word("参加人的产生方式", longest=500, required=False,
                            help_text="听证会填写"),
        "names_on": f.day("名单公布日期", required=False, help_text="听证会填写"),
        "materials_on": f.day("材料送达日期", required=False, help_text="听证会填写，七日前"),
        "signed_on": f.day("笔录签名日期", required=False, help_text="听证会填写"),
    }),
    "strike_channel": Button(channels.strike_channel, {
        "channel": _rows("哪一次", _channels_of),
        "reason": f.reason("更正的理由"),
    }),
    "place": Button(_place, {
        "former": _rows("原来的条文", _left_clauses),
        "clause": _rows("现在的条文", _new_clauses, required=False, help_text="条文已删去的选“无”"),
        "serials": f.word("哪些意见", required=False, help_text=f"{_SERIALS_HELP}；留空是全部"),
    }),
    "group": Button(_group, {
        "serials": f.word("意见", longest=2_000, help_text=_SERIALS_HELP),
        "into": _rows("归并到", _open_groups_of, required=False, help_text="新的一组选“无”"),
        "summary": f.word("意见摘要", longest=500, required=False,
                          help_text=f"新的一组填写，{_PUBLISHED}"),
    }),
    "ungroup": Button(_ungroup, {
        "group": _rows("哪一组", _groups_of),
        "serials": f.word("哪些意见", longest=2_000, required=False,
                          help_text=f"{_SERIALS_HELP}；留空是整组"),
    }),
    "answer": Button(_answer, {
        "groups": _many("归并的意见", _open_groups_of),
        "serials": f.word("单独的意见", longest=2_000, required=False, help_text=_SERIALS_HELP),
        "outcome": f.choice("处理结果", Result.choices),
        "reason": _long("理由", required=True, help_text=_PUBLISHED),
        "change": _long("草案怎样改", help_text="采纳、部分采纳的填写，会公布"),
        "summary": f.word("意见摘要", longest=500, required=False,
                          help_text="单独的意见可写，会公布"),
    }),
    "show_opinions": Button(_show, {
        "serials": f.word("意见", longest=2_000,
                          help_text=f"{_SERIALS_HELP}；请先在台账里逐条看过"),
    }),
    "settle": Button(),
    "reopen": Button(fields={"reason": f.reason("继续处理的理由")}),
    "note_decision": Button(consultations.note_decision, {"decided_on": f.day("决定日期")}),
    "draw_up": Button(outcomes.draw_up, {
        "outcome": _long("采纳情况说明", required=True, rows=8, help_text=_PUBLISHED),
    }),
    "send_back": Button(fields={"reason": f.reason("退回的理由")}),
    "publish_outcome": Button(outcomes.publish_outcome),
    "withdraw_outcome": Button(outcomes.withdraw_outcome, {"reason": f.reason("收回的理由")}),
    "stop": Button(_stop, {"reason": f.reason("终止的理由", help_text=_PUBLISHED)}),
}  # fmt: skip
_WRITTEN: Final = (
    "title", "gist", "basis", "ways", "short_reason", "showing", "asks_enterprises",
)  # fmt: skip


def _begins(action: str, case: Consultation) -> dict[str, Any]:
    """What there is already."""
    if action == "write":
        given = {name: getattr(case, name) for name in _WRITTEN}
        if case.opens_at is None:
            return given
        opens = timezone.localtime(case.opens_at)
        return {**given, "opens_at": f"{opens:%Y-%m-%dT%H:%M}", "last_day": last_day(case)}
    if action == "put_draft":
        before = case.versions.order_by("-version").first()
        return {"explanation": before.explanation, "text": before.text} if before else {}
    if action == "draw_up":
        return {"outcome": case.outcome}
    return {}


DESK = Desk(
    STEPS, BUTTONS, heading=lambda row: f"{row}　{row.title}", back="返回意见征集", begins=_begins,
    brought_forward={"release_draft": lambda case: waiting_version(case) is not None},
)  # fmt: skip
QUEUES = (
    mine(Status, Role.DECISION_HANDLER),
    Queue("late", "逾期未反馈", lambda rows, _user, on: rows.overdue(on)),
    Queue(
        "closed", "已截止待处理", lambda rows, _user, _on: rows.to_handle(timezone.now())
    ),
    ALL,
)  # fmt: skip
WAITING = Waiting(DESK, QUEUES, "outcome_due_on", about=attrgetter("title"))
