"""Where opinions stand when a new version of the draft comes: none disappears, none is guessed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from decisions.consultations.choices import Placing
from decisions.consultations.clauses import fates
from decisions.consultations.models import (
    Consultation,
    DraftClause,
    DraftVersion,
    Opinion,
    OpinionGroup,
)
from decisions.consultations.selectors import newest
from decisions.consultations.services.steps import STEPS
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from portal.accounts.models import User


def carry_over(before: DraftVersion, after: DraftVersion) -> dict[str, int]:
    """Say of each clause what became of it, and take the opinions with those that stayed to the
    letter. How many moved, wait, and keep the name of a clause that is gone. Call within the act.
    """
    ours, theirs = list(before.clauses.all()), list(after.clauses.all())
    found = fates([each.text for each in ours], [each.text for each in theirs])
    counted = dict.fromkeys((Placing.MOVED.value, Placing.WAITING.value, Placing.FORMER.value), 0)
    for clause, fate in zip(ours, found, strict=True):
        place = fate.same if fate.same is not None else fate.likely
        # One clause may have been made into several: each names the first it came from.
        if place is not None and theirs[place].made_from_id is None:
            theirs[place].made_from, theirs[place].is_same = clause, fate.same is not None
            theirs[place].save(update_fields=["made_from", "is_same"])
        rows = Opinion.objects.filter(now=clause)
        if fate.same is not None:
            there = theirs[fate.same]
            OpinionGroup.objects.filter(clause=clause).update(clause=there)
            counted[Placing.MOVED] += rows.update(now=there, placing=Placing.MOVED)
        elif fate.is_gone:
            counted[Placing.FORMER] += rows.update(placing=Placing.FORMER)
        else:
            counted[Placing.WAITING] += rows.update(placing=Placing.WAITING)
    return counted


@transaction.atomic
def place(
    *,
    consultation: Consultation,
    former: DraftClause,
    clause: DraftClause | None = None,
    serials: frozenset[int] = frozenset(),
    by: User,
    at: dt.datetime,
) -> Consultation:
    """Put what was said of a former clause, or some of it, where it belongs in the newest version:
    to a clause of it, or with `clause` None to the name of the former one. Groups go as a whole.
    """
    held, act = STEPS.begin(consultation, "place", by, at)
    version = newest(held)
    if clause is not None and (version is None or clause.version_id != version.pk):
        raise ActRefused("请选择最新一稿里的条文。")
    rows = held.opinions.filter(now=former, placing=Placing.WAITING)
    if serials:
        rows = rows.filter(serial__in=serials)
    keys = set(rows.values_list("pk", flat=True))
    if not keys:
        raise ActRefused("没有这样的等待对应的意见，请重新选择。")
    groups = set(rows.filter(group__isnull=False).values_list("group", flat=True))
    members = Opinion.objects.filter(group__in=groups).values_list("pk", flat=True)
    if not set(members) <= keys:
        raise ActRefused("选的意见里有归并在一组的，同一组的须一起对应；要分开的，先拆开那一组。")
    if clause is None:
        Opinion.objects.filter(pk__in=keys).update(placing=Placing.FORMER)
    else:
        OpinionGroup.objects.filter(pk__in=groups).update(clause=clause)
        Opinion.objects.filter(pk__in=keys).update(now=clause, placing=Placing.MOVED, alike=None)
    details = {
        "from": former.pk, "to": clause.pk if clause else None, "opinions": len(keys),
    }  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at, details=details)
