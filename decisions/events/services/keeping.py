"""What sign-ups bring to the keeping of personal data, and who keeps one longer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q

from decisions.events.models import SignUp
from decisions.events.services.notices import forget_told
from decisions.events.services.seating import STEPS
from portal.acts.refusals import needed
from portal.personal import retention

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from portal.accounts.models import User

_CLASS: Final = "signups"


def _forget(signup: SignUp) -> list[FieldFile]:
    """Reasons and notices go; the number of persons and the scans stay, which name nobody."""
    signup.acts.update(reason="")
    signup.person_index = ""
    forget_told(signup)
    return []


SIGNUPS: Final = retention.Retention[SignUp](
    model=SignUp,
    prefix="event_signups",
    setting="EVENT_RETENTION_MONTHS",
    classes={_CLASS: Q()},
    class_of=lambda _signup: _CLASS,
    sealed=("name", "phone", "email", "needs"),
    forget=_forget,
)


@transaction.atomic
def hold(*, signup: SignUp, reason: str, by: User, at: dt.datetime) -> SignUp:
    """Keep it beyond its term, for a review or an inspection."""
    held, act = STEPS.begin(signup, "hold", by, at)
    reason = needed(reason, "延长保存的理由")
    retention.hold(held, reason)
    return STEPS.finish(held, act, by=by, at=at, reason=reason)


@transaction.atomic
def lift_hold(*, signup: SignUp, reason: str, by: User, at: dt.datetime) -> SignUp:
    """Let the ordinary term apply again."""
    held, act = STEPS.begin(signup, "lift_hold", by, at)
    retention.lift_hold(held)
    return STEPS.finish(held, act, by=by, at=at, reason=needed(reason, "解除的理由"))
