"""What applicants are told: the number, never the topic nor who they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.urls import reverse
from django.utils import timezone

from decisions.seats.choices import PARTY_KIND, PLACE, worded
from decisions.seats.models import Applicant, ApplicantAct
from portal.notifications.services.party_notices import (
    Notice,
    Party,
    Way,
    forget_party,
    tell_party,
)


def _door(row: Applicant) -> str:
    return reverse("decisions:applicant_track_number", args=[row.number])


PARTY: Final = Party(
    kind=PARTY_KIND,
    place=PLACE,
    noun="列席报名",
    keys="seats_applicant:{row.pk}:",
    by_account=Way(Applicant.get_absolute_url, "详细内容请登录后查看。\n\n"),
    by_mail=Way(_door, "请凭编号和查询码在下面的网页查看。\n\n"),
)


def _meets(row: Applicant) -> dt.date:
    return timezone.localdate(row.sitting.meets_at)


_APPLIED: Final = Notice(
    "报名已经收到",
    "报名已经收到，名单在报名截止时公布。",
    "您的列席报名已经收到。名单在报名截止时公布，请核对网页上您的编号和叶。",
)
_TOLD: Final[Mapping[str, Notice]] = {
    "list": Notice(
        "名单已经公布",
        "名单已经公布，请核对您的编号。",
        "报名已经截止，名单和它的散列已经公布。请在网页上核对您的编号、组别和叶，有异议的请在异议期内提出。",
    ),
    "invite": Notice(
        "请您列席，请答复",
        "请您{day}列席会议，请尽快在网页上答复。",
        "{organ}请您{day}列席会议。请尽快在网页上答复来不来，机关也会联系您；过时没有答复的，席位给下一位。",
        _meets,
    ),
    "stand_by": Notice(
        "您是候补",
        "您是候补，有人不来按次序递补。",
        "列席的代表已经产生，您是候补。有人不来，按公布的次序递补，轮到您另外告诉您。",
    ),
    "drop": Notice(
        "登记为不列席",
        "已登记为不列席，原因见网页。",
        "{organ}登记您不列席{day}的会议，原因在网页上。有疑问请联系召集机关。",
        _meets,
    ),
    "end": Notice(
        "这一次没有轮到",
        "这一次没有轮到您列席，谢谢报名。",
        "这一次没有轮到您列席。会上代表说了什么、有什么结果，会公布在网页上。谢谢您报名。",
    ),
    "report": Notice(
        "您的意见有了结果",
        "您在会上的意见有了结果，请看网页。",
        "您在会上说的意见，采纳情况已经写在网页上。谢谢您列席。",
    ),
    "reschedule": Notice(
        "会议改期",
        "会议改到{day}，请看网页。",
        "{organ}的会议改到{day}，原因和时间在网页上。来不了的，请在网页上告诉我们。",
        _meets,
    ),
    "call_off": Notice(
        "列席中止",
        "{day}的会议不再请代表列席。",
        "{organ}{day}的会议不再请代表列席，原因在网页上。给您带来不便，请谅解。",
        _meets,
    ),
}


def tell(applicant: Applicant, act: ApplicantAct, *, at: dt.datetime) -> None:
    """Queue the notice of an act with the act; what somebody does themselves they know."""
    if (notice := _TOLD.get(act.action)) is not None:
        tell_party(PARTY, applicant, _of_kind(notice, applicant), key=f"told:{act.pk}", at=at)


def tell_applied(applicant: Applicant, *, at: dt.datetime) -> None:
    """That the application came in."""
    tell_party(PARTY, applicant, _of_kind(_APPLIED, applicant), key="told:submit", at=at)


def _of_kind(notice: Notice, applicant: Applicant) -> Notice:
    kind = applicant.sitting.kind
    return Notice(
        worded(notice.title, kind),
        worded(notice.short, kind),
        worded(notice.text, kind),
        notice.day,
    )


def forget_told(applicant: Applicant) -> None:
    """Take the notices of an application away, which tie its number to an account."""
    forget_party(PARTY, applicant)
