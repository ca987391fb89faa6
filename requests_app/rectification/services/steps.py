"""How every act on a request for rectification goes: locked, permitted, moved, audited."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser

from portal.audit.services import record
from portal.common.errors import NotPermitted
from requests_app.rectification import workflow as flow
from requests_app.rectification.choices import RectificationStatus
from requests_app.rectification.models import Rectification, RectificationAct
from requests_app.rectification.permissions import may_act_on_rectification
from requests_app.rectification.services.letters import issue_rectification_letter
from requests_app.rectification.services.notices import tell_of_rectification

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ


def locked_rectification(rectification: Rectification) -> Rectification:
    """The row as it is now, held until the transaction ends."""
    # No join: a row that was given to another organ while this waited would not be found by it.
    found: Rectification = Rectification.objects.select_for_update().get(pk=rectification.pk)
    return found


def begin_act(rectification: Rectification, action: str, by: User | None) -> Rectification:
    """The row locked until the act is done: two people, one winner.

    `by` is None when the applicant acts, of which the door has made sure.
    """
    held = locked_rectification(rectification)
    user = by or AnonymousUser()
    verdict = may_act_on_rectification(user, held, action, as_applicant=by is None)
    if not verdict:
        raise NotPermitted(verdict.reason)
    return held


def finish_act(
    rectification: Rectification,
    action: str,
    *,
    by: User | None,
    at: dt.datetime,
    organ: Organ | None = None,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> Rectification:
    """The only place that writes a state; `organ` is whose act it was, if not the case's now."""
    act, source = flow.ACTIONS[action], rectification.status
    rectification.status = RectificationStatus(act.target or source)
    rectification.updated_at = at
    rectification.save()
    row = RectificationAct.objects.create(
        rectification=rectification,
        action=action,
        source=source,
        target=rectification.status,
        organ=organ or rectification.organ,
        by=by,
        at=at,
        reason=reason,
    )
    letter = issue_rectification_letter(rectification, action, by=by, at=at)
    letters = {"letters": [letter.number]} if letter else {}
    record(
        action=f"records.{action}",
        summary=f"{act.sentence}：{rectification.number}",
        by=by,
        at=at,
        organ=organ or rectification.organ,
        subject=rectification,
        basis=act.basis,
        details={"source": source, "target": rectification.status, **(details or {}), **letters},
    )
    tell_of_rectification(rectification, row, at=at)
    return rectification
