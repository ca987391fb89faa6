"""知识条目: the identity of an answer over all its versions."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse

from policies.answers.choices import Audience, Source
from policies.answers.querysets import EntryQuerySet
from policies.answers.workflow import WORKFLOW, Status
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ


class Entry(models.Model):
    """One question of the base: whose it is, who may read it, and which version holds.

    `current` is the version that is read, also while the next one is drafted; `holds` is whether
    the day lies within its period, brought up to the day each night. `handler` keeps it current,
    `contact` is whom colleagues ask, and is shown to staff only.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="责任机关", on_delete=models.PROTECT, related_name="answers"
    )
    handler = models.ForeignKey(
        User, verbose_name="维护人", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    audience = models.CharField("公开范围", max_length=16, choices=Audience)
    source = models.CharField("来源", max_length=16, choices=Source, default=Source.POLICY)
    contact = models.CharField("联系人（内部）", max_length=100, blank=True)
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.DRAFT.value
    )
    current = models.OneToOneField(
        "policies.EntryVersion", verbose_name="公开的版本", null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    holds = models.BooleanField("在有效期内", default=False)
    review_on = models.DateField("下次复核日", null=True, blank=True)
    first_public_at = models.DateTimeField("首次公开时间", null=True)
    public_at = models.DateTimeField("最近公开时间", null=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True)
    updated_at = models.DateTimeField("更新时间")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "问答"
        verbose_name_plural = "问答"
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLIC.value)
                | Q(current__isnull=False, review_on__isnull=False, public_at__isnull=False),
                name="public_answer_has_version_and_review_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.WITHDRAWN.value, Status.DISCARDED.value])
                | Q(current__isnull=True),
                name="ended_answer_shows_nothing",
            ),
            models.CheckConstraint(
                condition=Q(current__isnull=False) | Q(holds=False),
                name="answer_without_version_never_holds",
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "status"], name="answer_by_organ"),
            models.Index(
                fields=["review_on"],
                condition=Q(status=Status.PUBLIC.value),
                name="answer_by_review_day",
            ),
            models.Index(
                fields=["-public_at", "-id"],
                condition=Q(current__isnull=False, holds=True),
                name="answer_newest_first",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("policies:answer", args=[self.pk])

    @property
    def number(self) -> str:
        """What the desk names it by: never what it says."""
        return f"问答{self.pk}"

    def review_due(self, on: dt.date) -> bool:
        """Whether it is to be looked at again."""
        return bool(self.status == Status.PUBLIC and self.review_on and self.review_on <= on)


class EntryAct(ActRow):
    """One step of an entry."""

    workflow = WORKFLOW
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("意见", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "问答办理记录"
        verbose_name_plural = "问答办理记录"
        triggers = unchanging("entry", "reason")
