"""What the cleaned copy of a file says, read once and kept with the hash of what was read."""

from django.db import models
from django.db.models import Q

from portal.files.models.stored_file import StoredFile


class FileReading(models.Model):
    """One reading of one file. `cleaned_sha256` is empty where no copy could be made: `problem`
    then says why, and what to do.

    `passages` and `unread` are rows of `portal.files.gate.Reading`, `findings` rows of
    `portal.files.gate.Item`; `rules` is the version of the rules they were found by. Passages hold
    personal data in clear.
    """

    file = models.OneToOneField(
        StoredFile, verbose_name="文件", on_delete=models.CASCADE, related_name="reading"
    )
    cleaned_sha256 = models.CharField("公开副本 SHA-256", max_length=64, blank=True)
    problem = models.TextField("不能生成公开副本的原因", blank=True)
    passages = models.JSONField("内容", default=list)
    findings = models.JSONField("发现", default=list)
    unread = models.JSONField("没有读出的部分", default=list)
    rules = models.CharField("规则版本", max_length=20)
    read_at = models.DateTimeField("检查时间")

    class Meta:
        verbose_name = "文件检查结果"
        verbose_name_plural = "文件检查结果"
        constraints = [
            models.CheckConstraint(
                condition=Q(cleaned_sha256="") ^ Q(problem=""),
                name="reading_has_copy_or_problem",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file}（{self.read_at:%Y-%m-%d %H:%M}）"
