"""A file that belongs to a document."""

from django.db import models
from django.db.models import Q

from disclosure.models.document import Document
from portal.files.models import StoredFile


class DocumentAttachment(models.Model):
    """An attachment in order. The source file of an import is kept, but is not published; a figure
    is a picture that the text shows, and no attachment to a reader.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="attachments")
    file = models.OneToOneField(
        StoredFile, verbose_name="文件", on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField("次序")
    title = models.CharField("名称", max_length=200)
    is_source = models.BooleanField("导入原件", default=False)
    is_figure = models.BooleanField("正文的图片", default=False)

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "position"], name="attachment_position_once"
            ),
            models.CheckConstraint(
                condition=~Q(is_source=True, is_figure=True), name="attachment_source_or_figure"
            ),
        ]

    def __str__(self) -> str:
        return self.title
