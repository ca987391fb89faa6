"""What a file says, as blocks: beside the file's row, which many pages read for its name alone."""

from django.db import models

from portal.files.models.stored_file import StoredFile


class FileStructure(models.Model):
    """The text of a file as blocks, and for each of its lines the block it is from.

    `places` says where each line stands, for what has pages: page from 1, left, top, right and
    bottom in shares of the page, and the recogniser's confidence; null for a line without a place.

    Kept and destroyed with the file's text, and no more public by itself.
    """

    file = models.OneToOneField(
        StoredFile,
        primary_key=True,
        verbose_name="文件",
        on_delete=models.CASCADE,
        related_name="structure",
    )
    text = models.JSONField("提取的结构")
    origins = models.JSONField("各行所在的段", default=list)
    places = models.JSONField("各行在页面上的位置", default=list)

    class Meta:
        verbose_name = "文件的结构"
        verbose_name_plural = "文件的结构"

    def __str__(self) -> str:
        return f"{self.file}的结构"
