"""A question and its answer as everybody reads them: a masked copy that lives for itself.

Nothing in these tables is sealed, so nothing may get into them that a person has not released.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse

from disclosure.models import Document
from policies.messages.choices import Category, Outcome
from policies.messages.models.channel import MessageChannel
from policies.messages.models.message import Message
from policies.messages.querysets import PublishedQuerySet
from portal.accounts.models import User
from portal.organs.models import Organ
from portal.taxonomy.models import Theme
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel

_ONLY_WITH_CONSENT = """
IF NOT EXISTS (SELECT 1 FROM policies_message WHERE id = NEW.message_id AND may_publish) THEN
    RAISE EXCEPTION 'a message is published only with consent';
END IF;
RETURN NEW;
"""


class PublishedMessage(models.Model):
    """One page of 留言选登. Taken down, nothing of it is left but its number and when."""

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="published")
    channel = models.ForeignKey(MessageChannel, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(
        Organ, verbose_name="答复机关", on_delete=models.PROTECT, related_name="+"
    )
    policy = models.ForeignKey(
        Document, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="政策"
    )
    theme = models.ForeignKey(
        Theme, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="主题"
    )
    category = models.CharField("类别", max_length=12, choices=Category)
    outcome = models.CharField("结果", max_length=16, choices=Outcome)
    title = models.CharField("标题", max_length=120, blank=True)
    question = models.TextField("留言", blank=True)
    answer = models.TextField("答复", blank=True)
    asked_on = models.DateField("留言日期")
    answered_on = models.DateField("答复日期")
    days_taken = models.PositiveSmallIntegerField("用了几个工作日", null=True)
    also_asked = models.PositiveIntegerField("也想问的人数", default=0)
    typical_note = models.CharField("典型在哪里", max_length=300, blank=True)
    typical_on = models.DateField("列为典型案例的日期", null=True)
    grams = ArrayField(models.CharField(max_length=2), default=list, verbose_name="字对")
    is_live = models.BooleanField("公开中", default=True)
    published_by = models.ForeignKey(
        User, verbose_name="放出人", on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField("公开时间")
    taken_down_at = models.DateTimeField("撤下时间", null=True)
    updated_at = models.DateTimeField("更新时间")

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = "公开的留言"
        verbose_name_plural = "公开的留言"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_live=True, taken_down_at__isnull=True)
                | Q(
                    is_live=False,
                    taken_down_at__isnull=False,
                    title="",
                    question="",
                    answer="",
                    typical_on__isnull=True,
                ),
                name="message_taken_down_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(typical_on__isnull=True, typical_note="")
                | Q(typical_on__isnull=False) & ~Q(typical_note=""),
                name="message_typical_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-answered_on", "-id"], condition=Q(is_live=True), name="published_by_day"
            ),
            models.Index(
                fields=["organ", "-answered_on", "-id"],
                condition=Q(is_live=True),
                name="published_by_organ",
            ),
            models.Index(
                fields=["policy", "-answered_on", "-id"],
                condition=Q(is_live=True),
                name="published_by_policy",
            ),
            models.Index(
                fields=["-answered_on", "-id"],
                condition=Q(is_live=True, typical_on__isnull=False),
                name="published_typical",
            ),
            GinIndex(fields=["grams"], name="published_by_grams"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_with_consent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__is_live=True),
                func=_ONLY_WITH_CONSENT,
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("policies:message_public", args=[self.pk])


class AlsoAsked(SealedModel):
    """我也想问: one for each person, who hears when the answer changes."""

    published = models.ForeignKey(PublishedMessage, on_delete=models.CASCADE, related_name="askers")
    person_index = models.CharField("谁", max_length=64)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    email = SealedTextField("电子邮箱", blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["published", "person_index"], name="message_also_asked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.published_id}/{self.pk}"


class GramCount(models.Model):
    """In how many published questions a pair of characters stands."""

    gram = models.CharField("字对", max_length=2, primary_key=True)
    count = models.PositiveIntegerField("件数", default=0)

    def __str__(self) -> str:
        return self.gram


class ShownMatch(models.Model):
    """How often somebody about to write was shown what others asked, and how often that was it;
    by the day, and of nobody.
    """

    day = models.DateField("日期", primary_key=True)
    shown = models.PositiveIntegerField("给出", default=0)
    pressed = models.PositiveIntegerField("就是它", default=0)

    def __str__(self) -> str:
        return self.day.isoformat()
