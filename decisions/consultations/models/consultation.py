"""A consultation: what is asked, from when to when, in which versions of the draft."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from decisions.consultations.choices import Showing
from decisions.consultations.deadlines import Window
from decisions.consultations.querysets import ConsultationQuerySet
from decisions.consultations.workflow import WORKFLOW, Status
from decisions.dossiers.models import Decision
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ
from portal.text.fields import StructuredTextField

LONGEST_TITLE = 200
_UNANNOUNCED = [Status.DRAFT.value, Status.REVIEW.value, Status.DISCARDED.value]


class Consultation(models.Model):
    """`opens_at` is the instant of publication, `closes_at` the first one at which it is too late;
    the day of publication is not counted. `first_closes_at` is what was announced before any
    extension. `outcome_due_on` stays empty while the calendar does not reach so far. `figures` is
    what was counted when the outcome was published (consultations/counting.py): nothing of it can
    change before the outcome is taken back, and so no reader counts thousands of rows again.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="征集单位", on_delete=models.PROTECT, related_name="+"
    )
    handler = models.ForeignKey(
        User, verbose_name="承办人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.ForeignKey(
        Decision, verbose_name="决策", null=True, on_delete=models.PROTECT,
        related_name="consultations",
    )  # fmt: skip
    title = models.CharField("名称", max_length=LONGEST_TITLE)
    gist = models.TextField("为什么征求意见", blank=True)
    basis = models.CharField("依据", max_length=500, blank=True)
    ways = models.TextField("其他提意见的方式", blank=True)
    opens_at = models.DateTimeField("发布时间", null=True)
    closes_at = models.DateTimeField("截止", null=True)
    first_closes_at = models.DateTimeField("最初公告的截止", null=True)
    short_reason = models.CharField("不足三十日的理由", max_length=500, blank=True)
    showing = models.CharField(
        "意见公开", max_length=8, choices=Showing, default=Showing.EACH.value
    )
    asks_enterprises = models.BooleanField("涉及经营主体", default=False)
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.DRAFT.value
    )
    decided_on = models.DateField("决定日期", null=True)
    outcome_due_on = models.DateField("反馈期限", null=True)
    outcome = models.TextField("采纳情况说明", blank=True)
    outcome_at = models.DateTimeField("公布采纳情况的时间", null=True)
    outcome_version = models.PositiveIntegerField("公布采纳情况的次数", default=0)
    figures = models.JSONField("公布的数字", null=True)
    ended_reason = models.CharField("终止的理由", max_length=500, blank=True)
    updated_at = models.DateTimeField("更新时间")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = "意见征集"
        verbose_name_plural = "意见征集"
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="consultation_state_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="consultation_has_title"),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT.value, Status.DISCARDED.value])
                | Q(opens_at__isnull=False, closes_at__gt=F("opens_at")),
                name="consultation_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.ANSWERED.value)
                | Q(outcome_at__isnull=False) & ~Q(outcome=""),
                name="consultation_answered_in_words",
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "status", "outcome_due_on"],
                         name="consultation_by_queue"),
            models.Index(fields=["-opens_at", "-id"], name="consultation_newest_first"),
            models.Index(fields=["closes_at", "id"], name="consultation_by_closing"),
            models.Index(fields=["status", "-outcome_at", "-id"], name="consultation_answered"),
            models.Index(fields=["status", "outcome_due_on"], name="consultation_by_due"),
        ]  # fmt: skip
        triggers = [
            # Who writes knows until when: an end once announced is only ever put off.
            pgtrigger.Trigger(
                name="announced_consultation_keeps_its_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__status__in=tuple(_UNANNOUNCED))
                & (
                    pgtrigger.Q(old__opens_at__df=pgtrigger.F("new__opens_at"))
                    | pgtrigger.Q(old__closes_at__gt=pgtrigger.F("new__closes_at"))
                ),
                func="RAISE EXCEPTION 'an announced consultation keeps its time';",
            ),
            pgtrigger.Protect(
                name="published_counts_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status=Status.ANSWERED.value)
                & pgtrigger.Q(new__status=Status.ANSWERED.value)
                & pgtrigger.Q(old__figures__df=pgtrigger.F("new__figures")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the desk and the trail name it by."""
        return f"意见征集{self.pk}"

    @property
    def window(self) -> Window | None:
        """Its instants; None where the draft does not say them."""
        if self.opens_at is None or self.closes_at is None:
            return None
        return Window(self.opens_at, self.closes_at)

    def get_absolute_url(self) -> str:
        return reverse("decisions:consultation", args=[self.pk])


class ConsultationAct(ActRow):
    """One step of the work on a consultation."""

    workflow = WORKFLOW
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "意见征集办理记录"
        verbose_name_plural = "意见征集办理记录"
        triggers = unchanging("consultation", "reason")


class DraftVersion(models.Model):
    """The draft in one of its texts, numbered from one; released to the public by another hand.

    What it says stays; `digest` is the SHA-256 of its canonical form, which anybody may reckon.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="versions"
    )
    version = models.PositiveSmallIntegerField("第几稿")
    text = StructuredTextField("草案")
    explanation = models.TextField("起草说明", blank=True)
    note = models.CharField("改了什么", max_length=500, blank=True)
    digest = models.CharField("SHA-256", max_length=64)
    put_by = models.ForeignKey(
        User, verbose_name="放入人", on_delete=models.PROTECT, related_name="+"
    )
    put_at = models.DateTimeField("放入时间")
    released_by = models.ForeignKey(
        User, verbose_name="公布人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField("公布时间", null=True)

    class Meta:
        verbose_name = "征求意见稿"
        verbose_name_plural = "征求意见稿"
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "version"], name="draft_version_once"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False) & ~Q(released_by=F("put_by")),
                name="draft_version_released_by_another",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="draft_version_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="draft_version_is_never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "consultation", "version", "text", "explanation", "note", "digest", "put_by",
                    "put_at",
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"第{self.version}稿"


class DraftClause(models.Model):
    """A clause of one version, by its anchor; `made_from` is the clause of the version before that
    it says the same as, or was probably made from.
    """

    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="clauses")
    position = models.PositiveSmallIntegerField("次序")
    anchor = models.CharField("锚点", max_length=60)
    label = models.CharField("条", max_length=60)
    text = models.TextField("条文")
    made_from = models.ForeignKey(
        "self", verbose_name="由来", null=True, on_delete=models.PROTECT, related_name="became"
    )
    is_same = models.BooleanField("条文未改", default=False)

    class Meta:
        verbose_name = "草案的一条"
        verbose_name_plural = "草案的条款"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "anchor"], name="draft_clause_once"),
            models.UniqueConstraint(fields=["version", "position"], name="draft_clause_placed"),
        ]
        triggers = [
            pgtrigger.Protect(name="draft_clause_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="draft_clause_is_never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("version", "position", "anchor", "label", "text"),
            ),
        ]

    def __str__(self) -> str:
        return self.label
