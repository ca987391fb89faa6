"""What somebody who came suggests after a session, and what became of it."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from decisions.events.choices import Result
from decisions.events.models.event import Event
from decisions.events.models.signup import SignUp
from decisions.events.querysets import SuggestionQuerySet
from decisions.events.workflow import SUGGESTION_WORKFLOW, Said
from decisions.ledgers.models import Heard, has_outcome_in
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel


class Suggestion(Heard, SealedModel):
    """Of a sign-up that had a place: who wrote it, and how they are reached, is kept there and goes
    with it. `serial` is its number within the event, under which the public reads of it.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="主办机关", on_delete=models.PROTECT, related_name="+"
    )
    event = models.ForeignKey(
        Event, verbose_name="活动", on_delete=models.PROTECT, related_name="suggestions"
    )
    signup = models.ForeignKey(
        SignUp, verbose_name="报名", on_delete=models.PROTECT, related_name="suggestions"
    )
    serial = models.PositiveIntegerField("序号")
    submission_key = models.UUIDField("提交键", unique=True)
    text = SealedTextField("建议")
    status = models.CharField(
        "状态", max_length=16, choices=Said.choices, default=Said.RECEIVED.value
    )
    outcome = models.CharField("处理结果", max_length=8, choices=Result, blank=True)
    change = models.CharField("怎样改进", max_length=1000, blank=True)
    submitted_at = models.DateTimeField("提交时间")
    updated_at = models.DateTimeField("更新时间")

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = "活动建议"
        verbose_name_plural = "活动建议"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Said.values), name="suggestion_state_known"
            ),
            models.UniqueConstraint(fields=["event", "serial"], name="suggestion_serial_once"),
            models.CheckConstraint(
                condition=has_outcome_in(Said.ANSWERED.value, Said.TOLD.value),
                name="suggestion_answered_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(reason="") & ~Q(summary=""),
                name="suggestion_answered_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(shown_at__isnull=True, public_text="")
                | Q(shown_at__isnull=False, may_publish=True) & ~Q(public_text=""),
                name="suggestion_shown_only_with_consent",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "status", "serial"], name="suggestion_in_order"),
            models.Index(fields=["organ", "status"], name="suggestion_by_queue"),
        ]
        triggers = [
            pgtrigger.Protect(name="suggestion_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="suggestion_keeps_its_place",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("event", "signup", "serial", "submitted_at"),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the desk and the trail name it by."""
        return f"活动{self.event_id}建议{self.serial}"


class SuggestionAct(ActRow):
    """A row for every act on a suggestion, also for those that were done to many at once."""

    workflow = SUGGESTION_WORKFLOW
    suggestion = models.ForeignKey(Suggestion, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "活动建议办理记录"
        verbose_name_plural = "活动建议办理记录"
        triggers = unchanging("suggestion")
