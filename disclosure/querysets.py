"""Reads of documents, in the field's words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from disclosure.choices import EDITABLE, IN_REVIEW, Status, Validity
from disclosure.workflow import TRANSITIONS
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

WORKING_ROLES = (Role.CLERK, Role.OPENNESS_REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNER)


class DocumentQuerySet(models.QuerySet[Any]):
    """Documents."""

    def public(self) -> DocumentQuerySet:
        """What anyone may read."""
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> DocumentQuerySet:
        """What is public, and what the person's own organs work on or supervise."""
        organs = organs_with_role(user, *WORKING_ROLES, Role.SUPERVISOR)
        if not organs:
            return self.public()
        return self.filter(Q(status=Status.PUBLISHED) | Q(organ_id__in=organs))

    def in_force(self) -> DocumentQuerySet:
        """What holds as last computed."""
        return self.filter(validity__in=(Validity.IN_FORCE, Validity.AMENDED))

    def waiting_for(self, user: User | AnonymousUser) -> DocumentQuerySet:
        """What this person can move on, by the roles the transition table asks for."""
        mine = Q(pk__in=())
        for transition in TRANSITIONS:
            if not transition.needs_reason and transition.action != "reopen":
                organs = organs_with_role(user, Role(transition.role))
                mine |= Q(status__in=transition.sources, organ_id__in=organs)
        return self.filter(mine)

    def awaiting_publication(self) -> DocumentQuerySet:
        """Not yet public and on the way there."""
        return self.filter(status__in=(*EDITABLE, *IN_REVIEW))

    def late(self, *, on: dt.date) -> DocumentQuerySet:
        """Past the day by which they had to be public."""
        return self.awaiting_publication().filter(publish_due_on__lt=on)

    def with_page_parts(self) -> DocumentQuerySet:
        """Everything a list row or a page shows, without a query a row."""
        return self.select_related("organ", "theme", "category").prefetch_related(
            "issuer_rows", "tags", "audiences"
        )
