"""Carrying a push out: written for whoever is meant at this moment, batch by batch.

Each batch is one transaction, which also keeps how far it came: a run that is killed goes on where
it stopped, and the outbox takes a notice of the same push for the same person once. Whoever turns
the switch between two batches is not written to any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from disclosure.companions import Event
from disclosure.models import Document
from policies.audiences.choices import KIND
from policies.audiences.models import Push
from policies.audiences.reach import matched, untold, wanted_of, with_reasons
from policies.audiences.workflow import Status
from portal.notifications.choices import Channel
from portal.notifications.services import notify, take_back
from portal.notifications.services.bulk import Message, queue_many

if TYPE_CHECKING:
    from portal.accounts.models import User

# The kind of notice for other systems: what is public of a push, and nobody's name.
SYSTEMS: Final = "audiences.pushed"
BATCH: Final = 2000
_INBOX_WHY: Final = (
    "您在“我的推送”里选了：{traits}，和这份文件对上了。不想再收到的，到“我的推送”关掉，一次就停。"
)
_MAIL_WHY: Final = (
    "您在本站“我的推送”里选了特征，并且选了同时发邮件，所以收到这封信。"
    "是哪一项对上的，登录以后在站内信里看。"
)


def carry_out(*, at: dt.datetime) -> int:
    """Carry out every push that is under way; returns how many people were written to."""
    under_way = Push.objects.filter(status=Status.SENT, finished_at=None)
    return sum(carry_on(number, at=at) for number in list(under_way.values_list("pk", flat=True)))


def carry_on(number: int, *, at: dt.datetime) -> int:
    """One push to its end, in batches; returns how many people were written to."""
    written = 0
    while (batch := _next_batch(number, at=at)) is not None:
        written += batch
    return written


def keys_of(push: Push) -> dict[str, str]:
    """By which the outbox knows what was written for a push, by its kind."""
    return {kind: f"{kind}:{push.document_id}:{push.pk}" for kind in (KIND, SYSTEMS)}


def follow_document(document: Document, event: Event, by: User | None, at: dt.datetime) -> None:
    """Of a policy that is withdrawn nothing leaves any more, and nothing further is written."""
    del by
    if event is not Event.TAKEN_DOWN:
        return
    Push.objects.filter(document=document, status=Status.SENT, finished_at=None).update(
        finished_at=at
    )
    take_back(kinds=(KIND, SYSTEMS), key=str(document.pk))


@transaction.atomic
def _next_batch(number: int, *, at: dt.datetime) -> int | None:
    """Write for the next people; None where nobody is left, or another run is at it."""
    held = Push.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    push = (
        held.select_related("document__organ", "within").filter(pk=number, finished_at=None).first()
    )
    if push is None or push.status != Status.SENT:
        return None
    if push.reached == 0:
        _tell_systems(push, at=at)
    wanted = wanted_of(push)
    rows = with_reasons(untold(matched(wanted), push).filter(pk__gt=push.reached), wanted)
    found = list(rows.order_by("pk")[:BATCH])
    queue_many([each for row in found for each in _messages(push, row)], at=at)
    if found:
        push.reached = found[-1].pk
    if len(found) < BATCH:
        push.finished_at = at
    push.save(update_fields=["reached", "finished_at"])
    return len(found)


def _messages(push: Push, row: Any) -> Iterable[Message]:
    """One for the inbox, which says why; one by mail for whoever wants that, which does not."""
    ways = [(Channel.INBOX, _INBOX_WHY.format(traits="、".join(row.found_by)))]
    if row.is_mailed:
        ways.append((Channel.MAIL, _MAIL_WHY))
    for channel, why in ways:
        yield Message(
            channel=channel,
            user_id=row.user_id,
            address="",
            kind=KIND,
            subject=f"可能和您有关：{push.document.title}",
            body=f"{push.document.organ.name}公开了{push.document.quoted_title}。\n\n{why}",
            url=push.document.get_absolute_url(),
            dedup_key=keys_of(push)[KIND],
            subscription_id=None,
        )


def _tell_systems(push: Push, *, at: dt.datetime) -> None:
    """Other systems hear which policy it is and whom it concerns, once."""
    names = push.terms.filter(is_dropped=False).values_list("term__name", flat=True)
    notify(
        kind=SYSTEMS,
        recipients=(),
        subject=push.document.title,
        body=f"推送对象：{'、'.join(names)}",
        url=push.document.get_absolute_url(),
        dedup_key=keys_of(push)[SYSTEMS],
        at=at,
    )
