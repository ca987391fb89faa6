"""A regulation with all its texts, and what stands beside it: derived from the relations."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from disclosure.choices import CompanionRole, TextRole
from disclosure.models.document import Document

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


class Work(models.Model):
    """One regulation, or other document, known by the key of its original.

    The rows below it are written anew by `services.works` whenever a relation or a publication
    changes. Its address is given once and never to another: a work whose original is withdrawn
    keeps its row, without texts. Nothing here is shown before a public text was found.
    """

    original = models.OneToOneField(
        Document, primary_key=True, on_delete=models.CASCADE, related_name="work"
    )
    eli_organ = models.CharField("制定机关代码", max_length=64)
    eli_year = models.PositiveSmallIntegerField("年份")
    eli_number = models.SlugField("编号", max_length=40)
    # By the word of the original; its later texts are what it is.
    is_rule = models.BooleanField("政府规章", default=False)
    is_normative = models.BooleanField("行政规范性文件", default=False)
    is_decision = models.BooleanField("只修改、废止其他文件", default=False)
    is_explanation = models.BooleanField("解读其他文件", default=False)

    class Meta:
        verbose_name = "一部文件"
        verbose_name_plural = "一部文件"
        constraints = [
            models.UniqueConstraint(
                fields=["eli_organ", "eli_year", "eli_number"], name="work_address_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.eli_organ}/{self.eli_year}/{self.eli_number}"

    def get_absolute_url(self) -> str:
        return reverse("disclosure:eli", args=[self.eli_organ, self.eli_year, self.eli_number])

    def url_on(self, day: dt.date) -> str:
        """The address of its text on a day."""
        parts = [self.eli_organ, self.eli_year, self.eli_number, day.isoformat()]
        return reverse("disclosure:eli_part", args=parts)

    def text_on(
        self, day: dt.date, *, viewer: User | AnonymousUser | None = None
    ) -> Document | None:
        """The text valid on a day, of those that everybody, or this person, may read."""
        texts = Document.objects.readable_by(viewer) if viewer else Document.objects.public()
        found: Document | None = texts.filter(work_text__work=self).valid_on(day).first()
        return found


class WorkText(models.Model):
    """A document as a text of a work; a document is a text of one work at most."""

    document = models.OneToOneField(
        Document, primary_key=True, on_delete=models.CASCADE, related_name="work_text"
    )
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="texts")
    role = models.CharField("文本", max_length=12, choices=TextRole)
    since = models.DateField("起始日期", null=True)
    # The last day before the next text, known to who reads all of them.
    until: dt.date | None

    class Meta:
        verbose_name = "文本"
        verbose_name_plural = "文本"
        constraints = [
            models.UniqueConstraint(
                fields=["work"], condition=Q(role=TextRole.ORIGINAL), name="work_begins_once"
            ),
            models.CheckConstraint(
                condition=Q(role=TextRole.ORIGINAL, document=F("work"))
                | (~Q(role=TextRole.ORIGINAL) & ~Q(document=F("work"))),
                name="work_is_known_by_its_original",
            ),
            models.CheckConstraint(
                condition=Q(role=TextRole.ORIGINAL) | Q(since__isnull=False),
                name="later_text_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_id} {self.role} {self.document_id}"


class WorkCompanion(models.Model):
    """A document that changes, ends, translates or explains a work."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="companions")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="companion_of")
    role = models.CharField("关系", max_length=12, choices=CompanionRole)
    since = models.DateField("生效日期", null=True)

    class Meta:
        verbose_name = "相关文件"
        verbose_name_plural = "相关文件"
        constraints = [
            models.UniqueConstraint(
                fields=["work", "document", "role"], name="work_companion_once"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[CompanionRole.AMENDING, CompanionRole.REPEALING])
                | Q(since__isnull=False),
                name="deciding_companion_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_id} {self.role} {self.document_id}"
