"""What applications bring to the keeping of personal data, and who keeps one longer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q

from decisions.seats.models import Applicant
from decisions.seats.services.applicant_steps import STEPS
from decisions.seats.services.notices import forget_told
from portal.personal import holds, retention

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from portal.accounts.models import User

_CLASS: Final = "applicants"


def _forget(applicant: Applicant) -> list[FieldFile]:
    """Reasons, the name's consent and notices go; the number stays, which names nobody."""
    applicant.acts.update(reason="")
    applicant.person_index, applicant.may_name = "", False
    forget_told(applicant)
    return []


APPLICANTS: Final = retention.Retention[Applicant](
    model=Applicant,
    prefix="seats_applicants",
    setting="SEATS_RETENTION_MONTHS",
    classes={_CLASS: Q()},
    class_of=lambda _applicant: _CLASS,
    sealed=("name", "phone", "email"),
    forget=_forget,
)


@transaction.atomic
def hold(*, applicant: Applicant, reason: str, by: User, at: dt.datetime) -> Applicant:
    """Keep it beyond its term, for a review or an inspection."""
    return holds.hold(STEPS, applicant, reason=reason, by=by, at=at)


@transaction.atomic
def lift_hold(*, applicant: Applicant, reason: str, by: User, at: dt.datetime) -> Applicant:
    """Let the ordinary term apply again."""
    return holds.lift_hold(STEPS, applicant, reason=reason, by=by, at=at)
