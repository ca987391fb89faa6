"""What a relay is written of a task: its number and where to go on, never the code."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.urls import reverse

from disclosure.companions import Event
from policies.relays.models import RelayTask
from policies.relays.workflow import PASSED
from portal.notifications.choices import Channel
from portal.notifications.registry import KeptRecipient
from portal.notifications.services import notify, take_back
from portal.notifications.services.short_texts import short_text, takes_texts

if TYPE_CHECKING:
    from disclosure.models import Document
    from policies.relays.models import RelayTaskAct
    from portal.accounts.models import User

# The kind of notice, and the place where the address is kept sealed.
KIND: Final = "relays.contact"
_TOLD: Final = {
    "submit": (
        "有新的接力任务",
        "请在网页上点“收到”，再按上面写的转给大家。查询码不在这里，由{organ}另外告诉您{phone}。",
    ),
    "recall": (
        "请停止转发",
        "这件任务里的文件已经撤下，请不要再转；贴出去的请取下，群里的请说明一声。"
        "有疑问请联系{organ}{phone}。",
    ),
    "cancel": ("接力任务已取消", "这件任务不用再转了。有疑问请联系{organ}{phone}。"),
}


def tell(relay_task: RelayTask, act: RelayTaskAct, *, at: dt.datetime) -> None:
    """Queue the notice of an act with the act."""
    if act.action in _TOLD:
        tell_relay(relay_task, act.action, at=at)


def tell_relay(relay_task: RelayTask, action: str, *, at: dt.datetime, key: str = "") -> None:
    """Write to the contact of the relay, by mail and to a mobile, as far as they are known; once
    for each `key` of an action.
    """
    title, words = _TOLD[action]
    relay, organ, number = relay_task.relay, relay_task.organ, relay_task.number
    phone = f"（电话{organ.phone}）" if organ.phone else ""
    told = f"{KIND}:{relay_task.document_id}:{relay_task.pk}:{action}{key}"
    policy = "" if action == "recall" else _policy(relay_task)
    if relay.contact_mail:
        notify(
            kind=KIND,
            recipients=[KeptRecipient(KIND, relay.pk, (Channel.MAIL,))],
            subject=f"{title}：{number}",
            body=f"接力任务编号：{number}\n{policy}\n{words.format(organ=organ.name, phone=phone)}",
            url=reverse("policies:relay_track_number", args=[number]),
            dedup_key=told,
            at=at,
        )
    if takes_texts(relay.contact_phone):
        notify(
            kind=KIND,
            recipients=[KeptRecipient(KIND, relay.pk, (Channel.SMS,))],
            subject=title,
            body=short_text("接力任务", number, f"{title}。"),
            dedup_key=told,
            at=at,
        )


def follow_document(document: Document, event: Event, by: User | None, at: dt.datetime) -> None:
    """Of a policy that is withdrawn no relay is told any more, and those who have passed it on, or
    may have, are asked to take it down: each time it is withdrawn, without its name.
    """
    del by
    if event is not Event.TAKEN_DOWN:
        return
    take_back(kinds=[KIND], key=str(document.pk))
    passed = RelayTask.objects.filter(document=document, status__in=PASSED)
    for task in passed.select_related("relay", "organ", "document"):
        tell_relay(task, "recall", at=at, key=at.isoformat())


def _policy(relay_task: RelayTask) -> str:
    """A line that names it, as long as anyone may read it."""
    document = relay_task.document
    return f"文件：{document.title}\n" if document.is_public else ""
