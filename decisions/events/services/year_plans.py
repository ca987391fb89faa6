"""The plan of a year: written by one, published by another; an old year is never touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.db import transaction

from decisions.events.choices import Every, Kind
from decisions.events.models import EventPlan, PlannedEvent, PlanTarget
from decisions.events.permissions import may_plan, may_publish_plan
from decisions.events.workflow import POINTS
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import half_width, said

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

_KINDS: Final = {label: code for code, label in Kind.choices}
_EVERY: Final = {label: code for code, label in Every.choices}
_MOST: Final = 100
_LONGEST_THEME: Final = 100
_YEARS: Final = (2008, 2100)


@transaction.atomic
def write_plan(
    *,
    organ: Organ,
    year: int,
    lines: Sequence[str],
    targets: Sequence[str],
    by: User,
    at: dt.datetime,
) -> EventPlan:
    """The plan of a year as it is to be, from lines as “8 政府开放日 走进水厂” and targets as
    “走进社区 每月 1 8”. Raises NotPermitted, and ActRefused naming the line that can't be read.
    """
    if not (verdict := may_plan(by, organ)):
        raise NotPermitted(verdict.reason)
    if not _YEARS[0] <= year <= _YEARS[1]:
        raise ActRefused("年度不对，请核对。")
    if len(lines) > _MOST or len(targets) > len(Kind):
        raise ActRefused(f"计划最多{_MOST}行，次数要求每种形式一行，请删减。")
    planned = [_line(line) for line in lines]
    wanted = [_target(line) for line in targets]
    if len({kind for kind, *_ in wanted}) < len(wanted):
        raise ActRefused("次数要求里同一种形式写了两次，请合成一行。")
    plan, _ = EventPlan.objects.get_or_create(
        organ=organ, year=year, defaults={"written_by": by, "written_at": at}
    )
    plan = EventPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    plan.written_by, plan.written_at = by, at
    plan.save(update_fields=["written_by", "written_at"])
    # What is public stays until another hand publishes this in its place.
    plan.lines.filter(is_public=False).delete()
    PlannedEvent.objects.bulk_create(
        PlannedEvent(plan=plan, month=month, kind=kind, theme=theme)
        for month, kind, theme in planned
    )
    plan.targets.all().delete()
    PlanTarget.objects.bulk_create(
        PlanTarget(plan=plan, kind=kind, every=every, least=least, off_months=off)
        for kind, every, least, off in wanted
    )
    _note(plan, "write_plan", "拟定开放活动年度计划", by, at)
    return plan


@transaction.atomic
def publish_plan(*, plan: EventPlan, by: User, at: dt.datetime) -> EventPlan:
    """Everybody reads it as it was last written. Raises NotPermitted for whoever wrote it."""
    held = EventPlan.objects.select_for_update(no_key=True, of=("self",))
    row = held.select_related("organ").get(pk=plan.pk)
    if not (verdict := may_publish_plan(by, row)):
        raise NotPermitted(verdict.reason)
    if not row.waits:
        raise ActRefused("这一年的计划已经公布，没有新的改动。")
    row.lines.filter(is_public=True).delete()
    row.lines.update(is_public=True)
    row.published_at = at
    row.save(update_fields=["published_at"])
    _note(row, "publish_plan", "公布开放活动年度计划", by, at)
    return row


def _line(line: str) -> tuple[int, str, str]:
    month, _, rest = said(line).partition(" ")
    kind, _, theme = rest.strip().partition(" ")
    number = half_width(month).removesuffix("月")
    theme = theme.strip()
    if number not in {str(each) for each in range(1, 13)} or kind not in _KINDS or not theme:
        raise ActRefused(
            f"计划每行写“月份 形式 主题”，如“8 政府开放日 走进水厂”，请核对这一行：{line[:60]}"
        )
    if len(theme) > _LONGEST_THEME:
        raise ActRefused(f"主题最多{_LONGEST_THEME}字，请删减：{theme[:20]}…")
    return int(number), _KINDS[kind], theme


def _target(line: str) -> tuple[str, str, int, str]:
    words = half_width(said(line)).split()
    off = words[3].replace("，", ",") if len(words) == 4 else ""
    months = [word for word in off.split(",") if word]
    good = (
        len(words) in (3, 4)
        and words[0] in _KINDS
        and words[1] in _EVERY
        and words[2].isdecimal()
        and len(words[2]) <= len(str(_MOST))
        and 1 <= int(words[2]) <= _MOST
        and all(month in {str(each) for each in range(1, 13)} for month in months)
    )
    if not good:
        raise ActRefused(
            "次数要求每行写“形式 每月（每季度、每年） 至少几场 不要求的月份”，"
            f"如“走进社区 每月 1 8”，请核对这一行：{line[:60]}"
        )
    return _KINDS[words[0]], _EVERY[words[1]], int(words[2]), ",".join(dict.fromkeys(months))


def _note(plan: EventPlan, action: str, sentence: str, by: User, at: dt.datetime) -> None:
    record(
        action=f"events.{action}",
        summary=f"{sentence}：{plan}",
        by=by,
        at=at,
        organ=plan.organ,
        subject=plan,
        basis=POINTS,
        details={"lines": plan.lines.count(), "targets": plan.targets.count()},
    )
