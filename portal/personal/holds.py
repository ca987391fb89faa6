"""延长保存: the two acts by which one case of any kind is kept beyond its term, and let go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeVar

from django.db.models import Model

from portal.acts.steps import Obstacle, Steps
from portal.personal import retention
from portal.personal.impersonal import impersonal

if TYPE_CHECKING:
    from portal.accounts.models import User

Case = TypeVar("Case", bound=Model)

# For the obstacles of a kind whose table has these acts.
OBSTACLES: Final[Mapping[str, Obstacle]] = {
    "hold": lambda case, _on: retention.may_be_held(case),
    "lift_hold": lambda case, _on: retention.may_be_let_go(case),
}


def hold(steps: Steps[Case], case: Case, *, reason: str, by: User, at: dt.datetime) -> Case:
    """Keep it beyond its term, for a review, a suit or an inspection; the reason names nobody."""
    held, act = steps.begin(case, "hold", by, at)
    reason = impersonal(reason, "延长保存的理由", of=[held])
    retention.hold(held, reason)
    return steps.finish(held, act, by=by, at=at, reason=reason)


def lift_hold(steps: Steps[Case], case: Case, *, reason: str, by: User, at: dt.datetime) -> Case:
    """Let the ordinary term apply again."""
    held, act = steps.begin(case, "lift_hold", by, at)
    reason = impersonal(reason, "解除的理由", of=[held])
    retention.lift_hold(held)
    return steps.finish(held, act, by=by, at=at, reason=reason)
