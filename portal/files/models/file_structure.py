"""What a file says, as blocks: beside the file's row, which many pages read for its name alone."""

from django.db import models

from portal.files.models.stored_file import StoredFile


class FileStructure(models.Model):
    """The text of a file as blocks, and for each of its lines the block it is from.

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

    class Meta:
        verbose_name = "文件的结构"
        verbose_name_plural = "文件的结构"

    def __str__(self) -> str:
        return f"{self.file}的结构"
