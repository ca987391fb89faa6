"""An opinion: of whom, on which words of which version, and what became of it."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from decisions.consultations.choices import Placing, Result, Stance, Way
from decisions.consultations.models.consultation import Consultation, DraftClause, DraftVersion
from decisions.consultations.models.occasions import ChannelRecord
from decisions.consultations.querysets import OpinionQuerySet
from decisions.consultations.workflow import OPINION_WORKFLOW, OpinionStatus
from decisions.ledgers.models import Heard, has_outcome_in
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.common.text_pairs import pairs_index
from portal.tracking.cases import TrackedCase
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel

_IN_TIME = """
IF NOT EXISTS (
    SELECT 1 FROM decisions_consultation
    WHERE id = NEW.consultation_id AND NEW.submitted_at >= opens_at
      AND NEW.submitted_at < closes_at
) THEN
    RAISE EXCEPTION 'an opinion on the page comes while it is open';
END IF;
RETURN NEW;
"""


class OpinionGroup(models.Model):
    """Opinions that say the same, put together by a person: answered once, each still counted, and
    its copies shown as such. All are on one clause, or all on the whole.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="groups")
    clause = models.ForeignKey(
        DraftClause, verbose_name="条", null=True, on_delete=models.PROTECT, related_name="+"
    )
    summary = models.CharField("意见摘要", max_length=500)
    outcome = models.CharField("处理结果", max_length=8, choices=Result, blank=True)
    reason = models.CharField("理由", max_length=2000, blank=True)
    change = models.CharField("草案怎样改", max_length=1000, blank=True)
    opinions = models.PositiveIntegerField("意见条数", default=0)
    grouped_by = models.ForeignKey(
        User, verbose_name="归并人", on_delete=models.PROTECT, related_name="+"
    )
    grouped_at = models.DateTimeField("归并时间")

    class Meta:
        verbose_name = "归并的意见"
        verbose_name_plural = "归并的意见"
        ordering = ["-opinions", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(summary=""), name="opinion_group_says_what"),
            models.CheckConstraint(
                condition=Q(outcome="", reason="") | ~Q(outcome="") & ~Q(reason=""),
                name="opinion_group_answered_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["consultation", "-opinions", "id"], name="opinion_group_by_size"),
        ]

    def __str__(self) -> str:
        return f"归并{self.pk}"


class Opinion(Heard, TrackedCase):
    """`clause` and `quote` say on which words of which version it was written, for good; `now` is
    the clause on which it stands in the newest version. `serial` is its number within the
    consultation, under which the public reads of it; the number that opens its page with the code
    is its writer's alone.

    The public reads `public_text` and `public_name` and nothing else: a masked copy, there only
    with consent and as long as it is shown.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="opinions"
    )
    serial = models.PositiveIntegerField("序号")
    version = models.ForeignKey(
        DraftVersion, verbose_name="针对第几稿", on_delete=models.PROTECT, related_name="+"
    )
    clause = models.ForeignKey(
        DraftClause, verbose_name="针对哪一条", null=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    quote = models.CharField("针对的文字", max_length=500, blank=True)
    now = models.ForeignKey(
        DraftClause, verbose_name="现在对应哪一条", null=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    placing = models.CharField("对应情况", max_length=8, choices=Placing)
    way = models.CharField("方式", max_length=8, choices=Way)
    channel = models.ForeignKey(
        ChannelRecord, verbose_name="哪一次", null=True, on_delete=models.PROTECT,
        related_name="entered",
    )  # fmt: skip
    sent_on = models.DateField("寄出、提出日期")
    late_entry_reason = models.CharField("截止以后登记的理由", max_length=300, blank=True)
    entered_by = models.ForeignKey(
        User, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    stance = models.CharField("态度", max_length=8, choices=Stance)
    text = SealedTextField("意见")
    is_child = models.BooleanField("不满十四周岁", default=False)
    guardian = SealedTextField("监护人", blank=True)
    may_name = models.BooleanField("同意公开称呼", default=False)
    text_index = models.CharField("内容索引", max_length=64, blank=True)
    alike = models.PositiveBigIntegerField("相似提议", null=True)
    group = models.ForeignKey(
        OpinionGroup, verbose_name="归并到", null=True, on_delete=models.PROTECT,
        related_name="members",
    )  # fmt: skip
    status = models.CharField(
        "状态", max_length=16, choices=OpinionStatus.choices,
        default=OpinionStatus.RECEIVED.value,
    )  # fmt: skip
    outcome = models.CharField("处理结果", max_length=8, choices=Result, blank=True)
    change = models.CharField("草案怎样改", max_length=1000, blank=True)
    public_name = models.CharField("公开的称呼", max_length=60, blank=True)
    agreements = models.PositiveIntegerField("赞同人数", default=0)
    told_version = models.PositiveIntegerField("已告知到第几次反馈", default=0)
    closed_on = models.DateField("办结日期", null=True)
    legal_hold = models.CharField("保留理由", max_length=300, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = "意见"
        verbose_name_plural = "意见"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=OpinionStatus.values), name="opinion_state_known"
            ),
            models.UniqueConstraint(fields=["consultation", "serial"], name="opinion_serial_once"),
            models.CheckConstraint(
                condition=has_outcome_in(OpinionStatus.ANSWERED.value),
                name="opinion_answered_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(reason="") | Q(group__isnull=False),
                name="opinion_answered_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    clause__isnull=True, now__isnull=True, placing=Placing.WHOLE.value, quote=""
                )
                | Q(clause__isnull=False, now__isnull=False) & ~Q(placing=Placing.WHOLE.value),
                name="opinion_stands_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(shown_at__isnull=True, public_text="", public_name="")
                | Q(shown_at__isnull=False, may_publish=True) & ~Q(public_text=""),
                name="opinion_shown_only_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(public_name="") | Q(may_name=True), name="opinion_named_by_consent"
            ),
            models.CheckConstraint(
                condition=Q(way=Way.ONLINE.value, entered_by__isnull=True)
                | ~Q(way=Way.ONLINE.value) & Q(entered_by__isnull=False),
                name="opinion_on_the_page_is_typed_by_nobody_else",
            ),
            models.CheckConstraint(
                condition=Q(is_child=False) | Q(may_name=False),
                name="opinion_of_a_child_names_nobody",
            ),
        ]
        indexes = [
            models.Index(fields=["consultation", "id"], name="opinion_in_order"),
            models.Index(fields=["consultation", "status", "id"], name="opinion_by_state"),
            models.Index(fields=["consultation", "now", "id"], name="opinion_by_clause"),
            models.Index(fields=["group", "id"], name="opinion_by_group"),
            models.Index(fields=["consultation", "alike"], condition=Q(group__isnull=True),
                         name="opinion_by_likeness"),
            # The figures of an outcome are read from the index alone.
            models.Index(
                fields=["consultation", "status", "way", "now", "outcome"],
                name="opinion_for_ledger",
            ),
            models.Index(
                fields=["consultation", "group", "text_index", "status"],
                name="opinion_by_text",
            ),
            models.Index(fields=["consultation", "-agreements", "-id"],
                         condition=Q(shown_at__isnull=False), name="opinion_shown"),
            models.Index(fields=["organ", "status", "id"], name="opinion_by_queue"),
            models.Index(fields=["status", "closed_on"], name="opinion_by_closing"),
            models.Index(fields=["organ", "id"], name="opinion_of_organ"),
            pairs_index("number", name="opinion_text_pairs"),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="opinion_comes_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__way=Way.ONLINE.value),
                func=_IN_TIME,
            ),
            pgtrigger.Protect(name="opinion_is_never_deleted", operation=pgtrigger.Delete),
            # On which words it was written, and when, is nobody's to change.
            pgtrigger.Protect(
                name="opinion_keeps_its_place",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "consultation", "serial", "version", "clause", "quote", "way", "sent_on",
                    "submitted_at",
                ),
            ),
        ]  # fmt: skip

    def get_absolute_url(self) -> str:
        return reverse("decisions:opinion_case", args=[self.number])


class OpinionAct(ActRow, SealedModel):
    """A row for every act on an opinion, also for those that were done to many at once."""

    workflow = OPINION_WORKFLOW
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="acts")
    reason = SealedTextField("说明", blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "意见办理记录"
        verbose_name_plural = "意见办理记录"
        triggers = unchanging("opinion")


class Agreement(models.Model):
    """赞同: one person and one opinion, once. Who it was nobody can read from it."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="+")
    who = models.CharField("谁", max_length=64)
    at = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "赞同"
        constraints = [
            models.UniqueConstraint(fields=["opinion", "who"], name="agreed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.opinion_id}/{self.pk}"
