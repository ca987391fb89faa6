"""Where a request for rectification stands, in the words of the person who made it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from requests_app.presenters.standing import CODE_REPLACED, Standing, succession_words
from requests_app.rectification import workflow as flow
from requests_app.rectification.models import Rectification, RectificationAct

_AT_WORK = Standing("not_yet", "正在核实", "机关正在核实，不需要您做什么。")
_STANDINGS = {
    flow.Status.SUBMITTED: Standing("to_verify", "等待受理", "申请已经提交，机关将安排人核实。"),
    flow.Status.FORWARDED: Standing(
        "to_verify", "已经转送", "已经转给有权更正的机关，由该机关办理。编号和查询码不变。"
    ),
    flow.Status.VERIFYING: _AT_WORK,
    flow.Status.REVIEW: _AT_WORK,
    flow.Status.CORRECTED: Standing("in_force", "已经更正", "机关核实以后作了更正，内容在下面。"),
    flow.Status.DECLINED: Standing("in_force", "不予更正", "机关核实以后没有更正，理由在下面。"),
    flow.Status.REFERRED: Standing(
        "amended", "请向其他机关提出", "这项记录由别的机关更正，该机关和联系方式在下面。",
        is_yours=True,
    ),
    flow.Status.WITHDRAWN: Standing("expired", "已经撤回", "您撤回了这件申请，机关不再办理。"),
    flow.Status.ARCHIVED: Standing(
        "expired", "已经办结", "这件申请已经办结归档，内容仍然可以在这里查看。"
    ),
}  # fmt: skip

# Acts that concern the applicant, as they are told; whatever is missing here is internal.
_TOLD = {
    "submit": "收到您提交的更正申请",
    "forward": "转给有权更正的机关",
    "approve_correct": "机关决定予以更正",
    "approve_decline": "机关决定不予更正",
    "approve_refer": "机关告知您向有权更正的机关提出",
    "tell": "机关把办理结果告知您",
    "add_papers": "机关收到补交的材料",
    "replace_code": CODE_REPLACED,
    "withdraw": "您撤回了申请",
    "record_withdrawal": "机关登记了您撤回申请",
}


@dataclass(frozen=True)
class RectificationLine:
    """One line of the applicant's timeline."""

    at: dt.datetime
    words: str


def rectification_standing(rectification: Rectification) -> Standing:
    """The applicant's word for the state; inner steps are all one to them."""
    return _STANDINGS[flow.Status(rectification.status)]


def rectification_timeline(rectification: Rectification) -> list[RectificationLine]:
    """What happened, without inner steps and names; the latest first."""
    acts: list[RectificationAct] = list(rectification.acts.all())
    lines = []
    targets, moves = iter(rectification.forwardings.all()), iter(rectification.taken_over.all())
    accepted: set[int] = set()
    for act in acts:
        words = _TOLD.get(act.action, "")
        if act.action == "take_over":
            words = succession_words(next(moves))
        elif act.action == "forward":
            row = next(targets)
            words = f"{row.source.name}转给{row.target.name}办理"
        elif act.action == "accept" and act.organ_id not in accepted:
            accepted.add(act.organ_id)
            words = "机关受理，开始核实"
        if words:
            lines.append(RectificationLine(act.at, words))
    return lines[::-1]


def term_sentence(rectification: Rectification, *, today: dt.date) -> str:
    """The organ's own term, told as its own and never as the law's."""
    due = rectification.due_on
    if due is None or rectification.status not in flow.OPEN:
        return ""
    day = f"{due.year}年{due.month}月{due.day}日"
    if today > due:
        return f"已经超过本机关承诺的日期（{day}），请打电话询问。"
    return f"本机关承诺在{day}以前办完。这是机关自己定的期限，法律没有规定天数。"
