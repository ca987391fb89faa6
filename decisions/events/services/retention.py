"""What sign-ups bring to the keeping of personal data, and who keeps one longer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q

from decisions.events.models import SignUp
from decisions.events.services.notices import forget_told
from decisions.events.services.pools import STEPS
from decisions.events.workflow import Said
from portal.personal import holds, retention

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from portal.accounts.models import User

_CLASS: Final = "signups"


def _forget(signup: SignUp) -> list[FieldFile]:
    """Reasons and notices go; the number of persons and the scans stay, which name nobody. A
    suggestion goes with its writer once it was answered or taken back: what waits for an answer is
    read until then.
    """
    signup.acts.update(reason="")
    signup.suggestions.exclude(status__in=Said.open).update(text="")
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
    return holds.hold(STEPS, signup, reason=reason, by=by, at=at)


@transaction.atomic
def lift_hold(*, signup: SignUp, reason: str, by: User, at: dt.datetime) -> SignUp:
    """Let the ordinary term apply again."""
    return holds.lift_hold(STEPS, signup, reason=reason, by=by, at=at)
