"""What came of a message that another system passed on, told back to it within the act."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from policies.answers.services.feedback import settle
from policies.messages.workflow import Status
from portal.notifications.choices import Channel
from portal.notifications.registry import NoticeKind
from portal.notifications.services import notify

if TYPE_CHECKING:
    from policies.answers.models import Feedback
    from policies.messages.models import Message, MessageAct

SETTLED: Final = NoticeKind("messages.settled", "系统转来的留言有了结果", (Channel.WEBHOOK,))
_REPLIES: Final = frozenset({"approve"})
_ENDS: Final = frozenset({"refer", "refer_on", "set_aside", "record_withdrawal"})


def tell_back(message: Message, act: MessageAct, *, at: dt.datetime) -> None:
    """What an act settles is told to the system that passed it on, within the act; also of those
    that were merged into it.
    """
    if act.action not in _REPLIES | _ENDS:
        return
    rows = [message]
    if act.action in _REPLIES:
        rows += message.members.select_related("feedback", "partner")
    for row in rows:
        if row.feedback is not None:
            _settle(row.feedback, message, act, at=at)
        if row.partner is not None:
            notify(
                kind=SETTLED.code,
                recipients=(),
                subject=f"{row.number}有了结果",
                body="请用签名接口按来件编号读取。",
                dedup_key=f"{SETTLED.code}:{row.pk}:{act.pk}",
                at=at,
            )


def _settle(feedback: Feedback, message: Message, act: MessageAct, *, at: dt.datetime) -> None:
    if act.action in _REPLIES:
        reply = message.answers.filter(approved_at__isnull=False).latest("pk").text
        settle(feedback=feedback, reply=reply, by=act.by, at=at)
    else:
        told = act.reason
        if message.status == Status.REFERRED:
            told = message.referral.text
        settle(feedback=feedback, told=told, by=act.by, at=at)
