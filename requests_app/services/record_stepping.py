"""How every act on a request for correction begins and ends: locked, permitted, moved, audited."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser

from portal.audit.services import record
from portal.common.errors import NotPermitted
from requests_app import record_workflow as flow
from requests_app.choices import RecordStatus
from requests_app.models import RecordAct, RecordCorrection
from requests_app.record_permissions import may_act_on_record
from requests_app.services.record_issuing import issue_record_letter
from requests_app.services.record_telling import tell_of_record

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ


def locked_record(correction: RecordCorrection) -> RecordCorrection:
    """The row as it is now, held until the transaction ends."""
    # No join: a row that was given to another organ while this waited would not be found by it.
    found: RecordCorrection = RecordCorrection.objects.select_for_update().get(pk=correction.pk)
    return found


def begin_act(correction: RecordCorrection, action: str, by: User | None) -> RecordCorrection:
    """The row locked until the act is done: two people, one winner.

    `by` is None when the applicant acts, of which the door has made sure.
    """
    held = locked_record(correction)
    user = by or AnonymousUser()
    verdict = may_act_on_record(user, held, action, as_applicant=by is None)
    if not verdict:
        raise NotPermitted(verdict.reason)
    return held


def finish_act(
    correction: RecordCorrection,
    action: str,
    *,
    by: User | None,
    at: dt.datetime,
    organ: Organ | None = None,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> RecordCorrection:
    """The only place that writes a state; `organ` is whose act it was, if not the case's now."""
    act, source = flow.ACTIONS[action], correction.status
    correction.status = RecordStatus(act.target or source)
    correction.updated_at = at
    correction.save()
    row = RecordAct.objects.create(
        correction=correction,
        action=action,
        source=source,
        target=correction.status,
        organ=organ or correction.organ,
        by=by,
        at=at,
        reason=reason,
    )
    letter = issue_record_letter(correction, action, by=by, at=at)
    letters = {"letters": [letter.number]} if letter else {}
    record(
        action=f"records.{action}",
        summary=f"{act.sentence}：{correction.number}",
        by=by,
        at=at,
        organ=organ or correction.organ,
        subject=correction,
        basis=act.basis,
        details={"source": source, "target": correction.status, **(details or {}), **letters},
    )
    tell_of_record(correction, row, at=at)
    return correction
