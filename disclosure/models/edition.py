"""What of a document was ever shown, edition by edition."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from disclosure.choices import EditionChange
from disclosure.models.document import Document
from portal.accounts.models import User


class Edition(models.Model):
    """One edition as it was shown: never changed, never deleted.

    `elements` and `attachments` are what `disclosure.editions` keeps, `sha256` covers all of the
    row that anybody is shown. The edition that holds is the last one; its content is the document.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("版次")
    change = models.CharField("更正种类", max_length=8, choices=EditionChange)
    note = models.CharField("更正说明", max_length=500, blank=True)
    elements = models.JSONField("要素", blank=True)
    body = models.TextField("正文", blank=True)
    attachments = models.JSONField("附件", default=list, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    published_at = models.DateTimeField("公开时间")
    by = models.ForeignKey(User, verbose_name="签发人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "版本"
        verbose_name_plural = "版本"
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_numbers_from_one"),
            models.CheckConstraint(
                condition=~Q(change=EditionChange.CONTENT) | ~Q(note=""),
                name="corrected_content_has_note",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="edition_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"第{self.number}版"

    def get_absolute_url(self) -> str:
        return reverse("disclosure:edition", kwargs={"pk": self.document_id, "number": self.number})

    @property
    def is_closed(self) -> bool:
        """Whether the public is shown no more of it than that there was one."""
        return hasattr(self, "closure")


class EditionClosure(models.Model):
    """An edition the public is not to read any more, and why: what it said may not be public."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="closure")
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "停止提供的版本"
        verbose_name_plural = "停止提供的版本"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="closed_edition_has_reason")
        ]
        triggers = [
            pgtrigger.Protect(
                name="closure_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}：{self.reason}"
