"""The desk of a decision: every act as a form and one service call."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from decisions.catalogues.models import CatalogueItem
from decisions.catalogues.selectors import edition_of
from decisions.dossiers.choices import (
    Competition,
    Danger,
    Exception12,
    Legality,
    Reply,
    Reviewer,
    Sitting,
    Trigger,
    UnitKind,
    Upshot,
    Way,
)
from decisions.dossiers.models import DraftRecord, Record
from decisions.dossiers.selectors import Dossier, units_of
from decisions.dossiers.services import assessments, course, preparation, public_records, resolution
from decisions.dossiers.terms import QUESTIONS
from disclosure.forms.named import NAMED, named_document
from portal.common.errors import ActRefused
from portal.common.forms import LongTextField
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from portal.text.forms import TextEditor, TextFormField
from portal.text.model import Text

if TYPE_CHECKING:
    from decisions.dossiers.models import Decision
    from portal.accounts.models import User

_SKIP: Final = "skip_"
_NOTE_HELP = "写给公众，审核人员公开以后看得到；不写姓名和联系方式"


def _long(label: str, *, required: bool = False, rows: int = 3, help_text: str = "") -> f.Make:
    return lambda _case: LongTextField(
        label=label, max_length=20_000, required=required, help_text=help_text,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。"},
    )  # fmt: skip


def _count(label: str, *, least: int = 0, initial: int | None = None) -> f.Make:
    return lambda _case: forms.IntegerField(
        label=label, required=least > 0, min_value=least, max_value=10_000_000, initial=initial,
        widget=UnfoldAdminIntegerFieldWidget,
        error_messages={
            "required": f"请填写{label}。", "invalid": f"{label}应为整数。",
            "min_value": f"{label}至少为{least}。", "max_value": f"{label}过大，请核对。",
        },
    )  # fmt: skip


def _maybe(label: str, options: Any, *, help_text: str = "") -> f.Make:
    """A choice that may be left open."""

    def make(case: Any) -> forms.Field:
        field = f.choice(label, options, help_text=help_text)(case)
        field.required = False
        return field

    return make


def _draft_text(case: Any) -> forms.Field:
    """The draft in the editor, beginning with the text before."""
    before = Dossier(case).last(DraftRecord)
    field = TextFormField(label="草案", base=before.text if before else Text())
    cast("TextEditor", field.widget).clean_address = reverse("admin:disclosure_document_pasted")
    return field


def _units(case: Any) -> forms.Field:
    """Those of the present round."""
    return forms.ModelMultipleChoiceField(
        label="单位",
        queryset=units_of(case),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择单位。", "invalid_choice": "请重新选择单位。"},
    )


def _records(*, public: bool) -> f.Make:
    """The records of a file that are public, or that are not."""

    def make(case: Any) -> forms.Field:
        held = Dossier(case, public=public)
        rows = held.records() if public else held.undisclosed()
        options = [
            (public_records.key_of(row), f"{row.noun}（{row.recorded_at:%Y-%m-%d}登记）")
            for row in rows
        ]
        return f.choice("哪一条登记", options)(case)

    return make


class _ItemField(forms.ModelChoiceField[CatalogueItem]):
    """Items of catalogues by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.catalogue}{obj}　{edition_of(obj)}"


def _items(case: Any) -> forms.Field:
    """The items of the decider's catalogues that have no other decision."""
    rows = CatalogueItem.objects.public().filter(catalogue__maker=case.maker_id)
    free = rows.filter(Q(decision=None) | Q(decision=case)).select_related("catalogue__maker")
    return _ItemField(
        free.order_by("-catalogue__year", "number"), label="目录事项", required=False,
        empty_label="不在目录里", initial=case.item_id, widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请重新选择目录事项。"},
    )  # fmt: skip


def _named(row: Record) -> str:
    return f"{row.noun}（{timezone.localdate(row.recorded_at)}登记）"


def _screen(*, decision: Decision, by: User, at: dt.datetime, **given: Any) -> None:
    answers = {question: given.pop(f"{_SKIP}{question}") for question in QUESTIONS}
    course.screen(decision=decision, answers=answers, **given, by=by, at=at)


def _publish(*, decision: Decision, document: str, by: User, at: dt.datetime, **given: Any) -> None:
    named = None
    if document.strip():
        try:
            named = named_document(document, reader=AnonymousUser())
        except ValidationError as error:
            raise ActRefused("".join(error.messages)) from error
    resolution.publish(decision=decision, document=named, **given, by=by, at=at)


_PAPER = {
    "note": _long("公开说明", help_text=_NOTE_HELP),
    "reference": f.word("材料编号", required=False, help_text="本机关案卷里的编号，不公开"),
}  # fmt: skip
BUTTONS = {
    "screen": Button(_screen, {
        **{
            f"{_SKIP}{question}": f.word(
                label, longest=500, required=False, help_text="须办理的留空；不须办理的写明理由"
            )
            for question, label in QUESTIONS.items()
        },
        "wants_hearing": f.tick("计划听证"),
        "adaptation": f.word(
            "留给经营主体的适应调整期", longest=500, required=False,
            help_text="涉及经营主体的填写：多长，或者为什么不留",
        ),
    }),
    "draft": Button(preparation.draft, {
        "drafted_on": f.day("草案日期", today=True),
        "text": _draft_text,
        "explanation": _long("起草说明", rows=6),
        "options": _count("方案个数", least=1, initial=1),
        "is_disputed": f.tick("有较大争议"),
        "interpretation": _long("草案解读", rows=4, help_text="和哪些人有什么关系"),
        "interpreted_on": f.day("草案解读日期", required=False),
        "is_major": f.tick("对上一稿作了重大修改", help_text="须走的步骤重新走一遍"),
        **_PAPER,
    }),
    "take_part": Button(preparation.take_part, {
        "way": f.choice("方式", Way.choices),
        "first": f.day("开始日期", help_text="公开征求意见的，是公布的日期，这一天不计"),
        "last": f.day("结束日期", required=False, help_text="一天的不填"),
        "people": _count("参加人数", initial=0),
        "opinions": _count("意见条数", initial=0),
        "short_reason": f.word("缩短的理由", longest=500, required=False,
                               help_text="公开征求意见不足三十日的填写，公布"),
        "selection": f.word("参加人的产生方式", longest=500, required=False,
                            help_text="听证会填写"),
        "names_on": f.day("名单公布日期", required=False, help_text="听证会填写"),
        "materials_on": f.day("材料送达日期", required=False, help_text="听证会填写，七日前"),
        "signed_on": f.day("笔录签名日期", required=False, help_text="听证会填写"),
        **_PAPER,
    }),
    "ask_units": Button(preparation.ask_units, {
        "kind": f.choice("类别", UnitKind.choices),
        "names": f.lines("单位", "每行一个"),
        "asked_on": f.day("发出日期", today=True),
    }),
    "note_replies": Button(preparation.note_replies, {
        "units": _units,
        "reply": f.choice("回复", [each for each in Reply.choices if each[0] != Reply.WAITING]),
        "replied_on": f.day("回复日期", required=False, help_text="没有回复的不填"),
    }),
    "hear_experts": Button(assessments.hear_experts, {
        "held_on": f.day("论证日期"),
        "experts": _count("专家人数", least=1),
        "assessor": f.word("论证的组织者"),
        "is_free_of_interest": f.tick("专家与决策没有直接利害关系"),
        "is_signed": f.tick("论证意见经专家签名确认"),
        **_PAPER,
    }),
    "assess_risk": Button(assessments.assess_risk, {
        "assessed_on": f.day("评估日期"),
        "assessor": f.word("评估机构"),
        "is_third_party": f.tick("委托第三方"),
        "level": f.choice("风险等级", Danger.choices),
        "precautions": _long("防范和处置措施", required=True, help_text="不公开"),
        **_PAPER,
    }),
    "review_competition": Button(assessments.review_competition, {
        "reviewer": f.choice("审查主体", Reviewer.choices),
        "initial_on": f.day("初审意见日期", required=False),
        "heard": f.word("听取了谁的意见", longest=500, required=False),
        "conclusion": f.choice("审查结论", Competition.choices),
        "concluded_on": f.day("结论日期"),
        "ground": _maybe("例外情形", Exception12.choices, help_text="结论是适用例外规定的填写"),
        "alternative": f.word("考虑过的替代方案", longest=500, required=False),
        "ends_on": f.day("实施期限", required=False),
        "ends_when": f.word("终止条件", longest=500, required=False),
        **_PAPER,
    }),
    "send_to_review": Button(assessments.send_to_review, {
        "received_on": f.day("收到材料日期", today=True),
        "reference": _PAPER["reference"],
    }),
    "note_review": Button(assessments.note_review, {
        "opinion_on": f.day("审查意见日期", today=True),
        "conclusion": f.choice("审查结论", Legality.choices),
        "short_reason": f.word("不足七个工作日的理由", longest=500, required=False),
        "reference": _PAPER["reference"],
    }),
    "submit": Button(),
    "take_back": Button(fields={"reason": f.reason("撤回的理由")}),
    "pass": Button(resolution.decide, {
        "sitting": f.choice("会议", Sitting.choices),
        "held_on": f.day("会议日期"),
        "head_spoke_last": f.tick("行政首长最后发表意见"),
        "dissent": _long("不同意见", help_text="如实载明，不公开"),
        "against_majority": f.word("决定与多数人意见不一致的理由", longest=500, required=False),
        "party_on": f.day("向同级党委请示日期", required=False),
        "decided_on": f.day("决定日期"),
        **_PAPER,
    }),
    "send_back": Button(fields={"reason": f.reason("须修改的地方")}),
    "reject": Button(fields={"reason": f.reason("未通过的理由")}),
    "publish": Button(_publish, {
        "document": f.word("公布的文件", longest=300, required=False, help_text=NAMED),
        "withheld": f.word("依法不予公开的理由", longest=500, required=False),
        "published_on": f.day("公布日期", today=True),
        "adopted": _long("公众意见采纳情况"),
        "experts_adopted": _long("专家论证意见采纳情况"),
        "interpreted_on": f.day("解读日期", required=False),
        "note": _PAPER["note"],
    }),
    "report": Button(resolution.report, {
        "reported_on": f.day("报告日期", today=True),
        "note": _long("公开说明", required=True, help_text=_NOTE_HELP),
        "problems": _long("发现的问题", help_text="不公开"),
        "reference": _PAPER["reference"],
    }),
    "evaluate": Button(resolution.evaluate, {
        "evaluated_on": f.day("评估日期"),
        "evaluator": f.word("评估机构"),
        "trigger": f.choice("起因", Trigger.choices),
        "upshot": f.choice("评估结论", Upshot.choices),
        "note": _long("公开说明", required=True, help_text=_NOTE_HELP),
        "reference": _PAPER["reference"],
    }),
    "suspend": Button(fields={"reason": f.reason("中止的理由")}),
    "resume": Button(fields={"reason": f.reason("恢复的理由")}),
    "revise": Button(course.revise, {"reason": f.reason("重大调整的理由")}),
    "finish": Button(fields={"reason": f.reason("执行完毕的情况")}),
    "stop": Button(fields={"reason": f.reason("不再决策的理由")}),
    "simplify": Button(course.simplify, {
        "reason": f.reason("紧急的情况"),
        "approved_by": f.word("批准人", longest=100),
        "approved_on": f.day("批准日期"),
    }),
    "link_item": Button(course.link_item, {"item": _items}),
    "strike": Button(public_records.strike, {
        "record": _records(public=False),
        "reason": f.reason("更正的理由"),
    }),
    "disclose": Button(public_records.disclose),
    "conceal": Button(public_records.conceal, {
        "record": _records(public=True),
        "reason": f.reason("收回的理由"),
    }),
}  # fmt: skip


def _begins(action: str, decision: Decision) -> dict[str, Any]:
    if action != "screen":
        return {}
    told = dict(decision.screenings.values_list("question", "reason"))
    return {
        **{f"{_SKIP}{question}": reason for question, reason in told.items()},
        "wants_hearing": decision.wants_hearing,
        "adaptation": decision.adaptation,
    }


DESK = Desk(
    course.STEPS, BUTTONS, heading=lambda row: f"{row}　{row.title}", back="返回决策",
    begins=_begins,
)  # fmt: skip
