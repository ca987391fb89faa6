"""Acts on what a collection holds, one person's each: take in, say why not, order, take out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from disclosure.models import Document
from policies.collections.choices import Settled
from policies.collections.models import (
    Candidate,
    CollectionGroup,
    CollectionMember,
    PolicyCollection,
)
from policies.collections.permissions import may_keep
from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.links.selectors import refusal_of

if TYPE_CHECKING:
    from portal.accounts.models import User

_LONGEST_REASON = 200


@transaction.atomic
def include(
    *,
    collection: PolicyCollection,
    document: Document,
    by: User,
    at: dt.datetime,
    group: CollectionGroup | None = None,
) -> CollectionMember:
    """Take a public document in, and settle what waited for it. Once more changes its group."""
    held = _held(collection, by)
    if not Document.objects.public().filter(pk=document.pk).exists():
        raise ActRefused("只能编入已经公开的文件。")
    member, is_new = CollectionMember.objects.get_or_create(
        collection=held,
        document=document,
        defaults={"group": _own(group, held), "position": _last(held), "added_by": by,
                  "added_at": at},
    )  # fmt: skip
    if not is_new:
        member.group = _own(group, held)
        member.save(update_fields=["group"])
    waiting = Candidate.objects.open().filter(collection=held, document=document)
    waiting.update(settled=Settled.INCLUDED, settled_by=by, settled_at=at)
    _record("include", f"编入专题：{document.title}", held, {"document": document.pk}, by=by, at=at)
    return member


@transaction.atomic
def include_outside(
    *,
    collection: PolicyCollection,
    title: str,
    publisher: str,
    url: str,
    by: User,
    at: dt.datetime,
    group: CollectionGroup | None = None,
) -> CollectionMember:
    """Take in a page of another site. Raises ActRefused for an address that is there already, or
    is none of the web.
    """
    held, url = _held(collection, by), url.strip()
    if problem := refusal_of(url):
        raise ActRefused(f"所填的{problem}，请核对。")
    if held.members.filter(url=url).exists():
        raise ActRefused("这个网址已经编入本专题。")
    member = CollectionMember.objects.create(
        collection=held, group=_own(group, held), title=needed(title, "标题"),
        publisher=needed(publisher, "发布机关"), url=url, position=_last(held), added_by=by,
        added_at=at,
    )  # fmt: skip
    _record("include", f"编入专题：{member.title}", held, {"url": url}, by=by, at=at)
    return member


@transaction.atomic
def decline(*, candidate: Candidate, reason: str, by: User, at: dt.datetime) -> Candidate:
    """Say why a document does not belong there. Raises ActRefused when it is settled already."""
    held = _held(candidate.collection, by)
    row = Candidate.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    if row.settled != Settled.OPEN:
        raise ActRefused(f"这份文件{row.get_settled_display()}。")
    row.reason = needed(reason, "不编入的理由")[:_LONGEST_REASON]
    row.settled, row.settled_by, row.settled_at = Settled.DECLINED, by, at
    row.save()
    details = {"document": row.document_id}
    _record("decline", "不编入专题", held, details, by=by, at=at)
    return row


@transaction.atomic
def remove(*, member: CollectionMember, reason: str, by: User, at: dt.datetime) -> None:
    """Take something out, with the reason."""
    held = _held(member.collection, by)
    reason = needed(reason, "移出的理由")
    details = {"document": member.document_id, "url": member.url, "reason": reason}
    member.delete()
    _record("remove", "移出专题", held, details, by=by, at=at)


@transaction.atomic
def order(
    *, collection: PolicyCollection, members: Sequence[int], by: User, at: dt.datetime
) -> PolicyCollection:
    """Put the contents in an order, all of them. Raises ActRefused when some were added or taken
    out meanwhile.
    """
    held = _held(collection, by)
    rows = {row.pk: row for row in held.members.all()}
    if sorted(rows) != sorted(members):
        raise ActRefused("内容刚才有变动，请刷新以后再排。")
    for place, number in enumerate(members, start=1):
        rows[number].position = place
    CollectionMember.objects.bulk_update(rows.values(), ["position"])
    _record("order", "调整专题内容的次序", held, {}, by=by, at=at)
    return held


@transaction.atomic
def put_groups(
    *, collection: PolicyCollection, titles: Sequence[str], by: User, at: dt.datetime
) -> PolicyCollection:
    """The groups in their order; one that is named no more is given up, what it held stays."""
    held = _held(collection, by)
    typed = (said(title.replace("\x00", "")) for title in titles)
    wanted = list(dict.fromkeys(filter(None, typed)))
    if any(len(title) > 60 for title in wanted):
        raise ActRefused("分组的标题最多60字。")
    held.groups.exclude(title__in=wanted).delete()
    for place, title in enumerate(wanted, start=1):
        CollectionGroup.objects.update_or_create(
            collection=held, title=title, defaults={"position": place}
        )
    _record("groups", "调整专题的分组", held, {"groups": wanted}, by=by, at=at)
    return held


def _held(collection: PolicyCollection, by: User) -> PolicyCollection:
    """The collection, locked, for one who keeps it. Raises NotPermitted."""
    held = (
        PolicyCollection.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organ")
        .get(pk=collection.pk)
    )
    if not (verdict := may_keep(by, held.organ)):
        raise NotPermitted(verdict.reason)
    return held


def _own(group: CollectionGroup | None, collection: PolicyCollection) -> CollectionGroup | None:
    if group is not None and group.collection_id != collection.pk:
        raise ActRefused("请选择本专题的分组。")
    return group


def _last(collection: PolicyCollection) -> int:
    found = collection.members.aggregate(last=Max("position"))["last"] or 0
    return int(found) + 1


def _record(
    action: str, summary: str, collection: PolicyCollection, details: dict[str, Any], *, by: User,
    at: dt.datetime,
) -> None:  # fmt: skip
    PolicyCollection.objects.filter(pk=collection.pk).update(changed_at=at)
    record(
        action=f"collections.{action}", summary=summary, by=by, at=at, organ=collection.organ,
        subject=collection, details=details,
    )  # fmt: skip
