"""One policy handed to one relay, and what the relay told of it."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from disclosure.models import Document
from policies.audiences.models import Push
from policies.relays.choices import Means
from policies.relays.models.relay import Relay
from policies.relays.workflow import WORKFLOW, Status
from portal.acts.models import ActRow, unchanging
from portal.tracking.cases import TrackedCase

MOST_PEOPLE = 1_000_000


class RelayTask(TrackedCase):
    """`organ` is the one that looks after the relay, `document` what is passed on, for a `push` or
    without one. `due_on` is the day that runs now: until it is received, then until it is reported;
    empty where nothing is due, or the calendar does not reach so far.
    """

    relay = models.ForeignKey(
        Relay, verbose_name="接力组织", on_delete=models.PROTECT, related_name="tasks"
    )
    document = models.ForeignKey(
        Document, verbose_name="文件", on_delete=models.PROTECT, related_name="relay_tasks"
    )
    push = models.ForeignKey(
        Push, verbose_name="推送", null=True, on_delete=models.PROTECT, related_name="relay_tasks"
    )
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.WAITING.value
    )
    receive_due_on = models.DateField("接收期限", null=True)
    received_on = models.DateField("接收日期", null=True)
    report_due_on = models.DateField("报转发情况的期限", null=True)
    reported_on = models.DateField("首次报转发情况的日期", null=True)
    due_on = models.DateField("期限", null=True)
    closed_on = models.DateField("结束日期", null=True)

    class Meta:
        verbose_name = "接力任务"
        verbose_name_plural = "接力任务"
        constraints = [
            models.UniqueConstraint(
                fields=["push", "relay"], condition=Q(push__isnull=False),
                name="relay_task_of_push_once",
            ),
            models.UniqueConstraint(
                fields=["document", "relay"], condition=Q(push=None),
                name="relay_task_of_policy_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="relay_task_state_known"
            ),
            models.CheckConstraint(
                condition=Q(reported_on=None) | Q(received_on__isnull=False),
                name="relay_task_is_received_before_it_is_reported",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["organ", "status", "due_on"], name="relay_task_by_queue"),
            models.Index(fields=["relay", "submitted_at"], name="relay_task_by_year"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("policies:relay_case", args=[self.number])


class RelayFigure(models.Model):
    """How many people were told, by which means, when and where, as the relay says."""

    task = models.ForeignKey(RelayTask, on_delete=models.CASCADE, related_name="figures")
    means = models.CharField("方式", max_length=12, choices=Means)
    people = models.PositiveIntegerField(
        "人数", validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)]
    )
    on = models.DateField("日期")
    place = models.CharField("地点", max_length=100)
    at = models.DateTimeField("报告时间")

    class Meta:
        verbose_name = "转发情况"
        verbose_name_plural = "转发情况"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1), name="relay_figure_counts_people")
        ]

    def __str__(self) -> str:
        return f"{self.get_means_display()} {self.people}"


class RelayFeedback(models.Model):
    """A question the relay heard: what is personal in it was masked before it was kept."""

    task = models.ForeignKey(RelayTask, on_delete=models.CASCADE, related_name="feedback")
    text = models.TextField("听到的问题")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "接力反馈"
        verbose_name_plural = "接力反馈"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"接力反馈{self.pk}"


class RelayTaskAct(ActRow):
    """One step of a task."""

    workflow = WORKFLOW
    relay_task = models.ForeignKey(RelayTask, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "接力办理记录"
        verbose_name_plural = "接力办理记录"
        triggers = unchanging("relay_task", "reason")
