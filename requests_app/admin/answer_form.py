"""The form of an answer: its fields, and what stands in them when it is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from portal.desk import fields as f
from portal.desk.buttons import Make
from requests_app.forms import answer as a
from requests_app.forms import fields as own
from requests_app.forms import papers as p

if TYPE_CHECKING:
    from requests_app.models import Answer, AnswerDraft, InformationRequest

ANSWER_FIELDS: Mapping[str, Make] = {
    "outcome": a.outcome,
    "body": f.text("答复内容", rows=6),
    "reason": f.text(
        "理由", required=False,
        help_text="不予公开、无法提供、不予处理时必填；信息不存在的，写明检索的范围、方法和结果",
    ),
    "parts": a.parts,
    "unasked_reason": f.text(
        "没有征求第三方意见的理由", required=False,
        help_text="为保护第三方合法权益不予公开、又不能书面征求意见的必填",
    ),
    "override_reason": own.override_reason,
    "kept": p.kept_files,
    "prepared": p.prepared_files,
    "files": p.papers(
        "提供的文件", help_text="予以公开、部分公开时提供；自动清除隐藏信息并查找个人信息。"
    ),
    "documents": p.public_documents("已公开文件"),
    "provision": f.text(
        "获取的方式、途径和时间", required=False,
        help_text="没有附件和已公开文件的必填，如：何时何地查阅、抄录，随信寄送纸质复印件",
    ),
    "in_charge": f.organ(
        "负责公开的机关", required=False,
        help_text="不属于本机关负责公开的，选择负责的机关，其联系方式自动写入答复",
    ),
    "in_charge_name": f.word(
        "机关名称", required=False, help_text="上面没有的机关（国家、省级或者外地的）"
    ),
    "in_charge_contact": f.word("该机关的联系方式", required=False, longest=300),
    "in_charge_unknown": f.tick("不能确定负责公开的机关"),
    "earlier": a.earlier,
    "earlier_number": f.word(
        "此前答复的文号", required=False, longest=120, help_text="此前的答复不在本系统里的填写"
    ),
    "earlier_on": f.day("此前答复的日期", required=False),
}  # fmt: skip
# Fields that hold one value; the others hold any number.
_MANY = ("kept", "prepared")


def begun_answer(case: InformationRequest, last: Answer | None) -> dict[str, Any]:
    """What was typed and kept as a draft, or the version that came back; with a draft newer than
    the last version it is the draft.
    """
    draft: AnswerDraft | None = getattr(case, "answer_draft", None)
    if draft:
        return typed_values(draft)
    if last is None:
        return {}
    return {
        "outcome": last.choice[0],
        **{name: getattr(last, name) for name in _TEXTS},
        "in_charge": last.in_charge_id,
        "earlier": last.earlier_id,
        "parts": [(row.part, row.ground, row.reason) for row in last.parts.all()],
        "documents": "\n".join(row.index_no for row in last.documents.all()),
    }


_TEXTS = (
    "reason", "body", "provision", "unasked_reason", "override_reason", "in_charge_name",
    "in_charge_contact", "in_charge_unknown", "earlier_number", "earlier_on",
)  # fmt: skip


def typed_values(draft: AnswerDraft) -> dict[str, Any]:
    """A kept draft as the form begins with it."""
    typed = draft.typed
    begun: dict[str, Any] = {
        name: typed[name] if name in _MANY else typed[name][0]
        for name in ANSWER_FIELDS
        if typed.get(name)
    }
    columns = [typed.get(f"parts_{column}", []) for column in a.PART_COLUMNS]
    begun["parts"] = a.rows_of(columns)
    return begun
