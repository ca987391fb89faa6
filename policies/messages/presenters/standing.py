"""Where a message stands, as its writer and everybody read it: four states and what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from policies.messages.deadlines import last_day
from policies.messages.models import Message
from policies.messages.workflow import OWN, Status
from portal.workdays.calendar import chinese_date, deadline
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from policies.messages.models import MessageAct


@dataclass(frozen=True)
class Standing:
    """A state with its colour, in words, and what it means for whoever wrote."""

    code: str
    word: str
    meaning: str
    is_yours: bool = False


_WAITING = Standing("not_yet", "待处理", "已经收到，正在分给承办的机关。不需要您做什么。")
# What the rules of spam hold looks to its writer like everything else.
_STANDINGS: Final = {
    Status.HELD: _WAITING,
    Status.RECEIVED: _WAITING,
    Status.ASSIGNED: Standing("not_yet", "待处理", "已经分给{organ}。不需要您做什么。"),
    Status.ANSWERING: Standing("amended", "处理中", "{organ}正在办理。不需要您做什么。"),
    Status.ASKED: Standing(
        "to_verify", "请您补充", "{organ}还缺一点情况，请在下面补充；等您的时间不算进期限。", True
    ),
    Status.REVIEW: Standing("amended", "处理中", "{organ}写好了答复，正在复核。不需要您做什么。"),
    Status.ANSWERED: Standing("in_force", "已答复", "{organ}已经答复。没有说清楚的，可以追问。"),
    Status.REFERRED: Standing("in_force", "已告知去处", "这件事不在留言里办，去处写在下面。"),
    Status.MERGED: Standing(
        "amended", "处理中", "有别人问了同样的事，{organ}一并办理。别人看不到您写的内容。"
    ),
    Status.WITHDRAWN: Standing("expired", "已撤回", "您已撤回这件留言，不再办理。"),
    Status.INVALID: Standing("expired", "不再办理", "这件留言没有可以办理的内容，不再办理。"),
    Status.CLOSED: Standing("in_force", "已办结", "已经办结。同样的事没有解决的，可以另写留言。"),
}
_ANSWERED_TOGETHER = Standing(
    "in_force", "已答复", "{organ}已经一并答复。您的情况不一样的，可以另写留言。"
)


def standing_of(message: Message) -> Standing:
    """The state of a message for its writer."""
    found = _STANDINGS[Status(message.status)]
    if message.merged_into and message.merged_into.status in (Status.ANSWERED, Status.CLOSED):
        found = _ANSWERED_TOGETHER
    meaning = found.meaning.format(organ=message.organ.name)
    return Standing(found.code, found.word, meaning, found.is_yours)


def term_of(message: Message, *, today: dt.date) -> str:
    """Until when it is answered and how that was counted; empty where nothing is due."""
    if message.paused_on:
        day = chinese_date(message.paused_on)
        return f"自{day}起等待补充，期限停止计算，补充以后接着算剩下的{message.days_left}个工作日。"
    runs_with = message.merged_into or message
    if not (runs_with.counts_from and runs_with.counts_days):
        return ""
    calendar = load_calendar()
    last = last_day(calendar, runs_with.counts_from, runs_with.counts_days)
    days = runs_with.counts_days
    if last.provisional:
        return (
            f"答复期限暂定 {last.day.isoformat()}，待国务院办公厅公布安排"
            f"（自{chinese_date(runs_with.counts_from)}的次日起第{days}个工作日，机关自定）。"
        )
    told = deadline(calendar, start=runs_with.counts_from, days=days, basis=OWN)
    due = runs_with.due_on or last.day
    late = "，已经超过，机关应当尽快答复" if due < today else ""
    if due < last.day:
        return f"答复期限 {due.isoformat()}{late}（与更早的留言一并办理，按最早的一件计算）。"
    return f"答复期限 {due.isoformat()}{late}（机关自定）。{told.explanation}"


@dataclass(frozen=True)
class Told:
    """One line of what happened, for the writer."""

    at: dt.datetime
    words: str


# Acts as the writer reads them; what is not here is the organ's own affair.
_WORDS: Final = {
    "submit": "您提交了留言", "enter": "机关登记了您的留言", "pass_on": "转来了您的留言",
    "assign": "分给承办机关",
    "accept": "{organ}开始办理", "hand_back": "退回分办机关", "ask_back": "{organ}请您补充",
    "supplement": "您补充了情况", "resume": "{organ}不再等候补充，接着办理",
    "approve": "{organ}作出答复", "ask_again": "您追问", "reopen": "{organ}重新办理",
    "extend": "{organ}延长了答复期限", "merge": "与同样的留言一并办理",
    "unmerge": "改为单独办理", "refer": "{organ}告知去处", "refer_on": "{organ}告知去处",
    "withdraw": "您撤回了留言", "record_withdrawal": "登记了您撤回留言", "rate": "您评价了答复",
    "publish": "公开选登", "take_down": "撤下公开", "withdraw_consent": "您不再同意公开",
    "close": "办结", "set_aside": "不再办理",
}  # fmt: skip
# Of these the writer reads the reason as well.
_WITH_REASON: Final = frozenset({"extend"})


def timeline_of(acts: Sequence[MessageAct]) -> list[Told]:
    """What happened to it, oldest first; nothing of the organ's own sorting."""
    found = []
    for act in acts:
        if words := _WORDS.get(act.action):
            told = words.format(organ=act.organ.short_name)
            if act.action in _WITH_REASON and act.reason:
                told = f"{told}：{act.reason}"
            found.append(Told(timezone.localtime(act.at), told))
    return found
