"""What those who signed up are told: the number, never what they came for nor who they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.urls import reverse
from django.utils import timezone

from decisions.events.choices import PARTY_KIND, PLACE
from decisions.events.models import SignUp, SignUpAct, Suggestion
from portal.common.moments import moment_words
from portal.notifications.services.party_notices import (
    Notice,
    Party,
    Way,
    forget_party,
    tell_party,
)


def _door(row: SignUp) -> str:
    return reverse("decisions:signup_track_number", args=[row.number])


PARTY: Final = Party(
    kind=PARTY_KIND,
    place=PLACE,
    noun="活动报名",
    keys="event_signup:{row.pk}:",
    by_account=Way(SignUp.get_absolute_url, "详细内容请登录后查看。\n\n"),
    by_mail=Way(_door, "请凭编号和查询码在下面的网页查看。\n\n"),
)


def _day(row: SignUp) -> dt.date:
    return timezone.localdate(row.session.starts_at)


_SEATED: Final = Notice(
    "已报上，请凭票入场",
    "{day}的活动已报上，请凭票入场。",
    "{organ}{day}的活动，您已经报上。入场票在网页上，到时出示二维码或者报票码。来不了请取消，名额给候补的人。",
    _day,
)
_WAITING: Final = Notice(
    "在候补",
    "{day}的活动名额已满，您在候补。",
    "{organ}{day}的活动名额已满，您已经排进候补。有人取消就按次序递补，递补到了另外告诉您。",
    _day,
)
_MOVED_UP: Final = Notice(
    "递补到了名额",
    "{day}的活动递补到您，请凭票入场。",
    "{organ}{day}的活动有人取消，名额递补给您。入场票在网页上。来不了请取消，名额给下一个人。",
    _day,
)
_ENDS: Mapping[str, Notice] = {
    "lapse": Notice(
        "名额给了下一个人",
        "到时没有确认，名额给了下一个人。",
        "到确认截止的时间没有收到您的确认，名额给了候补的下一个人。还想参加的，可以重新报名，排在最后。",
    ),
    "strike": Notice(
        "报名被取消",
        "{organ}取消了这个报名，原因见网页。",
        "{organ}取消了您{day}活动的报名，原因在网页上。有疑问请联系主办机关。",
        _day,
    ),
    "call_off": Notice(
        "活动取消",
        "{day}的活动取消，不用再来。",
        "{organ}{day}的活动取消，不用再来，原因在网页上。给您带来不便，请谅解。",
        _day,
    ),
}


def _offered(row: SignUp) -> Notice:
    offer = row.offers.filter(ended_at=None).get()
    until = moment_words(offer.until)
    return Notice(
        f"请在{until}以前确认名额",
        f"有名额给您，{until}以前确认，过时给下一个人。",
        f"{{organ}}{{day}}的活动有人取消，轮到您。请在{until}以前在网页上确认要不要；过时没有确认，名额给下一个人。",
        _day,
    )


def _notice_of(signup: SignUp, action: str) -> Notice | None:
    """What is told of an act; what somebody does themselves they know."""
    if action == "seat":
        return _MOVED_UP
    return _offered(signup) if action == "offer" else _ENDS.get(action)


def tell(signup: SignUp, act: SignUpAct, *, at: dt.datetime) -> None:
    """Queue the notice of an act with the act."""
    if (notice := _notice_of(signup, act.action)) is not None:
        tell_party(PARTY, signup, notice, key=f"told:{act.pk}", at=at)


def tell_signed_up(signup: SignUp, *, seated: bool, at: dt.datetime) -> None:
    """That the sign-up came in, and where it stands."""
    tell_party(PARTY, signup, _SEATED if seated else _WAITING, key="told:submit", at=at)


def tell_changed(signup: SignUp, *, sequence: int, at: dt.datetime) -> None:
    """That the session has other times than it had, once a change."""
    begins = moment_words(signup.session.starts_at)
    notice = Notice(
        "活动时间有变",
        f"活动改在{begins}，票请重新打开。",
        f"{{organ}}的活动改在{begins}开始。入场票请在网页上重新打开，旧的二维码可能过期。来不了请取消。",
    )
    tell_party(PARTY, signup, notice, key=f"changed:{sequence}", at=at)


def tell_tomorrow(signup: SignUp, *, at: dt.datetime) -> None:
    """The day before: once, however often this is called."""
    begins = moment_words(signup.session.starts_at)
    notice = Notice(
        "明天的活动请别忘了",
        f"活动{begins}开始，请带好入场票。",
        f"{{organ}}的活动{begins}开始，请带好网页上的入场票。来不了请现在取消，名额给候补的人。",
    )
    key = f"tomorrow:{signup.session.starts_at.isoformat()}"
    tell_party(PARTY, signup, notice, key=key, at=at)


_ANSWERED: Final = Notice(
    "您的建议有了结果",
    "您对{day}活动的建议有了结果，见网页。",
    "{organ}公布了{day}活动以后各条建议的处理结果，您的建议采纳没有、为什么，都在网页上。",
    _day,
)


def tell_answered(suggestion: Suggestion, *, at: dt.datetime) -> None:
    """That what they suggested is answered; nothing where it is not known any more who it was."""
    if suggestion.signup.purged_at is None:
        key = f"suggestion:{suggestion.pk}"
        tell_party(PARTY, suggestion.signup, _ANSWERED, key=key, at=at)


def forget_told(signup: SignUp) -> None:
    """Take the notices of a sign-up away, which tie its number to an account."""
    forget_party(PARTY, signup)
