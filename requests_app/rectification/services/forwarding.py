"""转送: a request goes to the organ that may correct the record."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from requests_app.rectification.models import Rectification, RectificationForwarding
from requests_app.rectification.services.intake import internal_term
from requests_app.rectification.services.result import checked_way
from requests_app.rectification.services.steps import STEPS
from requests_app.selectors import organs_to_ask

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ


@transaction.atomic
def forward(
    *,
    rectification: Rectification,
    target: Organ,
    reason: str,
    told_by: str,
    by: User,
    at: dt.datetime,
) -> Rectification:
    """Send it to the organ that may correct the record, where its term begins anew.

    The applicant is told at once (并告知申请人). It never comes back to where it was.
    """
    (held, act), day = STEPS.begin(rectification, "forward", by, at), timezone.localdate(at)
    if target.pk in organs_been_at(held) or not organs_to_ask().filter(pk=target.pk).exists():
        raise ActRefused(
            "只能转送给本网站的其他机关，且不能转回办理过的机关；"
            "本机关和该机关都无权更正的，请告知申请人向有权更正的机关提出。"
        )
    source, way = held.organ, checked_way(held, told_by)
    RectificationForwarding.objects.create(
        rectification=held,
        source=source,
        target=target,
        reason=needed(reason, "转送的理由"),
        forwarded_on=day,
        told_by=way,
        by=by,
        at=at,
    )
    held.organ, held.handler = target, None
    held.started_on, held.due_on = day, internal_term(target, day)
    details = {"from": source.code, "to": target.code, "told_by": str(way)}
    return STEPS.finish(held, act, by=by, at=at, organ=source, details=details)


def organs_been_at(rectification: Rectification) -> set[int]:
    """Where it is and where it was."""
    past = rectification.forwardings.values_list("source_id", flat=True)
    return {rectification.organ_id, *past}
