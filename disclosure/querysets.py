"""Reads of documents, in the field's words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from disclosure.choices import Reach, Validity
from disclosure.workflow import EDITABLE, IN_REVIEW, WORKFLOW, Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

WORKING_ROLES = (Role.CLERK, Role.OPENNESS_REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNER)


class DocumentQuerySet(models.QuerySet[Any]):
    """Documents."""

    def public(self) -> DocumentQuerySet:
        """What anyone may read: published, and addressed to everyone."""
        return self.filter(status=Status.PUBLISHED, reach=Reach.EVERYONE)

    def published(self) -> DocumentQuerySet:
        """What is in force of publication, to everyone or to its addressees only."""
        return self.filter(status=Status.PUBLISHED)

    def withdrawn(self) -> DocumentQuerySet:
        """What anyone could read once and nobody may now."""
        once = self.filter(withdrawn_at__isnull=False, reach=Reach.EVERYONE)
        return once.exclude(status=Status.PUBLISHED)

    def addressed_to(self, user: User | AnonymousUser) -> DocumentQuerySet:
        """What was published to this person's organs or groups, and not to everyone."""
        if not (user.is_active and user.is_authenticated):
            return self.none()
        organs = organs_with_role(user, *Role)
        # One question each: asked together, a group's people would be multiplied by its organs.
        reached = Q(pk__in=())
        for circle in (
            Q(addressees__organ_id__in=organs),
            Q(addressees__group__organs__in=organs),
            Q(addressees__group__people=user),
        ):
            reached |= Q(pk__in=self.model.objects.filter(circle).values("pk"))
        return self.filter(reached, status=Status.PUBLISHED, reach=Reach.ADDRESSED)

    def readable_by(self, user: User | AnonymousUser) -> DocumentQuerySet:
        """What this person may read at the public doors."""
        if not (user.is_active and user.is_authenticated):
            return self.public()
        addressed = self.model.objects.addressed_to(user).values("pk")
        return self.filter(Q(reach=Reach.EVERYONE) | Q(pk__in=addressed), status=Status.PUBLISHED)

    def of_own_organs(self, user: User | AnonymousUser) -> DocumentQuerySet:
        """What the person's own organs work on or supervise, in whatever state."""
        organs = organs_with_role(user, *WORKING_ROLES, Role.SUPERVISOR)
        return self.filter(organ_id__in=organs)

    def valid_on(self, on: dt.date) -> DocumentQuerySet:
        """What holds, or held, on that day."""
        return self.filter(valid_during__contains=on)

    def expiring(self, *, on: dt.date, within: int) -> DocumentQuerySet:
        """Published and in force, with a period that ends within so many days."""
        last = on + dt.timedelta(days=within)
        return self.published().in_force().filter(ends_on__gte=on, ends_on__lte=last)

    def due_for_openness_review(self, *, on: dt.date) -> DocumentQuerySet:
        """Not opened at their time, and to be looked at again (条例第十八条)."""
        return self.filter(status=Status.FILED, openness_review_due_on__lte=on)

    def due_for_release(self, *, at: dt.datetime) -> DocumentQuerySet:
        """Signed, and their time has come."""
        return self.filter(status=Status.SCHEDULED, scheduled_for__lte=at)

    def in_force(self) -> DocumentQuerySet:
        """What holds as last computed."""
        return self.filter(validity__in=(Validity.IN_FORCE, Validity.AMENDED))

    def rules(self) -> DocumentQuerySet:
        """Texts of 规章, by their own word or by their original's; no decisions on others."""
        return self.filter(Q(is_rule=True) | Q(work_text__work__is_rule=True)).exclude(
            work__is_decision=True
        )

    def normative(self) -> DocumentQuerySet:
        """Texts of 行政规范性文件, by their own word or by their original's."""
        return self.filter(Q(is_normative=True) | Q(work_text__work__is_normative=True))

    def laid_down(self) -> DocumentQuerySet:
        """Texts of 规章 and of 行政规范性文件."""
        return self.rules() | self.normative()

    def waiting_for(self, user: User | AnonymousUser) -> DocumentQuerySet:
        """What this person can move on, by the roles the transition table asks for."""
        mine = Q(pk__in=())
        for transition in WORKFLOW.transitions:
            if not transition.needs_reason and transition.action != "reopen":
                organs = organs_with_role(user, Role(transition.role))
                mine |= Q(status__in=transition.sources, organ_id__in=organs)
        return self.filter(mine)

    def awaiting_publication(self) -> DocumentQuerySet:
        """Not yet public and on the way there."""
        return self.filter(status__in=(*EDITABLE, *IN_REVIEW))

    def newest_first(self) -> DocumentQuerySet:
        """The last to come out first; a 历史公文 stands where it came out, not where it came in."""
        return self.order_by(F("listed_at").desc(nulls_last=True), "-pk")

    def late(self, *, on: dt.date) -> DocumentQuerySet:
        """Past the day by which they had to be public."""
        return self.awaiting_publication().filter(publish_due_on__lt=on)

    def with_page_parts(self) -> DocumentQuerySet:
        """Everything a list row or a page shows, without a query a row."""
        return self.select_related(
            "organ", "theme", "category", "work_text__work"
        ).prefetch_related("issuer_rows", "tags", "audiences")
