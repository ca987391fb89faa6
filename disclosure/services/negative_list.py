"""Keeping an organ's 负面清单."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from disclosure.grounds import BY_CODE
from disclosure.models import NegativeListEntry
from disclosure.permissions import may_keep_negative_list
from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ


@transaction.atomic
def save_entry(
    *,
    organ: Organ,
    title: str,
    ground: str,
    source: str,
    is_active: bool,
    by: User,
    at: dt.datetime,
    entry: NegativeListEntry | None = None,
) -> NegativeListEntry:
    """Add or change an entry; decisions made on it before keep what it said then.

    Raises NotPermitted for anyone but the organ's openness reviewers, ActRefused for an entry
    without a ground of the law or of a title that is there.
    """
    verdict = may_keep_negative_list(by, organ.pk)
    if not verdict or (entry and entry.organ_id != organ.pk):
        raise NotPermitted(verdict.reason or "不能改动其他机关的负面清单。")
    title = needed(title, "事项")
    if ground not in BY_CODE:
        raise ActRefused("请选择法定依据（条例第十四条至第十六条、第二十七条）。")
    others = NegativeListEntry.objects.filter(organ=organ, title=title)
    if (others.exclude(pk=entry.pk) if entry else others).exists():
        raise ActRefused("本机关的负面清单已有同名事项。")
    act = "修改" if entry else "增加"
    entry = entry or NegativeListEntry(organ=organ)
    entry.title, entry.ground, entry.source = title, ground, said(source)
    entry.is_active = is_active
    entry.save()
    record(
        action="disclosure.save_negative_list",
        summary=f"{act}负面清单事项：{title}",
        by=by,
        at=at,
        organ=organ,
        subject=entry,
        details={"ground": ground, "is_active": is_active},
    )
    return entry
