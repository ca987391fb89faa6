"""Where an application stands, for whoever applied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from decisions.seats.choices import Answer, worded
from decisions.seats.models import Applicant, ApplicantAct, Call
from decisions.seats.workflow import Place
from portal.common.moments import moment_words, until_words


@dataclass(frozen=True)
class Standing:
    """A state with its colour, in a word, and what it means."""

    code: str
    word: str
    meaning: str


@dataclass(frozen=True)
class Told:
    """One line of what happened."""

    at: dt.datetime
    words: str


_PLAIN: Final[Mapping[str, tuple[str, str, str]]] = {
    Place.LISTED: (
        "in_force",
        "在名单上",
        "名单已经公布，请核对编号、组别和叶，然后等抽签或者选定。",
    ),
    Place.SUBSTITUTE: ("not_yet", "候补", "有人不来，按公布的次序递补，轮到您告诉您。"),
    Place.COMING: ("in_force", "确定列席", "请带身份证明，准时到会。来不了请在下面告诉我们。"),
    Place.WITHDRAWN: ("expired", "已撤回", "您撤回了报名。这个编号空着，不给别人。"),
    Place.DROPPED: ("expired", "不列席", "登记为不列席，原因写在下面。"),
    Place.ATTENDED: ("in_force", "已列席", "谢谢您列席。您说的和采纳情况写在会议的网页上。"),
    Place.ABSENT: ("expired", "没有到会", "会议已经召开，您没有到会。"),
    Place.ENDED: (
        "expired",
        "没有轮到",
        "这一次没有轮到您。会上说了什么、有什么结果，写在会议的网页上。",
    ),
    Place.CALLED_OFF: ("expired", "已中止", "这次列席中止了，原因写在下面。"),
}


def standing_of(applicant: Applicant) -> Standing:
    """The state of an application in words."""
    sitting = applicant.sitting
    if applicant.status == Place.APPLIED:
        until = until_words(sitting.closes_at)
        return Standing("in_force", "已报名", f"名单在{until}公布。在那以前可以撤回。")
    if applicant.status == Place.INVITED:
        by = (
            f"请在{moment_words(applicant.answer_by)}以前答复"
            if applicant.answer_by
            else "请尽快答复"
        )
        meaning = worded(f"请您列席，{by}；过时没有答复的，席位给下一位。", sitting.kind)
        return Standing("to_verify", "请您答复", meaning)
    code, word, meaning = _PLAIN[applicant.status]
    return Standing(code, worded(word, sitting.kind), worded(meaning, sitting.kind))


def dropped_for(calls: Sequence[Call]) -> str:
    """Why they do not sit at the meeting, as the log says it."""
    for call in reversed(calls):
        if call.answer not in (Answer.WAITING, Answer.ACCEPTED):
            return f"{call.get_answer_display()}{f'：{call.note}' if call.note else ''}"
    return ""


def timeline_of(acts: Sequence[ApplicantAct]) -> list[Told]:
    """What happened, earliest first."""
    return [Told(act.at, act.sentence) for act in acts]
