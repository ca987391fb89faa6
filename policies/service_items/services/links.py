"""Linking a policy to what it lets people apply for, and taking the link off."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from disclosure.models import Document
from disclosure.reading import read
from policies.service_items.choices import LinkEnd
from policies.service_items.models import ItemOfPolicy, NothingToApplyFor, ServiceItem
from policies.service_items.permissions import may_link, may_settle
from policies.service_items.querysets import LAPSED
from policies.service_items.selectors import passages_of
from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST_REASON = 200


@transaction.atomic
def link_item(
    *, document: Document, item: ServiceItem, by: User, at: dt.datetime, anchor: str = ""
) -> ItemOfPolicy:
    """Have a policy, or a passage of it, lead to an item. Raises ActRefused for a policy that no
    longer holds, an item nobody can apply for, a passage that is not there, a link that is.
    """
    document = _held(document, by)
    if document.validity in LAPSED:
        raise ActRefused(f"文件已{document.get_validity_display()}，不能关联事项。")
    if not item.is_on_offer(on=timezone.localdate(at)):
        raise ActRefused(f"“{item.task_name}”现在不能办理，不能关联。")
    words = passages_of(read(document.public_text()))
    if anchor and anchor not in words:
        raise ActRefused("文件里没有这个段落，请重新选择。")
    if ItemOfPolicy.objects.live().filter(document=document, item=item, anchor=anchor).exists():
        raise ActRefused(f"已经关联了“{item.task_name}”。")
    NothingToApplyFor.objects.filter(document=document).delete()
    link = ItemOfPolicy.objects.create(
        item=item,
        document=document,
        anchor=anchor,
        passage=words[anchor] if anchor else "",
        made_by=by,
        made_at=at,
    )
    _recorded(link, "link", f"关联事项“{item.task_name}”", by=by, at=at)
    return link


@transaction.atomic
def take_off(*, link: ItemOfPolicy, reason: str, by: User, at: dt.datetime) -> ItemOfPolicy:
    """End a link. Raises ActRefused where it has ended already."""
    document = _held(link.document, by)
    link = ItemOfPolicy.objects.select_for_update(of=("self",), no_key=True).get(pk=link.pk)
    if link.ended_at is not None:
        raise ActRefused("这项关联已经摘下。")
    link.end_reason = _reason(reason, "摘下的理由")
    link.ended_by, link.ended_at, link.end = by, at, LinkEnd.TAKEN_OFF
    link.save(update_fields=["end_reason", "ended_by", "ended_at", "end"])
    link.document = document
    _recorded(link, "take_off", f"摘下事项“{link.item.task_name}”", by=by, at=at)
    return link


@transaction.atomic
def settle(*, link: ItemOfPolicy, by: User, at: dt.datetime) -> ItemOfPolicy:
    """Say that somebody looked at a link that ended by itself."""
    if not (verdict := may_settle(by, link.document)):
        raise NotPermitted(verdict.reason)
    link = ItemOfPolicy.objects.select_for_update(of=("self",), no_key=True).get(pk=link.pk)
    if link.ended_at is None or link.ended_by_id or link.settled_at:
        raise ActRefused("这项关联没有等您处理。")
    link.settled_by, link.settled_at = by, at
    link.save(update_fields=["settled_by", "settled_at"])
    _recorded(link, "settle", f"看过摘下的事项“{link.item.task_name}”", by=by, at=at)
    return link


@transaction.atomic
def declare_nothing(
    *, document: Document, reason: str, by: User, at: dt.datetime
) -> NothingToApplyFor:
    """Record why there is nothing to apply for. Raises ActRefused where something is linked."""
    document = _held(document, by)
    if ItemOfPolicy.objects.live().filter(document=document).exists():
        raise ActRefused("文件已关联事项，请先摘下，再记录没有可办的事项。")
    found, _ = NothingToApplyFor.objects.update_or_create(
        document=document,
        defaults={"reason": _reason(reason, "没有可办事项的理由"), "by": by, "at": at},
    )
    record(
        action="policies.nothing_to_apply_for",
        summary=f"记录没有可办的事项：{document.title}",
        by=by,
        at=at,
        organ=document.organ,
        subject=document,
        details={"reason": found.reason},
    )
    return found


def _held(document: Document, by: User) -> Document:
    """The document, which nobody else links meanwhile. Raises NotPermitted."""
    rows = Document.objects.select_for_update(of=("self",), no_key=True)
    document = rows.select_related("organ", "work_text__work").get(pk=document.pk)
    if not (verdict := may_link(by, document)):
        raise NotPermitted(verdict.reason)
    return document


def _reason(text: str, what: str) -> str:
    text = needed(text, what)
    if len(text) > LONGEST_REASON:
        raise ActRefused(f"{what}最多{LONGEST_REASON}字，请删减。")
    return text


def _recorded(link: ItemOfPolicy, act: str, words: str, *, by: User, at: dt.datetime) -> None:
    record(
        action=f"policies.item_{act}",
        summary=f"{words}：{link.document.title}",
        by=by,
        at=at,
        organ=link.document.organ,
        subject=link,
        details={
            "document": link.document_id,
            "item": link.item.task_code,
            "anchor": link.anchor,
            **({"reason": link.end_reason} if link.end_reason else {}),
        },
    )
