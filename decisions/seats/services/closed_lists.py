"""The second lock: the list is closed and published at once; an objection only marks a line."""

from __future__ import annotations

import datetime as dt
import logging
import math
from collections import Counter
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from decisions.draws.draw import chances
from decisions.draws.lists import canonical, sha256
from decisions.ledgers.refusals import public_text
from decisions.seats.models import ListLine, OutMark, Sitting
from decisions.seats.services import applicant_steps
from decisions.seats.services.sittings import STEPS
from decisions.seats.services.words import objections_end
from decisions.seats.workflow import WORKFLOW, Place, Status
from portal.common.errors import ActRefused
from portal.common.moments import until_words

if TYPE_CHECKING:
    from portal.accounts.models import User

logger = logging.getLogger(__name__)

# Beyond this many ways in which people can come the chances are not reckoned.
_MOST_WAYS: Final = 200_000
_LONGEST: Final = 300


@transaction.atomic
def close(*, sitting: Sitting, by: User, at: dt.datetime) -> Sitting:
    """Publish the list with its hash; nothing is added to it, taken from it or renumbered from now
    on. Raises ActRefused before the announced instant.
    """
    row, _ = STEPS.begin(sitting, "close", by, at)
    return _close(row, by=by, at=at)


def close_due(*, at: dt.datetime) -> int:
    """Close every list whose time is over, each in a transaction of its own; returns how many.
    Killed in the middle, it goes on where it was; done twice, it does nothing twice. One that is
    refused keeps none of the others waiting, and is reported.
    """
    due = list(Sitting.objects.due_to_close(at).order_by("closes_at").values_list("pk", flat=True))
    closed = 0
    for pk in due:
        try:
            closed += _close_one(pk, at)
        except ActRefused as error:
            logger.error("列席%s的名单没有公布：%s", pk, error)
    return closed


@transaction.atomic
def mark_out(*, sitting: Sitting, number: int, reason: str, by: User, at: dt.datetime) -> Sitting:
    """An objection is right: the line says `out` with the reason and stays where it is. Raises
    ActRefused for a number that is not in the list.
    """
    row, act = STEPS.begin(sitting, "mark_out", by, at)
    line = ListLine.objects.filter(sitting=row, number=number).first()
    if line is None:
        raise ActRefused(f"名单上没有{number}号，请核对。")
    if OutMark.objects.filter(line=line).exists():
        raise ActRefused(f"{number}号已经标注过。")
    reason = public_text(reason, "理由", _LONGEST)
    OutMark.objects.create(line=line, reason=reason, at=at, by=by)
    return STEPS.finish(row, act, by=by, at=at, reason=reason, details={"number": number})


@transaction.atomic
def _close_one(pk: int, at: dt.datetime) -> bool:
    row = applicant_steps.held(pk)
    if row.status != Status.ANNOUNCED:
        return False
    _close(row, by=None, at=at)
    return True


def _close(sitting: Sitting, *, by: User | None, at: dt.datetime) -> Sitting:
    if at < sitting.closes_at:
        raise ActRefused(f"报名到{until_words(sitting.closes_at)}截止，到时公布名单。")
    applicants = list(applicant_steps.locked(sitting, Place.APPLIED))
    rows = [(each.line, each.group, each.leaf) for each in applicants]
    ListLine.objects.bulk_create(
        ListLine(sitting=sitting, number=number, group=group, leaf=leaf)
        for number, group, leaf in rows
    )
    data = canonical(rows)
    sitting.list_csv, sitting.list_sha256 = data.decode(), sha256(data)
    sitting.closed_at = at
    sitting.objections_until = objections_end(timezone.localdate(at), sitting.objection_days)
    sitting.chances = _chances(sitting, Counter(each.group for each in applicants))
    for applicant in applicants:
        applicant_steps.move(applicant, "list", by=by, at=at)
    details = {"sha256": sitting.list_sha256, "lines": len(rows)}
    return STEPS.finish(sitting, WORKFLOW.actions["close"], by=by, at=at, details=details)


def _chances(sitting: Sitting, sizes: Counter[str]) -> dict[str, float]:
    if not sitting.is_drawn or not sizes:
        return {}
    quotas = {group.name: group.quota for group in sitting.groups.all() if sizes[group.name]}
    ways = math.prod(min(n, sitting.places + quotas.get(g, 0)) + 1 for g, n in sizes.items())
    if ways > _MOST_WAYS:
        return {}
    return chances(sizes, places=sitting.places, quotas=quotas)
