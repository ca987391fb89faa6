"""What a writer is told of the acts on a message: its number, never what it says.

Those whose messages were merged hear what the one hears, each of their own number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.urls import reverse

from policies.messages.models import AlsoAsked, Message, MessageAct, PublishedMessage
from portal.notifications.choices import Channel as Medium
from portal.notifications.registry import KeptRecipient, Recipient
from portal.notifications.services.outbox import notify
from portal.notifications.services.party_notices import (
    Notice,
    Party,
    Way,
    forget_party,
    tell_party,
)

KIND: Final = "messages.party"
ALSO: Final = "messages.also"
WRITER: Final = "messages.writer"
ASKER: Final = "messages.asker"

_ELSEWHERE: Final = Notice(
    "请到别处办理",
    "这件事不在留言里办，去处见网页。",
    "您说的事不在留言里办理，该到哪里去、怎样去，写在网页上。您写的内容不会丢。",
)
TOLD: Mapping[str, Notice] = {
    "assign": Notice(
        "已分给承办机关",
        "已分给{organ}办理，不需要您做什么。",
        "您的留言已分给{organ}办理，编号和查询码不变。不需要您做什么。",
    ),
    "ask_back": Notice(
        "请您补充",
        "{organ}请您补充情况，见网页。",
        "{organ}要答复您，还缺一点情况，请在网页上补充。等您补充的时间不算进答复期限。",
    ),
    "approve": Notice(
        "已答复",
        "{organ}已答复，见网页。",
        "{organ}已答复您的留言，答复在网页上。看了以后请评价一下；没有说清楚的，可以追问。",
    ),
    "extend": Notice(
        "延期答复",
        "延期到{day}答复，理由见网页。",
        "{organ}要到{day}才能答复您的留言，理由在网页上。",
        lambda row: row.due_on,
    ),
    "refer": _ELSEWHERE,
    "refer_on": _ELSEWHERE,
    "merge": Notice(
        "与同样的留言一并办理",
        "与同样的留言一并办理，编号不变。",
        "有别人问了同样的事，{organ}一并办理。您的编号和查询码不变，别人看不到您写的内容。",
    ),
    "unmerge": Notice(
        "改为单独办理",
        "改为单独办理，编号不变。",
        "{organ}改为单独办理您的留言，编号和查询码不变。不需要您做什么。",
    ),
    "reopen": Notice(
        "重新办理",
        "{organ}重新办理您的留言。",
        "{organ}重新办理您的留言，办好以后再答复您。",
    ),
    "record_withdrawal": Notice(
        "已登记撤回",
        "已登记撤回，不是您要求的请联系机关。",
        "{organ}登记了您撤回留言，不再办理。不是您本人要求的，请立即与机关联系。",
    ),
    "publish": Notice(
        "已公开选登",
        "您的留言和答复已公开选登。",
        "按您的同意，这件留言和答复已经公开选登，姓名和个人情况已经隐去。您随时可以撤回同意。",
    ),
}


def _door(row: Message) -> str:
    return reverse("policies:message_track_number", args=[row.number])


PARTY: Final = Party(
    kind=KIND,
    place=WRITER,
    noun="留言",
    keys="message:{row.pk}:",
    by_account=Way(Message.get_absolute_url, "详细内容请登录后查看。\n\n"),
    by_mail=Way(_door, "请凭编号和查询码在下面的网页查看。\n\n"),
)
# What is told of one that others were merged into is told to them as well.
_SHARED: Final = frozenset({"approve", "extend", "reopen"})


def tell(message: Message, act: MessageAct, *, at: dt.datetime) -> None:
    """Queue the notice of an act with the act, once for each writer."""
    if (notice := TOLD.get(act.action)) is None:
        return
    tell_party(PARTY, message, notice, key=f"told:{act.pk}", at=at)
    if act.action in _SHARED:
        for member in message.members.select_related("organ", "user"):
            tell_party(PARTY, member, notice, key=f"told:{act.pk}", at=at)


def tell_askers(published: PublishedMessage, *, at: dt.datetime) -> None:
    """Those who said 我也想问 hear that there is another answer; once for each answer."""
    for asker in published.askers.select_related("user"):
        recipient = asker.user or KeptRecipient(ASKER, asker.pk, (Medium.MAIL,))
        if asker.user or asker.email:
            notify(
                kind=ALSO,
                recipients=[recipient],
                subject="您也想问的事有了新的答复",
                body="您点过“我也想问”的留言有了新的答复，在下面的网页上。",
                url=published.get_absolute_url(),
                dedup_key=f"also:{asker.pk}:{published.updated_at.isoformat()}",
                at=at,
            )


def address_of_asker(number: int) -> Recipient | None:
    """Where somebody without an account hears of it; None when they or the page are gone."""
    asker = AlsoAsked.objects.filter(pk=number, published__is_live=True).first()
    return Recipient(email=asker.email) if asker and asker.email else None


def forget_told(message: Message) -> None:
    """Take the notices of a message away, which tie its number to an account."""
    forget_party(PARTY, message)
