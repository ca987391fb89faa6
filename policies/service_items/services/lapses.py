"""What no longer holds leads nowhere: its links end, with a trace, and wait to be looked at."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from disclosure.companions import Event
from policies.service_items.choices import LinkEnd
from policies.service_items.models import ItemOfPolicy
from policies.service_items.querysets import LAPSED, ItemOfPolicyQuerySet
from portal.audit.services import record

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User


def follow_document(document: Document, event: Event, by: User | None, at: dt.datetime) -> None:
    """Take the links off a document that lapses, in its own transaction."""
    del by
    if event is Event.VALIDITY and document.validity in LAPSED:
        _end(ItemOfPolicy.objects.live().filter(document=document), at=at)


@transaction.atomic
def take_off_lapsed(*, at: dt.datetime) -> int:
    """The same for whatever was left, from state; returns how many ended."""
    return _end(ItemOfPolicy.objects.lapsed(), at=at)


def _end(links: ItemOfPolicyQuerySet, *, at: dt.datetime) -> int:
    """End them. A row that somebody else is at is left to the next run: the trail may be held
    already, and readers see no link of a lapsed policy anyway.
    """
    rows = links.select_for_update(of=("self",), no_key=True, skip_locked=True)
    ended = list(rows.select_related("item", "document__organ").order_by("pk"))
    for link in ended:
        link.ended_at, link.end = at, LinkEnd.LAPSED
        link.end_reason = f"文件{link.document.get_validity_display()}"
        link.save(update_fields=["ended_at", "end", "end_reason"])
        record(
            action="policies.item_lapsed",
            summary=f"{link.end_reason}，摘下事项“{link.item.task_name}”：{link.document.title}",
            by=None,
            at=at,
            organ=link.document.organ,
            subject=link,
            details={"document": link.document_id, "item": link.item.task_code},
        )
    return len(ended)
