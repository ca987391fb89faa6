"""主题分类: the 22 themes of the State Council library with their second level."""

from django.db import models


class Theme(models.Model):
    """A theme, or a sub-theme below one. `path` is what is printed: 综合政务\\政务公开."""

    parent = models.ForeignKey(
        "self",
        verbose_name="上级主题",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("名称", max_length=60)
    path = models.CharField("全名", max_length=130, unique=True)

    class Meta:
        verbose_name = "主题"
        verbose_name_plural = "主题"
        ordering = ["path_order", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "number"], nulls_distinct=False, name="theme_number_once"
            )
        ]

    path_order = models.PositiveSmallIntegerField("主题序号", editable=False)

    def __str__(self) -> str:
        return self.path
