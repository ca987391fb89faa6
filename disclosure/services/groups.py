"""Circles of readers to whom an organ addresses documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from disclosure.models import AddresseeGroup
from disclosure.permissions import may_file_for
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ


@transaction.atomic
def save_group(
    *,
    owner: Organ,
    name: str,
    organs: Sequence[Organ],
    people: Sequence[User],
    by: User,
    at: dt.datetime,
    group: AddresseeGroup | None = None,
) -> AddresseeGroup:
    """Make or change a group; what was published to it is open to its members as they now are."""
    verdict = may_file_for(by, owner.pk)
    if not verdict or (group and group.owner_id != owner.pk):
        raise NotPermitted("只有本机关的录入人员可以维护本机关的定向对象组。")
    name = " ".join(name.split())
    if not name:
        raise ActRefused("请填写对象组的名称。")
    if not (organs or people):
        raise ActRefused("请至少选择一个机关或一名人员。")
    others = AddresseeGroup.objects.filter(owner=owner, name=name)
    if group:
        others = others.exclude(pk=group.pk)
    if others.exists():
        raise ActRefused("本机关已有同名的对象组，请换一个名称。")
    act = "修改" if group else "建立"
    group = group or AddresseeGroup(owner=owner)
    group.name = name
    group.save()
    group.organs.set(organs)
    group.people.set(people)
    record(
        action="disclosure.save_group",
        summary=f"{act}定向对象组：{name}",
        by=by,
        at=at,
        organ=owner,
        subject=group,
        details={
            "organs": sorted(organ.code for organ in organs),
            "people": sorted(person.pk for person in people),
        },
    )
    return group
