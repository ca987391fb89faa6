"""The legal facts of the review: who decided what, when and why."""

from django.db import models
from django.db.models import Q

from disclosure.choices import Openness
from disclosure.grounds import CHOICES
from disclosure.models.document import Document
from disclosure.models.negative_list import NegativeListEntry
from disclosure.workflow import WORKFLOW
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.files.models import StoredFile


class DocumentAct(ActRow):
    """One step of a document's life: the act, the states, the person, the reason."""

    workflow = WORKFLOW

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="acts")
    round = models.PositiveSmallIntegerField("轮次")
    reason = models.CharField("意见", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        indexes = [models.Index(fields=["document", "round", "action"])]
        triggers = unchanging("document", "round", "reason")
        constraints = [
            models.CheckConstraint(condition=Q(by__isnull=False), name="document_act_by_somebody")
        ]

    def __str__(self) -> str:
        name = self.by.get_full_name() if self.by else ""
        return f"{self.sentence}（{name}）"


class OpennessDecision(models.Model):
    """公开属性认定: what was decided, on which ground. `article` is as printed then; decisions made
    before grounds were a list have no `basis`.
    """

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="openness_decisions"
    )
    openness = models.CharField("公开属性", max_length=12, choices=Openness)
    basis = models.CharField("依据", max_length=16, choices=CHOICES, blank=True)
    entry = models.ForeignKey(
        NegativeListEntry,
        verbose_name="负面清单事项",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ground = models.CharField("理由", max_length=300, blank=True)
    article = models.CharField("依据条款", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "公开属性认定"
        verbose_name_plural = "公开属性认定"
        constraints = [
            models.CheckConstraint(
                condition=Q(openness=Openness.OPEN) | (~Q(ground="") & ~Q(article="")),
                name="closed_document_has_ground",
            )
        ]

    def __str__(self) -> str:
        return self.get_openness_display()


class SecrecyReview(models.Model):
    """保密审查 of one item: the text itself (`file` empty) or one attachment.

    `content_sha256` fixes what was reviewed; a later change makes the review void.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="secrecy_reviews")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    content_sha256 = models.CharField(max_length=64)
    opinion = models.CharField("审查意见", max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "保密审查"
        verbose_name_plural = "保密审查"
        constraints = [
            models.CheckConstraint(condition=~Q(opinion=""), name="secrecy_review_has_opinion")
        ]

    def __str__(self) -> str:
        return f"{self.by.get_full_name()} {self.at:%Y-%m-%d}"


class Confirmation(models.Model):
    """A person looked at one doubtful finding, or at one part no program could read, and answers
    for its becoming public.

    `content_sha256` is the hash of what it stands in, the public elements or the cleaned copy of
    `file`: a later change makes the confirmation void. `shown` is masked. Rows without an item
    were given for a whole document, before items were confirmed one by one, and let nothing pass.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="confirmations")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    content_sha256 = models.CharField(max_length=64)
    item_key = models.CharField(max_length=64, blank=True)
    label = models.CharField("事项", max_length=200)
    where = models.CharField("位置", max_length=500, blank=True)
    shown = models.CharField("内容（已遮盖）", max_length=500, blank=True)
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey(User, verbose_name="确认人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "公开前逐项确认"
        verbose_name_plural = "公开前逐项确认"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["document", "content_sha256"])]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="confirmation_has_reason"),
            models.UniqueConstraint(
                fields=["document", "content_sha256", "item_key"],
                condition=~Q(item_key=""),
                name="item_confirmed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}：{self.reason}"
