"""A concern: what people ask, by when it is answered, and what was said in answer, one by one."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from disclosure.models import Document
from policies.concerns.choices import Gravity, Nature, Origin
from policies.concerns.querysets import ConcernQuerySet
from policies.concerns.workflow import WORKFLOW, Status
from policies.messages.models import PublishedMessage
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ

LONGEST_TITLE = 100


class Concern(models.Model):
    """What people ask, where it was noticed and when, from which its moments follow.

    `due_at` is the nearest moment that still has to be kept. `public_at` is when the last of what
    is read was released, and empty while nothing is. `press_recorded_at` is when the conference or
    the reason for none was put on record.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="责任机关", on_delete=models.PROTECT, related_name="concerns"
    )
    handler = models.ForeignKey(
        User, verbose_name="记录人", on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField("标题", max_length=LONGEST_TITLE)
    asked = models.TextField("公众关心什么")
    origin = models.CharField("来源", max_length=12, choices=Origin)
    origin_words = models.CharField("来源说明", max_length=200, blank=True)
    origin_url = models.URLField("来源网址", max_length=500, blank=True)
    nature = models.CharField("类别", max_length=12, choices=Nature)
    gravity = models.CharField("级别", max_length=8, choices=Gravity)
    noticed_at = models.DateTimeField("发现时间")
    information_due_at = models.DateTimeField("回应时限")
    press_due_at = models.DateTimeField("发布会时限", null=True)
    due_at = models.DateTimeField("最近的时限", null=True)
    press_held_at = models.DateTimeField("发布会时间", null=True)
    press_place = models.CharField("发布会地点", max_length=100, blank=True)
    press_url = models.URLField("发布会实录网址", max_length=500, blank=True)
    press_none = models.CharField("不开发布会的理由", max_length=500, blank=True)
    press_recorded_at = models.DateTimeField("发布会记录时间", null=True)
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.DRAFT.value
    )
    first_public_at = models.DateTimeField("首次回应时间", null=True)
    public_at = models.DateTimeField("最近回应时间", null=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True)
    updated_at = models.DateTimeField("更新时间")

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = "关切"
        verbose_name_plural = "回应关切"
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(gravity=Gravity.SERIOUS, press_due_at__isnull=False)
                | ~Q(gravity=Gravity.SERIOUS) & Q(press_due_at__isnull=True),
                name="serious_concern_has_press_moment",
            ),
            models.CheckConstraint(
                condition=Q(press_held_at__isnull=True) | Q(press_none=""),
                name="press_was_held_or_not",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLIC.value) | Q(public_at__isnull=False),
                name="answered_concern_is_read",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.WITHDRAWN.value, Status.DISCARDED.value])
                | Q(public_at__isnull=True),
                name="ended_concern_is_not_read",
            ),
            models.CheckConstraint(
                condition=Q(public_at__isnull=True) | Q(first_public_at__lte=F("public_at")),
                name="concern_first_read_first",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(asked=""), name="concern_says_something"
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "noticed_at"], name="concern_by_month"),
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False), name="concern_by_moment"
            ),
            models.Index(
                fields=["-public_at", "-id"],
                condition=Q(public_at__isnull=False),
                name="concern_newest_first",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="answered_concern_keeps_its_words",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__public_at__isnull=False, new__public_at__isnull=False)
                & (
                    pgtrigger.Q(old__title__df=pgtrigger.F("new__title"))
                    | pgtrigger.Q(old__asked__df=pgtrigger.F("new__asked"))
                    | pgtrigger.Q(old__origin__df=pgtrigger.F("new__origin"))
                    | pgtrigger.Q(old__origin_words__df=pgtrigger.F("new__origin_words"))
                    | pgtrigger.Q(old__origin_url__df=pgtrigger.F("new__origin_url"))
                ),
                func="RAISE EXCEPTION 'what is read of a concern keeps its words';",
            ),
            pgtrigger.Trigger(
                name="first_answer_keeps_its_moment",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__first_public_at__isnull=False)
                & pgtrigger.Q(old__first_public_at__df=pgtrigger.F("new__first_public_at")),
                func="RAISE EXCEPTION 'the moment of the first answer is kept';",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("policies:concern", args=[self.pk])

    @property
    def number(self) -> str:
        """What the desk names it by: never what it says."""
        return f"关切{self.pk}"

    @property
    def is_serious(self) -> bool:
        """Whether its hours are those of an emergency."""
        return self.gravity == Gravity.SERIOUS

    @property
    def has_met_press(self) -> bool:
        """Whether a conference, or the reason for none, is on record."""
        return self.press_held_at is not None or bool(self.press_none)


class ConcernStatement(models.Model):
    """回应, and each 续报 after it: unchanged once it is released, and dated by that."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="statements")
    position = models.PositiveSmallIntegerField("第几次")
    facts = models.TextField("核实的情况", blank=True)
    done = models.TextField("处置措施", blank=True)
    further = models.TextField("后续安排", blank=True)
    policies = models.ManyToManyField(
        Document, verbose_name="有关政策", blank=True, related_name="concern_statements"
    )
    messages = models.ManyToManyField(
        PublishedMessage, verbose_name="有关留言", blank=True, related_name="+"
    )
    released_at = models.DateTimeField("发布时间", null=True)
    released_by = models.ForeignKey(
        User, verbose_name="审核人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField("撤下时间", null=True)

    class Meta:
        verbose_name = "回应"
        verbose_name_plural = "回应"
        ordering = ["concern", "position"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "position"], name="concern_statement_once"),
            models.UniqueConstraint(
                fields=["concern"],
                condition=Q(released_at__isnull=True),
                name="concern_has_one_open_statement",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True,
                            withdrawn_at__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False)
                & ~Q(facts="", done="", further=""),
                name="released_statement_says_something",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(
                name="released_statement_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__released_at__isnull=False),
            ),
            pgtrigger.Trigger(
                name="released_statement_keeps_its_words",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__released_at__isnull=False)
                & (
                    pgtrigger.Q(old__facts__df=pgtrigger.F("new__facts"))
                    | pgtrigger.Q(old__done__df=pgtrigger.F("new__done"))
                    | pgtrigger.Q(old__further__df=pgtrigger.F("new__further"))
                    | pgtrigger.Q(old__released_at__df=pgtrigger.F("new__released_at"))
                ),
                func="RAISE EXCEPTION 'a released statement keeps its words';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concern}第{self.position}次回应"


class ConcernAct(ActRow):
    """One step of a concern."""

    workflow = WORKFLOW
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("意见", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "关切办理记录"
        verbose_name_plural = "关切办理记录"
        triggers = unchanging("concern", "reason")
