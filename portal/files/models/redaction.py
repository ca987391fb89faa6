"""What was taken out of a file before it may be published: by whom, where, and both hashes."""

import uuid

import pgtrigger
from django.db import models

from portal.files.models.stored_file import StoredFile


def redacted_path(redaction: "Redaction", _name: str) -> str:
    """Where the redacted file is kept: never served, the copy is made from it."""
    return f"redacted/{redaction.after_sha256[:2]}/{uuid.uuid4()}.{redaction.file.extension}"


class Redaction(models.Model):
    """One redaction, of the file as received or of the one before. The newest counts.

    `marks` are pages and boxes without any words; words taken out by themselves are counted.
    """

    file = models.ForeignKey(
        StoredFile, verbose_name="文件", on_delete=models.CASCADE, related_name="redactions"
    )
    content = models.FileField("遮盖后的文件", upload_to=redacted_path, max_length=200)
    marks = models.JSONField("遮盖的范围", default=list)
    words = models.PositiveIntegerField("按文字遮盖的处数", default=0)
    before_sha256 = models.CharField("遮盖前 SHA-256", max_length=64)
    after_sha256 = models.CharField("遮盖后 SHA-256", max_length=64)
    at = models.DateTimeField("时间")
    by_id = models.BigIntegerField("遮盖人编号")

    class Meta:
        verbose_name = "遮盖"
        verbose_name_plural = "遮盖"
        ordering = ["at", "id"]
        triggers = [
            pgtrigger.Protect(name="redaction_is_final", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.file}（{self.at:%Y-%m-%d %H:%M}）"
