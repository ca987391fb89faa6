"""Where a sign-up stands, for whoever signed up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from decisions.events.models import SignUp, SignUpAct
from decisions.events.selectors import ahead_of
from decisions.events.workflow import Place
from portal.common.moments import moment_words


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


_ENDS: Final[Mapping[str, tuple[str, str]]] = {
    Place.WITHDRAWN: ("已取消", "您取消了报名，名额给了候补的人。还想来的可以重新报名，排在最后。"),
    Place.DECLINED: ("没有要名额", "您没有要递补的名额，已经给了下一个人。"),
    Place.LAPSED: ("逾期没有确认", "到时没有确认，名额给了下一个人。还想来的可以重新报名。"),
    Place.STRUCK: ("机关取消", "主办机关取消了这个报名，原因写在下面。"),
    Place.CALLED_OFF: ("活动取消", "活动取消了，不用再来。"),
}


def standing_of(signup: SignUp) -> Standing:
    """The state of a sign-up in words; whoever waits reads how many stand before them."""
    if signup.status == Place.SEATED:
        return Standing("in_force", "已报上", "请凭下面的票入场。来不了请取消，名额给候补的人。")
    if signup.status == Place.OFFERED:
        until = signup.offers.get(ended_at=None).until
        return Standing(
            "to_verify",
            "请您确认",
            f"有名额给您，请在{moment_words(until)}以前确认；过时给下一个人。",
        )
    if signup.status == Place.WAITING:
        before = ahead_of(signup)
        stands = f"前面还有{before}组" if before else "您排在最前"
        return Standing(
            "not_yet", "候补", f"名额已满，{stands}。有人取消就按次序递补，递补到了告诉您。"
        )
    word, meaning = _ENDS[signup.status]
    return Standing("expired", word, meaning)


def timeline_of(acts: Sequence[SignUpAct]) -> list[Told]:
    """What happened, earliest first."""
    return [Told(act.at, act.sentence) for act in acts]


def struck_for(acts: Sequence[SignUpAct]) -> str:
    """Why the organ took the place away, as it says to whoever had it."""
    return next((act.reason for act in reversed(acts) if act.action == "strike"), "")
