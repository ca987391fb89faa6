"""Reads of requests for rectification (第四十一条), in the field's words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_in_view
from portal.acts.querysets import waiting_for
from requests_app.rectification import workflow as flow

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

WORKING_ROLES = (
    Role.REQUEST_INTAKE,
    Role.REQUEST_HANDLER,
    Role.ANSWER_REVIEWER,
    Role.OFFICE_HEAD,
)


class RectificationQuerySet(models.QuerySet[Any]):
    """Requests for the rectification of records."""

    def worked_on_by(self, user: User | AnonymousUser) -> RectificationQuerySet:
        """What the person's own organs handle now, and what they supervise below them."""
        return self.filter(organ_id__in=organs_in_view(user, *WORKING_ROLES))

    def of_applicant(self, user: User | AnonymousUser) -> RectificationQuerySet:
        """What the person asked for under their account."""
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()

    def open(self) -> RectificationQuerySet:
        """Not yet decided."""
        return self.filter(status__in=flow.OPEN)

    def overdue(self, *, on: dt.date) -> RectificationQuerySet:
        """Past the organ's own term."""
        return self.open().filter(due_on__lt=on)

    def waiting_for(self, user: User | AnonymousUser) -> RectificationQuerySet:
        """What this person has to move on: to accept, to verify, to approve, to tell of."""
        return self.filter(waiting_for(flow.Status, user, handler_role=Role.REQUEST_HANDLER))
