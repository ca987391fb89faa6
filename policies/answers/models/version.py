"""One version of an answer, and the passages it rests on."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from disclosure.models import Document
from policies.answers.choices import ChangeLevel
from policies.answers.models.entry import Entry
from portal.accounts.models import User
from portal.text.fields import StructuredTextField

LONGEST_QUESTION = 100
LONGEST_SHORT = 300


class EntryVersion(models.Model):
    """What an entry says from its release on; unchanged from then.

    `counted_from` is the number of the version with which its votes began: the last one that was
    a change of weight. `item_code` is that of the service item, as text.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版次")
    question = models.CharField("标准问", max_length=LONGEST_QUESTION)
    similar = ArrayField(
        models.CharField(max_length=LONGEST_QUESTION), verbose_name="相似问法", default=list,
        blank=True,
    )  # fmt: skip
    short_answer = models.CharField("简答", max_length=LONGEST_SHORT, blank=True)
    answer = StructuredTextField("详答")
    applies_to = models.CharField("适用对象", max_length=200, blank=True)
    region = models.CharField("适用地域", max_length=100, blank=True)
    item_code = models.CharField("事项编码", max_length=60, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    expires_on = models.DateField("失效日期（含当日）", null=True, blank=True)
    level = models.CharField(
        "改动级别", max_length=8, choices=ChangeLevel, default=ChangeLevel.MAJOR
    )
    note = models.CharField("改动说明", max_length=200, blank=True)
    counted_from = models.PositiveSmallIntegerField("从哪一版起计票", default=1)
    released_at = models.DateTimeField("公开时间", null=True)
    released_by = models.ForeignKey(
        User, verbose_name="审核人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "问答版本"
        verbose_name_plural = "问答版本"
        ordering = ["entry", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="base_version_once"),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(released_at__isnull=True),
                name="answer_has_one_open_version",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | ~Q(question="") & ~Q(short_answer="") & Q(released_by__isnull=False),
                name="released_answer_says_something",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gte=F("effective_on")),
                name="answer_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(counted_from__lte=F("number")), name="answer_votes_count_backwards"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="released_answer_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__released_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry}第{self.number}版"


class Basis(models.Model):
    """依据: a document, or a passage of it. `passage` is how the document names it (第三条), and
    `anchor` where its page is entered there; both empty for the whole document.
    """

    version = models.ForeignKey(EntryVersion, on_delete=models.CASCADE, related_name="bases")
    document = models.ForeignKey(
        Document, verbose_name="文件", on_delete=models.PROTECT, related_name="answer_bases"
    )
    passage = models.CharField("条款", max_length=60, blank=True)
    anchor = models.CharField("位置", max_length=40, blank=True)
    place = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = "问答依据"
        verbose_name_plural = "问答依据"
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "document", "anchor"], name="answer_basis_once"
            ),
            models.CheckConstraint(
                condition=Q(passage="", anchor="") | ~Q(passage="") & ~Q(anchor=""),
                name="answer_passage_has_its_anchor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}依据{self.place}"

    @property
    def label(self) -> str:
        """The document, its number and the passage, as an answer cites them."""
        number = f"（{self.document.doc_number}）" if self.document.doc_number else ""
        return f"{self.document.quoted_title}{number}{self.passage}"

    @property
    def url(self) -> str:
        """The page of the document, at the passage."""
        return self.document.get_absolute_url() + (f"#{self.anchor}" if self.anchor else "")
