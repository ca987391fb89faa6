"""Reads of applications, in the field's words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_in_view, organs_with_role
from requests_app.workflow import WORKFLOW
from requests_app.workflow.states import OPEN, Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

WORKING_ROLES = (
    Role.REQUEST_INTAKE,
    Role.REQUEST_HANDLER,
    Role.ANSWER_REVIEWER,
    Role.SECRECY_REVIEWER,
    Role.SIGNER,
    Role.OFFICE_HEAD,
)
_STAFF = {role.value for role in Role}


def organs_seen(user: User | AnonymousUser) -> set[int]:
    """The organs whose applications a person sees in lists: their own, and those they supervise."""
    return organs_in_view(user, *WORKING_ROLES)


class RequestQuerySet(models.QuerySet[Any]):
    """Applications."""

    def worked_on_by(self, user: User | AnonymousUser) -> RequestQuerySet:
        """What the person's own organs handle, and what they supervise below them."""
        return self.filter(organ_id__in=organs_seen(user))

    def of_applicant(self, user: User | AnonymousUser) -> RequestQuerySet:
        """What the person applied for under their account."""
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()

    def open(self) -> RequestQuerySet:
        """Not yet answered."""
        return self.filter(status__in=OPEN)

    def unconfirmed_since(self, day: dt.date) -> RequestQuerySet:
        """Came in on or before a day and nobody has confirmed the receipt."""
        return self.filter(status=Status.AWAITING_CONFIRMATION, arrived_on__lte=day)

    def late(self, *, on: dt.date) -> RequestQuerySet:
        """Past the day of the answer, or maybe so where the calendar cannot say yet."""
        return self.open().filter(Q(reply_due_on__lt=on) | Q(reply_not_before__lt=on))

    def waiting_for(self, user: User | AnonymousUser) -> RequestQuerySet:
        """What this person can move on, by the roles the transition table asks for."""
        mine = Q(pk__in=())
        for transition in WORKFLOW.transitions:
            if transition.needs_reason or transition.role not in _STAFF:
                continue
            if transition.action in ("archive", "split", "assign"):
                continue
            organs = organs_with_role(user, Role(transition.role))
            mine |= Q(status__in=transition.sources, organ_id__in=organs)
        heads = organs_with_role(user, Role.OFFICE_HEAD)
        extend = WORKFLOW.actions["extend"]
        mine |= Q(
            organ_id__in=heads,
            status__in=extend.sources,
            extension_proposal__isnull=False,
            extension__isnull=True,
        )
        intake = organs_with_role(user, Role.REQUEST_INTAKE)
        return self.filter(mine | Q(status=Status.REGISTERED, organ_id__in=intake))
